"""`python -m experiments.documentation`: write the generated pages, or check that they are fresh."""

import sys

from experiments.documentation.pages import main
from experiments.interruption import interruptible

if __name__ == "__main__":
    with interruptible():
        sys.exit(main())
