"""Questionnaires as data: drafts, publishing, import and export."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("questionnaire_api", __name__, url_prefix="/p/<project_slug>/questionnaires")
