"""Outbox: what happened, written in the same transaction as the change itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentalmap.store.base import Base


class OutboxEvent(Base):
    """One change of a project's data; a trigger notifies the listening workers at commit."""

    __tablename__ = "outbox_event"
    __table_args__ = (Index("ix_outbox_event_project_id_id", "project_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    noun: Mapped[str] = mapped_column(String(32))
    details: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default="{}")
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())


def record_event(session: Session, project_id: int, noun: str, **details: object) -> None:
    """Write that something of this noun changed."""
    session.add(OutboxEvent(project_id=project_id, noun=noun, details=details))
    session.flush()


def data_version(session: Session, project_id: int) -> str:
    """
    Name the state of a project's data; two equal names mean equal data.

    Events may commit out of order, so the highest id alone could stay the same while an
    earlier one appears. The name therefore also counts the visible ones among the last 1,000.
    """
    row = session.execute(
        text(
            "SELECT coalesce(max(id), 0), count(*) FROM"
            " (SELECT id FROM data_event WHERE project_id = :project ORDER BY id DESC LIMIT 1000) AS latest"
        ),
        {"project": project_id},
    ).one()
    return f"{row[0]}.{row[1]}"
