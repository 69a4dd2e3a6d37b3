"""What instruments say that cannot be meant: two payers that are one, a window of days that is no month, help that nobody can have."""

from collections.abc import Iterator

from model.reading.problems import Finding, Path
from model.scenario.policies import Plain, as_list


def help_findings(path: Path, item: Plain, start: int, end: int | None) -> Iterator[Finding]:
    """All findings on one instrument given as plain data; `start` and `end` are its months."""
    yield from _payers(path, item)
    for key in ("operators", "kinds", "fields", "ages"):
        if item.get(key) == []:
            yield Finding((*path, key), "nobody is named: it does nothing; leave the key out for all", "warning")
    if "open_days" in item and item["open_days"] is not None and end != start + 1:
        text = f"days of one month: write 'end: {start + 1}', the month after, or for a longer window 'start' and 'end' alone"
        yield Finding((*path, "open_days"), text)
    if item.get("type") in ("voucher", "trial_days"):
        yield from _nobody(path, item)


def _payers(path: Path, item: Plain) -> Iterator[Finding]:
    second, share = item.get("second_payer"), item.get("second_share") or 0.0
    if second is None and share:
        yield Finding((*path, "second_share"), "a share of a second payer, and none; write 'second_payer' too")
    elif second is not None and not share:
        yield Finding((*path, "second_payer"), "a second payer without a share; write 'second_share' too", at_key=True)
    elif second is not None and second == item.get("payer"):
        yield Finding((*path, "second_payer"), f"'{second}' pays already; name another, or take it out")


def _nobody(path: Path, item: Plain) -> Iterator[Finding]:
    """Employees have no VAT number, and firms take offices only."""
    kinds = as_list(item.get("kinds"))
    if item.get("vat_months_max") is not None and kinds == ["employee"]:
        yield Finding((*path, "vat_months_max"), "employees have no VAT number: nobody can have it", "warning")
    plans = ["day"] if item["type"] == "trial_days" else as_list(item.get("plans"))
    if kinds == ["firm"] and plans and "office" not in plans:
        yield Finding((*path, "kinds"), "firms rent offices, which it does not pay for: nobody can have it", "warning")
    if item.get("plans") == []:
        yield Finding((*path, "plans"), "no plan: it does nothing; leave the key out for all but day passes", "warning")
