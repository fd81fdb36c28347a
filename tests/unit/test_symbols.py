"""Classes, colours and sizes: decided once, the same on both sides of neutral."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.symbols import (
    BREAKS,
    DRAW_ORDER,
    KIND_SYMBOLS,
    OTHER_PURPOSE,
    PALETTE,
    PURPOSE_COLORS,
    circle_radius_px,
    class_of_valence,
    color_of_class,
    color_of_purposes,
    color_of_valence,
    flow_width_px,
)
from mentalmap.domain.vocabulary import PUBLIC_LAYERS, Kind
from mentalmap.errors import InvalidInputError

valences = st.floats(-2, 2, allow_nan=False)


def class_of(valence: float) -> int:
    return int(class_of_valence(np.array(valence)))


@given(valences)
def test_turning_a_valence_round_turns_its_class_round(valence: float) -> None:
    assert class_of(-valence) == -class_of(valence)


@given(valences, valences)
def test_a_higher_valence_never_has_a_lower_class(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert class_of(low) <= class_of(high)


@pytest.mark.parametrize(
    ("valence", "expected"),
    [
        (-2, -3),
        (-1.26, -3),
        (-1.25, -2),
        (-0.76, -2),
        (-0.3, -1),
        (-0.25, 0),
        (0, 0),
        (0.25, 0),
        (0.26, 1),
        (1.3, 3),
    ],
)
def test_classes_follow_the_breaks_and_a_break_belongs_to_the_neutral_side(
    valence: float, expected: int
) -> None:
    assert class_of(valence) == expected


def test_a_sum_that_went_astray_by_a_rounding_error_stays_in_its_class() -> None:
    assert class_of(0.1 + 0.2 - 0.05) == class_of(0.25)


def test_what_is_unknown_has_no_class() -> None:
    with pytest.raises(InvalidInputError):
        class_of_valence(np.array([0.0, np.nan]))


def test_there_is_one_colour_per_class_and_orange_is_negative() -> None:
    assert len(PALETTE) == len(BREAKS) + 1 == len(set(PALETTE))
    assert color_of_class(-3) == "#b35806"
    assert color_of_valence(2) == "#542788"
    assert all(re.fullmatch("#[0-9a-f]{6}", color) for color in PALETTE)


def test_every_kind_has_a_shape_and_a_hue_of_its_own() -> None:
    assert set(KIND_SYMBOLS) == set(Kind)
    assert len({shape for shape, _ in KIND_SYMBOLS.values()}) == len(Kind)
    assert len({hue for _, hue in KIND_SYMBOLS.values()}) == len(Kind)


def test_attitudes_colours_decorate_nothing_else() -> None:
    used = {hue for _, hue in KIND_SYMBOLS.values()} | set(PURPOSE_COLORS.values())
    assert used.isdisjoint(PALETTE)


def test_purposes_that_a_municipality_adds_get_colours_that_are_free() -> None:
    colors = color_of_purposes(["trade", "fishing", "work", "hembygd"])
    assert colors["trade"] == PURPOSE_COLORS["trade"]
    assert len({*colors.values()}) == len(colors) == 5
    assert OTHER_PURPOSE in colors


def test_more_purposes_than_colours_still_all_have_one() -> None:
    codes = [f"purpose {number}" for number in range(40)]
    assert set(color_of_purposes(codes)) == {*codes, OTHER_PURPOSE}


@given(st.integers(1, 500), st.integers(1, 500))
def test_the_area_of_a_circle_is_proportional_to_people(one: int, other: int) -> None:
    ratio = circle_radius_px(one, 500) ** 2 / circle_radius_px(other, 500) ** 2
    assert ratio == pytest.approx(one / other)


def test_sizes_of_an_empty_map_are_harmless() -> None:
    assert circle_radius_px(0, 0) == 0
    assert flow_width_px(0, 0) > 0


def test_every_layer_has_its_place_in_the_draw_order() -> None:
    assert {name.value for name in PUBLIC_LAYERS} <= set(DRAW_ORDER)
    assert len(set(DRAW_ORDER)) == len(DRAW_ORDER)
