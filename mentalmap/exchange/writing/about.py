"""What must travel with the numbers: captions, denominators, thresholds, versions, the notice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mentalmap.domain.layers.envelope import Layer, Value
from mentalmap.exchange.bundle import LayerBundle
from mentalmap.exchange.writing.wording import PEOPLE_NOT_MARKS, SYNTHETIC_NOTICE
from mentalmap.messages import Message, say


@dataclass(frozen=True, slots=True)
class AboutRow:
    """One line about a file: `layer` is the layer's code, empty where the line holds for all."""

    layer: str
    item: str
    text: str


def about_rows(bundle: LayerBundle) -> list[AboutRow]:
    """Everything about the bundle first, then about each layer in order, in the reader's language."""

    def row(item: Message, text: str, layer: str = "") -> AboutRow:
        return AboutRow(layer, bundle.translate(item), text)

    rows = [row(say("Project"), bundle.project_name)]
    if bundle.is_synthetic:
        rows.append(row(say("Notice"), bundle.translate(SYNTHETIC_NOTICE)))
    rows += [row(say("Survey"), survey) for survey in bundle.surveys]
    rows += [row(say("Filter"), sentence) for sentence in bundle.filters]
    rows.append(row(say("Made on"), bundle.made_on.isoformat()))
    rows.append(row(say("How to read n"), bundle.translate(PEOPLE_NOT_MARKS)))
    for layer in bundle.layers:
        code = layer.name.value
        rows.append(row(say("Title"), bundle.title_of(layer), code))
        rows += [row(say("Caption"), bundle.translate(caption), code) for caption in layer.captions]
        rows += [row(item, text, code) for item, text in _counts(layer)]
        rows += [AboutRow(code, name, plain(value)) for name, value in layer.parameters.items()]
    return rows


def about_text(bundle: LayerBundle, columns: Mapping[str, str]) -> str:
    """Write the same lines as plain text, with the meaning of each column at the end."""
    lines = [bundle.project_name, "=" * len(bundle.project_name), ""]
    layer = ""
    for row in about_rows(bundle):
        if row.layer != layer:
            layer = row.layer
            lines += ["", layer, "-" * len(layer)]
        lines.append(f"{row.item}: {row.text}")
    if columns:
        title = bundle.translate(say("Columns"))
        lines += ["", title, "-" * len(title)]
        lines += [f"{code}: {meaning}" for code, meaning in columns.items()]
    return "\n".join(lines) + "\n"


def plain(value: Value) -> str:
    """Write a parameter as text that a person and a program can both read."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {part}" for key, part in value.items())
    if isinstance(value, (tuple, list)):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(value)


def _counts(layer: Layer) -> list[tuple[Message, str]]:
    return [
        (say("People"), str(layer.people)),
        (say("Marks"), str(layer.marks)),
        (say("People asked"), str(layer.denominator)),
        (say("Fewest people for a value"), str(layer.threshold)),
        (say("Data version"), layer.data_version),
        (say("Coordinate reference system"), f"EPSG:{layer.crs_epsg}"),
    ]
