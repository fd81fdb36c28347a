"""Headlines: the message of a map in one sentence, so that whoever has five seconds leaves with it.

A headline is read off the disclosed layer, never off the table behind it, and says nothing that
the figures do not bear: where two areas cannot be told apart, it says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from unicodedata import bidirectional

from mentalmap.domain.disclosure import TOTALS_HIDDEN
from mentalmap.domain.layers.captions import caption_no_areas, caption_no_feelings
from mentalmap.domain.layers.envelope import Feature, Layer, Status
from mentalmap.domain.numerals import listed, tenths
from mentalmap.domain.vocabulary import LayerName
from mentalmap.messages import Message, say

MOST_NAMED = 3


def with_headline(layer: Layer) -> Layer:
    """Put the message of a disclosed layer before its other captions; nothing changes where it has none."""
    if layer.captions and layer.captions[0] in _REASONS:
        return layer
    told = _told(layer)
    if not told and _nobody(layer):
        # How to read a map that shows nothing helps nobody.
        if layer.denominator == 0:
            return replace(layer, captions=_NO_ANSWERS)
        nobody = _NOBODY.get(layer.name)
        return replace(layer, captions=(nobody, *layer.captions[1:])) if nobody else layer
    headline = _isolating_names(headline_of(layer)) if told else _TOO_FEW
    return replace(layer, captions=(headline, *layer.captions)) if headline else layer


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


def _attitude(layer: Layer) -> Message | None:
    told = [
        one for one in _told(layer) if _number(one, "lo90") is not None and _number(one, "hi90") is not None
    ]
    if len(told) < 2:
        return None
    best = max(told, key=lambda one: _number(one, "estimate") or 0.0)
    worst = min(told, key=lambda one: _number(one, "estimate") or 0.0)
    if (_number(best, "lo90") or 0.0) > (_number(worst, "hi90") or 0.0):
        return say(
            "People feel best about %(best)s and worst about %(worst)s.", best=best.name, worst=worst.name
        )
    return say("No area stands out: with this many answers, the differences between areas are uncertain.")


def _relations(layer: Layer) -> Message | None:
    both = [
        one
        for one in _told(layer)
        if _number(one, "self_image") is not None and _number(one, "outside_image") is not None
    ]
    if not both:
        return None
    # The gap between the intervals, so that what stands out is also sure.
    first = max(both, key=lambda one: max(_gap(one, "self", "outside"), _gap(one, "outside", "self")))
    images = {
        "name": first.name,
        "inside": tenths(_number(first, "self_image") or 0.0, signed=True),
        "others": tenths(_number(first, "outside_image") or 0.0, signed=True),
    }
    if _gap(first, "self", "outside") > 0:
        return say(
            "Those who live in %(name)s see it better than others do: %(inside)s against %(others)s.",
            **images,
        )
    if _gap(first, "outside", "self") > 0:
        return say(
            "Those who live in %(name)s see it worse than others do: %(inside)s against %(others)s.", **images
        )
    return say("Those who live in a place and all others see it alike, as far as these answers can tell.")


def _gap(image: Feature, better: str, worse: str) -> float:
    return (_number(image, f"{better}_lo90") or 0.0) - (_number(image, f"{worse}_hi90") or 0.0)


def _organisation(layer: Layer) -> Message | None:
    everybody = [one for one in _told(layer) if one.values.get("group") == ""]
    if not everybody:
        return None
    scales = {one.values.get("scale") for one in everybody}
    scale = next(iter(scales))
    if len(everybody) == 1 and isinstance(scale, tuple):
        return say(
            "“%(question)s” On a scale from %(low)s to %(high)s people answer %(mean)s on average.",
            question=everybody[0].name, low=scale[0], high=scale[-1],
            mean=tenths(_number(everybody[0], "mean") or 0.0),
        )  # fmt: skip
    best = max(everybody, key=lambda one: _number(one, "mean") or 0.0)
    worst = min(everybody, key=lambda one: _number(one, "mean") or 0.0)
    if len(scales) == 1 and (_number(best, "lo90") or 0.0) > (_number(worst, "hi90") or 0.0):
        return say(
            "Highest answers (%(high)s): “%(best)s” Lowest (%(low)s): “%(worst)s”",
            best=best.name, high=tenths(_number(best, "mean") or 0.0),
            worst=worst.name, low=tenths(_number(worst, "mean") or 0.0),
        )  # fmt: skip
    return None


def _change(layer: Layer) -> Message | None:
    flagged = sorted(
        (one for one in _told(layer) if one.values.get("flagged")),
        key=lambda one: (-abs(_number(one, "difference") or 0.0), one.id),
    )
    better, worse = ([one.name for one in flagged if one.values.get("direction") == way] for way in (1, -1))
    if not flagged:
        return None  # the layer itself says what could not be seen
    if max(len(better), len(worse)) > MOST_NAMED:
        return say(
            "People feel better than before about %(better)s areas, and worse about %(worse)s.",
            better=len(better), worse=len(worse),
        )  # fmt: skip
    if not worse:
        return say("People feel better than before about %(areas)s.", areas=listed(better))
    if not better:
        return say("People feel worse than before about %(areas)s.", areas=listed(worse))
    return say(
        "People feel better than before about %(better)s, and worse about %(worse)s.",
        better=listed(better), worse=listed(worse),
    )  # fmt: skip


_REASONS = (caption_no_areas(), caption_no_feelings())
"""Captions that say by themselves why nothing is shown."""

_CONTROLS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_TURNING = _CONTROLS | {"R", "AL"}

_TOO_FEW = say("Too few have answered for anything to be shown.")
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
    LayerName.ATTITUDE: _attitude,
    LayerName.RELATIONS: _relations,
    LayerName.ORGANISATION: _organisation,
    LayerName.CHANGE: _change,
}
"""Coverage and heat have none: the first caption of the one is its message, the other is a picture."""


def _about_strongest(layer: Layer, speak: Callable[[Feature], Message]) -> Message | None:
    """Speak about the one thing that most people named; two that share the first place have no first."""
    told = [one for one in _told(layer) if one.name and not one.values.get("internal")]
    if not told:
        return None
    most = max(one.people or 0 for one in told)
    # A district has several contours of one name; elsewhere two things may be called after one place.
    first = {
        one.name if layer.name is LayerName.DISTRICTS else one.id: one for one in told if one.people == most
    }
    return speak(next(iter(first.values()))) if len(first) == 1 else None


def _is_beside(feature: Feature) -> bool:
    """Whether a feature is only called after the nearest place."""
    return feature.values.get("distance_m") is not None


def _told(layer: Layer) -> list[Feature]:
    return [one for one in layer.features if one.status is Status.OK]


def _number(feature: Feature, key: str) -> float | None:
    value = feature.values.get(key)
    return float(value) if isinstance(value, (int, float)) else None
