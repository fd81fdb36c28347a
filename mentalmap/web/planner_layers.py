"""What the planner's page draws: layers, linked charts, and tiles of cells and marks."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from mentalmap.domain.curve import Tile
from mentalmap.domain.labels import LAYER_TITLES
from mentalmap.domain.permissions import Action
from mentalmap.errors import NotFoundError
from mentalmap.messages import say
from mentalmap.services.plan_charts import plan_charts_json
from mentalmap.services.plan_layers import plan_layer_json
from mentalmap.services.plan_tiles import DEEPEST_ZOOM, SHALLOWEST_MARKS_ZOOM, plan_grid_tile, plan_marks_tile
from mentalmap.web.access import requires
from mentalmap.web.database import answers, current_project, public_transaction
from mentalmap.web.languages import locale_code
from mentalmap.web.plan_queries import parse_plan_layer
from mentalmap.web.plan_requests import fresh, read_choice, unchanged

bp = Blueprint("plan_layers", __name__, url_prefix="/p/<project_slug>/plan")

JSON = "application/json"


@bp.get("/layers/<layer_name>.json")
@requires(Action.VIEW_PLAN)
def layer(project_slug: str, layer_name: str) -> ResponseReturnValue:
    """Serve one layer; features about too few people carry no value."""
    current = current_project(project_slug)
    if (same := unchanged(current)) is not None:
        return same
    name = parse_plan_layer(layer_name)
    choice = read_choice(current)
    body = plan_layer_json(current, answers(), name, choice, title=LAYER_TITLES[name], locale=locale_code())
    return fresh(current, body, JSON)


@bp.get("/charts.json")
@requires(Action.VIEW_PLAN)
def charts(project_slug: str) -> ResponseReturnValue:
    """Serve the linked charts: each counts under every filter but its own."""
    current = current_project(project_slug)
    if (same := unchanged(current)) is not None:
        return same
    return fresh(current, plan_charts_json(current, answers(), read_choice(current), locale_code()), JSON)


@bp.get("/grid/<z>/<x>/<y>.bin")
@requires(Action.VIEW_PLAN)
def grid(project_slug: str, z: str, x: str, y: str) -> ResponseReturnValue:
    """Serve a map tile as cells, each with its people and their mean valence."""
    current = current_project(project_slug)
    if (same := unchanged(current)) is not None:
        return same
    tile = _tile(z, x, y)
    return fresh(current, plan_grid_tile(current, read_choice(current), tile), "application/octet-stream")


@bp.get("/marks/<z>/<x>/<y>.mvt")
@requires(Action.VIEW_PLAN)
def marks(project_slug: str, z: str, x: str, y: str) -> ResponseReturnValue:
    """Serve the exact marks of a tile, close by only."""
    current = current_project(project_slug)
    if (same := unchanged(current)) is not None:
        return same
    tile = _tile(z, x, y, least_zoom=SHALLOWEST_MARKS_ZOOM)
    choice = read_choice(current)
    with public_transaction() as session:
        body = plan_marks_tile(session, current, answers(), choice, tile)
    return fresh(current, body, "application/vnd.mapbox-vector-tile")


def _tile(z: str, x: str, y: str, least_zoom: int = 0) -> Tile:
    """
    Read the address of a tile.

    Raises
    ------
    NotFoundError
        If the world has no such tile.
    """
    if all(part.isascii() and part.isdigit() and len(part) <= 9 for part in (z, x, y)):
        tile = Tile(int(z), int(x), int(y))
        if least_zoom <= tile.z <= DEEPEST_ZOOM and max(tile.x, tile.y) < 2**tile.z:
            return tile
    raise NotFoundError(
        say("There is no such tile."),
        say("Zooms from %(least)s to %(most)s are served.", least=least_zoom, most=DEEPEST_ZOOM),
    )
