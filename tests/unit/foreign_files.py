"""Foreign files as people send them: written by the tests, read back through the sandbox."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from mentalmap.exchange.reading import Batch, RowFault, open_source

MAPLIKE = b"Plats;Lon;Lat\nNyland;17,7633;63,0093\nLunde;17,8766;62,8857\n"


def write(folder: Path, content: bytes | str, name: str = "svar.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def read_all(path: Path, **options: str) -> tuple[list[dict[str, str | None]], list[int], list[RowFault]]:
    """Read every row as a dictionary, with the row numbers and the faults."""
    with open_source(path, **options) as source:
        batches: list[Batch] = list(source.batches())
    rows = [row for batch in batches for row in batch.table.to_pylist()]
    numbers = [int(number) for batch in batches for number in batch.rows]
    return rows, numbers, [fault for batch in batches for fault in batch.faults]


def write_workbook(
    path: Path, sheets: dict[str, Sequence[Sequence[object]]], merge: str | None = None
) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if merge is not None:
            sheet.merge_cells(merge)
    book.save(path)
    return path


def replace_member(path: Path, member: str, content: bytes) -> Path:
    """Put other bytes into one member of a zip archive, as an attacker would."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == member else old.read(entry))
    path.write_bytes(packed.getvalue())
    return path
