"""Receipts: whoever holds the secret of a response sees it, changes it and withdraws it."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import UTC, datetime, time
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentalmap.domain.given import GivenBackground, GivenMark, GivenResponse, GivenWhere
from mentalmap.domain.marks import duplicate_mark
from mentalmap.domain.vocabulary import BarrierNature, Channel, Gender, PlacedBy, Precision
from mentalmap.errors import Fault, ReceiptNotFoundError, RefusedAnswerError, SurveyClosedError
from mentalmap.exchange.answering import write_response
from mentalmap.messages import say
from mentalmap.services.judging import background_values, judge, rows_of_answers, rows_of_marks
from mentalmap.services.known_codes import ProjectCodes, codes_of
from mentalmap.store.collecting import list_used_mark_ids
from mentalmap.store.outbox import record_event
from mentalmap.store.receipts import (
    change_response,
    find_by_receipt,
    list_own_answers,
    list_own_marks,
    remove_response,
)

SECRET_BYTES = 16


def hash_of_secret(secret: str) -> bytes:
    """
    Give the SHA-256 of a receipt's secret, as it is stored.

    Parameters
    ----------
    secret
        16 bytes in base64url without padding, 22 characters.

    Raises
    ------
    ReceiptNotFoundError
        If it is none; the same as for one that nobody was given.
    """
    try:
        raw = base64.b64decode(secret + "==", altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise ReceiptNotFoundError() from None
    if len(raw) != SECRET_BYTES:
        raise ReceiptNotFoundError()
    return sha256(raw).digest()


def read_own_response(session: Session, project_slug: str, receipt_hash: bytes) -> dict[str, Any]:
    """
    Give a response to whoever gave it: what was said, whether it may still be changed, and what is shown.

    Raises
    ------
    ProjectNotFoundError, ReceiptNotFoundError
        If there is no such project, or no response of this receipt.
    """
    codes = codes_of(session, project_slug)
    row = _found(session, codes, receipt_hash)
    marks = list_own_marks(session, row.id)
    areas = {point: code for code, point in codes.area_points.items()}
    given = GivenResponse(
        id=row.client_id,
        digest=b"",
        survey=row.survey_slug,
        version=row.version or 1,
        language=row.language or "sv",
        said_at=datetime.combine(row.said_on or row.received_at.date(), time(), UTC),
        receipt_hash=receipt_hash,
        invitation=row.invitation,
        background=GivenBackground(
            home_area=row.home_area,
            age_band=row.age_band,
            gender=None if row.gender is None else Gender(row.gender),
            group=row.group_code,
        ),
        answers=list_own_answers(session, row.id),
        marks=tuple(_mark(mark, areas) for mark in marks if mark.question is not None),
    )
    return {
        "response": write_response(given),
        "received_at": row.received_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "survey": {"slug": row.survey_slug, "name": row.survey_name, "is_open": row.is_open},
        "remarks": list(row.remarks),
        "states": {str(mark.client_id): mark.moderation_state for mark in marks},
        "photos": [str(mark.client_id) for mark in marks if mark.has_photo],
    }


def change_own_response(
    session: Session, project_slug: str, receipt_hash: bytes, given: GivenResponse, now: datetime
) -> None:
    """
    Put another answer in the place of one's own; photos of marks that stay are kept.

    Raises
    ------
    ProjectNotFoundError, ReceiptNotFoundError
        If there is no such project, or no response of this receipt.
    SurveyClosedError
        If the round is closed: then the answers can be withdrawn, but not changed.
    UnknownSurveyError, RefusedAnswerError
        If the new answer may not be stored; the old one stays.
    """
    row = _found(session, codes_of(session, project_slug), receipt_hash)
    others = {"#/id": given.id != row.client_id, "#/survey": given.survey != row.survey_slug}
    if any(others.values()):
        raise RefusedAnswerError(tuple(_other(pointer) for pointer, is_other in others.items() if is_other))
    if not row.is_open:
        raise SurveyClosedError()
    channel = Channel(row.channel)
    judged = judge(session, project_slug, given, channel=channel, now=now)
    values = {
        **background_values(judged, given),
        "marks": json.dumps(rows_of_marks(judged, given, channel)),
        "answers": json.dumps(rows_of_answers(judged, given)),
    }
    ids = [mark.id for mark in given.marks]
    used = list_used_mark_ids(session, judged.codes.project_id, ids, besides_response=row.id)
    if used:
        raise RefusedAnswerError(
            tuple(duplicate_mark(index) for index, one in enumerate(ids) if one in used)[:50]
        )
    try:
        change_response(session, row.id, values, ids)
    except IntegrityError:  # a code was removed while it was remembered here
        session.rollback()
        codes_of(session, project_slug, anew=True)
        raise RefusedAnswerError((_other("#/marks"),)) from None
    record_event(session, judged.codes.project_id, "responses", response_ids=[row.id])


def withdraw_own_response(session: Session, project_slug: str, receipt_hash: bytes) -> None:
    """
    Remove a response for good: marks, photos, answers, and what was said about the person.

    Raises
    ------
    ProjectNotFoundError, ReceiptNotFoundError
        If there is no such project, or no response of this receipt.
    """
    codes = codes_of(session, project_slug)
    row = _found(session, codes, receipt_hash)
    remove_response(session, row.id)
    record_event(session, codes.project_id, "responses", response_ids=[row.id])


def _found(session: Session, codes: ProjectCodes, receipt_hash: bytes) -> Row[Any]:
    row = find_by_receipt(session, codes.project_id, receipt_hash)
    if row is None:
        raise ReceiptNotFoundError()
    return row


def _other(pointer: str) -> Fault:
    return Fault(
        pointer,
        say("This does not fit the answers that the receipt belongs to."),
        say("Open the receipt anew and change the answers there."),
        "conflict",
    )


def _mark(row: Row[Any], areas: dict[str, str]) -> GivenMark:
    """Tell a stored mark as it was given: what was said by area is stored as a position in it."""
    area = areas.get(row.wkb) if row.place is None else None
    by_name = row.place is not None or area is not None
    client_id: UUID = row.client_id
    return GivenMark(
        id=client_id,
        question=row.question,
        where=GivenWhere(
            by=PlacedBy(row.placed_by or PlacedBy.MAP),
            precision=Precision(row.precision),
            place=row.place,
            area=area,
            geometry=None if by_name else json.loads(row.geometry),
            words=row.described,
            zoom=None if row.zoom is None else round(row.zoom, 2),
        ),
        nature=None if row.nature is None else BarrierNature(row.nature),
        purposes=tuple(row.purposes),
        valence=None if row.valence is None else int(row.valence),
        themes=tuple(row.themes),
        text=row.quote,
        language=row.language,
    )
