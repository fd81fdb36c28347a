"""The pages where administrators make questionnaires and open rounds."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("questionnaires", __name__, url_prefix="/p/<project_slug>/questionnaires")
