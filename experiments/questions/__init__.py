"""What planners ask of a scenario, a file a question: the runs it takes, what they say, and how it is told.

Every question works in the same three steps: variants of the scenario, written as policies (`variants`), run on the same worlds
(`experiments.runs.replicates.run`), and an answer of numbers that is told in any language (`answer`) and kept in a folder (`folder`).
"""
