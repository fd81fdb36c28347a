"""Accounts: people who work with a map. Residents have none."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentalmap.domain.permissions import Role
from mentalmap.store.base import Base, one_of


class Account(Base):
    """A staff account; the password is stored as an argon2 hash only."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("name"),
        one_of("role", Role),
        CheckConstraint("role <> 'anyone'", name="role_of_staff"),
        CheckConstraint("name = lower(name) AND name <> ''", name="name_form"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]


def find_account(session: Session, name: str) -> Account | None:
    """Find an account that has not been ended, by its name in any case."""
    return session.scalar(
        select(Account).where(Account.name == name.strip().lower(), Account.ended_at.is_(None))
    )


def get_account(session: Session, account_id: int) -> Account | None:
    """Get an account that has not been ended, by its number."""
    account = session.get(Account, account_id)
    return account if account is not None and account.ended_at is None else None
