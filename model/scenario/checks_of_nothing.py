"""What a file says and nothing comes of: an instrument at zero, help that no hub of the file can have, a title without a word."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from model.reading.problems import Finding, Path
from model.scenario.checks_of_hubs import is_number, month_of
from model.scenario.policies import Plain, as_list, as_map, item_name

_STRENGTHS: Final[Mapping[str, tuple[str, ...]]] = {  # of each instrument, the keys of which one must be above zero for it to do anything
    "capex_grant": ("share",),
    "rent_relief": ("share", "rent_cap_eur_m2"),
    "host_salary": ("share", "extra_fte"),
    "voucher": ("share",),
    "trial_days": ("days",),
    "promotion": ("intensity",),
    "events": ("extra_per_month",),
    "advisory_desk": ("slots_per_month",),
    "anchor_tenancy": ("desks",),
    "network": ("shared_pass", "shared_events", "referrals", "shared_host_fte", "partner"),
    "matchmaking": ("introductions_per_month",),
}
_LIMITS: Final = ("budget_eur", "cap_eur", "cap_eur_month", "cap_total_eur")
_WHO: Final = ("known_by", "vat_months_max")
_WHILE_OPEN: Final = ("rent_relief", "host_salary", "voucher", "trial_days", "events", "anchor_tenancy", "network", "matchmaking")


def idle_findings(data: Plain, path: Path, item: Plain, end: int | None) -> Iterator[Finding]:
    """Warnings of one instrument given as plain data that nobody can have, or that pays nothing; `end` is its last month, excluded."""
    keys = _STRENGTHS.get(str(item.get("type")), ())
    written = [key for key in keys if item.get(key) is not None]
    calmed = item.get("rent_cap_eur_m2") is not None  # a rent of nothing asked is the most that can be done
    if written and not calmed and all(item[key] == 0 and is_number(item[key]) for key in written):
        yield Finding((*path, written[0]), "0: it does nothing; write a number above 0, or take the instrument out", "warning")
    for key in _LIMITS:
        if is_number(item.get(key)) and item[key] == 0:
            yield Finding((*path, key), "0: nothing is paid; write an amount, or leave the key out for no limit", "warning")
    for key in _WHO:
        if is_number(item.get(key)) and item[key] == 0:
            yield Finding((*path, key), "0: nobody can have it; write a number above 0, or leave the key out", "warning")
    if hubs := _hubs_of(data, item):
        yield from _no_hub(path, item, hubs)
        yield from _never_open(data, path, item, hubs, end)


def _hubs_of(data: Plain, item: Plain) -> list[Plain]:
    """Every form that a hub of an instrument has in the file: as it stands, as a policy changes it, as a policy adds it."""
    policies = [as_map(policy) for policy in as_map(data.get("policies")).values()]
    hubs = [as_map(hub) for hub in as_list(data.get("hubs"))]
    changed = [{**hub, **as_map(as_map(policy.get("hubs")).get(item_name(hub) or ""))} for policy in policies for hub in hubs]
    added = [as_map(hub) for policy in policies for hub in as_list(policy.get("add_hubs"))]
    named = item.get("hubs")
    return [hub for hub in (*hubs, *changed, *added) if not isinstance(named, list) or item_name(hub) in named]


def _no_hub(path: Path, item: Plain, hubs: list[Plain]) -> Iterator[Finding]:
    """Rules of eligibility that every hub of the file falls short of."""
    asked, desks = item.get("min_desks"), [hub.get("desks") for hub in hubs]
    if is_number(asked) and all(is_number(number) and number < asked for number in desks):
        most = max(number for number in desks if is_number(number))
        text = f"no hub it applies to opens with {asked:g} desks: nobody can have it; write at most {most:g}"
        yield Finding((*path, "min_desks"), text, "warning")
    asked, works = item.get("min_works_eur"), [hub.get("works_eur") for hub in hubs]
    if is_number(asked) and all(is_number(number) and number < asked for number in works):
        most = max(number for number in works if is_number(number))
        text = f"no hub it applies to has works of {asked:.10g} EUR: nobody can have it; write at most {most:.10g}"
        yield Finding((*path, "min_works_eur"), text, "warning")
    run_by = [hub.get("operator", "private") for hub in hubs]
    if (asked := as_list(item.get("operators"))) and not any(operator in asked for operator in run_by):
        text = f"no hub it applies to is run so: nobody can have it; write {_either(run_by)}"
        yield Finding((*path, "operators"), text, "warning")
    plans = as_list(item.get("plans"))
    if plans and all(not _sold(hub, plans) for hub in hubs):
        sold = _either([plan for hub in hubs for plan in as_list(hub.get("plans"))])
        text = "no hub it applies to sells them: nobody can have it" + (f"; write {sold}" if sold else "; give the hub offices")
        yield Finding((*path, "plans"), text, "warning")


def _sold(hub: Plain, plans: list[Any]) -> bool:
    """Whether a hub may sell one of these plans, now or once it has grown."""
    persons = [plan for plan in plans if plan != "office"]
    if persons and ("plans" not in hub or any(plan in as_list(hub["plans"]) for plan in persons)):
        return True
    return "office" in plans and bool(hub.get("offices") or hub.get("phases"))


def _never_open(data: Plain, path: Path, item: Plain, hubs: list[Plain], end: int | None) -> Iterator[Finding]:
    """A window that closes before any hub is there, for what acts on hubs that are open."""
    months = [0 if hub.get("opens") is None else month_of(hub["opens"], data) for hub in hubs]  # None where its operator chooses
    first = min((month for month in months if month is not None), default=None)
    if item.get("type") in _WHILE_OPEN and end is not None and first is not None and None not in months and 0 < end <= first:
        text = f"ends before any hub it applies to opens (month {first}): nobody can have it; write a later end"
        yield Finding((*path, "end"), text, "warning")


def _either(words: list[Any]) -> str:
    return " or ".join(dict.fromkeys(word for word in words if isinstance(word, str)))


def text_findings(data: Plain) -> Iterator[Finding]:
    """Warnings of titles and questions, of the file and of its policies, in which nothing is written."""
    places: list[tuple[Path, Plain]] = [((), data)]
    places += [(("policies", name), as_map(policy)) for name, policy in as_map(data.get("policies")).items()]
    for path, block in places:
        for key, text in block.items():
            if key.partition("_")[0] in ("title", "question") and isinstance(text, str) and not text.strip():
                what = "what the report is to be called" if key.startswith("title") else "what is to be decided"
                yield Finding((*path, key), f"an empty text; write {what}", "warning")
