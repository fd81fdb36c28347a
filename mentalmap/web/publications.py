"""What is published, as requests ask for it: which version, which entry of its catalogue, which file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, current_app, make_response, request, send_file, url_for

from mentalmap.domain.vocabulary import BasemapKind, LayerName
from mentalmap.errors import InvalidFilterError, NotFoundError
from mentalmap.exchange.frozen_addresses import WHOLE, WITHOUT_AREAS, LayerKey, ground_path
from mentalmap.exchange.frozen_versions import PRIVATE, StoredFile, Version
from mentalmap.exchange.snapshots import Publications
from mentalmap.messages import say
from mentalmap.store.projects import find_project
from mentalmap.web.database import public_transaction
from mentalmap.web.languages import locale_code
from mentalmap.web.queries import LayerQuery
from mentalmap.web.security import allow_tiles_from

PUBLICATIONS = "mentalmap.publications"
FOR_GOOD = timedelta(days=365)
MOST_NAMED = 60


def publications() -> Publications:
    """Give everything that this installation has published."""
    found: Publications = current_app.extensions[PUBLICATIONS]
    return found


def published(project_slug: str, query: LayerQuery) -> Version:
    """
    Find the version that a question is about: of the survey it names, else of the latest.

    Raises
    ------
    ProjectNotFoundError, NotFoundError
        If there is no such project, or nothing of it is published.
    InvalidFilterError
        If the survey that is named is not, or several are.
    """
    shown = publications().surveys(project_slug)
    if not shown:
        with public_transaction() as session:
            find_project(session, project_slug)
        raise NotFoundError(
            say("This map is not published yet."), say("It will stand here once it is published.")
        )
    wanted = query.chosen.surveys
    for version in shown:
        if not wanted or wanted == {version.survey}:
            return version
    raise InvalidFilterError(
        say("No round called “%(slug)s” is published.", slug=", ".join(sorted(wanted))[:64]),
        say("Allowed: %(allowed)s.", allowed=", ".join(version.survey for version in shown)),
    )


def key_of(version: Version, layer: LayerName, query: LayerQuery) -> LayerKey:
    """
    Find the entry of the catalogue that a question means.

    Raises
    ------
    InvalidFilterError
        If the catalogue has none; the allowed values are named.
    """
    manifest = version.manifest
    area_set = area_set_of(version, query)
    offered = manifest["layers"][layer.value]["filters"]
    chosen = [
        f"{key}={value}"
        for key, values in (("theme", query.chosen.themes), ("kind", query.chosen.kinds))
        for value in sorted(values)
    ]
    if len(chosen) > 1:
        raise InvalidFilterError(
            say("Choose one filter at a time, not %(values)s.", values=", ".join(chosen)[:200]),
            say("Differences between such sums would tell about single people."),
        )
    name = manifest["filters"].get(chosen[0]) if chosen else WHOLE
    if name not in offered:
        allowed = [one for one, named in manifest["filters"].items() if named in offered]
        raise InvalidFilterError(
            say("The published map has no answer for “%(value)s”.", value=chosen[0][:80]),
            say("Allowed: %(allowed)s.", allowed=", ".join(allowed[:MOST_NAMED]) or "–"),
        )
    return LayerKey.of(layer, area_set, str(name))


def area_set_of(version: Version, query: LayerQuery) -> str:
    """
    Find the area set that a question is about, the first if it names none.

    Raises
    ------
    InvalidFilterError
        If it names one that is not public.
    """
    public = [one["slug"] for one in version.manifest["area_sets"]]
    if query.area_set is None or query.area_set in public:
        return query.area_set or next(iter(public), WITHOUT_AREAS)
    raise InvalidFilterError(
        say("There is no area set called “%(slug)s” in this project.", slug=query.area_set[:64]),
        say("Allowed: %(allowed)s.", allowed=", ".join(public) or "–"),
    )


def language_of(version: Version) -> str:
    """Give the language of this request, or the project's where the version does not speak it."""
    here = locale_code()
    return here if here in version.manifest["languages"] else str(version.manifest["project"]["locale"])


def address_of(version: Version, path: str) -> str:
    """Give the address of a file of a version; the file behind it never changes."""
    return url_for(
        "resident.frozen_file",
        project_slug=version.project,
        survey_slug=version.survey,
        number=str(version.number),
        path=path,
    )


def servable(version: Version | None, path: str) -> StoredFile:
    """
    Find a file that everybody may have.

    Raises
    ------
    NotFoundError
        If there is none of this name, or it is withdrawn.
    """
    stored = None if version is None or path.startswith(PRIVATE) else version.file(path)
    if stored is None or not stored.path.is_file():
        raise NotFoundError(
            say("No published file has this address. It may have been withdrawn."),
            say("The map itself leads to what is published now."),
        )
    return stored


def send_frozen(stored: StoredFile) -> Response:
    """Serve a file as it stands, gzipped, or unpacked to who cannot read that; to be kept for good."""
    packed = request.accept_encodings["gzip"] > 0
    if packed:
        response = send_file(stored.path, mimetype=stored.media_type, etag=False, max_age=None)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = make_response(stored.content())
    response.headers["Content-Type"] = stored.media_type
    response.vary.add("Accept-Encoding")
    response.set_etag(stored.sha256[:32] + ("-gzip" if packed else ""))
    for name in ("Last-Modified", "Accept-Ranges", "Content-Disposition", "Expires"):
        response.headers.pop(name, None)  # a copy of the folder has other days and the same files
    response.cache_control.public = True
    response.cache_control.max_age = int(FOR_GOOD.total_seconds())
    response.cache_control.immutable = True
    return response


def basemap_of(version: Version, query: LayerQuery) -> dict[str, Any]:
    """Describe what lies under the layers of a version, and let the page load it."""
    settings = version.manifest["basemap"]
    kind = BasemapKind(settings["kind"])
    described: dict[str, Any] = {
        "kind": kind.value,
        "attribution": str(settings.get("attribution", "")),
        "url": address_of(version, ground_path(area_set_of(version, query))),
    }
    if kind is BasemapKind.PMTILES:
        described["url"] = url_for(
            "resident.published_tiles",
            project_slug=version.project,
            survey_slug=version.survey,
            number=str(version.number),
        )
    elif kind in (BasemapKind.XYZ, BasemapKind.WMS):
        described["url"] = str(settings.get("url", ""))
        described["layers"] = str(settings.get("layers", ""))
        allow_tiles_from(described["url"])
    return described
