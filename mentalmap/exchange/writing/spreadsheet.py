"""XLSX: one sheet per layer with real numbers, and a sheet that says how to read them."""

from __future__ import annotations

import re
from datetime import datetime, time
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from mentalmap.domain.layers.envelope import Status
from mentalmap.domain.vocabulary import LayerName
from mentalmap.exchange.bundle import LayerBundle
from mentalmap.exchange.writing.about import about_rows
from mentalmap.exchange.writing.files import is_formula, write_zip, written_whole
from mentalmap.exchange.writing.missing import no_value
from mentalmap.exchange.writing.tables import ALWAYS_TEXT, Cell, LayerTable, layer_table
from mentalmap.exchange.writing.wording import ANSWERS, PLAIN, SHARES, SIGNED, heading
from mentalmap.messages import say

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.styles import Font
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST_SHEET_TITLE = 29  # of the 31 that the format allows; two are left for counting equal titles up
LONGEST_TEXT = 32_767  # characters in one cell
NOT_IN_SHEET_TITLES = re.compile(r"[\[\]:*?/\\]")
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
WIDEST, NARROWEST = 48, 9  # characters
QUIET_INK = "FF6B7780"
POSITION = frozenset({"lon", "lat"})
PROPERTIES_PART = "docProps/core.xml"


def write_spreadsheet(bundle: LayerBundle, path: Path) -> None:
    """
    Write one sheet per layer, headings in the reader's language, and a sheet about them.

    Features about too few people say so in words in the column of the status; where they have no number
    the cell is empty, so that columns of numbers hold nothing else.
    Text is stored as text, so that none of it is run as a formula.

    Raises
    ------
    InvalidInputError
        If the folder of `path` does not exist.
    """
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for layer in bundle.layers:
        sheet = _add_sheet(workbook, bundle.title_of(layer))
        _fill_layer_sheet(sheet, layer_table(layer), layer.name, bundle)
    _fill_about_sheet(_add_sheet(workbook, bundle.translate(say("About"))), bundle)
    with written_whole(path) as draft:
        write_zip(draft, _parts(workbook, bundle), bundle.made_on)


def _add_sheet(workbook: Workbook, title: str) -> Worksheet:
    """Add a sheet; titles are unique whatever their case, and openpyxl counts up where they are not."""
    clean = NOT_IN_XML.sub("", NOT_IN_SHEET_TITLES.sub(" ", title)).strip().strip("'") or "–"
    sheet: Worksheet = workbook.create_sheet(clean[:LONGEST_SHEET_TITLE])
    sheet.freeze_panes = "A2"
    return sheet


def _fill_layer_sheet(sheet: Worksheet, table: LayerTable, layer: LayerName, bundle: LayerBundle) -> None:
    from openpyxl.utils import get_column_letter

    notes = {status: bundle.translate(no_value(status, layer)) for status in Status}
    notes[Status.OK] = ""

    for index, column in enumerate(table.columns):
        title, number_format = heading(column, bundle), _number_format(column, table.columns)
        _put_text(sheet, 1, index, title, bold=True)
        for number, (row, status) in enumerate(zip(table.rows, table.statuses, strict=True), start=2):
            if column == "status":
                _put_text(sheet, number, index, notes[status], quiet=True)
                continue
            is_told = status is Status.OK or column in ALWAYS_TEXT | POSITION
            cell = _put(sheet, number, index, row[index] if is_told else None)
            if cell is not None:
                cell.number_format = number_format
        texts = [len(cell) for cell in (row[index] for row in table.rows) if isinstance(cell, str)]
        if column == "status":
            texts = [len(notes[status]) for status in table.statuses]
        width = min(max([len(title), NARROWEST, *texts]), WIDEST) + 2
        sheet.column_dimensions[get_column_letter(index + 1)].width = width
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"


def _put(sheet: Worksheet, row: int, index: int, value: Cell) -> SheetCell | None:
    """Put a value; give the cell back where it holds a number."""
    if isinstance(value, str):
        _put_text(sheet, row, index, value)
    elif value is not None:
        cell: SheetCell = sheet.cell(row, index + 1, value)
        return cell
    return None


def _number_format(column: str, columns: tuple[str, ...]) -> str:
    if column in SHARES or column.startswith(ANSWERS):
        return "0%"
    # Means of answers have a scale of their own, on which nothing has a sign.
    if column in PLAIN or (column in SIGNED and "mean" in columns):
        return "0.0"
    if column in SIGNED:
        return "+0.0;\N{MINUS SIGN}0.0;0.0"
    return "0.000000" if column in POSITION else "General"


def _put_text(
    sheet: Worksheet, row: int, index: int, text: str, bold: bool = False, quiet: bool = False
) -> SheetCell:
    clean = NOT_IN_XML.sub("", text)[:LONGEST_TEXT]
    cell: SheetCell = sheet.cell(row, index + 1, clean)
    if clean:
        cell.data_type = "s"  # also where the text starts with = or reads like an error value
    if is_formula(clean):
        cell.quotePrefix = True  # it stays text when someone edits the cell
    if bold or quiet:
        cell.font = _font(bold, quiet)
    return cell


@cache
def _font(bold: bool, quiet: bool) -> Font:
    from openpyxl.styles import Font

    return Font(bold=bold, italic=quiet, color=QUIET_INK if quiet else None)


def _fill_about_sheet(sheet: Worksheet, bundle: LayerBundle) -> None:
    from openpyxl.styles import Alignment

    for letter, width in (("A", 16), ("B", 28), ("C", 96)):
        sheet.column_dimensions[letter].width = width
    for index, text in enumerate((say("Layer"), say("What"), say("Text"))):
        _put_text(sheet, 1, index, bundle.translate(text), bold=True)
    for number, row in enumerate(about_rows(bundle), start=2):
        for index, told in enumerate((row.layer, row.item, row.text)):
            cell = _put_text(sheet, number, index, told)
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _parts(workbook: Workbook, bundle: LayerBundle) -> list[tuple[str, bytes]]:
    """Save a workbook and give its parts, dated by the bundle instead of by the clock."""
    from openpyxl.xml.functions import tostring

    made_at = datetime.combine(bundle.made_on, time())
    about = workbook.properties
    about.creator, about.title, about.created = "Mental Map", NOT_IN_XML.sub("", bundle.project_name), made_at
    saved = BytesIO()
    workbook.save(saved)
    about.modified = made_at
    with ZipFile(saved) as archive:
        return [
            (name, tostring(about.to_tree()) if name == PROPERTIES_PART else archive.read(name))
            for name in archive.namelist()
        ]
