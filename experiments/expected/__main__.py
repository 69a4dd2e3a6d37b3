"""`python -m experiments.expected`: see `experiments.expected.commands`."""

import sys

from experiments.command_line import interruptible
from experiments.expected.commands import main

if __name__ == "__main__":
    with interruptible():
        sys.exit(main())
