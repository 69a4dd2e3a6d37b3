"""What all tests share: property tests draw the same examples on every machine and run."""

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=50, print_blob=False)
settings.load_profile("repeatable")
