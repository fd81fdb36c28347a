"""Saved views of the planner's page: listing, saving and removing them."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from mentalmap.domain.permissions import Action, Role
from mentalmap.errors import InvalidInputError, NotPermittedError
from mentalmap.messages import Message, say
from mentalmap.services.saved_views import NewView, forget_view, list_views, save_view
from mentalmap.store.accounts import Account
from mentalmap.store.saved_views import SavedView
from mentalmap.web.access import current_account, requires
from mentalmap.web.database import current_project, staff_transaction
from mentalmap.web.plan_queries import parse_plan_state
from mentalmap.web.requests import has_control_characters

bp = Blueprint("plan_views", __name__, url_prefix="/p/<project_slug>/plan")

_FIELDS = ("client_id", "name", "note", "query")


@bp.get("/views")
@bp.get("/views.json", endpoint="views_json")
@requires(Action.VIEW_PLAN)
def views(project_slug: str) -> ResponseReturnValue:
    """List the views of the project, the latest first."""
    current = current_project(project_slug)
    with staff_transaction() as session:
        return jsonify(views=[told_view(one) for one in list_views(session, current.project.id)])


@bp.post("/views")
@requires(Action.SAVE_VIEWS)
def save(project_slug: str) -> ResponseReturnValue:
    """Save a view; sent again under the same number it is the same view."""
    current = current_project(project_slug)
    account = _account()
    new = _read_view(_body())
    with staff_transaction() as session:
        view, is_new = save_view(
            session, current.project.id, new, account_id=account.id, account_name=account.name
        )
        return jsonify(told_view(view)), 201 if is_new else 200


@bp.delete("/views/<view_id>")
@requires(Action.SAVE_VIEWS)
def forget(project_slug: str, view_id: str) -> ResponseReturnValue:
    """Remove a view."""
    current = current_project(project_slug)
    account = _account()
    # What is no number of a view is nobody's: the answer is the same.
    number = int(view_id) if view_id.isascii() and view_id.isdigit() and len(view_id) <= 9 else 0
    with staff_transaction() as session:
        forget_view(
            session,
            current.project.id,
            number,
            account_id=account.id,
            is_administrator=account.role == Role.ADMINISTRATOR,
        )
    return "", 204


def told_view(view: SavedView) -> dict[str, Any]:
    """Give what the page tells about a view."""
    return {
        "id": view.id,
        "name": view.name,
        "note": view.note,
        "query": view.query,
        "by": view.by_name,
        "made_on": view.made_at.date().isoformat(),
    }


def _body() -> object:
    """Read the JSON that was sent; None if it is none."""
    try:
        return request.get_json(silent=True)
    except RecursionError:  # a hundred thousand brackets
        return None


def _read_view(body: object) -> NewView:
    if not isinstance(body, dict):
        raise _refused(say("A view is sent as a JSON object."))
    for key in body:
        if key not in _FIELDS:
            raise _refused(say("A view has no field called “%(key)s”.", key=str(key)[:64]))
    words = {key: body.get(key, "") for key in _FIELDS}
    for key, word in words.items():
        if not isinstance(word, str):
            raise _refused(say("The field “%(key)s” holds no text.", key=key))
    try:
        client_id = UUID(words["client_id"])
    except ValueError:
        raise _refused(say("The field “%(key)s” holds no UUID.", key="client_id")) from None
    query = words["query"].removeprefix("?")
    if has_control_characters(query):
        raise _refused(say("The address holds control characters."))
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=1000, errors="replace")
    except ValueError:
        raise _refused(say("The address holds too many parts.")) from None
    parse_plan_state(MultiDict(pairs))
    return NewView(client_id, words["name"], words["note"], query)


def _refused(message: Message) -> InvalidInputError:
    return InvalidInputError(message, say("Allowed: %(allowed)s.", allowed=", ".join(_FIELDS)))


def _account() -> Account:
    account = current_account()
    if account is None:  # it ended between the check and now
        raise NotPermittedError(say("Your account may not do this."))
    return account
