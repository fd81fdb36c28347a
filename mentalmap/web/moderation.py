"""What waits for a person's eyes, and letting it out or hiding it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("moderation", __name__, url_prefix="/p/<project_slug>/moderation")
