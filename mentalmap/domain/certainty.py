"""Certainty: how sure an estimate is, in steps, words and colours that cannot be read as more.

The less sure, the fewer and the greyer the colours, so that a weak lead does not look like a
fact (science.md 3.3). `static/js/core/certainty.ts` says the same to the browser.
"""

from __future__ import annotations

import math
from functools import cache

from mentalmap.domain.symbols import PALETTE

CONFIDENCE = 0.90
REACH = 1.6448536269514722  # standard deviations on each side that hold 90 % of a normal distribution
SURE_UP_TO = 0.35  # half-width of the 90 % interval
FAIR_UP_TO = 0.70
QUALITIES: tuple[tuple[str, float], ...] = (
    ("good", 0.25),
    ("fair", SURE_UP_TO),
    ("indication", FAIR_UP_TO),
    ("weak", math.inf),
)
PROBABLE = 0.8
GREY = "#e6e6e6"
GREY_SHARES: tuple[float, ...] = (0.0, 0.35, 0.60)  # of the colour, by certainty 0 sure, 1 fair, 2 unsure
FARTHEST_CLASSES: tuple[int, ...] = (3, 2, 1)  # 7, 5 and 3 classes


def certainty_of(half_width: float) -> int:
    """Tell from the half-width of the 90 % interval whether an estimate is 0 sure, 1 fair, 2 unsure."""
    rounded = round(half_width, 9)
    return 0 if rounded <= SURE_UP_TO else 1 if rounded <= FAIR_UP_TO else 2


def quality_of(half_width: float) -> str:
    """Tell how good an estimate is: `good`, `fair`, `indication` or `weak` (science.md 9.4)."""
    return next(name for name, up_to in QUALITIES if round(half_width, 9) <= up_to)


def direction_of(lo90: float, hi90: float, p_positive: float) -> str:
    """
    Tell which way people lean as far as that is known.

    Returns
    -------
    direction
        `positive` or `negative` where the whole 90 % interval is, `probably_…` where four in five
        of the possible values are, else `unclear`.
    """
    if lo90 > 0:
        return "positive"
    if hi90 < 0:
        return "negative"
    if p_positive >= PROBABLE:
        return "probably_positive"
    return "probably_negative" if p_positive <= 1.0 - PROBABLE else "unclear"


def suppress_class(valence_class: int, certainty: int) -> int:
    """Merge the outer classes of -3 … +3 into those that can be told apart at this certainty."""
    reach = FARTHEST_CLASSES[certainty]
    return max(-reach, min(reach, valence_class))


@cache  # of 21 colours
def suppressed_color(valence_class: int, certainty: int) -> str:
    """Give the colour of a class -3 … +3 as it may be shown: merged with others and greyed."""
    color = PALETTE[len(PALETTE) // 2 + suppress_class(valence_class, certainty)]
    return _mix(color, GREY, GREY_SHARES[certainty])


def fan_colors() -> tuple[tuple[str, ...], ...]:
    """Give the cells of the fan legend, 7, 5 and 3, each from negative to positive."""
    return tuple(
        tuple(suppressed_color(step, certainty) for step in range(-reach, reach + 1))
        for certainty, reach in enumerate(FARTHEST_CLASSES)
    )


def _mix(color: str, other: str, share: float) -> str:
    one, two = ([int(code[at : at + 2], 16) for at in (1, 3, 5)] for code in (color, other))
    # Halves up, as browsers round.
    return "#" + "".join(
        f"{math.floor(a + (b - a) * share + 0.5):02x}" for a, b in zip(one, two, strict=True)
    )
