"""What is said of the later files of `broken/`, in the order of their names; see `messages`."""

from model.scenario import scenario_names

SHIPPED = ", ".join(scenario_names())

FURTHER = {
    "rows_with_bad_cells": [
        "7:29: sampler.file: 'cells.csv' line 3, column 2 ('seats'): nothing there; write a value",
        "7:29: sampler.file: 'cells.csv' line 4, column 1 ('alpha'): 'high' is not a number; write a number (logit)",
        "7:29: sampler.file: 'cells.csv' line 5, column 2 ('seats'): 9.5 is not a whole number; write 9 or 10 (scenario 'tiny')",
        "7:29: sampler.file: 'cells.csv' line 5, column 3 ('policy'): 'vouchr' is not among the factor's values; write baseline or voucher",
        "7:29: sampler.file: 'cells.csv' line 6, column 2 ('seats'): nothing there; write a value",
        "7:29: sampler.file: 'cells.csv' line 6, column 3 ('policy'): nothing there; write a value",
        "7:29: sampler.file: 'cells.csv' line 7, column 1 ('alpha'): '-1,4' is not a number; write a number (logit)",
        "7:29: sampler.file: 'cells.csv' line 7, column 2 ('seats'): '0' is out of range; write a whole number from 1 to 2000 "
        "(desks) (scenario 'tiny')",
    ],
    "rows_with_thousands": [
        "8:29: sampler.file: 'thousands.csv' line 2, column 1 ('works'): '30.000' may be 30000 or 30; write 30000, or 30 if that is meant",
    ],
    "rows_with_many_bad_cells": [
        "5:29: sampler.file: 'many.csv' line 2, column 1 ('alpha'): 'high' is not a number; write a number (logit)",
        "5:29: sampler.file: 'many.csv' line 5, column 1 ('alpha'): 'x0' is not a number; write a number (logit)",
        "5:29: sampler.file: 'many.csv' line 6, column 1 ('alpha'): 'x1' is not a number; write a number (logit)",
        "5:29: sampler.file: 'many.csv' line 7, column 1 ('alpha'): 'x2' is not a number; write a number (logit)",
        "5:29: sampler.file: 'many.csv' line 8, column 1 ('alpha'): 'x3' is not a number; write a number (logit)",
        "5:29: sampler.file: 'many.csv' line 9, column 1 ('alpha'): 'x4' is not a number; write a number (logit)",
        "5:29: sampler.file: 'many.csv' line 10, column 1 ('alpha'): 'x5' is not a number; write a number (logit)",
        "5:29: sampler.file: 'many.csv' line 11, column 1 ('alpha'): 'x6' is not a number; write a number (logit)",
        "5:29: sampler.file: 'many.csv' line 12, column 1 ('alpha'): 'x7' is not a number; write a number (logit)",
        "5:29: sampler.file: 'many.csv' line 13, column 1 ('alpha'): 'x8' is not a number; write a number (logit)",
        "5:29: sampler.file: 'many.csv', column 'alpha': 16 more like these",
    ],
    "rows_with_semicolons": [
        "6:29: sampler.file: 'semicolons.csv' has ';' between its columns; save it with ',', and with '.' in numbers",
    ],
    "rows_without_a_file": [
        "5:29: sampler.file: 'no_such_file.csv' cannot be read: No such file or directory; write the path of a CSV file from "
        "the folder of the design",
    ],
    "rows_without_rows": [
        "6:29: sampler.file: 'headline.csv' has no rows; write a line of names (alpha, beta_t), then one line for each point",
    ],
    "sampler_by_its_name": [
        "5:10: sampler: 'grid' is not a block of keys; write a block that begins with 'type:' and one of grid, "
        "latin_hypercube, sobol, saltelli, morris, rows, parameter_sets",
    ],
    "scenario_twice": [
        "2:33: scenarios[1]: scenario '../towns/tiny.yaml' stands twice; keep one",
        "2:53: scenarios[2]: a second scenario called 'tiny'; give its file another name",
    ],
    "scenarios_not_a_list": [
        "2:12: scenarios: 'sondrio_downsizing' is not a list; write a list, e.g. [sondrio_downsizing]",
    ],
    "seed_zero": [
        "6:7: seed: '0' is out of range; write a whole number from 1 to 4294967295",
    ],
    "single_value_of_the_catalogue": [
        "4:16: factors[0].parameter: the catalogue gives a single value, 2; write 'low' and 'high'",
    ],
    "taken_names": [
        "4:12: factors[0].name: results already have a column 'members_36'; give this factor another 'name'",
        "5:12: factors[1].name: results already have a column 'policy'; give this factor another 'name'",
        "6:12: factors[2].name: results already have a column 'replicate'; give this factor another 'name'",
    ],
    "too_many_points": [
        "9:1: sampler: 10,000,000 points; at most 8,333,333 with so many factors: write fewer of either",
        "9:42: sampler.points: warning: 10000000 is outside the plausible range 10-100000 points; keep it if it is meant",
    ],
    "too_many_runs": [
        "4:32: factors[0].levels: warning: 100 is outside the plausible range 2-20 levels; keep it if it is meant",
        "5:33: factors[1].levels: warning: 100 is outside the plausible range 2-20 levels; keep it if it is meant",
        "6:33: factors[2].levels: warning: 100 is outside the plausible range 2-20 levels; keep it if it is meant",
        "7:1: sampler: 100,000,000 runs; at most 50,000,000 in one sweep: write fewer points, replicates, policies or scenarios",
    ],
    "two_targets": [
        "4:5: factors[0]: parameter and path together; write one of 'parameter', 'path' or 'policy'",
    ],
    "unknown_hub_in_a_path": [
        "4:12: factors[0].path: no 'ada' in hubs; did you mean 'adda'? (scenario 'tiny')",
    ],
    "unknown_key": [
        "4:6: factors[0].paramter: unknown key; did you mean 'parameter'?",
    ],
    "unknown_key_of_the_design": [
        "6:1: replicate: unknown key; did you mean 'replicates'?",
    ],
    "unknown_list_in_a_path": [
        "4:12: factors[0].path: the scenario has no instruments (scenario 'tiny')",
        "5:12: factors[1].path: 'policies.smaller' has no instruments (scenario 'tiny')",
        "5:12: factors[1].path: two factors are called 'voucher_share'; give this one a 'name' of its own",
    ],
    "unknown_outcome": [
        "6:24: outcomes[1]: unknown outcome 'membrs_24'; did you mean 'members_24'?",
        "6:35: outcomes[2]: unknown outcome 'happiness'; experiments/outcomes/measures.py lists them, model/series.py those as days_at_18",
    ],
    "unknown_parameter": [
        "4:16: factors[0].parameter: unknown parameter 'bta_n'; did you mean 'beta_n'?",
        "5:16: factors[1].parameter: unknown parameter 'friendliness'; see docs/parameters.md",
    ],
    "unknown_path": [
        "4:12: factors[0].path: unknown key; did you mean 'rent_eur_m2'? (scenario 'tiny')",
        "5:11: factors[1].path: has no range; write 'low' and 'high', or 'values'",
        "5:11: factors[1].path: unknown key; did you mean 'rent_eur_m2'? (scenario 'tiny')",
    ],
    "unknown_policy": [
        "6:22: policies[1]: no policy 'vouchers' in scenario 'tiny'; did you mean 'voucher'?",
    ],
    "unknown_policy_in_a_path": [
        "4:12: factors[0].path: no policy 'vouchers'; did you mean 'voucher'? (scenario 'tiny')",
    ],
    "unknown_policy_of_a_factor": [
        "4:24: factors[0].policy[1]: no policy 'smalle' in scenario 'tiny'; did you mean 'smaller'?",
    ],
    "unknown_sampler": [
        "5:17: sampler.type: unknown type 'latin'; write grid, latin_hypercube, sobol, saltelli, morris, rows or parameter_sets",
    ],
    "unknown_scale": [
        "4:32: factors[0].scale: 'logarithmic' is not one of the values; write uniform, log, triangular, normal or empirical",
    ],
    "unknown_scenario": [
        "2:13: scenarios[0]: no such scenario 'sondrio_downsize'; did you mean 'sondrio_downsizing'?",
        f"2:31: scenarios[1]: no such scenario 'atlantis'; write {SHIPPED} or the path of a file from the folder of this design",
    ],
    "unknown_scenario_file": [
        "2:13: scenarios[0]: no such scenario 'unknown_scenarios_file.yaml'; did you mean 'unknown_scenario_file.yaml'?",
        f"2:42: scenarios[1]: no such scenario 'towns/tiny.yaml'; write {SHIPPED} or the path of a file from the folder of this design",
    ],
    "values_of_a_wrong_kind": [
        "4:47: factors[0].values[1]: a list cannot be the value of a factor; write a number, a text, true or false",
        "4:55: factors[0].values[2]: a map cannot be the value of a factor; write a number, a text, true or false",
        "4:67: factors[0].values[3]: nothing cannot be the value of a factor; write a number, a text, true or false",
        "5:33: factors[1].values[0]: 'low' is not a number; write a number (logit)",
        "5:38: factors[1].values[1]: 'high' is not a number; write a number (logit)",
        "6:33: factors[2].values: '13' is not a list; write a list, e.g. [13]",
    ],
    "values_twice": [
        "4:50: factors[0].values[2]: 5 stands twice; keep one",
        "5:37: factors[1].values: write at least two values",
    ],
    "warned_of_figures": [
        "4:38: factors[0].low: warning: 0.01 is outside the plausible range 0.04-0.07 1/month; keep it if it is meant",
        "5:34: factors[1].low: warning: 2 is outside the plausible range 4-150 desks; keep it if it is meant (scenario 'tiny')",
        "6:32: sampler.points: warning: 100 is not a power of two: the points are less even; better 64 or 128",
    ],
    "warned_of_no_effect": [
        "4:12: factors[0].path: warning: policy 'smaller' sets this figure too: there the factor changes nothing (scenario 'tiny')",
        "5:24: factors[1].levels: warning: only a grid has levels of single factors: it does nothing",
        "6:42: sampler.points: warning: 5 is outside the plausible range 10-100000 points; keep it if it is meant",
    ],
}
