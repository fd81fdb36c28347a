"""The attitude layer: laws first, one person one voice."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mentalmap.domain.areas import Areas
from mentalmap.domain.disclosure import disclose
from mentalmap.domain.layers import compute_layer
from mentalmap.domain.layers.attitude import attitude
from mentalmap.domain.layers.envelope import Feature, Layer, Status
from mentalmap.domain.layers.voices import MARKS, PEOPLE
from mentalmap.domain.symbols import PALETTE
from mentalmap.domain.vocabulary import LayerName
from tests.unit.making import Mark, make_squares, make_table, mark, people

CENTRES = [(500, 500), (1500, 500), (2500, 500)]

marks = st.lists(
    st.builds(
        mark,
        st.sampled_from(people(14)),
        st.sampled_from(["pride", "problem", "attitude", "wish", "destination"]),
        valence=st.none() | st.integers(-2, 2),
        at=st.sampled_from(CENTRES),
    ),
    max_size=60,
)
few = st.lists(
    st.builds(
        mark,
        st.sampled_from(people(8)),  # too few for areas to learn from one another
        st.sampled_from(["pride", "problem", "attitude", "wish", "destination"]),
        valence=st.none() | st.integers(-2, 2),
        at=st.sampled_from(CENTRES),
    ),
    max_size=40,
)


def shown(layer: Layer) -> dict[str, dict[str, object]]:
    """Values by area, internal ones left out."""
    layer = disclose(layer)
    return {
        feature.id: {"people": feature.people, "status": feature.status, **feature.values}
        for feature in layer.features
    }


def only(layer: Layer, area: str = "a0") -> Feature:
    [feature] = [one for one in layer.features if one.id == area]
    return feature


def five(valence: float = 1, at: tuple[float, float] = CENTRES[0]) -> list[Mark]:
    return [mark(who, valence=valence, at=at) for who in people(5)]


@settings(max_examples=60, deadline=None)
@given(few, st.sampled_from(people(8)), st.integers(2, 4))
def test_repeating_everything_one_person_said_changes_no_mean(
    said: list[Mark], eager: str, times: int
) -> None:
    repeated = [one for one in said for _ in range(times if one.who == eager else 1)]
    once, again = (attitude(make_table(*part), threshold=1) for part in (said, repeated))
    for one, other in zip(once.features, again.features, strict=True):
        assert (one.people, one.status) == (other.people, other.status)
        for name in ("estimate", "class", "share_positive", "share_negative", "agreement"):
            assert one.values.get(name) == pytest.approx(other.values.get(name))


@settings(max_examples=60, deadline=None)
@given(st.data(), marks)
def test_the_order_of_the_rows_changes_nothing(data: st.DataObject, said: list[Mark]) -> None:
    shuffled = data.draw(st.permutations(said))
    # Names sort the people, so that both tables number them alike.
    homes = dict.fromkeys(people(14), "a0")
    one = shown(attitude(make_table(*said, homes=homes), threshold=2))
    other = shown(attitude(make_table(*shuffled, homes=homes), threshold=2))
    assert one == other


@settings(max_examples=40, deadline=None)
@given(marks, st.floats(0.01, 100))
def test_scaling_all_weights_changes_nothing(said: list[Mark], factor: float) -> None:
    weights = {name: 1.0 + index for index, name in enumerate(people(14))}
    scaled = {name: weight * factor for name, weight in weights.items()}
    one, other = (shown(attitude(make_table(*said, weights=w), threshold=2)) for w in (weights, scaled))
    assert one.keys() == other.keys()
    for area, values in one.items():
        assert other[area] == pytest.approx(values, abs=1e-6) if values else not other[area]


@settings(max_examples=40, deadline=None)
@given(few, few)
def test_an_areas_mean_depends_only_on_what_was_said_about_it(said: list[Mark], more: list[Mark]) -> None:
    elsewhere = [replace(one, at=CENTRES[2]) for one in more]
    here = [one for one in said if one.at == CENTRES[0]]
    alone = only(attitude(make_table(*here), threshold=1))
    among = only(attitude(make_table(*here, *elsewhere), threshold=1))
    for name in ("estimate", "n_eff", "share_positive", "agreement"):
        assert alone.values.get(name) == among.values.get(name)


@settings(max_examples=40, deadline=None)
@given(marks)
def test_turning_every_valence_round_turns_every_estimate_round(said: list[Mark]) -> None:
    turned = [replace(one, valence=None if one.valence is None else -one.valence) for one in said]
    for one, other in zip(
        attitude(make_table(*said), threshold=1).features,
        attitude(make_table(*turned), threshold=1).features,
        strict=True,
    ):
        if one.status is Status.OK:
            assert one.values["estimate"] == -other.values["estimate"]  # type: ignore[operator]  # numbers when OK
            assert one.values["class"] == -other.values["class"]  # type: ignore[operator]
            assert one.values["share_positive"] == other.values["share_negative"]


def test_one_eager_respondent_counts_once() -> None:
    said = [mark(who, valence=2, at=CENTRES[0]) for who in people(4)]
    said += [mark("eager", valence=-2, at=CENTRES[0])] * 2000
    feature = only(attitude(make_table(*said)))
    assert (feature.people, feature.marks, feature.values["estimate"]) == (5, 2004, (4 * 2 - 2) / 5)


def test_weights_pull_the_mean() -> None:
    said = [mark("many", valence=2, at=CENTRES[0]), mark("few", valence=-2, at=CENTRES[0])]
    layer = attitude(make_table(*said, weights={"many": 3, "few": 1}), threshold=1)
    assert only(layer).values["estimate"] == 1.0
    assert "weigh as many" in " ".join(map(str, layer.captions))


def test_wishes_say_what_is_missing_and_not_how_a_place_is() -> None:
    said = five(1) + [mark(who, "wish", valence=-2, at=CENTRES[0]) for who in people(9)]
    assert only(attitude(make_table(*said))).values["estimate"] == 1.0


def test_four_people_carry_no_value_and_five_do() -> None:
    table = make_table(*five()[:4], *five(at=CENTRES[1]))
    few, enough, nobody = attitude(table).features
    assert (few.status, few.people, few.marks) == (Status.TOO_FEW, None, None)
    assert "estimate" not in few.values
    assert (enough.status, enough.people) == (Status.OK, 5)
    assert nobody.status is Status.NO_DATA


def test_five_heads_that_weigh_like_two_are_too_few() -> None:
    table = make_table(*five(), weights={people(5)[0]: 1000})
    assert only(attitude(table)).status is Status.TOO_FEW


def test_a_polygon_counts_in_each_area_by_its_share() -> None:
    over_both = shapely.box(600, 100, 1200, 900)  # two thirds in a0, one third in a1
    said = [mark(who, valence=2, shape=over_both) for who in people(5)]
    said += [mark(who, valence=-1, at=CENTRES[1]) for who in people(5)]
    left, right, _ = attitude(make_table(*said)).features
    assert left.values["estimate"] == 2
    # Each person's mean in a1: two thirds of a mark less than one of the point.
    assert right.values["estimate"] == pytest.approx((2 / 3 - 1) / (4 / 3))
    assert (left.people, right.people) == (5, 5)


def test_a_polygon_that_brushes_an_area_says_nothing_about_it() -> None:
    brushing = shapely.box(10, 100, 1020, 900)  # two percent in a1
    layer = attitude(make_table(*[mark(who, valence=2, shape=brushing) for who in people(5)]))
    assert [one.status for one in layer.features] == [Status.OK, Status.NO_DATA, Status.NO_DATA]


def test_agreement_tells_indifference_from_war() -> None:
    split = [mark(who, valence=2 if index % 2 else -2, at=CENTRES[0]) for index, who in enumerate(people(6))]
    calm = [mark(who, valence=0, at=CENTRES[1]) for who in people(6)]
    war, peace, _ = attitude(make_table(*split, *calm)).features
    assert war.values["estimate"] == peace.values["estimate"] == 0
    assert (war.values["agreement"], peace.values["agreement"]) == (0, 1)
    assert (war.values["share_positive"], war.values["share_negative"]) == (0.5, 0.5)


def test_the_interval_holds_the_estimate_and_narrows_with_people() -> None:
    rng = np.random.default_rng(4)
    few = [mark(who, valence=int(rng.integers(-2, 3)), at=CENTRES[0]) for who in people(6)]
    many = [mark(who, valence=int(rng.integers(-2, 3)), at=CENTRES[1]) for who in people(90)]
    one, other, _ = attitude(make_table(*few, *many)).features
    widths = []
    for feature in (one, other):
        low, estimate, high = (feature.values[name] for name in ("lo90", "estimate", "hi90"))
        assert -2 <= low < estimate < high <= 2  # type: ignore[operator]  # numbers when OK
        widths.append(high - low)  # type: ignore[operator]
    assert widths[0] > 2 * widths[1]


def test_an_area_that_agrees_by_chance_is_still_uncertain() -> None:
    agreed = five(1)
    others = [mark(who, valence=index % 5 - 2, at=CENTRES[1]) for index, who in enumerate(people(20))]
    feature = only(attitude(make_table(*agreed, *others)))
    assert feature.values["lo90"] < 1 < feature.values["hi90"]  # type: ignore[operator]


def test_where_all_answers_agree_they_are_known_no_better_than_their_steps() -> None:
    feature = only(attitude(make_table(*five(1))))
    assert feature.values["estimate"] == 1
    assert feature.values["sd"] == pytest.approx(
        (8 / 12 * 1 / 12 / 5) ** 0.5
    )  # five agree, eight are expected to


@pytest.mark.parametrize(
    "said",
    [[], [mark("a", at=CENTRES[0])], [mark("a", valence=1)], [mark("a", valence=1, at=(99_999, 0))]],
    ids=["nothing said", "no valence", "no position", "outside all areas"],
)
def test_without_any_valued_mark_every_area_has_no_data(said: list[Mark]) -> None:
    layer = attitude(make_table(*said, asked=3))
    assert {one.status for one in layer.features} == {Status.NO_DATA}
    assert (layer.people, layer.marks, layer.denominator) == (0, 0, 3)


@pytest.mark.parametrize("name", [LayerName.ATTITUDE, LayerName.HEAT])
def test_marks_without_a_feeling_are_said_to_carry_none(name: LayerName) -> None:
    silent = [replace(one, valence=None) for one in five()]
    table = make_table(*silent, areas=make_squares(2))
    assert "not how people feel" in str(compute_layer(name, table, threshold=5).captions[0])
    for heard in (make_table(*silent, *five(), areas=make_squares(2)), table.take(np.arange(4))):
        assert "not how people feel" not in str(compute_layer(name, heard, threshold=5).captions[0])


def test_without_areas_the_layer_says_so() -> None:
    layer = attitude(make_table(*five(), areas=Areas.empty()))
    assert not layer.features
    assert "no area set" in str(layer.captions[0])


def test_captions_say_who_was_asked_and_when_people_cannot_be_told_apart() -> None:
    layer = compute_layer(LayerName.ATTITUDE, make_table(*five(), asked=203, respondents_known=False))
    said = " ".join(map(str, layer.captions))
    assert "203 people were asked; 5 of them" in said
    assert "every row counts as one person" in said
    assert "weigh as many" not in said


def test_every_area_of_a_large_set_appears_once_and_in_order() -> None:
    areas = make_squares(40, 10)
    layer = attitude(make_table(*five(), areas=areas))
    assert tuple(one.id for one in layer.features) == areas.ids


def town(*groups: tuple[int, float], homes: str = "") -> Layer:
    """Compute the layer of areas side by side, each with so many people around one valence."""
    said, living = [], {}
    for index, (count, valence) in enumerate(groups):
        for number, who in enumerate(people(count, f"area {index} person ")):
            said.append(
                mark(who, valence=max(-2, min(2, valence + number % 3 - 1)), at=(500 + 1000 * index, 500))
            )
            living[who] = homes
    table = make_table(*said, areas=make_squares(len(groups)), homes=living if homes else None)
    return attitude(table)


def test_an_area_with_few_people_moves_towards_the_others_and_one_with_many_stays() -> None:
    layer = town((5, -1), (90, 1), (90, 1), (90, 1), (90, 1))
    small, large, *_ = layer.features
    assert layer.parameters["shrunken"] is True
    assert -1 < small.values["estimate"] < 0.5  # type: ignore[operator]  # numbers when OK
    assert large.values["estimate"] == pytest.approx(1, abs=0.05)
    assert small.values["reliability"] < large.values["reliability"]  # type: ignore[operator]


def test_neighbours_pull_more_than_areas_far_away() -> None:
    groups = [(40, 1.0)] * 6 + [(40, -1.0)] * 6
    at_home = [*groups[:2], (5, 0.0), *groups[3:]]
    among_others = [*groups[:9], (5, 0.0), *groups[10:]]
    estimates = [town(*one).features[at].values["estimate"] for one, at in ((at_home, 2), (among_others, 9))]
    assert estimates[0] > 0.1 > -0.1 > estimates[1]  # type: ignore[operator]


def test_9_6_nobody_is_no_data_although_a_prediction_exists() -> None:
    layer = town((20, 1), (0, 0), (20, 1), (20, 1))
    assert layer.parameters["shrunken"] is True
    empty = layer.features[1]
    assert (empty.status, set(empty.values)) == (Status.NO_DATA, {PEOPLE, MARKS})


def test_9_6_one_person_is_estimated_with_the_pooled_variance_and_suppressed() -> None:
    layer = town((1, 1), (20, 1), (20, 1))
    assert layer.features[0].status is Status.TOO_FEW
    assert "estimate" not in layer.features[0].values


@pytest.mark.parametrize(
    "groups", [((20, 1), (20, -1)), ((3, 1), (3, 1), (3, 1))], ids=["two areas", "nine people"]
)
def test_9_6_fewer_than_three_areas_or_ten_people_are_not_shrunken(
    groups: tuple[tuple[int, float], ...],
) -> None:
    layer = town(*groups)
    assert (layer.parameters["shrunken"], layer.parameters["tau"]) == (False, None)
    everybody = sum(count * valence for count, valence in groups) / sum(count for count, _ in groups)
    assert layer.parameters["prior_mean"] == pytest.approx(everybody, abs=0.05)
    said = " ".join(map(str, layer.captions))
    assert ("each stands for its own answers only" in said) is (groups[0][0] >= 5)


def test_9_6_one_area_is_its_direct_estimate() -> None:
    feature = only(town((21, 1)))
    assert feature.values["estimate"] == 1
    assert (feature.values["reliability"], feature.values["diff_from_rest"]) == (None, 0)


def test_9_6_the_same_mark_twice_counts_within_the_person() -> None:
    said = [*five(1), mark("f", valence=-2, at=CENTRES[0])]
    once, twice = (only(attitude(make_table(*part))) for part in (said, [*said, said[-1]]))
    assert once.values["estimate"] == twice.values["estimate"] == 0.5


def test_9_6_marks_without_a_valence_are_not_heard() -> None:
    silent = [mark(who, at=CENTRES[0]) for who in people(9, "silent ")]
    feature = only(attitude(make_table(*five(1), *silent)))
    assert (feature.people, feature.values["estimate"]) == (5, 1)


def test_nothing_is_told_about_a_layer_of_fewer_people_than_the_threshold() -> None:
    layer = attitude(make_table(*[mark(who, valence=-2, at=CENTRES[0]) for who in people(4)]))
    told = set(layer.parameters) - {"breaks", "palette", "shrunken"}
    assert {layer.parameters[name] for name in told} == {None}


def test_the_less_sure_an_estimate_the_fewer_and_greyer_its_colours() -> None:
    sure, unsure = only(town((90, 1))), only(town((5, 1)))
    assert (sure.values["certainty"], sure.values["quality"]) == (0, "good")
    assert sure.values["color"] == PALETTE[5]
    assert (unsure.values["certainty"], unsure.values["quality"]) == (1, "indication")
    assert unsure.values["color"] not in PALETTE


def test_insiders_and_outsiders_are_told_apart_where_both_are_enough() -> None:
    inside = [mark(who, valence=2, at=CENTRES[0]) for who in people(6, "in ")]
    outside = [mark(who, valence=-1, at=CENTRES[0]) for who in people(7, "out ")]
    homes = dict.fromkeys(people(6, "in "), "a0") | dict.fromkeys(people(7, "out "), "a1")
    values = only(attitude(make_table(*inside, *outside, homes=homes))).values
    assert (values["insiders"], values["insiders_people"]) == (2, 6)
    assert (values["outsiders"], values["outsiders_people"]) == (-1, 7)


@pytest.mark.parametrize("others", [1, 4])
def test_neither_side_is_told_where_the_other_is_too_small(others: int) -> None:
    inside = [mark(who, valence=2, at=CENTRES[0]) for who in people(16, "in ")]
    outside = [mark(who, valence=-1, at=CENTRES[0]) for who in people(others, "out ")]
    homes = dict.fromkeys(people(16, "in "), "a0") | dict.fromkeys(people(others, "out "), "a1")
    values = only(attitude(make_table(*inside, *outside, homes=homes))).values
    sides = [value for name, value in values.items() if name.startswith(("insiders", "outsiders"))]
    assert sides == [None] * 8


def test_without_homes_nobody_passes_for_an_outsider() -> None:
    values = only(town((20, 1), (20, 1))).values
    assert values["outsiders"] is None


def test_only_areas_that_surely_differ_from_the_rest_are_flagged() -> None:
    layer = town((40, 1), (40, 0), (40, 0), (40, -1), (6, 0))
    assert [one.values["diff_from_rest"] for one in layer.features] == [1, 0, 0, -1, 0]


def test_a_theme_comes_first_only_where_that_is_sure() -> None:
    clear = [mark(who, valence=1, at=CENTRES[0], themes=["safety"]) for who in people(9)]
    clear += [mark("odd", valence=1, at=CENTRES[0], themes=["service"])]
    even = [
        mark(who, valence=1, at=CENTRES[1], themes=["safety" if number % 2 else "service"])
        for number, who in enumerate(people(20))
    ]
    first, second, _ = attitude(make_table(*clear, *even)).features
    assert (first.values["top_theme"], second.values["top_theme"]) == ("safety", None)


def test_an_eager_respondent_decides_no_theme() -> None:
    said = [mark(who, valence=1, at=CENTRES[0], themes=["safety"]) for who in people(9)]
    said += [mark("eager", valence=1, at=CENTRES[0], themes=["service"])] * 500
    assert only(attitude(make_table(*said))).values["top_theme"] == "safety"


def test_a_theme_of_too_few_people_is_not_told() -> None:
    said = five(1) + [mark(who, valence=1, at=CENTRES[0], themes=["safety"]) for who in people(4, "t ")]
    assert only(attitude(make_table(*said))).values["top_theme"] is None


def test_conflict_is_largest_where_half_stands_against_half() -> None:
    split = [mark(who, valence=2 if index % 2 else -2, at=CENTRES[0]) for index, who in enumerate(people(6))]
    calm = [mark(who, valence=2, at=CENTRES[1]) for who in people(6)]
    war, peace, _ = attitude(make_table(*split, *calm)).features
    assert (war.values["conflict"], peace.values["conflict"]) == (1, 0)
    assert (war.values["direction"], peace.values["direction"]) == ("unclear", "positive")


def test_an_area_differs_from_the_rest_only_if_what_the_map_shows_of_it_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = make_table(
        *[mark(f"{n}", valence=n // 10 - 1, at=(1000 * (n // 10) + 500, 500)) for n in range(30)]
    )
    module = sys.modules["mentalmap.domain.layers.attitude"]
    for rest, told in ((-5.0, [1, 1, 1]), (5.0, [0, 0, 0])):
        found = np.ones(3, dtype=np.int64), np.full(3, rest)
        monkeypatch.setattr(module, "differ_from_rest", lambda *_, found=found: found)
        assert [one.values["diff_from_rest"] for one in attitude(table).features] == told
