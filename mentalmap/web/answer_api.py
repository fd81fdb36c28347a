"""What the answering page asks and sends: the form, responses, photos."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentalmap.domain.given import GivenResponse
from mentalmap.domain.permissions import Action
from mentalmap.errors import RefusedAnswerError
from mentalmap.exchange.answering import read_language, read_response
from mentalmap.services.collecting import collect
from mentalmap.services.forms import build_form
from mentalmap.web.access import requires
from mentalmap.web.database import staff_transaction
from mentalmap.web.languages import speak
from mentalmap.web.requests import refuse_foreign_writes
from mentalmap.web.site import limiter

bp = Blueprint("answer_api", __name__, url_prefix="/p/<project_slug>/svara")
bp.before_request(refuse_foreign_writes)

MOST_RESPONSE_BYTES = 2 * 1024 * 1024
# A library or a school shares one address.
RESPONSES = "60 per minute; 2000 per day"


@bp.get("/form.json")
@requires(Action.ANSWER)
def form(project_slug: str) -> ResponseReturnValue:
    """Serve what is asked, in every language, with everything that answering without network needs."""
    with staff_transaction() as session:
        response = jsonify(build_form(session, project_slug, request.args.get("survey")))
    response.add_etag()
    response.cache_control.no_cache = True
    return response.make_conditional(request)


@bp.post("/responses")
@limiter.limit(RESPONSES)
@requires(Action.ANSWER)
def take_response(project_slug: str) -> ResponseReturnValue:
    """Take a response: stored whole and once, and acknowledged when it is safe."""
    given = received_response()
    with staff_transaction() as session:
        collected = collect(session, project_slug, given, now=datetime.now(UTC))
    return jsonify(collected.answer), 201  # the transaction is committed


def received_response() -> GivenResponse:
    """
    Read the response that was sent; from here on the request is answered in its language.

    Raises
    ------
    RefusedAnswerError
        With everything that is wrong with its form.
    """
    request.max_content_length = MOST_RESPONSE_BYTES
    body = request.get_data(cache=False)
    try:
        given = read_response(body)
    except RefusedAnswerError:
        speak_as_sent(read_language(body))
        raise
    speak_as_sent(given.language)
    return given


def speak_as_sent(language: str | None) -> None:
    """Answer in the language of what was sent, unless the address asks for another."""
    if language is not None and "lang" not in request.args:
        speak(language)
