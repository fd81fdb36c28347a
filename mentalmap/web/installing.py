"""What makes the answering pages an app: the service worker, its page for no network, manifest and icons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    jsonify,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from flask.typing import ResponseReturnValue

from mentalmap.domain.permissions import Action
from mentalmap.errors import NotFoundError
from mentalmap.i18n import direction, language_tag
from mentalmap.messages import say
from mentalmap.store.projects import find_project
from mentalmap.web.access import requires
from mentalmap.web.database import staff_transaction
from mentalmap.web.languages import locale_code, render_message

bp = Blueprint("installing", __name__, url_prefix="/p/<project_slug>")

WORKER = "answer_worker.js"
# The colours of static/css/tokens.css in light, --accent and --paper: a manifest cannot name variables.
ACCENT, PAPER = "#0b5a7d", "#fcfbf7"
ICONS = {
    "icon-192.png": {"sizes": "192x192", "type": "image/png", "purpose": "any"},
    "icon-512.png": {"sizes": "512x512", "type": "image/png", "purpose": "any"},
    "icon-maskable-512.png": {"sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    "icon.svg": {"sizes": "any", "type": "image/svg+xml", "purpose": "any"},
}
APPLE_ICON = "icon-180.png"
_DAY_S = 24 * 3600
# Under an icon there is room for about so many letters.
_SHORT_NAME_LETTERS = 12


@bp.get("/worker.js")
@requires(Action.ANSWER)
def worker(project_slug: str) -> Response:
    """Serve the service worker; its place in the address is what it may serve: the pages of one project."""
    answer = _built(WORKER)
    answer.mimetype = "text/javascript"
    answer.cache_control.no_cache = True  # the next version is found at the next visit
    answer.cache_control.max_age = None
    return answer


@bp.get("/offline")
@requires(Action.ANSWER)
def offline_page(project_slug: str) -> str:
    """Say that there is no network; phones keep this page and show it in place of those that need one."""
    with staff_transaction() as session:
        project = find_project(session, project_slug)
    return render_template("answer/offline.html", project={"slug": project.slug, "name": project.name})


@bp.get("/manifest.webmanifest")
@requires(Action.ANSWER)
def manifest(project_slug: str) -> ResponseReturnValue:
    """Describe the app that a phone installs: the questions of one project."""
    with staff_transaction() as session:
        project = find_project(session, project_slug)
    home = url_for("answering.answer_page", project_slug=project.slug)
    locale = locale_code()
    about: dict[str, Any] = {
        "id": home,
        "name": render_message(say("Mental map of %(name)s", name=project.name)),
        "short_name": project.name if len(project.name) <= _SHORT_NAME_LETTERS else project.name.split()[0],
        "start_url": home,
        "scope": url_for("resident.map_page_with_slash", project_slug=project.slug),
        "lang": language_tag(locale),
        "dir": direction(locale),
        "display": "standalone",
        "theme_color": ACCENT,
        "background_color": PAPER,
        "icons": [
            {"src": url_for("installing.icon", project_slug=project.slug, name=name), **told}
            for name, told in ICONS.items()
        ],
    }
    answer = jsonify(about)
    answer.mimetype = "application/manifest+json"
    answer.cache_control.no_cache = True
    answer.add_etag()
    return answer.make_conditional(request)


@bp.get("/<any(" + ", ".join(f"'{name}'" for name in (*ICONS, APPLE_ICON)) + "):name>")
@requires(Action.ANSWER)
def icon(project_slug: str, name: str) -> Response:
    """Serve an icon of the app; they are the same for every project."""
    answer = _built("app_icons", name)
    answer.cache_control.max_age = _DAY_S
    answer.cache_control.public = True
    answer.cache_control.no_cache = None
    return answer


def _built(*parts: str) -> Response:
    folder = Path(current_app.static_folder or "").joinpath(*parts[:-1])
    if not (folder / parts[-1]).is_file():
        raise NotFoundError(
            say("The scripts and styles of the pages have not been built."), say("Run: make demo")
        )
    return send_from_directory(folder, parts[-1])
