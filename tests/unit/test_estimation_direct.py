"""Direct estimates, their parts, themes and the rest: sums done fast equal sums done plainly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mentalmap.domain.estimation import themes as theme_module
from mentalmap.domain.estimation.direct import STEP_VARIANCE, DirectEstimate, estimate_directly
from mentalmap.domain.estimation.rest import _moments_of_rest, borne_out, differ_from_rest
from mentalmap.domain.estimation.sides import estimate_sides
from mentalmap.domain.estimation.themes import find_top_themes, probability_of_order
from mentalmap.domain.layers import area_voices
from mentalmap.domain.layers.area_voices import gather_area_voices
from mentalmap.domain.layers.voices import Voices, gather_voices
from tests.unit.making import THEMES, Mark, make_table, mark, people

WEIGHTS = np.array([1.0, 2.0, 0.5, 1.0, 1.0, 3.0, 1.0, 1.0])
OVER_TWO = shapely.box(600, 100, 1200, 900)

marks = st.lists(
    st.builds(
        mark,
        st.sampled_from(people(8)),
        valence=st.integers(-2, 2),
        at=st.sampled_from([(500, 500), (1500, 500), (2500, 500)]),
        shape=st.sampled_from([None, None, OVER_TWO]),
        themes=st.sets(st.sampled_from(THEMES)),
    ),
    min_size=1,
    max_size=40,
)


def voices_of(said: list[Mark]) -> Voices:
    table = make_table(*said)
    allocation, valence = table.allocation, table.valence
    row = allocation.row
    return gather_voices(allocation.area, table.respondent[row], allocation.share, valence[row])


@settings(max_examples=80, deadline=None)
@given(marks, st.booleans())
def test_packed_marks_give_the_same_voices_as_plain_ones(said: list[Mark], does_fit: bool) -> None:
    table = make_table(*said)
    with pytest.MonkeyPatch.context() as patch:
        if not does_fit:
            patch.setattr(area_voices, "KEY_BITS", 4)
        found = gather_area_voices(table, np.ones(len(table), dtype=bool))
    plain = voices_of(said)
    assert np.array_equal(found.voices.thing, plain.thing)
    assert np.array_equal(found.voices.respondent, plain.respondent)
    for name in ("size", "mean", "spread"):
        assert getattr(found.voices, name) == pytest.approx(getattr(plain, name), abs=1e-9)
    allocation = table.allocation
    assert found.marks.sum() == len(allocation)
    for index in range(len(plain)):
        mine = (allocation.area == plain.thing[index]) & (
            table.respondent[allocation.row] == plain.respondent[index]
        )
        assert found.themes[index] == np.bitwise_or.reduce(table.themes[allocation.row[mine]])


@settings(max_examples=60, deadline=None)
@given(marks)
def test_voices_in_any_order_give_the_same_estimate(said: list[Mark]) -> None:
    voices = voices_of(said)
    turned = voices.take(np.arange(len(voices))[::-1])
    one, other = (estimate_directly(part, WEIGHTS, 3) for part in (voices, turned))
    assert np.array_equal(one.mean, other.mean, equal_nan=True)
    assert np.array_equal(one.sd, other.sd, equal_nan=True)


@settings(max_examples=60, deadline=None)
@given(marks)
def test_two_sides_are_the_estimates_of_two_parts(said: list[Mark]) -> None:
    voices = voices_of(said)
    direct = estimate_directly(voices, WEIGHTS, 3)
    is_one = voices.respondent % 2 == 0
    for side, mask in zip(estimate_sides(voices, WEIGHTS, direct, is_one), (is_one, ~is_one), strict=True):
        alone = estimate_directly(voices.take(mask), WEIGHTS, 3, components=direct.components)
        assert np.array_equal(side.n, alone.n)
        for name in ("mean", "sd", "n_eff", "largest_share"):
            assert getattr(side, name) == pytest.approx(getattr(alone, name), abs=1e-5, nan_ok=True)


@settings(max_examples=60, deadline=None)
@given(marks)
def test_the_rest_is_what_everybody_says_about_all_other_areas(said: list[Mark]) -> None:
    voices = voices_of(said)
    direct = estimate_directly(voices, WEIGHTS, 3)
    rest = _moments_of_rest(voices, WEIGHTS, direct)
    for area in range(3):
        others = voices.take(voices.thing != area)
        who = np.unique(others.respondent)
        size = np.array([others.size[others.respondent == one].sum() for one in who])
        total = np.array([(others.size * others.mean)[others.respondent == one].sum() for one in who])
        merged = Voices(np.zeros(len(who), dtype=int), who, size, total / size, np.zeros(len(who)))
        alone = estimate_directly(merged, WEIGHTS, 1, components=direct.components)
        if len(who):
            assert rest.mean[area] == pytest.approx(alone.mean[0], abs=1e-6)
            assert rest.variance_of_mean[area] == pytest.approx(alone.sd[0] ** 2, abs=1e-6)


def test_without_a_rest_nothing_differs() -> None:
    voices = voices_of([mark(who, valence=2, at=(500, 500)) for who in people(8)])
    direct = estimate_directly(voices, WEIGHTS, 3)
    sides, rest = differ_from_rest(voices, WEIGHTS, direct, direct.n >= 5, 5)
    assert sides.tolist() == [0, 0, 0]
    assert np.isnan(rest[0])


def test_a_side_that_the_estimate_does_not_bear_out_is_not_told() -> None:
    sides, rest = np.array([-1, -1, 1, 1, 0, -1]), np.array([0.2, 0.2, 0.2, 0.2, 0.2, np.nan])
    estimate = np.array([0.46, -0.1, 0.46, -0.1, -2.0, 1.0])
    assert borne_out(sides, estimate, rest).tolist() == [0, -1, 1, 0, 0, 0]


def test_9_6_all_scores_equal_still_leave_a_variance() -> None:
    voices = voices_of([mark(who, valence=2, at=(500, 500)) for who in people(8)])
    assert estimate_directly(voices, np.ones(8), 3).sd[0] > 0


def test_9_6_one_person_has_the_pooled_variance() -> None:
    said = [mark(who, valence=index % 5 - 2, at=(500, 500)) for index, who in enumerate(people(8))]
    direct = estimate_directly(voices_of([*said, mark("alone", valence=1, at=(1500, 500))]), np.ones(9), 3)
    assert direct.sd[1] ** 2 == pytest.approx(max(direct.components.between, STEP_VARIANCE))


@settings(max_examples=60, deadline=None)
@given(marks)
def test_counting_sets_of_themes_equals_counting_themes(said: list[Mark]) -> None:
    table = make_table(*said)
    found = gather_area_voices(table, np.ones(len(table), dtype=bool))
    one = find_top_themes(found.voices, found.themes, WEIGHTS, 3, len(THEMES), 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(theme_module, "MOST_PATTERN_BITS", 0)
        other = find_top_themes(found.voices, found.themes, WEIGHTS, 3, len(THEMES), 1)
    assert np.array_equal(one, other)


@pytest.mark.parametrize("counts", [(9, 1, 0), (12, 7, 3), (5, 5, 5), (40, 25, 1)])
def test_the_certainty_of_a_theme_is_that_of_dirichlet_draws(counts: tuple[int, ...]) -> None:
    draws = np.random.default_rng(3).dirichlet(np.array(counts) + 1 / 3, 200_000)
    exact = probability_of_order(np.array(float(counts[0])), np.array(float(counts[1])), 3)
    assert float(exact) == pytest.approx((draws[:, 0] > draws[:, 1]).mean(), abs=0.005)


def test_a_polygon_that_brushes_an_area_is_not_a_whole_person() -> None:
    voices = voices_of([mark(who, valence=1, at=(500, 500)) for who in people(7)])
    brushing = replace(voices, size=np.array([0.1, *[1.0] * 6]))
    direct = estimate_directly(brushing, np.ones(7), 1)
    assert direct.n[0] == 7
    assert direct.n_eff[0] == pytest.approx(6.1**2 / 6.01)


def test_how_marks_differ_is_not_told_by_one_loud_person() -> None:
    rng = np.random.default_rng(5)
    who = np.repeat(np.arange(60), 4)
    thing = np.repeat(rng.integers(0, 4, 60), 4)
    said = rng.integers(-2, 3, len(who)).astype(float)
    others = estimate_directly(gather_voices(thing, who, np.ones(len(who)), said), np.ones(61), 4)

    def with_loud(marks: int) -> DirectEstimate:
        voices = gather_voices(
            np.append(thing, np.zeros(marks, dtype=int)),
            np.append(who, np.full(marks, 60)),
            np.ones(len(who) + marks),
            np.append(said, np.full(marks, 2.0)),
        )
        return estimate_directly(voices, np.ones(61), 4)

    few, many = with_loud(12), with_loud(2000)
    assert many.components.within == pytest.approx(others.components.within, rel=0.1)
    assert np.allclose(many.sd[1:], few.sd[1:], rtol=0.02)
