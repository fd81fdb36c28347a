"""Saving views: idempotent, as text that cannot play tricks, and only in one's own project."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from mentalmap.errors import ConflictingRetryError, InvalidInputError, NotFoundError, NotPermittedError
from mentalmap.messages import Message, say
from mentalmap.store.saved_views import (
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_QUERY,
    SavedView,
    count_saved_views,
    find_saved_view,
    find_view_of_client,
    insert_saved_view,
    list_saved_views,
)

__all__ = ["NewView", "forget_view", "list_views", "save_view"]

MOST_VIEWS = 500  # of one project; more than anybody reads through
_LINES = re.compile(r"\r\n?|[\u2028\u2029]")
_BLANKS = re.compile(r"\s+")
# Joiners belong to letters in Persian, Hindi and emoji; other format characters turn text round.
_KEPT_FORMAT = frozenset("\u200c\u200d")


@dataclass(frozen=True, slots=True)
class NewView:
    """
    A view to be saved.

    Parameters
    ----------
    client_id
        Made by the browser before its first attempt, so that a retry saves nothing twice.
    query
        The page's query string.
    """

    client_id: UUID
    name: str
    note: str
    query: str


def list_views(session: Session, project_id: int) -> list[SavedView]:
    """List a project's views for everybody who plans in it, the latest first."""
    return list_saved_views(session, project_id)


def save_view(
    session: Session, project_id: int, new: NewView, *, account_id: int, account_name: str
) -> tuple[SavedView, bool]:
    """
    Save a view.

    Returns
    -------
    view, is_new
        The view, and whether it was not saved before under the same number.

    Raises
    ------
    InvalidInputError
        If the name is empty, something is too long, or the project has too many views.
    ConflictingRetryError
        If another view was saved under the same number.
    """
    name = _told(_BLANKS.sub(" ", clean_text(new.name)).strip(), LONGEST_NAME, say("The name"))
    note = _told(clean_text(new.note).strip(), LONGEST_NOTE, say("The note"))
    query = _told(new.query.removeprefix("?"), LONGEST_QUERY, say("The address"))
    if not name:
        raise InvalidInputError(say("A view needs a name."), say("Write what it shows, in a few words."))
    known = find_view_of_client(session, project_id, new.client_id)
    is_new = known is None
    if known is None:
        if count_saved_views(session, project_id) >= MOST_VIEWS:
            raise InvalidInputError(
                say("A project keeps at most %(most)s views.", most=MOST_VIEWS),
                say("Remove those that nobody needs."),
            )
        insert_saved_view(
            session,
            project_id=project_id,
            client_id=new.client_id,
            account_id=account_id,
            by_name=account_name,
            name=name,
            note=note,
            query=query,
        )
        known = find_view_of_client(session, project_id, new.client_id)
    # Another attempt may have been stored in between, so what stands there is compared.
    if known is None or (known.name, known.note, known.query) != (name, note, query):
        raise ConflictingRetryError(
            say("Another view was saved under this number."), say("Reload the page and save again.")
        )
    return known, is_new


def forget_view(
    session: Session, project_id: int, view_id: int, *, account_id: int, is_administrator: bool
) -> None:
    """
    Remove a view: whoever saved it may, and administrators.

    Raises
    ------
    NotFoundError
        If this project has no such view.
    NotPermittedError
        If somebody else saved it.
    """
    view = find_saved_view(session, project_id, view_id)
    if view is None:
        raise NotFoundError(say("There is no such view."), say("Somebody may have removed it."))
    if view.account_id != account_id and not is_administrator:
        raise NotPermittedError(
            say("Somebody else saved this view."), say("Ask them, or an administrator, to remove it.")
        )
    session.delete(view)
    session.flush()


def clean_text(text: str) -> str:
    """Leave out characters that cannot be seen, except line breaks; tabs become blanks."""
    lines = _LINES.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    return "".join(
        sign
        for sign in lines
        if sign == "\n"
        or sign in _KEPT_FORMAT
        or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )


def _told(text: str, most: int, what: Message) -> str:
    if len(text) > most:
        raise InvalidInputError(
            say("%(what)s is longer than %(most)s signs.", what=what, most=most), say("Shorten it.")
        )
    return text
