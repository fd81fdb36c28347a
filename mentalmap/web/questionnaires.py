"""The pages where administrators make questionnaires and open rounds."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from mentalmap.domain.names import key_of, without_accents
from mentalmap.domain.permissions import Action
from mentalmap.errors import InvalidInputError, InvalidQuestionnaireError, MentalMapError
from mentalmap.i18n import LANGUAGE_NAMES, RESIDENT_LOCALES, direction
from mentalmap.messages import say
from mentalmap.services.questionnaires import TEMPLATES, check_published
from mentalmap.services.rounds import (
    MOST_PEOPLE,
    change_round,
    close_survey,
    list_project_rounds,
    make_round,
    open_survey,
)
from mentalmap.store.projects import Project, find_project
from mentalmap.store.questionnaires import find_published
from mentalmap.store.surveys import Survey, find_survey, list_surveys
from mentalmap.store.waiting import count_waiting
from mentalmap.web.access import requires
from mentalmap.web.database import staff_transaction
from mentalmap.web.languages import locale_code, render_message
from mentalmap.web.security import content_policy

bp = Blueprint("questionnaires", __name__, url_prefix="/p/<project_slug>/questionnaires")

DONE = ("made", "changed", "opened", "closed")


@bp.get("")
@requires(Action.MANAGE_SURVEYS)
def rounds(project_slug: str) -> ResponseReturnValue:
    """List the rounds of a project, the latest first."""
    return _list_page(project_slug)


@bp.post("/rounds")
@requires(Action.MANAGE_SURVEYS)
def add_round(project_slug: str) -> ResponseReturnValue:
    """Make a round; its address comes from its name."""
    name, copied = request.form.get("name", ""), request.form.get("copy_from") or None
    try:
        with staff_transaction() as session:
            project = find_project(session, project_slug)
            slug = free_slug(name, [one.slug for one in list_surveys(session, project.id)])
            make_round(session, project, slug, name, copied)
    except InvalidInputError as error:
        return _list_page(project_slug, failure=error), 422
    return redirect(url_for("questionnaires.builder", project_slug=project_slug, survey_slug=slug))


@bp.get("/<survey_slug>")
@requires(Action.MANAGE_SURVEYS)
def builder(project_slug: str, survey_slug: str) -> ResponseReturnValue:
    """Show what a round asks, to change it; the draft itself is read by the page."""
    with staff_transaction() as session:
        project = find_project(session, project_slug)
        survey = find_survey(session, project.id, survey_slug)
        page = render_template(
            "admin/questionnaire.html",
            project=_told_project(project),
            survey=_told_survey(survey),
            page_data={
                "project": {"slug": project.slug, "name": project.name},
                "survey": {"slug": survey.slug, "name": survey.name, "is_open": survey.is_open},
                "locale": locale_code(),
                "main_locale": project.locale,
                "languages": [
                    {"code": code, "name": LANGUAGE_NAMES[code], "dir": direction(code)}
                    for code in RESIDENT_LOCALES
                ],
                "templates": TEMPLATES,
                "urls": _urls(project.slug, survey.slug),
            },
            urls=_urls(project.slug, survey.slug),
            templates=TEMPLATES,
        )
    return _framing(make_response(page))


@bp.get("/<survey_slug>/settings")
@requires(Action.MANAGE_SURVEYS)
def settings(project_slug: str, survey_slug: str) -> ResponseReturnValue:
    """Show how a round treats what comes in."""
    with staff_transaction() as session:
        project = find_project(session, project_slug)
        survey = find_survey(session, project.id, survey_slug)
        return _settings_page(project, _told_survey(survey))


@bp.post("/<survey_slug>/settings")
@requires(Action.MANAGE_SURVEYS)
def change_settings(project_slug: str, survey_slug: str) -> ResponseReturnValue:
    """Change how a round treats what comes in."""
    with staff_transaction() as session:
        project = find_project(session, project_slug)
        survey = find_survey(session, project.id, survey_slug)
        written = {
            "name": request.form.get("name", ""),
            "shows_others": request.form.get("shows_others") == "1",
            "reviews_texts": request.form.get("reviews_texts") == "1",
        }
        try:
            people = _people(request.form.get("wanted_people", ""))
            with session.begin_nested():
                change_round(session, project, survey, {**written, "wanted_people": people})
        except InvalidInputError as error:
            shown = {**written, "wanted_people": request.form.get("wanted_people", "")}
            return _settings_page(project, {"slug": survey_slug, **shown}, error), 422
    return _back(project_slug, survey_slug, "changed")


@bp.get("/<survey_slug>/opening")
@requires(Action.MANAGE_SURVEYS)
def opening(project_slug: str, survey_slug: str) -> ResponseReturnValue:
    """Say what it means to open a round, before it is opened."""
    return _confirmation(project_slug, survey_slug, "opening")


@bp.post("/<survey_slug>/opening")
@requires(Action.MANAGE_SURVEYS)
def open_round(project_slug: str, survey_slug: str) -> ResponseReturnValue:
    """Let a round take answers."""
    try:
        with staff_transaction() as session:
            project = find_project(session, project_slug)
            open_survey(session, project, find_survey(session, project.id, survey_slug))
    except InvalidQuestionnaireError:
        return _confirmation(project_slug, survey_slug, "opening"), 422
    return _back(project_slug, survey_slug, "opened")


@bp.get("/<survey_slug>/closing")
@requires(Action.MANAGE_SURVEYS)
def closing(project_slug: str, survey_slug: str) -> ResponseReturnValue:
    """Say what it means to close a round, before it is closed."""
    return _confirmation(project_slug, survey_slug, "closing")


@bp.post("/<survey_slug>/closing")
@requires(Action.MANAGE_SURVEYS)
def close_round(project_slug: str, survey_slug: str) -> ResponseReturnValue:
    """Take no more answers."""
    with staff_transaction() as session:
        project = find_project(session, project_slug)
        close_survey(session, project, find_survey(session, project.id, survey_slug))
    return _back(project_slug, survey_slug, "closed")


def free_slug(name: str, taken: list[str]) -> str:
    """Make the address of a round from its name: “Hösten 2026” is hosten-2026, or hosten-2026-2."""
    plain = re.sub(r"[^a-z0-9]+", "-", without_accents(key_of(name))).strip("-")[:56].strip("-") or "round"
    return next(
        slug for number in range(1, len(taken) + 2) if (slug := _numbered(plain, number)) not in taken
    )


def _numbered(plain: str, number: int) -> str:
    return plain if number == 1 else f"{plain}-{number}"


def _people(text: str) -> int | None:
    """Read how many people are wanted; an empty field is no wish."""
    written = text.strip()
    if not written:
        return None
    if written.isascii() and written.isdigit() and 1 <= int(written[:9]) <= MOST_PEOPLE:
        return int(written[:9])
    raise InvalidInputError(
        say("“%(value)s” is no number of people.", value=written[:32]),
        say("Write a whole number from 1 to %(most)s, or leave the field empty.", most=MOST_PEOPLE),
    )


def _list_page(project_slug: str, failure: MentalMapError | None = None) -> str:
    with staff_transaction() as session:
        project = find_project(session, project_slug)
        listed = [
            {
                **_told_survey(one.row.survey),
                "people": one.row.people,
                "published_version": one.row.published_version,
                "has_draft": one.row.has_draft,
                "is_asked": one.is_asked,
            }
            # What is still to come stands first: it has no first day yet.
            for one in sorted(
                list_project_rounds(session, project), key=lambda one: one.row.survey.starts_on is not None
            )
        ]
        return render_template(
            "admin/questionnaires.html",
            project=_told_project(project),
            rounds=listed,
            waiting=count_waiting(session, project.id),
            done=request.args.get("done") if request.args.get("done") in DONE else None,
            about=next((one["name"] for one in listed if one["slug"] == request.args.get("round")), None),
            failure=_told_failure(failure),
            written=request.form.get("name", ""),
        )


def _settings_page(project: Project, shown: dict[str, Any], failure: MentalMapError | None = None) -> str:
    return render_template(
        "admin/round_settings.html",
        project=_told_project(project),
        survey=shown,
        most_people=MOST_PEOPLE,
        failure=_told_failure(failure),
    )


def _confirmation(project_slug: str, survey_slug: str, step: str) -> str:
    with staff_transaction() as session:
        project = find_project(session, project_slug)
        survey = find_survey(session, project.id, survey_slug)
        published = find_published(session, survey.id)
        faults = _faults(session, project, survey) if step == "opening" else []
        others = [
            one.name
            for one in list_surveys(session, project.id)
            if step == "opening" and one.is_open and one.id != survey.id
        ]
        return render_template(
            "admin/round_confirmation.html",
            project=_told_project(project),
            survey=_told_survey(survey),
            step=step,
            version=None if published is None else published.version,
            faults=faults,
            others=others,
        )


def _faults(session: Session, project: Project, survey: Survey) -> list[str]:
    """List what keeps a round from being opened."""
    try:
        check_published(session, project, survey)
    except InvalidQuestionnaireError as error:
        told = [(fault.message, fault.remedy) for fault in error.faults]
        return [" ".join(render_message(part) for part in parts if part) for parts in told]
    return []


def _told_project(project: Project) -> dict[str, Any]:
    return {"slug": project.slug, "name": project.name, "is_synthetic": project.is_synthetic}


def _told_survey(survey: Survey) -> dict[str, Any]:
    return {
        "slug": survey.slug,
        "name": survey.name,
        "is_open": survey.is_open,
        "shows_others": survey.shows_others,
        "reviews_texts": survey.reviews_texts,
        "wanted_people": survey.wanted_people,
    }


def _told_failure(failure: MentalMapError | None) -> str | None:
    if failure is None:
        return None
    return " ".join(render_message(part) for part in (failure.message, failure.remedy) if part)


def _urls(project_slug: str, survey_slug: str) -> dict[str, str]:
    base = url_for("questionnaires.builder", project_slug=project_slug, survey_slug=survey_slug)
    asked = url_for("answering.answer_page", project_slug=project_slug, preview=survey_slug)
    return {
        "draft": f"{base}/draft.json",
        "publish": f"{base}/publish",
        "template": f"{base}/template/{{name}}",
        "import": f"{base}/import",
        "export_json": f"{base}/export.json",
        "export_xlsx": f"{base}/export.xlsx",
        "preview": asked,
    }


def _framing(response: Response) -> Response:
    """Let this page show another page of ours in a frame: the preview."""
    response.headers["Content-Security-Policy"] = f"{content_policy()}; frame-src 'self'"
    return response


def _back(project_slug: str, survey_slug: str, done: str) -> ResponseReturnValue:
    return redirect(url_for("questionnaires.rounds", project_slug=project_slug, done=done, round=survey_slug))
