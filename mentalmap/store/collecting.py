"""Storing a response with everything that belongs to it in one statement, once per number of its sender."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, TextClause, text
from sqlalchemy.orm import Session

# The columns of a mark as they come in JSON; `geom` is WKB in hexadecimal digits.
MARK_COLUMNS = """
    client_id uuid, question_id integer, kind text, nature text, valence real, purpose_ids integer[],
    theme_ids integer[], quote text, language text, precision text, placed_by text, zoom real, described text,
    place_id integer, geom geometry, waits boolean
"""


def _in_one_line(sql: str) -> TextClause:
    """Leave indentation out: the driver reads a statement of more than 4,096 characters anew each time."""
    return text(" ".join(sql.split()))


# The delivery comes first: of several attempts at once, one inserts it and the others wait until it is
# committed, insert nothing, and read what it was answered. A mark waits for review if it holds words of a
# person and the round is reviewed. After `:household` people of one device its further responses count as its
# latest person's: accepted, each with its receipt, and one person all the same. Triggers run once, last.
_STORE = _in_one_line(
    f"""
    WITH round AS (
        SELECT id, project_id, metric_srid, reviews_texts FROM survey
        WHERE id = :survey AND project_id = :project AND is_open
    ), of_device AS (
        SELECT count(*) >= :household AS is_joined, max(id) AS latest FROM response
        WHERE survey_id = :survey AND device_hash = CAST(:device_hash AS bytea) AND same_person_as IS NULL
    ), target AS (
        SELECT is_joined, CASE WHEN is_joined THEN latest END AS same_person_as,
               nextval(pg_get_serial_sequence('response', 'id')) AS id
        FROM of_device
    ), fresh AS (
        INSERT INTO delivery (project_id, client_id, body_sha256, answer, response_id)
        SELECT round.project_id, CAST(:client_id AS uuid), CAST(:digest AS bytea),
               CASE WHEN target.is_joined THEN CAST(:answer_joined AS jsonb)
                    ELSE CAST(:answer AS jsonb) END, target.id
        FROM round CROSS JOIN target
        ON CONFLICT DO NOTHING
        RETURNING response_id
    ), new_response AS (
        INSERT INTO response (
            id, project_id, survey_id, metric_srid, questionnaire_id, client_id, home_area_id, age_band,
            gender, group_id, channel, consent_version, said_on, received_at, language, receipt_hash,
            device_hash, invitation_id, account_id, remarks, effort, same_person_as
        )
        SELECT target.id, round.project_id, round.id, round.metric_srid, CAST(:questionnaire AS integer),
               CAST(:client_id AS uuid), CAST(:home_area AS integer), CAST(:age_band AS text),
               CAST(:gender AS text), CAST(:group AS integer),
               CASE WHEN CAST(:channel AS text) = 'web' THEN coalesce(led.channel, 'web')
                    ELSE CAST(:channel AS text) END,
               CAST(:consent_version AS text), CAST(:said_on AS date), CAST(:received_at AS timestamptz),
               CAST(:language AS text), CAST(:receipt_hash AS bytea), CAST(:device_hash AS bytea), led.id,
               CAST(:account AS integer),
               CASE WHEN target.is_joined THEN array_append(CAST(:remarks AS varchar[]), 'one_device')
                    ELSE CAST(:remarks AS varchar[]) END,
               CAST(:effort AS jsonb), target.same_person_as
        FROM fresh CROSS JOIN target CROSS JOIN round
        LEFT JOIN invitation AS led
               ON led.code = CAST(:invitation AS text) AND led.project_id = round.project_id
              AND led.ended_at IS NULL
    ), new_marks AS (
        INSERT INTO perception (response_id, survey_id, project_id, metric_srid, client_id, question_id, kind,
                                nature, valence, valence_source, purpose_ids, theme_ids, quote, language,
                                precision, placed_by, zoom, described, place_id, said_on, geom,
                                moderation_state)
        SELECT target.id, round.id, round.project_id, round.metric_srid, mark.client_id, mark.question_id,
               mark.kind, mark.nature, mark.valence,
               CASE WHEN mark.valence IS NOT NULL THEN 'respondent' END, mark.purpose_ids, mark.theme_ids,
               mark.quote, mark.language, mark.precision, mark.placed_by, mark.zoom, mark.described,
               mark.place_id, CAST(:said_on AS date), ST_SetSRID(mark.geom, 4326),
               CASE WHEN mark.waits AND round.reviews_texts THEN 'pending' ELSE 'published' END
        FROM fresh CROSS JOIN target CROSS JOIN round
        CROSS JOIN jsonb_to_recordset(CAST(:marks AS jsonb)) AS mark ({MARK_COLUMNS})
    ), new_answers AS (
        INSERT INTO answer (response_id, question_id, value)
        SELECT target.id, given.question_id, given.value
        FROM fresh CROSS JOIN target
        CROSS JOIN jsonb_to_recordset(CAST(:answers AS jsonb)) AS given (question_id integer, value jsonb)
    ), event AS (
        INSERT INTO outbox_event (project_id, noun, details)
        SELECT round.project_id, CASE WHEN target.is_joined THEN 'responses' ELSE 'response' END,
               jsonb_build_object('response_ids', jsonb_build_array(target.id))
        FROM fresh CROSS JOIN target CROSS JOIN round
    )
    SELECT target.is_joined FROM fresh CROSS JOIN target
    """  # noqa: S608 - put together from constants of this file
)

_FIND_DELIVERY = text(
    """
    SELECT body_sha256, answer, response_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM response WHERE response.id = delivery.response_id
    ) AS is_withdrawn
    FROM delivery WHERE project_id = :project AND client_id = :client_id
    """
)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came under a number before: the hash of its body, our answer, and whether it was withdrawn."""

    digest: bytes
    answer: dict[str, Any]
    is_withdrawn: bool


def store_response(session: Session, values: Mapping[str, object]) -> bool | None:
    """
    Store a response, its marks, answers, delivery and event in one statement.

    Parameters
    ----------
    values
        By the names in `_STORE`; `marks` and `answers` are JSON lists.

    Returns
    -------
    is_joined
        Whether it counts as said by its device's latest person; None if nothing was stored, because the
        number was used before or the round is not open.
    """
    stored: bool | None = session.execute(_STORE, values).scalar()
    return stored


def find_delivery(session: Session, project_id: int, client_id: UUID) -> Delivered | None:
    """Find what came under a number before."""
    row = session.execute(_FIND_DELIVERY, {"project": project_id, "client_id": client_id}).one_or_none()
    return None if row is None else Delivered(bytes(row.body_sha256), row.answer, row.is_withdrawn)


def list_used_mark_ids(
    session: Session, project_id: int, ids: Sequence[UUID], besides_response: int | None = None
) -> set[UUID]:
    """List which numbers of marks the project has already, in other responses than this one."""
    rows = session.execute(
        text(
            """
            SELECT client_id FROM perception
            WHERE project_id = :project AND client_id = ANY (:ids)
              AND response_id IS DISTINCT FROM CAST(:besides AS bigint)
            """
        ),
        {"project": project_id, "ids": list(ids), "besides": besides_response},
    )
    return set(rows.scalars())


def list_surveys_by_slug(session: Session, project_id: int) -> dict[str, int]:
    """Give the number of each round of a project by its slug."""
    rows: Sequence[Row[Any]] = session.execute(
        text("SELECT slug, id FROM survey WHERE project_id = :project"), {"project": project_id}
    ).all()
    return {row.slug: row.id for row in rows}


def list_area_positions(session: Session, area_set_id: int) -> dict[str, str]:
    """Give a position surely inside each area of a set, by code, as WKB in hexadecimal digits."""
    rows = session.execute(
        text(
            """
            SELECT code, upper(encode(ST_AsBinary(ST_PointOnSurface(geom)), 'hex')) AS point
            FROM area WHERE area_set_id = :area_set
            """
        ),
        {"area_set": area_set_id},
    )
    return {row.code: row.point for row in rows}
