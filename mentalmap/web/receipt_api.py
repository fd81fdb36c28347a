"""One's own answers, for whoever holds the secret of their receipt: read, change, withdraw."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("receipt_api", __name__, url_prefix="/p/<project_slug>/kvitto")
