"""The page where residents answer."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("answering", __name__, url_prefix="/p/<project_slug>/svara")
