"""Names of built scripts and styles; they hold a hash, so that browsers may keep the files for good."""

from __future__ import annotations

import json
from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path

from flask import Flask, Response, current_app, request, send_from_directory, url_for
from werkzeug.security import safe_join

from mentalmap.errors import MissingDataError
from mentalmap.messages import say
from mentalmap.web.security import is_part_of_a_page


@lru_cache(maxsize=1)
def _manifest(path: Path, changed_at_ns: int) -> dict[str, str]:
    names: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return names


def asset(app: Flask, name: str) -> str:
    """
    Give the address of a built file by its logical name, e.g. `map_page.js`.

    Raises
    ------
    MissingDataError
        If the front end has not been built.
    """
    path = Path(app.static_folder or "") / "manifest.json"
    try:
        # Asked each time, so that a page served during an update names files that exist.
        changed_at_ns = path.stat().st_mtime_ns
    except FileNotFoundError as error:
        raise MissingDataError(
            say("The scripts and styles of the pages have not been built."), say("Run: make demo")
        ) from error
    return url_for("static", filename=_manifest(path, changed_at_ns)[name])


@lru_cache(maxsize=1)
def _parts(path: Path, changed_at_ns: int) -> dict[str, list[str]]:
    files: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    return files


def asset_parts(app: Flask, name: str) -> list[str]:
    """Give the addresses of what a built script imports at once, so that a page can ask for all together."""
    path = Path(app.static_folder or "") / "parts.json"
    if not path.is_file():
        return []  # built by an earlier version: the browser finds them one after the other
    return [url_for("static", filename=part) for part in _parts(path, path.stat().st_mtime_ns).get(name, [])]


def send_built(filename: str) -> Response:
    """
    Serve a built file, compressed as hard as the build did it where the browser can read that.

    What is compressed while it is sent is larger by a tenth, and on a phone with one bar a tenth is seen.
    """
    folder = current_app.static_folder or ""
    for encoding, suffix in (("br", ".br"), ("gzip", ".gz")):
        if request.accept_encodings[encoding] > 0 and _is_built(folder, filename + suffix):
            response = send_from_directory(folder, filename + suffix, mimetype=guess_type(filename)[0])
            response.content_encoding = encoding
            response.vary.add("Accept-Encoding")
            return _as_part(response)
    return _as_part(current_app.send_static_file(filename))


def _as_part(response: Response) -> Response:
    """Leave out what says nothing about a file whose name changes with its content."""
    if is_part_of_a_page(response):
        for name in ("Accept-Ranges", "Content-Disposition", "Expires", "Last-Modified"):
            response.headers.pop(name, None)
    return response


def _is_built(folder: str, name: str) -> bool:
    path = safe_join(folder, name)
    return path is not None and Path(path).is_file()


def init_assets(app: Flask) -> None:
    """Serve what was built; templates may write `asset('map_page.js')`, `asset_parts('answer_page.js')`."""
    app.view_functions["static"] = send_built
    app.jinja_env.globals["asset"] = lambda name: asset(app, name)
    app.jinja_env.globals["asset_parts"] = lambda name: asset_parts(app, name)
