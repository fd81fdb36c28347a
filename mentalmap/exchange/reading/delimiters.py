"""Find the delimiter and the header of a delimited text from its first records."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from mentalmap.exchange.reading.numbers import parse_number
from mentalmap.exchange.reading.opened import name_columns, unreadable
from mentalmap.messages import Message, say

CANDIDATES = (",", ";", "\t", "|")
NAMES = {
    ",": say("comma"),
    ";": say("semicolon"),
    "\t": say("tab"),
    "|": say("vertical bar"),
    " ": say("space"),
}
RECORDS = 500
LONGEST_HEADER = 60  # of a table with one column; longer ones are prose
LONGEST_CELL = 10_000_000


@dataclass(frozen=True, slots=True)
class TableShape:
    """
    Where the table stands in the text.

    `header_record` counts records from 1; `sep_line` is true where a first line `sep=;` precedes them;
    `spare` is how many empty, nameless columns stand at the end of most rows; `bare` where no row follows.
    """

    delimiter: str
    columns: tuple[str, ...]
    header_record: int
    sep_line: bool
    spare: int
    bare: bool
    notes: tuple[Message, ...]


def find_shape(path: Path, head: str, *, whole: bool, asked: str | None = None) -> TableShape:
    """
    Find how a text is cut into columns.

    Parameters
    ----------
    head
        The first part of the text.
    whole
        Whether `head` is all of it; otherwise its last record may be cut and is not looked at.
    asked
        A delimiter that the person named.

    Raises
    ------
    UnreadableFileError
        If the text is not a table.
    """
    notes: list[Message] = []
    head, sep = _take_sep_line(head)
    delimiter = _check_asked(path, asked) or sep or _sniff(path, head, whole)
    records = _records(head, delimiter, whole)
    filled = [sum(1 for cell in record if cell.strip()) for record in records]
    wanted = 2 if max(filled, default=0) >= 2 else 1
    header = next((index for index, count in enumerate(filled) if count >= wanted), None)
    if header is None:
        raise unreadable(path, say("it holds no table."), say("The first row should name the columns."))
    if any(filled[:header]):
        notes.append(
            say("The header was found in row %(row)s; what stands above it was skipped.", row=header + 1)
        )
    names = list(records[header])
    while len(names) > 1 and not names[-1].strip():
        names.pop()
    below = records[header + 1 :]
    width, cells = _usual_width(below), _usual_cells(below)
    if sum(1 for name in names if parse_number(name) is not None) * 2 > len(names):
        notes.append(
            say("Row %(row)s was read as the names of the columns, but it looks like data.", row=header + 1)
        )
    if width > len(names):
        notes.append(
            say(
                "The header names %(named)s columns but most rows have %(width)s; the others are numbered.",
                named=len(names),
                width=width,
            )
        )
        names += [""] * (width - len(names))
    expected = "\t" if path.suffix.lower() in (".tsv", ".tab") else None
    if path.suffix.lower() == ".csv" and delimiter == "\t" and asked is None:
        expected = ","
    if expected is not None and delimiter != expected and asked is None:
        notes.append(
            say("In spite of its name the file is separated by %(delimiter)s.", delimiter=NAMES[delimiter])
        )
    spare = max(cells - len(names), 0)
    bare = whole and not below
    return TableShape(delimiter, name_columns(names), header + 1, sep is not None, spare, bare, tuple(notes))


def _take_sep_line(head: str) -> tuple[str, str | None]:
    """Excel's own hint: a first line `sep=;` that no spreadsheet shows as a row."""
    first, _, rest = head.partition("\n")
    hint = first.strip("\r").strip('"')
    if len(hint) == 5 and hint.lower().startswith("sep="):
        return rest, hint[4]
    return head, None


def _check_asked(path: Path, asked: str | None) -> str | None:
    if asked is None:
        return None
    delimiter = {"\\t": "\t", "tab": "\t"}.get(asked.lower(), asked)
    if len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n\0':
        raise unreadable(
            path,
            say("“%(delimiter)s” cannot separate columns.", delimiter=asked),
            say("Use one character, such as , or ; or | or the word tab."),
        )
    return delimiter


def _records(head: str, delimiter: str, whole: bool) -> list[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    records: list[list[str]] = []
    try:
        for record in reader:
            records.append(record)
            if len(records) > RECORDS:
                break
    except csv.Error:
        pass  # what was read until here must do
    if not whole and len(records) <= RECORDS and len(records) > 1:
        records.pop()
    return records[:RECORDS]


def _usual_cells(records: list[list[str]]) -> int:
    """Cells of most rows; 0 where there is no majority."""
    widths = Counter(len(record) for record in records if record)
    if not widths:
        return 0
    width, count = widths.most_common(1)[0]
    return width if count * 2 > widths.total() else 0


def _usual_width(records: list[list[str]]) -> int:
    """Columns of most rows, not counting those that are empty in all of them."""
    width = _usual_cells(records)
    while width and not any(len(record) >= width and record[width - 1].strip() for record in records):
        width -= 1
    return width


def _sniff(path: Path, head: str, whole: bool) -> str:
    best, best_score = None, (0.0, 0)
    for delimiter in CANDIDATES:
        records = [record for record in _records(head, delimiter, whole) if any(c.strip() for c in record)]
        wide = [len(record) for record in records if len(record) > 1]
        if not wide:
            continue
        width, count = Counter(wide).most_common(1)[0]
        header = next((record for record in records if len(record) > 1), [])
        fits = len(header) == width
        share = count / len(records)
        score = (round(share + 0.5 * fits, 2), width)
        if score > best_score and share >= (0.5 if fits else 0.75):
            best, best_score = delimiter, score
    if best is not None:
        return best
    lines = [line for line in head.splitlines() if line.strip()]
    listed = sum(1 for line in lines if not any(delimiter in line for delimiter in CANDIDATES))
    mean = sum(map(len, lines)) / max(len(lines), 1)
    free = next((delimiter for delimiter in CANDIDATES if delimiter not in head), None)
    if free is not None and listed >= 0.8 * len(lines) and max(len(lines[0]), mean) <= LONGEST_HEADER:
        return free  # one column, such as a list of places
    raise unreadable(
        path,
        say("its rows do not have the same number of columns, whichever delimiter is tried."),
        say("Is it a table? Save it as CSV with a semicolon, or as Excel (.xlsx)."),
    )
