"""What no honest address holds: control characters, refused before anything is looked up."""

from __future__ import annotations

import re

from flask import request

from mentalmap.errors import InvalidInputError, NotFoundError, NotPermittedError, WrongContentTypeError
from mentalmap.messages import say

DATA_BLUEPRINTS = frozenset(
    {
        "plan_layers",
        "plan_quotes",
        "plan_views",
        "answer_api",
        "receipt_api",
        "interview_api",
        "questionnaire_api",
    }
)
OWN_HEADER = "X-Mentalmap"
"""Every script of ours that writes sends it, with the value 1."""

WRITTEN_TYPES = frozenset(
    {"application/json", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
)

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def has_control_characters(text: str) -> bool:
    """Whether a text holds characters that nobody types."""
    return _CONTROL.search(text) is not None


def refuse_control_characters() -> None:
    """
    Refuse a request whose address holds control characters.

    Raises
    ------
    NotFoundError
        If they stand in the path.
    InvalidInputError
        If they stand in a parameter; its name is told, not its value.
    """
    if _CONTROL.search(request.path):
        raise NotFoundError(say("The address holds control characters."), say("Type it anew."))
    for key, value in request.args.items(multi=True):
        if _CONTROL.search(key) or _CONTROL.search(value):
            name = _CONTROL.sub("", key)[:64]
            raise InvalidInputError(
                say("The parameter “%(name)s” holds control characters.", name=name), say("Leave them out.")
            )


def refuse_foreign_writes() -> None:
    """
    Refuse to write for a page of another site; for blueprints whose writes carry no form token.

    Such a page can send neither our own header nor these kinds of content without asking the browser first,
    and we never allow it. Reading is not touched.

    Raises
    ------
    NotPermittedError
        If another site sent it, or our own header is missing.
    WrongContentTypeError
        If what was sent is neither JSON nor a picture.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if request.headers.get("Sec-Fetch-Site") == "cross-site" or request.headers.get(OWN_HEADER) != "1":
        raise NotPermittedError(
            say("This was not sent by a page of this site."),
            say("Open the page itself and send it from there."),
        )
    if request.method == "DELETE":
        return
    if not (request.mimetype in WRITTEN_TYPES or request.mimetype.startswith("image/")):
        raise WrongContentTypeError(
            say("What was sent says that it is neither JSON nor a picture."),
            say("Send answers as application/json, and photos as image/jpeg, image/png or image/webp."),
        )


def wants_data() -> bool:
    """Whether a script asked, so that an error must reach it as data and not as a page."""
    return (
        request.path.endswith((".json", ".bin", ".mvt"))
        or request.blueprint in DATA_BLUEPRINTS
        or request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
    )
