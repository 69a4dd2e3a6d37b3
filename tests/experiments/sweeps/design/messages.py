"""What is said of each file of `broken/`, in order, without the name of the file when it is the file itself."""

from model.scenario import scenario_names
from tests.experiments.sweeps.design.further_messages import FURTHER

SHIPPED = ", ".join(scenario_names())
WARNED_ONLY = ["warned_of_figures", "warned_of_no_effect"]

EXPECTED = {
    "broken_scenario": [
        "2:13: scenarios[0]: the scenario cannot be read; mend its 2 errors, the first: ../towns/without_hubs.yaml:3:8: start: "
        "'2022': expected a year and month, write it as 2022-01",
    ],
    "condition_about_what_is_not_kept": [
        "7:14: conditions[0]: 'members_36' is not among the outcomes of this design; add it to 'outcomes'",
        "7:32: conditions[1]: 'viabel_36' is not among the outcomes of this design; did you mean 'viable_36'?",
    ],
    "condition_malformed": [
        "7:14: conditions[0]: 'viable_36 = 1' is no condition; write an outcome, <, <=, >, >= or ==, and a number: 'viable_36 < 1'",
        "7:31: conditions[1]: 'viable_36 < 1.2.3' is no condition; write an outcome, <, <=, >, >= or ==, and a number: 'viable_36 < 1'",
        "7:52: conditions[2]: 'viable_36 < half' is no condition; write an outcome, <, <=, >, >= or ==, and a number: 'viable_36 < 1'",
    ],
    "constraint_that_never_holds": [
        "7:15: constraints[0]: holds at none of 4,096 points within the ranges; mend it, or the ranges",
    ],
    "constraints_that_hardly_hold": [
        "4:63: factors[0].high: warning: 200 is outside the plausible range 50-150 EUR/month; keep it if it is meant "
        "(scenario 'tiny')",
        "5:54: factors[1].low: warning: 100 is outside the plausible range 120-270 EUR/month; keep it if it is meant "
        "(scenario 'tiny')",
        "7:1: constraints: none of 4,096 points within the ranges hold all of them, less than 1%; narrow the ranges to "
        "where they hold, or take one out",
        "7:53: constraints[3]: warning: holds everywhere within the ranges: it does nothing",
    ],
    "correlations_that_cannot_hold": [
        "5:1: correlations: these cannot all hold at once; bring them nearer to 0, for example alpha with beta_n 0.48, "
        "beta_n with beta_t 0.48, alpha with beta_t -0.48",
    ],
    "dependence": [
        "10:23: correlations[0].between[1]: no factor 'alhpa'; did you mean 'alpha'?",
        "11:23: correlations[1].between[1]: the policy has no order that could go along with another's",
        "12:23: correlations[2].between[1]: the values of 'adda_desks' are choices without an order; of numbers write "
        "'scale: empirical' too",
        "13:15: correlations[3].between: write the names of two factors, as in 'between: [alpha, beta_n]'",
        "14:42: correlations[4].rank: '2' is out of range; write a number from -1 to 1",
        "15:15: constraints[0]: 'alpha = 3' is no constraint; write a factor, <, <=, > or >=, and a factor or a "
        "number: 'adda_desks >= 8'",
        "15:26: constraints[1]: compares nothing that varies; write two factors, or a factor and a number",
        "15:41: constraints[2]: compares nothing that varies; write two factors, or a factor and a number",
        "15:48: constraints[3]: no factor 'alhpa'; did you mean 'alpha'?",
        "15:59: constraints[4]: the values of 'adda_operator' are no numbers, and cannot be compared",
        "15:78: constraints[5]: 'alpha > adda_desks; import os' is no constraint; write a factor, <, <=, > or >=, and "
        "a factor or a number: 'adda_desks >= 8'",
    ],
    "dependent_grid": [
        "5:1: correlations: a grid has every combination; write 'sampler: {type: sobol, points: 1024}'",
        "6:1: constraints: a grid has every combination; write 'sampler: {type: sobol, points: 1024}'",
    ],
    "dependent_morris": [
        "5:1: correlations: the indices of a Morris design suppose that factors are independent; write 'sampler: "
        "{type: sobol, points: 1024}', which PAWN and delta read without supposing it",
        "6:1: constraints: the indices of a Morris design suppose that factors are independent; write 'sampler: {type: "
        "sobol, points: 1024}', which PAWN and delta read without supposing it",
    ],
    "dependent_saltelli": [
        "5:1: correlations: the indices of a Saltelli design suppose that factors are independent; write 'sampler: "
        "{type: sobol, points: 1024}', which PAWN and delta read without supposing it",
        "6:1: constraints: the indices of a Saltelli design suppose that factors are independent; write 'sampler: "
        "{type: sobol, points: 1024}', which PAWN and delta read without supposing it",
    ],
    "dependent_sets": [
        "5:1: correlations: the sets of parameters hang together as they are; take it out, or write 'sampler: {type: "
        "sobol, points: 1024}'",
        "6:1: constraints: the sets of parameters hang together as they are; take it out, or write 'sampler: {type: "
        "sobol, points: 1024}'",
    ],
    "decision_about_what_is_not_kept": [
        "8:3: decisions.members_24: 'members_24' is not among the outcomes of this design; add it to 'outcomes'",
    ],
    "decision_misspelt": [
        "7:3: decisions.viabel_36: 'viabel_36' is not among the outcomes of this design; did you mean 'viable_36'?",
        "8:3: decisions.churn_flex: 'churn_flex' is not among the outcomes of this design; add it to 'outcomes'",
    ],
    "decision_without_words": [
        "7:14: decisions.viable_36: 'whether to fund it' is not a block of keys; write a block of keys, indented under its key",
    ],
    "duplicate_names": [
        "5:12: factors[1].name: two factors are called 'rent'; give this one a 'name' of its own",
    ],
    "empty": [
        "1:1: file: the file is empty; a design begins with 'title: ...'",
    ],
    "empty_range": [
        "4:39: factors[0].high: empty range: low -1 is not below high -3; exchange them",
        "5:49: factors[1].high: empty range: low 7 is not below high 7; write a higher 'high'",
    ],
    "every_item": [
        "4:31: factors[0].low: '0' is out of range; write a whole number from 1 to 2000 (desks) (scenarios 'tiny' and 'elsewhere')",
        "5:12: factors[1].path: factor 'hubs_desks' sets the same figure; keep one",
        "5:12: factors[1].path: no 'adda' in hubs; write brembo or serio (scenario 'elsewhere')",
        "6:12: factors[2].path: unknown key; did you mean 'desks'? (scenarios 'tiny' and 'elsewhere')",
        "7:12: factors[3].path: '*' is every item of a list, and 'instruments' has none (scenarios 'tiny' and 'elsewhere')",
        "8:12: factors[4].path: '*' is every item of a list, and 'policies' is none; write a name (scenarios 'tiny' and 'elsewhere')",
    ],
    "extends_a_broken_design": [
        "2:13: replicates: '0' is out of range; write a whole number from 1 to 100000 (replicates)",
        "unknown_parameter.yaml:4:16: factors[0].parameter: unknown parameter 'bta_n'; did you mean 'beta_n'?",
        "unknown_parameter.yaml:5:16: factors[1].parameter: unknown parameter 'friendliness'; see docs/parameters.md",
    ],
    "extends_nothing": [
        "1:10: extends: no design 'bsae.yaml'; write the path of a file, from the folder of this one",
    ],
    "far_too_many_runs": [
        "4:32: factors[0].levels: warning: 10000 is outside the plausible range 2-20 levels; keep it if it is meant",
        "5:33: factors[1].levels: warning: 10000 is outside the plausible range 2-20 levels; keep it if it is meant",
        "6:33: factors[2].levels: warning: 10000 is outside the plausible range 2-20 levels; keep it if it is meant",
        "7:33: factors[3].levels: warning: 10000 is outside the plausible range 2-20 levels; keep it if it is meant",
        "8:33: factors[4].levels: warning: 10000 is outside the plausible range 2-20 levels; keep it if it is meant",
        "9:1: sampler: more than 1,000,000,000,000,000 runs; at most 50,000,000 in one sweep: write fewer points, replicates, "
        "policies or scenarios",
    ],
    "fraction_of_a_desk": [
        "4:43: factors[0].high: 20.5 is not a whole number; write 20 or 21 (scenario 'tiny')",
        "5:56: factors[1].values[1]: 4.5 is not a whole number; write 4 or 5 (scenario 'tiny')",
    ],
    "fraction_of_a_replicate": [
        "6:13: replicates: '12.5' is not a whole number; write a whole number from 1 to 100000 (replicates)",
    ],
    "further_paths": [
        "4:42: factors[0].also[0]: no 'mera' in hubs; write adda (scenario 'tiny')",
        "4:65: factors[0].also[1]: unknown key; the keys here are title, title_it, town, opens, operator, building, specialisation, "
        "desks, offices, m2, prices, rent_eur_m2, utilities_eur_m2, host_fte, host_cost_eur, events_per_month, works_eur, "
        "opening_cash_eur, credit_eur, founders, offices_let_at_opening, starts_with, already_open, plans, phases, agreed_until, "
        "may_expand, may_downsize, anchor_people, km_east, km_north, name "
        "(scenario 'tiny')",
    ],
    "infinite": [
        "4:31: factors[0].high: '.inf' is not a finite number; write a number",
        "5:34: factors[1].values[0]: nan is not a number; write a number of at least 0 (logit)",
    ],
    "key_of_another_sampler": [
        "5:43: sampler.points: unknown key; the keys here are type, trajectories, levels",
    ],
    "keys_without_meaning": [
        "4:24: factors[0].also: means nothing for a parameter; take it out",
        "5:35: factors[1].low: means nothing for a policy; take it out",
        "5:43: factors[1].high: means nothing for a policy; take it out",
    ],
    "many_at_once": [
        "1:1: titel: unknown key; did you mean 'title'?",
        "2:33: scenarios[1]: no such scenario 'sondrio_downsize'; did you mean 'sondrio_downsizing'?",
        "4:16: factors[0].parameter: unknown parameter 'alfa'; did you mean 'alpha'?",
        "5:12: factors[1].path: no 'ada' in hubs; did you mean 'adda'? (scenario 'tiny')",
        "6:34: factors[2].low: 4.5 is not a whole number; write 4 or 5 (scenario 'tiny')",
        "7:30: factors[3].low: warning: 0.2 is outside the plausible range 0.02-0.1 logit/min at 8 days; keep it if it is meant",
        "7:41: factors[3].high: empty range: low 0.2 is not below high 0.1; exchange them",
        "8:30: sampler.n: 100 is not a power of two; write 64 or 128",
        "9:13: replicates: 'many' is not a whole number; write a whole number from 1 to 100000 (replicates)",
        "10:12: outcomes[0]: unknown outcome 'member_60'; did you mean 'members_60'?",
        "11:14: conditions[0]: 'members_36 above 3' is no condition; write an outcome, <, <=, >, >= or ==, and a number: 'viable_36 < 1'",
    ],
    "missing_keys": [
        "1:1: sampler: is missing; write a block that begins with 'type:' and one of grid, latin_hypercube, sobol, saltelli, morris, rows, "
        "parameter_sets",
        "1:1: scenarios: is missing; write a list, e.g. [first, second]",
    ],
    "missing_range": [
        "4:11: factors[0].path: has no range; write 'low' and 'high' (plausible: 4 and 12 EUR/m²/month), or 'values'",
        "5:12: factors[1].path: half a range; write 'low' too (plausible: 4 and 150 desks)",
        "6:11: factors[2].path: has no range; write 'low' and 'high', or 'values'",
    ],
    "no_factor": [
        "3:10: factors: no factor; write at least one, e.g. '- parameter: alpha'",
    ],
    "no_logarithm": [
        "4:32: factors[0].scale: a range from 0 has no logarithm; write a 'low' above 0, or 'scale: uniform'",
        "5:36: factors[1].low: hubs[0].offices_let_at_opening: 3 offices let, of 0; write at most 0 (scenario 'tiny')",
        "5:55: factors[1].scale: a range from 0 has no logarithm; write a 'low' above 0, or 'scale: uniform'",
    ],
    "no_policy": [
        "6:11: policies: no policy; leave the key out for the baseline",
    ],
    "no_scenario": [
        "2:12: scenarios: no scenario; write at least one, e.g. [sondrio_downsizing]",
    ],
    "not_a_map": [
        "1:1: file: a design is a map of keys; begin with 'title: ...'",
    ],
    "not_a_power_of_two": [
        "5:30: sampler.n: 1000 is not a power of two; write 512 or 1024",
    ],
    "not_yaml": [
        "3:10: file: a bracket or brace that opens here is not closed, or a comma is missing",
    ],
    "nothing_varies": [
        "4:5: factors[0]: nothing varies here; write one of 'parameter', 'path' or 'policy'",
    ],
    "odd_levels": [
        "5:51: sampler.levels: 5 is odd; write an even number, 4 is usual",
    ],
    "observed": [
        "4:32: factors[0].scale: write 'values' too: the numbers that were observed, one as often as it was",
        "5:56: factors[1].weights: 2 weights for 3 values; write one for each",
        "6:52: factors[2].values[1]: 'seven' is not a number, and what is observed must be; of texts write 'values' without 'scale'",
        "7:78: factors[3].weights[0]: -1 is no weight; write 0 or more",
        "8:45: factors[4].values: write at least two values that differ",
        "9:42: factors[5].weights: 'weights' means nothing here; write 'scale: empirical' too, or take it out",
        "10:68: factors[6].mode: 'mode' and 'values' together; keep one",
        "11:59: factors[7].values[1]: '0' is out of range; write a whole number from 1 to 2000 (desks) (scenario 'tiny')",
    ],
    "one_place_twice": [
        "5:25: factors[1].path: factor 'adda_desks' sets the same figure; keep one",
        "6:54: factors[2].also[0]: this factor sets it already; keep one",
    ],
    "one_policy": [
        "4:13: factors[0].policy: write at least two policies to choose from; 'baseline' is one",
    ],
    "outcome_beyond_the_run": [
        "6:12: outcomes[0]: looks at a hub 60 months old, and a run of 'other' has 30 months; write 'horizon_months: 60' or "
        "more, or another outcome",
        "6:24: outcomes[1]: looks at a hub 24 months old, and a run of 'other' has 30 months and opens in month 12; write "
        "'horizon_months: 36' or more, or another outcome",
    ],
    "outcome_of_a_series": [
        "5:53: factors[1].name: results already have a column 'days_at_7'; give this factor another 'name'",
        "7:29: outcomes[1]: several hubs have no 'reason_at_12' together; write reason_at_12@adda or reason_at_12@mera",
        "7:43: outcomes[2]: looks at a hub 31 months old, and a run of 'other' has 30 months; write "
        "'horizon_months: 31' or more, or another outcome",
        "7:55: outcomes[3]: unknown outcome 'ocasional_at_7'; did you mean 'occasional_at_7'?",
        "7:89: outcomes[5]: looks at a hub 19 months old, and a run of 'other' has 30 months and opens in month 12; write "
        "'horizon_months: 31' or more, or another outcome",
    ],
    "outcome_of_no_hub": [
        "6:12: outcomes[0]: no hub 'ada' in scenario 'tiny'; did you mean 'adda'?",
        "6:28: outcomes[1]: 'members_24@' names no hub after '@'; write members_24, or members_24@NAME",
        "6:41: outcomes[2]: unknown outcome 'happiness'; experiments/outcomes/measures.py lists them, model/series.py those as days_at_18",
    ],
    "outcome_of_towns": [
        "6:12: outcomes[0]: 'left@adda' is an outcome of towns; write left",
    ],
    "outcome_twice": [
        "6:24: outcomes[1]: outcome 'members_36' stands twice; keep one",
    ],
    "path_below_a_number": [
        "4:12: factors[0].path: 'horizon_months' is a single value; nothing lies below it (scenario 'tiny')",
    ],
    "path_of_no_words": [
        "4:12: factors[0].path: a path is words with '.' between them, such as hubs.NAME.desks (scenario 'tiny')",
    ],
    "peaks": [
        "4:49: factors[0].mode: mode 3 lies outside -3.2 to -0.4; write a 'mode' within the range",
        "5:59: factors[1].scale: write 'sd' too, the standard deviation, for example 1.25",
        "6:58: factors[2].scale: write 'mode' too, the most likely value, from 0.1 to 1",
        "7:25: factors[3].sd: 'sd' means nothing here; write 'scale: normal' too, or take it out",
        "8:51: factors[4].scale: mode 13 (the catalogue's default) lies outside 19 to 20; write a 'mode' within the range",
        "8:63: factors[4].sd: -1 is no standard deviation for a range of 1; write 0.25",
    ],
    "policies_twice": [
        "6:21: policies[1]: policy 'voucher' stands twice; keep one",
    ],
    "policy_chosen_twice": [
        "5:20: factors[1].policy: the policy is a factor already; write all policies in that one",
        "7:1: policies: the policy is a factor too; leave this key out, or that factor",
    ],
    "range_and_values": [
        "4:25: factors[0].low: 'low' and 'values' together; keep one",
        "4:36: factors[0].high: 'high' and 'values' together; keep one",
    ],
    "range_outside_the_catalogue": [
        "4:38: factors[0].low: warning: 0.09 is outside the plausible range 0.04-0.07 1/month; keep it if it is meant",
        "4:38: factors[0].low: empty range: low 0.09 is not below high 0.07 of the catalogue; write 'high' too",
        "5:31: factors[1].high: warning: 0.01 is outside the plausible range 0.02-0.1 logit/min at 8 days; keep it if it is meant",
        "5:31: factors[1].high: empty range: low 0.02 of the catalogue is not below high 0.01; write 'low' too",
        "6:30: factors[2].low: -0.5 is out of range; write a number from 0 to 1 (share)",
        "6:42: factors[2].high: 2 is out of range; write a number from 0 to 1 (share)",
    ],
    "refused_by_the_scenario": [
        "4:72: factors[0].high: '1.5' is out of range; write a number from 0 to 1 (share of the price), or 0.015 if 1.5 % "
        "is meant (scenario 'tiny')",
        "5:50: factors[1].values[1]: 'publik' is not one of the values; did you mean 'public'? (scenario 'tiny')",
    ],
    "refused_by_two_scenarios": [
        "4:34: factors[0].low: '0' is out of range; write a whole number from 1 to 2000 (desks) (scenarios 'tiny' and 'other')",
    ],
    "refused_elsewhere": [
        "4:36: factors[0].low: hubs[0].offices_let_at_opening: 3 offices let, of 2; write at most 2 (scenario 'tiny')",
    ],
    "rows_lack_a_column": [
        "5:5: factors[1]: 'lacking.csv' has no column 'beta_t'; did you mean 'beta'?",
    ],
    "rows_not_csv": [
        "5:29: sampler.file: 'unquoted.csv' cannot be read: line 2 is not CSV (unexpected end of data); write the path of a CSV file",
    ],
    "rows_not_utf8": [
        "5:29: sampler.file: 'latin1.csv' is not UTF-8 text; save the file as CSV in UTF-8",
    ],
    "rows_outside_the_range": [
        "4:41: factors[0].high: warning: 0 is outside the plausible range -3.2--0.4 logit; keep it if it is meant",
        "6:29: sampler.file: 'outside.csv' line 3, column 1 ('alpha'): -3 is outside the factor's range -2.5 to 0",
        "6:29: sampler.file: 'outside.csv' line 4, column 2 ('rent'): '-4' is out of range; write a number from 0 to 500 "
        "(EUR/m²/month) (scenario 'tiny')",
    ],
    "rows_with_a_column_twice": [
        "5:29: sampler.file: two columns of 'twice.csv' are called 'alpha'; keep one",
    ],
    **FURTHER,
}
