"""What makes the answering pages an app: the service worker, the manifest and the icons."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("installing", __name__, url_prefix="/p/<project_slug>")
