"""Read CSV and its kin as a stream of text columns (runs inside the sandbox)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mentalmap.domain.arrays import IntArray
from mentalmap.exchange.reading.delimiters import TableShape, find_shape
from mentalmap.exchange.reading.encodings import TextEncoding, decode_pieces, find_encoding
from mentalmap.exchange.reading.opened import NULL_TEXTS, Block, Opened, Options, make_head, unreadable
from mentalmap.exchange.reading.source import RowFault
from mentalmap.exchange.reading.utf8_stream import Utf8Stream
from mentalmap.messages import say

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.csv as pa_csv

HEAD_CHARACTERS = 1 << 18
BLOCK_BYTES = 4 << 20
LARGEST_BLOCK_BYTES = 64 << 20  # one row may be as long as this


def open_delimited(path: Path, options: Options) -> Opened:
    """Open a delimited text: find encoding, delimiter and header, then stream the rows."""
    encoding = find_encoding(path, options.encoding)
    head, whole = "", True
    for piece in decode_pieces(path, encoding.codec, encoding.skip, "replace"):
        head += piece
        if len(head) > HEAD_CHARACTERS:
            whole = False
            break
    if not head.strip():
        raise unreadable(path, say("it is empty."))
    shape = find_shape(path, head, whole=whole, asked=options.delimiter)
    return Opened(
        make_head(
            "csv",
            shape.columns,
            encoding=encoding.codec,
            delimiter=shape.delimiter,
            notes=encoding.notes + shape.notes,
        ),
        _read_blocks(path, encoding, shape),
    )


@dataclass
class _Misfits:
    """Records whose number of cells is not that of the header, kept until their place comes."""

    shape: TableShape
    skipped: list[int] = field(default_factory=list)
    mended: list[tuple[int, list[str | None]]] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)

    def take(self, row: pa_csv.InvalidRow) -> str:
        """Mend a row that lacks its last cells or has empty ones too many; report any other."""
        self.skipped.append(row.number)
        cells = next(csv.reader(io.StringIO(row.text, newline=""), delimiter=self.shape.delimiter), [])
        width = len(self.shape.columns) + self.shape.spare
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        lines = row.text.count("\n") + 1
        if not any(cell.strip() for cell in cells):
            return "skip"
        if lines > 1 and _holds_rows(row.text, self.shape):
            self.faults.append(_swallowed(row.number, None, lines))
        elif len(cells) > width:
            self.faults.append(_too_many(row.number, self.shape))
        else:
            padded: list[str | None] = [None if cell.strip() in NULL_TEXTS else cell for cell in cells]
            self.mended.append((row.number, padded + [None] * (width - len(cells))))
        return "skip"


def _read_blocks(path: Path, encoding: TextEncoding, shape: TableShape) -> Iterator[Block]:
    import pyarrow as pa

    if shape.bare:
        return
    misfits = _Misfits(shape)
    number = shape.header_record  # of the last record that was given out or skipped
    position = 0  # in misfits.skipped
    block_bytes = BLOCK_BYTES
    longest = min(max(path.stat().st_size, BLOCK_BYTES), LARGEST_BLOCK_BYTES)
    try:
        stream = _open_stream(path, encoding, shape, misfits, block_bytes)
    except pa.ArrowInvalid:  # a first row longer than a block
        misfits = _Misfits(shape)
        try:
            stream = _open_stream(path, encoding, shape, misfits, longest + 1)
        except pa.ArrowInvalid as error:
            raise _unclosed(path, number + 1) from error
    while True:
        try:
            batch = stream.read_next_batch()
        except StopIteration:
            break
        except pa.ArrowInvalid as error:
            raise _unclosed(path, number + 1) from error
        first, number = number + 1, number + batch.num_rows
        begin = position
        while position < len(misfits.skipped) and misfits.skipped[position] <= number:
            position, number = position + 1, number + 1
        numbers = np.arange(first, number + 1)
        if position > begin:
            numbers = np.setdiff1d(numbers, misfits.skipped[begin:position], assume_unique=True)
        yield _make_block(numbers, batch.columns, misfits, number, shape, encoding.damaged)
    if misfits.mended or misfits.faults:
        nothing = [pa.nulls(0, pa.string()) for _ in range(len(shape.columns) + shape.spare)]
        last = max(misfits.skipped)
        yield _make_block(np.arange(0), nothing, misfits, last, shape, encoding.damaged)


def _open_stream(
    path: Path, encoding: TextEncoding, shape: TableShape, misfits: _Misfits, block_bytes: int
) -> pa_csv.CSVStreamingReader:
    import pyarrow as pa
    import pyarrow.csv as pa_csv

    names = [*shape.columns, *(f"\0{index}" for index in range(shape.spare))]
    return pa_csv.open_csv(
        pa.PythonFile(io.BufferedReader(Utf8Stream(path, encoding, shape.sep_line), 1 << 20), mode="r"),
        read_options=pa_csv.ReadOptions(
            use_threads=False,  # threads would take the row numbers away
            block_size=block_bytes,
            column_names=names,
            skip_rows_after_names=shape.header_record,
        ),
        parse_options=pa_csv.ParseOptions(
            delimiter=shape.delimiter,
            newlines_in_values=True,
            ignore_empty_lines=False,  # an empty line has a row number too
            invalid_row_handler=misfits.take,
        ),
        convert_options=pa_csv.ConvertOptions(
            column_types={name: pa.string() for name in names},
            strings_can_be_null=True,
            null_values=list(NULL_TEXTS),
            check_utf8=False,  # the stream below makes UTF-8
        ),
    )


def _make_block(
    numbers: IntArray,
    columns: list[pa.Array],
    misfits: _Misfits,
    last: int,
    shape: TableShape,
    damaged: bool,
) -> Block:
    """Put mended rows where they belong, drop empty ones, and look for damage."""
    import pyarrow as pa
    import pyarrow.compute as pc

    table = pa.table(
        [pa.array(numbers, pa.int64()), *columns], names=[str(i) for i in range(len(columns) + 1)]
    )
    ready = [(row, cells) for row, cells in misfits.mended if row <= last]
    faults = [fault for fault in misfits.faults if fault.row <= last]
    misfits.mended = [(row, cells) for row, cells in misfits.mended if row > last]
    misfits.faults = [fault for fault in misfits.faults if fault.row > last]
    if ready:
        extra = [pa.array([row for row, _ in ready], pa.int64())]
        extra += [pa.array([cells[i] for _, cells in ready], pa.string()) for i in range(len(columns))]
        added = pa.table(extra, names=table.column_names)
        table = pa.concat_tables([table, added]).combine_chunks().sort_by("0")
    cells = [_null_blanks(table.column(i + 1).combine_chunks()) for i in range(len(columns))]
    rows = table.column(0).combine_chunks()
    empty = None
    for column in cells:
        empty = column.is_null() if empty is None else pc.and_(empty, column.is_null())
        if not pc.any(empty).as_py():
            break
    if empty is not None and pc.any(empty).as_py():
        keep = pc.invert(empty)
        rows, cells = rows.filter(keep), [column.filter(keep) for column in cells]
    cells, spare = cells[: len(shape.columns)], cells[len(shape.columns) :]
    for column in spare:
        faults += [
            _too_many(rows[index].as_py(), shape)
            for index in pc.indices_nonzero(column.is_valid()).to_pylist()
        ]
    for name, column in zip(shape.columns, cells, strict=True):
        faults += _find_damage(name, column, rows, shape, damaged)
    faults.sort(key=lambda fault: fault.row)
    return Block(rows, cells, None, tuple(faults))


def _null_blanks(column: pa.Array) -> pa.Array:
    """Make cells of nothing but blanks null; every other cell keeps its blanks."""
    import pyarrow as pa
    import pyarrow.compute as pc

    shortest = pc.min(pc.binary_length(pc.utf8_trim_whitespace(column))).as_py()
    if shortest != 0:
        return column
    return pc.if_else(pc.equal(pc.utf8_trim_whitespace(column), ""), pa.scalar(None, pa.string()), column)


def _find_damage(
    name: str, column: pa.Array, rows: pa.Array, shape: TableShape, damaged: bool
) -> Iterator[RowFault]:
    for index in _where(column, "\n"):
        text = column[index].as_py()
        if _holds_rows(text, shape):
            yield _swallowed(rows[index].as_py(), name, text.count("\n") + 1)
    for index in _where(column, "\0"):
        yield RowFault(
            rows[index].as_py(),
            name,
            say("The cell holds a character that no text may hold (NUL)."),
            say("Save the file anew from the program that it comes from."),
        )
    if damaged:
        for index in _where(column, "\ufffd"):
            yield RowFault(
                rows[index].as_py(),
                name,
                say("A character of this cell cannot be read in the file's encoding."),
                say("Correct the cell, or name the encoding in the mapping file."),
            )


def _where(column: pa.Array, character: str) -> list[int]:
    """Find the cells that hold a character; columns whose bytes lack it cost next to nothing."""
    import pyarrow.compute as pc

    content = column.buffers()[2]
    if content is None or not (np.frombuffer(content, dtype=np.uint8) == character.encode()[0]).any():
        return []
    mask = pc.match_substring(column, character).fill_null(False)
    found: list[int] = pc.indices_nonzero(mask).to_pylist()
    return found


def _holds_rows(text: str, shape: TableShape) -> bool:
    """Whether the inner lines of a cell look like rows of the table: a quotation mark was not closed."""
    delimiters = len(shape.columns) - 1
    return delimiters > 0 and any(line.count(shape.delimiter) >= delimiters for line in text.split("\n")[1:])


def _swallowed(row: int, column: str | None, lines: int) -> RowFault:
    return RowFault(
        row,
        column,
        say(
            "A quotation mark is opened and not closed, so that %(lines)s lines were read as one.",
            lines=lines,
        ),
        say("Close the quotation mark, or double it where it is meant as a character."),
    )


def _too_many(row: int, shape: TableShape) -> RowFault:
    return RowFault(
        row,
        None,
        say("The row has more cells than the table has columns (%(width)s).", width=len(shape.columns)),
        say("Put cells that contain the delimiter in quotation marks."),
    )


def _unclosed(path: Path, row: int) -> Exception:
    return unreadable(
        path,
        say("in or after row %(row)s a quotation mark is opened and never closed.", row=row),
        say("Close the quotation mark, or double it where it is meant as a character."),
    )
