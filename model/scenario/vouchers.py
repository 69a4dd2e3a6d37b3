"""Help for the users of hubs: vouchers and trial days. Both are calls that one has to know of and to apply for (ODD §7.3)."""

import math
from collections.abc import Mapping
from typing import Annotated, Final, Literal

from model.names import AGE_BANDS, FIELDS, KINDS
from model.reading.fields import Items, Name, quantity
from model.reading.one_of import OneOf
from model.scenario.instrument_block import InstrumentBlock, euros, percent

PAID_PLANS: Final = ("day", "flex", "fixed", "office")
"""Plans a voucher may pay towards, by the words of `prices`, in the order of `names.PLANS`."""


class HelpForUsers(InstrumentBlock):
    """What is paid to users of hubs: who may have it, who knows of it, and what plans it pays towards."""

    lever = "voucher"
    values = ("share", "cap_eur_month", "months", "days", "known_by", "effort_eur", "vat_months_max")

    kinds: Items[Annotated[str, OneOf(KINDS)]] = KINDS
    """Who is eligible (default: all)."""
    fields: Items[Annotated[str, OneOf(FIELDS)]] = FIELDS
    """Fields of work that are eligible (default: all)."""
    ages: Items[Annotated[str, OneOf(AGE_BANDS)]] = AGE_BANDS
    """Age bands that are eligible (default: all)."""
    vat_months_max: float | None = quantity("months", (6, 60), most=600, default=None)
    """Greatest age of the VAT number; who has none is then not eligible (default: not asked)."""
    known_by: float | None = quantity("share", (0.1, 1), most=1, default=None)
    """Share of persons and firms who know of the call (default: `call_known`)."""
    effort_eur: float | None = quantity("EUR", (0, 400), most=100_000, default=None)
    """Mean value of the time it takes to apply (default: `apply_effort`)."""
    open_days: int | None = quantity("days", (1, 30), least=1, most=30, default=None)
    """Days for which a call of one month is open: of those who know of it, so many in thirty come in time (default: all do)."""

    def figures(self, parameters: Mapping[str, float]) -> dict[str, float]:
        """The values the month reads; who knows of the call, and the effort, are the catalogue's where they are left out."""
        known = parameters["call_known"] if self.known_by is None else self.known_by
        return {
            "known_by": known if self.open_days is None else known * self.open_days / 30,
            "effort_eur": parameters["apply_effort"] if self.effort_eur is None else self.effort_eur,
            "vat_months_max": math.inf if self.vat_months_max is None else self.vat_months_max,
        }

    def _for_whom(self) -> str:
        """Who is eligible, where the file says it, after a semicolon each."""
        written = [word for word in ("plans", "kinds", "fields", "ages") if word in self.model_fields_set]
        vat = "" if self.vat_months_max is None else f"; VAT number of at most {self.vat_months_max:g} months"
        return "".join(f"; {word} {', '.join(getattr(self, word))}" for word in written) + vat


class Voucher(HelpForUsers):
    """Part of the fee is paid for eligible persons and firms who apply, first come until the pot is empty.

    Example:
        >>> Voucher(share=0.5, cap_eur_month=125, payer="municipality").pays()
        '50 % of the fee, at most 125 EUR a month, for 12 months'
    """

    type: Literal["voucher"] = "voucher"
    name: Name = "voucher"
    share: float = quantity("share of the price", most=1)
    """Share of the price paid; zero changes nothing."""
    cap_eur_month: float | None = quantity("EUR/month", (20, 400), most=10_000, default=None)
    """Most that one person receives a month (default: no cap)."""
    cap_total_eur: float | None = quantity("EUR", (50, 5_000), most=1_000_000, default=None)
    """Most that one person receives in all, spread evenly over the months (default: no cap)."""
    months: int = quantity("months", (3, 24), least=1, most=360, default=12)
    """Months one person may use it."""
    plans: Items[Annotated[str, OneOf(PAID_PLANS)]] = PAID_PLANS[1:]
    """Plans it pays towards (default: all but day passes)."""
    new_members_only: bool = False
    """Only for who was never a member of a hub before."""

    def figures(self, parameters: Mapping[str, float]) -> dict[str, float]:
        """The values the month reads: a cap in all is one a month; day passes are not limited in number."""
        caps = [math.inf if self.cap_eur_month is None else self.cap_eur_month]
        if self.cap_total_eur is not None:
            caps.append(self.cap_total_eur / self.months)
        return {**super().figures(parameters), "share": self.share, "cap_eur_month": min(caps), "months": self.months, "days": math.inf}

    def pays(self) -> str:
        """A share of the fee, and for whom where the file says it."""
        cap = "" if self.cap_eur_month is None else f", at most {euros(self.cap_eur_month)} a month"
        total = "" if self.cap_total_eur is None else f", at most {euros(self.cap_total_eur)} in all"
        return f"{percent(self.share)} of the fee{cap}{total}, for {self.months} months{self._for_whom()}"


class TrialDays(HelpForUsers):
    """Free days for who never used a hub: day passes of one month, once, first come until the pot is empty.

    Example:
        >>> TrialDays(days=3, payer="municipality").pays()
        '3 free days'
    """

    type: Literal["trial_days"] = "trial_days"
    name: Name = "trial_days"
    days: int = quantity("days", (1, 10), most=31)
    """Days one person may come for nothing; zero changes nothing."""
    effort_eur: float | None = quantity("EUR", (0, 400), most=100_000, default=0.0)
    """Mean value of the time it takes to ask for them (default: none, they are booked)."""

    @property
    def plans(self) -> tuple[str, ...]:
        """Day passes, and no other plan."""
        return PAID_PLANS[:1]

    def figures(self, parameters: Mapping[str, float]) -> dict[str, float]:
        """The values the month reads: the whole price of so many days of one month."""
        return {**super().figures(parameters), "share": 1.0, "cap_eur_month": math.inf, "months": 1, "days": self.days}

    def pays(self) -> str:
        """Free days, and for whom where the file says it."""
        return f"{self.days} free days{self._for_whom()}"
