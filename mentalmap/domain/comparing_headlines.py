"""Headlines of layers that compare: they name only what was tested, and claim no more than the test."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mentalmap.domain.layers.envelope import NAMED_AFTER_PLACES, Feature, Layer, Status
from mentalmap.domain.numerals import listed, tenths
from mentalmap.messages import Message, say

MOST_NAMED = 3
MOST_FELT = 2  # areas on each side, of those that differ from the rest


def attitude_headline(layer: Layer) -> Message | None:
    """Name areas that differ from the rest: each was tested, with false discoveries held down over all."""
    known = told(layer)
    if len(known) < 2:
        return None
    flagged = [
        sorted(
            (one for one in known if one.values.get("diff_from_rest") == side),
            key=lambda one: (-side * (_number(one, "estimate") or 0.0), one.id),
        )
        for side in (1, -1)
    ]
    if not any(flagged):
        return say("No area stands out: with this many answers, the differences between areas are uncertain.")
    better, worse = _apart(*flagged)
    if bool(flagged[0]) > bool(better) or bool(flagged[1]) > bool(worse):
        # To name one side only would hide that there is another.
        return say(
            "People feel better about %(better)s areas than about the rest, and worse about %(worse)s.",
            better=len(flagged[0]), worse=len(flagged[1]),
        )  # fmt: skip
    words = _FELT_NEAR if layer.parameters.get(NAMED_AFTER_PLACES) else _FELT
    return words.about(better[:MOST_FELT], worse[:MOST_FELT])


@dataclass(frozen=True, slots=True)
class _TwoSides:
    """The sentences about names on two sides, for when both have some, and when only one has."""

    both: Message
    only_better: Message
    only_worse: Message

    def about(self, better: list[str], worse: list[str]) -> Message:
        """Say the one that fits; at least one side has a name."""
        sentence = self.both if better and worse else self.only_better if better else self.only_worse
        named = {"better": better, "worse": worse}
        return replace(sentence, values={side: listed(names) for side, names in named.items() if names})


_FELT = _TwoSides(
    say("People feel better about %(better)s than about the rest, and worse about %(worse)s."),
    say("People feel better about %(better)s than about the rest."),
    say("People feel worse about %(worse)s than about the rest."),
)
_FELT_NEAR = _TwoSides(
    say(
        "People feel better about ground near %(better)s than about the rest, "
        "and worse about ground near %(worse)s."
    ),
    say("People feel better about ground near %(better)s than about the rest."),
    say("People feel worse about ground near %(worse)s than about the rest."),
)
_CHANGED = _TwoSides(
    say("People feel better than before about %(better)s, and worse about %(worse)s."),
    say("People feel better than before about %(better)s."),
    say("People feel worse than before about %(worse)s."),
)
_CHANGED_NEAR = _TwoSides(
    say(
        "People feel better than before about ground near %(better)s, and worse about ground near %(worse)s."
    ),
    say("People feel better than before about ground near %(better)s."),
    say("People feel worse than before about ground near %(worse)s."),
)


def _apart(one: list[Feature], other: list[Feature]) -> tuple[list[str], list[str]]:
    """Give the names on each of two sides, each once; one that stands on both, or is empty, says nothing."""
    first, second = ({each.name: None for each in side if each.name} for side in (one, other))
    return [name for name in first if name not in second], [name for name in second if name not in first]


def relations_headline(layer: Layer) -> Message | None:
    """Tell where self-image and the image that others have lie farthest apart for sure."""
    both = [
        one
        for one in told(layer)
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


def organisation_headline(layer: Layer) -> Message | None:
    """Tell the answers to one question, or the highest and the lowest of several that differ for sure."""
    everybody = [one for one in told(layer) if one.values.get("group") == ""]
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


def change_headline(layer: Layer) -> Message | None:
    """Name the areas that changed by more than chance explains."""
    flagged = sorted(
        (one for one in told(layer) if one.values.get("flagged")),
        key=lambda one: (-abs(_number(one, "difference") or 0.0), one.id),
    )
    if not flagged:
        return None  # the layer itself says what could not be seen
    sides = [[one for one in flagged if one.values.get("direction") == way] for way in (1, -1)]
    better, worse = _apart(*sides)
    # Areas that share a name, or have none, are counted: a list would leave some of them out.
    if len(better) + len(worse) < len(flagged) or max(len(better), len(worse)) > MOST_NAMED:
        return say(
            "People feel better than before about %(better)s areas, and worse about %(worse)s.",
            better=len(sides[0]), worse=len(sides[1]),
        )  # fmt: skip
    words = _CHANGED_NEAR if layer.parameters.get(NAMED_AFTER_PLACES) else _CHANGED
    return words.about(better, worse)


def told(layer: Layer) -> list[Feature]:
    """Give the features that carry a value."""
    return [one for one in layer.features if one.status is Status.OK]


def _number(feature: Feature, key: str) -> float | None:
    value = feature.values.get(key)
    return float(value) if isinstance(value, (int, float)) else None
