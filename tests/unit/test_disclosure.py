"""Disclosure: what may leave, and what cannot be had by subtraction."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mentalmap.domain.disclosure import (
    TOTALS_HIDDEN,
    Level,
    coarsen,
    disclose,
    parents_of,
    public_area_sets,
    public_threshold,
)
from mentalmap.domain.disclosure.rounding import OPACITIES, round_people
from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.layers import LAYERS, compute_layer
from mentalmap.domain.layers.attitude import attitude
from mentalmap.domain.layers.destinations import destinations
from mentalmap.domain.layers.envelope import Layer, Status
from mentalmap.domain.layers.voices import INTERNAL, LARGEST_SHARE
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.vocabulary import PUBLIC_LAYERS, Gender, LayerName
from mentalmap.errors import InvalidInputError
from tests.unit.making import Mark, make_squares, make_table, mark, people


def table_of(*counts: int, asked: int | None = None) -> PerceptionTable:
    """As many people in each square, all of them different."""
    said = [
        mark(f"area {index} {who}", valence=number % 3 - 1, at=(1000 * index + 500, 500))
        for index, count in enumerate(counts)
        for number, who in enumerate(people(count))
    ]
    return make_table(*said, areas=make_squares(len(counts)), asked=asked)


def statuses(layer: Layer) -> list[str]:
    return [feature.status.value for feature in layer.features]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=8))
def test_hidden_areas_are_never_alone_and_never_fewer_than_k_people(counts: list[int]) -> None:
    layer = disclose(attitude(table_of(*counts)))
    hidden = [
        n for n, feature in zip(counts, layer.features, strict=True) if feature.status is Status.TOO_FEW
    ]
    told = [feature for feature in layer.features if feature.status is Status.OK]
    assert all((feature.people or 0) >= 5 for feature in told)
    assert not hidden or not told or (len(hidden) >= 2 and sum(hidden) >= 5)


def test_one_small_area_hides_the_next_smallest_with_it() -> None:
    assert statuses(disclose(attitude(table_of(3, 12, 40)))) == ["too_few", "too_few", "ok"]


def test_two_small_areas_with_enough_people_together_hide_nothing_more() -> None:
    assert statuses(disclose(attitude(table_of(3, 4, 12, 40)))) == ["too_few", "too_few", "ok", "ok"]


def test_an_area_that_nobody_spoke_of_needs_no_company() -> None:
    assert statuses(disclose(attitude(table_of(0, 12, 40)))) == ["no_data", "ok", "ok"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=5), st.sampled_from(sorted(LAYERS)))
def test_disclosing_twice_changes_nothing_more(counts: list[int], name: LayerName) -> None:
    once = disclose(compute_layer(name, table_of(*counts)))
    assert disclose(once) == once


@pytest.mark.parametrize("name", [*PUBLIC_LAYERS, LayerName.COVERAGE])
def test_no_internal_value_leaves_and_what_is_hidden_carries_nothing(name: LayerName) -> None:
    strokes = [
        mark(who, kind, valence=1, shape=shape, at=None if shape else (500, 500), purposes=["trade"])
        for who in people(7)
        for kind, shape in (
            ("destination", None),
            ("landmark", None),
            ("barrier", shapely.LineString([(100, 100), (2000, 100)])),
            ("district", shapely.box(100, 100, 900, 900)),
            ("route", shapely.LineString([(500, 500), (1500, 500)])),
        )
    ]
    lonely = [
        mark("lonely", kind, valence=-2, at=(2500, 500)) for kind in ("destination", "landmark", "pride")
    ]
    raw = compute_layer(name, make_table(*strokes, *lonely))
    layer = disclose(raw)
    assert layer.features, "a layer without features would prove nothing"
    for feature in layer.features:
        assert not [value for value in feature.values if value.startswith(INTERNAL)]
        if feature.status is not Status.OK:
            assert (feature.people, feature.marks, dict(feature.values)) == (None, None, {})


def test_a_place_that_few_named_is_not_even_on_the_list() -> None:
    said = [mark(who, "destination", place="Torget") for who in people(6)]
    said += [mark("one", "destination", place="Stugan")]
    computed = destinations(make_table(*said, places={"Torget": (100, 100), "Stugan": (900, 900)}))
    for level in Level:
        layer = disclose(computed, level=level)
        assert [feature.name for feature in layer.features] == ["Torget"]
        # How many are left out is a count too, which filters would change one by one.
        left_out = "One more is left out" in " ".join(map(str, layer.captions))
        assert left_out is (level is Level.STAFF)


def test_the_strongest_of_the_legend_is_one_that_is_shown() -> None:
    said = [mark(who, "destination", place="Torget") for who in people(3)]
    layer = disclose(destinations(make_table(*said, places={"Torget": (100, 100)})))
    assert layer.parameters["max_people"] == 0


def test_a_value_that_rests_mostly_on_one_person_is_hidden() -> None:
    layer = attitude(table_of(6, 9, 30))
    strong = replace(layer.features[0], values={**layer.features[0].values, LARGEST_SHARE: 0.51})
    layer = disclose(replace(layer, features=(strong, *layer.features[1:])))
    assert statuses(layer)[0] == "too_few"


def subset(counts: tuple[int, ...], without: tuple[int, ...]) -> tuple[Layer, Layer]:
    """The layer of everybody, and that of a part which leaves so many people of each area out."""
    part = [count - left_out for count, left_out in zip(counts, without, strict=True)]
    return attitude(table_of(*counts)), attitude(table_of(*part))


def test_a_part_that_leaves_one_person_out_is_not_answered() -> None:
    whole, part = subset((20, 20, 20), (1, 0, 0))
    assert set(statuses(disclose(part, whole=whole))) == {"too_few"}  # 60 were asked, 59 in the part


def test_a_part_answers_only_where_the_rest_is_nobody_or_enough() -> None:
    whole = attitude(table_of(20, 20, 20, 20))
    part = attitude(table_of(12, 20, 17, 11))
    assert statuses(disclose(part, whole=whole)) == ["ok", "ok", "too_few", "too_few"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), min_size=2, max_size=6),
)
def test_subtracting_a_part_from_the_whole_never_leaves_a_few(areas: list[tuple[int, int]]) -> None:
    counts = [max(pair) for pair in areas]
    whole = attitude(table_of(*counts))
    part = attitude(table_of(*[min(pair) for pair in areas]))
    shown_whole, shown_part = disclose(whole), disclose(part, whole=whole)
    for index, (one, other) in enumerate(zip(shown_whole.features, shown_part.features, strict=True)):
        if one.people is not None and other.people is not None:
            left = max(areas[index]) - min(areas[index])
            assert left == 0 or left >= 5
        assert not (other.status is Status.OK and one.status is not Status.OK)
    if not (shown_part.parameters.get(TOTALS_HIDDEN) or shown_whole.parameters.get(TOTALS_HIDDEN)):
        left = whole.people - part.people
        assert left == 0 or left >= 5


def test_totals_of_a_few_people_are_hidden_with_a_flag_and_no_caption_tells_them() -> None:
    layer = disclose(attitude(table_of(3, asked=40)))
    assert (layer.people, layer.marks, layer.parameters[TOTALS_HIDDEN]) == (0, 0, True)
    said = " ".join(map(str, layer.captions))
    assert "40" not in said
    assert "3 of them" not in said
    assert "cannot be told" in said


def test_a_map_that_nobody_answered_is_empty_and_not_secret() -> None:
    layer = disclose(attitude(table_of(0, asked=40)))
    assert TOTALS_HIDDEN not in layer.parameters
    assert "40 people were asked; none of them" in " ".join(map(str, layer.captions))


def test_purposes_of_a_part_follow_the_same_rule() -> None:
    def of(trading: int, working: int) -> Layer:
        said = [mark(who, "destination", place="Torget", purposes=["trade"]) for who in people(trading)]
        said += [mark(who, "destination", place="Torget", purposes=["work"]) for who in people(working, "w")]
        return destinations(make_table(*said, places={"Torget": (100, 100)}, asked=trading + working))

    [feature] = disclose(of(9, 8), whole=of(11, 14)).features
    assert feature.values["purposes"] == {"work": 10}  # eight, rounded; of trade, two would be left


def test_only_the_same_layer_can_be_the_whole() -> None:
    table = table_of(6, 6)
    with pytest.raises(InvalidInputError):
        disclose(attitude(table), whole=destinations(table))


def test_barriers_of_a_part_are_compared_by_where_they_lie() -> None:
    def strokes(count: int) -> list[Mark]:
        return [
            mark(who, "barrier", shape=shapely.LineString([(0, 500 + 5 * i), (3000, 500 + 3 * i)]))
            for i, who in enumerate(people(count))
        ]

    whole = compute_layer(LayerName.BARRIERS, make_table(*strokes(20), asked=20))
    assert disclose(
        compute_layer(LayerName.BARRIERS, make_table(*strokes(12), asked=12)), whole=whole
    ).features
    # Three people left out: neither the line nor how many were asked may be told.
    hidden = disclose(compute_layer(LayerName.BARRIERS, make_table(*strokes(17), asked=17)), whole=whole)
    assert not hidden.features
    assert hidden.denominator == 0


def test_what_one_filter_tells_does_not_give_away_what_two_hide() -> None:
    def of(n: int) -> Layer:
        return attitude(table_of(n, asked=60))

    assert statuses(disclose(of(20), whole=of(40), between=[of(30), of(28)])) == ["ok"]
    assert statuses(disclose(of(20), whole=of(40), between=[of(30), of(22)])) == ["too_few"]
    assert statuses(disclose(of(20), whole=of(40), between=[of(30), of(20)])) == ["ok"]


def test_everybody_is_told_rounded_figures_and_statisticians_ones_stay_inside() -> None:
    computed = attitude(table_of(7, asked=58))
    told, part = disclose(computed), disclose(computed, is_part=True)
    assert (told.people, told.denominator, told.features[0].people, told.features[0].marks) == (5, 58, 5, 5)
    assert told.features[0].values["estimate"] == round(float(str(told.features[0].values["estimate"])), 1)
    assert {"sd", "n_eff", "reliability", "p_positive", "tau"}.isdisjoint(told.features[0].values)
    assert "58 people were asked; 5 of them" in " ".join(map(str, told.captions))
    assert "rounded to the nearest five" in " ".join(map(str, told.captions))
    assert (part.denominator, part.features[0].marks) == (60, None)  # how many youth were asked, say
    assert coarsen(told, is_part=False) == told


def test_staff_are_told_exact_counts_under_any_filter_but_never_too_few() -> None:
    whole, part = attitude(table_of(20, 20)), attitude(table_of(19, 3))
    layer = disclose(part, level=Level.STAFF, whole=whole)
    assert [(one.status.value, one.people) for one in layer.features] == [("ok", 19), ("too_few", None)]
    assert not [name for one in layer.features for name in one.values if name.startswith(INTERNAL)]
    assert {"estimate", "sd", "n_eff"} <= set(layer.features[0].values)


@given(st.integers(0, 400), st.integers(1, 20), st.integers(0, 400))
def test_rounding_never_says_fewer_than_k_nor_more_than_were_asked(n: int, k: int, asked: int) -> None:
    told = round_people(n, k, asked)
    assert (told == 0) == (n == 0)
    assert n == 0 or told >= k
    assert told <= max(asked, k) or n == 0
    assert round_people(told, k, asked) == told
    assert n < k or n > asked or abs(told - n) <= 4


def test_that_nobody_of_a_part_spoke_is_told_as_too_few() -> None:
    whole, part = attitude(table_of(20, 20, 0)), attitude(table_of(10, 0, 0))
    assert statuses(disclose(part, whole=whole)) == ["ok", "too_few", "no_data"]


def test_order_and_rank_follow_the_rounded_counts() -> None:
    said = [mark(who, "destination", place="B") for who in people(9)]
    said += [mark(who, "destination", place="A") for who in people(11)]
    said += [mark(who, "destination", place="C") for who in people(24)]
    places = {"A": (100, 100), "B": (900, 900), "C": (1500, 500)}
    layer = disclose(destinations(make_table(*said, places=places, asked=40)))
    assert [(one.id, one.people, one.values["rank"]) for one in layer.features] == [
        ("A", 10, 2), ("B", 10, 2), ("C", 25, 1),
    ]  # fmt: skip
    assert [one.values["share"] for one in layer.features] == [0.25, 0.25, 0.62]  # of what is told
    assert layer.parameters["max_people"] == 25


def test_opacity_of_heat_comes_in_steps_of_about_five_people() -> None:
    said = [mark(who, valence=1, at=(500 + 40 * i, 500)) for i, who in enumerate(people(30))]
    layer = disclose(compute_layer(LayerName.HEAT, make_table(*said)))
    assert {one.values["alpha"] for one in layer.features} == set(OPACITIES)
    assert [one.id for one in layer.features] == sorted(one.id for one in layer.features)


def test_in_every_published_group_of_areas_the_hidden_ones_are_never_alone() -> None:
    table, parents = table_of(3, 12, 40, 4, 30, 14), {"west": ["a0", "a1", "a2"], "east": ["a3", "a4", "a5"]}
    assert statuses(disclose(attitude(table))).count("too_few") == 2
    assert statuses(disclose(attitude(table), parents=parents)) == [
        "too_few", "too_few", "ok", "too_few", "ok", "too_few",
    ]  # fmt: skip


def test_those_who_live_there_are_told_apart_only_if_they_and_the_others_are_enough() -> None:
    [area] = attitude(table_of(30, asked=60)).features[:1]

    def of(insiders: int, level: Level) -> object:
        values = {**area.values, "insiders": 1.0, "insiders_lo90": 0.5, "insiders_people": insiders}
        layer = replace(attitude(table_of(30, asked=60)), features=(replace(area, values=values),))
        told = disclose(layer, level=level).features[0].values
        return told["insiders"], told["insiders_lo90"], told["insiders_people"]

    assert of(4, Level.STAFF) == (None, None, None)
    assert of(7, Level.STAFF) == (1.0, 0.5, 7)
    assert of(7, Level.PUBLIC) == of(24, Level.PUBLIC) == (None, None, None)  # six others
    assert of(16, Level.PUBLIC) == (1.0, 0.5, 15)


def test_parts_of_people_need_ten() -> None:
    assert public_threshold(5, PerceptionFilter(genders=frozenset({Gender.WOMAN}))) == 10
    assert public_threshold(5, PerceptionFilter(themes=frozenset({"safety"}))) == 5
    assert public_threshold(12, PerceptionFilter(answers=frozenset({("q", "yes")}))) == 12


def test_everybody_gets_only_sets_of_areas_that_are_made_of_the_first() -> None:
    fine, other = make_squares(4, 2), make_squares(3, 2, side_m=4000 / 3)
    halves = [
        shapely.union_all(fine.geometries[[0, 1, 4, 5]]),
        shapely.union_all(fine.geometries[[2, 3, 6, 7]]),
    ]
    coarse = replace(make_squares(2), geometries=np.array(halves, dtype=object))
    assert public_area_sets([fine, other, coarse]) == (fine, coarse)
    assert public_area_sets([coarse, fine]) == (coarse,)  # the finer one is for those who plan
    assert public_area_sets([]) == ()
    assert parents_of(fine, coarse)["a0"] == ("a0", "a1", "a4", "a5")
    assert parents_of(fine, other) == {}
