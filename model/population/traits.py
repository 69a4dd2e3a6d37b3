"""The fixed traits of every person and firm (ODD §5.2), each drawn by key from the agent's own slot."""

import math
from typing import NamedTuple

import numpy as np

from model.compiled import compiled, entry
from model.draws import PERSON, SKILL, lognormal, uniforms
from model.names import EMPLOYEE, FIRM, INDEPENDENT
from model.population.blocks import Blocks

# Which group of four draws of a person serves what (the `time` of the draw). Part of the reproducibility contract. Typed, because
# numba would compile the generator again for every plain integer literal.
_WHO, _MEANS, _WHERE, _WORK, _HABIT = np.int64(0), np.int64(1), np.int64(2), np.int64(3), np.int64(4)


class Distributions(NamedTuple):
    """Tables of the catalogue, cumulated where a category is drawn from them."""

    fields: np.ndarray  # float64[kinds, fields], cumulative
    ages: np.ndarray  # float64[kinds, age bands], cumulative
    own_room: np.ndarray  # float64[fields, age bands]: relative to the mean share
    sizes: np.ndarray  # float64[sizes], cumulative
    staff: np.ndarray  # float64[sizes]
    income_eur: np.ndarray  # float64[sizes]
    revenue_eur: np.ndarray  # float64[sizes]
    digital: np.ndarray  # float64[sizes]


class TraitParameters(NamedTuple):
    """The catalogue's numbers the traits need."""

    habit_shape: float
    openness_mean: float
    openness_spread: float
    skill_spread: float
    income_spread: float
    access_min: float
    commute_local_min: float
    commute_spread: float
    remote_days_min: float
    remote_days_max: float
    remote_days_independent: float
    staff_spread: float
    digital_spread: float
    room_need_mean: float
    room_need_spread: float
    own_room_share: float


class Traits(NamedTuple):
    """The columns of `People` that traits fill: see there for meanings and units."""

    slot: np.ndarray
    place: np.ndarray
    town: np.ndarray
    kind: np.ndarray
    field: np.ndarray
    age: np.ndarray
    size: np.ndarray
    staff: np.ndarray
    income_eur: np.ndarray
    revenue_eur: np.ndarray
    openness: np.ndarray
    habit: np.ndarray
    digital: np.ndarray
    x_km: np.ndarray
    y_km: np.ndarray
    access_min: np.ndarray
    commute_min: np.ndarray
    metropolis: np.ndarray
    remote_days: np.ndarray
    room_need: np.ndarray
    own_room: np.ndarray
    skill_x: np.ndarray
    skill_y: np.ndarray


@compiled
def pick(cumulative, u):
    """The category in which a uniform falls, given cumulative shares; the last one absorbs rounding."""
    category = 0
    while category < len(cumulative) - 1 and u >= cumulative[category]:
        category += 1
    return category


@compiled
def around(mean, half_width, u):
    """A number spread evenly `half_width` around `mean`, kept within 0-1."""
    return min(1.0, max(0.0, mean + half_width * (2.0 * u - 1.0)))


@compiled
def habit_multiple(seed, slot, shape):
    """A gamma multiple of mean one with an integer shape: a sum of exponentials over their number."""
    product, drawn, group = 1.0, 0, _HABIT
    while drawn < shape:
        a, b, c, d = uniforms(seed, PERSON, group, slot, 0)
        product *= a
        if drawn + 1 < shape:
            product *= b
        if drawn + 2 < shape:
            product *= c
        if drawn + 3 < shape:
            product *= d
        drawn += 4
        group += 1
    return -math.log(product) / shape


@entry(arrays=True)
def draw_traits(seed, blocks: Blocks, tables: Distributions, p: TraitParameters, traits: Traits):
    """Fills the traits of everybody. Each agent reads its own draws only: one more agent changes nobody else."""
    shape = max(1, round(p.habit_shape))
    for block in range(len(blocks.kind)):
        kind = blocks.kind[block]
        for row in range(blocks.first[block], blocks.first[block + 1]):
            slot = blocks.slot[block] + row - blocks.first[block]
            traits.slot[row] = slot
            traits.place[row] = blocks.place[block]
            traits.town[row] = blocks.town[block]
            traits.kind[row] = kind
            for_field, for_age, for_size, for_staff = uniforms(seed, PERSON, _WHO, slot, 0)
            for_income, for_income_2, for_openness, for_digital = uniforms(seed, PERSON, _MEANS, slot, 0)
            for_angle, for_radius, for_access, for_commute = uniforms(seed, PERSON, _WHERE, slot, 0)

            traits.field[row] = pick(tables.fields[kind], for_field)
            traits.age[row] = pick(tables.ages[kind], for_age)
            traits.openness[row] = around(p.openness_mean, p.openness_spread, for_openness)
            traits.habit[row] = habit_multiple(seed, slot, shape)
            for_skill, for_direction, _, _ = uniforms(seed, SKILL, _WHO, slot, 0)
            apart = p.skill_spread * math.sqrt(-2.0 * math.log(for_skill))
            traits.skill_x[row] = apart * math.cos(2.0 * math.pi * for_direction)
            traits.skill_y[row] = apart * math.sin(2.0 * math.pi * for_direction)

            if kind == FIRM:
                size = pick(tables.sizes, for_size)
                relative = 1.0 + p.staff_spread * (2.0 * for_staff - 1.0)
                traits.size[row] = size
                traits.staff[row] = tables.staff[size] * relative
                traits.income_eur[row] = tables.income_eur[size] * relative * blocks.income_eur[block]
                traits.revenue_eur[row] = tables.revenue_eur[size] * relative * blocks.income_eur[block]
                traits.digital[row] = around(tables.digital[size], p.digital_spread, for_digital)
            else:
                traits.size[row] = -1
                traits.staff[row] = 1.0
                income = blocks.income_eur[block] * lognormal(p.income_spread, for_income, for_income_2)
                traits.income_eur[row] = income
                traits.revenue_eur[row] = income
                traits.digital[row] = 1.0

            # Even over the area of the band: the square of the distance is uniform.
            low, high = blocks.km_low[block], blocks.km_high[block]
            distance = math.sqrt(low * low + for_radius * (high * high - low * low))
            traits.x_km[row] = blocks.x_km[block] + distance * math.cos(2.0 * math.pi * for_angle)
            traits.y_km[row] = blocks.y_km[block] + distance * math.sin(2.0 * math.pi * for_angle)
            traits.access_min[row] = p.access_min + for_access * (blocks.access_max[block] - p.access_min)

            traits.commute_min[row] = 0.0
            traits.metropolis[row] = 0
            traits.remote_days[row] = 0
            traits.room_need[row] = 0.0
            traits.own_room[row] = 0
            for_metropolis, for_days, for_need, for_room = uniforms(seed, PERSON, _WORK, slot, 0)
            if kind != EMPLOYEE and for_room < p.own_room_share * tables.own_room[traits.field[row], traits.age[row]]:
                traits.own_room[row] = 1
            if kind != FIRM:
                need = around(p.room_need_mean, p.room_need_spread, for_need)
                # who pays for a room wants one on most days
                traits.room_need[row] = (1.0 + need) / 2.0 if traits.own_room[row] == 1 else need
            if kind == INDEPENDENT:
                traits.remote_days[row] = int(p.remote_days_independent)
            elif kind == EMPLOYEE:
                commute = p.commute_local_min * (1.0 + p.commute_spread * (2.0 * for_commute - 1.0))
                if for_metropolis < blocks.metropolis[block]:
                    traits.metropolis[row] = 1
                    commute = max(commute, blocks.milan_min[block])  # in the metropolis itself the local commute remains
                traits.commute_min[row] = commute
                traits.remote_days[row] = int(p.remote_days_min + for_days * (p.remote_days_max - p.remote_days_min + 1.0))
