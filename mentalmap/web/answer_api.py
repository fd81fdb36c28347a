"""What the answering page asks and sends: the form, responses, photos."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("answer_api", __name__, url_prefix="/p/<project_slug>/svara")
