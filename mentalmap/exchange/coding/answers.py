"""Answers to questions that are not about places: one for each respondent and question, through the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mentalmap.domain.arrays import IntArray
from mentalmap.domain.perceptions import MISSING
from mentalmap.domain.printable import printable
from mentalmap.domain.respondents import MOST_VALUES
from mentalmap.domain.synonyms import fold
from mentalmap.errors import ImportRejectedError
from mentalmap.exchange.coding.cells import Meaning, WordCoder, trimmed
from mentalmap.exchange.coding.closed_lists import NOT_STATED
from mentalmap.exchange.coding.columns import Words
from mentalmap.exchange.coding.problems import CellFault
from mentalmap.exchange.coding.sieves import RowSieve
from mentalmap.exchange.mapped_questions import LONGEST_ANSWER, AnswerForm, MappedQuestion, canonical
from mentalmap.messages import say

if TYPE_CHECKING:
    from mentalmap.exchange.coding.context import CodingContext
    from mentalmap.exchange.reading import Batch


@dataclass(frozen=True, eq=False, slots=True)
class GivenAnswers:
    """
    What was answered to one question.

    Parameters
    ----------
    key
        Of the question.
    said
        The answers of each response, counted through the file, shape (m,).
    """

    key: str
    said: Words[tuple[str, ...]]


class AnswerCoder:
    """Codes the answers of a file, batch after batch, and keeps what each respondent said first."""

    def __init__(self, context: CodingContext) -> None:
        self._questions = context.mapping.answers
        self._understood = {
            column: _Understanding(
                question,
                context.mapping.separators,
                decimal_comma=context.decimal_comma,
                known=context.known_answers.get(question.key, ()),
            )
            for column, question in self._questions.items()
        }
        self._coders = {column: WordCoder(one.understand) for column, one in self._understood.items()}
        self._said = {column: np.empty(0, dtype=np.int32) for column in self._questions}

    def code(self, batch: Batch, sieve: RowSieve) -> dict[str, IntArray]:
        """
        Code the answers of a batch by column, each of shape (n,).

        Raises
        ------
        ImportRejectedError
            If a question has more different answers than anybody could choose from.
        """
        codes = {}
        for column, coder in self._coders.items():
            texts = trimmed(batch.table[column])
            codes[column], findings = coder.code(texts)
            for finding in findings:
                sieve.report(finding.rows, column, finding.text, finding.fault)
            beyond = self._understood[column].beyond
            if beyond is not None:
                raise _too_many(column, beyond, int(batch.rows[texts.index(beyond).as_py()]))
        return codes

    def enter(
        self, rows: IntArray, responses: IntArray, codes: Mapping[str, IntArray]
    ) -> list[tuple[str, IntArray]]:
        """
        Take over what each respondent said first.

        Parameters
        ----------
        rows
            Rows of the batch that may be stored, shape (g,).
        responses
            Number of each of their responses, counted through the file, shape (g,).

        Returns
        -------
        contradictions
            Rows that contradict an earlier row of the same respondent, by column.
        """
        count = int(responses.max(initial=MISSING)) + 1
        contradictions = []
        for column, code in codes.items():
            stated = code[rows] != MISSING
            speaking, numbers = rows[stated], responses[stated]
            known = self._said[column]
            if count > len(known):
                known = np.append(known, np.full(count - len(known), MISSING, dtype=np.int32))
                self._said[column] = known
            said, first = np.unique(numbers, return_index=True)
            is_open = known[said] == MISSING
            known[said[is_open]] = code[speaking[first[is_open]]]
            contradictions.append((column, speaking[known[numbers] != code[speaking]]))
        return contradictions

    def given(self) -> Iterator[GivenAnswers]:
        """Give what was answered to each question that anybody answered."""
        for column, question in self._questions.items():
            said = self._said[column]
            if (said != MISSING).any():
                yield GivenAnswers(question.key, self._coders[column].words(said))


class _Understanding:
    """
    What the texts of one column answer.

    Attributes
    ----------
    beyond
        The first text that would make the question's answers too many.
    """

    def __init__(
        self,
        question: MappedQuestion,
        separators: tuple[str, ...],
        *,
        decimal_comma: bool,
        known: Sequence[str],
    ) -> None:
        self._is_scale = question.settled_form is AnswerForm.SCALE
        self._values = question.values
        self._replace = meaning_of(question.values)
        self._separators = separators
        self._decimal_comma = decimal_comma
        self._spelled: dict[str, str] = {}  # each answer as it was written first
        for value in (*known, *question.listed()):
            self._spelled.setdefault(_same(value), value)
        self._key = question.key
        self.beyond: str | None = None

    def understand(self, text: str) -> Meaning[tuple[str, ...]]:
        """Understand a cell: a number, or any of a few words; the order of several does not matter."""
        values: set[str] = set()
        for part in self._parts(text):
            meant = self._replace(part)
            if meant is None:
                continue
            value = canonical(meant, decimal_comma=self._decimal_comma) if self._is_scale else meant
            if value is None:
                return Meaning(fault=_no_number(part, self._key))
            if len(value) > LONGEST_ANSWER:
                return Meaning(fault=_too_long(part, self._key))
            value = printable(value, LONGEST_ANSWER)
            values.add(self._spelled.setdefault(_same(value), value))
        if len(self._spelled) > MOST_VALUES and self.beyond is None:
            self.beyond = text
        return Meaning(tuple(sorted(values)) or None)

    def _parts(self, text: str) -> list[str]:
        """Split a cell with several answers; one that the mapping names as a whole stays whole."""
        if self._is_scale or not self._separators or text in self._values:
            return [text]
        parts = re.split("|".join(map(re.escape, self._separators)), text)
        return [part.strip() for part in parts if part.strip()]


def meaning_of(values: Mapping[str, str]) -> Callable[[str], str | None]:
    """
    Make the step that puts the mapping's answers for the file's words.

    Only case and blanks may differ: in answers a sign tells “< 5 years” from “> 5 years”.
    """
    alike = {_same(written): value for written, value in values.items()}

    def replace(text: str) -> str | None:
        value = values.get(text)
        if value is None:
            value = alike.get(_same(text))
        if value is not None:
            return value or None
        spoken = any(letter.isalnum() for letter in text)
        return text if spoken and fold(text) not in NOT_STATED else None

    return replace


def _same(text: str) -> str:
    return " ".join(text.split()).casefold()


def _no_number(text: str, key: str) -> CellFault:
    return CellFault(
        "answer_not_a_number",
        say("“%(word)s” is not a number on the scale of “%(key)s”.", word=printable(text), key=key),
        say(
            "Correct it, or say in the mapping what it means: values in [answers]. If the answers are no "
            'numbers, write form = "choice".'
        ),
    )


def _too_long(text: str, key: str) -> CellFault:
    return CellFault(
        "answer_too_long",
        say(
            "“%(word)s” is longer than %(most)s signs: nobody chose it from the answers to “%(key)s”.",
            word=printable(text),
            most=LONGEST_ANSWER,
            key=key,
        ),
        say("Shorten it, or give it a short answer: values in [answers]. What was said freely is a quote."),
    )


def _too_many(column: str, text: str, row: int) -> ImportRejectedError:
    return ImportRejectedError(
        say(
            "Row %(row)s, “%(column)s”: with “%(word)s” the question would have more than %(most)s different "
            "answers; nobody chooses between so many.",
            row=row,
            column=printable(column),
            word=printable(text),
            most=MOST_VALUES,
        ),
        say(
            "Is it a column of free text? Map it to quote, or take it out of [answers]. Otherwise put "
            "answers together: values in [answers]."
        ),
    )
