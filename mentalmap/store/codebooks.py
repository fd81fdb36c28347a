"""Codebooks: the lists a municipality edits, so that a new theme is not a release."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column

from mentalmap.store.base import Base, looks_like

CODE = "^[[:alnum:]][[:alnum:]_-]{0,63}$"


class _Code:
    """One code of a list, with a label per language."""

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(64))
    labels: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default="{}")

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805 - declared_attr hands in the class
        return (
            UniqueConstraint("project_id", "code"),
            UniqueConstraint("id", "project_id"),
            looks_like("code", CODE),
        )


class Theme(_Code, Base):
    """A code of what a perception is about, set by a person."""

    __tablename__ = "theme"


class Purpose(_Code, Base):
    """An errand at a destination: trade, service, work, school, recreation …"""

    __tablename__ = "purpose"


class Group(_Code, Base):
    """A group that respondents belong to: resident, youth, association …"""

    __tablename__ = "respondent_group"


C = TypeVar("C", Theme, Purpose, Group)


def list_codes(session: Session, noun: type[C], project_id: int) -> list[C]:
    """List a project's codes in the order they were made."""
    return list(session.scalars(select(noun).where(noun.project_id == project_id).order_by(noun.id)))


def add_codes(
    session: Session, noun: type[C], project_id: int, labels: Iterable[tuple[str, dict[str, str]]]
) -> None:
    """Add the codes that the project does not have yet."""
    known = {one.code for one in list_codes(session, noun, project_id)}
    for code, names in labels:
        if code not in known:
            session.add(noun(project_id=project_id, code=code, labels=names))
            known.add(code)
    session.flush()


def code_ids(session: Session, noun: type[C], project_id: int) -> dict[str, int]:
    """Give the number of each code of a list."""
    return dict(session.execute(select(noun.code, noun.id).where(noun.project_id == project_id)).all())
