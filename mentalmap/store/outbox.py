"""Outbox: what happened, written in the same transaction as the change itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentalmap.store.base import Base

LATEST = 1_000
"""How many of the latest events name a data version."""

ADDITION = "response"
"""Noun of the event that says: these responses came whole, and nothing else changed."""


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


def record_addition(session: Session, project_id: int, response_ids: Iterable[int]) -> None:
    """
    Write that new responses came with all their perceptions, and that nothing else changed.

    Who follows the database then loads these responses alone. Whatever else a transaction does, such as
    another perception of a response that was there, a new theme or a moderator's word, needs
    `record_event` with another noun, at which everything is loaded anew. The numbers stand in the
    event's details as `{"response_ids": [...]}`.
    """
    record_event(session, project_id, ADDITION, response_ids=[int(one) for one in response_ids])


def data_version(session: Session, project_id: int) -> str:
    """
    Name the state of a project's data; two equal names mean equal data.

    Events may commit out of order, so the highest id alone could stay the same while an
    earlier one appears. The name therefore also says which are visible among the last 1,000.
    """
    row = session.execute(
        text(
            "SELECT coalesce(max(id), 0), count(*), coalesce(sum(id), 0) FROM"
            " (SELECT id FROM data_event WHERE project_id = :project ORDER BY id DESC LIMIT :latest)"
            " AS latest"
        ),
        {"project": project_id, "latest": LATEST},
    ).one()
    return name_version(*map(int, row))


def name_version(highest: int, count: int, total: int) -> str:
    """
    Name a data version by its latest events: the highest number, how many, and how far they lie below it.

    The last part tells states apart of which both show 1,000 events: one that commits late pushes an
    older one out, and the distance shrinks.
    """
    return f"{highest}.{count}.{highest * count - total}"
