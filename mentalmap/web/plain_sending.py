"""From what was read off a plain form to a stored response, or to what the person must put right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from mentalmap.domain.given import GivenResponse
from mentalmap.domain.vocabulary import Channel
from mentalmap.errors import Fault, RefusedAnswerError
from mentalmap.services.collecting import collect
from mentalmap.store.collecting import find_delivery
from mentalmap.store.projects import find_project
from mentalmap.web.plain_places import Trouble
from mentalmap.web.plain_reading import BACKGROUND, Reading
from mentalmap.web.plain_sheets import Sheet

_MARK = re.compile(r"#/marks/(\d+)(?:/(\w+))?")
_ELSEWHERE = re.compile(r"#/(answers|background)/([^/]+)")


def send(
    session: Session,
    form: Mapping[str, Any],
    reading: Reading,
    sheet: Sheet,
    *,
    language: str,
    invitation: str,
    now: datetime,
) -> None:
    """
    Store what was read; sent twice, it is stored once.

    Raises
    ------
    RefusedAnswerError
        If something must be put right: see `troubles_of`.
    ConflictingRetryError
        If other answers were sent from this page before.
    """
    told = (reading.background, sorted(reading.answers.items()), reading.marks, language, invitation)
    given = GivenResponse(
        id=sheet.id,
        digest=sha256(repr(told).encode()).digest(),
        survey=form["survey"]["slug"],
        version=form["questionnaire"]["version"],
        language=language,
        said_at=sheet.begun_at,
        receipt_hash=sha256(sheet.secret).digest(),
        invitation=invitation or None,
        background=reading.background,
        answers=reading.answers,
        marks=tuple(reading.marks),
    )
    collect(session, form["project"]["slug"], given, channel=Channel.WEB, is_proven=True, now=now)


def is_delivered(session: Session, project_slug: str, sheet: Sheet) -> bool:
    """Whether answers on this sheet were stored before; whoever sends them again must not read otherwise."""
    return find_delivery(session, find_project(session, project_slug).id, sheet.id) is not None


def troubles_of(error: RefusedAnswerError, reading: Reading) -> dict[str, Trouble]:
    """Say every fault beside the fields that it is about."""
    return dict(_trouble(fault, reading) for fault in error.faults)


def _trouble(fault: Fault, reading: Reading) -> tuple[str, Trouble]:
    """Say a fault beside the fields that it is about, as far as they can be told."""
    trouble = Trouble(fault.message)
    if found := _MARK.match(fault.pointer):
        prefix = reading.stood_at[int(found[1])]
        return f"{prefix}.{found[2] or 'where'}", trouble
    if found := _ELSEWHERE.match(fault.pointer):
        return (found[2] if found[1] == "answers" else f"{BACKGROUND}.{found[2]}"), trouble
    return fault.pointer, trouble
