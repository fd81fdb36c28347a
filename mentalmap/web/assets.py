"""Names of built scripts and styles; they hold a hash, so that browsers may keep the files for good."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from flask import Flask, url_for

from mentalmap.errors import MissingDataError
from mentalmap.messages import say


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


def init_assets(app: Flask) -> None:
    """Let templates write `asset('map_page.js')` and `asset_parts('answer_page.js')`."""
    app.jinja_env.globals["asset"] = lambda name: asset(app, name)
    app.jinja_env.globals["asset_parts"] = lambda name: asset_parts(app, name)
