"""What the planner's page tells about one area, and what people said."""

from __future__ import annotations

import json

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from mentalmap.domain.permissions import Action
from mentalmap.services.plan_cards import area_card
from mentalmap.services.quotes import QuotePage, list_quotes
from mentalmap.web.access import requires
from mentalmap.web.database import answers, current_project, public_transaction
from mentalmap.web.languages import locale_code
from mentalmap.web.plan_queries import parse_whole_number
from mentalmap.web.plan_requests import fresh, read_choice, unchanged

bp = Blueprint("plan_quotes", __name__, url_prefix="/p/<project_slug>/plan")

MOST_QUOTES = 100  # on one page
MOST_OFFSET = 10_000_000


@bp.get("/quotes.json")
@requires(Action.VIEW_PLAN)
def quotes(project_slug: str) -> ResponseReturnValue:
    """Serve a page of quotes, the newest first."""
    current = current_project(project_slug)
    if (same := unchanged(current)) is not None:
        return same
    choice = read_choice(current, "area", "search", "offset", "limit")
    page = QuotePage(
        area=request.args.get("area") or None,
        search=request.args.get("search", ""),
        offset=parse_whole_number(request.args, "offset", 0, MOST_OFFSET),
        limit=parse_whole_number(request.args, "limit", 20, MOST_QUOTES),
    )
    with public_transaction() as session:
        told = list_quotes(session, current, answers(), choice, page, locale_code())
    return fresh(current, _json(told), "application/json")


@bp.get("/areas/<path:area_id>.json")
@requires(Action.VIEW_PLAN)
def area(project_slug: str, area_id: str) -> ResponseReturnValue:
    """Serve the card of one area: in words first, then in numbers, then in quotes."""
    current = current_project(project_slug)
    if (same := unchanged(current)) is not None:
        return same
    choice = read_choice(current)
    with public_transaction() as session:
        told = area_card(session, current, answers(), choice, area_id, locale_code())
    return fresh(current, _json(told), "application/json")


def _json(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
