"""The table that stands beside a map: few columns, finished words, the strongest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mentalmap.domain.layers.envelope import Feature, Layer, Status, Value
from mentalmap.domain.vocabulary import LayerName
from mentalmap.exchange.bundle import LayerBundle
from mentalmap.exchange.writing.missing import no_value
from mentalmap.exchange.writing.wording import (
    NATURES,
    UNNAMED,
    heading,
    name_of,
    purpose_name,
    value_text,
)
from mentalmap.messages import say

COLUMNS: dict[LayerName, tuple[str, ...]] = {
    LayerName.DESTINATIONS: ("n", "share", "purposes"),
    LayerName.ROUTES: ("n", "share"),
    LayerName.BARRIERS: ("n", "share", "nature"),
    LayerName.LANDMARKS: ("n", "share"),
    LayerName.DISTRICTS: ("level", "n"),
    LayerName.ATTITUDE: ("estimate", "n", "share_positive", "share_negative"),
    LayerName.RELATIONS: ("estimate", "self_image", "outside_image", "n"),
    LayerName.ORGANISATION: ("mean", "n"),
    LayerName.COVERAGE: ("ratio", "heard", "expected", "population"),
    LayerName.CHANGE: ("difference", "before", "after", "flagged"),
}
"""What each layer tells beside the name, the number that it is sorted by first; heat has nothing to list."""

MOST_PURPOSES = 3  # the card of a place tells all of them


@dataclass(frozen=True, slots=True)
class PageRow:
    """One feature: its id on the map, its name, and its cells; `note` replaces cells without a value."""

    id: str
    name: str
    cells: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class PageTable:
    """Headings, the name's first, and rows."""

    headings: tuple[str, ...]
    rows: tuple[PageRow, ...]


def page_table(layer: Layer, bundle: LayerBundle) -> PageTable | None:
    """List a layer's features for reading; None for a layer that has no things to list."""
    columns = COLUMNS.get(layer.name)
    if columns is None:
        return None

    def strength(feature: Feature) -> tuple[bool, float, str]:
        number = _value(feature, columns[0])
        return (
            feature.status is not Status.OK,
            -float(number) if isinstance(number, int | float) else 0.0,
            name_of(feature, bundle).casefold(),
        )

    return PageTable(
        headings=tuple(heading(column, bundle) for column in ("name", *columns)),
        rows=tuple(_row(feature, layer, columns, bundle) for feature in sorted(layer.features, key=strength)),
    )


def _row(feature: Feature, layer: Layer, columns: tuple[str, ...], bundle: LayerBundle) -> PageRow:
    if feature.status is not Status.OK:
        note = bundle.translate(no_value(feature.status, layer.name))
        return PageRow(feature.id, feature.name or UNNAMED, (), note)
    return PageRow(
        feature.id, name_of(feature, bundle), tuple(_text(feature, column, bundle) for column in columns)
    )


def _text(feature: Feature, column: str, bundle: LayerBundle) -> str:
    value = _value(feature, column)
    if column == "nature" and str(value) in NATURES:
        return bundle.translate(NATURES[str(value)])
    if isinstance(value, Mapping):
        largest = sorted(value.items(), key=lambda item: -item[1])[:MOST_PURPOSES]
        return ", ".join(f"{purpose_name(code, bundle)} {people:g}" for code, people in largest if people)
    if isinstance(value, bool):
        return bundle.translate(say("Yes") if value else say("No"))
    if value is None or isinstance(value, tuple):
        return ""
    return value_text(column, value, bundle.locale)


def _value(feature: Feature, column: str) -> Value:
    return feature.people if column == "n" else feature.values.get(column)
