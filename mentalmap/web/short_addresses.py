"""Short addresses of invitations, as they stand on posters: /s/<code>."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from mentalmap.domain.permissions import Action
from mentalmap.errors import NotFoundError
from mentalmap.messages import say
from mentalmap.store.invitations import find_invitation
from mentalmap.store.projects import Project
from mentalmap.web.access import requires
from mentalmap.web.database import staff_transaction

bp = Blueprint("short_addresses", __name__, url_prefix="/s")


@bp.get("/<code>")
@requires(Action.ANSWER)
def follow(code: str) -> ResponseReturnValue:
    """Lead to the questions of the invitation's project, in any case of letters."""
    with staff_transaction() as session:
        invitation = find_invitation(session, code.strip().lower())
        project = None if invitation is None else session.get(Project, invitation.project_id)
    if invitation is None or project is None:
        raise NotFoundError(
            say("No invitation has this address."), say("Compare it with the poster, letter by letter.")
        )
    response = redirect(url_for("answering.answer_page", project_slug=project.slug, k=invitation.code))
    response.cache_control.no_store = True
    return response
