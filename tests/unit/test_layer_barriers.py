"""Barriers: consensus of many strokes, nobody's own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from mentalmap.domain.disclosure import Level, disclose
from mentalmap.domain.layers.barriers import barriers
from mentalmap.domain.layers.envelope import Feature, Layer
from mentalmap.errors import InvalidInputError
from tests.unit.demo_tables import demo_table
from tests.unit.making import ORIGIN_X, ORIGIN_Y, Mark, make_table, mark, people


def stroke(*points: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString(points)


def shaky(count: int, prefix: str = "person ", *, seed: int = 1, emotional: int = 0) -> list[Mark]:
    """So many people who draw the river at y = 500, each a little off."""
    rng = np.random.default_rng(seed)
    return [
        mark(
            who,
            "barrier",
            shape=stroke(*[(x, 500 + rng.normal(0, 60)) for x in (200, 1000, 2000, 2800)]),
            emotional=index < emotional,
        )
        for index, who in enumerate(people(count, prefix))
    ]


def in_own_metres(feature: Feature) -> np.ndarray:
    return shapely.get_coordinates(feature.geometry) - (ORIGIN_X, ORIGIN_Y)


def lines(layer: Layer) -> list[tuple[str, int | None, str]]:
    return [(feature.id, feature.people, feature.geometry.wkt) for feature in layer.features]


def test_many_shaky_strokes_become_one_line_near_the_truth() -> None:
    layer = barriers(make_table(*shaky(25), asked=50))
    [river] = layer.features
    assert (river.people, river.marks, river.values["share"]) == (25, 25, 0.5)
    xy = in_own_metres(river)
    assert np.abs(xy[:, 1] - 500).max() < 45  # of strokes that stray by 60 on either side
    assert xy[:, 0].min() < 400
    assert xy[:, 0].max() > 2600


def test_no_stroke_of_any_person_is_shown_as_it_was_drawn() -> None:
    drawn = shaky(9)
    [river] = barriers(make_table(*drawn)).features
    vertices = {tuple(at) for at in np.round(in_own_metres(river), 1)}
    for one in drawn:
        assert not vertices & {tuple(at) for at in np.round(shapely.get_coordinates(one.shape), 1)}


@pytest.mark.parametrize(("count", "expected"), [(4, 0), (5, 1)])
def test_it_takes_k_people(count: int, expected: int) -> None:
    assert len(barriers(make_table(*shaky(count))).features) == expected


def test_one_person_who_draws_a_tangle_makes_no_barrier() -> None:
    rng = np.random.default_rng(2)
    tangle = [
        mark("one", "barrier", shape=shapely.LineString(rng.uniform(0, 2000, (4, 2)))) for _ in range(60)
    ]
    assert not barriers(make_table(*tangle)).features


def test_the_order_of_the_rows_and_repetition_change_no_line() -> None:
    drawn = shaky(9)
    homes = {one.who: "a0" for one in drawn}
    once = lines(barriers(make_table(*drawn, homes=homes)))
    again = lines(barriers(make_table(*reversed(drawn), *drawn[:1] * 5, homes=homes)))
    assert once == again


def test_where_two_barriers_cross_each_keeps_its_own_people() -> None:
    road = [
        mark(who, "barrier", shape=stroke((1500 + 8 * i, -2500), (1500 + 8 * i, 3000)))
        for i, who in enumerate(people(7, "road "))
    ]
    assert sorted(one.people or 0 for one in barriers(make_table(*shaky(12), *road)).features) == [7, 12]


def test_two_barriers_far_apart_are_two() -> None:
    north = [
        mark(f"n{i}", "barrier", shape=stroke((200, 4000 + 9 * i), (2800, 4000 + 9 * i))) for i in range(6)
    ]
    assert [one.people for one in barriers(make_table(*shaky(8), *north)).features] == [6, 8]


def test_the_nature_is_what_more_than_half_of_the_people_say() -> None:
    assert barriers(make_table(*shaky(9, emotional=5))).features[0].values["nature"] == "emotional"
    assert barriers(make_table(*shaky(8, emotional=4))).features[0].values["nature"] == "physical"


def test_grounds_that_people_outline_stay_grounds() -> None:
    grounds = [
        mark(who, "barrier", shape=shapely.box(500 + 10 * i, 500, 1500 + 10 * i, 1500))
        for i, who in enumerate(people(6))
    ]
    [ground] = barriers(make_table(*grounds)).features
    assert ground.geometry.geom_type == "Polygon"
    assert ground.people == 6
    assert ground.geometry.area == pytest.approx(1_000_000, rel=0.25)


def test_points_of_a_barrier_count_where_they_are_close() -> None:
    points = [mark(who, "barrier", at=(1500 + 10 * i, 500)) for i, who in enumerate(people(6))]
    [spot] = disclose(barriers(make_table(*points)), level=Level.STAFF).features
    assert spot.people == 6
    assert not spot.geometry.is_empty


def test_a_barrier_is_called_after_the_place_nearest_to_its_middle() -> None:
    [river] = barriers(make_table(*shaky(9), places={"Bron": (1500, 900), "Byn": (9000, 500)})).features
    assert (river.name, river.values["distance_m"]) == ("Bron", 400)
    assert "between" not in river.values  # both ends are nearest to the bridge


def test_a_long_barrier_runs_between_the_places_at_its_ends() -> None:
    table = make_table(*shaky(9), places={"Norr": (100, 400), "Syd": (2900, 700), "Bron": (1500, 500)})
    [river] = barriers(table).features
    assert (river.name, river.values["between"]) == ("Bron", ("Norr", "Syd"))
    back = [replace(one, shape=shapely.reverse(one.shape)) for one in shaky(9)]
    [again] = barriers(replace(make_table(*back), places=table.places)).features
    assert again.values["between"] == river.values["between"]


def test_a_long_barrier_that_only_passes_two_places_does_not_run_between_them() -> None:
    table = make_table(*shaky(9), places={"Skolan": (1300, 500), "Bron": (1600, 500)})
    [river] = barriers(table).features
    assert "between" not in river.values


def test_a_short_barrier_and_one_far_from_any_place_run_between_nothing() -> None:
    short = [
        mark(who, "barrier", shape=stroke((500, 500), (2000, 500 + i))) for i, who in enumerate(people(6))
    ]
    places = {"Norr": (400, 500), "Syd": (2100, 500)}
    assert "between" not in barriers(make_table(*short, places=places)).features[0].values
    [river] = barriers(make_table(*shaky(9), places={"Bort": (900_000, 0)})).features
    assert (river.name, set(river.values) & {"between", "distance_m"}) == ("Area 1", set())


def test_nothing_drawn_is_an_empty_map() -> None:
    assert not barriers(make_table(asked=4)).features
    assert not barriers(make_table(mark("a", "barrier"))).features


@pytest.mark.parametrize("tolerance_m", [0.0, -1.0, float("nan"), float("inf")])
def test_a_tolerance_is_a_length(tolerance_m: float) -> None:
    with pytest.raises(InvalidInputError):
        barriers(make_table(), tolerance_m=tolerance_m)


def test_a_line_across_half_the_country_ends_in_reasonable_cells() -> None:
    far = [
        mark(who, "barrier", shape=stroke((0, 9 * i), (400_000, 9 * i))) for i, who in enumerate(people(6))
    ]
    [line] = barriers(make_table(*far)).features
    assert line.geometry.length > 390_000


def test_a_long_divide_that_everybody_draws_loosely_is_one_barrier() -> None:
    divide = [
        mark(who, "barrier", emotional=True, shape=shapely.LineString([(i * 120, 0), (700 - i * 90, 14_000)]))
        for i, who in enumerate(people(8))
    ]
    short = [
        mark(who, "barrier", shape=shapely.LineString([(400, 6000 + 20 * i), (2000, 6000 + 20 * i)]))
        for i, who in enumerate(people(6, "other "))
    ]
    layer = disclose(barriers(make_table(*divide, *short)), level=Level.STAFF)
    assert {(one.people, one.values["nature"]) for one in layer.features} == {
        (8, "emotional"),
        (6, "physical"),
    }
    [long] = [one for one in layer.features if one.people == 8]
    assert long.geometry.geom_type == "LineString" and long.geometry.length > 13_000


def test_in_the_demo_the_barriers_are_few_and_the_longest_is_whole() -> None:
    for survey in ("2016", "2020"):
        layer = disclose(barriers(demo_table(survey)), level=Level.STAFF)
        assert 6 <= len(layer.features) <= 10
        assert max(one.geometry.length for one in layer.features) > 15_000
