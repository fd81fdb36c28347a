"""`[answers]` of a mapping: columns that answer questions which are not about places."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from mentalmap.domain.layers.organisation import ABOUT
from mentalmap.domain.respondents import MOST_VALUES
from mentalmap.exchange.reading.numbers import THOUSANDS, parse_number

LONGEST_ANSWER = 100
LONGEST_WORDING = 500
LARGEST = 1e9
DECIMALS = 6  # of a number that answers
_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")


class AnswerForm(StrEnum):
    """What an answer may be: any of a few words, or one number on a scale."""

    SCALE = "scale"
    CHOICE = "choice"


def _as_text(value: object) -> object:
    """Let an answer be a number in TOML: 5 is "5"."""
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else value


class MappedQuestion(BaseModel):
    """
    A question that one column answers.

    Parameters
    ----------
    key
        What the question is called from round to round and in addresses.
    form
        `None` where the file tells: a scale where all its answers are numbers.
    about
        `organisation` feeds the layer of that name; `None` where an earlier round may tell.
    wording
        The question as it was asked; empty where an earlier round or the column's header may tell.
    values
        What the file's own words mean; an empty meaning is no answer.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    form: AnswerForm | None = None
    about: str | None = None
    wording: str = Field(default="", max_length=LONGEST_WORDING)
    values: dict[str, Annotated[str, BeforeValidator(_as_text)]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not _KEY.fullmatch(self.key):
            raise ValueError("a key is up to 64 of the signs a to z, 0 to 9 and _, the first a letter")
        if self.about not in (None, "", ABOUT):
            raise ValueError(f'about is "{ABOUT}" or is left out')
        meant = {value for value in self.values.values() if value}
        if any(len(value) > LONGEST_ANSWER or not value.isprintable() for value in meant):
            raise ValueError(f"an answer has up to {LONGEST_ANSWER} signs and stands on one line")
        if len(meant) > MOST_VALUES:
            raise ValueError(f"a question has up to {MOST_VALUES} different answers")
        if self.form is AnswerForm.SCALE and not all(map(is_number, meant)):
            raise ValueError('on a scale every value is a number; otherwise write form = "choice"')
        return self

    @property
    def settled_form(self) -> AnswerForm:
        """The form; where nobody told it, what the values of the mapping look like."""
        if self.form is not None:
            return self.form
        meant = [value for value in self.values.values() if value]
        return AnswerForm.SCALE if meant and all(map(is_number, meant)) else AnswerForm.CHOICE

    def listed(self) -> dict[str, str]:
        """Give the answers that the mapping names, in its order, with the file's first word for each."""
        words: dict[str, str] = {}
        for written, value in self.values.items():
            if value:
                number = canonical(value) if self.settled_form is AnswerForm.SCALE else None
                words.setdefault(number or value, written)
        return words


def is_number(text: str) -> bool:
    """Whether a text is a number that can be an answer."""
    return canonical(text) is not None


def canonical(text: str, *, decimal_comma: bool = False) -> str | None:
    """Write a number as it is stored, so that 5, 5.0 and 05 are one answer; `None` where it is none."""
    number = parse_number(text, decimal_comma=decimal_comma)
    if number is None and not THOUSANDS.fullmatch(text.strip()):  # 3,5 can mean nothing else
        number = parse_number(text, decimal_comma=True)
    if number is None or not abs(number) < LARGEST:
        return None
    written = f"{number:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def check_questions(questions: Mapping[str, MappedQuestion]) -> None:
    """Refuse two columns that answer one question."""
    seen: dict[str, str] = {}
    for column, question in questions.items():
        if question.key in seen:
            raise ValueError(
                f"the columns “{seen[question.key]}” and “{column}” have one key, {question.key}; "
                "each question has a key of its own"
            )
        seen[question.key] = column


def fields_of_questions(path: Sequence[Any]) -> tuple[str, ...]:
    """List the keys that may stand in a question of `[answers]`."""
    return tuple(MappedQuestion.model_fields) if len(path) == 3 and path[0] == "answers" else ()
