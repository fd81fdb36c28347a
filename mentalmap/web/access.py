"""Who may see what: every route declares one action, and nothing is served without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentalmap.domain.permissions import Action, Role, may
from mentalmap.errors import NotPermittedError
from mentalmap.messages import say
from mentalmap.store.accounts import Account, get_account
from mentalmap.web.database import staff_transaction
from mentalmap.web.known_accounts import KnownAccounts
from mentalmap.web.requests import wants_data

F = TypeVar("F", bound=Callable[..., Any])

ACCOUNTS = "mentalmap.accounts"
_RULE = "_mentalmap_action"
_ACCOUNT_KEY = "account"


def requires(action: Action) -> Callable[[F], F]:
    """Declare what a view lets someone do; the check runs before the view."""

    def declare(view: F) -> F:
        setattr(view, _RULE, action)
        return view

    return declare


def declared_action(app: Flask, endpoint: str) -> Action | None:
    """Give the action an endpoint declares; None where it declares nothing."""
    if endpoint == "static":  # bundled scripts, styles and fonts: the same for everyone
        return Action.READ_SITE
    action = getattr(app.view_functions[endpoint], _RULE, None)
    return action if isinstance(action, Action) else None


def current_account() -> Account | None:
    """Give the signed-in account of this request."""
    if "account" not in g:
        number = session.get(_ACCOUNT_KEY)
        g.account = None
        if isinstance(number, int):
            known: KnownAccounts = current_app.extensions[ACCOUNTS]
            g.account = known.get(number, _look_up)
    account: Account | None = g.account
    return account


def current_role() -> Role:
    """Give the role of whoever asks."""
    account = current_account()
    return Role(account.role) if account else Role.ANYONE


def _look_up(number: int) -> Account | None:
    with staff_transaction() as database:
        account = get_account(database, number)
        if account is not None:
            database.expunge(account)
        return account


def sign_in(account: Account) -> None:
    """Remember the account in a fresh signed cookie."""
    current_app.extensions[ACCOUNTS].forget(account.id)
    session.clear()
    session[_ACCOUNT_KEY] = account.id


def sign_out() -> None:
    """Forget who was signed in."""
    session.clear()


def check_access() -> BaseResponse | Response | None:
    """Refuse what the role may not do; someone without an account is first asked to sign in."""
    if request.endpoint is None:
        return None  # no route: the 404 page speaks
    action = declared_action(current_app, request.endpoint)
    if action is None:
        raise NotPermittedError(say("This page declares no access rule, so nobody may see it."))
    if may(Role.ANYONE, action) or may(current_role(), action):
        return None
    if current_account() is None and wants_data():
        raise NotPermittedError(say("You are not signed in."), say("Sign in and try again."))
    if current_account() is None and request.method == "GET":
        return redirect(url_for("site.sign_in", next=request.full_path.rstrip("?")))
    raise NotPermittedError(
        say("Your account may not do this."), say("Ask the administrator of the project for access.")
    )
