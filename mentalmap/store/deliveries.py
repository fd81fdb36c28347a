"""Deliveries: what was sent under which number, and what we answered, so that a retry changes nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from mentalmap.store.base import Base


class Delivery(Base):
    """One number that a client chose before its first attempt; same body, same answer."""

    __tablename__ = "delivery"
    __table_args__ = (CheckConstraint("octet_length(body_sha256) = 32", name="body_sha256_length"),)

    project_id: Mapped[int] = mapped_column(
        ForeignKey("project.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    client_id: Mapped[UUID] = mapped_column(primary_key=True)
    body_sha256: Mapped[bytes] = mapped_column(LargeBinary)
    answer: Mapped[dict[str, Any]] = mapped_column(JSONB)
    # The response that it became part of; no foreign key, so that a retry after a withdrawal stays answered.
    response_id: Mapped[int | None] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())
