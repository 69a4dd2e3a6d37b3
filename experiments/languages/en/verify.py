"""Verifying a report, in English."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "no_report": "{file}: no report that carries its numbers: there is no such page, it is of an earlier version, or it is something else.",
    "undone": "the report was not verified",
    "of": "The report carries the numbers of {replicates} futures under {policies} policies, seed {seed}; written by version {version}, commit {commit}.",
    # --- where the program differs ---
    "other_version": "Another version: the report was written by {written}, this program is {here}.",
    "other_commit": "Another commit: the report was written by {written}, this program is {here}.",
    "other_code": "Other code of the model: the report has {written}, this program {here}. Numbers may differ for that reason alone; verify with the version that wrote it.",
    "other_sets": "Another table of parameter sets: the report has {written}, this program {here}. Numbers will differ for that reason alone.",
    # --- what was checked ---
    "table": "First table: {rows} lines told again by the carried numbers ({outcome}, public money).",
    "no_table": "First table: not told again, because what decides is a ratio, or nobody here has the language of the page.",
    "no_policies": "First table: the report compares no policies.",
    "again": "Runs: {runs} of {all} made again, {values} values compared to nine figures.",
    # --- what differs ---
    "changed": "{file} is not as it was written: something in it was changed, or another program saved it again.",
    "other_scenario": "The scenario is not the one the numbers are of.",
    "unreadable": "The scenario cannot be read, so that no run can be made again: {said}",
    "months": "The numbers are of {written} months, the scenario has {scenario}.",
    "no_policy": "The numbers name a policy '{policy}' that the scenario does not have.",
    "hubs": "Under '{policy}' the scenario has other hubs than the numbers.",
    "lead": "Above the first table should stand: {told}",
    "rows": "The first table has {shown} lines and should have {told}.",
    "row": "First table, {policy}: should say '{told}'.",
    "row_more": "First table, {policy}: '{more}' does not come from the carried numbers.",
    "value": "{outcome}, policy '{policy}', future {replicate}: the report has {written}, the run gives {found}.",
    "failed": "A run could not be made again: {said}",
    "more": "… and {number} more.",
    "match": "Match.",
    "no_match": "No match.",
}
