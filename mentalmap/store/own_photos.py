"""Storing the photo of one's own mark, found by the receipt of its response."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

_PLACE = text(
    """
    SELECT perception.id, response.survey_id, photo.sent_sha256
    FROM response
    JOIN perception ON perception.response_id = response.id
    LEFT JOIN photo ON photo.perception_id = perception.id
    WHERE response.project_id = :project AND response.receipt_hash = :receipt_hash
      AND perception.client_id = :mark_id
    """
)

_STORE = text(
    """
    INSERT INTO photo (perception_id, content, sent_sha256, width, height)
    SELECT id, :content, :sent_sha256, :width, :height FROM perception WHERE id = :perception
    ON CONFLICT (perception_id) DO UPDATE SET content = excluded.content,
        sent_sha256 = excluded.sent_sha256, width = excluded.width, height = excluded.height, made_at = now()
    RETURNING id
    """
)

# A picture is read by a person before it leaves, as a text is; what was hidden stays hidden.
_AWAIT_REVIEW = text(
    """
    UPDATE perception SET moderation_state = 'pending'
    FROM survey, response
    WHERE perception.id = :perception AND survey.id = perception.survey_id AND survey.reviews_texts
      AND response.id = perception.response_id AND response.channel <> 'interview'
      AND perception.moderation_state = 'published'
    """
)


def find_photo_place(
    session: Session, project_id: int, receipt_hash: bytes, mark_id: UUID
) -> Row[Any] | None:
    """Find where a photo of one's own mark belongs: perception, round, and the hash of one that is there."""
    return session.execute(
        _PLACE, {"project": project_id, "receipt_hash": receipt_hash, "mark_id": mark_id}
    ).one_or_none()


def store_photo(
    session: Session, perception_id: int, content: bytes, sent_sha256: bytes, width: int, height: int
) -> bool:
    """Store the photo of a perception, in the place of an earlier one; False if the perception is gone."""
    stored = session.execute(
        _STORE,
        {
            "perception": perception_id,
            "content": content,
            "sent_sha256": sent_sha256,
            "width": width,
            "height": height,
        },
    ).one_or_none()
    if stored is not None:
        session.execute(_AWAIT_REVIEW, {"perception": perception_id})
    return stored is not None
