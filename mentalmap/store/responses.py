"""Responses: everything one respondent gave to one survey, with the background they chose to give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from mentalmap.domain.vocabulary import Channel, Gender
from mentalmap.store.accounts import Account
from mentalmap.store.base import LANGUAGE, Base, looks_like, one_of
from mentalmap.store.invitations import Invitation

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
        looks_like("language", LANGUAGE),
        CheckConstraint("octet_length(receipt_hash) = 32", name="receipt_hash_length"),
        CheckConstraint("octet_length(device_hash) = 32", name="device_hash_length"),
        # With the id: the check of a mark's response takes this index while the table is new.
        Index("ix_response_survey_id_id", "survey_id", "id"),
        # Partial, so that imported rows pay nothing for them.
        Index(
            "uq_response_receipt_hash",
            "receipt_hash",
            unique=True,
            postgresql_where="receipt_hash IS NOT NULL",
        ),
        Index(
            "ix_response_survey_id_device_hash",
            "survey_id",
            "device_hash",
            postgresql_where="device_hash IS NOT NULL",
        ),
        Index("ix_response_invitation_id", "invitation_id", postgresql_where="invitation_id IS NOT NULL"),
        Index("ix_response_same_person_as", "same_person_as", postgresql_where="same_person_as IS NOT NULL"),
        Index("ix_response_account_id", "account_id", postgresql_where="account_id IS NOT NULL"),
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
    # The language that the questions were read in.
    language: Mapped[str | None] = mapped_column(String(16))
    # SHA-256 of the receipt's secret; the secret itself is known to the respondent alone.
    receipt_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    # SHA-256 of survey and a random number that the device made for it; joins nothing across surveys.
    device_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey(Invitation.id, ondelete="SET NULL"))
    # Who recorded the conversation, for interviews.
    account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"))
    # What is unusual about it: `many_marks`, `one_device`.
    remarks: Mapped[list[str]] = mapped_column(ARRAY(String(32)), default=list, server_default="{}")
    # Seconds and taps that it took, where the page counted them.
    effort: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default="{}")
    # One device may answer for a household; what comes beyond that counts as said by one of them, while it
    # stays a response of its own with a receipt of its own.
    same_person_as: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("response.id", ondelete="SET NULL")
    )
