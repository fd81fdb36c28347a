"""The relations layer: how places see each other, self-image apart from outsiders' image."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentalmap.domain.disclosure import Level, disclose
from mentalmap.domain.estimation.within_groups import shrink_within
from mentalmap.domain.headlines import with_headline
from mentalmap.domain.layers.envelope import Feature, Layer, Status
from mentalmap.domain.layers.relations import relations
from mentalmap.domain.perceptions import PerceptionTable
from tests.unit.demo_tables import demo_table
from tests.unit.making import Mark, make_squares, make_table, mark, people

CENTRES = [(500, 500), (1500, 500), (2500, 500)]


def spoken(*said: tuple[int, int, int, float]) -> PerceptionTable:
    """(how many people, home, about, valence) of each group, in three squares."""
    marks: list[Mark] = []
    homes: dict[str, str] = {}
    for group, (count, home, about, valence) in enumerate(said):
        for who in people(count, f"group {group} person "):
            marks.append(mark(who, valence=valence, at=CENTRES[about]))
            homes[who] = f"a{home}"
    return make_table(*marks, homes=homes)


def by_id(layer: Layer) -> dict[str, Feature]:
    return {feature.id: feature for feature in layer.features}


def number(feature: Feature, key: str) -> float:
    value = feature.values[key]
    assert isinstance(value, float)
    return value


def test_a_pair_is_told_by_who_lives_there_about_whom() -> None:
    layer = relations(spoken((8, 0, 1, -1), (6, 1, 0, 2), (9, 1, 1, 1)))
    features = by_id(layer)
    there, back = features["a0>a1"], features["a1>a0"]
    assert (there.people, back.people, features["a1>a1"].people) == (8, 6, 9)
    assert (there.values["home"], there.values["about"], there.values["is_self"]) == ("a0", "a1", False)
    assert features["a1>a1"].values["is_self"] is True
    assert number(there, "estimate") < 0 < number(back, "estimate")


def test_a_pair_is_a_line_that_starts_at_home_and_the_self_image_a_point() -> None:
    features = by_id(relations(spoken((6, 0, 2, -1), (6, 0, 0, 1))))
    line, point = features["a0>a2"].geometry, features["a0>a0"].geometry
    assert line.coords[0][0] < line.coords[-1][0]
    assert (line.coords[0], point.geom_type) == (point.coords[0], "Point")


def test_self_image_and_outsiders_image_stand_apart() -> None:
    image = by_id(relations(spoken((20, 0, 0, 1), (20, 1, 0, -1), (20, 1, 1, 1), (20, 0, 1, 1))))["image:a0"]
    assert number(image, "self_lo90") > number(image, "outside_hi90")
    assert (image.values["self_people"], image.values["outside_people"], image.people) == (20, 20, 40)


def test_the_matrix_says_of_itself_what_the_image_says() -> None:
    features = by_id(relations(demo_table("2016")))
    assert features["kramfors>kramfors"].values["estimate"] == features["image:kramfors"].values["self_image"]


def test_a_pair_of_too_few_people_stays_in_the_matrix_without_a_value() -> None:
    layer = disclose(relations(spoken((4, 0, 1, -2), (6, 2, 1, 1))), level=Level.STAFF)
    pair = by_id(layer)["a0>a1"]
    assert (pair.status, pair.people, dict(pair.values)) == (Status.TOO_FEW, None, {})
    assert pair.name == "Area 0 → Area 1"


def test_a_side_of_too_few_people_cannot_be_had_by_subtraction() -> None:
    image = by_id(relations(spoken((4, 1, 1, -2), (6, 2, 1, 1))))["image:a1"]
    assert (image.people, image.values["self_people"], image.values["self_image"]) == (6, None, None)
    shown = by_id(disclose(relations(spoken((4, 1, 1, -2), (3, 2, 1, 1))), level=Level.STAFF))["image:a1"]
    assert (shown.status, shown.people) == (Status.TOO_FEW, None)


def test_one_eager_person_is_one_voice() -> None:
    table = spoken((6, 0, 1, -1))
    eager = [mark("group 0 person 000", valence=2, at=CENTRES[1]) for _ in range(50)]
    homes = dict.fromkeys(people(6, "group 0 person "), "a0")
    loud = make_table(*[mark(who, valence=-1, at=CENTRES[1]) for who in homes], *eager, homes=homes)
    once, often = (number(by_id(relations(one))["a0>a1"], "estimate") for one in (table, loud))
    assert once == pytest.approx(-1)
    assert -1 < often < -0.4


def test_wishes_and_people_without_a_home_do_not_count() -> None:
    said = [mark(who, "wish", valence=-2, at=CENTRES[1]) for who in people(6)]
    said += [mark(who, valence=2, at=CENTRES[1]) for who in people(3, "nowhere ")]
    layer = relations(make_table(*said, homes=dict.fromkeys(people(6), "a0")))
    assert layer.features == () and layer.people == 0
    assert "3 people did not say where they live" in " ".join(map(str, layer.captions))


def test_the_order_of_the_matrix_begins_with_the_areas_that_most_people_speak_of() -> None:
    layer = relations(spoken((6, 0, 2, 1), (9, 0, 1, 1)))
    assert layer.parameters["matrix_order"] == ("a1", "a2", "a0")


def test_where_no_home_is_known_that_is_the_reason_and_not_a_lack_of_feelings() -> None:
    for said in (
        [mark(who, valence=1, at=(500, 500)) for who in people(9)],
        [mark(who, valence=1, at=(500, 500)) for who in people(9)] + [mark("x", at=(500, 500))],
    ):
        told = with_headline(disclose(relations(make_table(*said)), level=Level.STAFF))
        assert "do not say where people live" in str(told.captions[0])
        assert not any("Nobody has told how they feel" in str(one) for one in told.captions)


def test_turning_all_feelings_round_turns_the_matrix_round() -> None:
    said = [(7, 0, 1, -1.0), (6, 1, 0, 2.0), (9, 1, 1, 1.0), (6, 2, 1, 0.0), (8, 2, 2, -2.0)]
    plain = by_id(relations(spoken(*said)))
    turned = by_id(relations(spoken(*[(n, home, about, -v) for n, home, about, v in said])))
    for code, feature in plain.items():
        if not code.startswith("image"):
            assert number(turned[code], "estimate") == pytest.approx(-number(feature, "estimate"))
            assert turned[code].values["class"] == -int(feature.values["class"])  # type: ignore[call-overload]


def test_an_empty_project_and_one_without_areas_say_why_nothing_is_shown() -> None:
    assert relations(make_table()).features == ()
    without = relations(make_table(areas=make_squares(0)))
    assert without.features == () and "needs areas" in str(without.captions[0])


estimates = st.lists(
    st.tuples(st.floats(-2, 2), st.floats(0.01, 1.0), st.integers(0, 3)), min_size=1, max_size=12
)


@settings(max_examples=60, deadline=None)
@given(estimates)
def test_shrinking_stays_between_the_extremes_of_the_group(said: list[tuple[float, float, int]]) -> None:
    mean, variance, group = (np.array(column) for column in zip(*said, strict=True))
    estimate, sd = shrink_within(mean, variance, group)
    for one in set(group.tolist()):
        here = group == one
        assert estimate[here].min() >= mean[here].min() - 1e-9
        assert estimate[here].max() <= mean[here].max() + 1e-9
    assert (sd > 0).all()


def test_the_less_sure_is_drawn_further_and_one_alone_not_at_all() -> None:
    mean = np.array([1.0, 1.0, -1.0, -1.0, 0.7])
    estimate, sd = shrink_within(mean, np.array([0.05, 0.6, 0.05, 0.6, 0.3]), np.array([0, 0, 0, 0, 1]))
    assert 0 < estimate[1] < estimate[0] < 1
    assert estimate[4] == pytest.approx(0.7) and sd[4] == pytest.approx(0.3**0.5, rel=0.2)
    assert estimate[0] == pytest.approx(-estimate[2])


def test_what_is_unknown_stays_unknown() -> None:
    estimate, sd = shrink_within(np.array([np.nan, 0.5]), np.array([0.1, 0.1]), np.array([0, 0]))
    assert np.isnan([estimate[0], sd[0]]).all() and estimate[1] == pytest.approx(0.5)


def test_among_very_many_areas_only_pairs_of_enough_people_are_listed() -> None:
    areas = make_squares(61)
    said = [mark(who, valence=1, at=(1500, 500)) for who in people(9)]
    homes = {who: areas.ids[0 if number < 6 else 2] for number, who in enumerate(people(9))}
    layer = relations(make_table(*said, areas=areas, homes=homes))
    assert [one.id for one in layer.features] == ["a00>a01", "image:a01"]


def test_of_very_many_pairs_those_are_told_that_most_people_speak_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = sys.modules[relations.__module__]
    monkeypatch.setattr(module, "MOST_PAIRS", 5)
    monkeypatch.setattr(module, "MOST_IN_MATRIX", 2)
    who = people(60)
    index = {name: number for number, name in enumerate(who)}
    squares = make_squares(3)
    said = [
        mark(name, valence=1, at=(1000 * about + 500, 500))
        for name in who
        for about in range(3)
        if about == 0 or index[name] % 5
    ]
    layer = relations(make_table(*said, homes={name: squares.ids[index[name] % 3] for name in who}))
    pairs = [one for one in layer.features if not one.id.startswith("image:")]
    assert len(pairs) == 5
    assert sum(bool(one.values["is_self"]) for one in pairs) == 3
    assert [one.values["about"] for one in pairs if not one.values["is_self"]] == [squares.ids[0]] * 2
