"""Collecting: a response is checked, stored once whatever happens on the way, and acknowledged."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentalmap.domain.given import GivenResponse
from mentalmap.domain.marks import duplicate_mark
from mentalmap.domain.proofs import is_proof
from mentalmap.domain.questionnaires import MANY_MARKS
from mentalmap.domain.vocabulary import Channel
from mentalmap.errors import (
    ConflictingRetryError,
    Fault,
    ProofMissingError,
    RefusedAnswerError,
    SurveyClosedError,
    WithdrawnError,
)
from mentalmap.messages import say
from mentalmap.services.judging import Judged, background_values, judge, rows_of_answers, rows_of_marks
from mentalmap.services.known_codes import codes_of
from mentalmap.store.collecting import find_delivery, list_used_mark_ids, store_response
from mentalmap.store.surveys import find_survey

HOUSEHOLD = 5
"""So many responses of one device to one round are so many people; further ones are its latest person's."""

LONGEST_INVITATION = 12


@dataclass(frozen=True, slots=True)
class Collected:
    """What is answered to the sender, and whether it was stored just now."""

    answer: dict[str, Any]
    is_new: bool


def collect(
    session: Session,
    project_slug: str,
    given: GivenResponse,
    *,
    channel: Channel = Channel.WEB,
    account_id: int | None = None,
    is_proven: bool = False,
    now: datetime,
) -> Collected:
    """
    Store a response, once however often it is sent.

    For everybody who collects: the page (`exchange.answering.read_response` makes the `given`), a form
    without script (build the `given` from its fields, `digest` the SHA-256 of what was filled in, `id` from
    a hidden field), and interviews (`channel` interview and the account). Acknowledge it only after the
    transaction was committed.

    Parameters
    ----------
    channel
        `web` becomes the channel of the invitation that led here, if one did.
    is_proven
        Whether the sender is held back in another way than by a proof of work; interviews are, by an account.
    now
        The time, with its zone.

    Raises
    ------
    ProjectNotFoundError, UnknownSurveyError
        If there is no such project or round, or the round has no questions.
    SurveyClosedError
        If the round is not open, unless this very response was stored while it was.
    ConflictingRetryError
        If something else came under the same number before.
    WithdrawnError
        If it was stored and withdrawn since.
    ProofMissingError
        If it lacks its proof of work.
    RefusedAnswerError
        If anything of it may not be stored; nothing of it was.
    """
    if not (is_proven or channel is Channel.INTERVIEW or is_proof(given.survey, given.id, given.proof)):
        raise ProofMissingError()
    retried = False
    while True:
        try:
            judged = judge(session, project_slug, given, channel=channel, now=now, anew=retried)
        except RefusedAnswerError:
            # The questions may have a new limit since: what was stored then was acknowledged then.
            before = _delivered_before(session, project_slug, given)
            if before is not None:
                return before
            if not _is_open(session, project_slug, given.survey):
                raise SurveyClosedError() from None  # nothing that could be mended would be taken
            raise
        try:
            return _store(session, judged, given, channel, account_id, now)
        except IntegrityError as error:
            session.rollback()  # nothing else was done in it
            _explain(session, judged, given, error)
            if retried:
                raise RefusedAnswerError((_DOES_NOT_FIT,)) from None
            retried = True  # a code was removed while it was remembered here


def _store(
    session: Session,
    judged: Judged,
    given: GivenResponse,
    channel: Channel,
    account_id: int | None,
    now: datetime,
) -> Collected:
    remarks = ["many_marks"] if len(given.marks) >= MANY_MARKS else []
    answer = {
        "id": str(given.id),
        "survey": given.survey,
        "received_at": now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "marks": len(given.marks),
        "remarks": remarks,
    }
    joined = {**answer, "remarks": [*remarks, "one_device"]}
    is_joined = store_response(
        session,
        {
            "project": judged.codes.project_id,
            "survey": judged.survey_id,
            "household": HOUSEHOLD,
            "client_id": given.id,
            "digest": given.digest,
            "answer": json.dumps(answer),
            "answer_joined": json.dumps(joined),
            **background_values(judged, given),
            "channel": channel.value,
            "received_at": now,
            "receipt_hash": given.receipt_hash,
            "device_hash": _device_hash(judged.survey_id, given),
            "invitation": _invitation_code(given),
            "account": account_id,
            "remarks": remarks,
            "effort": json.dumps(dict(given.effort)),
            "marks": json.dumps(rows_of_marks(judged, given, channel)),
            "answers": json.dumps(rows_of_answers(judged, given)),
        },
    )
    if is_joined is not None:
        return Collected(joined if is_joined else answer, is_new=True)
    before = _answered_before(session, judged.codes.project_id, given)
    if before is None:
        raise SurveyClosedError()
    return before


def _is_open(session: Session, project_slug: str, survey_slug: str) -> bool:
    return find_survey(session, codes_of(session, project_slug).project_id, survey_slug).is_open


def _answered_before(session: Session, project_id: int, given: GivenResponse) -> Collected | None:
    """Give what was answered to the same response before."""
    delivered = find_delivery(session, project_id, given.id)
    if delivered is None:
        return None
    if delivered.digest != given.digest:
        raise _conflict()
    if delivered.is_withdrawn:
        raise WithdrawnError()
    return Collected(delivered.answer, is_new=False)


def _delivered_before(session: Session, project_slug: str, given: GivenResponse) -> Collected | None:
    return _answered_before(session, codes_of(session, project_slug).project_id, given)


def _explain(session: Session, judged: Judged, given: GivenResponse, error: IntegrityError) -> None:
    """Say which number was used before; return where it was something else."""
    constraint = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if constraint == "uq_perception_project_id_client_id":
        used = list_used_mark_ids(session, judged.codes.project_id, [mark.id for mark in given.marks])
        raise RefusedAnswerError(
            tuple(duplicate_mark(index) for index, mark in enumerate(given.marks) if mark.id in used)[:50]
        ) from None
    if constraint == "uq_response_receipt_hash":
        raise RefusedAnswerError(
            (
                Fault(
                    "#/receipt_hash",
                    say("This receipt belongs to other answers already."),
                    say("Draw a new random secret for each response."),
                    "duplicate",
                ),
            )
        ) from None
    if constraint == "uq_response_project_id_client_id":
        raise _conflict() from None


_DOES_NOT_FIT = Fault(
    "#/marks",
    say("The marks name something that was removed meanwhile, or are drawn in a way that cannot be stored."),
    say("Open the page anew and look at your marks."),
    "conflict",
)


def _conflict() -> ConflictingRetryError:
    return ConflictingRetryError(
        say("Other answers were sent under the same number before."),
        say("Those are stored. To send these too, answer anew."),
    )


def _device_hash(survey_id: int, given: GivenResponse) -> bytes | None:
    """Hash survey and device together, so that nothing joins one device's answers across rounds."""
    return None if given.device is None else sha256(f"{survey_id}:{given.device}".encode()).digest()


def _invitation_code(given: GivenResponse) -> str | None:
    """Give the code if it may be one; a link that was cut off must not cost the answers."""
    code = given.invitation
    if code is None or not (code.isascii() and code.isalnum() and len(code) <= LONGEST_INVITATION):
        return None
    return code
