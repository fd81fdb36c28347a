"""What the planner's addresses have in common: reading the choice, and answering 304 before computing."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from flask import Response, g, make_response, request

from mentalmap import __version__
from mentalmap.services.following import Current
from mentalmap.services.plan_layers import PlanChoice, choose
from mentalmap.web.languages import choose_locale
from mentalmap.web.plan_queries import parse_plan_query


def read_choice(current: Current, *more_keys: str) -> PlanChoice:
    """
    Read what this request's address asks for.

    Raises
    ------
    InvalidFilterError
        If a key or a value is unknown.
    """
    query = parse_plan_query(request.args, more_keys=more_keys)
    return choose(current, query.chosen, area_set=query.area_set, before=query.before, weights=query.weights)


def unchanged(current: Current) -> Response | None:
    """Answer 304 if the reader holds this answer already; nothing is parsed or computed for it."""
    etag = _etag(current)
    if not request.if_none_match.contains_weak(etag):
        return None
    return _about_age(current, Response(status=304), etag)


def fresh(current: Current, body: bytes, content_type: str) -> Response:
    """Answer with what the reader may keep and ask about again."""
    if not body:
        return _about_age(current, Response(status=204), _etag(current))
    answer = make_response(body, 200, {"Content-Type": content_type})
    return _about_age(current, answer, _etag(current))


def _about_age(current: Current, response: Response, etag: str) -> Response:
    # Weak, so that compression on the way does not make another answer of it.
    response.set_etag(etag, weak=True)
    response.cache_control.no_cache = True
    response.cache_control.private = True
    if current.stale_since is not None:
        response.age = datetime.now(UTC) - current.stale_since
        response.headers["Warning"] = '110 - "Response is stale"'
    return response


def _etag(current: Current) -> str:
    if "plan_etag" in g:
        return str(g.plan_etag)
    """Name the answer to this address; nothing that costs anything is asked for it."""
    stale = current.stale_since.isoformat() if current.stale_since else ""
    said = (__version__, current.data_version, stale, choose_locale(), request.path)
    words = "\n".join(said).encode("utf-8", "replace") + b"?" + request.query_string
    return hashlib.blake2b(words, digest_size=12).hexdigest()
