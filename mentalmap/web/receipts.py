"""The page behind a receipt: one's own answers. The secret stays in the fragment of the address."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from mentalmap.domain.permissions import Action
from mentalmap.store.projects import find_project
from mentalmap.web.access import requires
from mentalmap.web.answering import page_data
from mentalmap.web.database import staff_transaction

bp = Blueprint("receipts", __name__, url_prefix="/p/<project_slug>/kvitto")


@bp.get("")
@requires(Action.ANSWER)
def receipt_page(project_slug: str) -> ResponseReturnValue:
    """Show the page that reads the secret from its address and asks for the answers."""
    with staff_transaction() as session:
        project = find_project(session, project_slug)
    return render_template(
        "answer/receipt.html",
        project={"slug": project.slug, "name": project.name, "is_synthetic": project.is_synthetic},
        page_data=page_data(project, "web"),
    )
