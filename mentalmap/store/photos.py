"""Photos: one per perception at most, encoded anew by us, without a word about camera, time or place."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    LargeBinary,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentalmap.store.base import Base
from mentalmap.store.perceptions import Perception

MOST_BYTES = 1_048_576


class Photo(Base):
    """A JPEG as we wrote it; it goes with its perception, and is seen where that may be seen."""

    __tablename__ = "photo"
    __table_args__ = (
        UniqueConstraint("perception_id"),
        CheckConstraint("octet_length(sent_sha256) = 32", name="sent_sha256_length"),
        CheckConstraint(f"octet_length(content) <= {MOST_BYTES}", name="content_size"),
        CheckConstraint("width BETWEEN 1 AND 4096 AND height BETWEEN 1 AND 4096", name="size_range"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    perception_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("perception.id", ondelete="CASCADE"))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    # Of the file as it was sent: sent again, it is the same photo.
    sent_sha256: Mapped[bytes] = mapped_column(LargeBinary)
    width: Mapped[int]
    height: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())


def find_photo(session: Session, project_id: int, perception_id: int) -> Photo | None:
    """Find the photo of a perception of this project."""
    return session.scalar(
        select(Photo)
        .join(Perception, Perception.id == Photo.perception_id)
        .where(Photo.perception_id == perception_id, Perception.project_id == project_id)
    )
