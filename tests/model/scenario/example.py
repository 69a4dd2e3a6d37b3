"""A small valid scenario file, shared by the tests of the reader."""

TEXT = """\
title: A hub
question: Will it live?
start: "2022-01"
horizon_months: 48
territory:
  towns: [sondrio]
hubs:
  - name: adda
    town: sondrio
    desks: 14
    offices: 6
    offices_let_at_opening: 2
    prices: {flex: 90}
instruments:
  - type: rent_relief
    payer: municipality
    share: 0.5
    end: "2023-01"
policies:
  smaller:
    title: Smaller
    hubs:
      adda: {desks: 8, prices: {fixed: 150}}
    parameters: {habit: 1.5}
  known:
    title: Better known
    instruments:
      - {type: promotion, payer: region, intensity: 1, cost_eur_month: 500}
  rival:
    title: A rival
    add_hubs:
      - {name: rival, town: sondrio, desks: 10, opens: 12}
    shocks:
      - {type: rent, factor: 1.1, start: 24}
  both:
    title: Smaller and better known
    combine: [smaller, known]
"""
