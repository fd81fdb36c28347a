"""The questions of an imported file that are not about places, and what was answered to them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from mentalmap.domain.arrays import BoolArray, IntArray
from mentalmap.domain.perceptions import MISSING
from mentalmap.errors import InvalidMappingError
from mentalmap.exchange.coding import copy_text
from mentalmap.exchange.coding.answers import GivenAnswers
from mentalmap.exchange.mapped_questions import AnswerForm, MappedQuestion, is_number
from mentalmap.exchange.mapping import ImportMapping
from mentalmap.exchange.reading import Source
from mentalmap.exchange.recognising.answers import settle_forms
from mentalmap.messages import Message, say, say_n
from mentalmap.store import copying
from mentalmap.store.answers import find_answered
from mentalmap.store.projects import Project
from mentalmap.store.questionnaires import (
    Question,
    find_published,
    follow_published,
    publish_questionnaire,
    published_questions,
)
from mentalmap.store.surveys import Survey

MOST_TOLD = 12  # different answers to one question; the rest is counted
PIECE = 100_000  # answers that are written at once


@dataclass(frozen=True, slots=True)
class AskedQuestions:
    """A published version of a survey's questions, and the numbers of its questions by key."""

    questionnaire_id: int
    question_ids: Mapping[str, int]


def settle_questions(
    session: Session, project: Project | None, survey: Survey | None, mapping: ImportMapping, source: Source
) -> ImportMapping:
    """
    Settle the form of each question that the mapping names.

    Raises
    ------
    InvalidMappingError
        If the project asks a question of the same key in another form.
    """
    if not mapping.answers:
        return mapping
    survey_id = None if survey is None else survey.id
    known = {} if project is None else published_questions(session, project.id, survey_id)
    forms = {key: question.form for key, question in known.items()}
    settled = settle_forms(mapping, source, forms)
    for column, question in settled.answers.items():
        form = forms.get(question.key, question.settled_form.value)
        if form != question.settled_form:
            raise InvalidMappingError(
                say(
                    "“%(column)s” would answer the question “%(key)s” as a %(form)s; the project "
                    "asks it as a %(known)s.",
                    column=column,
                    key=question.key,
                    form=question.settled_form.value,
                    known=form,
                ),
                say("Give the column a key of its own, or say in the mapping what its answers mean: values."),
            )
    return settled


def publish_questions(
    session: Session, survey: Survey, questions: Mapping[str, MappedQuestion], locale: str
) -> AskedQuestions:
    """
    Find the published version of a survey that asks these questions just so, or publish one.

    A new version has the questions of the one before it and these; a version that was published never
    changes. What the mapping leaves out (wording, about, names of the answers) stays as the project had it.
    """
    known = published_questions(session, survey.project_id, survey.id)
    version = find_published(session, survey.id)
    own = {} if version is None else {question.key: question for question in version.questions}
    wanted = {
        question.key: _described(column, question, known.get(question.key), locale)
        for column, question in questions.items()
    }
    if version is None or any(
        key not in own or (own[key].wording, own[key].settings) != described
        for key, described in wanted.items()
    ):
        version = follow_published(session, survey.id)
        own = {question.key: question for question in version.questions}
        position = max((question.position for question in version.questions), default=0)
        for question in questions.values():
            if question.key not in own:
                position += 1
                own[question.key] = Question(
                    key=question.key, position=position, form=question.settled_form.value
                )
                version.questions.append(own[question.key])
            own[question.key].wording, own[question.key].settings = wanted[question.key]
        session.flush()
        publish_questionnaire(session, version)
    return AskedQuestions(version.id, {key: own[key].id for key in wanted})


def store_answers(
    session: Session,
    asked: AskedQuestions,
    given: Iterable[GivenAnswers],
    response_ids: IntArray,
    is_new: BoolArray,
) -> int:
    """
    Store what new responses answered, with COPY; count the answers.

    Parameters
    ----------
    response_ids, is_new
        Number in the database of each response of the file, and whether this file brought it, shape (m,).
    """
    stored = 0
    for one in given:
        rows = np.flatnonzero((one.said.codes != MISSING) & is_new[: len(one.said)])
        texts = [json.dumps(said[0] if len(said) == 1 else said) for said in one.said.values]
        for piece in np.split(rows, range(PIECE, len(rows), PIECE)):
            n = len(piece)
            columns = [
                copy_text.number_column(response_ids[piece], n),
                copy_text.constant_column(asked.question_ids[one.key], n),
                copy_text.word_column(one.said.take(piece), texts, n),
            ]
            if n:
                copying.copy_answers(session, copy_text.as_csv(columns))
        stored += len(rows)
    return stored


def tell_answers(given: Iterable[GivenAnswers]) -> Iterator[Message]:
    """Say what was read as answers to which question, the most frequent first."""
    for one in given:
        codes = one.said.codes[one.said.codes != MISSING]
        counts: Counter[str] = Counter()
        for said, n in zip(
            one.said.values, np.bincount(codes, minlength=len(one.said.values)).tolist(), strict=True
        ):
            counts.update(dict.fromkeys(said, n))
        listed = ", ".join(f"{value} ({n})" for value, n in counts.most_common(MOST_TOLD))
        listed += f" … +{len(counts) - MOST_TOLD}" if len(counts) > MOST_TOLD else ""
        yield say_n(
            "%(n)s response answers “%(key)s”: %(answers)s.",
            "%(n)s responses answer “%(key)s”: %(answers)s.",
            len(codes),
            key=one.key,
            answers=listed,
        )


def tell_unasked(session: Session, survey: Survey, mapping: ImportMapping, run_id: int) -> list[Message]:
    """Say which questions of the mapping were not read when the file was imported."""
    version = find_published(session, survey.id)
    asked = set() if version is None else {question.key for question in version.questions}
    missing = sorted(mapping.question_keys - asked)
    if not missing:
        return []
    return [
        say(
            "Its answers to %(keys)s were not read then. To read them, take the import back "
            "(mentalmap import undo %(run)s) and import the file again.",
            keys=", ".join(f"“{key}”" for key in missing),
            run=run_id,
        )
    ]


def tell_left_out(
    session: Session, given: Iterable[GivenAnswers], response_ids: IntArray, was_there: BoolArray
) -> list[Message]:
    """Say how many respondents of an earlier import answer what they had not; an undo must stay exact."""
    silent: set[int] = set()
    for one in given:
        answering = response_ids[(one.said.codes != MISSING) & was_there[: len(one.said)]].tolist()
        if answering:
            silent |= set(answering) - find_answered(session, answering, one.key)
    if not silent:
        return []
    return [
        say_n(
            "%(n)s respondent whom an earlier import brought answers questions here that were not answered "
            "there. These answers were not stored: take the earlier import back and begin with this file.",
            "%(n)s respondents whom an earlier import brought answer questions here that were not answered "
            "there. These answers were not stored: take the earlier import back and begin with this file.",
            len(silent),
        )
    ]


def _described(
    column: str, question: MappedQuestion, before: Question | None, locale: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give wording and settings: what the mapping says, and for the rest what was published before."""
    wording = {} if before is None else dict(before.wording)
    if question.wording or not wording:
        wording[locale] = question.wording or column
    settings = {} if before is None else dict(before.settings)
    if question.about is not None:
        settings["about"] = question.about
    choices = list(settings.get("choices", ()))
    listed = {str(choice.get("value")) for choice in choices}
    for value, written in question.listed().items():
        if value not in listed:
            label = {} if written == value else {"label": {locale: written}}
            choices.append({"value": value, **label})
    if question.settled_form is AnswerForm.SCALE and all(is_number(str(one["value"])) for one in choices):
        choices.sort(key=lambda choice: float(choice["value"]))
    if choices:
        settings["choices"] = choices
    return wording, settings
