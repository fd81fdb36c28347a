"""Waiting: perceptions in moderation, with what a person needs to judge them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from mentalmap.domain.vocabulary import ModerationState

# What somebody judges: words, place and picture. Changed meanwhile, it is another thing.
_FINGERPRINT = """
md5(concat_ws(chr(31), coalesce(perception.quote, ''), coalesce(perception.described, ''), perception.kind,
              coalesce(perception.place_id, 0), coalesce(encode(photo.sent_sha256, 'hex'), '')))
"""


def list_in_state(
    session: Session, project_id: int, state: ModerationState, *, limit: int, after: int = 0
) -> Sequence[Row[Any]]:
    """
    List perceptions that hold words or a photo, the oldest first.

    Parameters
    ----------
    after
        Only those with a higher number than this.
    """
    return session.execute(
        text(
            f"""
            SELECT perception.id, {_FINGERPRINT} AS fingerprint, perception.kind, perception.valence,
                   perception.quote, perception.language, perception.described,
                   response.received_at, photo.id IS NOT NULL AS has_photo,
                   coalesce(place.name, (
                       SELECT area.name FROM perception_area JOIN area ON area.id = perception_area.area_id
                       WHERE perception_area.perception_id = perception.id
                       ORDER BY perception_area.area_set_id, perception_area.share DESC, area.id LIMIT 1
                   )) AS place_name
            FROM perception
            JOIN response ON response.id = perception.response_id
            LEFT JOIN photo ON photo.perception_id = perception.id
            LEFT JOIN place ON place.id = perception.place_id
            WHERE perception.project_id = :project AND perception.moderation_state = :state
              AND perception.id > :after
              AND (:state = 'pending' OR perception.quote IS NOT NULL OR photo.id IS NOT NULL)
              AND (:state <> 'published' OR perception.question_id IS NOT NULL)
            ORDER BY perception.id LIMIT :most
            """  # noqa: S608 - our own words
        ),
        {"project": project_id, "state": state.value, "after": after, "most": limit},
    ).all()


def count_waiting(session: Session, project_id: int) -> int:
    """Count the perceptions that nobody has looked at yet."""
    return int(
        session.scalar(
            text(
                "SELECT count(*) FROM perception WHERE project_id = :project AND moderation_state = 'pending'"
            ),
            {"project": project_id},
        )
        or 0
    )


def set_state(
    session: Session, project_id: int, judged: Mapping[int, str], state: ModerationState
) -> tuple[int, int]:
    """
    Put perceptions of a project into a state, each only if it is still what was judged.

    Parameters
    ----------
    judged
        Fingerprint of each perception as it was shown, by number.

    Returns
    -------
    moved, changed
        How many were put into the state, and how many say something else by now.
    """
    rows = session.execute(
        text(
            f"""
            SELECT perception.id, {_FINGERPRINT} AS fingerprint
            FROM perception LEFT JOIN photo ON photo.perception_id = perception.id
            WHERE perception.project_id = :project AND perception.id = ANY (:ids)
            FOR UPDATE OF perception
            """  # noqa: S608 - our own words
        ),
        {"project": project_id, "ids": list(judged)},
    ).all()
    same = [row.id for row in rows if row.fingerprint == judged[row.id]]
    moved = session.execute(
        text(
            "UPDATE perception SET moderation_state = :state"
            " WHERE id = ANY (:ids) AND moderation_state <> :state RETURNING id"
        ),
        {"ids": same, "state": state.value},
    )
    return len(moved.all()), len(rows) - len(same)
