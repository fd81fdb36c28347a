"""Names of built scripts and styles; they hold a hash, so that browsers may keep the files for good."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from flask import Flask, url_for

from mentalmap.errors import MissingDataError
from mentalmap.messages import say


@lru_cache
def _manifest(folder: Path) -> dict[str, str]:
    try:
        names: dict[str, str] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise MissingDataError(
            say("The scripts and styles of the pages have not been built."), say("Run: make demo")
        ) from error
    return names


def asset(app: Flask, name: str) -> str:
    """Give the address of a built file by its logical name, e.g. `map_page.js`."""
    folder = Path(app.static_folder or "")
    return url_for("static", filename=_manifest(folder)[name])


def init_assets(app: Flask) -> None:
    """Let templates write `asset('map_page.js')`."""
    app.jinja_env.globals["asset"] = lambda name: asset(app, name)
