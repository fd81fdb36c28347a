"""Which unused columns look like closed answers, and which answers are numbers on a scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mentalmap.exchange.coding.answers import meaning_of
from mentalmap.exchange.coding.open_lists import slug_of
from mentalmap.exchange.mapped_questions import AnswerForm, MappedQuestion, canonical
from mentalmap.exchange.mapping import ImportMapping
from mentalmap.exchange.reading import Source
from mentalmap.exchange.recognising.looks import ENOUGH, ColumnLook

FEWEST, MOST = 2, 12  # different answers that somebody chooses from
LONGEST = 40  # signs of such an answer
SCALES = ((1, 5), (1, 7), (0, 10))
MOST_SUGGESTED = 30


def settle_forms(mapping: ImportMapping, source: Source, known: Mapping[str, str]) -> ImportMapping:
    """
    Settle whether each answer is one of a few words or a number on a scale.

    What the mapping says goes first, then what the project knows of the question, then the file: a
    scale is where all answers of its first rows are numbers.

    Parameters
    ----------
    known
        Key of a question → its form, of what the project has asked before.
    """
    settled = {}
    for column, question in mapping.answers.items():
        form = question.form
        if form is None and column in source.columns:
            comma = source.decimal_comma if mapping.decimal_comma is None else mapping.decimal_comma
            form = _form_of(question, source.sample.column(column).to_pylist(), decimal_comma=comma)
            if known.get(question.key) == AnswerForm.CHOICE:
                form = AnswerForm.CHOICE
        settled[column] = question.model_copy(update={"form": form})
    return mapping.model_copy(update={"answers": settled})


def suggest_answers(mapping: ImportMapping, source: Source) -> dict[str, MappedQuestion]:
    """List unused columns whose cells look like closed answers; nobody has said yet that they are."""
    suggested: dict[str, MappedQuestion] = {}
    taken = {question.key for question in mapping.answers.values()}
    for column in source.columns:
        if column in mapping.column_names or len(suggested) == MOST_SUGGESTED:
            continue
        cells = tuple(cell for cell in source.sample.column(column).to_pylist() if cell is not None)
        form = _closed_form(ColumnLook(column, cells, source.sample.num_rows, source.decimal_comma))
        if form is None:
            continue
        key = _free_key(column, taken)
        taken.add(key)
        suggested[column] = MappedQuestion(key=key, form=form)
    return suggested


def _form_of(question: MappedQuestion, cells: Sequence[str | None], *, decimal_comma: bool) -> AnswerForm:
    replace = meaning_of(question.values)
    meant = [replace(cell.strip()) for cell in {cell for cell in cells if cell is not None}]
    numbers = [canonical(value, decimal_comma=decimal_comma) for value in meant if value is not None]
    return AnswerForm.SCALE if numbers and None not in numbers else AnswerForm.CHOICE


def _closed_form(look: ColumnLook) -> AnswerForm | None:
    if look.filled < FEWEST or look.is_unique or look.is_date:
        return None
    if look.is_numeric:
        whole = [number for number in look.numbers if number == int(number)]
        if len(set(whole)) < FEWEST or len(whole) < ENOUGH * look.filled:
            return None
        within = any(low <= min(whole) and max(whole) <= high for low, high in SCALES)
        return AnswerForm.SCALE if within and len(look.numbers) == look.filled else None
    short = all(len(cell) <= LONGEST for cell in look.counts)
    again = look.distinct < look.filled
    return AnswerForm.CHOICE if short and again and FEWEST <= look.distinct <= MOST else None


def _free_key(column: str, taken: set[str]) -> str:
    stem = slug_of(column).replace("-", "_")
    stem = "".join(letter for letter in stem if letter.isascii())[:56].strip("_")
    stem = stem if stem[:1].isalpha() else f"question_{stem}".strip("_")
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key
