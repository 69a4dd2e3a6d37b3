"""Designs of sweeps: files that say what varies, how it is sampled and what is kept; `experiments.sweep` runs what is read from one."""

from experiments.sweeps.design.plan import Plan, Run
from experiments.sweeps.design.reading import DesignError, load_design, plan_of, read_design
from experiments.sweeps.design.schema import Decision, Design, FactorSpec

__all__ = ["Decision", "Design", "DesignError", "FactorSpec", "Plan", "Run", "load_design", "plan_of", "read_design"]
