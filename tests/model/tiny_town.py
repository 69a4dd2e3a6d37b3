"""A town of 210 people and firms where much happens in three years, for tests that run the engine."""

from model.scenario import Scenario, read_text

TEXT = """
title: A tiny town
question: Does everything happen?
start: "2022-11"
horizon_months: 36
territory:
  towns: [sondrio]
  catchment_minutes: 0
  overrides: {sondrio: {professionals: 90, remote_workers: 70, firms: 50}}
hubs:
  - {name: adda, title: Adda Coworking, town: sondrio, desks: 12, offices: 2, offices_let_at_opening: 1, founders: 8,
     opening_cash_eur: 60000}
  - {name: mera, town: sondrio, opens: 9, desks: 5, operator: cooperative, building: own, specialisation: digital, opening_cash_eur: 1500,
     founders: 1}
parameters:
  aware_at_opening: 0.6
  alpha: 0.6
  plan_occasional: -0.4
  evaluation_rate: 0.18
  encounter_rate: 0.06
  leave_rate: 0.004
  need_rate: 0.2
  client_rate: 0.2
policies:
  voucher:
    title: A voucher
    instruments:
      - {type: voucher, payer: municipality, share: 0.5, cap_eur_month: 80, months: 12, budget_eur: 20000}
  rival:
    title: A third hub
    add_hubs:
      - {name: rival, town: sondrio, desks: 6, opens: 12}
    parameters: {habit: 1.5}
"""


def tiny_town(policy: str = "baseline", text: str = TEXT) -> Scenario:
    """The tiny town under a policy."""
    scenario, problems = read_text(text, "tiny_town.yaml")
    assert scenario is not None, [str(problem) for problem in problems]
    return scenario.with_policy(policy)
