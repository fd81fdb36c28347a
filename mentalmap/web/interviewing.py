"""The page for recording conversations."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from mentalmap.domain.permissions import Action
from mentalmap.i18n import translator
from mentalmap.messages import say
from mentalmap.services.forms import find_open_survey
from mentalmap.services.invitations import kiosk_invitation
from mentalmap.store.projects import find_project
from mentalmap.web.access import current_account, requires
from mentalmap.web.answering import page_data
from mentalmap.web.database import staff_transaction

bp = Blueprint("interviewing", __name__, url_prefix="/p/<project_slug>/intervju")


@bp.get("")
@requires(Action.INTERVIEW)
def interview_page(project_slug: str) -> ResponseReturnValue:
    """Show the conversation, the map of this person, and who is still needed."""
    with staff_transaction() as session:
        project = find_project(session, project_slug)
        survey = find_open_survey(session, project.id)
        lent = None
        if survey is not None:
            # Answers of a lent tablet are told apart from those of people's own phones.
            sender = translator(project.locale)(say("Tablet on a table"))
            lent = kiosk_invitation(session, survey, sender).code
    account = current_account()
    page = url_for("interviewing.interview_page", project_slug=project.slug)
    data = page_data(project, "interview")
    own_urls = {
        "form": f"{page}/form.json",
        "quota": f"{page}/quota.json",
        "responses": f"{page}/responses",
        "photos": f"{page}/responses/{{id}}/photos/{{mark}}",
        "kiosk": url_for("answering.answer_page", project_slug=project.slug, kiosk=1, k=lent),
        "signIn": url_for("site.sign_in", next=page),
    }
    return render_template(
        "interview/interview.html",
        project={"slug": project.slug, "name": project.name, "is_synthetic": project.is_synthetic},
        page_data={
            **data,
            "urls": {**data["urls"], **own_urls},
            "interviewer": account.name if account else "",
        },
    )
