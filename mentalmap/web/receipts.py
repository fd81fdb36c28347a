"""The page behind a receipt: one's own answers."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("receipts", __name__, url_prefix="/p/<project_slug>/kvitto")
