"""Saved views: a state of the planner's page under a name, for everybody who plans in the project."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentalmap.store.accounts import Account
from mentalmap.store.base import Base

LONGEST_NAME = 120
LONGEST_NOTE = 2_000
LONGEST_QUERY = 4_000


class SavedView(Base):
    """
    The address of the page at one moment, with a name and a note.

    `by_name` stays readable after the account has gone.
    """

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("project_id", "client_id"),
        Index("ix_saved_view_account_id", "account_id"),
        CheckConstraint(f"char_length(name) BETWEEN 1 AND {LONGEST_NAME}", name="name_length"),
        CheckConstraint(f"char_length(note) <= {LONGEST_NOTE}", name="note_length"),
        CheckConstraint(f"char_length(query) <= {LONGEST_QUERY}", name="query_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    client_id: Mapped[UUID]
    account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"))
    by_name: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, server_default="")
    query: Mapped[str] = mapped_column(Text, server_default="")
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())


def list_saved_views(session: Session, project_id: int) -> list[SavedView]:
    """List a project's views, the latest first."""
    newest_first = (SavedView.made_at.desc(), SavedView.id.desc())
    return list(
        session.scalars(select(SavedView).where(SavedView.project_id == project_id).order_by(*newest_first))
    )


def find_saved_view(session: Session, project_id: int, view_id: int) -> SavedView | None:
    """Find a view by its number, in this project only."""
    return session.scalar(
        select(SavedView).where(SavedView.project_id == project_id, SavedView.id == view_id)
    )


def find_view_of_client(session: Session, project_id: int, client_id: UUID) -> SavedView | None:
    """Find the view that was sent under this number before."""
    return session.scalar(
        select(SavedView).where(SavedView.project_id == project_id, SavedView.client_id == client_id)
    )


def insert_saved_view(session: Session, **values: object) -> None:
    """Store a view; nothing happens if one was stored under its number, be it in this very moment."""
    session.execute(
        insert(SavedView).values(**values).on_conflict_do_nothing(index_elements=["project_id", "client_id"])
    )


def count_saved_views(session: Session, project_id: int) -> int:
    """Count a project's views."""
    return session.scalar(select(func.count(SavedView.id)).where(SavedView.project_id == project_id)) or 0
