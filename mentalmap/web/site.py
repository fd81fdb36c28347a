"""Pages without a project: start, sign-in, and the health of the service."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from flask import Blueprint, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_limiter import Limiter

from mentalmap.domain.permissions import Action, may
from mentalmap.errors import SignInFailedError
from mentalmap.services.accounts import check_password
from mentalmap.store.projects import list_projects
from mentalmap.web import access
from mentalmap.web.access import requires
from mentalmap.web.counted import SCHEME
from mentalmap.web.database import public_transaction, staff_transaction
from mentalmap.web.languages import render_message
from mentalmap.web.open_rounds import answer_url
from mentalmap.web.rates import daily_key

bp = Blueprint("site", __name__)
STATED_ON = date(2026, 11, 22)
"""When the accessibility statement was last held against the pages."""

limiter = Limiter(key_func=daily_key, storage_uri=f"{SCHEME}://")


@bp.get("/")
@requires(Action.READ_SITE)
def home() -> ResponseReturnValue:
    """List the maps of this server."""
    with public_transaction() as session:
        projects = [
            {
                "slug": one.slug,
                "name": one.name,
                "is_synthetic": one.is_synthetic,
                "answer_url": answer_url(one.slug),
            }
            for one in list_projects(session)
        ]
    return render_template("home.html", projects=projects)


@bp.get("/accessibility")
@requires(Action.READ_SITE)
def accessibility() -> ResponseReturnValue:
    """Say who can use the pages, who cannot yet, and whom to tell."""
    return render_template(
        "accessibility.html", stated_on=format_date(STATED_ON, "long"), contact=current_app.config["CONTACT"]
    )


@bp.get("/sign-in")
@requires(Action.READ_SITE)
def sign_in() -> ResponseReturnValue:
    """Ask for account and password."""
    return render_template("sign_in.html", next=_next_page(), failure=None)


@bp.post("/sign-in")
@limiter.limit("10 per minute; 100 per day")
@requires(Action.READ_SITE)
def check_sign_in() -> ResponseReturnValue:
    """Sign in, or say that the two do not belong together."""
    try:
        with staff_transaction() as session:
            account = check_password(
                session, request.form.get("account", ""), request.form.get("password", "")
            )
            access.sign_in(account)
    except SignInFailedError as error:
        return render_template("sign_in.html", next=_next_page(), failure=render_message(error.message)), 401
    return redirect(_next_page() or url_for("site.staff"))


@bp.post("/sign-out")
@requires(Action.SIGN_OUT)
def sign_out() -> ResponseReturnValue:
    """Sign out."""
    access.sign_out()
    return redirect(url_for("site.home"))


@bp.get("/staff")
@requires(Action.VIEW_STAFF_PAGES)
def staff() -> ResponseReturnValue:
    """Greet whoever signed in, and list the maps with what this account may do there."""
    with public_transaction() as session:
        projects = [{"slug": one.slug, "name": one.name} for one in list_projects(session)]
    role = access.current_role()
    allowed = {action.name for action in Action if may(role, action)}
    return render_template("staff.html", projects=projects, allowed=allowed)


@bp.get("/healthz")
@requires(Action.READ_SITE)
def health() -> ResponseReturnValue:
    """Say that pages can be served, database included."""
    with public_transaction() as session:
        list_projects(session)
    return jsonify(status="ok")


def _next_page() -> str | None:
    """Give the page to go on to, only if it is one of ours."""
    wanted = request.values.get("next", "")
    parts = urlsplit(wanted)
    ours = (
        wanted.startswith("/")
        and not wanted.startswith(("//", "/\\"))
        and not parts.scheme
        and not parts.netloc
    )
    return wanted if ours else None
