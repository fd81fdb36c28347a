"""Destinations and landmarks: places counted in people."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentalmap.domain.areas import Areas
from mentalmap.domain.layers.destinations import destinations
from mentalmap.domain.layers.envelope import Feature, Layer, Status
from mentalmap.domain.layers.landmarks import landmarks
from mentalmap.domain.layers.voices import PEOPLE
from tests.unit.making import ORIGIN_X, ORIGIN_Y, Mark, make_table, mark, people

PLACES = {"Torget": (150.0, 150.0), "Badet": (1500.0, 900.0)}

goings = st.lists(
    st.builds(
        mark,
        st.sampled_from(people(8)),
        st.just("destination"),
        place=st.none() | st.sampled_from(list(PLACES)),
        at=st.sampled_from([(160, 160), (700, 700), (705, 703), (2900, 100)]),
        purposes=st.sets(st.sampled_from(["trade", "work", "nature"])),
    ),
    max_size=30,
)


def by_name(layer: Layer) -> dict[str, Feature]:
    return {feature.name: feature for feature in layer.features}


@settings(max_examples=60, deadline=None)
@given(st.data(), goings)
def test_neither_the_order_nor_the_number_of_one_persons_marks_matters(
    data: st.DataObject, said: list[Mark]
) -> None:
    homes = dict.fromkeys(people(8), "a0")
    again = data.draw(st.permutations([*said, *(one for one in said if one.who == people(8)[0])]))
    one, other = (
        [
            (f.id, f.name, f.people, f.values, f.geometry.wkt)
            for f in destinations(make_table(*part, places=PLACES, homes=homes), threshold=1).features
        ]
        for part in (said, again)
    )
    strip = [(a, b, c, {k: v for k, v in d.items() if k != "_marks"}, e) for a, b, c, d, e in one]
    assert strip == [(a, b, c, {k: v for k, v in d.items() if k != "_marks"}, e) for a, b, c, d, e in other]


@settings(max_examples=60, deadline=None)
@given(goings)
def test_the_strongest_is_drawn_last_and_ranked_first(said: list[Mark]) -> None:
    features = destinations(make_table(*said, places=PLACES), threshold=1).features
    counts = [feature.people or 0 for feature in features]
    assert counts == sorted(counts)
    for one in features:
        assert one.values["rank"] == 1 + sum(count > (one.people or 0) for count in counts)


def test_one_person_who_goes_there_daily_is_one_person() -> None:
    said = [mark(who, "destination", place="Torget") for who in people(5)]
    said += [mark(people(5)[0], "destination", place="Torget")] * 300
    [torget] = destinations(make_table(*said, places=PLACES, asked=20)).features
    assert (torget.people, torget.marks, torget.values["share"]) == (5, 305, 0.25)


def test_a_mark_near_a_place_belongs_to_it_and_one_farther_off_does_not() -> None:
    said = [mark(who, "destination", at=(150 + 140, 150)) for who in people(3)]
    said += [mark(who, "destination", at=(150 + 160, 150)) for who in people(3, "far ")]
    layer = destinations(make_table(*said, places=PLACES), threshold=1)
    assert by_name(layer)["Torget"].people == 3
    assert len(layer.features) == 2


def test_unnamed_marks_in_one_square_are_one_spot_named_by_the_nearest_place() -> None:
    said = [mark(who, "destination", at=(2000 + 20 * i, 900)) for i, who in enumerate(people(6))]
    [spot] = destinations(make_table(*said, places=PLACES)).features
    assert spot.people == 6
    assert spot.name == "Badet"
    assert spot.values["distance_m"] == 700  # from the middle of the square, which no filter moves
    assert spot.geometry.coords[0] == (ORIGIN_X + 2050, ORIGIN_Y + 900)


def test_a_spot_without_a_place_near_is_named_by_its_area_or_by_nothing() -> None:
    said = [mark(who, "destination", at=(2500, 500)) for who in people(6)]
    assert [f.name for f in destinations(make_table(*said)).features] == ["Area 2"]
    assert [f.name for f in destinations(make_table(*said, areas=Areas.empty())).features] == [""]


def test_what_is_at_a_place_tells_no_distance() -> None:
    said = [mark(who, kind, place="Badet") for who in people(6) for kind in ("destination", "landmark")]
    said += [mark(who, "landmark", at=(2000, 900)) for who in people(7)]
    table = make_table(*said, places=PLACES)
    assert "distance_m" not in destinations(table).features[0].values
    assert [one.values.get("distance_m") for one in landmarks(table).features] == [None, 700]


def test_a_spot_stays_the_same_spot_when_people_are_filtered_away() -> None:
    said = [mark(who, "destination", at=(2000 + 40 * i, 900)) for i, who in enumerate(people(20))]
    everyone = {f.id for f in destinations(make_table(*said), threshold=1).features}
    some = {f.id for f in destinations(make_table(*said[3:11]), threshold=1).features}
    assert some <= everyone


def test_purposes_count_people_and_small_ones_join_the_others() -> None:
    said = [mark(who, "destination", place="Torget", purposes=["trade"]) for who in people(12)]
    said += [mark(people(12)[0], "destination", place="Torget", purposes=["trade"])] * 9
    said += [mark(who, "destination", place="Torget", purposes=["work"]) for who in people(4, "w")]
    said += [mark("silent", "destination", place="Torget")]
    [torget] = destinations(make_table(*said, places=PLACES)).features
    assert torget.people == 17
    assert torget.values["purposes"] == {"trade": 12, "other": 5}


def test_others_who_are_too_few_are_not_told_either() -> None:
    said = [mark(who, "destination", place="Torget", purposes=["trade", "work"]) for who in people(6)]
    said += [mark(who, "destination", place="Torget", purposes=["nature"]) for who in people(3, "n")]
    [torget] = destinations(make_table(*said, places=PLACES)).features
    assert torget.values["purposes"] == {"trade": 6, "work": 6}


def test_below_the_threshold_a_place_carries_no_value() -> None:
    said = [mark(who, "destination", place="Torget", purposes=["trade"]) for who in people(4)]
    [torget] = destinations(make_table(*said, places=PLACES)).features
    assert (torget.status, torget.people, torget.marks) == (Status.TOO_FEW, None, None)
    assert torget.values[PEOPLE] == 4  # for disclosure only
    assert "share" not in torget.values


def test_marks_that_are_nowhere_are_left_out() -> None:
    layer = destinations(make_table(mark("a", "destination"), asked=2), threshold=1)
    assert (layer.features, layer.people, layer.denominator) == ((), 0, 2)


def test_right_to_left_names_pass_unharmed() -> None:
    said = [mark(who, "destination", place="ساحة المدينة") for who in people(5)]
    [place] = destinations(make_table(*said, places={"ساحة المدينة": (10, 10)})).features
    assert place.name == "ساحة المدينة"


@pytest.mark.parametrize("kind", ["destination", "pride", "district"])
def test_only_landmarks_are_landmarks(kind: str) -> None:
    said = [mark(who, kind, place="Torget") for who in people(6)]
    assert not landmarks(make_table(*said, places=PLACES)).features


def test_landmarks_with_equally_many_people_share_a_rank() -> None:
    said = [mark(who, "landmark", place=place) for who in people(6) for place in PLACES]
    said += [mark(who, "landmark", at=(2500, 500)) for who in people(5)]
    layer = landmarks(make_table(*said, places=PLACES))
    assert sorted(str(feature.values["rank"]) for feature in layer.features) == ["1", "1", "3"]
