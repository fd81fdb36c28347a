"""How layers look: classes, colours, shapes, sizes and draw order, decided once.

Server, folium page, exports, print and browser read these and decide nothing themselves, so a
map, its legend and its table can never disagree. Source: science.md 3.1–3.2, screens.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from mentalmap.domain.arrays import FloatArray, IntArray
from mentalmap.domain.vocabulary import Kind
from mentalmap.errors import InvalidInputError
from mentalmap.messages import say

# Fixed and symmetric, so that rounds compare and 0 is neutral; quantiles would move both.
BREAKS: tuple[float, ...] = (-1.25, -0.75, -0.25, 0.25, 0.75, 1.25)
# PuOr, the diverging scheme that keeps its signs apart best in every kind of colour vision.
PALETTE: tuple[str, ...] = ("#b35806", "#f1a340", "#fee0b6", "#f7f7f7", "#d8daeb", "#998ec3", "#542788")
LOWEST_CLASS = -3
POSITIVE_FROM = 0.25  # a person whose mean is above leans positive, below its negative leans negative


class Shape(StrEnum):
    """Outline of a kind's symbol: hue alone is not accessible."""

    CIRCLE = "circle"
    ARROW = "arrow"
    BAR = "bar"
    STAR = "star"
    HEXAGON = "hexagon"
    HEART = "heart"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    SQUARE = "square"
    DROP = "drop"


# Hues of a qualitative set made for colour-blind readers (Paul Tol's “muted”).
INDIGO, CYAN, TEAL, GREEN, OLIVE = "#332288", "#88ccee", "#44aa99", "#117733", "#999933"
SAND, ROSE, WINE, PURPLE, GREY = "#ddcc77", "#cc6677", "#882255", "#aa4499", "#777777"

KIND_SYMBOLS: dict[Kind, tuple[Shape, str]] = {
    Kind.DESTINATION: (Shape.CIRCLE, INDIGO),
    Kind.ROUTE: (Shape.ARROW, TEAL),
    Kind.BARRIER: (Shape.BAR, WINE),
    Kind.LANDMARK: (Shape.STAR, OLIVE),
    Kind.DISTRICT: (Shape.HEXAGON, CYAN),
    Kind.PRIDE: (Shape.HEART, GREEN),
    Kind.PROBLEM: (Shape.TRIANGLE, ROSE),
    Kind.WISH: (Shape.DIAMOND, SAND),
    Kind.MEMORY: (Shape.SQUARE, PURPLE),
    Kind.ATTITUDE: (Shape.DROP, GREY),
}

PURPOSE_COLORS: dict[str, str] = {
    "trade": INDIGO,
    "service": CYAN,
    "work": WINE,
    "school": SAND,
    "recreation": TEAL,
    "social": ROSE,
    "nature": GREEN,
    "culture": PURPLE,
    "health": OLIVE,
}
OTHER_PURPOSE = "other"  # the ring's segment for people who named no purpose that is shown by itself
OTHER_PURPOSE_COLOR = "#bbbbbb"
_SPARE_COLORS = (OLIVE, PURPLE, TEAL, ROSE, INDIGO, SAND, GREEN, CYAN, WINE)

# From the ground up; a layer that is not named here cannot be drawn.
DRAW_ORDER: tuple[str, ...] = (
    "water",
    "ground",
    "areas",
    "attitude",
    "heat",
    "area_lines",
    "districts",
    "routes",
    "barriers",
    "destinations",
    "landmarks",
    "points",
    "labels",
    "selection",
)


def class_of_valence(valence: FloatArray) -> IntArray:
    """
    Put each mean valence into its class.

    A value on a break belongs to the class nearer to neutral, on both sides alike, so that
    turning all valences round turns all classes round.

    Parameters
    ----------
    valence
        Mean valence, -2 … +2, any shape.

    Returns
    -------
    classes
        -3 (strongly negative) … 0 (neutral) … +3 (strongly positive), same shape.

    Raises
    ------
    InvalidInputError
        If a value is nan: what is unknown has no class.
    """
    values = np.asarray(valence, dtype=float)
    if np.isnan(values).any():
        raise InvalidInputError(say("A mean valence is missing, so it has no class."))
    # Nine decimals: the order in which floats were added must not move a value over a break.
    size = np.searchsorted(np.array(BREAKS[3:]), np.round(np.abs(values), 9), side="left")
    return np.asarray(np.sign(values) * size, dtype=np.int64)


def color_of_class(valence_class: int) -> str:
    """Give the colour of a class -3 … +3."""
    return PALETTE[valence_class - LOWEST_CLASS]


def color_of_valence(valence: float) -> str:
    """Give the colour of one mean valence."""
    return color_of_class(int(class_of_valence(np.array(valence))))


def color_of_purposes(codes: Sequence[str]) -> dict[str, str]:
    """
    Give every purpose of a project its colour, in the order of the codebook.

    Purposes are rows that a municipality edits: the usual ones keep their colour in every
    project, others get one that is not taken, as far as the set reaches.
    """
    colors = {code: PURPOSE_COLORS[code] for code in codes if code in PURPOSE_COLORS}
    free = [color for color in _SPARE_COLORS if color not in colors.values()] or list(_SPARE_COLORS)
    others = [code for code in codes if code not in colors and code != OTHER_PURPOSE]
    colors |= {code: free[index % len(free)] for index, code in enumerate(others)}
    return colors | {OTHER_PURPOSE: OTHER_PURPOSE_COLOR}


def circle_radius_px(people: float, max_people: float, largest_px: float = 28.0) -> float:
    """Size a circle so that its area is proportional to people, the strongest at `largest_px`."""
    return largest_px * math.sqrt(people / max_people) if max_people > 0 else 0.0


def flow_width_px(
    people: float, max_people: float, widest_px: float = 14.0, thinnest_px: float = 1.5
) -> float:
    """Width of a flow, proportional to people, never so thin that it cannot be seen."""
    return max(thinnest_px, widest_px * people / max_people) if max_people > 0 else thinnest_px
