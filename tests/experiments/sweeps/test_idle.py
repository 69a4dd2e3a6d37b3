"""Factors that change nothing are said before a sweep begins."""

from pathlib import Path

from typer.testing import CliRunner

from experiments.commands import main
from experiments.sweeps.design import Plan, read_design
from experiments.sweeps.idle import idle_factors

DESIGN = """
title: What does nothing
scenarios: [sondrio_downsizing]
horizon_months: 18
policies: [baseline, rent_relief]
factors:
  - {parameter: alpha}
  - {parameter: works_eur}  # the hub's file says what its works cost
  - {parameter: entry_margin, low: 1, high: 2}  # nobody opens a hub here
  - {path: policies.rent_relief.instruments.rent_relief.share, name: relief, low: 0, high: 1}  # under one policy only
  - {path: hubs.adda.events_per_month, low: 0, high: 2}
  - {parameter: credit_months}  # of use only to a hub that opens with little
  - {parameter: opening_cash_months, low: 0, high: 60}
sampler: {type: morris, trajectories: 10}
replicates: 2
outcomes: [members_12, public_eur]
"""


def _plan(folder: Path) -> Plan:
    (folder / "idle.yaml").write_text(DESIGN, encoding="utf-8")
    plan, problems = read_design(folder / "idle.yaml")
    assert plan is not None, problems
    return plan


def test_what_changes_nothing_is_named_and_nothing_else(tmp_path: Path) -> None:
    assert idle_factors(_plan(tmp_path)) == ["works_eur", "entry_margin"]


def test_a_sweep_says_so_before_it_begins(tmp_path: Path) -> None:
    _plan(tmp_path)
    done = CliRunner().invoke(main.app, ["sweep", str(tmp_path / "idle.yaml"), "--dry-run"])
    assert done.exit_code == 0, done.output
    said = [line for line in done.stderr.splitlines() if line.startswith("warning: ")]
    assert [line.split("'")[1] for line in said] == ["works_eur", "entry_margin"]
    assert all("the scenario sets that figure itself, or hardly anything in it asks for it" in line for line in said)
