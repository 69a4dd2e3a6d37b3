"""What a calibration found, as tables of docs/validation.md: from the file that ships, so that the page can be made again."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from experiments.calibration.recovery import Recovered
from experiments.calibration.smc import RIVALS
from experiments.expected.validation import CLAIMS
from model.parameters import CATALOGUE


def calibration(found: Mapping[str, Any]) -> str:
    """How the search went, which lines are kept before and after, and what is known of the identified parameters."""
    settings, steps = found["settings"], found["steps"]
    ladder = ", ".join(f"{step['tolerance']:.2f} ({step['accepted']:.0%} of the moves accepted)" for step in steps)
    joint = found["all in band"]
    said = [
        f"{settings['prior']} sets drawn from the prior; {settings['particles']} sets in {len(steps)} steps of {settings['moves']} moves,",
        f"at the tolerances {ladder}; then {found['verified']} sets of the last steps verified on fresh worlds, of which",
        f"{found['dropped']} were dropped.",
        f"What is left is worth {found['sets worth']:.0f} equal sets. All fitted lines lie in their bands in",
        f"{joint['prior']:.1%} of the prior (one evaluation each) and in {joint['posterior']:.0%} of the sets that ship, by weight.",
        _central(found["central"]),
        f"Version {found['version']}, commit {(found['commit'] or 'unknown')[:12]}.",
    ]
    return "\n\n".join([" ".join(said), _lines(found), _parameters(found)])


def _central(central: Mapping[str, Any]) -> str:
    nearest, defaults = (np.array(central["distances"][who]) for who in RIVALS)
    pair = f"{nearest.mean():.2f} (mean of {nearest.size} evaluations), the defaults on the same worlds within {defaults.mean():.2f}"
    if central["who"] == "defaults":
        verdict = "within chance of each other, so the defaults stay the central set."
    else:
        verdict = "beyond chance, so that set is the central one; the catalogue is to take its values."
    return f"The nearest whole set keeps to the facts within {pair}: {verdict}"


def _lines(found: Mapping[str, Any]) -> str:
    rows = ["| fitted line | band | prior: median (5 to 95 %) | in band | fitted: median (5 to 95 %) | in band |", "| --- |" + " --- |" * 5]
    for claim in CLAIMS:
        if (line := found["lines"].get(claim.key)) is not None:
            before, after = (_interval(claim.shown, line[when]) for when in ("prior", "posterior"))
            shares = f"{line['prior in band']:.0%}", f"{line['posterior in band']:.0%}"
            promotional = " [promotional]" if claim.promotional else ""
            rows.append(f"| {claim.key}{promotional} | {claim.band} | {before} | {shares[0]} | {after} | {shares[1]} |")
    return "\n".join(rows)


def _parameters(found: Mapping[str, Any]) -> str:
    rows = ["| identified parameter | prior range | fitted: median (5 to 95 %) | default |", "| --- | --- | --- | --- |"]
    for name in found["identified"]:
        entry = CATALOGUE[name]
        fitted = _interval(_figures, found["parameters"][name])
        rows.append(f"| `{name}` {entry.symbol} | {entry.low:g} to {entry.high:g} | {fitted} | {_figures(entry.default)} |")
    return "\n".join(rows)


def _interval(shown: Any, quantiles: list[float | None]) -> str:
    low, _, middle, _, high = quantiles
    return "none" if middle is None else f"{shown(middle)} ({shown(low)} to {shown(high)})"


def _figures(value: float) -> str:
    return f"{value:.3g}"


def recovery(found: Mapping[str, Any]) -> str:
    """Which quantities are found again from synthetic truths."""
    each = [Recovered(**row) for row in found["recovery"]]
    known = [one for one in each if one.identified]
    unknown = [f"`{one.name}`" for one in each if not one.identified]
    rows = ["| quantity | truths inside their 90 % interval | width of the interval over the prior's |", "| --- | --- | --- |"]
    rows += [f"| `{one.name}` | {one.covered:.0%} | {one.narrowed:.2f} |" for one in sorted(known, key=lambda one: one.narrowed)]
    low, high = (edge(one.covered for one in each) for edge in (min, max))
    chosen = found["best policy"]
    said = [
        f"{each[0].truths} synthetic truths, each a set of the prior with the lines of one evaluation.",
        f"Over all quantities the intervals hold between {low:.0%} and {high:.0%} of the truths.",
    ]
    advice = [
        "The policy that the lines say keeps Sondrio's hub viable most often is the best one in",
        f"{chosen['right']:.0%} of the truths (always naming the same one: {chosen['by_chance']:.0%}).",
        f"On average {chosen['regret'] * 100:.1f} points of P(viable) are lost against the best one",
        f"(always the same one: {chosen['regret_by_chance'] * 100:.1f}).",
    ]
    nothing = f"Not identified (interval hardly narrower than the prior): {', '.join(unknown)}."
    return "\n\n".join([" ".join(said), "\n".join(rows), nothing, " ".join(advice)])


def information(found: Mapping[str, Any]) -> str:
    """Whose numbers the answers of each place hang on, and which one number would be worth measuring first."""
    told = found["information"].items()
    return "\n\n".join(f"**{place}**\n\n{_shares(each['shares'])}\n\n{_worth(each['worth'])}" for place, each in told)


def _shares(told: Mapping[str, Mapping[str, float]]) -> str:
    kinds = list(next(iter(told.values())))
    rows = [f"| answer | {' | '.join(kinds)} | chance, and what no line explains |", "| --- |" + " --- |" * (len(kinds) + 1)]
    for name, shares in told.items():
        left = max(1.0 - sum(shares.values()), 0.0)
        rows.append(f"| {name} | {' | '.join(f'{shares[kind]:.0%}' for kind in kinds)} | {left:.0%} |")
    return "\n".join(rows)


def _worth(told: Mapping[str, Mapping[str, Any]]) -> str:
    head = ("a viable hub is worth", "best choice now", "worth of knowing everything", "numbers worth most to know", "changes the choice")
    rows = [f"| {' | '.join(head)} |", "|" + " --- |" * len(head)]
    for euro, each in told.items():
        first = each["numbers"]
        named = ", ".join(f"`{one['name']}` {one['value']:,.0f} EUR" for one in first if one["clear"]) or "none can be told from chance"
        changes = f"{first[0]['changes']:.0%}" if first and first[0]["clear"] else "–"
        rows.append(f"| {int(euro):,} EUR | {each['best']} | {each['all']:,.0f} EUR | {named} | {changes} |")
    return "\n".join(rows)
