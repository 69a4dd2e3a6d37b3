"""`python -m experiments.documentation.site`: build the site into `site/` (`make site` does it)."""

import subprocess
from time import perf_counter

from experiments.documentation.site.building import SITE, build
from experiments.interruption import interruptible


def main() -> int:
    """Build the site.

    Returns:
        0, or 1 when the generator complained.
    """
    began = perf_counter()
    try:
        build()
    except subprocess.CalledProcessError:
        return 1
    print(f"Built in {perf_counter() - began:.0f} s. Open {SITE / 'index.html'} in a browser; it needs neither network nor server.")
    return 0


if __name__ == "__main__":
    with interruptible():
        raise SystemExit(main())
