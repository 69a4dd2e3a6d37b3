"""What shipped scenarios are expected to show, and what they gave when they were last recorded.

`facts` judges the bounds a scenario states under `expected`; `bands` holds runs to the means recorded in `scenarios/expected/`, which
`python -m experiments.commands.expected` compares and, on purpose and with a reason, refreshes.
"""
