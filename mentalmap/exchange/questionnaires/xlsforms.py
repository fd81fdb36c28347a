"""XLSForms: questionnaires as workbooks that KoboToolbox, ODK and their like fill in.

Source of the format: https://xlsform.org. Our own columns begin with `mentalmap::`, which other programs
pass over. See docs/QUESTIONNAIRES.md and docs/adr/0040.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from mentalmap.domain.questionnaires import Questionnaire
from mentalmap.errors import UnreadableFileError
from mentalmap.exchange.questionnaires.definitions import ReadQuestionnaire, read_questionnaire
from mentalmap.exchange.questionnaires.xlsform_reading import Note, NumberedRow, XlsformReader
from mentalmap.exchange.questionnaires.xlsform_writing import OWN, Codes, Row, Sheets, write_sheets
from mentalmap.exchange.reading.opened import Options
from mentalmap.exchange.sandbox import Limits, start_reader
from mentalmap.messages import Message, say

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_BYTES = 4_000_000
MOST_ROWS = 10_000
# A form is a small file: what takes longer or more is none.
LIMITS = Limits(memory_bytes=1 << 30, cpu_seconds=20, wait_seconds=30.0)
MACROS = b"vbaProject.bin"
NO_SHEET = ("it has no sheet called “%(sheet)s”.", "no sheet holds a table.")


@dataclass(frozen=True, slots=True)
class ReadForm:
    """A form that was read, and what of it was left out."""

    read: ReadQuestionnaire
    notes: tuple[Note, ...]


def write_xlsform(
    questionnaire: Questionnaire, main_locale: str, purposes: Codes = (), themes: Codes = ()
) -> bytes:
    """Write a questionnaire as an XLSForm workbook that `read_xlsform` brings back as it was."""
    from openpyxl import Workbook

    sheets = write_sheets(questionnaire, main_locale, purposes, themes)
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _add_sheet(workbook, "survey", sheets.survey, ("type", "name"))
    _add_sheet(workbook, "choices", sheets.choices, ("list_name", "name"))
    _add_sheet(workbook, "settings", sheets.settings, ("form_title",))
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def read_xlsform(content: bytes, main_locale: str, kinds: Mapping[str, str] | None = None) -> ReadForm:
    """
    Read an XLSForm in a child process, since it may come from anybody.

    Parameters
    ----------
    kinds
        What geo questions are about that do not say it themselves, by their name in the form.

    Raises
    ------
    UnreadableFileError
        If it is no workbook with a sheet `survey`, holds macros, or is larger than any form.
    """
    if len(content) > MOST_BYTES:
        raise _refused(say("The file is larger than %(most)s MB.", most=MOST_BYTES // 1_000_000))
    if MACROS in content:
        raise _refused(say("The workbook holds macros, which no form needs."))
    with tempfile.TemporaryDirectory(prefix="mentalmap-form-") as folder:
        path = Path(folder) / "form.xlsx"
        path.write_bytes(content)
        survey = _read_sheet(path, "survey")
        if survey is None:
            raise _refused(say("The workbook has no sheet “survey”."))
        return read_sheets(
            survey,
            _read_sheet(path, "choices") or [],
            _read_sheet(path, "settings") or [],
            main_locale,
            kinds,
        )


def read_sheets(
    survey: Sequence[NumberedRow],
    choices: Sequence[NumberedRow],
    settings: Sequence[NumberedRow],
    main_locale: str,
    kinds: Mapping[str, str] | None = None,
) -> ReadForm:
    """Read the rows of the three sheets; row numbers are as a spreadsheet shows them."""
    lists: dict[str, list[NumberedRow]] = {}
    for number, row in choices:
        lists.setdefault(row.get("list_name", row.get("list name", "")).strip(), []).append((number, row))
    reader = XlsformReader(main_locale, kinds or {}, lists)
    is_foreign = not any(column.startswith(OWN) and text for _, row in survey for column, text in row.items())
    for number, row in survey:
        kind = row.get("type", "").strip().lower()
        if is_foreign and kind == "note" and "information" not in reader.document:
            reader.document["information"] = reader.texts(number, row, "label")
            reader.note(number, say("The first note of the form is shown before the questions."))
            continue
        reader.read_row(number, row)
        if is_foreign and row.get("required", "").strip():
            reader.note(number, say("Whether an answer is demanded was taken over."))
        if kind.startswith("range"):
            reader.note(number, say("The range is asked as a scale, with each of its numbers as an answer."))
    document = reader.document
    own = dict(settings[0][1]) if settings else {}
    if "title" not in document and own.get("form_title"):
        document["title"] = {main_locale: own["form_title"]}
    document["settings"] = {
        name: own[f"{OWN}{name}"].split() for name in ("locales", "background") if f"{OWN}{name}" in own
    }
    if "locales" not in document["settings"]:
        spoken = {locale for question in document["questions"] for locale in question["wording"]}
        document["settings"]["locales"] = [main_locale, *sorted(spoken - {main_locale})]
    read = read_questionnaire(document, main_locale)
    return ReadForm(
        ReadQuestionnaire(read.questionnaire, (*reader.faults, *read.faults)), tuple(reader.notes)
    )


def numbered(sheets: Sheets) -> tuple[list[NumberedRow], list[NumberedRow], list[NumberedRow]]:
    """Give sheets as they are read again, without a file between."""
    return (
        list(enumerate(sheets.survey, start=2)),
        list(enumerate(sheets.choices, start=2)),
        list(enumerate(sheets.settings, start=2)),
    )


def _read_sheet(path: Path, sheet: str) -> list[NumberedRow] | None:
    """Read one sheet; None where the workbook has none of this name, or an empty one."""
    try:
        reader = start_reader(path, Options(sheet=sheet), LIMITS)
    except UnreadableFileError as error:
        problem = error.message.values.get("problem")
        if isinstance(problem, Message) and problem.text in NO_SHEET:
            return None
        raise
    rows: list[NumberedRow] = []
    try:
        if reader.head.format != "xlsx":
            raise _refused(say("The file is no workbook."))
        for batch in reader.batches():
            for number, row in zip(batch.rows.tolist(), batch.table.to_pylist(), strict=True):
                rows.append((number, {name: value or "" for name, value in row.items()}))
            if len(rows) > MOST_ROWS:
                raise _refused(say("The sheet “%(sheet)s” has more rows than any form.", sheet=sheet))
    finally:
        reader.close()
    return rows


def _add_sheet(workbook: Workbook, title: str, rows: Sequence[Row], first: tuple[str, ...]) -> None:
    columns = list(dict.fromkeys((*first, *(column for row in rows for column in row))))
    sheet = workbook.create_sheet(title)
    sheet.freeze_panes = "A2"
    for at, column in enumerate(columns, start=1):
        sheet.cell(1, at, column)
        for number, row in enumerate(rows, start=2):
            if row.get(column):
                cell = sheet.cell(number, at)
                cell.value = row[column]
                cell.data_type = "s"  # text, so that none of it is run as a formula


def _refused(message: Message) -> UnreadableFileError:
    return UnreadableFileError(
        message, say("Save the form as .xlsx, with sheets survey, choices and settings.")
    )
