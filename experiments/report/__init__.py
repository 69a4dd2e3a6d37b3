"""The report: one self-contained page, in the reader's language, that answers the scenario's question."""

from experiments.report.page import render, write_report

__all__ = ["render", "write_report"]
