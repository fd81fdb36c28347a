"""The change layer: what has moved between two rounds, and what chance alone would have moved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from mentalmap.domain.areas import Areas
from mentalmap.domain.disclosure import Level, disclose
from mentalmap.domain.estimation.direct import estimate_directly
from mentalmap.domain.estimation.permutation import permute_people, smallest_p
from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.layers.change import change, no_change
from mentalmap.domain.layers.envelope import Feature, Layer, Status
from mentalmap.domain.layers.rounds import Round, compare
from mentalmap.domain.layers.voices import Voices
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.realignment import realigned
from mentalmap.domain.vocabulary import Gender, LayerName
from mentalmap.errors import InvalidInputError
from tests.unit.demo_tables import demo_table
from tests.unit.making import ORIGIN_X, ORIGIN_Y, make_squares, make_table, mark, people


def round_of(*valences: list[float]) -> PerceptionTable:
    """One person for each number, who feels so about a0, a1, …."""
    said = [
        mark(f"person {area} {number}", valence=valence, at=(1000 * area + 500, 500))
        for area, many in enumerate(valences)
        for number, valence in enumerate(many)
    ]
    return make_table(*said, areas=make_squares(max(3, len(valences))))


def by_id(layer: Layer) -> dict[str, Feature]:
    return {feature.id: feature for feature in layer.features}


def said(layer: Layer) -> str:
    return " ".join(str(caption) for caption in layer.captions)


MIXED = [[1, 0, -1, 2, 1, 0, 1, -2] * 3, [0, 1, 1, 0, -1, 2] * 3, [-1, -1, 0, 1, -2, 0] * 3]
COLD = [[-2, -1, -2, -2, -1, -2, 0, -2] * 3, *MIXED[1:]]


def test_identical_rounds_flag_nothing_and_differ_by_nothing() -> None:
    table = round_of(*MIXED)
    layer = change(table, table)
    for feature in layer.features:
        assert feature.values["difference"] == pytest.approx(0, abs=1e-9)
        assert (feature.values["flagged"], feature.values["direction"], feature.values["class"]) == (
            False,
            0,
            0,
        )
    assert str(layer.captions[0]).startswith("No detectable change: with this many answers we would only see")


def test_swapping_the_rounds_negates_every_difference_and_nothing_else() -> None:
    there = by_id(change(demo_table("2016"), demo_table("2020")))
    back = by_id(change(demo_table("2020"), demo_table("2016")))
    for code, feature in there.items():
        other = back[code]
        assert feature.status == other.status
        if feature.status is not Status.OK:
            continue
        for key, twin in (("difference", "difference"), ("lo90", "hi90"), ("hi90", "lo90")):
            assert feature.values[key] == pytest.approx(-other.values[twin], abs=1e-6)  # type: ignore[operator]
        assert feature.values["direction"] == -other.values["direction"]  # type: ignore[operator]
        assert feature.values["class"] == -other.values["class"]  # type: ignore[operator]
        assert feature.values["people_before"] == other.values["people_after"] == other.people
        for key in ("flagged", "mdc", "p"):
            assert feature.values[key] == other.values[key]


def test_a_large_change_is_flagged_and_coloured_and_the_others_stay_grey() -> None:
    layer = change(round_of(*MIXED), round_of(*COLD))
    features = by_id(layer)
    assert (features["a0"].values["flagged"], features["a0"].values["direction"]) == (True, -1)
    assert features["a0"].values["class"] < 0  # type: ignore[operator]
    assert features["a1"].values["color"] == features["a2"].values["color"] == "#e6e6e6"
    assert str(layer.captions[0]).startswith("Coloured areas have changed")
    assert "Grey is not the same as unchanged" in said(layer)


def test_an_area_of_too_few_in_either_round_is_not_compared() -> None:
    few = [MIXED[0], MIXED[1][:4], []]
    layer = change(round_of(*MIXED), round_of(*few))
    features = by_id(disclose(layer, level=Level.STAFF))
    assert features["a1"].status is Status.TOO_FEW
    assert features["a2"].status is Status.NO_DATA
    assert not features["a1"].values and not features["a2"].values
    assert by_id(layer)["a0"].values["testable"] is True


def test_with_no_area_in_both_rounds_the_layer_says_so() -> None:
    layer = change(round_of(MIXED[0]), round_of([], MIXED[1]))
    assert layer.parameters["mdc"] is None
    assert "No area has enough answers in both surveys" in str(layer.captions[0])


def test_more_people_see_smaller_changes() -> None:
    few, many = (change(*[round_of(*[one * times for one in MIXED])] * 2) for times in (1, 4))
    assert many.parameters["mdc"] == pytest.approx(few.parameters["mdc"] / 2, rel=0.1)  # type: ignore[operator]


def test_the_minimum_detectable_change_is_that_of_the_table_in_the_method() -> None:
    rng = np.random.default_rng(1)
    n, variance = 30, 0.77
    values = rng.normal(0, 1, n)
    values = (values - values.mean()) / values.std(ddof=1) * variance**0.5
    layer = change(*[round_of(list(values))] * 2)
    assert by_id(layer)["a0"].values["mdc"] == pytest.approx(0.63, abs=0.01)  # one test: no factor


def test_a_shift_of_everything_is_told_apart_and_warned_about() -> None:
    lower = [[value - 1 for value in one] for one in [[1, 0, 1, 2, 1, 0, 1, 2] * 4] * 9]
    upper = [[value + 1 for value in one] for one in lower]
    layer = change(round_of(*lower), round_of(*upper))
    assert layer.parameters["common_shift"] == pytest.approx(1.0, abs=0.05)
    assert "All areas together have moved by +1.0" in said(layer)
    assert "may be the reason" in said(layer)
    assert "may be the reason" not in said(change(round_of(*MIXED), round_of(*MIXED)))


def test_the_demo_changed_where_it_was_made_to_and_nowhere_else() -> None:
    layer = change(demo_table("2016"), demo_table("2020"))
    flagged = {f.id: f.values["direction"] for f in layer.features if f.values.get("flagged")}
    assert flagged == {"kramfors": 1, "bollstabruk": -1}
    assert (layer.parameters["before"], layer.parameters["after"]) == ("2016", "2020")


def test_the_same_seed_gives_the_same_layer_and_filters_pass() -> None:
    women = PerceptionFilter(genders=frozenset({Gender.WOMAN}))
    one, other = (change(demo_table("2016").select(women), demo_table("2020").select(women)) for _ in "ab")
    assert one.features == other.features
    assert 0 < one.denominator < 383


def test_another_layer_or_reference_system_is_refused_with_the_remedy() -> None:
    table = round_of(*MIXED)
    with pytest.raises(InvalidInputError, match="heat"):
        change(table, table, of=LayerName.HEAT)
    with pytest.raises(InvalidInputError, match="reference systems"):
        change(replace(table, crs_epsg=3007), table)


def test_without_areas_or_without_an_earlier_round_the_layer_is_a_sentence() -> None:
    empty = make_table(areas=Areas.empty())
    assert "needs areas" in str(change(empty, empty).captions[0])
    assert "choose an earlier one" in str(no_change(empty).captions[0])


def test_rounds_on_two_versions_of_the_areas_are_computed_on_the_later_one() -> None:
    old = make_table(
        *[mark(who, valence=1, at=(1500, 500)) for who in people(6)],
        mark("line", valence=2, shape=shapely.LineString([(500, 500), (1500, 500)])),
        homes=dict.fromkeys(people(6), "a1"),
    )
    halves = shapely.box(
        np.array([ORIGIN_X, ORIGIN_X + 1400]),
        ORIGIN_Y,
        np.array([ORIGIN_X + 1400, ORIGIN_X + 3000]),
        ORIGIN_Y + 1000,
    )
    new = Areas(("a1", "b"), ("First", "Second"), np.asarray(halves), np.full(2, np.nan))
    moved = realigned(old, new)
    assert moved.area[:6].tolist() == [1] * 6
    assert moved.respondents.home_area[:6].tolist() == [0] * 6
    assert moved.allocation.share[moved.allocation.row == 6].tolist() == pytest.approx([0.9, 0.1])
    layer = change(old, moved, threshold=3)
    assert [feature.name for feature in layer.features] == ["First", "Second"]
    told = by_id(layer)["b"]
    assert (told.values["people_before"], told.values["people_after"], told.people) == (7, 7, 7)
    assert realigned(old, old.areas) is old


def test_people_are_told_round_by_round_and_never_summed() -> None:
    layer = change(round_of([1] * 9, [0] * 3, [2] * 6), round_of([1] * 6, [0] * 9, [-2] * 8))
    a0, a1, _ = layer.features
    assert (a0.people, a0.marks, a0.values["people_before"], a0.values["people_after"]) == (6, 6, 9, 6)
    assert a1.status is Status.TOO_FEW and "people_before" not in a1.values
    assert (layer.people, layer.denominator) == (23, 23)
    assert (layer.parameters["people_before"], layer.parameters["asked_before"]) == (18, 18)
    few = change(round_of([1] * 3), round_of([1] * 6))
    assert few.parameters["people_before"] is None and few.parameters["asked_before"] is None


def test_the_smallest_change_of_the_whole_is_said_to_be_that_of_a_usual_area() -> None:
    for after in ([2] * 9, [1] * 9):
        layer = change(round_of([1] * 9, [0, 1] * 5), round_of(after, [0, 1] * 5))
        assert any("in a usual area" in str(one) for one in layer.captions)
        assert {type(one.values.get("mdc")) for one in layer.features if one.status is Status.OK} == {float}


def test_few_people_can_never_show_a_change() -> None:
    assert smallest_p(1, 1) == 1.0
    assert smallest_p(5, 5) == pytest.approx(2 / 252)
    assert smallest_p(0, 9) == 1.0


def shuffled(one: list[float], other: list[float], seed: int = 1) -> float:
    y, z = np.array(one, dtype=float), np.array(other, dtype=float)
    return permute_people(y, z, np.ones(len(y)), np.ones(len(z)), seed=seed)


def test_shuffling_few_people_tries_every_split() -> None:
    assert shuffled([1, 1, 1], [2, 2, 2]) == pytest.approx(2 / 20)
    assert shuffled([1, 1, 1], [1, 1, 1]) == 1.0


def test_shuffling_many_people_agrees_with_every_split_and_with_itself() -> None:
    rng = np.random.default_rng(5)
    one, other = list(rng.normal(0, 1, 12)), list(rng.normal(0.6, 1, 14))
    assert shuffled(one, other) == shuffled(one, other) == shuffled(other, one)
    assert shuffled(one, other) == pytest.approx(shuffled(one, other, seed=2), abs=0.03)


def heard(mean: np.ndarray, area: np.ndarray, areas: int) -> Round:
    voices = Voices(area, np.arange(len(area)), np.ones(len(area)), mean, np.zeros(len(area)))
    direct = estimate_directly(voices, np.ones(len(area)), areas)
    n = np.bincount(area, minlength=areas)
    return Round(voices, np.ones(len(area)), direct, direct.mean, n >= 3, n, len(area))


def test_of_the_areas_flagged_in_a_simulation_few_are_false_and_many_true() -> None:
    rng, squares = np.random.default_rng(42), make_squares(6, 5)
    table = make_table(areas=squares)
    changed = np.zeros(30)
    changed[[2, 9, 14, 20, 23, 28]] = 0.8
    shares, found, possible = [], 0, 0
    for _ in range(25):
        truth, rounds = rng.normal(0, 0.5, 30), []
        for shift in (0.0, changed):
            n = np.exp(rng.uniform(np.log(3), np.log(80), 30)).astype(int)
            area = np.repeat(np.arange(30), n)
            felt = (truth + shift)[area] + rng.normal(0, 0.8, len(area))
            rounds.append(heard(np.clip(np.round(felt), -2, 2), area, 30))
        flagged = compare(table, *rounds, seed=1).flagged
        shares.append(np.count_nonzero(flagged & (changed == 0)) / max(1, np.count_nonzero(flagged)))
        found += int(np.count_nonzero(flagged & (changed > 0)))
        possible += 6
    assert np.mean(shares) <= 0.11
    assert found / possible >= 0.36
