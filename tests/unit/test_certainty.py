"""Certainty: the less sure, the fewer and greyer the colours; the words say no more than is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.certainty import (
    REACH,
    certainty_of,
    direction_of,
    fan_colors,
    quality_of,
    suppress_class,
    suppressed_color,
)
from mentalmap.domain.symbols import PALETTE


@pytest.mark.parametrize(
    ("half", "certainty", "quality"),
    [(0.0, 0, "good"), (0.25, 0, "good"), (0.26, 0, "fair"), (0.35, 0, "fair"), (0.36, 1, "indication"),
     (0.7, 1, "indication"), (0.71, 2, "weak"), (9.0, 2, "weak")],
)  # fmt: skip
def test_half_widths_have_their_steps(half: float, certainty: int, quality: str) -> None:
    assert (certainty_of(half), quality_of(half)) == (certainty, quality)


def test_the_reach_of_the_interval_is_that_of_ninety_percent() -> None:
    from statistics import NormalDist

    assert pytest.approx(NormalDist().inv_cdf(0.95)) == REACH


def test_the_fan_has_seven_five_and_three_different_colours() -> None:
    assert [len(set(cells)) for cells in fan_colors()] == [7, 5, 3]
    assert fan_colors()[0] == PALETTE


@given(st.integers(-3, 3), st.integers(0, 2))
def test_merging_classes_keeps_their_sign(valence_class: int, certainty: int) -> None:
    kept = suppress_class(valence_class, certainty)
    assert (kept > 0) - (kept < 0) == (valence_class > 0) - (valence_class < 0)
    assert suppressed_color(valence_class, certainty) == suppressed_color(kept, certainty)


def test_greyed_colours_are_those_the_browser_mixes() -> None:
    assert suppressed_color(3, 1) == "#b4adcf"  # 65 % of #998ec3, 35 % of #e6e6e6
    assert suppressed_color(0, 2) == "#ededed"


@pytest.mark.parametrize(
    ("lo", "hi", "p", "direction"),
    [(0.1, 1, 0.99, "positive"), (-1, -0.1, 0.01, "negative"), (-0.1, 1, 0.9, "probably_positive"),
     (-1, 0.1, 0.1, "probably_negative"), (-1, 1, 0.6, "unclear"), (0.0, 0.0, 0.5, "unclear")],
)  # fmt: skip
def test_words_follow_the_interval(lo: float, hi: float, p: float, direction: str) -> None:
    assert direction_of(lo, hi, p) == direction
