"""Rounding: a disclosed layer as everybody reads it, coarse enough that sums do not undo what is hidden.

Whatever can be worked out from told counts (shares of those asked, ranks, order, the legend's
largest) is worked out anew from the rounded ones, so that it tells no more than they do.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from mentalmap.domain.disclosure.suppression import AREA_LAYERS
from mentalmap.domain.layers.captions import caption_asked
from mentalmap.domain.layers.envelope import Feature, Layer, Status, Value
from mentalmap.domain.layers.heat import DENSEST, FAINTEST
from mentalmap.domain.vocabulary import LayerName
from mentalmap.messages import Message, say

STEP = 5  # people
DECIMALS = 1
DECIMALS_OF_SHARES = 2  # of shares that are worked out from rounded people
SHARE_OF_ASKED = "share"
RANK = "rank"
# What only a statistician needs: it would tell how many people stand behind an estimate.
FOR_STATISTICIANS = frozenset(
    {"sd", "n_eff", "reliability", "p_positive", "tau", "lambda", "sigma_b", "sigma_e", "deff"}
)
# Worked out from an exact count and a number that everybody knows.
BETRAYING = frozenset({"ratio", "heard_per_1000", "share_heard", "expected"})
OPACITY = "alpha"
# Of about five, ten and fifteen people: the steps in which counts are told.
OPACITIES = (FAINTEST, round((FAINTEST + DENSEST) / 2 + 0.025, 2), DENSEST)
EXACT = frozenset({"level", "distance_m", "population", "share_population", "area_km2"})
PARAMETERS_TOLD = frozenset({"max_people", "alpha_step", "level", "q", "threshold"})
COUNTS = frozenset({"people", "marks", "heard", "people_before", "people_after"})
_ASKED = frozenset({caption_asked(0, 1).text, caption_asked(1, 1).text})


def round_people(people: int, threshold: int, most: int | None = None) -> int:
    """
    Round a count of people (or marks) to the nearest five.

    Parameters
    ----------
    threshold
        k; what is told is never below it, so that no rounding makes it look like too few.
    most
        What it cannot exceed, such as the people asked.
    """
    if people == 0:
        return 0
    rounded = STEP * math.floor(people / STEP + 0.5)
    if most is not None and rounded > most:
        rounded = most - most % STEP
    return max(threshold, rounded)


def coarsen(layer: Layer, *, is_part: bool, asked: int | None = None) -> Layer:
    """
    Round a disclosed layer for everybody (science.md 5.2, 9.4); doing it again changes nothing.

    People, marks and those asked are told to five, estimates and shares to 0.1; what only a
    statistician needs stays inside. Under a filter features carry no marks: marks of all kinds
    add up to those of the whole, so the marks of a hidden part could be had by subtraction.

    Parameters
    ----------
    is_part
        Whether the layer is filtered by more than the survey.
    asked
        How many were asked in the whole survey, told exactly; None if `layer` is about them.
    """
    k = layer.threshold
    known = asked if asked is not None else None if is_part else layer.denominator
    told = layer.denominator if layer.denominator == known else round_people(layer.denominator, k)
    people = round_people(layer.people, k, told or None)
    features = [_coarse(feature, k, told, is_part) for feature in layer.features]
    if layer.name is LayerName.HEAT:
        features.sort(key=lambda feature: feature.id)
    elif layer.name not in AREA_LAYERS:
        features = _ranked(features)
    return replace(
        layer,
        features=tuple(features),
        people=people,
        marks=round_people(layer.marks, k),
        denominator=told,
        captions=_captions(layer, people, told),
        parameters=_parameters(layer.parameters, features),
    )


def caption_rounded() -> Message:
    """Say that numbers of people are rounded."""
    return say("Numbers of people are rounded to the nearest five.")


def _coarse(feature: Feature, threshold: int, asked: int, is_part: bool) -> Feature:
    people = None if feature.people is None else round_people(feature.people, threshold, asked or None)
    values = {
        name: _rounded(name, value, threshold)
        for name, value in feature.values.items()
        if name not in FOR_STATISTICIANS and name not in BETRAYING
    }
    if SHARE_OF_ASKED in values:
        values[SHARE_OF_ASKED] = (
            round(min(1.0, people / asked), DECIMALS_OF_SHARES) if people is not None and asked else None
        )
    marks = None if is_part or feature.marks is None else round_people(feature.marks, threshold)
    return replace(feature, people=people, marks=marks, values=values)


def _rounded(name: str, value: Value, threshold: int) -> Value:
    if isinstance(value, Mapping):
        return {part: _rounded_part(number, threshold) for part, number in value.items()}
    if isinstance(value, bool) or name in EXACT:
        return value
    if isinstance(value, int):
        return round_people(value, threshold) if name in COUNTS or name.endswith("_people") else value
    if not isinstance(value, float) or not math.isfinite(value):
        return value
    if name == OPACITY:
        return min(OPACITIES, key=lambda one: abs(one - value))
    return round(value, DECIMALS) + 0.0  # no negative zero


def _rounded_part(number: float, threshold: int) -> float:
    return round_people(number, threshold) if isinstance(number, int) else round(number, DECIMALS) + 0.0


def _ranked(features: list[Feature]) -> list[Feature]:
    """Order by rounded people, strongest last, and rank anew: the exact order would tell exact counts."""
    ordered = sorted(features, key=lambda feature: (-(feature.people or 0), feature.id))
    first: dict[int, int] = {}
    for position, feature in enumerate(ordered, start=1):
        if RANK in feature.values:
            rank = first.setdefault(feature.people or 0, position)
            ordered[position - 1] = replace(feature, values={**feature.values, RANK: rank})
    return sorted(ordered, key=lambda feature: (feature.people or 0, feature.id))


def _captions(layer: Layer, people: int, asked: int) -> tuple[Message, ...]:
    captions = []
    for caption in layer.captions:
        if caption.text in _ASKED:
            captions.append(caption_asked(people, asked))
        elif caption.values.get("n") == layer.threshold and caption.plural is not None:
            captions.append(caption)  # of the threshold itself
        elif not any(_is_small(value, layer.threshold) for value in caption.values.values()):
            captions.append(replace(caption, values=_numbers(caption.values, layer.threshold)))
    if caption_rounded() not in captions and any(one.status is Status.OK for one in layer.features):
        captions.append(caption_rounded())
    return tuple(captions)


def _is_small(value: object, threshold: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < threshold


def _numbers(values: Mapping[str, object], threshold: int) -> dict[str, object]:
    return {
        gap: round_people(value, threshold)
        if isinstance(value, int) and not isinstance(value, bool)
        else round(value, DECIMALS)
        if isinstance(value, float)
        else value
        for gap, value in values.items()
    }


def _parameters(parameters: Mapping[str, Value], features: list[Feature]) -> dict[str, Value]:
    told: dict[str, Value] = {
        name: value
        for name, value in parameters.items()
        if isinstance(value, bool | str | tuple) or name in PARAMETERS_TOLD or name.endswith("_m")
    }
    if "max_people" in told:
        told["max_people"] = largest(features)
    return told


def largest(features: list[Feature]) -> int:
    """Count the people of the strongest feature that is drawn."""
    drawn = (feature for feature in features if not feature.values.get("internal"))
    return max((feature.people or 0 for feature in drawn), default=0)
