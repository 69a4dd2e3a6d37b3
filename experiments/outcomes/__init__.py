"""What a run is asked: arrays of runs, outcomes measured on them, intervals, and rows of tables and curves."""
