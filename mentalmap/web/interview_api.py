"""What the interview page asks and sends."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("interview_api", __name__, url_prefix="/p/<project_slug>/intervju")
