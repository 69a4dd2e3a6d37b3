"""The adoption core of the model in other Python frameworks, month by month the same numbers, timed beside the engine."""
