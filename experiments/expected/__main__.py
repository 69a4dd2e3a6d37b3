"""`python -m experiments.expected`: see `experiments.expected.commands`."""

import sys

from experiments.expected.commands import main

if __name__ == "__main__":
    sys.exit(main())
