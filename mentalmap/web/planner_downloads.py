"""Downloads of what the planner's page shows."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from flask import Blueprint, make_response, request
from flask.typing import ResponseReturnValue

from mentalmap.config import asset_root
from mentalmap.domain.permissions import Action
from mentalmap.domain.vocabulary import LayerName
from mentalmap.errors import NotFoundError
from mentalmap.exchange.writing import WRITERS
from mentalmap.messages import say
from mentalmap.services.plan_downloads import build_plan_bundle
from mentalmap.web.access import requires
from mentalmap.web.database import answers, current_project, public_transaction
from mentalmap.web.languages import locale_code
from mentalmap.web.plan_queries import parse_plan_layer
from mentalmap.web.plan_requests import read_choice

bp = Blueprint("plan_downloads", __name__, url_prefix="/p/<project_slug>/plan")


@bp.get("/download/<format_name>")
@requires(Action.DOWNLOAD_PLAN)
def download(project_slug: str, format_name: str) -> ResponseReturnValue:
    """Hand out one layer of the current choice, or all of them, as one file with real numbers."""
    if format_name not in WRITERS:
        raise NotFoundError(
            say("There is no download called “%(name)s”.", name=format_name[:64]),
            say("Allowed: %(allowed)s.", allowed=", ".join(WRITERS)),
        )
    writer = WRITERS[format_name]
    current = current_project(project_slug)
    choice = read_choice(current)
    named = request.args.get("layer")
    layers = (parse_plan_layer(named),) if named else tuple(LayerName)
    with public_transaction() as session:
        bundle = build_plan_bundle(
            session,
            current,
            answers(),
            choice,
            layers,
            locale=locale_code(),
            made_on=datetime.now(UTC).date(),
        )
    name = f"{current.project.slug}-{named}" if named else current.project.slug
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}{writer.suffix}"
        writer.write(bundle, path, asset_root() / "static" / "dist" / "folium")
        content = path.read_bytes()
    response = make_response(content)
    response.headers["Content-Type"] = writer.media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{path.name}"'
    response.headers["Cache-Control"] = "no-store"  # real numbers stay with who may see them
    return response
