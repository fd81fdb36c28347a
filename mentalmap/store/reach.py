"""Reach: how many people answered through each invitation."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentalmap.store.invitations import Invitation
from mentalmap.store.responses import Response


@dataclass(frozen=True, slots=True)
class Reach:
    """An invitation, and how many people have answered through it."""

    invitation: Invitation
    people: int


def list_reach(session: Session, survey_id: int) -> list[Reach]:
    """List a round's invitations, the latest first, each with the people it reached."""
    people = (
        select(Response.invitation_id, func.count().label("people"))
        .where(
            Response.survey_id == survey_id,
            Response.invitation_id.is_not(None),
            Response.same_person_as.is_(None),
        )
        .group_by(Response.invitation_id)
        .subquery()
    )
    rows = session.execute(
        select(Invitation, func.coalesce(people.c.people, 0))
        .outerjoin(people, people.c.invitation_id == Invitation.id)
        .where(Invitation.survey_id == survey_id)
        .order_by(Invitation.ended_at.is_not(None), Invitation.id.desc())
    )
    return [Reach(invitation, int(count)) for invitation, count in rows]
