"""The map that everybody may read: its page, its layers, its basemap and its files, all as published."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

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

from mentalmap.domain.labels import FORMATS, KINDS, LAYER_QUESTIONS, LAYER_TITLES
from mentalmap.domain.permissions import Action, may
from mentalmap.domain.vocabulary import PUBLIC_LAYERS, BasemapKind, Kind, LayerName
from mentalmap.errors import NotFoundError
from mentalmap.exchange.frozen_addresses import (
    LAYERS_BY_AREA,
    LAYERS_BY_KIND,
    download_path,
    ground_path,
    layer_path,
    words_path,
)
from mentalmap.exchange.frozen_versions import MANIFEST, Version
from mentalmap.exchange.writing import WRITERS
from mentalmap.messages import say
from mentalmap.services.outlines import outline_payload
from mentalmap.store.areas import find_area_set
from mentalmap.store.projects import find_project
from mentalmap.web.access import current_account, current_role, requires
from mentalmap.web.database import public_transaction
from mentalmap.web.languages import render_message
from mentalmap.web.open_rounds import answer_url
from mentalmap.web.painted_purposes import painted_purposes
from mentalmap.web.publications import (
    address_of,
    area_set_of,
    basemap_of,
    key_of,
    language_of,
    publications,
    published,
    send_frozen,
    servable,
)
from mentalmap.web.queries import LayerQuery, parse_layer, parse_query

bp = Blueprint("resident", __name__, url_prefix="/p/<project_slug>")
PLAN_PAGE = "planner.plan_page"


@bp.get("")
@requires(Action.VIEW_LAYERS)
def map_page(project_slug: str) -> ResponseReturnValue:
    """Show the mental map of a project as it is published; it needs no database."""
    shown = publications().surveys(project_slug)
    if not shown:
        return _to_come(project_slug)
    name = parse_layer(request.args.get("layer"))
    query = _suited(parse_query(request.args, strict=False), name)
    version = published(project_slug, query)
    key, area_set = key_of(version, name, query), area_set_of(version, query)
    locale = language_of(version)
    about, words = version.manifest, version.text(words_path(locale, key))
    page = render_template(
        "resident/map_page.html",
        project={**about["project"], "threshold": about["project"]["threshold"]},
        surveys=[one.manifest["survey"] for one in shown],
        themes=about["words"][locale]["themes"],
        purposes=painted_purposes(about["words"][locale]["purposes"]),
        area_sets=about["area_sets"],
        kinds=[{"code": kind, "label": render_message(KINDS[Kind(kind)])} for kind in about["kinds"]],
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
            "survey": version.survey,
            "themes": sorted(query.chosen.themes),
            "kinds": sorted(query.chosen.kinds),
            "area_set": None if not about["area_sets"] else area_set,
        },
        plain_table=words["table"],
        today=format_date(datetime.now(), format="long"),
        answer_url=answer_url(project_slug),
        captions=words["captions"],
        basemap=basemap_of(version, query),
        downloads=_downloads(version, locale, area_set),
        publications={one.survey: _addresses(one, language_of(one)) for one in shown},
    )
    response = make_response(page)
    if current_account() is None:  # else it says who is signed in, and no cache may keep that
        response.cache_control.private = True
        response.cache_control.no_cache = True
        response.add_etag()
        response.make_conditional(request)
    return response


@bp.get("/")
@requires(Action.VIEW_LAYERS)
def map_page_with_slash(project_slug: str) -> ResponseReturnValue:
    """Lead an address that was written with a slash to the page."""
    query = request.query_string.decode("ascii", "ignore")
    page = url_for("resident.map_page", project_slug=project_slug)
    return redirect(f"{page}?{query}" if query else page)


@bp.get("/v/<survey_slug>/<number>/<path:path>")
@requires(Action.VIEW_LAYERS)
def frozen_file(project_slug: str, survey_slug: str, number: str, path: str) -> ResponseReturnValue:
    """Serve a file of a version; it never changes, so whoever has it may keep it."""
    version = publications().version(project_slug, survey_slug, number)
    stored = servable(version, path)
    response = send_frozen(stored)
    if "/download/" in path:
        response.headers["Content-Disposition"] = f'attachment; filename="{Path(path).name}"'
    return response.make_conditional(request)


@bp.get(f"/v/<survey_slug>/<number>/{MANIFEST}")
@requires(Action.VIEW_LAYERS)
def manifest(project_slug: str, survey_slug: str, number: str) -> ResponseReturnValue:
    """Say what a version holds: its catalogue, and the checksum of every file."""
    version = publications().version(project_slug, survey_slug, number)
    if version is None:
        raise NotFoundError(say("No published file has this address. It may have been withdrawn."))
    response = jsonify(version.manifest)
    response.cache_control.no_cache = True
    return response


@bp.get("/v/<survey_slug>/<number>/basemap.pmtiles")
@requires(Action.VIEW_LAYERS)
def published_tiles(project_slug: str, survey_slug: str, number: str) -> ResponseReturnValue:
    """Serve the PMTiles file that a version was published with, in the ranges that the browser asks for."""
    version = publications().version(project_slug, survey_slug, number)
    settings = {} if version is None else version.manifest["basemap"]
    return _tiles(settings.get("kind") == BasemapKind.PMTILES, str(settings.get("file", "")))


@bp.get("/layers/<layer_name>.json")
@requires(Action.VIEW_LAYERS)
def layer(project_slug: str, layer_name: str) -> ResponseReturnValue:
    """Lead to the file of a layer in the current version."""
    name = parse_layer(layer_name)
    query = parse_query(request.args)
    version = published(project_slug, query)
    return _lead_to(version, layer_path(language_of(version), key_of(version, name, query)))


@bp.get("/basemap.json")
@requires(Action.VIEW_LAYERS)
def basemap(project_slug: str) -> ResponseReturnValue:
    """Lead to the built-in outline of the current version; for who plans, draw it as it is now."""
    query = parse_query(request.args)
    if not may(current_role(), Action.VIEW_PLAN):
        version = published(project_slug, query)
        return _lead_to(version, ground_path(area_set_of(version, query)))
    with public_transaction() as session:
        project = find_project(session, project_slug)
        area_set = find_area_set(session, project.id, query.area_set)
        response = jsonify(outline_payload(session, project, area_set))
    response.add_etag()
    response.cache_control.no_cache = True
    response.cache_control.private = True
    return response.make_conditional(request)


@bp.get("/basemap.pmtiles")
@requires(Action.VIEW_LAYERS)
def basemap_tiles(project_slug: str) -> ResponseReturnValue:
    """Serve the project's own PMTiles file as it is now."""
    with public_transaction() as session:
        project = find_project(session, project_slug)
        name = str(project.basemap_settings.get("file", ""))
        wanted = project.basemap_kind == BasemapKind.PMTILES
    return _tiles(wanted, name)


@bp.get("/download/<format_name>")
@requires(Action.DOWNLOAD_LAYERS)
def download(project_slug: str, format_name: str) -> ResponseReturnValue:
    """Lead to the file of this format in the current version: every layer, whole."""
    if format_name not in WRITERS:
        raise NotFoundError(
            say("There is no download called “%(name)s”.", name=format_name[:64]),
            say("Allowed: %(allowed)s.", allowed=", ".join(WRITERS)),
        )
    query = parse_query(request.args)
    version = published(project_slug, query)
    names = _file_names(version)
    path = download_path(language_of(version), area_set_of(version, query), names[format_name])
    return _lead_to(version, path)


def _to_come(project_slug: str) -> ResponseReturnValue:
    """Say that a map is not published yet; that there is such a project at all the database knows."""
    with public_transaction() as session:
        project = find_project(session, project_slug)
        described = {"slug": project.slug, "name": project.name, "is_synthetic": project.is_synthetic}
    plans = PLAN_PAGE in current_app.view_functions and may(current_role(), Action.VIEW_PLAN)
    return render_template(
        "resident/to_come.html",
        project=described,
        answer_url=answer_url(project_slug),
        plan_url=url_for(PLAN_PAGE, project_slug=project_slug) if plans else None,
    )


def _suited(query: LayerQuery, layer: LayerName) -> LayerQuery:
    """Leave out what the page does not offer for this layer: a link may have been made for another."""
    if layer in LAYERS_BY_KIND:
        return query
    return replace(query, chosen=replace(query.chosen, kinds=frozenset()))


def _addresses(version: Version, locale: str) -> dict[str, Any]:
    """Tell the browser where each file of a version is, so that it asks for it without a detour."""
    about = version.manifest
    return {
        "base": address_of(version, f"{locale}/layers/destinations").removesuffix("layers/destinations"),
        "area_sets": [one["slug"] for one in about["area_sets"]],
        "by_area": sorted(name.value for name in LAYERS_BY_AREA),
        "filters": about["filters"],
        "layers": {name: one["filters"] for name, one in about["layers"].items()},
        "downloads": _file_names(version),
    }


def _file_names(version: Version) -> dict[str, str]:
    return {name: f"{version.project}-{version.survey}{writer.suffix}" for name, writer in WRITERS.items()}


def _downloads(version: Version, locale: str, area_set: str) -> list[dict[str, str]]:
    return [
        {
            "format": name,
            "label": render_message(FORMATS[name]),
            "url": address_of(version, download_path(locale, area_set, file_name)),
        }
        for name, file_name in _file_names(version).items()
    ]


def _lead_to(version: Version, path: str) -> Response:
    """Redirect to a file of the current version; which one that is may change at any time."""
    servable(version, path)
    response = make_response(redirect(address_of(version, path)))
    response.cache_control.no_cache = True
    response.vary.update(("Accept-Language", "Cookie"))
    return response


def _tiles(wanted: bool, name: str) -> Response:
    folder = Path(current_app.config["BASEMAP_FOLDER"]).resolve()
    path = (folder / name).resolve()
    if not wanted or not name or not path.is_relative_to(folder) or not path.is_file():
        raise NotFoundError(say("This project has no map tiles of its own."))
    return send_file(path, mimetype="application/vnd.pmtiles", conditional=True, etag=True, max_age=3600)
