"""Answers of a file: what a person said first stands, wherever the file is cut into batches."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.perceptions import MISSING
from mentalmap.exchange.coding.answers import AnswerCoder, meaning_of
from mentalmap.exchange.coding.context import CodingContext
from mentalmap.exchange.coding.problems import ProblemLog
from mentalmap.exchange.coding.sieves import RowSieve
from mentalmap.exchange.mapped_questions import AnswerForm, MappedQuestion
from mentalmap.exchange.mapping import ImportMapping
from mentalmap.exchange.reading import Batch

CHOICE = MappedQuestion(key="travel", form=AnswerForm.CHOICE)
SCALE = MappedQuestion(key="listens", form=AnswerForm.SCALE)


def a_coder(
    question: MappedQuestion, *, decimal_comma: bool = False, known: tuple[str, ...] = ()
) -> AnswerCoder:
    mapping = ImportMapping(answers={"Svar": question})
    context = CodingContext(
        mapping,
        ("p", "s"),
        date(2026, 11, 21),
        decimal_comma=decimal_comma,
        known_answers={question.key: known},
    )
    return AnswerCoder(context)


def fed(coder: AnswerCoder, cells: list[str | None], people: list[int], size: int) -> list[int]:
    """Feed rows in batches; give the rows that contradict an earlier one."""
    contradicting = []
    for start in range(0, len(cells), size):
        part = slice(start, start + size)
        table = pa.table({"Svar": pa.array(cells[part], pa.string())})
        rows = np.arange(start, start + len(table))
        sieve = RowSieve(rows, ProblemLog(), np.zeros(len(table), dtype=bool))
        codes = coder.code(Batch(start, rows, table, None), sieve)
        good = np.flatnonzero(~sieve.bad)
        for _, disputed in coder.enter(good, np.array(people[part], dtype=np.int64)[good], codes):
            contradicting += rows[disputed].tolist()
    return contradicting


def read(coder: AnswerCoder, cells: list[str | None]) -> list[tuple[str, ...] | None]:
    """Read one cell per person."""
    fed(coder, cells, list(range(len(cells))), max(len(cells), 1))
    said: list[tuple[str, ...] | None] = [None] * len(cells)
    for one in coder.given():
        said = [one.said.at(row) for row in range(len(one.said))]
    return said


@given(
    st.lists(st.tuples(st.sampled_from([None, "a", "b", "A", "vet ej"]), st.integers(0, 3)), max_size=30),
    st.integers(1, 7),
)
def test_the_first_answer_stands_and_every_other_one_is_listed(
    rows: list[tuple[str | None, int]], size: int
) -> None:
    # Responses are numbered in the order in which the file names them.
    order = {person: number for number, person in enumerate(dict.fromkeys(person for _, person in rows))}
    people = [order[person] for _, person in rows]
    cells = [cell for cell, _ in rows]
    first: dict[int, str] = {}
    disputed = []
    for row, (cell, person) in enumerate(zip(cells, people, strict=True)):
        meant = cell.casefold() if cell in ("a", "b", "A") else None
        if meant is not None and first.setdefault(person, meant) != meant:
            disputed.append(row)
    coder = a_coder(CHOICE)
    assert fed(coder, cells, people, size) == disputed
    said = next(iter(coder.given()), None)
    stored = (
        {}
        if said is None
        else {
            person: said.said.values[code][0].casefold()
            for person, code in enumerate(said.said.codes)
            if code != MISSING
        }
    )
    assert stored == first


def test_a_scale_reads_numbers_as_people_write_them() -> None:
    assert read(a_coder(SCALE), ["5", " 05 ", "5,0", "−1", "3.50", None]) == [
        ("5",),
        ("5",),
        ("5",),
        ("-1",),
        ("3.5",),
        None,
    ]
    assert read(a_coder(SCALE, decimal_comma=True), ["5,25"]) == [("5.25",)]


@pytest.mark.parametrize("cell", ["fem", "4; 5", "4 av 5", "1e12"])
def test_a_scale_refuses_what_is_not_one_number(cell: str) -> None:
    log = ProblemLog()
    sieve = RowSieve(np.array([7]), log, np.zeros(1, dtype=bool))
    a_coder(SCALE).code(Batch(7, np.array([7]), pa.table({"Svar": pa.array([cell])}), None), sieve)
    [problem] = log.sorted()
    assert (problem.row, problem.column, problem.value, problem.code) == (
        7,
        "Svar",
        cell,
        "answer_not_a_number",
    )
    assert sieve.bad.all()


def test_a_choice_is_spelled_as_the_project_has_it() -> None:
    assert read(a_coder(CHOICE, known=("Buss",)), ["BUSS", "tåg", "Tåg; buss"]) == [
        ("Buss",),
        ("tåg",),
        ("Buss", "tåg"),
    ]


def test_an_answer_that_the_mapping_names_whole_is_not_split() -> None:
    question = CHOICE.model_copy(update={"values": {"till fots; cykel": "active", "bil": ""}})
    assert read(a_coder(question), ["till fots; cykel", "bil", "bil; buss"]) == [("active",), None, ("buss",)]


def test_signs_and_silence_keep_their_meaning() -> None:
    replace = meaning_of({"+": "more", "Vet ej": "unsure", "< 5": "few"})
    assert [replace(text) for text in ("+", "VET  EJ", "< 5", "> 5", "-", "inget svar")] == [
        "more",
        "unsure",
        "few",
        "> 5",
        None,
        None,
    ]
