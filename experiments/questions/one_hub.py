"""Questions about one hub: which one is meant, and a policy with other figures of it."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any, Final

from experiments.languages import SOURCE, Words, languages, own_words
from experiments.outcomes.intervals import Estimate
from experiments.questions.answer import Refused, Told
from experiments.questions.variants import policy_as_one
from experiments.runs.deciding import AT
from experiments.runs.replicates import Progress
from model.scenario import BASELINE, HubSpec, Policy, Scenario
from model.scenario.policies import Plain, item_name

LONGEST: Final = 360  # months a run may have
FUTURES: Final = 100  # that shares are told of

Reasons = list[tuple[str, dict[str, object]]]


def hub_meant(scenario: Scenario, policy: str, hub: str | None) -> HubSpec:
    """The hub asked about, as it stands under a policy; by default the one that decides the scenario's question, or its first.

    Raises:
        Refused: when there is no such policy or hub.
    """
    policy_as_one(scenario, policy)
    hubs = {one.name: one for one in (scenario if policy == BASELINE else scenario.with_policy(policy)).hubs}
    if hub is None:
        named = (outcome.partition(AT)[2] for outcome in scenario.decides_by)
        hub = next((name for name in named if name in hubs), next(iter(hubs)))
    if hub not in hubs:
        raise Refused(("no_hub", {"hub": hub, "known": ", ".join(hubs)}))
    return hubs[hub]


def months_to_age(scenario: Scenario, hub: HubSpec, at: int, least: int) -> tuple[int, Reasons]:
    """Months to run until the hub has lived `at` months, and why that cannot be."""
    wrong: Reasons = []
    if hub.when_viable:
        wrong.append(("hub_when_viable", {"hub": hub.name}))
    opens = 0 if hub.when_viable else hub.opening_month(scenario.start)
    if not least <= at <= LONGEST - opens:
        wrong.append(("bad_age", {"at": at, "least": least, "most": LONGEST - opens}))
    return opens + at, wrong


def with_hub(scenario: Scenario, policy: str, hub: str, changed: Mapping[str, Any], parameters: Mapping[str, float] | None = None) -> Plain:
    """A policy with other figures of one of its hubs (None: the usual ones) and other parameters."""
    contents = policy_as_one(scenario, policy)
    added = next((one for one in contents.get("add_hubs", []) if item_name(one) == hub), None)
    if added is not None:
        kept = {**added, **deepcopy(dict(changed))}
        added.clear()
        added.update({key: value for key, value in kept.items() if value is not None})
    elif changed:
        contents.setdefault("hubs", {}).setdefault(hub, {}).update(deepcopy(dict(changed)))
    if parameters:
        contents["parameters"] = {**contents.get("parameters", {}), **parameters}
    return contents


def told_of_futures(told: Told | None, lang: str, said: str = "replicates") -> Progress | None:
    """What `run` is to call, so that the runs are told of as a stage; the stage by its key in `languages/*/questions.py`."""
    if told is None:
        return None
    stage = Words(lang, "questions")(said)
    return lambda done, total: told(stage, done, total)


def titled(say: Callable[[str], str]) -> Plain:
    """The title of a variant in every language a policy has one in."""
    keys = {lang: "title" if lang == SOURCE else f"title_{lang}" for lang in languages()}
    return {key: say(lang) for lang, key in keys.items() if key in Policy.model_fields}


def of_100(share: Estimate, words: Words) -> str:
    """`30 (19–43)`, of 100 futures; without the interval where too few sets of parameters say nothing of it."""
    value, low, high = (words.number(FUTURES * number) for number in share)
    return value if share.low != share.low else f"{value} ({low}–{high})"


def known_as(hub: HubSpec, lang: str) -> str:
    """How a hub is called: by its title in the reader's language, set apart from the sentence, or by its name."""
    title = own_words(hub, "title", lang)
    return Words(lang, "questions")("quoted", title=title) if title else hub.name
