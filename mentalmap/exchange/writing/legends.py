"""The legend of a layer as a list: which symbol stands for what, in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from mentalmap.domain.layers.envelope import Layer, Status
from mentalmap.domain.symbols import LOWEST_CLASS, OTHER_PURPOSE, PALETTE, color_of_purposes
from mentalmap.domain.vocabulary import BarrierNature, LayerName
from mentalmap.exchange.bundle import LayerBundle
from mentalmap.exchange.writing.missing import no_value
from mentalmap.exchange.writing.numerals import percent
from mentalmap.exchange.writing.wording import (
    CHANGE_NAMES,
    CLASS_NAMES,
    NATURES,
    people_words,
    purpose_name,
)
from mentalmap.messages import say

SPOT_M = 2000.0
CONTOUR_LEVELS = (0.75, 0.5, 0.25)


@dataclass(frozen=True, slots=True)
class LegendItem:
    """
    One line of a legend.

    Parameters
    ----------
    symbol
        `fill`, `dots`, `hatch`, `circle`, `ring`, `untold`, `flow`, `physical`, `emotional`, `spot`,
        `star` or `contour`.
    label
        What it stands for, in the reader's language.
    color
        Fill colour of `fill` and `ring`.
    amount
        People of a `circle` or `flow`, rank of a `star`, percent of a `contour`.
    """

    symbol: str
    label: str
    color: str = ""
    amount: int = 0


def legend_of(layer: Layer, bundle: LayerBundle) -> tuple[LegendItem, ...]:
    """List what the map of this layer shows; what does not occur in it is not listed."""
    if layer.name in (LayerName.ATTITUDE, LayerName.HEAT):
        return (*_classes(bundle), *_without_value(layer, bundle))
    if layer.name is LayerName.RELATIONS:
        return tuple(_classes(bundle))
    if layer.name is LayerName.CHANGE:
        return (*_changes(layer, bundle), *_without_value(layer, bundle))
    if layer.name in (LayerName.COVERAGE, LayerName.ORGANISATION):
        return tuple(_without_value(layer, bundle))
    if not any(feature.status is Status.OK for feature in layer.features):
        return ()
    if layer.name is LayerName.DESTINATIONS:
        return (*_sizes("circle", layer, bundle), *_purposes(layer, bundle))
    if layer.name is LayerName.ROUTES:
        return _sizes("flow", layer, bundle)
    if layer.name is LayerName.BARRIERS:
        present = {feature.values.get("nature") for feature in layer.features}
        natures = tuple(
            LegendItem(nature.value, bundle.translate(NATURES[nature.value]))
            for nature in BarrierNature
            if nature.value in present
        )
        if not any(_is_small(feature.geometry) for feature in layer.features):
            return natures
        small = bundle.translate(say("In one spot, or too small to outline here"))
        return (*natures, LegendItem("spot", small))
    if layer.name is LayerName.LANDMARKS:
        return (
            LegendItem(
                "star", bundle.translate(say("The larger the star, the more people name it")), amount=1
            ),
        )
    return tuple(
        LegendItem(
            "contour",
            bundle.translate(
                say("Drawn by at least %(level)s of the people", level=percent(level, bundle.locale))
            ),
            amount=round(level * 100),
        )
        for level in CONTOUR_LEVELS
        if any(feature.values.get("level") == level for feature in layer.features)
    )


def purpose_colors(layers: Iterable[Layer], names: Mapping[str, str]) -> dict[str, str]:
    """
    Colours of all purposes, in the order of the codebook.

    Purposes that the codebook does not name (a layer from another source) come after it.
    """
    codes = dict.fromkeys(names)
    for layer in layers:
        for feature in layer.features:
            purposes = feature.values.get("purposes")
            if isinstance(purposes, Mapping):
                codes |= dict.fromkeys(sorted(purposes))
    codes.pop(OTHER_PURPOSE, None)
    return color_of_purposes(tuple(codes))


def size_steps(most: int) -> tuple[int, ...]:
    """Up to three round numbers of people for a size legend, largest first and none above `most`."""
    largest = _rounded_down(most)
    steps = (largest, _rounded_down(largest / 3), _rounded_down(largest / 10))
    return tuple(dict.fromkeys(step for step in steps if step >= 1))


def _rounded_down(value: float) -> int:
    if value < 1:
        return 0
    power = 10 ** math.floor(math.log10(value))
    return int(power * max(lead for lead in (1, 2, 5) if lead * power <= value))


def _is_small(geometry: BaseGeometry | None) -> bool:
    """Whether a map of a whole project may have to draw this as one spot."""
    if geometry is None or geometry.is_empty:
        return False
    west, south, east, north = geometry.bounds
    return bool(max(east - west, north - south) < SPOT_M)


def _classes(bundle: LayerBundle) -> list[LegendItem]:
    return [
        LegendItem("fill", bundle.translate(CLASS_NAMES[step]), PALETTE[step - LOWEST_CLASS])
        for step in sorted(CLASS_NAMES, reverse=True)
    ]


def _changes(layer: Layer, bundle: LayerBundle) -> list[LegendItem]:
    """The steps of change that occur, the most positive first; grey is whatever chance may explain."""
    colors = {
        step: str(feature.values.get("color"))
        for feature in layer.features
        if feature.status is Status.OK and isinstance(step := feature.values.get("class"), int)
    }
    return [
        LegendItem("fill", bundle.translate(CHANGE_NAMES[step]), colors[step])
        for step in sorted(colors, reverse=True)
        if step in CHANGE_NAMES
    ]


def _without_value(layer: Layer, bundle: LayerBundle) -> list[LegendItem]:
    statuses = {feature.status for feature in layer.features}
    items = []
    if Status.TOO_FEW in statuses:
        words = say("Too few answers (fewer than %(k)s people)", k=layer.threshold)
        items.append(LegendItem("dots", bundle.translate(words)))
    if Status.NO_DATA in statuses:
        items.append(LegendItem("hatch", bundle.translate(no_value(Status.NO_DATA, layer.name))))
    return items


def _sizes(symbol: str, layer: Layer, bundle: LayerBundle) -> tuple[LegendItem, ...]:
    return tuple(
        LegendItem(symbol, bundle.translate(people_words(people)), amount=people)
        for people in size_steps(most_people(layer))
    )


def most_people(layer: Layer) -> int:
    """The most people that any feature is about, which sizes are measured against."""
    told = layer.parameters.get("max_people")
    if isinstance(told, int | float) and told > 0:
        return int(told)
    return max((feature.people or 0 for feature in layer.features), default=0)


def _purposes(layer: Layer, bundle: LayerBundle) -> list[LegendItem]:
    present: set[str] = set()
    is_left = False
    for feature in layer.features:
        purposes = feature.values.get("purposes")
        told = purposes if isinstance(purposes, Mapping) else {}
        present |= {code for code, people in told.items() if people}
        is_left = is_left or (feature.people or 0) > sum(told.values())
    if not present:
        return []
    colors = purpose_colors(bundle.layers, bundle.purpose_names)
    items = [
        LegendItem("ring", purpose_name(code, bundle), color)
        for code, color in colors.items()
        if code in present
    ]
    if is_left:
        items.append(LegendItem("untold", bundle.translate(say("Too few to show, or no errand given"))))
    return items
