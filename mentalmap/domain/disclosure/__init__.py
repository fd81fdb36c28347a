"""Disclosure: the one function that every output passes last, so that no answer tells of a person.

Staff may read the answers anyway: they are kept from misreading small numbers and from carrying
them into slides. Everybody else gets what science.md 5.2 allows; docs/PRIVACY.md says what each
rule buys, measured by the attack in the tests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mentalmap.domain.disclosure.catalogue import parents_of, public_area_sets
from mentalmap.domain.disclosure.freezing import freeze_against
from mentalmap.domain.disclosure.levels import (
    DEMOGRAPHIC,
    DEMOGRAPHIC_THRESHOLD,
    Level,
    public_threshold,
)
from mentalmap.domain.disclosure.marks import TOTALS_HIDDEN
from mentalmap.domain.disclosure.rounding import coarsen, largest
from mentalmap.domain.disclosure.suppression import AREA_LAYERS, Parents, is_safe, people_of, suppressed
from mentalmap.domain.layers.envelope import Feature, Layer, Status, Value
from mentalmap.domain.layers.voices import INTERNAL
from mentalmap.domain.vocabulary import LayerName
from mentalmap.errors import InvalidInputError
from mentalmap.messages import Message, say, say_n

__all__ = ["DEMOGRAPHIC", "DEMOGRAPHIC_THRESHOLD", "TOTALS_HIDDEN", "Level", "Parents"]
__all__ += ["caption_threshold", "coarsen", "disclose", "freeze_against", "parents_of"]
__all__ += ["public_area_sets", "public_threshold"]

# Their features lie where most people of the survey are, so that no filter tells about fewer by moving them.
ANCHORED_LAYERS = frozenset({LayerName.ROUTES})
OF_PEOPLE = "_people"  # ends the name of the count behind a part of a feature, such as its insiders


def disclose(
    layer: Layer,
    *,
    level: Level = Level.PUBLIC,
    whole: Layer | None = None,
    between: Sequence[Layer] = (),
    is_part: bool = False,
    complementary: bool = True,
    parents: Parents | None = None,
) -> Layer:
    """
    Take out of a layer everything that would tell about too few people.

    Areas below the threshold stay as `TOO_FEW` with geometry and name. Other features (places,
    flows, lines, cells) are dropped, since that they exist already tells. Internal values are
    removed. Totals that may not be told are 0 together with the parameter `totals_hidden` =
    True, and the captions that would tell them are gone. For everybody all counts are rounded
    to five, and what follows from counts follows from the rounded ones.

    Parameters
    ----------
    layer
        As computed.
    level
        Who is told. For staff only the threshold and the dominance of one voice count.
    whole
        The same layer of the same survey without any other filter, as computed, not disclosed,
        with the threshold it is published with.
    between
        The same layer under each part of the filter alone, as computed: what one filter tells
        must not give away what the two together hide.
    is_part
        Whether the layer is filtered by more than the survey; follows from another `whole`.
    complementary
        Whether further areas are hidden where a single small one could be had by subtraction.
    parents
        Groups of areas, by any name, of which totals are published too; all areas always are.

    Returns
    -------
    layer
        Safe to show; disclosing it again changes nothing.

    Raises
    ------
    InvalidInputError
        If `whole` is another layer or has a higher threshold than its part.
    """
    k = layer.threshold
    if whole is not None and (whole.name is not layer.name or whole.threshold > k):
        raise InvalidInputError(say("A part can only be compared with the same layer of the whole survey."))
    everybody = level is Level.PUBLIC
    if not everybody:
        whole, between = None, ()
    is_part = is_part or bool(between) or (whole is not None and whole is not layer)
    hidden = suppressed(
        layer, whole, between, complementary=complementary and everybody, parents=parents or {}
    )
    asked = whole.denominator if whole is not None else None
    asked_is_safe = is_safe(layer.denominator, asked, k)
    people_are_safe = all(
        is_safe(layer.people, wider.people if wider else None, k) for wider in (whole, *between)
    )
    if not asked_is_safe:
        # Shares would tell how many were asked, and so whom the filter left out.
        hidden = {feature.id for feature in layer.features}
        layer = replace(layer, denominator=0)
    of_whole = {} if whole is None else {feature.id: feature for feature in whole.features}
    if layer.name in ANCHORED_LAYERS:
        layer = replace(layer, features=tuple(_anchored(one, of_whole.get(one.id)) for one in layer.features))
    features = [
        # That nobody of one part spoke somewhere narrows down all the others: of the whole only.
        _hide(feature, nobody_is_told=not is_part or _is_nobody(of_whole.get(feature.id)))
        if feature.id in hidden
        else _told(feature, of_whole.get(feature.id), k, sums_are_told=everybody)
        for feature in layer.features
    ]
    dropped = 0
    if layer.name not in AREA_LAYERS:
        kept = [feature for feature in features if feature.status is Status.OK]
        dropped, features = len(features) - len(kept), kept
    if not (asked_is_safe and people_are_safe):
        layer = _without_totals(layer)
    layer = replace(
        layer,
        features=tuple(features),
        # How many are left out is a count of its own that a filter would change one by one.
        captions=_with(
            layer.captions, [caption_threshold(k), *(() if everybody else _caption_dropped(dropped))]
        ),
        parameters=_parameters(layer.parameters, features),
    )
    return coarsen(layer, is_part=is_part, asked=asked) if everybody else layer


def caption_threshold(threshold: int) -> Message:
    """Say from how many people on a value is shown."""
    return say_n(
        "Every answer is shown, also that of a single person.",
        "Fewer than %(n)s people: no value is shown.",
        threshold,
    )


def _hide(feature: Feature, *, nobody_is_told: bool) -> Feature:
    nobody = nobody_is_told and _is_nobody(feature)
    return replace(
        feature, people=None, marks=None, values={}, status=Status.NO_DATA if nobody else Status.TOO_FEW
    )


def _is_nobody(feature: Feature | None) -> bool:
    return feature is not None and (feature.status is Status.NO_DATA or people_of(feature) == 0)


def _anchored(feature: Feature, in_whole: Feature | None) -> Feature:
    return feature if in_whole is None else replace(feature, geometry=in_whole.geometry)


def _told(feature: Feature, in_whole: Feature | None, threshold: int, *, sums_are_told: bool) -> Feature:
    """Keep of a feature the values, and of these the parts, that may be told."""
    everyone = people_of(feature) if sums_are_told else None
    values = {name: value for name, value in feature.values.items() if not name.startswith(INTERNAL)}
    for name, value in values.items():
        if isinstance(value, Mapping):  # people by purpose: each part is an answer of its own
            rest = in_whole.values.get(name) if in_whole else None
            values[name] = {
                part: people
                for part, people in value.items()
                if not isinstance(people, int)
                or is_safe(people, int(rest.get(part, 0)) if isinstance(rest, Mapping) else None, threshold)
            }
    for name in [name for name in values if name.endswith(OF_PEOPLE)]:
        # Those who live in an area and the others are two answers of their own.
        part = values[name]
        k = max(threshold, DEMOGRAPHIC_THRESHOLD) if sums_are_told else threshold
        if not isinstance(part, int) or part < k or not is_safe(part, everyone, k):
            values |= dict.fromkeys(_about(name.removesuffix(OF_PEOPLE), values))
    return replace(feature, values=values)


def _about(part: str, values: Mapping[str, Value]) -> list[str]:
    return [name for name in values if name == part or name.startswith(f"{part}_")]


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


def _parameters(parameters: Mapping[str, Value], features: list[Feature]) -> dict[str, Value]:
    result = dict(parameters)
    if "max_people" in result:
        result["max_people"] = largest(features)
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
