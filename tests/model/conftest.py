"""Fixtures of the tests of the model. Tiny scenarios themselves are made by `tests/model/month/towns.py`."""

import pytest

from tests.model.month.towns import Run, case, hub, run


@pytest.fixture(scope="session")
def busy() -> Run:
    """A finished run in which much happens: a hub that is wanted, collaborations, firms, people coming and going."""
    firms = {"client_rate": 1.0, "need_rate": 0.2, "encounter_rate": 0.5}
    figures = hub(desks=20, offices=3, offices_let_at_opening=2, opening_cash_eur=40_000.0, host_fte=1.0)
    return run(case(figures, months=36, people=(400, 300, 300), alpha=0.5, leave_rate=0.01, firm_death=0.02, **firms), seed=5)
