"""Surveys: one round of asking one population."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentalmap.errors import SurveyNotFoundError
from mentalmap.store.base import SLUG, Base, looks_like
from mentalmap.store.projects import Project


class Survey(Base):
    """One round; questions keep their keys across rounds so that answers compare."""

    __tablename__ = "survey"
    __table_args__ = (
        UniqueConstraint("project_id", "slug"),
        UniqueConstraint("id", "project_id", "metric_srid"),
        ForeignKeyConstraint(
            ["project_id", "metric_srid"], ["project.id", "project.metric_srid"], ondelete="CASCADE"
        ),
        looks_like("slug", SLUG),
        CheckConstraint("starts_on <= ends_on", name="dates_in_order"),
        CheckConstraint("wanted_people BETWEEN 1 AND 1000000", name="wanted_people_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int]
    metric_srid: Mapped[int]
    slug: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    # Whether answers are taken; the latest published questionnaire is asked.
    is_open: Mapped[bool] = mapped_column(default=False, server_default="false")
    # Whether who has answered is shown what others told (as published).
    shows_others: Mapped[bool] = mapped_column(default=False, server_default="false")
    # Whether texts and photos of residents wait for a person's eyes before they leave moderation.
    reviews_texts: Mapped[bool] = mapped_column(default=True, server_default="true")
    # How many people are to be asked; interviewers see who is still needed.
    wanted_people: Mapped[int | None]


def find_survey(session: Session, project_id: int, slug: str) -> Survey:
    """
    Find a survey of a project by its slug.

    Raises
    ------
    SurveyNotFoundError
        If there is none; the remedy lists the known ones.
    """
    survey = session.scalar(select(Survey).where(Survey.project_id == project_id, Survey.slug == slug))
    if survey is None:
        raise SurveyNotFoundError(slug, tuple(one.slug for one in list_surveys(session, project_id)))
    return survey


def list_surveys(session: Session, project_id: int) -> list[Survey]:
    """List a project's surveys, the latest first."""
    latest_first = (func.coalesce(Survey.starts_on, date(1, 1, 1)).desc(), Survey.id.desc())
    return list(
        session.scalars(select(Survey).where(Survey.project_id == project_id).order_by(*latest_first))
    )


def open_projects(session: Session) -> frozenset[str]:
    """Name the projects that have an open round."""
    return frozenset(
        session.scalars(
            select(Project.slug).where(Project.id.in_(select(Survey.project_id).where(Survey.is_open)))
        )
    )
