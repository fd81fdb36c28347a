"""One's own answers, for whoever holds the secret of their receipt: read, change, withdraw."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue

from mentalmap.domain.permissions import Action
from mentalmap.services.photos import read_own_photo
from mentalmap.services.receipts import (
    change_own_response,
    read_own_response,
    withdraw_own_response,
)
from mentalmap.web.access import requires
from mentalmap.web.answer_api import own_number, receipt_of_request, received_response
from mentalmap.web.database import staff_transaction
from mentalmap.web.publications import publications
from mentalmap.web.requests import refuse_foreign_writes
from mentalmap.web.site import limiter

bp = Blueprint("receipt_api", __name__, url_prefix="/p/<project_slug>/kvitto")
bp.before_request(refuse_foreign_writes)

RECEIPTS = "30 per minute"


@bp.get("/response.json")
@limiter.limit(RECEIPTS)
@requires(Action.ANSWER)
def read(project_slug: str) -> ResponseReturnValue:
    """Show one's own answers."""
    receipt = receipt_of_request()
    with staff_transaction() as session:
        return _shown(read_own_response(session, project_slug, receipt), project_slug)


@bp.put("/response.json")
@limiter.limit(RECEIPTS)
@requires(Action.ANSWER)
def change(project_slug: str) -> ResponseReturnValue:
    """Change one's own answers."""
    receipt, given = receipt_of_request(), received_response()
    with staff_transaction() as session:
        change_own_response(session, project_slug, receipt, given, datetime.now(UTC))
    with staff_transaction() as session:
        return _shown(read_own_response(session, project_slug, receipt), project_slug)


@bp.delete("/response.json")
@limiter.limit(RECEIPTS)
@requires(Action.ANSWER)
def withdraw(project_slug: str) -> ResponseReturnValue:
    """Withdraw one's own answers."""
    receipt = receipt_of_request()
    with staff_transaction() as session:
        withdraw_own_response(session, project_slug, receipt)
    return "", 204


@bp.get("/photos/<mark_id>")
@limiter.limit("120 per minute")
@requires(Action.ANSWER)
def photo(project_slug: str, mark_id: str) -> ResponseReturnValue:
    """Show one's own photo."""
    receipt = receipt_of_request()
    with staff_transaction() as session:
        content = read_own_photo(session, project_slug, receipt, own_number(mark_id))
    return _private(Response(content, mimetype="image/jpeg"))


def _shown(own: dict[str, Any], project_slug: str) -> Response:
    """Add whether there is a map of the round already, so that no page has to try."""
    survey = own["survey"]
    is_published = publications().version(project_slug, survey["slug"]) is not None
    return _private(jsonify({**own, "survey": {**survey, "is_published": is_published}}))


def _private(response: Response) -> Response:
    """Let no cache keep what only one person may see."""
    response.cache_control.no_store = True
    return response
