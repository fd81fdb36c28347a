"""Saved views as rows: two attempts at once, and what goes with what."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from mentalmap.errors import ConflictingRetryError, InvalidInputError, NotFoundError
from mentalmap.services import saved_views
from mentalmap.services.accounts import make_account
from mentalmap.services.saved_views import NewView, clean_text, forget_view, list_views, save_view
from mentalmap.store.accounts import Account
from mentalmap.store.projects import Project
from mentalmap.store.saved_views import SavedView, insert_saved_view
from tests.store.making import a_project


def a_planner(session: Session) -> Account:
    """Somebody who saves."""
    return make_account(session, "bob", "älven rinner mot havet")


def saved(session: Session, project: Project, account: Account, **details: object) -> SavedView:
    """A view of this project."""
    words: dict[str, Any] = {
        "client_id": uuid4(),
        "name": "Unga",
        "note": "",
        "query": "group=youth",
        **details,
    }
    view, _ = save_view(
        session,
        project.id,
        NewView(**words),
        account_id=account.id,
        account_name=account.name,
    )
    return view


def test_the_same_number_twice_is_one_view(session: Session) -> None:
    project, bob = a_project(session), a_planner(session)
    number = uuid4()
    assert saved(session, project, bob, client_id=number) is saved(session, project, bob, client_id=number)
    with pytest.raises(ConflictingRetryError):
        saved(session, project, bob, client_id=number, name="Äldre")


def test_an_attempt_that_another_worker_stored_first_is_the_same_view(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, bob = a_project(session), a_planner(session)
    number = uuid4()

    def store_twice(here: Session, **values: object) -> None:
        insert_saved_view(here, **values)
        insert_saved_view(here, **values)

    monkeypatch.setattr(saved_views, "insert_saved_view", store_twice)
    saved(session, project, bob, client_id=number)
    assert session.scalar(select(func.count(SavedView.id))) == 1


def test_a_view_outlives_its_author_and_goes_with_its_project(session: Session) -> None:
    project, bob = a_project(session), a_planner(session)
    view = saved(session, project, bob)
    session.execute(text("DELETE FROM account WHERE id = :id"), {"id": bob.id})
    session.refresh(view)
    assert (view.account_id, view.by_name) == (None, "bob")
    session.execute(text("DELETE FROM project WHERE id = :id"), {"id": project.id})
    assert session.scalar(select(func.count(SavedView.id))) == 0


def test_a_project_lists_its_own_views_the_latest_first(session: Session) -> None:
    project, other, bob = a_project(session), a_project(session), a_planner(session)
    first, second = saved(session, project, bob, name="1"), saved(session, project, bob, name="2")
    saved(session, other, bob, name="3")
    assert [one.id for one in list_views(session, project.id)] == [second.id, first.id]
    with pytest.raises(NotFoundError):
        forget_view(session, other.id, first.id, account_id=bob.id, is_administrator=True)


def test_a_project_keeps_so_many_views_and_no_more(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "MOST_VIEWS", 2)
    project, bob = a_project(session), a_planner(session)
    saved(session, project, bob), saved(session, project, bob)
    with pytest.raises(InvalidInputError, match="at most 2"):
        saved(session, project, bob)


@pytest.mark.parametrize("words", [{"name": ""}, {"name": "x" * 121}, {"note": "x" * 2001}], ids=str)
def test_the_database_too_holds_the_lengths(session: Session, words: dict[str, str]) -> None:
    project, bob = a_project(session), a_planner(session)
    view = saved(session, project, bob)
    for key, value in words.items():
        setattr(view, key, value)
    with pytest.raises(IntegrityError):
        session.flush()


def test_the_public_cannot_read_views(session: Session) -> None:
    session.execute(text("SET LOCAL ROLE mentalmap_public"))
    with pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text("SELECT FROM saved_view"))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\u202eb\u2066c\u200f", "abc"),
        ("e\u0301", "é"),
        ("a\u200cb\u200dc", "a\u200cb\u200dc"),
        ("a\r\nb\rc\u2029d", "a\nb\nc\nd"),
        ("a\tb\x00\x1f\x7f\x9f", "a b"),
        ("\ud800x\ue000\ufeff", "x"),
        ("مرحبا 👩‍👧", "مرحبا 👩‍👧"),
    ],
)
def test_text_keeps_what_can_be_read(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean
