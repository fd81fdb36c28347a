"""What a response must be to be stored: held against the questions, all faults found at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from shapely.geometry.base import BaseGeometry

from mentalmap.domain.given import GivenBackground, GivenResponse
from mentalmap.domain.known_codes import Known, unknown_code
from mentalmap.domain.marked_shapes import check_shapes_of
from mentalmap.domain.marks import ASK_ANEW, check_marks
from mentalmap.domain.questionnaires import (
    MOST_TEXT,
    AnswerValue,
    BackgroundField,
    Question,
    Questionnaire,
    is_asked,
)
from mentalmap.domain.texts import find_text_fault
from mentalmap.domain.vocabulary import QuestionForm
from mentalmap.errors import Fault
from mentalmap.messages import say, say_n

MOST_FAULTS = 50
"""Faults told at once; nobody reads more."""

OLDEST = timedelta(days=400)
NEWEST = timedelta(days=1)  # clocks of phones go wrong
AGE_BAND = re.compile(r"[0-9]{1,3}(-[0-9]{1,3}|\+)")


@dataclass(frozen=True, slots=True)
class Checked:
    """
    The verdict on a response.

    Parameters
    ----------
    faults
        Everything that is wrong, at most `MOST_FAULTS`; nothing may be stored unless there are none.
    shapes
        The geometry of each mark in WGS 84, None where it names a place or an area.
    unknown
        Whether a code was named that is not known: whoever keeps codes for a while should look again.
    """

    faults: tuple[Fault, ...]
    shapes: tuple[BaseGeometry | None, ...]
    unknown: bool


def check_response(
    given: GivenResponse, questions: Questionnaire, known: Known, *, mode: str, now: datetime
) -> Checked:
    """
    Hold a response against the version of the questions that it answers.

    Parameters
    ----------
    mode
        `interview`, or `web` for everything that somebody fills in alone.
    now
        The time, with its zone.
    """
    marked = frozenset(mark.question for mark in given.marks)
    shapes, shape_faults = check_shapes_of(given.marks, questions, known.bounds)
    faults = [
        *islice(
            (
                *_check_time(given.said_at, now),
                *_check_background(given.background, questions, known),
                *_check_answers(given.answers, questions, marked, mode),
                *_check_required(given, questions, marked, mode),
                *check_marks(given, questions, known, marked, mode),
                *shape_faults,
            ),
            MOST_FAULTS,
        )
    ]
    return Checked(tuple(faults), shapes, any(fault.code == "unknown_code" for fault in faults))


def _check_time(said_at: datetime, now: datetime) -> Iterator[Fault]:
    if said_at > now + NEWEST:
        yield Fault(
            "#/said_at",
            say("The answers are dated in the future."),
            say("Check the date and the time of the device."),
            "in_future",
        )
    elif said_at < now - OLDEST:
        yield Fault(
            "#/said_at",
            say_n(
                "The answers are older than %(n)s day.", "The answers are older than %(n)s days.", OLDEST.days
            ),
            say("Answer anew. Check the date of the device if it is wrong."),
            "too_old",
        )


def _check_background(told: GivenBackground, questions: Questionnaire, known: Known) -> Iterator[Fault]:
    values = {
        BackgroundField.HOME_AREA: told.home_area,
        BackgroundField.AGE_BAND: told.age_band,
        BackgroundField.GENDER: told.gender,
        BackgroundField.GROUP: told.group,
    }
    for field, value in values.items():
        if value is not None and field not in questions.background:
            yield Fault(
                f"#/background/{field}", say("This is not asked about the person."), ASK_ANEW, "not_asked"
            )
    if told.home_area is not None and told.home_area not in known.areas:
        yield unknown_code("#/background/home_area", say("There is no area “%(code)s”.", code=told.home_area))
    if told.group is not None and told.group not in known.groups:
        yield unknown_code("#/background/group", say("There is no group “%(code)s”.", code=told.group))
    if told.age_band is not None and not (len(told.age_band) <= 8 and AGE_BAND.fullmatch(told.age_band)):
        yield Fault(
            "#/background/age_band",
            say("This is not an age band."),
            say("Write it as 16-29, or as 80+."),
            "wrong_form",
        )


def _check_answers(
    answers: Mapping[str, AnswerValue], questions: Questionnaire, marked: frozenset[str], mode: str
) -> Iterator[Fault]:
    for key, value in answers.items():
        pointer, question = f"#/answers/{_escaped(key)}", questions.question(key)
        if question is None:
            yield Fault(
                pointer, say("There is no question “%(key)s”.", key=key[:64]), ASK_ANEW, "unknown_question"
            )
        elif question.form is QuestionForm.PERCEPTION:
            yield Fault(
                pointer, say("This question is answered on the map."), say("Send a mark."), "wrong_form"
            )
        elif not is_asked(question, answers, marked, mode):
            yield Fault(
                pointer,
                say("This question is not asked after these answers."),
                say("Leave the answer out."),
                "not_asked",
            )
        else:
            yield from _check_answer(pointer, question, value)


def _check_answer(pointer: str, question: Question, value: AnswerValue) -> Iterator[Fault]:
    if question.form is QuestionForm.TEXT:
        if not isinstance(value, str):
            yield Fault(
                pointer, say("This question is answered with a text."), say("Send one text."), "wrong_form"
            )
        elif (found := find_text_fault(value, min(question.longest, MOST_TEXT))) is not None:
            yield Fault(pointer, *found)
        return
    several = not isinstance(value, str)
    if several and not question.several:
        yield Fault(pointer, say("This question takes one answer."), say("Choose one of them."), "wrong_form")
        return
    known = {choice.value for choice in question.choices}
    for one in (value,) if isinstance(value, str) else value:
        if one not in known:
            yield Fault(
                pointer,
                say("“%(value)s” is not one of the answers.", value=one[:64]),
                say("Choose one that is offered."),
                "unknown_choice",
            )


def _check_required(
    given: GivenResponse, questions: Questionnaire, marked: frozenset[str], mode: str
) -> Iterator[Fault]:
    """Tell which required questions are left out; in a conversation nothing is, since people may pass."""
    if mode == "interview":
        return
    for question in questions.questions:
        if question.required and is_asked(question, given.answers, marked, mode):
            answered = question.key in marked or bool(given.answers.get(question.key))
            if not answered:
                yield Fault(
                    f"#/answers/{question.key}",
                    say("This question must be answered."),
                    say("Go back to it and answer."),
                    "missing",
                )


def _escaped(key: str) -> str:
    """Write a key as a part of a JSON pointer (RFC 6901)."""
    return key[:64].replace("~", "~0").replace("/", "~1")
