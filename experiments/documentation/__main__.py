"""`python -m experiments.documentation`: write the generated pages, or check that they are fresh."""

import sys

from experiments.commands.command_line import interruptible
from experiments.documentation.pages import main

if __name__ == "__main__":
    with interruptible():
        sys.exit(main())
