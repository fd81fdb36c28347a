"""Read Excel workbooks row by row (runs inside the sandbox)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from mentalmap.exchange.reading.cells import cell_text
from mentalmap.exchange.reading.opened import (
    BLOCK_ROWS,
    MOST_COLUMNS,
    Block,
    Opened,
    Options,
    make_head,
    name_columns,
    unreadable,
)
from mentalmap.exchange.reading.source import RowFault
from mentalmap.messages import Message, say

LOOK_ROWS = 2_000  # how far into a sheet we look to learn its shape
HEADER_ROWS = 50
# openpyxl's books and sheets are `Any`: its types do not know those that are only read.
SAVE_AGAIN = say("Open it in a spreadsheet program and save it anew as .xlsx.")
FORMULA = re.compile(rb"<f[ >/]")
MERGE = re.compile(rb'<mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class SheetShape:
    """Where the table stands in a sheet; rows count from 1, `positions` are columns from 0."""

    header_row: int
    positions: tuple[int, ...]
    columns: tuple[str, ...]
    seen_rows: int


def open_workbook(path: Path, options: Options) -> Opened:
    """Open an Excel workbook: choose the sheet, find its header, then read it row by row."""
    book = _load(path, values=True)
    notes: list[Message] = []
    title, shape = _choose_sheet(path, book, options.sheet, notes)
    merges = _list_merges(path, book, title, shape)
    if merges:
        notes.append(say("Merged cells were read as if each of their rows held the value."))
    if shape.header_row > 1:
        notes.append(
            say(
                "The header was found in row %(row)s; what stands above it was skipped.", row=shape.header_row
            )
        )
    formulas = _load(path, values=False) if _holds_formulas(path) else None
    rows = _rows(book[title])
    texts = _rows(formulas[title]) if formulas is not None else None
    return Opened(
        make_head("xlsx", shape.columns, sheet=title, notes=notes),
        _read_blocks(rows, texts, shape, merges),
    )


def _load(path: Path, *, values: bool) -> Any:
    from xml.etree.ElementTree import ParseError

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    _refuse_doctype(path)
    try:
        return openpyxl.load_workbook(path, read_only=True, data_only=values, keep_links=False)
    except (
        InvalidFileException,
        ParseError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
    ) as error:
        raise unreadable(path, say("it is not a complete Excel workbook."), SAVE_AGAIN) from error


def _refuse_doctype(path: Path) -> None:
    """No spreadsheet program writes a document type; one is there to expand entities."""
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if entry.filename.endswith((".xml", ".rels")):
                with archive.open(entry) as stream:
                    if b"<!DOCTYPE" in stream.read(4096).replace(b"\0", b"").upper():
                        raise unreadable(
                            path, say("it holds XML entities, which no spreadsheet needs."), SAVE_AGAIN
                        )


def _rows(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # some programs write wrong ones
    rows: Iterator[Row] = sheet.iter_rows(values_only=True)
    return rows


def _choose_sheet(path: Path, book: Any, asked: str | None, notes: list[Message]) -> tuple[str, SheetShape]:
    sheets = [sheet for sheet in book.worksheets if asked is not None or sheet.sheet_state == "visible"]
    titles = [sheet.title for sheet in sheets]
    if asked is not None:
        if asked not in titles:
            raise unreadable(
                path,
                say("it has no sheet called “%(sheet)s”.", sheet=asked),
                say("Its sheets are: %(sheets)s.", sheets=", ".join(titles)),
            )
        sheets = [sheet for sheet in sheets if sheet.title == asked]
    shapes = [(sheet.title, shape) for sheet in sheets if (shape := _find_shape(path, sheet)) is not None]
    if not shapes:
        raise unreadable(path, say("no sheet holds a table."), say("The first row should name the columns."))
    title, shape = max(shapes, key=lambda item: item[1].seen_rows)
    others = [other for other, _ in shapes if other != title]
    if others:
        notes.append(
            say(
                "The sheet “%(sheet)s” was read; the workbook also has: %(others)s.",
                sheet=title,
                others=", ".join(others),
            )
        )
    return title, shape


def _find_shape(path: Path, sheet: Any) -> SheetShape | None:
    head = [[cell_text(value) for value in row] for row in _guard(path, islice(_rows(sheet), LOOK_ROWS))]
    filled = [sum(1 for cell in row if cell is not None) for row in head]
    wanted = 2 if max(filled, default=0) >= 2 else 1
    header = next((index for index, count in enumerate(filled[:HEADER_ROWS]) if count >= wanted), None)
    if header is None:
        return None
    below = [row for row, count in zip(head[header + 1 :], filled[header + 1 :], strict=True) if count]
    width = min(max(len(row) for row in [head[header], *below]), MOST_COLUMNS + 1)
    names = head[header] + [None] * width
    kept = [
        position
        for position in range(width)
        if names[position] is not None
        or any(position < len(row) and row[position] is not None for row in below)
    ]
    # A column without a name is called by its letter, as the spreadsheet does.
    columns = name_columns([names[position] or f"Column {letters(position)}" for position in kept])
    return SheetShape(header + 1, tuple(kept), columns, len(below))


def _guard(path: Path, rows: Iterator[Row]) -> Iterator[Row]:
    """Turn what openpyxl raises on broken sheets into our error."""
    from xml.etree.ElementTree import ParseError

    try:
        yield from rows
    except (ParseError, zipfile.BadZipFile, KeyError, ValueError, TypeError, IndexError, EOFError) as error:
        raise unreadable(path, say("a sheet of the workbook is damaged."), SAVE_AGAIN) from error


def _read_blocks(
    rows: Iterator[Row], formulas: Iterator[Row] | None, shape: SheetShape, merges: dict[tuple[int, int], int]
) -> Iterator[Block]:
    numbers: list[int] = []
    cells: list[list[str | None]] = [[] for _ in shape.positions]
    faults: list[RowFault] = []
    merged: dict[int, tuple[int, str | None]] = {}  # position → last row of the merge, its value
    known = set(shape.positions)
    for number, row in enumerate(rows, start=1):
        formula_row = next(formulas, ()) if formulas is not None else ()
        if number <= shape.header_row:
            continue
        texts = [cell_text(row[position]) if position < len(row) else None for position in shape.positions]
        extra = [p for p, value in enumerate(row) if p not in known and cell_text(value) is not None]
        if extra:
            faults.append(_outside(number, extra[0]))
        for index, position in enumerate(shape.positions):
            if position < len(formula_row) and texts[index] is None and _is_formula(formula_row[position]):
                faults.append(_uncomputed(number, shape.columns[index]))
            elif (texts[index] or "").startswith("#") and texts[index] in ERRORS:
                faults.append(_failed(number, shape.columns[index], str(texts[index])))
                texts[index] = None
        if any(text is not None for text in texts):
            for index, position in enumerate(shape.positions):
                until, value = merged.get(position, (0, None))
                if (number, position) in merges:
                    merged[position] = (merges[number, position], texts[index])
                elif number <= until and texts[index] is None:
                    texts[index] = value
            numbers.append(number)
            for column, text in zip(cells, texts, strict=True):
                column.append(text)
        if len(numbers) >= BLOCK_ROWS:
            yield _make_block(numbers, cells, faults)
            numbers, cells, faults = [], [[] for _ in shape.positions], []
    if numbers or faults:
        yield _make_block(numbers, cells, faults)


def _make_block(numbers: list[int], cells: list[list[str | None]], faults: list[RowFault]) -> Block:
    import pyarrow as pa

    columns = [pa.array(column, pa.string()) for column in cells]
    return Block(pa.array(numbers, pa.int64()), columns, None, tuple(faults))


ERRORS = frozenset(
    (
        "#DIV/0!",
        "#REF!",
        "#VALUE!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#DIVISION/0!",
        "#REFERENS!",
        "#VÄRDEFEL!",
        "#NAMN?",
    )
)


def _is_formula(value: object) -> bool:
    return (isinstance(value, str) and value.startswith("=")) or type(value).__name__ == "ArrayFormula"


def _uncomputed(row: int, column: str) -> RowFault:
    return RowFault(
        row,
        column,
        say("The cell holds a formula whose result was never saved."),
        say("Open the file in a spreadsheet program, save it, and try again."),
    )


def _failed(row: int, column: str, error: str) -> RowFault:
    return RowFault(
        row, column, say("The cell holds the error %(error)s.", error=error), say("Correct the formula.")
    )


def _outside(row: int, position: int) -> RowFault:
    return RowFault(
        row,
        None,
        say("Column %(letter)s holds a value here but has no name.", letter=letters(position)),
        say("Name the column in the header row."),
    )


def letters(position: int) -> str:
    """Name a column by its position from 0 as spreadsheets do: A, B, … AA."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def _holds_formulas(path: Path) -> bool:
    return any(FORMULA.search(piece) for _, piece in _sheet_pieces(path))


def _sheet_pieces(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                with archive.open(entry) as stream:
                    tail = b""
                    while piece := stream.read(1 << 20):
                        yield entry.filename, tail + piece
                        tail = piece[-64:]


def _list_merges(path: Path, book: Any, title: str, shape: SheetShape) -> dict[tuple[int, int], int]:
    """Find cells merged downwards below the header: (row, position) → last row."""
    member = str(getattr(book[title], "_worksheet_path", ""))
    found: dict[tuple[int, int], int] = {}
    for name, piece in _sheet_pieces(path):
        if name != member.lstrip("/"):
            continue
        for left, top, right, bottom in MERGE.findall(piece):
            if left == right and int(bottom) > int(top) > shape.header_row:
                found[int(top), _position(left.decode())] = int(bottom)
    return found


def _position(letter: str) -> int:
    number = 0
    for sign in letter:
        number = number * 26 + ord(sign) - 64
    return number - 1
