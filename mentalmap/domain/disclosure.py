"""Disclosure: the one function that every output passes last, so that no answer tells of a person.

Rules (science.md 5.2): a value needs k people; no value may rest on one person for more than
half; where areas are hidden, enough of them are hidden that none can be had by subtraction; and
an answer about a part is given only if the rest, too, is nobody or at least k people.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

import shapely

from mentalmap.domain.layers.envelope import Feature, Layer, Status, Value
from mentalmap.domain.layers.voices import INTERNAL, LARGEST_SHARE, PEOPLE
from mentalmap.domain.vocabulary import LayerName
from mentalmap.errors import InvalidInputError
from mentalmap.messages import Message, say, say_n

AREA_LAYERS = frozenset({LayerName.ATTITUDE})  # their features exist whether or not anybody spoke of them
LARGEST_SHARE_TOLD = 0.5
# Their features follow the strokes and have no lasting id: they are compared by where they lie.
SHIFTING_LAYERS = frozenset({LayerName.BARRIERS})
# Their features lie where most people of the survey are, so that no filter tells about fewer by moving them.
ANCHORED_LAYERS = frozenset({LayerName.ROUTES})
FOR_STATISTICIANS = frozenset({"sd", "n_eff"})
DECIMALS = {"estimate": 1, "lo90": 1, "hi90": 1}
DECIMALS_OF_SHARES = 2
TOTALS_HIDDEN = "totals_hidden"  # parameter: people and marks are 0 because they may not be told


class Level(StrEnum):
    """Who is told: those who may read the answers themselves, or everybody."""

    STAFF = "staff"
    PUBLIC = "public"


def disclose(
    layer: Layer,
    *,
    level: Level = Level.PUBLIC,
    whole: Layer | None = None,
    between: Sequence[Layer] = (),
    is_part: bool = False,
    complementary: bool = True,
    parents: Mapping[str, Sequence[str]] | None = None,
) -> Layer:
    """
    Take out of a layer everything that would tell about too few people.

    Areas below the threshold stay as `TOO_FEW` with geometry and name. Other features (places,
    flows, lines, cells) are dropped and only counted in a caption, since that they exist already
    tells. Internal values are removed. Totals that may not be told are 0 together with the
    parameter `totals_hidden` = True, and the captions that would tell them are gone.

    Parameters
    ----------
    layer
        As computed.
    whole
        The same layer of the same survey without any other filter, as computed, not disclosed.
    between
        The same layer under each part of the filter alone, as computed: what one filter tells
        must not give away what the two together hide.
    complementary
        Whether further areas are hidden where a single small one could be had by subtraction. To
        leave that out is only for who holds the perceptions anyway.

    Returns
    -------
    layer
        Safe to show; disclosing it again changes nothing.

    Raises
    ------
    InvalidInputError
        If `whole` is another layer or has another threshold.
    """
    k = layer.threshold
    if whole is not None and (whole.name, whole.threshold) != (layer.name, k):
        raise InvalidInputError(say("A part can only be compared with the same layer of the whole survey."))
    hidden = {feature.id for feature in layer.features if not _may_be_told(feature, k)}
    if whole is not None:
        hidden |= _found_by_subtraction(layer, whole)
    for wider in between:
        hidden |= _found_by_subtraction(layer, wider)
    asked_is_safe = _is_safe(layer.denominator, whole.denominator if whole else None, k)
    people_are_safe = all(
        _is_safe(layer.people, wider.people if wider else None, k) for wider in (whole, *between)
    )
    if not asked_is_safe:
        # Shares would tell how many were asked, and so whom the filter left out.
        hidden = {feature.id for feature in layer.features}
        layer = replace(layer, denominator=0)
    if complementary and level is Level.PUBLIC and layer.name in AREA_LAYERS:
        hidden |= _complements(layer.features, hidden, k)
    parts = {} if whole is None else {feature.id: feature for feature in whole.features}
    if layer.name in ANCHORED_LAYERS:
        layer = replace(layer, features=tuple(_anchored(one, parts.get(one.id)) for one in layer.features))
    features = tuple(
        _hide(feature) if feature.id in hidden else _told(feature, parts.get(feature.id), k)
        for feature in layer.features
    )
    dropped = 0
    if layer.name not in AREA_LAYERS:
        kept = tuple(feature for feature in features if feature.status is Status.OK)
        dropped, features = len(features) - len(kept), kept
    if not (asked_is_safe and people_are_safe):
        layer = _without_totals(layer)
    return replace(
        layer,
        features=features,
        captions=_with(layer.captions, [caption_threshold(k), *_caption_dropped(dropped)]),
        parameters=_parameters(layer.parameters, features),
    )


def coarsen(layer: Layer, *, is_part: bool) -> Layer:
    """
    Round a disclosed layer for everybody (science.md 9.4): exact sums would undo what was hidden.

    Estimates and their intervals are told to 0.1, shares to 0.01; what only a statistician needs
    stays inside. Under a filter features carry no marks: marks of all kinds add up to those of the
    whole, so the marks of a hidden part could be had by subtraction.

    Parameters
    ----------
    is_part
        Whether the layer is filtered by more than the survey.
    """
    return replace(
        layer,
        features=tuple(
            replace(
                feature,
                marks=None if is_part else feature.marks,
                values={
                    name: _rounded(name, value)
                    for name, value in feature.values.items()
                    if name not in FOR_STATISTICIANS
                },
            )
            for feature in layer.features
        ),
    )


def caption_threshold(threshold: int) -> Message:
    """Say from how many people on a value is shown."""
    return say_n(
        "Every answer is shown, also that of a single person.",
        "Fewer than %(n)s people: no value is shown.",
        threshold,
    )


def _may_be_told(feature: Feature, threshold: int) -> bool:
    people = _people(feature)
    if feature.status is not Status.OK or people is None or people < threshold:
        return False
    share = feature.values.get(LARGEST_SHARE)
    # At a threshold of one or two the caller asked to see single people.
    return threshold <= 2 or not isinstance(share, float) or share <= LARGEST_SHARE_TOLD


def _found_by_subtraction(layer: Layer, whole: Layer) -> set[str]:
    """Find the features whose rest, the people outside the filter, is too small or unknown."""
    told = {feature.id for feature in disclose(whole).features if feature.status is Status.OK}
    by_id = {feature.id: feature for feature in whole.features}
    hidden = set()
    for feature in layer.features:
        if layer.name in SHIFTING_LAYERS:
            reach_m = _reach_m(layer)
            others = [
                one for one in whole.features if shapely.dwithin(one.geometry, feature.geometry, reach_m)
            ]
        else:
            others = [by_id[feature.id]] if feature.id in by_id else []
        if not others or not all(
            one.id in told and _is_safe(_people(feature), _people(one), layer.threshold) for one in others
        ):
            hidden.add(feature.id)
    return hidden


def _reach_m(layer: Layer) -> float:
    reach_m = layer.parameters.get("tolerance_m", 0.0)
    return float(reach_m) if isinstance(reach_m, (int, float)) else 0.0


def _complements(features: Sequence[Feature], hidden: set[str], threshold: int) -> set[str]:
    """Choose further areas to hide until the hidden ones are at least two and k people together."""
    people_of = {feature.id: _people(feature) for feature in features}
    small = [area for area in hidden if people_of[area] != 0]
    if not small or any(people_of[area] is None for area in small):
        return set()  # nothing to protect, or disclosed before
    spare = sorted(
        (area for area in people_of if area not in hidden and people_of[area]),
        key=lambda area: (people_of[area] or 0, area),
    )
    chosen: set[str] = set()
    while spare and (
        len(small) + len(chosen) < 2 or sum(people_of[area] or 0 for area in (*small, *chosen)) < threshold
    ):
        chosen.add(spare.pop(0))
    return chosen


def _is_safe(part: int | None, whole: int | None, threshold: int) -> bool:
    """Whether a count of people may be told: nobody or enough, and so for those left out."""
    if part is None or 0 < part < threshold:
        return False
    return whole is None or whole - part == 0 or whole - part >= threshold


def _hide(feature: Feature) -> Feature:
    nobody = feature.status is Status.NO_DATA or _people(feature) == 0
    return replace(
        feature, people=None, marks=None, values={}, status=Status.NO_DATA if nobody else Status.TOO_FEW
    )


def _anchored(feature: Feature, in_whole: Feature | None) -> Feature:
    return feature if in_whole is None else replace(feature, geometry=in_whole.geometry)


def _told(feature: Feature, in_whole: Feature | None, threshold: int) -> Feature:
    values = {name: value for name, value in feature.values.items() if not name.startswith(INTERNAL)}
    for name, value in values.items():
        if isinstance(value, Mapping):  # people by purpose: each part is an answer of its own
            rest = in_whole.values.get(name) if in_whole else None
            values[name] = {
                part: people
                for part, people in value.items()
                if _is_safe(
                    int(people), int(rest.get(part, 0)) if isinstance(rest, Mapping) else None, threshold
                )
            }
    return replace(feature, values=values)


def _without_totals(layer: Layer) -> Layer:
    return replace(
        layer,
        people=0,
        marks=0,
        captions=_with(
            [caption for caption in layer.captions if not _tells_a_number(caption)],
            [say("How many people this is cannot be told: it would say too much about a few of them.")],
        ),
        parameters={**layer.parameters, TOTALS_HIDDEN: True},
    )


def _parameters(parameters: Mapping[str, Value], features: Sequence[Feature]) -> dict[str, Value]:
    result = dict(parameters)
    if "max_people" in result:
        drawn = (feature for feature in features if not feature.values.get("internal"))
        result["max_people"] = max((feature.people or 0 for feature in drawn), default=0)
    return result


def _caption_dropped(dropped: int) -> list[Message]:
    if not dropped:
        return []
    return [
        say_n(
            "One more is left out, because too few people spoke of it.",
            "%(n)s more are left out, because too few people spoke of each.",
            dropped,
        )
    ]


def _with(captions: Sequence[Message], more: Sequence[Message]) -> tuple[Message, ...]:
    return (*captions, *(caption for caption in more if caption not in captions))


def _tells_a_number(caption: Message) -> bool:
    return any(isinstance(value, (int, float)) for value in caption.values.values())


def _rounded(name: str, value: Value) -> Value:
    if not isinstance(value, float) or not math.isfinite(value):
        return value
    if name in DECIMALS:
        return round(value, DECIMALS[name]) + 0.0  # no negative zero
    return round(value, DECIMALS_OF_SHARES) if name.startswith(("share", "agreement")) else value


def _people(feature: Feature) -> int | None:
    people = feature.values.get(PEOPLE, feature.people)
    return people if isinstance(people, int) else None
