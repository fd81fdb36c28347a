"""Invitations: links and posters that carry by what and by whom somebody was reached."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentalmap.domain.vocabulary import Channel, Via
from mentalmap.store.base import Base, looks_like, one_of

CODE = "^[a-z0-9]{4,12}$"


class Invitation(Base):
    """One link of one sender; its code is the short address, and says nothing by itself."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("id", "project_id"),
        ForeignKeyConstraint(
            ["survey_id", "project_id", "metric_srid"],
            ["survey.id", "survey.project_id", "survey.metric_srid"],
            ondelete="CASCADE",
        ),
        one_of("via", Via),
        one_of("channel", Channel),
        looks_like("code", CODE),
        CheckConstraint("sender <> ''", name="sender_given"),
        Index("ix_invitation_survey_id", "survey_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int]
    survey_id: Mapped[int]
    metric_srid: Mapped[int]
    code: Mapped[str] = mapped_column(String(12))
    via: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(String(16), default="web", server_default="web")
    sender: Mapped[str] = mapped_column(String(120))
    place_name: Mapped[str] = mapped_column(String(120), default="", server_default="")
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]


def find_invitation(session: Session, code: str) -> Invitation | None:
    """Find an invitation by its code, whether it has ended or not."""
    return session.scalar(select(Invitation).where(Invitation.code == code))


def find_kiosk(session: Session, survey_id: int) -> Invitation | None:
    """Find the first invitation of a round for tablets that are lent out, unless it was ended."""
    return session.scalar(
        select(Invitation)
        .where(
            Invitation.survey_id == survey_id,
            Invitation.via == Via.KIOSK.value,
            Invitation.ended_at.is_(None),
        )
        .order_by(Invitation.id)
        .limit(1)
    )
