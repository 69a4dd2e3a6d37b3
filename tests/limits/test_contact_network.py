"""The contact network has the degree, the homophily and the tails that follow from how it is drawn (odd.md §5.3)."""

from dataclasses import dataclass

import numpy as np
import pytest

from model.columns import People
from model.names import FIELDS, KINDS
from model.parameters import Parameters
from model.population import synthesise
from model.territory import territory, usual_counts
from tests.model.month.towns import Block

_DEFAULTS = Parameters()
_SAME_KIND = _DEFAULTS["contact_same_kind"]
_NONE = {"contacts_field": 0.0, "contacts_town": 0.0, "contacts_far": 0.0}
_ONLY = {
    "colleagues": _DEFAULTS.replace(**{**_NONE, "contacts_field": 4.0}),
    "acquaintances": _DEFAULTS.replace(**{**_NONE, "contacts_town": 3.0, "contact_same_kind": 1.0}),
}


@dataclass
class Edges:
    """Expected numbers of edges, each pair counted once, and the variance of their total."""

    total: float
    same_kind: float
    same_field: float
    far: float = 0.0
    variance: float = 0.0

    def shares(self) -> np.ndarray:
        """Of one's own kind, of one's own field, elsewhere."""
        return np.array([self.same_kind, self.same_field, self.far]) / self.total


def _in_line(people: People) -> np.ndarray:
    """How many of the same place, kind and field stand before each agent."""
    line = (people.place.astype(int) * len(KINDS) + people.kind) * len(FIELDS) + people.field
    order = np.argsort(line, kind="stable")
    start = np.maximum.accumulate(np.where(np.diff(line[order], prepend=-1) > 0, np.arange(len(line)), 0))
    before = np.empty(len(line), dtype=int)
    before[order] = np.arange(len(line)) - start
    return before


def _pools(place: int, kind: int, usual: np.ndarray) -> list[tuple[float, int, int]]:
    """Where one search elsewhere of an agent of this place and kind looks: chance, place and kind."""
    weight = np.where(np.arange(len(usual)) == place, 0.0, usual.sum(axis=1))
    of_kind = np.where(np.arange(len(KINDS)) == kind, _SAME_KIND, (1.0 - _SAME_KIND) / 2.0)
    places = [(share, where) for where, share in enumerate(weight / weight.sum()) if share > 0.0]
    return [(share * of_kind[other], where, other) for share, where in places for other in range(len(KINDS))]


def _expected(people: People, town: str, p: Parameters) -> Edges:
    """What the rules draw, less what they lose.

    Lost are the colleagues of the first of a line; searches that point before the first agent or past the last of a block, or to a place
    that is not in the run; and a pair drawn twice, by two searches of one agent or by a search and the line. (Two searches that meet from
    either end are left out: it takes equal seniority, and happens less than once in a block.)
    """
    usual = usual_counts(town)
    before, half = _in_line(people), 0.5 * p["contacts_field"]
    known = (1.0 - half % 1.0) * np.minimum(before, int(half)) + half % 1.0 * np.minimum(before, int(half) + 1)
    colleagues = float(known.sum())
    edges = Edges(colleagues, colleagues, colleagues, variance=half % 1.0 * (1.0 - half % 1.0) * len(known))
    blocks = [(int(place), kind) for place in np.unique(people.place) for kind in range(len(KINDS))]
    rows = {(place, kind): (people.place == place) & (people.kind == kind) for place, kind in blocks}
    fields = {block: np.bincount(people.field[here], minlength=len(FIELDS)) for block, here in rows.items()}
    for (place, kind), here in rows.items():
        n, field = here.sum(), fields[place, kind]
        of_kind = np.where(np.arange(len(KINDS)) == kind, _SAME_KIND, (1.0 - _SAME_KIND) / 2.0)
        near = [(of_kind[other], place, other) for other in range(len(KINDS))]
        for searches, pools in ((0.5 * p["contacts_town"], near), (0.5 * p["contacts_far"], _pools(place, kind, usual))):
            second = max(0.0, searches - 1.0)  # whole numbers of searches around means below two: 0 or 1, 1 or 2
            succeeds = np.zeros(n)
            for chance, where, other in pools:
                own = (where, other) == (place, kind)
                their = fields.get((where, other), np.zeros(len(FIELDS)))
                pool = np.arange(n) * (1.0 if own else usual[where, other] / max(1, usual[place, kind]))
                hit = np.where(pool >= 1.0, chance / np.maximum(pool, 1.0), 0.0)  # chance of each of the pool to be found by one search
                there = np.minimum(pool, their.sum())
                succeeds += hit * there
                found = (there * (searches * hit - second * hit**2)).sum()
                met = (known[here] * (searches * hit - second * hit**2)).sum() if own else 0.0
                alike = field @ (their - own) / max(1, n * (their.sum() - own))
                edges.total += found - met
                edges.same_kind += (found - met) * (other == kind)
                edges.same_field += found * alike - met
                edges.far += found * (where != place)
            part = searches % 1.0
            edges.variance += (searches * succeeds * (1.0 - succeeds) + part * (1.0 - part) * succeeds**2).sum()
    return edges


def _drawn(people: People) -> Edges:
    """The edges there are."""
    rows = np.repeat(np.arange(len(people.slot)), np.diff(people.contact_start))
    a, b = rows[rows < people.contact], people.contact[rows < people.contact]
    alike = [float((trait[a] == trait[b]).sum()) for trait in (people.kind, people.field, people.place)]
    return Edges(float(len(a)), alike[0], alike[1], len(a) - alike[2])


_SMALL = {"professionals": 90, "remote_workers": 70, "firms": 50}


@pytest.mark.parametrize(("town", "minutes", "figures", "seeds", "degree"), [
    ("pavia", 40, None, 1, 7.98), ("sondrio", 0, None, 5, 6.95), ("sondrio", 0, _SMALL, 100, 5.96),
])
def test_degree_and_homophily_are_as_specified(town: str, minutes: float, figures: Block | None, seeds: int, degree: float) -> None:
    """Mean degree is `contacts_field` + `contacts_town` + `contacts_far` = 8, less what is lost at the edges (`_expected`): 0.3 % in Pavia
    with its rings; in a run without rings, the contacts elsewhere; in a town written smaller than it is, one contact more. And the shares
    of edges within a kind (3/4), within a field and elsewhere (1/8).

    Error: 4 standard errors of the number of edges, 0.3 to 0.5 %, from how many searches each makes and which of them find somebody; of
    each share 4 √(s (1 - s) / E), 0.4 to 1 point, which counts colleagues as if they were drawn too. It notices 2, 3 and 5 % of the mean
    number of colleagues, of acquaintances in town and of those elsewhere, and 5 % of `contact_same_kind`.
    """
    found, expected, agents = [], [], 0
    for seed in range(seeds):
        people = synthesise(territory([town], minutes, {town: figures} if figures else None), _DEFAULTS, seed)
        found.append(_drawn(people))
        expected.append(_expected(people, town, _DEFAULTS))
        agents += len(people.slot)
    mean, variance = (sum(getattr(edges, name) for edges in expected) for name in ("total", "variance"))
    total = sum(edges.total for edges in found)
    assert 2.0 * mean / agents == pytest.approx(degree, abs=0.01)
    shares, known = (np.average([e.shares() for e in many], axis=0, weights=[e.total for e in many]) for many in (found, expected))
    assert abs(total - mean) < 4.0 * np.sqrt(variance)
    assert (np.abs(shares - known) <= 4.0 * np.sqrt(known * (1.0 - known) / mean)).all()


def test_colleagues_stand_in_lines() -> None:
    """With four colleagues and no other contact, everybody has exactly four, all of the own place, kind and field, but for the first two
    and the last two of each line. Error: none.
    """
    people = synthesise(territory(["sondrio"], 20), _ONLY["colleagues"], 3)
    degree, before = np.diff(people.contact_start), _in_line(people)
    line = (people.place.astype(int) * len(KINDS) + people.kind) * len(FIELDS) + people.field
    after = np.bincount(line)[line] - 1 - before
    np.testing.assert_array_equal(degree, np.minimum(before, 2) + np.minimum(after, 2))
    edges = _drawn(people)
    assert edges.total == edges.same_kind == edges.same_field and edges.far == 0.0


def test_acquaintances_make_a_geometric_tail() -> None:
    """Whoever comes looks for m = 1.5 contacts among those before it: a random recursive graph, in which the number of those who find an
    agent is geometric (Na and Rapoport 1970): seniority x is uniform, finders are Poisson with mean m log 1/x, and the mixture is
    P(k) = (m / (1 + m))^k / (1 + m). To these add the one or two the agent has looked for.

    Error: 4 standard errors √(N P (1 - P)) of each degree up to 12 and of the rest, 0.3 points at most; the largest degree is below what
    one in 10⁴ such networks exceeds. It notices 5 % of m, and a tail of another form (Poisson finders would leave 11 % with one contact
    instead of 20 %).
    """
    people = synthesise(territory(["pavia"], 40), _ONLY["acquaintances"], 7)
    degree = np.diff(people.contact_start)
    n, mean = len(degree), 1.5
    found = (mean / (1.0 + mean)) ** np.arange(60) / (1.0 + mean)
    chance = np.zeros(61)
    chance[1:] += 0.5 * found
    chance[2:] += 0.5 * found[:-1]
    chance = np.append(chance[:13], 1.0 - chance[:13].sum())
    counts = np.bincount(np.minimum(degree, 13), minlength=14)
    assert (np.abs(counts - n * chance) <= 4.0 * np.sqrt(n * chance * (1.0 - chance))).all()
    assert degree.max() < 3 + np.log(1e-4 / n) / np.log(mean / (1.0 + mean))
