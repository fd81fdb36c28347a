"""The page where residents answer, the ground it draws and the words it says, all for use offline."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mentalmap.domain.permissions import Action, may
from mentalmap.errors import NotFoundError, NotPermittedError
from mentalmap.i18n import LANGUAGE_NAMES, RESIDENT_LOCALES, direction, language_tag, translator
from mentalmap.messages import say
from mentalmap.services.grounds import phone_ground
from mentalmap.store.projects import Project, find_project
from mentalmap.web.access import current_role, requires
from mentalmap.web.basemaps import describe_basemap
from mentalmap.web.data_to_keep import to_keep
from mentalmap.web.database import staff_transaction
from mentalmap.web.languages import locale_code
from mentalmap.web.security import content_policy
from mentalmap.web.wording import strings_in

bp = Blueprint("answering", __name__, url_prefix="/p/<project_slug>/svara")


@bp.get("")
@requires(Action.ANSWER)
def answer_page(project_slug: str) -> ResponseReturnValue:
    """Show the questions, one screen at a time."""
    preview = request.args.get("preview")
    if preview is not None and not may(current_role(), Action.MANAGE_SURVEYS):
        raise NotPermittedError(
            say("Only who manages the questions may see them before they are asked."), say("Sign in first.")
        )
    with staff_transaction() as session:
        project = find_project(session, project_slug)
    mode = "preview" if preview is not None else "kiosk" if request.args.get("kiosk") == "1" else "web"
    page = make_response(
        render_template(
            "answer/answer.html",
            project={"slug": project.slug, "name": project.name, "is_synthetic": project.is_synthetic},
            page_data=page_data(project, mode, preview=preview),
        )
    )
    if preview is not None:  # the builder shows it in a frame; nobody else may
        page.headers["Content-Security-Policy"] = content_policy().replace(
            "frame-ancestors 'none'", "frame-ancestors 'self'"
        )
        page.headers["X-Frame-Options"] = "SAMEORIGIN"
    return page


@bp.get("/ground.json")
@requires(Action.ANSWER)
def ground(project_slug: str) -> ResponseReturnValue:
    """Serve what is drawn under the marks: land, water, areas and names, light enough for a phone."""
    with staff_transaction() as session:
        body = phone_ground(session, find_project(session, project_slug))
    return to_keep(Response(body, mimetype="application/json"))


@bp.get("/words/<locale>.json")
@requires(Action.ANSWER)
def words(project_slug: str, locale: str) -> ResponseReturnValue:
    """Serve every sentence that the pages say in the browser, in one language."""
    if locale not in RESIDENT_LOCALES:
        raise NotFoundError(
            say("The pages do not speak “%(locale)s”.", locale=locale[:32]),
            say("Allowed: %(allowed)s.", allowed=", ".join(RESIDENT_LOCALES)),
        )
    strings = strings_in(locale, translator(locale))
    return to_keep(jsonify(locale=language_tag(locale), dir=direction(locale), strings=strings))


def page_data(project: Project, mode: str, *, preview: str | None = None) -> dict[str, Any]:
    """Give the data block of the pages that ask: who and where, languages, and every address they need."""
    slug, locale = project.slug, locale_code()
    base = url_for("answering.answer_page", project_slug=slug)
    here = url_for("resident.map_page", project_slug=slug)
    return {
        "project": {"slug": slug, "name": project.name},
        "locale": locale,
        "dir": direction(locale),
        "locales": [
            {"code": code, "name": LANGUAGE_NAMES[code], "dir": direction(code)} for code in RESIDENT_LOCALES
        ],
        "mode": mode,
        "urls": {
            "form": f"{base}/form.json"
            if preview is None
            else f"{here}/questionnaires/{preview}/preview.json",
            "ground": f"{base}/ground.json",
            "words": f"{base}/words/{{locale}}.json",
            "responses": f"{base}/responses",
            "photos": f"{base}/responses/{{id}}/photos/{{mark}}",
            "receipt": f"{here}/kvitto",
            "receipt_data": f"{here}/kvitto/response.json",
            "receipt_photos": f"{here}/kvitto/photos/{{mark}}",
            "plain": f"{base}/enkel",
            "accessibility": url_for("site.accessibility"),
            "worker": f"{here}/worker.js",
            "map": here,
            "signIn": url_for("site.sign_in"),
        },
        "basemap": describe_basemap(project),
        "invitation": request.args.get("k"),
        "preview": preview,
    }
