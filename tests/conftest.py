"""What all tests share: property tests draw the same examples on every machine and run, and Ctrl-C works as in a terminal."""

import signal

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=50, print_blob=False)
settings.load_profile("repeatable")

# A job started in the background ignores Ctrl-C, and so would everything it starts; the tests of interruption need it.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
