"""A process leader's spreadsheet of interviews: one row per person, as CSV or XLSX.

What a Swedish spreadsheet program saves: semicolons, decimal commas, dates as 2016-05-12.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

from mentalmap.exchange.writing.files import guarded, written_whole

SheetCell: TypeAlias = str | float | int | date | None


def write_interview_csv(path: Path, headers: Sequence[str], rows: Iterable[Sequence[SheetCell]]) -> None:
    """
    Write a table as CSV with a byte order mark, semicolons and decimal commas.

    Raises
    ------
    InvalidInputError
        If the folder of `path` does not exist.
    """
    with written_whole(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(headers)
        writer.writerows([_as_text(cell) for cell in row] for row in rows)


def write_interview_workbook(
    path: Path, headers: Sequence[str], rows: Iterable[Sequence[SheetCell]], title: str
) -> None:
    """
    Write a table as the only sheet of an XLSX workbook; numbers and dates stay what they are.

    Raises
    ------
    InvalidInputError
        If the folder of `path` does not exist.
    """
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title)
    sheet.freeze_panes = "B2"
    sheet.append(list(headers))
    for row in rows:
        sheet.append([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    with written_whole(path) as draft:
        workbook.save(draft)


def _as_text(cell: SheetCell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.6f}".replace(".", ",")
    return guarded(cell) if isinstance(cell, str) else str(cell)
