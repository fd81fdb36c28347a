"""Heat: the formula of the method against a plain loop, and its laws."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mentalmap.domain.areas import Areas
from mentalmap.domain.layers import surface
from mentalmap.domain.layers.envelope import Layer
from mentalmap.domain.layers.heat import heat, opacity
from mentalmap.errors import InvalidInputError
from tests.unit.making import ORIGIN_X, ORIGIN_Y, Mark, make_squares, make_table, mark, people

FIELD = make_squares(1, side_m=3000)


def crowd(count: int, marks: int = 3, seed: int = 1, spread_m: float = 350) -> list[Mark]:
    """People who speak of the ground round (1500, 1500), each several times."""
    rng = np.random.default_rng(seed)
    return [
        mark(who, "pride", valence=int(rng.integers(-2, 3)), at=tuple(rng.normal(1500, spread_m, 2)))
        for who in people(count)
        for _ in range(marks)
    ]


def by_cell(layer: Layer) -> dict[str, tuple[float, float, int | None]]:
    return {
        one.id: (float(str(one.values["estimate"])), float(str(one.values["alpha"])), one.people)
        for one in layer.features
    }


def plain(
    said: list[Mark], h: float, weights: dict[str, float], k: int
) -> dict[tuple[int, int], tuple[float, ...]]:
    """Say the formula as a loop over cells, people and marks; marks stand at their cell's middle."""
    cell = h / 3
    mean_weight = sum(weights.values()) / len(weights)
    of_person: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    for one in said:
        assert one.at is not None
        column, row = ((origin + at) // cell for origin, at in zip((ORIGIN_X, ORIGIN_Y), one.at, strict=True))
        of_person[one.who].append((int(column), int(row), float(one.valence or 0)))
    means = {who: sum(s for *_, s in marks) / len(marks) for who, marks in of_person.items()}
    mu = sum(weights[who] * mean for who, mean in means.items()) / sum(weights[who] for who in means)
    reached = {
        (column + i, row + j)
        for marks in of_person.values()
        for column, row, _ in marks
        for i in range(-9, 10)
        for j in range(-9, 10)
    }
    result: dict[tuple[int, int], tuple[float, ...]] = {}
    for x, y in reached:
        total = squares = valence = 0.0
        for who, marks in of_person.items():
            near = [(math.hypot(x - c, y - r), s) for c, r, s in marks]
            kernel = [(math.exp(-0.5 * (d / 3) ** 2), s) for d, s in near if d <= 9]
            if kernel:
                kappa = weights[who] / mean_weight * max(weight for weight, _ in kernel)
                total += kappa
                squares += kappa**2
                valence += kappa * sum(w * s for w, s in kernel) / sum(w for w, _ in kernel)
        local = total**2 / squares * min(1.0, total) if squares else 0.0
        if local >= k:
            result[x, y] = ((mu + valence) / (1 + total), local)
    return result


@pytest.mark.parametrize("marks", [1, 3])
def test_it_is_the_formula_of_the_method(marks: int) -> None:
    said = crowd(14, marks)
    weights = {who: 1.0 + index % 3 for index, who in enumerate(people(14))}
    expected = plain(said, 300, weights, 5)
    layer = heat(make_table(*said, areas=Areas.empty(), weights=weights), bandwidth_m=300)
    found = {tuple(int(part) for part in one.id.split(":")[2:]): one for one in layer.features}
    assert set(found) == set(expected)
    assert len(found) > 50
    for cell, (estimate, local) in expected.items():
        assert found[cell].values["estimate"] == pytest.approx(estimate, abs=1e-8)
        assert found[cell].values["alpha"] == pytest.approx(0.25 + 0.65 * min(1, (local - 5) / 10), abs=1e-4)


@settings(max_examples=20, deadline=None)
@given(st.data(), st.integers(0, 1000))
def test_neither_order_nor_repetition_by_one_person_nor_scale_of_weights_matters(
    data: st.DataObject, seed: int
) -> None:
    said = crowd(8, 2, seed)
    homes = dict.fromkeys(people(8), "a0")
    again = data.draw(st.permutations([*said, *said[:2] * 3]))  # the first two are one person's
    once = by_cell(heat(make_table(*said, areas=FIELD, homes=homes)))
    other = by_cell(heat(make_table(*again, areas=FIELD, homes=homes, weights=dict.fromkeys(people(8), 7.0))))
    assert once.keys() == other.keys()
    for cell, values in once.items():
        assert other[cell] == pytest.approx(values, abs=1e-6)


def test_two_thousand_marks_of_one_person_are_no_hot_spot() -> None:
    rng = np.random.default_rng(3)
    loud = [mark("loud", "pride", valence=2, at=tuple(rng.normal(1500, 100, 2))) for _ in range(2000)]
    assert not heat(make_table(*loud, areas=FIELD)).features


def test_a_loud_person_shifts_a_place_no_more_than_one_voice_can() -> None:
    calm = [mark(who, "pride", valence=-1, at=(1500, 1500)) for who in people(9)]
    quiet, loud = (
        heat(make_table(*calm, *[mark("x", "pride", valence=2, at=(1500, 1500))] * times, areas=FIELD))
        for times in (1, 500)
    )
    assert by_cell(quiet) == by_cell(loud)


def test_nothing_is_shown_where_fewer_than_k_people_spoke() -> None:
    assert not heat(make_table(*crowd(4, 9), areas=FIELD)).features
    for one in heat(make_table(*crowd(9, 3), areas=FIELD)).features:
        assert (one.people or 0) >= 5
        assert 0.25 <= float(str(one.values["alpha"])) <= 0.9


def test_the_more_people_the_stronger_and_below_k_invisible() -> None:
    assert opacity(np.array([0.0, 4.99, 5.0, 10.0, 15.0, 400.0]), 5).tolist() == [0, 0, 0.25, 0.575, 0.9, 0.9]


def test_estimates_stay_within_what_people_said() -> None:
    said = [
        mark(who, "pride", valence=1 + index % 2, at=(1500, 1500)) for index, who in enumerate(people(12))
    ]
    estimates = [estimate for estimate, *_ in by_cell(heat(make_table(*said, areas=FIELD))).values()]
    assert estimates
    assert all(1 <= estimate <= 2 for estimate in estimates)


def test_cells_outside_the_areas_are_cut_off() -> None:
    near_the_edge = [mark(who, "pride", valence=1, at=(20, 1500)) for who in people(20)]
    ground = FIELD.geometries[0]
    cells = heat(make_table(*near_the_edge, areas=FIELD)).features
    assert cells
    assert all(ground.contains(one.geometry.centroid) for one in cells)


def test_wishes_and_marks_without_valence_colour_nothing() -> None:
    said = [mark(who, "wish", valence=2, at=(1500, 1500)) for who in people(9)]
    said += [mark(who, "pride", at=(1500, 1500)) for who in people(9)]
    assert not heat(make_table(*said, areas=FIELD)).features


def test_a_line_colours_the_ground_along_it_as_one_mark() -> None:
    line = shapely.LineString([(500, 1500), (2500, 1500)])
    said = [mark(who, "problem", valence=-2, shape=line) for who in people(30)]
    layer = heat(make_table(*said, areas=FIELD))
    assert layer.marks == 30
    xs = [one.geometry.centroid.x - ORIGIN_X for one in layer.features]
    assert min(xs) < 700
    assert max(xs) > 2300
    assert all(one.marks == 30 for one in layer.features)


def test_the_bandwidth_follows_the_size_of_the_project_and_is_told() -> None:
    town = heat(make_table(*crowd(9), areas=FIELD))
    country = heat(make_table(*crowd(9), areas=make_squares(1, side_m=30_000)))
    assert (town.parameters["bandwidth_m"], country.parameters["bandwidth_m"]) == (300, 1000)
    assert town.parameters["cell_m"] == 100
    assert "300 m" in " ".join(map(str, town.captions))


def test_a_few_marks_on_another_continent_do_not_stretch_the_grid() -> None:
    lost = [mark(who, "pride", valence=2, at=(9_000_000, -6_000_000)) for who in people(3, "lost ")]
    here = by_cell(heat(make_table(*crowd(9), areas=Areas.empty()), bandwidth_m=300))
    both = heat(make_table(*crowd(9), *lost, areas=Areas.empty()), bandwidth_m=300)
    assert by_cell(both).keys() == here.keys()
    assert both.parameters["cell_m"] == 100


def test_two_towns_far_apart_are_both_shown() -> None:
    here = crowd(9)
    there = [mark(one.who, "pride", valence=1, at=(one.at[0] + 2e6, one.at[1])) for one in here if one.at]
    layer = heat(make_table(*here, *there, areas=Areas.empty()), bandwidth_m=300)
    xs = [one.geometry.centroid.x - ORIGIN_X for one in layer.features]
    assert min(xs) < 5_000
    assert max(xs) > 1_990_000


def test_where_the_grid_would_burst_cells_grow_before_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surface, "MOST_CELLS", 900)
    layer = heat(make_table(*crowd(30, spread_m=500), areas=FIELD))
    assert layer.features
    assert layer.parameters["cell_m"] > 100  # type: ignore[operator]  # a number


@pytest.mark.parametrize("bandwidth_m", [0.0, -300.0, float("nan"), float("inf")])
def test_a_bandwidth_is_a_length(bandwidth_m: float) -> None:
    with pytest.raises(InvalidInputError):
        heat(make_table(), bandwidth_m=bandwidth_m)


@pytest.mark.parametrize("said", [[], [mark("a", valence=1)], [mark("a", valence=1, at=(5, 5))]])
def test_little_or_nothing_said_is_an_empty_map(said: list[Mark]) -> None:
    assert not heat(make_table(*said, areas=FIELD)).features
    assert not heat(make_table(*said, areas=Areas.empty())).features
