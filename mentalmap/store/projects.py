"""Projects: one mental map of one municipality or part of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, String, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentalmap.domain.vocabulary import BasemapKind
from mentalmap.errors import ProjectNotFoundError
from mentalmap.store.base import SLUG, Base, looks_like, one_of


class Project(Base):
    """Everything else belongs to exactly one project."""

    __tablename__ = "project"
    __table_args__ = (
        UniqueConstraint("slug"),
        # Rows below carry the metric CRS so that PostGIS can generate metric geometry from it.
        UniqueConstraint("id", "metric_srid"),
        looks_like("slug", SLUG),
        one_of("basemap_kind", BasemapKind),
        CheckConstraint("threshold BETWEEN 3 AND 20", name="threshold_range"),
        CheckConstraint(
            "(west IS NULL AND south IS NULL AND east IS NULL AND north IS NULL)"
            " OR (-180 <= west AND west < east AND east <= 180"
            " AND -90 <= south AND south < north AND north <= 90)",
            name="bounds_range",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(8), default="sv", server_default="sv")
    metric_srid: Mapped[int]
    west: Mapped[float | None]
    south: Mapped[float | None]
    east: Mapped[float | None]
    north: Mapped[float | None]
    threshold: Mapped[int] = mapped_column(default=5, server_default="5")
    is_synthetic: Mapped[bool] = mapped_column(default=False, server_default="false")
    basemap_kind: Mapped[str] = mapped_column(String(16), default="outline", server_default="outline")
    basemap_settings: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default="{}")


def find_project(session: Session, slug: str) -> Project:
    """
    Find a project by its slug.

    Raises
    ------
    ProjectNotFoundError
        If there is none; the remedy lists the known ones.
    """
    project = session.scalar(select(Project).where(Project.slug == slug))
    if project is None:
        raise ProjectNotFoundError(slug, tuple(session.scalars(select(Project.slug).order_by(Project.slug))))
    return project


def list_projects(session: Session) -> list[Project]:
    """List all projects by name."""
    return list(session.scalars(select(Project).order_by(Project.name)))
