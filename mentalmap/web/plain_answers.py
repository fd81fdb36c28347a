"""Answering without JavaScript, by place names."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("plain_answers", __name__, url_prefix="/p/<project_slug>/svara/enkel")
