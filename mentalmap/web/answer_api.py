"""What the answering page asks and sends: the form, responses, photos."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentalmap.domain.given import GivenResponse
from mentalmap.domain.permissions import Action
from mentalmap.errors import ReceiptNotFoundError, RefusedAnswerError
from mentalmap.exchange.answering import read_language, read_response
from mentalmap.exchange.photos import encode_photo
from mentalmap.services.collecting import collect
from mentalmap.services.forms import build_form
from mentalmap.services.photos import add_photo, find_place_for_photo
from mentalmap.services.receipts import hash_of_secret
from mentalmap.web.access import requires
from mentalmap.web.data_to_keep import to_keep
from mentalmap.web.database import staff_statements, staff_transaction
from mentalmap.web.languages import speak
from mentalmap.web.requests import refuse_foreign_writes
from mentalmap.web.site import limiter

bp = Blueprint("answer_api", __name__, url_prefix="/p/<project_slug>/svara")
bp.before_request(refuse_foreign_writes)

MOST_RESPONSE_BYTES = 2 * 1024 * 1024
MOST_PHOTO_BYTES = 12 * 1024 * 1024
# A library or a school shares one address.
RESPONSES = "60 per minute; 2000 per day"
PHOTOS = "30 per minute; 500 per day"


@bp.get("/form.json")
@requires(Action.ANSWER)
def form(project_slug: str) -> ResponseReturnValue:
    """Serve what is asked, in every language, with everything that answering without network needs."""
    with staff_transaction() as session:
        response = jsonify(build_form(session, project_slug, request.args.get("survey")))
    return to_keep(response)


@bp.post("/responses")
@limiter.limit(RESPONSES)
@requires(Action.ANSWER)
def take_response(project_slug: str) -> ResponseReturnValue:
    """Take a response: stored whole and once, and acknowledged when it is safe."""
    given = received_response()
    with staff_statements() as session:
        collected = collect(session, project_slug, given, now=datetime.now(UTC))
    return jsonify(collected.answer), 201  # the one statement that stores it is committed


@bp.put("/responses/<response_id>/photos/<mark_id>")
@limiter.limit(PHOTOS)
@requires(Action.ANSWER)
def take_photo(project_slug: str, response_id: str, mark_id: str) -> ResponseReturnValue:
    """Take the photo of a mark, from whoever holds the receipt of its response."""
    return keep_photo(project_slug, mark_id)


def keep_photo(project_slug: str, mark_id: str) -> ResponseReturnValue:
    """Encode the photo that was sent anew and keep it; sent again, it is the same photo."""
    receipt, number = receipt_of_request(), own_number(mark_id)
    request.max_content_length = MOST_PHOTO_BYTES
    sent = request.get_data(cache=False)
    with staff_transaction() as session:
        place = find_place_for_photo(session, project_slug, receipt, number, sent)
    if not place.is_stored:
        photo = encode_photo(sent)  # takes a moment, so no transaction waits for it
        with staff_transaction() as session:
            add_photo(session, place, photo)
    return jsonify(mark=str(number)), 201


def own_number(text: str) -> UUID:
    """
    Read the number of a mark in an address.

    Raises
    ------
    ReceiptNotFoundError
        If it is none: the same as for a mark that is not there.
    """
    try:
        return UUID(text)
    except ValueError:
        raise ReceiptNotFoundError() from None


def receipt_of_request() -> bytes:
    """
    Give the hash of the secret in the header `Authorization: Receipt <secret>`.

    Raises
    ------
    ReceiptNotFoundError
        If there is none: the same as for one that nobody was given.
    """
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "receipt":
        raise ReceiptNotFoundError()
    return hash_of_secret(secret.strip())


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
