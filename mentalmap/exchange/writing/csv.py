"""CSV: a zip with one table per layer, as the reader's own spreadsheet program expects it."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

from mentalmap.exchange.bundle import LayerBundle
from mentalmap.exchange.writing.about import about_text
from mentalmap.exchange.writing.files import guarded, write_zip, written_whole
from mentalmap.exchange.writing.numerals import writes_comma
from mentalmap.exchange.writing.tables import Cell, LayerTable, layer_table
from mentalmap.exchange.writing.wording import heading

SPREADSHEET_UTF8 = "utf-8-sig"  # without the mark, spreadsheet programs take å for Ã¥


def write_csv(bundle: LayerBundle, path: Path) -> None:
    """
    Write `<layer>.csv` for each layer, and README.txt, into one zip.

    UTF-8 with a byte order mark. Where the language has a decimal comma, fields are separated
    by semicolons. Text that a spreadsheet program would run starts with an apostrophe.

    Raises
    ------
    InvalidInputError
        If the folder of `path` does not exist.
    """
    meanings: dict[str, str] = {}
    entries = []
    for layer in bundle.layers:
        table = layer_table(layer)
        meanings |= {column: heading(column, bundle) for column in table.columns}
        entries.append((f"{layer.name.value}.csv", csv_text(table, bundle.locale).encode(SPREADSHEET_UTF8)))
    entries.append(("README.txt", about_text(bundle, meanings).encode(SPREADSHEET_UTF8)))
    with written_whole(path) as draft:
        write_zip(draft, entries, bundle.made_on)


def csv_text(table: LayerTable, locale: str) -> str:
    """Write a table with the separators of a language."""
    with_comma = writes_comma(locale)
    text = StringIO()
    writer = csv.writer(text, delimiter=";" if with_comma else ",", lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_field(cell, with_comma) for cell in row] for row in table.rows)
    return text.getvalue()


def _field(cell: Cell, with_comma: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    number = str(cell)
    return number.replace(".", ",") if with_comma else number
