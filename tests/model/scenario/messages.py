"""What is said of each file of `broken/`: place and wording to the letter, for messages are part of the interface."""

# file: all that is said of it, in order, without the name of the file when it is the file itself
EXPECTED = {
    "alias_bomb": [
        "5:17: file: more than 50000 values; a scenario has far fewer",
    ],
    "alias_of_nothing": [
        "10:12: hubs[0].desks: '*size' repeats a value that is not complete before it; write the value itself",
    ],
    "bad_name": [
        "8:11: hubs[0].name: 'Adda Coworking': expected a short name of letters, digits, '_' and '-' that begins with a letter",
    ],
    "block_without_type": [
        "13:5: shocks[0]: 'lockdown' is not a block of keys; write a block that begins with 'type:' and one of telework, lockdown, rent, "
        "rival_hub",
    ],
    "colon_in_text": [
        "1:13: file: a second ':' in this line, or a wrong indent; put a text that holds ': ' in quotes",
    ],
    "control_character": [
        "1:10: file: character \\x07 is not allowed in a text file; take it out",
    ],
    "cramped": [
        "11:9: hubs[0].m2: warning: leaves 3.14 m² for each desk; plausible range 5-20 m²",
    ],
    "duplicate_key": [
        "12:5: hubs[0].desks: the key stands twice, first on line 10; keep one",
    ],
    "empty": [
        "1:1: file: the file is empty; see the shipped scenarios for the form",
    ],
    "ends_before_it_starts": [
        "16:10: shocks[0].end: ends before it starts; 'end' is the first month no longer in force",
    ],
    "escaped_control_character": [
        "1:8: title: character \\x1b is not allowed in a text; take it out",
    ],
    "extends_a_broken_file": [
        "3:17: horizon_months: '0' is out of range; write a whole number from 1 to 360 (months)",
        "unknown_key.yaml:10:5: hubs[0].deskss: unknown key; did you mean 'desks'?",
    ],
    "extends_itself": [
        "1:10: extends: 'extends_itself.yaml' extends this file in turn; a scenario cannot extend itself",
    ],
    "extends_nothing": [
        "1:10: extends: no scenario 'sondrio_downsize'; did you mean 'sondrio_downsizing'?",
    ],
    "fraction_of_a_desk": [
        "10:12: hubs[0].desks: '14.5' is not a whole number; write a whole number from 1 to 2000 (desks)",
    ],
    "help_nobody_has": [
        "14:16: instruments[0].open_days: days of one month: write 'end: 4', the month after, or for a longer "
        "window 'start' and 'end' alone",
        "18:19: instruments[1].second_payer: 'region' pays already; name another, or take it out",
        "23:5: instruments[2].second_payer: a second payer without a share; write 'second_share' too",
        "27:19: instruments[3].second_share: a share of a second payer, and none; write 'second_payer' too",
        "33:12: instruments[4].kinds: warning: firms rent offices, which it does not pay for: nobody can have it",
        "38:21: instruments[5].vat_months_max: warning: employees have no VAT number: nobody can have it",
        "39:12: instruments[5].plans: warning: no plan: it does nothing; leave the key out for all but day passes",
    ],
    "half_a_character": [
        "1:8: title: character \\ud83d is not allowed in a text; take it out",
    ],
    "horizon_too_long": [
        "4:17: horizon_months: '480' is out of range; write a whole number from 1 to 360 (months)",
    ],
    "hub_called_all": [
        "7:12: hubs[0].name: 'all' is how results call all hubs together; give the hub another name",
        "12:33: policies.another.shocks[0].name: 'all' is how results call all hubs together; give the hub another name",
        "12:33: policies.another.shocks[0].name: a hub is called so already; give the rival a name of its own",
    ],
    "hub_in_another_town": [
        "9:11: hubs[0].town: 'pavia' is not among the towns of this scenario; write sondrio",
    ],
    "hubs_not_a_list": [
        "8:3: hubs: a map of keys is not a list; write a list of blocks, each begun with '- '",
    ],
    "infinite": [
        "11:16: hubs[0].works_eur: '.inf' is not a finite number; write a number from 0 to 100000000 (EUR)",
    ],
    "instrument_for_no_hub": [
        "13:56: instruments[0].hubs: warning: no hub: it does nothing; leave the key out for all hubs",
    ],
    "instrument_for_unknown_hub": [
        "16:12: instruments[0].hubs[0]: unknown hub 'ada'; did you mean 'adda'?",
    ],
    "key_without_colon": [
        "4:1: file: this line is neither 'key: value' nor '- item'; write ': ' after the key",
    ],
    "many_at_once": [
        "1:1: question: is missing; write a text: the question it answers, in English",
        "2:8: start: '2022-1' is not the way to write a month; write 2022-01",
        "4:20: territory.towns[1]: unknown town 'pavai'; did you mean 'pavia'?",
        "5:22: territory.catchment_minutes: '90' is out of range; write a number from 0 to 40 (minutes by road)",
        "9:5: hubs[0].desk: unknown key; did you mean 'desks'?",
        "10:18: hubs[0].rent_eur_m2: warning: 40 is outside the plausible range 4-12 EUR/m²/month; keep it if it is meant",
        "14:12: instruments[0].share: 'half' is not a number; write a number from 0 to 1 (share of the price)",
        "16:3: parameters.beta_N: unknown parameter; did you mean 'beta_n'?",
    ],
    "merge_key": [
        "16:5: policies.cheaper.<<: '<<' is not read; write the lines out, or put what is shared in a file and use 'extends'",
    ],
    "missing_hubs": [
        "1:1: hubs: is missing; write a list of blocks, each begun with '- '",
    ],
    "missing_keys": [
        "1:1: question: is missing; write a text: the question it answers, in English",
        "7:5: hubs[0].town: is missing; write a text: key of the town it stands in; one of the territory's",
    ],
    "missing_type": [
        "13:5: instruments[0].type: is missing; write capex_grant, conversion, rent_relief, host_salary, voucher, trial_days, "
        "promotion, events, advisory_desk, anchor_tenancy, network or matchmaking",
    ],
    "month_beyond_any_run": [
        "10:12: hubs[0].opens: '40000': a month counts from 0, the first of the run; no run reaches this one",
    ],
    "month_in_words": [
        "11:12: hubs[0].opens: 'March 2022' is not the way to write a month; write 2022-03",
    ],
    "more_founders_than_desks": [
        "12:15: hubs[0].founders: 20 founders for 14 desks: each takes a desk; write at most 14",
    ],
    "more_offices_let": [
        "12:29: hubs[0].offices_let_at_opening: 3 offices let, of 2; write at most 2",
    ],
    "more_than_can_be_told_apart": [
        "6:39: territory.overrides.milano.professionals: '524289' is out of range; write a number from 0 to 524288 (persons)",
    ],
    "name_of_a_device": [
        "1:7: name: 'Nul.results': expected a short name that can be the name of a file",
    ],
    "name_of_no_file": [
        "2:7: name: '../elsewhere': expected a short name that can be the name of a file",
    ],
    "name_too_long_for_a_file": [
        "1:7: name: 'èèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèèè...': 202 bytes long, and the name of a file has 200 "
        "at most; write a shorter 'name'",
    ],
    "negative_month": [
        "11:12: hubs[0].opens: '-3': a month counts from 0, the first of the run; for an earlier one change 'start'",
    ],
    "negative_rent": [
        "11:18: hubs[0].rent_eur_m2: '-3' is out of range; write a number from 0 to 500 (EUR/m²/month)",
    ],
    "no_hub": [
        "7:7: hubs: no hub; write at least one, with name, town and desks",
    ],
    "no_town": [
        "6:10: territory.towns: no town; write at least one, e.g. [sondrio]",
    ],
    "not_a_map": [
        "1:1: file: a scenario is a map of keys; begin with 'title: ...'",
    ],
    "not_utf8": [
        "1:25: file: is not UTF-8 text; save the file as UTF-8",
    ],
    "nothing_under_a_key": [
        "6:1: territory: nothing is not a block of keys; write a block of keys, indented under its key",
    ],
    "nothing_comes_of_it": [
        "1:8: title: warning: an empty text; write what the report is to be called",
        "2:11: title_it: warning: an empty text; write what the report is to be called",
        "3:11: question: warning: an empty text; write what is to be decided",
        "9:53: instruments[0].share: warning: 0: it does nothing; write a number above 0, or take the instrument out",
        "9:68: instruments[0].budget_eur: warning: 0: nothing is paid; write an amount, or leave the key out for no limit",
        "9:86: instruments[0].cap_eur_month: warning: 0 is outside the plausible range 20-400 EUR/month; keep it if it is meant",
        "9:86: instruments[0].cap_eur_month: warning: 0: nothing is paid; write an amount, or leave the key out for no limit",
        "9:99: instruments[0].known_by: warning: 0 is outside the plausible range 0.1-1 share; keep it if it is meant",
        "9:99: instruments[0].known_by: warning: 0: nobody can have it; write a number above 0, or leave the key out",
        "10:65: instruments[1].plans: warning: no hub it applies to sells them: nobody can have it; write flex",
        "10:87: instruments[1].end: warning: ends before any hub it applies to opens (month 12): nobody can have it; write a later end",
        "10:101: instruments[1].min_desks: warning: no hub it applies to opens with 20 desks: nobody can have it; write at most 16",
        "10:116: instruments[1].operators: warning: no hub it applies to is run so: nobody can have it; write public",
        "11:65: instruments[2].min_works_eur: warning: no hub it applies to has works of 50000 EUR: nobody "
        "can have it; write at most 20000",
        "12:45: instruments[3].days: warning: 0 is outside the plausible range 1-10 days; keep it if it is meant",
        "12:45: instruments[3].days: warning: 0: it does nothing; write a number above 0, or take the instrument out",
        "13:70: instruments[4].shared_pass: warning: 0: it does nothing; write a number above 0, or take the instrument out",
        "15:49: instruments[6].intensity: warning: 0: it does nothing; write a number above 0, or take the instrument out",
        "15:80: instruments[6].start: warning: outside the run (months 0-59): it does nothing",
        "17:14: policies.p.title: warning: an empty text; write what the report is to be called",
        "17:83: policies.p.instruments[0].desks: warning: 0 is outside the plausible range 1-20 desks; keep it if it is meant",
        "17:83: policies.p.instruments[0].desks: warning: 0: it does nothing; write a number above 0, or take the instrument out",
    ],
    "number_as_text": [
        "10:12: hubs[0].desks: '14' is not a whole number; write 14, without quotes",
    ],
    "number_for_text": [
        "1:8: title: '2022' is not a text; write it in quotes: \"2022\"",
    ],
    "number_with_comma": [
        "11:18: hubs[0].rent_eur_m2: '7,5' is not a number; write 7.5, without unit or separators",
    ],
    "number_with_unit": [
        "11:16: hubs[0].works_eur: '120.000 €' is not a number; write 120000, without unit or separators",
    ],
    "one_key_under_a_policy": [
        "14:16: policies.another.add_hubs[0].name: 'hd40098' and 'h8bbfe' give the same key, so that their chances would be the same; "
        "rename one",
        "18:33: policies.rival.shocks[0].name: 'hd40098' and 'h8bbfe' give the same key, so that their chances would be the same; "
        "rename one",
        "22:31: policies.dearer.instruments[0].name: 'hcqlpwlpsr' and 'hkptxg' give the same key, so that their chances would be the same; "
        "rename one",
    ],
    "one_town_not_a_list": [
        "6:10: territory.towns: 'sondrio' is not a list; write a list, e.g. [sondrio]",
    ],
    "open_bracket": [
        "6:10: file: a bracket or brace that opens here is not closed, or a comma is missing",
    ],
    "open_quote": [
        "3:8: file: a quote that opens here is never closed; close it",
    ],
    "opens_after_the_run": [
        "11:12: hubs[0].opens: warning: the run ends before month 50: the hub never opens",
    ],
    "opens_before_the_run": [
        "11:12: hubs[0].opens: before the first month of the run (2022-01); open it then, or start the run earlier",
    ],
    "outside_the_run": [
        "15:12: shocks[0].start: warning: outside the run (months 0-47): it does nothing",
    ],
    "override_of_another_town": [
        "8:5: territory.overrides.pavia: 'pavia' is not among the towns of this scenario; write sondrio",
    ],
    "parameter_not_a_number": [
        "13:11: parameters.beta_n: 'high' is not a number; write a number",
    ],
    "parameter_not_plausible": [
        "13:11: parameters.beta_n: warning: 4 is outside the plausible range 0-2.5 logit; keep it if it is meant",
    ],
    "parameter_out_of_range": [
        "13:15: parameters.forgetting: 1.4 is out of range; write a number from 0 to 1 (1/month), or 0.014 if 1.4 % is meant",
    ],
    "percentage": [
        "15:12: instruments[0].share: '50 %' is not a number; write 0.5, without unit or separators",
    ],
    "policy_against_baseline": [
        "14:3: policies.fewer: does not fit the baseline: hubs[0].offices_let_at_opening: 2 offices let, of 1; write at most 1",
    ],
    "policy_without_what_is_not_there": [
        "17:15: policies.more.without[0]: the baseline has no instrument or shock 'vouchr'; did you mean 'voucher'?",
    ],
    "policy_called_baseline": [
        "13:3: policies.baseline: 'baseline' is the scenario itself; give the policy another name",
    ],
    "policy_changes_territory": [
        "15:5: policies.cheap.territory: a policy cannot change the territory; write a second scenario with 'extends'",
    ],
    "policy_conflict": [
        "23:5: policies.both.combine: 'cheap' and 'small' both set hubs.adda.desks, to 8 and 10; keep one",
    ],
    "policy_cycle": [
        "15:15: policies.one.combine[0]: 'two' combines 'one' in turn; a policy cannot contain itself",
        "18:15: policies.two.combine[0]: 'one' combines 'two' in turn; a policy cannot contain itself",
    ],
    "policy_name": [
        "13:3: policies.rent free: 'rent free': expected a short name of letters, digits, '_' and '-' that begins with a letter",
    ],
    "policy_repeats_instrument": [
        "18:9: policies.more.instruments[0]: the baseline already has an instrument called 'voucher'; give this one a name of its own",
    ],
    "policy_unknown_hub": [
        "16:7: policies.cheap.hubs.adaa: unknown hub 'adaa'; did you mean 'adda'?",
    ],
    "policy_unknown_in_combine": [
        "23:22: policies.both.combine[1]: unknown policy 'smal'; did you mean 'small'?",
    ],
    "price_in_words": [
        "11:19: hubs[0].prices.day: 'fifteen' is not a number; write a number from 0 to 1000 (EUR/day)",
        "11:35: hubs[0].prices.fixed: a list is not a number; write a number from 0 to 10000 (EUR/month)",
        "11:48: hubs[0].prices.flex: '1-2' is not a number; write a number from 0 to 10000 (EUR/month)",
    ],
    "share_above_one": [
        "15:12: instruments[0].share: '50' is out of range; write a number from 0 to 1 (share of the price), or 0.5 if 50 % is meant",
    ],
    "start_month_13": [
        "3:8: start: '2022-13': expected a year and month, write it as 2022-01",
    ],
    "start_without_month": [
        "3:8: start: '2022': expected a year and month, write it as 2022-01",
    ],
    "starts_and_phases": [
        "12:15: hubs[0].founders: 6 founders are a founding group; write 'starts_with: group', or leave 'founders' out",
        "15:17: hubs[0].phases[1].start: not after the phase above (month 12); write a later month",
        "16:17: hubs[0].phases[2].start: warning: the run ends before month 60: the phase never begins",
        "17:9: hubs[0].phases[3]: changes nothing; write desks, offices, rent_eur_m2 or works_eur",
        "17:17: hubs[0].phases[3].start: warning: the run ends before month 70: the phase never begins",
        "21:19: hubs[1].already_open: 3 fixed and 12 flex members take 9 desks, of 5; write fewer, or more desks",
        "21:19: hubs[1].already_open: 12 flex members, and the plan is not on sale; add it to 'plans'",
        "23:12: hubs[1].opens: the hub is open when the run begins; leave 'opens' out, or 'already_open'",
        "24:18: hubs[1].starts_with: a hub that is open already has its members; leave out 'founders' and 'starts_with'",
        "30:19: hubs[2].agreed_until: the agreed period ends in month 5, and the hub opens in month 10; write a later end",
        "31:22: hubs[2].phases[0].start: not after the hub opens (month 10); write a later month",
        "31:38: hubs[2].phases[0].rent_eur_m2: warning: 3 is outside the plausible range 4-12 EUR/m²/month; keep it if it is meant",
        "31:38: hubs[2].phases[0].rent_eur_m2: no rent is paid in a building of one's own; leave it out",
        "33:15: hubs[2].founders: a founding group of 0; write how many found it, or 'starts_with: door'",
        "37:12: hubs[3].plans: sells nothing; write at least one of day, flex, fixed, or give it offices",
        "38:19: hubs[3].agreed_until: warning: the run ends before month 50: the end of the agreed period is not seen",
        "42:12: hubs[4].plans: an operator reckons with desks by the month; add 'flex' or 'fixed' to 'plans'",
        "42:12: hubs[4].plans: founders need a desk by the month; add 'flex' or 'fixed' to 'plans'",
        "49:21: policies.later.hubs.mera.opens: the hub is open when the run begins; leave 'opens' out, or 'already_open'",
        "50:23: policies.later.hubs.livrio.plans: an operator reckons with desks by the month; add 'flex' or 'fixed' to 'plans'",
        "50:23: policies.later.hubs.livrio.plans: founders need a desk by the month; add 'flex' or 'fixed' to 'plans'",
        "50:29: policies.later.hubs.livrio.plans[1]: 'flexi' is not one of the values; did you mean 'flex'?",
        "51:24: policies.later.hubs.spol.founders: founders need a desk by the month; add 'flex' or 'fixed' to 'plans'",
        "51:24: policies.later.hubs.spol.founders: sells nothing; write at least one of day, flex, fixed, or give it offices",
    ],
    "tab_indent": [
        "10:1: file: a tab stands where YAML wants spaces; indent with spaces",
    ],
    "tag": [
        "10:12: hubs[0].desks: the tag '!!python/object:os.system' is not read; write the value without it",
    ],
    "thousands_point": [
        "11:16: hubs[0].works_eur: '120.000' may be 120000 or 120; write 120000, or 120 if that is meant",
    ],
    "too_deep": [
        "1:27: file: nested more than 20 levels deep; a scenario has far fewer",
    ],
    "town_twice": [
        "6:20: territory.towns[1]: town 'sondrio' stands twice; keep one",
    ],
    "towns_of_millions": [
        "6:3: territory.overrides: 3,097,152 professionals, remote workers and firms in all; at most 3,000,000 in one run",
        "7:30: territory.overrides.sondrio.professionals: warning: 500000 is outside the plausible range 50-20000 persons; "
        "keep it if it is meant",
        "7:54: territory.overrides.sondrio.remote_workers: warning: 524288 is outside the plausible range 50-50000 persons; "
        "keep it if it is meant",
        "7:69: territory.overrides.sondrio.firms: warning: 524288 is outside the plausible range 50-30000 firms; "
        "keep it if it is meant",
        "8:27: territory.overrides.lodi.professionals: warning: 500000 is outside the plausible range 50-20000 persons; "
        "keep it if it is meant",
        "8:42: territory.overrides.lodi.firms: warning: 524288 is outside the plausible range 50-30000 firms; keep it if it is meant",
        "8:66: territory.overrides.lodi.remote_workers: warning: 524288 is outside the plausible range 50-50000 persons; "
        "keep it if it is meant",
    ],
    "two_documents": [
        "12:1: file: a second document begins here; write one scenario in a file",
    ],
    "two_hubs_one_key": [
        "8:12: hubs[1].name: 'hd40098' and 'h8bbfe' give the same key, so that their chances would be the same; rename one",
    ],
    "two_hubs_one_name": [
        "12:11: hubs[1].name: two hubs are called 'adda'; give this one a name of its own",
    ],
    "two_instruments_one_name": [
        "14:5: instruments[1]: two instruments are called 'rent_relief'; give this one a name of its own",
    ],
    "unknown_field": [
        "16:23: instruments[0].fields[1]: 'lawyers' is not one of the values; write digital, creative, legal, finance, "
        "marketing, engineering, agrifood or other",
    ],
    "unknown_key": [
        "10:5: hubs[0].deskss: unknown key; did you mean 'desks'?",
    ],
    "unknown_key_at_top": [
        "4:1: horizon: unknown key; did you mean 'horizon_months'?",
    ],
    "unknown_key_without_near_one": [
        "16:5: instruments[0].colour: unknown key; the keys here are start, end, title, title_it, payer, second_payer, second_share, "
        "budget_eur, hubs, min_desks, operators, source, type, name, share, rent_cap_eur_m2",
    ],
    "unknown_operator": [
        "11:15: hubs[0].operator: 'privat' is not one of the values; did you mean 'private'?",
    ],
    "unknown_parameter": [
        "13:3: parameters.betan: unknown parameter; did you mean 'beta_n'?",
    ],
    "unknown_payer": [
        "14:12: instruments[0].payer: 'comune' is not one of the values; did you mean 'municipality'?",
    ],
    "unknown_town": [
        "6:20: territory.towns[1]: unknown town 'sondrioo'; did you mean 'sondrio'?",
    ],
    "unknown_type": [
        "13:11: instruments[0].type: unknown type 'rent_releif'; did you mean 'rent_relief'?",
    ],
    "unseen_character_in_a_key": [
        r"9:5: hubs[0]: character \u2028 is not allowed in a text; take it out",
    ],
    "wrong_indent": [
        "11:4: file: the indent does not fit the lines above; align keys of one block in one column",
    ],
    "yes_for_true": [
        "11:17: hubs[0].may_expand: 'no' is not true or false; write false",
    ],
}
