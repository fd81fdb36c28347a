"""Invitations: making links for senders and posters for places, and ending them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from mentalmap.domain.printable import printable
from mentalmap.domain.vocabulary import Channel, Via
from mentalmap.errors import InvalidInputError, NotFoundError
from mentalmap.messages import say
from mentalmap.store.invitations import Invitation, find_invitation, find_kiosk
from mentalmap.store.surveys import Survey

# No letter or digit that is taken for another when it is read from a poster.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_CODE_LENGTH = 6
LONGEST_NAME = 120
MOST_AT_ONCE = 200

CHANNEL_OF: dict[Via, Channel] = {Via.EVENT: Channel.WORKSHOP, Via.KIOSK: Channel.WORKSHOP}
"""How a response through an invitation reached us; on the web where nothing else is said."""


def make_invitations(
    session: Session, survey: Survey, via: Via, sender: str, places: Sequence[str]
) -> list[Invitation]:
    """
    Make one invitation per place, or a single one where no place is named.

    Parameters
    ----------
    sender
        Who or what reaches people: an ambassador's name, an event, the library.
    places
        Where each will hang or be told of, in the order of the list.

    Raises
    ------
    InvalidInputError
        If the sender is missing, a name is too long, or too many are made at once.
    """
    sender = " ".join(sender.split())
    named = [place for one in places if (place := " ".join(one.split()))] or [""]
    if not sender:
        raise InvalidInputError(
            say("An invitation needs a sender."), say("Write who invites, such as a name or “Library”.")
        )
    for name in (sender, *named):
        if len(name) > LONGEST_NAME or printable(name, LONGEST_NAME) != name:
            raise InvalidInputError(
                say("“%(name)s” cannot be used as a name.", name=printable(name)),
                say("Use at most %(most)s ordinary characters.", most=LONGEST_NAME),
            )
    if len(named) > MOST_AT_ONCE:
        raise InvalidInputError(
            say("That are %(n)s places at once.", n=len(named)),
            say("Make at most %(most)s at a time.", most=MOST_AT_ONCE),
        )
    made = [
        Invitation(
            project_id=survey.project_id,
            survey_id=survey.id,
            metric_srid=survey.metric_srid,
            code=_free_code(session),
            via=via.value,
            channel=CHANNEL_OF.get(via, Channel.WEB).value,
            sender=sender,
            place_name=place,
        )
        for place in named
    ]
    session.add_all(made)
    session.flush()
    return made


def kiosk_invitation(session: Session, survey: Survey, sender: str) -> Invitation:
    """Give the invitation of tablets that are lent out in a round; it is made when it is first asked for."""
    found = find_kiosk(session, survey.id)
    return found if found is not None else make_invitations(session, survey, Via.KIOSK, sender, ())[0]


def get_invitation(session: Session, project_id: int, code: str) -> Invitation:
    """
    Find an invitation of a project.

    Raises
    ------
    NotFoundError
        If the project has none of this code.
    """
    found = find_invitation(session, code)
    if found is None or found.project_id != project_id:
        raise NotFoundError(say("There is no invitation “%(code)s”.", code=printable(code, 12)))
    return found


def end_invitation(invitation: Invitation, now: datetime) -> None:
    """End an invitation: its link still opens the questions, but no longer says who reached the person."""
    invitation.ended_at = invitation.ended_at or now


def _free_code(session: Session) -> str:
    while True:
        code = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
        if find_invitation(session, code) is None:
            return code
