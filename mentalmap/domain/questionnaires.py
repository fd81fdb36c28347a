"""What a questionnaire asks: questions of every kind, what is asked about each mark, and when it is asked.

The same shapes as in static/js/core/form.ts, so that a phone without network and the server ask the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from mentalmap.domain.vocabulary import Kind, QuestionForm

Texts: TypeAlias = Mapping[str, str]
"""One text in several languages, by locale: sv, sv-easy, en, ar, fi."""

AnswerValue: TypeAlias = str | tuple[str, ...]

MOST_MARKS = 2_500  # of one response: the 2,000 of an eager device are taken
MANY_MARKS = 200  # from here on a response carries a remark; it weighs as one person all the same
MOST_TEXT = 4_000
MOST_WORDS = 500  # where something is, in one's own words


class Aspect(StrEnum):
    """What is asked about a mark, beside where it is."""

    NATURE = "nature"
    PURPOSES = "purposes"
    VALENCE = "valence"
    THEMES = "themes"
    TEXT = "text"
    PHOTO = "photo"


class Shape(StrEnum):
    """How a mark may lie on the map; `ENDS` is a way told as its start and its end."""

    POINT = "point"
    ENDS = "ends"
    LINE = "line"
    AREA = "area"


class Subject(StrEnum):
    """What places a perception question is about."""

    ANYWHERE = "anywhere"
    HOME_AREA = "home_area"
    OTHER_AREAS = "other_areas"


class BackgroundField(StrEnum):
    """What may be asked about the person; all of it coarse, none of it required."""

    HOME_AREA = "home_area"
    AGE_BAND = "age_band"
    GENDER = "gender"
    GROUP = "group"


USUAL_SHAPES: Mapping[Kind, tuple[Shape, ...]] = {
    Kind.ROUTE: (Shape.ENDS, Shape.LINE),
    Kind.BARRIER: (Shape.LINE, Shape.AREA, Shape.POINT),
    Kind.DISTRICT: (Shape.AREA,),
}
"""Shapes of kinds that are more than a point, the usual one first."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A question is asked only if an earlier one got one of these answers; any answer if none is named."""

    question: str
    any_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose."""

    value: str
    label: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """
    One question.

    Parameters
    ----------
    key
        Its name, the same from version to version and round to round.
    kind
        Of a perception question; None for the others.
    shapes, asks, subject, most
        Of a perception question: shapes allowed, the usual first; aspects in the order of asking; what places
        it is about; marks at most.
    choices, several
        Of a choice or a scale; only a choice may allow several.
    about
        `organisation` where a scale asks how people see the municipality as an organisation.
    longest
        Characters of a text at most.
    only_in
        `web` or `interview` where it is not asked in both.
    """

    key: str
    form: QuestionForm
    wording: Texts
    kind: Kind | None = None
    help: Texts = field(default_factory=dict)
    required: bool = False
    shown_if: Condition | None = None
    only_in: str | None = None
    shapes: tuple[Shape, ...] = (Shape.POINT,)
    asks: tuple[Aspect, ...] = ()
    subject: Subject = Subject.ANYWHERE
    most: int = 20
    choices: tuple[Choice, ...] = ()
    several: bool = False
    about: str = ""
    longest: int = MOST_TEXT


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One version of everything that a round asks."""

    version: int
    title: Texts
    information: Texts
    thanks: Texts
    locales: tuple[str, ...]
    background: tuple[BackgroundField, ...]
    questions: tuple[Question, ...]

    def question(self, key: str) -> Question | None:
        """Give a question by its key."""
        return next((one for one in self.questions if one.key == key), None)


def is_asked(
    question: Question, answers: Mapping[str, AnswerValue], marked: Sequence[str] | frozenset[str], mode: str
) -> bool:
    """
    Tell whether a question is asked, given what was answered.

    Parameters
    ----------
    answers
        Answers so far, by key of the question.
    marked
        Keys of the perception questions that have a mark.
    mode
        `interview`, or `web` for everything that somebody fills in alone.
    """
    if question.only_in is not None and question.only_in != mode:
        return False
    if question.shown_if is None:
        return True
    given = answers.get(question.shown_if.question)
    values = () if given is None else (given,) if isinstance(given, str) else given
    if question.shown_if.any_of:
        return any(value in question.shown_if.any_of for value in values)
    return bool(values) or question.shown_if.question in marked


def text_in(texts: Texts, locale: str) -> str:
    """Give a text in a language; easy Swedish falls back to Swedish, all else to Swedish, English, any."""
    for known in (locale, "sv", "en"):
        if texts.get(known):
            return texts[known]
    return next((text for text in texts.values() if text), "")
