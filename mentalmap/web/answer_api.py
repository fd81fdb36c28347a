"""What the answering page asks and sends: the form, responses, photos."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentalmap.domain.permissions import Action
from mentalmap.services.forms import build_form
from mentalmap.web.access import requires
from mentalmap.web.database import staff_transaction
from mentalmap.web.requests import refuse_foreign_writes

bp = Blueprint("answer_api", __name__, url_prefix="/p/<project_slug>/svara")
bp.before_request(refuse_foreign_writes)


@bp.get("/form.json")
@requires(Action.ANSWER)
def form(project_slug: str) -> ResponseReturnValue:
    """Serve what is asked, in every language, with everything that answering without network needs."""
    with staff_transaction() as session:
        response = jsonify(build_form(session, project_slug, request.args.get("survey")))
    response.add_etag()
    response.cache_control.no_cache = True
    return response.make_conditional(request)
