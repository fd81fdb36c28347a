"""From a mapping to the blocks of a row, or to the sentence that says why it leads nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentalmap.errors import InvalidMappingError
from mentalmap.exchange.coding.blocks import BlockPlan
from mentalmap.exchange.coding.cells import WordCoder
from mentalmap.exchange.coding.context import CodingContext
from mentalmap.exchange.coding.positions import has_positions
from mentalmap.exchange.mapping import PERCEPTION_FIELDS
from mentalmap.exchange.mapping import ImportField as F
from mentalmap.messages import say


def plans_of(context: CodingContext) -> list[BlockPlan]:
    """List the blocks of a row: those of the mapping, or the row itself."""
    mapping = context.mapping
    said = PERCEPTION_FIELDS | {F.KIND, F.VALENCE_SOURCE}
    if not mapping.perceptions:
        own = {one: name for one, name in mapping.columns.items() if one in said}
        return [BlockPlan(None, own, mapping.constants, mapping.columns)]
    shared: dict[F, str] = {
        one: name for one, name in mapping.columns.items() if one in (F.LANGUAGE, F.PRECISION, F.SAID_ON)
    }
    return [
        BlockPlan(
            block.kind,
            block.columns,
            {**mapping.constants, **block.constants, F.KIND: block.kind.value},
            shared,
        )
        for block in mapping.perceptions
    ]


def check_mapping(
    context: CodingContext, columns: tuple[str, ...], file_geometry: bool, coders: Mapping[F, WordCoder[Any]]
) -> None:
    """Refuse a mapping that cannot lead to perceptions, before the first row is read."""
    from difflib import get_close_matches

    mapping = context.mapping
    for name in sorted(mapping.column_names - set(columns)):
        close = get_close_matches(name, columns, n=1, cutoff=0.5)
        raise InvalidMappingError(
            say("The mapping names the column “%(column)s”, which the file does not have.", column=name),
            say(
                "Did you mean “%(nearest)s”? Columns: %(columns)s.",
                nearest=close[0],
                columns=", ".join(columns),
            )
            if close
            else say("Columns: %(columns)s.", columns=", ".join(columns) or "–"),
        )
    if not mapping.perceptions:
        if F.KIND not in mapping.columns and F.KIND not in mapping.constants:
            raise InvalidMappingError(
                say("It is not said what the marks are about."),
                say('Name the column of the kind, or write one for all rows: [constants] kind = "problem".'),
            )
        named = {F.PLACE, F.ORIGIN, F.DESTINATION} & (set(mapping.columns) | set(mapping.constants))
        if not named and not has_positions(mapping.columns, file_geometry=file_geometry):
            raise InvalidMappingError(
                say("The mapping does not say where the marks lie."),
                say("Name lon and lat, easting and northing, wkt, or place under [columns]."),
            )
    constants = [mapping.constants, *(block.constants for block in mapping.perceptions)]
    for one, text in ((one, text) for table in constants for one, text in table.items() if one in coders):
        _, findings = coders[one].code(_single(text))
        if findings:
            raise InvalidMappingError(findings[0].fault.problem, findings[0].fault.remedy)


def _single(text: str) -> Any:
    import pyarrow as pa

    return pa.array([text], pa.string())
