"""The page for recording conversations."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("interviewing", __name__, url_prefix="/p/<project_slug>/intervju")
