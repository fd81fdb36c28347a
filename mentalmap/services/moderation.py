"""Moderation: what waits for a person's eyes, and what they decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from mentalmap.domain.private_words import PrivateWord, find_private_words
from mentalmap.domain.vocabulary import Kind, ModerationState
from mentalmap.store.outbox import record_event
from mentalmap.store.waiting import list_in_state, set_state

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Waiting:
    """
    One perception as a moderator reads it.

    Parameters
    ----------
    fingerprint
        Names what is read here; another once it was changed.
    place_name
        The place or the area it lies in; None where it lies in none.
    described
        Where it is in the respondent's own words; read here and nowhere else.
    hints
        What its words may tell about who somebody is.
    """

    id: int
    fingerprint: str
    kind: Kind
    valence: int | None
    quote: str
    language: str
    described: str
    place_name: str | None
    told_on: date
    has_photo: bool
    hints: tuple[PrivateWord, ...]


def list_perceptions(
    session: Session, project_id: int, state: ModerationState, after: int = 0
) -> tuple[list[Waiting], bool]:
    """List a page of perceptions in a state, the oldest first, and whether there are more."""
    rows = list_in_state(session, project_id, state, limit=PAGE_SIZE + 1, after=after)
    shown = [
        Waiting(
            id=row.id,
            fingerprint=row.fingerprint,
            kind=Kind(row.kind),
            valence=None if row.valence is None else round(row.valence),
            quote=row.quote or "",
            language=row.language or "",
            described=row.described or "",
            place_name=row.place_name,
            told_on=row.received_at.date(),
            has_photo=row.has_photo,
            hints=find_private_words(f"{row.quote or ''}\n{row.described or ''}"),
        )
        for row in rows[:PAGE_SIZE]
    ]
    return shown, len(rows) > PAGE_SIZE


def decide(
    session: Session, project_id: int, judged: Mapping[int, str], state: ModerationState
) -> tuple[int, int]:
    """
    Let perceptions out, hide them, or put them back; the layers follow, publications at the next one.

    Parameters
    ----------
    judged
        Fingerprint of each perception as it was read, by number.

    Returns
    -------
    moved, changed
        How many went into the state; how many were changed since they were read, and stay where they are.
    """
    moved, changed = set_state(session, project_id, judged, state)
    if moved:
        record_event(session, project_id, "moderation", state=state.value, perceptions=moved)
    return moved, changed
