"""What every format's reader gives inside the sandbox: a head and blocks of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mentalmap.errors import UnreadableFileError
from mentalmap.exchange.reading.source import RowFault, SourceHead
from mentalmap.messages import Message, say

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK_ROWS = 65_536
MOST_COLUMNS = 2_000
LONGEST_NAME = 200  # characters of a column name; longer ones are cut
# Cells that say “nothing” in the programs that tables come from.
NULL_TEXTS = ("", "NULL", "null", "NA", "N/A", "n/a", "#N/A", "#SAKNAS!", "NaN", "nan", "\\N", "<NA>")


@dataclass(frozen=True, slots=True)
class Options:
    """What the person asked for instead of leaving it to the reader."""

    layer: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Row numbers `int64`, one string array per column, WKB or `None`, and what is wrong with rows."""

    rows: pa.Array
    columns: Sequence[pa.Array]
    geometry: pa.Array | None
    faults: tuple[RowFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose head is known and whose rows come when asked for."""

    head: SourceHead
    blocks: Iterator[Block]


def make_head(
    format_name: str,
    columns: Sequence[str],
    *,
    geometry: bool = False,
    crs_epsg: int | None = None,
    crs_wkt: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    layer: str | None = None,
    row_count: int | None = None,
    notes: Sequence[Message] = (),
) -> SourceHead:
    """Make a head; refuse more columns than any table of answers has."""
    if len(columns) > MOST_COLUMNS:
        raise UnreadableFileError(
            say(
                "The file has %(count)s columns; at most %(most)s are read.",
                count=len(columns),
                most=MOST_COLUMNS,
            ),
            say("Remove the columns that are not needed."),
        )
    return SourceHead(
        format=format_name,
        columns=tuple(columns),
        geometry=geometry,
        crs_epsg=crs_epsg,
        crs_wkt=crs_wkt,
        encoding=encoding,
        delimiter=delimiter,
        sheet=sheet,
        layer=layer,
        row_count=row_count,
        notes=tuple(notes),
    )


def name_columns(header: Sequence[str | None]) -> tuple[str, ...]:
    """Give every column a name of its own: empty ones by position, repeated ones by a number."""
    names: list[str] = []
    taken: set[str] = set()
    for position, cell in enumerate(header, start=1):
        name = " ".join((cell or "").split())[:LONGEST_NAME] or f"Column {position}"
        unique, count = name, 2
        while unique in taken:
            unique, count = f"{name} ({count})", count + 1
        names.append(unique)
        taken.add(unique)
    return tuple(names)


def unreadable(path: Path, problem: Message, remedy: Message | None = None) -> UnreadableFileError:
    """Make the error that names the file and says what is wrong with it."""
    return UnreadableFileError(
        say("“%(file)s” cannot be read: %(problem)s", file=path.name, problem=problem), remedy
    )
