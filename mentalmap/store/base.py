"""What every table shares: naming of constraints, and checks made from enumerations."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, DateTime, MetaData
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
SLUG = "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: DateTime(timezone=True)}


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """Make the check that a text column holds a member of the enumeration."""
    allowed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({allowed})", name=f"{column}_known")


def looks_like(column: str, pattern: str) -> CheckConstraint:
    """Make the check that a text column fully matches an anchored pattern."""
    return CheckConstraint(f"{column} ~ '{pattern}'", name=f"{column}_form")
