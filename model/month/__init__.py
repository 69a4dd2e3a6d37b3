"""One month of the town: one file for each submodel of the protocol, in the order in which they happen (`schedule.py`)."""
