"""COPY into the tables: the fast way in, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from psycopg import Connection
from sqlalchemy import text
from sqlalchemy.orm import Session

from mentalmap.domain.arrays import IntArray

COPY_RESPONSES = """
COPY response (id, project_id, survey_id, metric_srid, client_id, weight, respondent_known, home_area_id,
               age_band, gender, group_id, channel, consent_version, said_on, questionnaire_id, import_run_id)
FROM STDIN (FORMAT csv)
"""
COPY_PERCEPTIONS = """
COPY perception (response_id, survey_id, project_id, metric_srid, client_id, content_hash, kind, nature,
                 valence, valence_source, purpose_ids, theme_ids, quote, language, precision,
                 moderation_state, place_id, said_on, import_run_id, geom)
FROM STDIN (FORMAT csv)
"""
COPY_ANSWERS = "COPY answer (response_id, question_id, value) FROM STDIN (FORMAT csv)"

_LOCKS = 7_367_302
_PIECE = 1 << 20  # bytes handed to the driver at once


def copy_responses(session: Session, csv: bytes) -> None:
    """Store responses from CSV text whose columns stand in the order of `COPY_RESPONSES`."""
    _copy(session, COPY_RESPONSES, csv)


def copy_perceptions(session: Session, csv: bytes) -> None:
    """Store perceptions from CSV text whose columns stand in the order of `COPY_PERCEPTIONS`."""
    _copy(session, COPY_PERCEPTIONS, csv)


def copy_answers(session: Session, csv: bytes) -> None:
    """Store answers from CSV text whose columns stand in the order of `COPY_ANSWERS`."""
    _copy(session, COPY_ANSWERS, csv)


def reserve_response_ids(session: Session, n: int) -> IntArray:
    """Take n numbers from the sequence of responses, shape (n,); nobody else gets them."""
    if n == 0:
        return np.empty(0, dtype=np.int64)
    lowest, highest = session.execute(
        text(
            "WITH drawn AS MATERIALIZED (SELECT nextval('response_id_seq') AS id"
            " FROM generate_series(1, :n)) SELECT min(id), max(id) FROM drawn"
        ),
        {"n": n},
    ).one()
    if highest - lowest + 1 == n:  # nobody else drew meanwhile
        return np.arange(lowest, highest + 1, dtype=np.int64)
    drawn = "SELECT nextval('response_id_seq') FROM generate_series(1, :n)"
    return np.array(session.scalars(text(drawn), {"n": n}).all(), dtype=np.int64)


def find_response_ids(session: Session, project_id: int, client_ids: Iterable[bytes]) -> dict[bytes, int]:
    """Find the numbers of the responses that are stored already, by their keys of 16 bytes."""
    found = session.execute(
        text(
            "SELECT uuid_send(client_id), id FROM response"
            " WHERE project_id = :project AND client_id = ANY (CAST(:keys AS uuid[]))"
        ),
        {"project": project_id, "keys": [key.hex() for key in client_ids]},
    )
    return {bytes(key): int(number) for key, number in found}


def find_perception_hashes(
    session: Session, project_id: int, client_ids: Iterable[bytes]
) -> dict[bytes, bytes | None]:
    """Find what was stored under these keys, as the hash of the row that brought it."""
    found = session.execute(
        text(
            "SELECT uuid_send(client_id), content_hash FROM perception"
            " WHERE project_id = :project AND client_id = ANY (CAST(:keys AS uuid[]))"
        ),
        {"project": project_id, "keys": [key.hex() for key in client_ids]},
    )
    return {bytes(key): None if content is None else bytes(content) for key, content in found}


def has_responses(session: Session, survey_id: int) -> bool:
    """Tell whether a survey has any response."""
    return bool(
        session.scalar(
            text("SELECT EXISTS (SELECT FROM response WHERE survey_id = :survey)"), {"survey": survey_id}
        )
    )


FILL_BACKGROUND = """
UPDATE response SET
    home_area_id = coalesce(home_area_id, :home_area), age_band = coalesce(age_band, :age_band),
    gender = coalesce(gender, :gender), group_id = coalesce(group_id, :group),
    consent_version = coalesce(consent_version, :consent_version), said_on = coalesce(said_on, :said_on)
WHERE id = :id
"""


def fill_background(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Fill in what was not known of responses when they were stored; what is known stays."""
    if rows:
        session.execute(text(FILL_BACKGROUND), list(rows))


def lock_imports(session: Session, project_slug: str) -> None:
    """Wait until no other import into this project runs; the lock ends with the transaction."""
    session.execute(
        text("SELECT pg_advisory_xact_lock(:family, hashtext(:slug))"),
        {"family": _LOCKS, "slug": project_slug},
    )


def refresh_statistics(session: Session) -> None:
    """
    Count the responses anew and forget the plans that were made before they were stored.

    Each new perception looks its response up. That look-up is planned once per connection; planned while
    the table was empty it may walk a whole survey for every row, and a large import never ends.
    """
    session.execute(text("ANALYZE (SKIP_LOCKED) response"))
    session.execute(text("DISCARD PLANS"))


def _copy(session: Session, statement: str, csv: bytes) -> None:
    if not csv:
        return
    driver = session.connection().connection.driver_connection
    if not isinstance(driver, Connection):
        raise TypeError("COPY needs the psycopg driver")
    with driver.cursor() as cursor:
        # The triggers join the new rows, whose number no planner knows, with areas: always by the index.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL jit = off")
        with cursor.copy(statement) as copy:
            whole = memoryview(csv)
            for start in range(0, len(csv), _PIECE):
                copy.write(whole[start : start + _PIECE])
        cursor.execute("SET LOCAL enable_seqscan = on")
