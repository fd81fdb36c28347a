"""The map that everybody may read: its page, its layers, its basemap and its files."""

from __future__ import annotations

import hashlib
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import format_date

from mentalmap import __version__
from mentalmap.config import asset_root
from mentalmap.domain.labels import FORMATS, KINDS, LAYER_QUESTIONS, LAYER_TITLES
from mentalmap.domain.permissions import Action
from mentalmap.domain.symbols import OTHER_PURPOSE, color_of_purposes
from mentalmap.domain.vocabulary import PUBLIC_LAYERS, BasemapKind
from mentalmap.errors import NotFoundError
from mentalmap.exchange.payload import payload_json
from mentalmap.exchange.writing import WRITERS
from mentalmap.messages import say
from mentalmap.services.exports import ExportChoice, build_bundle
from mentalmap.services.layers import build_layer, with_survey
from mentalmap.services.map_pages import describe_map_page
from mentalmap.services.outlines import outline_payload
from mentalmap.store.areas import find_area_set
from mentalmap.store.outbox import data_version
from mentalmap.store.projects import Project, find_project
from mentalmap.web.access import requires
from mentalmap.web.database import public_transaction, shelf
from mentalmap.web.languages import locale_code, render_message
from mentalmap.web.plain_tables import plain_table
from mentalmap.web.queries import FILTER_KEYS, parse_layer, parse_query
from mentalmap.web.security import allow_tiles_from

bp = Blueprint("resident", __name__, url_prefix="/p/<project_slug>")


@bp.get("")
@requires(Action.VIEW_LAYERS)
def map_page(project_slug: str) -> ResponseReturnValue:
    """Show the mental map of a project."""
    name = parse_layer(request.args.get("layer"))
    query = parse_query(request.args, strict=False)
    with public_transaction() as session:
        project = find_project(session, project_slug)
        chosen = with_survey(session, project, query.chosen)
        area_set = find_area_set(session, project.id, query.area_set)
        table = shelf().table(session, project, area_set)
        page = describe_map_page(session, project, table, chosen, locale_code())
        layer = build_layer(session, shelf(), project, name, query.chosen, area_set=query.area_set)
        described = {
            "slug": project.slug,
            "name": project.name,
            "locale": project.locale,
            "is_synthetic": project.is_synthetic,
            "threshold": project.threshold,
            "bounds": page.bounds,
        }
        basemap = _basemap(project)
        rows = plain_table(project, layer, page.purposes)
    return render_template(
        "resident/map_page.html",
        project=described,
        surveys=page.surveys,
        themes=page.themes,
        purposes=_painted(page.purposes),
        area_sets=page.area_sets,
        kinds=[{"code": kind.value, "label": render_message(KINDS[kind])} for kind in page.kinds],
        layers=[
            {
                "name": one.value,
                "title": render_message(LAYER_TITLES[one]),
                "question": render_message(LAYER_QUESTIONS[one]),
            }
            for one in PUBLIC_LAYERS
        ],
        state={
            "layer": name.value,
            "survey": next(iter(chosen.surveys), None),
            "themes": sorted(chosen.themes),
            "kinds": sorted(chosen.kinds),
            "purposes": sorted(chosen.purposes),
            "area_set": area_set.slug if area_set else None,
        },
        layer=layer,
        plain_table=rows,
        today=format_date(datetime.now(), format="long"),
        captions=[render_message(caption) for caption in layer.captions],
        basemap=basemap,
        downloads=_downloads(project_slug),
    )


@bp.get("/")
@requires(Action.VIEW_LAYERS)
def map_page_with_slash(project_slug: str) -> ResponseReturnValue:
    """Lead an address that was written with a slash to the page."""
    query = request.query_string.decode("ascii", "ignore")
    page = url_for("resident.map_page", project_slug=project_slug)
    return redirect(f"{page}?{query}" if query else page)


@bp.get("/layers/<layer_name>.json")
@requires(Action.VIEW_LAYERS)
def layer(project_slug: str, layer_name: str) -> ResponseReturnValue:
    """Serve one layer; areas with too few respondents carry no value."""
    name = parse_layer(layer_name)
    query = parse_query(request.args)
    with public_transaction() as session:
        project = find_project(session, project_slug)
        computed = build_layer(session, shelf(), project, name, query.chosen, area_set=query.area_set)
    body = payload_json(computed, render_message, render_message(LAYER_TITLES[name]))
    response = make_response(body, 200, {"Content-Type": "application/json"})
    return _revalidated(response, project_slug, computed.data_version)


@bp.get("/basemap.json")
@requires(Action.VIEW_LAYERS)
def basemap(project_slug: str) -> ResponseReturnValue:
    """Serve the built-in outline: land, water, areas and labels."""
    query = parse_query(request.args)
    with public_transaction() as session:
        project = find_project(session, project_slug)
        area_set = find_area_set(session, project.id, query.area_set)
        response = jsonify(outline_payload(session, project, area_set))
        version = data_version(session, project.id)
    return _revalidated(response, project_slug, version)


@bp.get("/basemap.pmtiles")
@requires(Action.VIEW_LAYERS)
def basemap_tiles(project_slug: str) -> ResponseReturnValue:
    """Serve the project's own PMTiles file, in the ranges that the browser asks for."""
    with public_transaction() as session:
        project = find_project(session, project_slug)
        name = str(project.basemap_settings.get("file", ""))
        wanted = project.basemap_kind == BasemapKind.PMTILES and bool(name)
    folder = Path(current_app.config["BASEMAP_FOLDER"]).resolve()
    path = (folder / name).resolve()
    if not wanted or not path.is_relative_to(folder) or not path.is_file():
        raise NotFoundError(say("This project has no map tiles of its own."))
    return send_file(path, mimetype="application/vnd.pmtiles", conditional=True, etag=True, max_age=3600)


@bp.get("/download/<format_name>")
@requires(Action.DOWNLOAD_LAYERS)
def download(project_slug: str, format_name: str) -> ResponseReturnValue:
    """Hand out every layer of the current choice as one file."""
    if format_name not in WRITERS:
        raise NotFoundError(
            say("There is no download called “%(name)s”.", name=format_name[:64]),
            say("Allowed: %(allowed)s.", allowed=", ".join(WRITERS)),
        )
    writer = WRITERS[format_name]
    query = parse_query(request.args)
    with public_transaction() as session:
        project = find_project(session, project_slug)
        bundle = build_bundle(
            session,
            shelf(),
            project,
            ExportChoice(query.chosen, query.area_set),
            locale=locale_code(),
            made_on=datetime.now(UTC).date(),
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{project_slug}{writer.suffix}"
        writer.write(bundle, path, asset_root() / "static" / "dist" / "folium")
        content = path.read_bytes()
    response = make_response(content)
    response.headers["Content-Type"] = writer.media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{path.name}"'
    return response


def _basemap(project: Project) -> dict[str, Any]:
    """Describe what lies under the layers, and let the page load it."""
    kind = BasemapKind(project.basemap_kind)
    settings = project.basemap_settings
    described: dict[str, Any] = {
        "kind": kind.value,
        "attribution": str(settings.get("attribution", "")),
        "url": url_for("resident.basemap", project_slug=project.slug),
    }
    if kind is BasemapKind.PMTILES:
        described["url"] = url_for("resident.basemap_tiles", project_slug=project.slug)
    elif kind in (BasemapKind.XYZ, BasemapKind.WMS):
        described["url"] = str(settings.get("url", ""))
        described["layers"] = str(settings.get("layers", ""))
        allow_tiles_from(described["url"])
    return described


def _painted(purposes: tuple[dict[str, str], ...]) -> list[dict[str, str]]:
    """Give each purpose its colour, and the people who named none of them theirs."""
    colors = color_of_purposes([one["code"] for one in purposes])
    known = [*purposes]
    if OTHER_PURPOSE not in {one["code"] for one in purposes}:
        known.append({"code": OTHER_PURPOSE, "label": render_message(say("Other purposes"))})
    return [{**one, "color": colors[one["code"]]} for one in known]


def _downloads(project_slug: str) -> list[dict[str, str]]:
    choice = [(key, value) for key, value in request.args.items(multi=True) if key in FILTER_KEYS]
    query = "?" + urlencode(choice) if choice else ""
    return [
        {
            "format": name,
            "label": render_message(FORMATS[name]),
            "url": url_for("resident.download", project_slug=project_slug, format_name=name) + query,
        }
        for name in WRITERS
    ]


def _revalidated(response: Response, project_slug: str, version: str) -> Response:
    """Let the browser ask whether anything changed since, and answer 304 if not."""
    said = "|".join((__version__, project_slug, version, locale_code(), request.full_path))
    response.set_etag(hashlib.blake2b(said.encode(), digest_size=12).hexdigest())
    response.cache_control.no_cache = True
    response.cache_control.private = True
    response.make_conditional(request)
    return response
