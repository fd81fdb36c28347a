"""Invitations: links, QR codes and posters, and whom each has reached."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("invitations", __name__, url_prefix="/p/<project_slug>/invitations")
