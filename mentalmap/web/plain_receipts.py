"""One's own answers by the code of the receipt, without JavaScript."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_date

from mentalmap.domain.permissions import Action
from mentalmap.domain.receipt_codes import read_code
from mentalmap.errors import ReceiptNotFoundError
from mentalmap.messages import Message, say
from mentalmap.services.forms import asked_of, build_form
from mentalmap.services.receipts import read_own_response, withdraw_own_response
from mentalmap.store.projects import find_project
from mentalmap.store.surveys import find_survey
from mentalmap.web.access import requires
from mentalmap.web.database import staff_transaction
from mentalmap.web.languages import locale_code
from mentalmap.web.plain_sheets import refuse_other_sites
from mentalmap.web.plain_telling import tell_answers
from mentalmap.web.site import limiter

bp = Blueprint("plain_receipts", __name__, url_prefix="/p/<project_slug>/kvitto/kod")
bp.before_request(refuse_other_sites)

_ATTEMPTS = "30 per minute"


@bp.get("")
@requires(Action.ANSWER)
def code_page(project_slug: str) -> ResponseReturnValue:
    """Ask for the code."""
    return _code_page(project_slug)


@bp.post("")
@limiter.limit(_ATTEMPTS)
@requires(Action.ANSWER)
def show_answers(project_slug: str) -> ResponseReturnValue:
    """Show the answers that the code belongs to."""
    try:
        return _answers(project_slug)
    except ReceiptNotFoundError:
        return _code_page(project_slug, say("No answers have this code. Compare it sign by sign.")), 404


@bp.post("/withdraw")
@limiter.limit(_ATTEMPTS)
@requires(Action.ANSWER)
def withdraw(project_slug: str) -> ResponseReturnValue:
    """Take the answers back, once the person has confirmed it."""
    try:
        if request.form.get("sure") != "yes":
            return _answers(project_slug, unsure=True)
        with staff_transaction() as session:
            withdraw_own_response(session, project_slug, _receipt())
    except ReceiptNotFoundError:
        return _code_page(project_slug, say("There are no answers here any more.")), 404
    return _code_page(project_slug, withdrawn=True)


def _receipt() -> bytes:
    secret = read_code(request.form.get("code", ""))
    if secret is None:
        raise ReceiptNotFoundError()
    return sha256(secret).digest()


def _answers(project_slug: str, *, unsure: bool = False) -> ResponseReturnValue:
    receipt = _receipt()
    with staff_transaction() as session:
        own = read_own_response(session, project_slug, receipt)
        form = build_form(session, project_slug)
        survey = find_survey(session, find_project(session, project_slug).id, own["survey"]["slug"])
        _, asked, _ = asked_of(session, survey.id, own["response"]["version"])
        told = list(tell_answers(own, form, asked, locale_code()))
    page = make_response(
        render_template(
            "answer/plain_receipt.html",
            project=form["project"],
            survey=own["survey"],
            sent_on=format_date(datetime.fromisoformat(own["received_at"]), "long"),
            told=told,
            code=request.form["code"],
            unsure=unsure,
            other_locales=[],
        )
    )
    return page, 422 if unsure else 200


def _code_page(project_slug: str, failure: Message | None = None, *, withdrawn: bool = False) -> str:
    with staff_transaction() as session:
        project = find_project(session, project_slug)
    return render_template(
        "answer/plain_code.html",
        project={"slug": project.slug, "name": project.name, "is_synthetic": project.is_synthetic},
        code=request.form.get("code", "") if failure else "",
        failure=failure,
        withdrawn=withdrawn,
    )
