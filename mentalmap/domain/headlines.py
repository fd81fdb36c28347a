"""Headlines: the message of a map in one sentence, so that whoever has five seconds leaves with it.

A headline is read off the disclosed layer, never off the table behind it, and says nothing that
the figures do not bear: where two areas cannot be told apart, it says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from unicodedata import bidirectional

from mentalmap.domain.comparing_headlines import (
    attitude_headline,
    change_headline,
    organisation_headline,
    relations_headline,
    told,
)
from mentalmap.domain.disclosure import TOTALS_HIDDEN
from mentalmap.domain.layers.captions import caption_no_areas, caption_no_feelings, caption_no_homes
from mentalmap.domain.layers.envelope import Feature, Layer
from mentalmap.domain.vocabulary import LayerName
from mentalmap.messages import Message, say


def with_headline(layer: Layer) -> Layer:
    """Put the message of a disclosed layer before its other captions; nothing changes where it has none."""
    if layer.captions and layer.captions[0] in _REASONS:
        return layer
    if not told(layer):
        return _with_reason(layer)
    headline = _isolating_names(headline_of(layer))
    return replace(layer, captions=(headline, *layer.captions)) if headline else layer


def _with_reason(layer: Layer) -> Layer:
    """Say first why a layer shows nothing; that people are too few only where they are."""
    if _nobody(layer):
        # How to read a map that shows nothing helps nobody.
        if layer.denominator == 0:
            return replace(layer, captions=_NO_ANSWERS)
        nobody = _NOBODY.get(layer.name)
        return replace(layer, captions=(nobody, *layer.captions[1:])) if nobody else layer
    if layer.people < layer.threshold:  # also where the total is hidden, and so 0
        return replace(layer, captions=(_TOO_FEW, *layer.captions))
    if layer.name in _SELF_EXPLAINED:
        return layer
    return replace(layer, captions=(_TOO_FEW_OF_EACH, *layer.captions))


def headline_of(layer: Layer) -> Message | None:
    """Say the message of a layer; None where nothing stands out or it has no name."""
    speak = _HEADLINES.get(layer.name)
    return speak(layer) if speak else None


def _isolating_names(headline: Message | None) -> Message | None:
    """Keep names that are written from right to left from turning the sentence round them."""
    if headline is None:
        return None
    return replace(headline, values={gap: _isolated_value(value) for gap, value in headline.values.items()})


def _isolated_value(value: object) -> object:
    if isinstance(value, Message):
        return _isolating_names(value)
    return _isolated(value) if isinstance(value, str) else value


def _isolated(name: str) -> str:
    if not any(bidirectional(letter) in _TURNING for letter in name):
        return name
    plain = "".join(letter for letter in name if bidirectional(letter) not in _CONTROLS)
    return f"\u2068{plain}\u2069"


def _nobody(layer: Layer) -> bool:
    """Whether it may be told that nobody marked anything: then no count was hidden either."""
    return layer.people == 0 and not layer.parameters.get(TOTALS_HIDDEN)


def _destinations(layer: Layer) -> Message | None:
    return _about_strongest(layer, lambda first: _most_visited(first, layer.denominator))


def _most_visited(first: Feature, asked: int) -> Message:
    if _is_beside(first):
        return say(
            "More people go to a spot near %(name)s than anywhere else: %(people)s of %(asked)s.",
            name=first.name, people=first.people, asked=asked,
        )  # fmt: skip
    return say(
        "More people go to %(name)s than anywhere else: %(people)s of %(asked)s.",
        name=first.name, people=first.people, asked=asked,
    )  # fmt: skip


def _routes(layer: Layer) -> Message | None:
    return _about_strongest(
        layer,
        lambda first: say(
            "The strongest flow runs from %(origin)s to %(destination)s: %(people)s of %(asked)s people.",
            origin=first.values.get("origin"), destination=first.values.get("destination"),
            people=first.people, asked=layer.denominator,
        ),
    )  # fmt: skip


def _barriers(layer: Layer) -> Message | None:
    return _about_strongest(layer, lambda first: _most_felt(first, layer.denominator))


def _most_felt(first: Feature, asked: int) -> Message:
    between = first.values.get("between")
    if isinstance(between, tuple):
        one, other = between
        return say(
            "The barrier that most people feel runs between %(one)s and %(other)s: %(people)s of %(asked)s.",
            one=one, other=other, people=first.people, asked=asked,
        )  # fmt: skip
    if _is_beside(first):
        return say(
            "The barrier that most people feel is near %(place)s: %(people)s of %(asked)s.",
            place=first.name, people=first.people, asked=asked,
        )  # fmt: skip
    return say(
        "The barrier that most people feel is in %(area)s: %(people)s of %(asked)s.",
        area=first.name, people=first.people, asked=asked,
    )  # fmt: skip


def _landmarks(layer: Layer) -> Message | None:
    return _about_strongest(layer, lambda first: _best_known(first, layer.denominator))


def _best_known(first: Feature, asked: int) -> Message:
    if _is_beside(first):
        return say(
            "The landmark that most people name is near %(name)s: %(people)s of %(asked)s.",
            name=first.name, people=first.people, asked=asked,
        )  # fmt: skip
    return say(
        "The landmark that most people name is %(name)s: %(people)s of %(asked)s.",
        name=first.name, people=first.people, asked=asked,
    )  # fmt: skip


def _districts(layer: Layer) -> Message | None:
    return _about_strongest(
        layer,
        lambda first: say(
            "The district that most people drew is %(name)s: %(people)s of %(asked)s.",
            name=first.name, people=first.people, asked=layer.denominator,
        ),
    )  # fmt: skip


_REASONS = (caption_no_areas(), caption_no_feelings(), caption_no_homes())
"""Captions that say by themselves why nothing is shown."""

_CONTROLS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_TURNING = _CONTROLS | {"R", "AL"}

_SELF_EXPLAINED = frozenset({LayerName.COVERAGE, LayerName.CHANGE})
"""Their first caption is their message, also where no figure may be told."""

_TOO_FEW = say("Too few have answered for anything to be shown.")
_TOO_FEW_OF_EACH = say("People have answered, but too few about any one thing for it to be shown.")
_NO_ANSWERS = (
    say("There are no answers here yet."),
    say("When interviews have been imported, this page shows what they say."),
)
_NOBODY: dict[LayerName, Message] = {
    LayerName.DESTINATIONS: say("Nobody has named a place they go to here."),
    LayerName.ROUTES: say("Nobody has told which way they take here."),
    LayerName.BARRIERS: say("Nobody has named a barrier here."),
    LayerName.LANDMARKS: say("Nobody has named a landmark here."),
    LayerName.DISTRICTS: say("Nobody has drawn a district here."),
    LayerName.ATTITUDE: say("Nobody has told how they feel here."),
    LayerName.RELATIONS: say("Nobody has told how they feel here."),
    LayerName.HEAT: say("Nobody has told how they feel here."),
}

_HEADLINES: dict[LayerName, Callable[[Layer], Message | None]] = {
    LayerName.DESTINATIONS: _destinations,
    LayerName.ROUTES: _routes,
    LayerName.BARRIERS: _barriers,
    LayerName.LANDMARKS: _landmarks,
    LayerName.DISTRICTS: _districts,
    LayerName.ATTITUDE: attitude_headline,
    LayerName.RELATIONS: relations_headline,
    LayerName.ORGANISATION: organisation_headline,
    LayerName.CHANGE: change_headline,
}
"""Coverage and heat have none: the first caption of the one is its message, the other is a picture."""


def _about_strongest(layer: Layer, speak: Callable[[Feature], Message]) -> Message | None:
    """Speak about the one thing that most people named; two that share the first place have no first."""
    known = [one for one in told(layer) if one.name and not one.values.get("internal")]
    if not known:
        return None
    most = max(one.people or 0 for one in known)
    # A district has several contours of one name; elsewhere two things may be called after one place.
    first = {
        one.name if layer.name is LayerName.DISTRICTS else one.id: one for one in known if one.people == most
    }
    return speak(next(iter(first.values()))) if len(first) == 1 else None


def _is_beside(feature: Feature) -> bool:
    """Whether a feature is only called after the nearest place."""
    return feature.values.get("distance_m") is not None
