"""Questionnaires as data: drafts, publishing, rounds, import and export."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from mentalmap.domain.permissions import Action
from mentalmap.services.forms import build_form
from mentalmap.services.questionnaire_files import export_json, export_xlsx, import_file
from mentalmap.services.questionnaires import (
    TEMPLATES,
    load_state,
    publish,
    read_template,
    save_draft,
    start_from_template,
)
from mentalmap.services.rounds import (
    change_round,
    close_survey,
    list_project_rounds,
    make_round,
    open_survey,
)
from mentalmap.store.projects import Project, find_project
from mentalmap.store.surveys import Survey, find_survey
from mentalmap.web.access import requires
from mentalmap.web.database import staff_transaction
from mentalmap.web.languages import render_message
from mentalmap.web.questionnaire_data import read_body, read_kinds, text_in, told_round, told_state
from mentalmap.web.requests import refuse_foreign_writes

bp = Blueprint("questionnaire_api", __name__, url_prefix="/p/<project_slug>/questionnaires")
bp.before_request(refuse_foreign_writes)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/rounds.json")
@requires(Action.MANAGE_SURVEYS)
def rounds(project_slug: str) -> ResponseReturnValue:
    """List the rounds of the project, the latest first."""
    with staff_transaction() as session:
        project = find_project(session, project_slug)
        return jsonify(
            rounds=[
                {
                    **told_round(one.row.survey),
                    "is_asked": one.is_asked,
                    "published_version": one.row.published_version,
                    "has_draft": one.row.has_draft,
                    "people": one.row.people,
                }
                for one in list_project_rounds(session, project)
            ]
        )


@bp.post("/rounds.json")
@requires(Action.MANAGE_SURVEYS)
def new_round(project_slug: str) -> ResponseReturnValue:
    """Make a new round, closed; with the questions of another one where `copy_from` names it."""
    body = read_body("slug", "name", "copy_from")
    copy_from = body.get("copy_from")
    with staff_transaction() as session:
        project = find_project(session, project_slug)
        survey = make_round(
            session,
            project,
            text_in(body, "slug"),
            text_in(body, "name"),
            None if copy_from is None else text_in(body, "copy_from"),
        )
        return jsonify(told_state(project, survey, load_state(session, project, survey))), 201


@bp.get("/templates.json")
@requires(Action.MANAGE_SURVEYS)
def templates(project_slug: str) -> ResponseReturnValue:
    """List the questionnaires that a draft can start from."""
    with staff_transaction() as session:
        locale = find_project(session, project_slug).locale
    found = [(name, read_template(name, locale)) for name in TEMPLATES]
    return jsonify(
        templates=[
            {"name": name, "title": one.title, "questions": len(one.questions), "locales": one.locales}
            for name, one in found
        ]
    )


@bp.get("/<survey_slug>/draft.json")
@requires(Action.MANAGE_SURVEYS)
def draft(project_slug: str, survey_slug: str) -> ResponseReturnValue:
    """Give the newest version of what a round asks, and what is wrong with it."""
    with staff_transaction() as session:
        project, survey = _find(session, project_slug, survey_slug)
        return jsonify(told_state(project, survey, load_state(session, project, survey)))


@bp.put("/<survey_slug>/draft.json")
@requires(Action.MANAGE_SURVEYS)
def save(project_slug: str, survey_slug: str) -> ResponseReturnValue:
    """Replace the draft, whole or not at all."""
    body = read_body("fingerprint", "title", "information", "thanks", "settings", "questions")
    fingerprint = text_in(body, "fingerprint")
    document = {key: value for key, value in body.items() if key != "fingerprint"}
    with staff_transaction() as session:
        project, survey = _find(session, project_slug, survey_slug)
        return jsonify(
            told_state(project, survey, save_draft(session, project, survey, document, fingerprint))
        )


@bp.get("/<survey_slug>/preview.json")
@requires(Action.MANAGE_SURVEYS)
def preview(project_slug: str, survey_slug: str) -> ResponseReturnValue:
    """Give the form of the newest version, published or not."""
    with staff_transaction() as session:
        return jsonify(build_form(session, project_slug, survey_slug, draft=True))


@bp.post("/<survey_slug>/publish")
@requires(Action.MANAGE_SURVEYS)
def publish_draft(project_slug: str, survey_slug: str) -> ResponseReturnValue:
    """Freeze the draft."""
    fingerprint = text_in(read_body("fingerprint"), "fingerprint")
    with staff_transaction() as session:
        project, survey = _find(session, project_slug, survey_slug)
        return jsonify(told_state(project, survey, publish(session, project, survey, fingerprint)))


@bp.post("/<survey_slug>/template/<name>")
@requires(Action.MANAGE_SURVEYS)
def start(project_slug: str, survey_slug: str, name: str) -> ResponseReturnValue:
    """Replace the draft by a template."""
    fingerprint = text_in(read_body("fingerprint"), "fingerprint")
    with staff_transaction() as session:
        project, survey = _find(session, project_slug, survey_slug)
        state = start_from_template(session, project, survey, name, fingerprint)
        return jsonify(told_state(project, survey, state))


@bp.post("/<survey_slug>/open")
@requires(Action.MANAGE_SURVEYS)
def open_round(project_slug: str, survey_slug: str) -> ResponseReturnValue:
    """Let the round take answers."""
    read_body()
    with staff_transaction() as session:
        project, survey = _find(session, project_slug, survey_slug)
        open_survey(session, project, survey)
        return jsonify(told_state(project, survey, load_state(session, project, survey)))


@bp.post("/<survey_slug>/close")
@requires(Action.MANAGE_SURVEYS)
def close_round(project_slug: str, survey_slug: str) -> ResponseReturnValue:
    """Let the round take no more answers."""
    read_body()
    with staff_transaction() as session:
        project, survey = _find(session, project_slug, survey_slug)
        close_survey(session, project, survey)
        return jsonify(told_state(project, survey, load_state(session, project, survey)))


@bp.put("/<survey_slug>/settings.json")
@requires(Action.MANAGE_SURVEYS)
def settings(project_slug: str, survey_slug: str) -> ResponseReturnValue:
    """Change what the round is called and how it treats what comes in."""
    body = read_body("name", "shows_others", "reviews_texts", "wanted_people")
    with staff_transaction() as session:
        project, survey = _find(session, project_slug, survey_slug)
        change_round(session, project, survey, body)
        return jsonify(told_state(project, survey, load_state(session, project, survey)))


@bp.get("/<survey_slug>/export.json")
@requires(Action.MANAGE_SURVEYS)
def json_file(project_slug: str, survey_slug: str) -> ResponseReturnValue:
    """Serve the newest version as a file of our own."""
    with staff_transaction() as session:
        project, survey = _find(session, project_slug, survey_slug)
        content = export_json(session, project, survey)
    return _file(content, "application/json", f"{project_slug}-{survey_slug}.json")


@bp.get("/<survey_slug>/export.xlsx")
@requires(Action.MANAGE_SURVEYS)
def xlsform(project_slug: str, survey_slug: str) -> ResponseReturnValue:
    """Serve the newest version as an XLSForm."""
    with staff_transaction() as session:
        project, survey = _find(session, project_slug, survey_slug)
        content = export_xlsx(session, project, survey)
    return _file(content, XLSX, f"{project_slug}-{survey_slug}.xlsx")


@bp.post("/<survey_slug>/import")
@requires(Action.MANAGE_SURVEYS)
def take_file(project_slug: str, survey_slug: str) -> ResponseReturnValue:
    """Replace the draft by a file: JSON of our own, or an XLSForm."""
    content = request.get_data(cache=False)
    with staff_transaction() as session:
        project, survey = _find(session, project_slug, survey_slug)
        state, notes = import_file(
            session,
            project,
            survey,
            content,
            is_xlsform=request.mimetype == XLSX,
            kinds=read_kinds(request.args.get("kinds", "")),
            fingerprint=request.args.get("fingerprint"),
        )
        told = [{"row": note.row, "detail": render_message(note.message)} for note in notes]
        return jsonify({**told_state(project, survey, state), "notes": told})


def _find(session: Session, project_slug: str, survey_slug: str) -> tuple[Project, Survey]:
    project = find_project(session, project_slug)
    return project, find_survey(session, project.id, survey_slug)


def _file(content: bytes, mimetype: str, name: str) -> Response:
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.cache_control.no_store = True
    return response
