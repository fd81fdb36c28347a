"""What the interview page asks and sends."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import unquote

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentalmap.domain.permissions import Action
from mentalmap.domain.vocabulary import Channel
from mentalmap.errors import OtherAccountError
from mentalmap.exchange.answering import read_response
from mentalmap.services.collecting import collect
from mentalmap.services.forms import build_form, find_open_survey
from mentalmap.services.quotas import still_needed
from mentalmap.store.projects import find_project
from mentalmap.web.access import current_account, requires
from mentalmap.web.database import staff_transaction
from mentalmap.web.requests import refuse_foreign_writes

bp = Blueprint("interview_api", __name__, url_prefix="/p/<project_slug>/intervju")
bp.before_request(refuse_foreign_writes)

MOST_BODY_BYTES = 2 * 1024 * 1024
INTERVIEWER = "X-Mentalmap-Interviewer"


@bp.get("/form.json")
@requires(Action.INTERVIEW)
def form(project_slug: str) -> ResponseReturnValue:
    """Serve what is asked in the open round; which of it belongs to a conversation, the page decides."""
    with staff_transaction() as session:
        response = jsonify(build_form(session, project_slug, request.args.get("survey")))
    response.add_etag()
    response.cache_control.no_cache = True
    return response.make_conditional(request)


@bp.get("/quota.json")
@requires(Action.INTERVIEW)
def quota(project_slug: str) -> ResponseReturnValue:
    """Serve whom the open round still needs, by area, age and gender."""
    with staff_transaction() as session:
        project = find_project(session, project_slug)
        survey = find_open_survey(session, project.id)
        quotas = still_needed(session, project, survey) if survey is not None else None
    response = jsonify(quotas)
    response.cache_control.no_store = True
    return response


@bp.post("/responses")
@requires(Action.INTERVIEW)
def take_response(project_slug: str) -> ResponseReturnValue:
    """Store a conversation, once however often it is sent; answered only after it was committed."""
    request.max_content_length = MOST_BODY_BYTES
    given = read_response(request.get_data())
    account = current_account()
    # A tablet changes hands: what one interviewer recorded without network is not the next one's.
    held_by = unquote(request.headers.get(INTERVIEWER, ""))
    if account and held_by and held_by != account.name:
        raise OtherAccountError(held_by)
    with staff_transaction() as session:
        collected = collect(
            session,
            project_slug,
            given,
            channel=Channel.INTERVIEW,
            account_id=account.id if account else None,
            now=datetime.now(UTC),
        )
    return jsonify(collected.answer), 201
