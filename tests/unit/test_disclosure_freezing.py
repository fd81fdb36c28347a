"""Freezing: what a later publication may say anew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentalmap.domain.disclosure import TOTALS_HIDDEN, disclose, freeze_against
from mentalmap.domain.layers.attitude import attitude
from mentalmap.domain.layers.destinations import destinations
from mentalmap.domain.layers.envelope import Layer
from mentalmap.errors import InvalidInputError
from tests.unit.making import make_squares, make_table, mark, people


def published(*counts: int, asked: int = 200, threshold: int = 5) -> Layer:
    said = [
        mark(f"area {index} {who}", valence=1, at=(1000 * index + 500, 500))
        for index, count in enumerate(counts)
        for who in people(count)
    ]
    return disclose(
        attitude(make_table(*said, areas=make_squares(len(counts)), asked=asked), threshold=threshold)
    )


def told(layer: Layer) -> list[object]:
    return [one.people if one.people is not None else one.status.value for one in layer.features]


def test_a_number_changes_only_when_enough_people_changed_it() -> None:
    layer = freeze_against(published(14, 22, 40), published(12, 12, 40))
    assert told(layer) == [10, 20, 40]  # two more may not show, ten more may
    assert layer.features[0] == published(12, 12, 40).features[0]


def test_what_was_hidden_stays_hidden_until_it_must_have_gained_enough() -> None:
    old = published(4, 4, 40, 0)
    assert told(old) == ["too_few", "too_few", 40, "no_data"]
    assert told(freeze_against(published(6, 6, 40, 3), old)) == ["too_few", "too_few", 40, "no_data"]
    assert told(freeze_against(published(14, 14, 40, 14), old)) == [15, 15, 40, 15]


def test_what_may_no_longer_be_told_is_hidden_whatever_was_told_before() -> None:
    assert told(freeze_against(published(3, 3, 40), published(9, 9, 40)))[:2] == ["too_few", "too_few"]
    stricter = freeze_against(published(12, 30, 40, threshold=10), published(9, 30, 40))
    assert told(stricter)[0] == "too_few"


def test_an_area_that_is_held_back_is_not_held_back_alone() -> None:
    layer = freeze_against(published(14, 9, 40, 60), published(4, 4, 40, 60))
    assert told(layer) == ["too_few", "too_few", 40, 60]  # the first has gained enough, the second has not


def test_how_many_were_asked_changes_with_them() -> None:
    old = published(12, 12, asked=200)
    assert freeze_against(published(12, 12, asked=204), old).denominator == 200
    assert freeze_against(published(12, 12, asked=209), old).denominator == 209
    assert "200 people were asked" in " ".join(
        map(str, freeze_against(published(13, 12, asked=201), old).captions)
    )


def test_totals_that_were_hidden_stay_hidden() -> None:
    old = published(3, asked=40)
    assert old.parameters[TOTALS_HIDDEN]
    layer = freeze_against(published(6, asked=43), old)
    assert (layer.people, layer.parameters.get(TOTALS_HIDDEN), told(layer)) == (0, True, ["too_few"])
    assert TOTALS_HIDDEN not in freeze_against(published(30, asked=70), old).parameters


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 12)), min_size=2, max_size=5))
def test_freezing_twice_changes_nothing_more(counts: list[tuple[int, int]]) -> None:
    old = published(*[before for before, _ in counts])
    once = freeze_against(published(*[before + more for before, more in counts], asked=240), old)
    assert freeze_against(once, old) == once
    assert freeze_against(old, old) == old


def test_a_place_that_few_named_before_appears_when_enough_have_come() -> None:
    def of(count: int) -> Layer:
        said = [mark(who, "destination", place="Torget") for who in people(count)]
        return disclose(destinations(make_table(*said, places={"Torget": (100, 100)}, asked=60)))

    assert not freeze_against(of(7), of(4)).features
    [place] = freeze_against(of(14), of(4)).features
    assert (place.people, place.values["share"], place.values["rank"]) == (15, 0.25, 1)


def test_only_the_same_layer_is_compared() -> None:
    with pytest.raises(InvalidInputError):
        freeze_against(published(9), replace(published(9), name=destinations(make_table()).name))
