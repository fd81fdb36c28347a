"""Responses: everything one respondent gave to one survey, with the background they chose to give."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    String,
    UniqueConstraint,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from mentalmap.domain.vocabulary import Channel, Gender
from mentalmap.store.base import Base, looks_like, one_of

AGE_BAND = r"^[0-9]{1,3}(-[0-9]{1,3}|\+)$"


class Response(Base):
    """One respondent's answer; no name, no address of any kind, home only as an area."""

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("project_id", "client_id"),
        UniqueConstraint("id", "survey_id", "project_id", "metric_srid"),
        ForeignKeyConstraint(
            ["survey_id", "project_id", "metric_srid"],
            ["survey.id", "survey.project_id", "survey.metric_srid"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(["home_area_id", "project_id"], ["area.id", "area.project_id"]),
        ForeignKeyConstraint(
            ["group_id", "project_id"], ["respondent_group.id", "respondent_group.project_id"]
        ),
        ForeignKeyConstraint(
            ["questionnaire_id", "survey_id"], ["questionnaire.id", "questionnaire.survey_id"]
        ),
        one_of("gender", Gender),
        one_of("channel", Channel),
        looks_like("age_band", AGE_BAND),
        CheckConstraint("weight > 0 AND weight < 1e9", name="weight_positive"),
        Index("ix_response_survey_id", "survey_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    project_id: Mapped[int]
    survey_id: Mapped[int]
    metric_srid: Mapped[int]
    questionnaire_id: Mapped[int | None]
    client_id: Mapped[UUID]
    # How many people this response stands for: 1, or more in a file that sums people up.
    weight: Mapped[float] = mapped_column(default=1.0, server_default="1")
    # False where the source does not tell people apart and every row became a response.
    respondent_known: Mapped[bool] = mapped_column(default=True, server_default="true")
    home_area_id: Mapped[int | None]
    age_band: Mapped[str | None] = mapped_column(String(8))
    gender: Mapped[str | None] = mapped_column(String(16))
    group_id: Mapped[int | None]
    channel: Mapped[str] = mapped_column(String(16))
    consent_version: Mapped[str | None] = mapped_column(String(32))
    said_on: Mapped[date | None]
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id", ondelete="SET NULL"))
