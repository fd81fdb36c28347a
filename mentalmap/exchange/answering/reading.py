"""Reading a response that anybody may have written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from mentalmap.domain.collecting import MOST_FAULTS
from mentalmap.domain.given import GivenBackground, GivenMark, GivenResponse, GivenWhere
from mentalmap.domain.marks import too_many_marks
from mentalmap.domain.questionnaires import MOST_MARKS, AnswerValue
from mentalmap.errors import Fault, RefusedAnswerError
from mentalmap.exchange.answering.faults import describe_errors, pointer_of
from mentalmap.exchange.answering.schema import Body, MarkPart
from mentalmap.messages import say

LANGUAGE_LENGTH = 16
LARGE_BYTES = 65_536


def read_response(body: bytes) -> GivenResponse:
    """
    Read the body of a request.

    Raises
    ------
    RefusedAnswerError
        With every fault of the schema; what depends on the questions is not looked at here.
    """
    from pydantic import ValidationError

    if len(body) > LARGE_BYTES:
        _refuse_countless_marks(body)
    try:
        read = Body.model_validate_json(body)
    except ValidationError as error:
        raise RefusedAnswerError(describe_errors(error)) from None
    return GivenResponse(
        id=UUID(read.id),
        digest=hashlib.sha256(body).digest(),
        survey=read.survey,
        version=read.version,
        language=read.language,
        said_at=read.said_at,
        receipt_hash=bytes.fromhex(read.receipt_hash),
        device=None if read.device is None else UUID(read.device),
        invitation=read.invitation,
        background=GivenBackground(
            home_area=read.background.home_area,
            age_band=read.background.age_band,
            gender=read.background.gender,
            group=read.background.group,
        ),
        answers=_answers(read.answers),
        marks=tuple(_mark(mark) for mark in read.marks),
        effort={"seconds": read.effort.seconds, "taps": read.effort.taps},
        proof=read.proof,
    )


def _refuse_countless_marks(body: bytes) -> None:
    """Refuse a large body whose list of marks no response may have, before each of them is looked at."""
    from pydantic_core import from_json

    try:
        found = from_json(body)
    except ValueError:
        return  # the schema says what is wrong with it
    marks = found.get("marks") if isinstance(found, dict) else None
    if isinstance(marks, list) and len(marks) > MOST_MARKS:
        raise RefusedAnswerError((too_many_marks(),))


def read_language(body: bytes) -> str | None:
    """Find the language that a body names, even where nothing else of it can be read."""
    from pydantic_core import from_json

    try:
        found = from_json(body, allow_inf_nan=True)
    except ValueError:
        return None
    language = found.get("language") if isinstance(found, dict) else None
    return language[:LANGUAGE_LENGTH] if isinstance(language, str) else None


def _answers(given: Mapping[str, Any]) -> dict[str, AnswerValue]:
    """Take texts and lists of texts; an empty one is no answer."""
    answers: dict[str, AnswerValue] = {}
    faults = []
    for key, value in given.items():
        if isinstance(value, str):
            if value.strip():
                answers[key] = value
        elif isinstance(value, list) and all(isinstance(one, str) for one in value):
            if value:
                answers[key] = tuple(dict.fromkeys(value))
        elif value is not None:
            faults.append(
                Fault(
                    pointer_of(("answers", key)),
                    say("An answer is a text or a list of texts."),
                    say("Send the value of the choice, or the text."),
                    "wrong_form",
                )
            )
    if faults:
        raise RefusedAnswerError(tuple(faults[:MOST_FAULTS]))
    return answers


def _mark(read: MarkPart) -> GivenMark:
    where = read.where
    return GivenMark(
        id=UUID(read.id),
        question=read.question,
        where=GivenWhere(
            by=where.by,
            precision=where.precision,
            place=where.place,
            area=where.area,
            geometry=where.geometry,
            words=where.words,
            zoom=where.zoom,
        ),
        nature=read.nature,
        purposes=tuple(dict.fromkeys(read.purposes)),
        valence=read.valence,
        themes=tuple(dict.fromkeys(read.themes)),
        text=read.text,
        language=read.language,
    )
