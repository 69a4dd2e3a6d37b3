"""Policies held against one another: what each changes and costs, on the same worlds, as rows and as tables."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from experiments.languages import Words
from experiments.outcomes.intervals import Estimate
from experiments.outcomes.measures import ALL
from experiments.outcomes.rows import ContrastRow
from experiments.runs.contrasts import Contrast
from experiments.runs.described import described, worded
from experiments.runs.ensemble import Ensemble
from experiments.runs.paying import PolicyMoney, policy_money
from experiments.showing.tables import WORD_JOINER
from model.scenario import BASELINE
from model.scenario.given import names_in

if TYPE_CHECKING:
    import pandas as pd

_MONEY: Final = {  # columns of the table of money: figure of `PublicMoney`, unit
    "public_eur": ("extra_eur", "EUR"),
    "member_months": ("extra_member_months", "member-months"),
    "eur_per_member_month": ("eur_per_extra_member_month", "EUR/member-month"),
    "eur_per_hub_kept_whole": ("eur_per_hub_kept_whole", "EUR/hub"),
    "reached_member_months": ("helped_member_months", "member-months"),
    "deadweight": ("deadweight", "share"),
    "displaced": ("displaced", "share"),
}


class Contrasted(Ensemble):
    """Paired runs with what each policy changes and costs.

    Each table says in `attrs` of which scenario it is (`scenario`, `title`), how it was run (`seed`, `replicates`, `months`, `start`,
    `parameter_sets`) and in which units its columns are (`units`).
    """

    def contrast(self, policy: str, baseline: str = BASELINE, against: Ensemble | None = None) -> Contrast:
        """What a policy changes, replicate by replicate on the same worlds.

        Args:
            policy: the policy to judge.
            baseline: what it is compared with.
            against: other results that hold `baseline`, of the same scenario, seed and number of replicates; these by default.

        Returns:
            The contrast, with differences, intervals and what the public pays for them.

        Raises:
            KeyError: when a policy was not run.
            NotComparable: when the two were not run on the same worlds.

        Example:
            >>> results.contrast("rent_relief").row("member_months").replicates
            5
        """
        if against is not None:
            return Contrast(self, policy, against, baseline)
        policy, baseline = self.stack(policy).policy, self.stack(baseline).policy
        if (policy, baseline) not in self._contrasts:
            self._contrasts[policy, baseline] = Contrast(self, policy, self, baseline)
        return self._contrasts[policy, baseline]

    @cached_property
    def _contrasts(self) -> dict[tuple[str, str], Contrast]:
        """What was compared before: the terminal, the page and its files ask for the same."""
        return {}

    def others(self, policies: str | Sequence[str] | None = None, baseline: str = BASELINE) -> list[str]:
        """The policies that are compared with one of them.

        Args:
            policies: one policy by its short name, or several; all by default.
            baseline: what they are compared with.

        Returns:
            Short names, without that of the baseline.

        Raises:
            KeyError: when a policy was not run.

        Example:
            >>> results.others()
            ['rent_relief']
        """
        return [name for name in self.chosen(policies) if name != self.stack(baseline).policy]

    def chosen(self, policies: str | Sequence[str] | None = None) -> list[str]:
        """The policies that somebody names.

        Args:
            policies: one policy by its short name, or several; all by default.

        Returns:
            Short names, each once.

        Raises:
            KeyError: when a policy was not run.
            ValueError: when none is named.

        Example:
            >>> results.chosen("rent_relief"), results.chosen()
            (['rent_relief'], ['baseline', 'rent_relief'])
        """
        named = self.policies if policies is None else names_in(policies)
        if not named:
            raise ValueError(f"policies: none is named; write one or several of {', '.join(self.policies)}, or leave it out for all")
        return list(dict.fromkeys(self.stack(name).policy for name in named))

    def contrast_table(
        self, outcomes: str | Sequence[str] | None = None, *, policies: str | Sequence[str] | None = None, baseline: str = BASELINE,
        hub: str = ALL,
    ) -> "pd.DataFrame":
        """What every policy changes: all contrasts in one table.

        Args:
            outcomes: one name of `MEASURES`, or several; all that these runs have by default.
            policies: one policy by its short name, or several; all by default.
            baseline: the policy they are compared with.
            hub: a hub by its short name, or 'all' for all together.

        Returns:
            A row a `policy` and `outcome`: `hub`, `unit`, `baseline` and `with_policy` (means), `difference` with its 95 % paired interval
            (`low`, `high`), `variance_ratio`, `replicates`, `sets_low`, `sets_high`, `sets_share`, `chance`, `clear`, as of
            `Contrast.row`.

        Raises:
            KeyError: for an outcome, hub or policy that there is not.

        Example:
            >>> results.contrast_table("public_eur").columns.to_list()[:4]
            ['policy', 'outcome', 'hub', 'unit']
        """
        import pandas as pd

        named = None if outcomes is None else names_in(outcomes, "outcomes")
        found = [(name, row) for name in self.others(policies, baseline) for row in self.contrast(name, baseline).rows((hub,), named)]
        columns = ["policy", *("with_policy" if name == "policy" else name for name in ContrastRow._fields)]
        return described(self, pd.DataFrame([(name, *row) for name, row in found], columns=columns), {})

    def money_rows(self, policies: str | Sequence[str] | None = None, baseline: str = BASELINE) -> list[PolicyMoney]:
        """What each policy costs the public and what that buys, without pandas; as `money_table`, which lists the arguments.

        Args:
            policies: one policy by its short name, or several; all by default.
            baseline: the policy they are compared with.

        Returns:
            One row a policy, with `total` (as `Contrast.money`), and by `payers`, `instruments` and `hubs` estimates in EUR.

        Raises:
            KeyError: when a policy was not run.

        Example:
            >>> list(results.money_rows()[0].instruments)
            ['rent_relief']
        """
        return [policy_money(self.contrast(name, baseline)) for name in self.others(policies, baseline)]

    def money_table(
        self, policies: str | Sequence[str] | None = None, *, baseline: str = BASELINE, lang: str | None = None
    ) -> "pd.DataFrame":
        """What each policy costs the public, what that buys, who pays and where it goes, all beyond the baseline.

        Args:
            policies: one policy by its short name, or several; all by default.
            baseline: the policy they are compared with.
            lang: language of the words, such as 'en' or 'it'; numbers by default.

        Returns:
            A row a policy. In numbers `public_eur`, `member_months` (added), `eur_per_member_month` (nan where it is not defined: no
            months are clearly added, or too unsure to decide by), `eur_per_hub_kept_whole`, `reached_member_months`, and of those the
            shares `deadweight` (the same persons there without it) and `displaced` (in other hubs); then EUR by payer
            (`paid_by_region`), instrument (`through_voucher`) and hub (`to_adda`), each of the three adding up to `public_eur`. Every
            figure but the member-months reached has its 95 % interval beside it (`..._low`, `..._high`). In words the same in few columns.

        Raises:
            KeyError: when a policy was not run.

        Example:
            >>> results.money_table().loc["rent_relief", "deadweight"] <= 1
            np.True_
        """
        import pandas as pd

        rows = self.money_rows(policies, baseline)
        if lang is not None:
            words = Words(lang, "tables")
            return worded(self, _money_in_words(rows, self.title(baseline, lang), words), [row.policy for row in rows], words)
        units: dict[str, str] = {}
        columns: dict[str, list[float]] = {}
        for name, (figure, unit) in _MONEY.items():
            columns |= _with_bounds(name, [getattr(row.total, figure) for row in rows], missing=None)
            units[name] = unit
        for prefix, kind in (("paid_by", "payers"), ("through", "instruments"), ("to", "hubs")):
            for key in dict.fromkeys(key for row in rows for key in getattr(row, kind)):
                columns |= _with_bounds(f"{prefix}_{key}", [getattr(row, kind).get(key) for row in rows], missing=0.0)
                units[f"{prefix}_{key}"] = "EUR"
        index = pd.Index([row.policy for row in rows], name="policy")
        return described(self, pd.DataFrame(columns, index=index), units)


def _with_bounds(name: str, values: Sequence[Estimate | float | None], missing: float | None) -> dict[str, list[float]]:
    """A figure as a column, with columns of its bounds where it has any."""
    none = Estimate(*(float("nan") if missing is None else missing,) * 3)
    if any(isinstance(value, float) for value in values):
        return {name: [value if isinstance(value, float) else float("nan") for value in values]}
    found = [none if value is None else value for value in values]
    return {f"{name}{end}": [one[place] for one in found] for place, end in enumerate(("", "_low", "_high"))}  # type: ignore[index]


def _money_in_words(rows: Sequence[PolicyMoney], reference: str, words: Words) -> dict[str, list[str]]:
    """The table of money in words, by column."""
    several = any(len(row.hubs) > 1 for row in rows)
    columns: dict[str, list[str]] = {}
    for key, figure, write in (
        ("money_eur", "extra_eur", words.euro), ("money_member_months", "extra_member_months", words.tidy),
        ("money_each", "eur_per_extra_member_month", words.euro), ("money_reached", "helped_member_months", words.tidy),
        ("money_deadweight", "deadweight", words.percent), ("money_displaced", "displaced", words.percent),
    ):
        columns[words(key, baseline=words.inside(reference))] = [estimate_written(getattr(row.total, figure), write) for row in rows]
    columns[words("money_payers")] = [_parts(row.payers, "payer", words) for row in rows]
    columns[words("money_to")] = [_parts(row.hubs if several else row.instruments, "measure", words) for row in rows]
    return columns


def estimate_written(one: Estimate | float | None, write: Callable[[float], str]) -> str:
    """A figure and its bounds as text: a dash where there is none, alone where too few replicates know no bounds."""
    known = [each for each in (one if isinstance(one, Estimate) else (one,)) if each is not None and each == each]
    value, *bounds = (write(each).replace(WORD_JOINER, "") for each in known) if known else ("–",)
    return f"{value} ({bounds[0]} … {bounds[1]})" if len(bounds) > 1 else value


def _parts(parts: Mapping[str, Estimate], kind: str, words: Words) -> str:
    """Who or what has how much, the most first."""
    ordered = sorted(parts.items(), key=lambda part: -abs(part[1].value))
    return ", ".join(f"{words.name(kind, name)} {words.euro(one.value)}".replace(WORD_JOINER, "") for name, one in ordered) or "–"
