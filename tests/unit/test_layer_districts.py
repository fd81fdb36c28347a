"""Districts: outlines laid over each other."""

from __future__ import annotations

import pytest
import shapely

from mentalmap.domain.areas import Areas
from mentalmap.domain.disclosure import disclose
from mentalmap.domain.layers.districts import districts
from tests.unit.making import Mark, make_table, mark, people


def nested(count: int) -> list[Mark]:
    """Squares round the same middle, each a little larger than the one before."""
    return [
        mark(
            who,
            "district",
            shape=shapely.box(500 - 20 * i, 500 - 20 * i, 500 + 20 * i + 20, 500 + 20 * i + 20),
        )
        for i, who in enumerate(people(count), start=5)
    ]


def test_contours_lie_within_each_other_the_core_on_top() -> None:
    outer, middle, core = districts(make_table(*nested(12))).features
    assert [one.values["level"] for one in (outer, middle, core)] == [0.25, 0.5, 0.75]
    assert outer.geometry.area > middle.geometry.area > core.geometry.area > 0
    assert core.geometry.difference(middle.geometry).area < 0.01 * core.geometry.area
    assert middle.geometry.difference(outer.geometry).area < 0.01 * middle.geometry.area


def test_what_everybody_drew_alike_has_one_outline_at_every_level() -> None:
    square = shapely.box(200, 200, 800, 800)
    layer = districts(make_table(*[mark(who, "district", shape=square) for who in people(8)]))
    assert [one.geometry.area for one in layer.features] == pytest.approx([600 * 600] * 3, rel=0.05)
    assert {one.people for one in layer.features} == {8}


def test_outlines_are_as_fine_as_hands_draw_and_no_heavier() -> None:
    rounds = [
        mark(who, "district", shape=shapely.Point(500 + 9 * i, 500).buffer(400))
        for i, who in enumerate(people(9))
    ]
    for one in districts(make_table(*rounds)).features:
        assert one.geometry.is_valid
        assert 12 < shapely.get_num_coordinates(one.geometry) < 120
        assert one.geometry.symmetric_difference(shapely.Point(640_536, 6_970_500).buffer(400)).area < 50_000


def test_a_district_is_a_place_or_else_an_area() -> None:
    named = [
        mark(who, "district", place="Centrum", shape=shapely.box(900, 0, 1100, 500)) for who in people(5)
    ]
    unnamed = [mark(who, "district", shape=shapely.box(1200, 0, 1900, 500)) for who in people(6)]
    layer = districts(make_table(*named, *unnamed, places={"Centrum": (1000, 200)}))
    assert {(one.name, one.people) for one in layer.features} == {("Centrum", 5), ("Area 1", 6)}


def test_few_people_have_no_outline_not_even_a_hidden_one() -> None:
    layer = districts(make_table(*nested(4)))
    assert all(one.geometry.is_empty for one in layer.features)
    assert not disclose(layer).features


def test_one_person_who_draws_often_draws_once() -> None:
    drawn = nested(6)
    once, again = (districts(make_table(*part)) for part in (drawn, drawn + drawn[-1:] * 50))
    assert [one.people for one in once.features] == [one.people for one in again.features]
    for one, other in zip(once.features, again.features, strict=True):
        assert one.geometry.area == pytest.approx(other.geometry.area, rel=0.08)


def test_points_and_lines_are_no_outlines() -> None:
    said = [mark(who, "district", at=(500, 500)) for who in people(6)]
    said += [mark(who, "district", shape=shapely.LineString([(0, 0), (900, 900)])) for who in people(6)]
    assert not districts(make_table(*said)).features


def test_without_places_and_areas_there_is_nothing_to_call_a_district() -> None:
    assert not districts(make_table(*nested(9), areas=Areas.empty())).features


def test_an_outline_round_half_the_country_does_not_fill_the_memory() -> None:
    vast = shapely.box(-300_000, -300_000, 300_000, 300_000)
    layer = districts(make_table(*[mark(who, "district", shape=vast) for who in people(5)]))
    assert layer.features[-1].geometry.area == pytest.approx(600_000.0**2, rel=0.1)
