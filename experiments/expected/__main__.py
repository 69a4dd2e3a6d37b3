"""Says where the command has gone."""

import sys

if __name__ == "__main__":
    sys.exit("this command has moved; write instead: python -m experiments.commands.expected " + " ".join(sys.argv[1:] or ["check"]))
