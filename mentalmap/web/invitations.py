"""Invitations: links, QR codes and posters, and whom each has reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from mentalmap.domain.permissions import Action
from mentalmap.domain.vocabulary import Via
from mentalmap.errors import InvalidInputError, NotFoundError
from mentalmap.exchange.posters import Poster, write_posters
from mentalmap.i18n import translator
from mentalmap.messages import Message, say
from mentalmap.services.invitations import end_invitation, get_invitation, make_invitations
from mentalmap.store.invitations import Invitation
from mentalmap.store.projects import Project, find_project
from mentalmap.store.reach import list_reach
from mentalmap.store.surveys import Survey, find_survey, list_surveys
from mentalmap.web.access import requires
from mentalmap.web.database import staff_transaction
from mentalmap.web.languages import render_message
from mentalmap.web.wording.poster import STRINGS

bp = Blueprint("invitations", __name__, url_prefix="/p/<project_slug>/invitations")

VIA: dict[Via, Message] = {
    Via.AMBASSADOR: say("Ambassador"),
    Via.EVENT: say("Event"),
    Via.POSTER: say("Poster"),
    Via.LETTER: say("Letter"),
    Via.KIOSK: say("Tablet on a table"),
    Via.OTHER: say("Other"),
}
POSTER_LOCALES = ("sv", "sv-easy", "en", "ar", "fi")


@bp.get("")
@requires(Action.MANAGE_SURVEYS)
def page(project_slug: str) -> ResponseReturnValue:
    """List the invitations of a round, and how many people each has reached."""
    return _page(project_slug, request.args.get("survey"))


@bp.post("")
@requires(Action.MANAGE_SURVEYS)
def make(project_slug: str) -> ResponseReturnValue:
    """Make invitations, one per place; what was written is kept where something must be corrected."""
    form = request.form
    survey_slug = form.get("survey", "")
    try:
        with staff_transaction() as session:
            project = find_project(session, project_slug)
            survey = find_survey(session, project.id, survey_slug)
            if form.get("via") not in set(Via):
                raise InvalidInputError(
                    say("Say by what the invitation reaches people."), say("Choose one of the list.")
                )
            made = make_invitations(
                session,
                survey,
                Via(form["via"]),
                form.get("sender", ""),
                form.get("places", "").splitlines(),
            )
            first = made[0].code
    except InvalidInputError as error:
        return _page(project_slug, survey_slug, failure=error, written=form.to_dict()), 400
    address = url_for("invitations.page", project_slug=project_slug, survey=survey_slug, made=first)
    return redirect(f"{address}#made")


@bp.post("/<code>/end")
@requires(Action.MANAGE_SURVEYS)
def end(project_slug: str, code: str) -> ResponseReturnValue:
    """End an invitation."""
    with staff_transaction() as session:
        project = find_project(session, project_slug)
        invitation = get_invitation(session, project.id, code)
        end_invitation(invitation, datetime.now(UTC))
        survey = session.get_one(Survey, invitation.survey_id)
    return redirect(url_for("invitations.page", project_slug=project_slug, survey=survey.slug))


@bp.get("/<code>/poster.pdf")
@requires(Action.MANAGE_SURVEYS)
def poster(project_slug: str, code: str) -> ResponseReturnValue:
    """Give the poster of one invitation."""
    with staff_transaction() as session:
        project = find_project(session, project_slug)
        found = [get_invitation(session, project.id, code)]
    return _pdf(project, found, f"{project.slug}-{code}.pdf")


@bp.get("/posters.pdf")
@requires(Action.MANAGE_SURVEYS)
def posters(project_slug: str) -> ResponseReturnValue:
    """Give the posters of a whole round, one page per place."""
    with staff_transaction() as session:
        project = find_project(session, project_slug)
        survey = find_survey(session, project.id, request.args.get("survey", ""))
        found = [
            one.invitation
            for one in list_reach(session, survey.id)
            if one.invitation.ended_at is None and one.invitation.via == Via.POSTER
        ]
    if not found:
        raise NotFoundError(say("This round has no posters yet."), say("Make an invitation by poster first."))
    return _pdf(project, found, f"{project.slug}-{survey.slug}.pdf")


def _page(
    project_slug: str,
    survey_slug: str | None,
    failure: InvalidInputError | None = None,
    written: dict[str, str] | None = None,
) -> str:
    with staff_transaction() as session:
        project = find_project(session, project_slug)
        surveys = list_surveys(session, project.id)
        survey = _chosen(session, project, surveys, survey_slug)
        reached = [] if survey is None else list_reach(session, survey.id)
    return render_template(
        "admin/invitations.html",
        project={"slug": project.slug, "name": project.name, "is_synthetic": project.is_synthetic},
        surveys=[{"slug": one.slug, "name": one.name} for one in surveys],
        survey=None
        if survey is None
        else {"slug": survey.slug, "name": survey.name, "is_open": survey.is_open},
        via=[{"code": one.value, "label": render_message(label)} for one, label in VIA.items()],
        locales=POSTER_LOCALES,
        invitations=[_told(project, survey, one.invitation, one.people) for one in reached if survey],
        made=request.args.get("made", ""),
        written=written or {},
        failure=None
        if failure is None
        else {
            "message": render_message(failure.message),
            "remedy": render_message(failure.remedy) if failure.remedy else "",
        },
    )


def _chosen(session: Session, project: Project, surveys: list[Survey], slug: str | None) -> Survey | None:
    """Give the round that was asked for, else the open one, else the latest."""
    if slug:
        return find_survey(session, project.id, slug)
    return next((one for one in surveys if one.is_open), surveys[0] if surveys else None)


def _told(project: Project, survey: Survey, invitation: Invitation, people: int) -> dict[str, object]:
    return {
        "code": invitation.code,
        "via": render_message(VIA[Via(invitation.via)]),
        "is_poster": invitation.via == Via.POSTER,
        "sender": invitation.sender,
        "place": invitation.place_name,
        # As everywhere, a few people are not told: with the day of a text one could guess who they are.
        "people": people if people == 0 or people >= project.threshold else None,
        "threshold": project.threshold,
        "has_ended": invitation.ended_at is not None,
        "url": _url(invitation),
        "coverage_url": url_for(
            "planner.plan_page",
            project_slug=project.slug,
            layer="coverage",
            survey=survey.slug,
            answer=f"reached_by:{invitation.sender}",
        ),
    }


def _url(invitation: Invitation) -> str:
    return url_for("short_addresses.follow", code=invitation.code, _external=True)


def _pdf(project: Project, invitations: list[Invitation], name: str) -> Response:
    locale = request.args.get("lang", project.locale)
    locale = locale if locale in POSTER_LOCALES else "sv"
    translate = translator(locale)
    fonts = Path(current_app.static_folder or "") / "posters"
    content = write_posters([_poster(project, one, translate, locale) for one in invitations], fonts)
    response = make_response(content)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.cache_control.no_store = True
    return response


def _poster(
    project: Project, invitation: Invitation, translate: Callable[[Message], str], locale: str
) -> Poster:
    url = _url(invitation)
    return Poster(
        headline=translate(STRINGS["headline"]),
        place=invitation.place_name or project.name,
        lines=[translate(STRINGS[key]) for key in ("show", "easy", "nobody")],
        invitation=translate(STRINGS["scan"]),
        address=url.split("://", 1)[-1],
        url=url,
        footer=translate(replace(STRINGS["who"], values={"name": project.name})),
        is_rtl=locale == "ar",
    )
