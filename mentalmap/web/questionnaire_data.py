"""What the questionnaire API reads from a request and tells in an answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import request

from mentalmap.domain.readability import WANTED
from mentalmap.errors import Fault, InvalidInputError
from mentalmap.messages import say
from mentalmap.services.questionnaires import QuestionnaireState
from mentalmap.store.projects import Project
from mentalmap.store.surveys import Survey
from mentalmap.web.languages import render_message


def told_state(project: Project, survey: Survey, state: QuestionnaireState) -> dict[str, Any]:
    """Give the newest version of what a round asks, and what is wrong with it."""
    return {
        **state.document,
        "survey": told_round(survey),
        "main_locale": project.locale,
        "version": state.version,
        "is_published": state.is_published,
        "published_version": state.published_version,
        "fingerprint": state.fingerprint,
        "faults": [_told_fault(fault) for fault in state.faults],
        "missing": state.missing,
        "lix": state.lix,
        "lix_wanted": WANTED,
    }


def _told_fault(fault: Fault) -> dict[str, str]:
    return {
        "pointer": fault.pointer,
        "detail": render_message(fault.message),
        "remedy": render_message(fault.remedy) if fault.remedy else "",
        "code": fault.code,
    }


def told_round(survey: Survey) -> dict[str, Any]:
    """Give a round and its settings."""
    return {
        "slug": survey.slug,
        "name": survey.name,
        "is_open": survey.is_open,
        "shows_others": survey.shows_others,
        "reviews_texts": survey.reviews_texts,
        "wanted_people": survey.wanted_people,
        "starts_on": _day(survey.starts_on),
        "ends_on": _day(survey.ends_on),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def read_body(*allowed: str) -> dict[str, Any]:
    """
    Read the JSON object that was sent.

    Raises
    ------
    InvalidInputError
        If it is none, or has other keys than these.
    """
    try:
        body = request.get_json(silent=True)
    except RecursionError:  # a hundred thousand brackets
        body = None
    if not isinstance(body, dict):
        raise InvalidInputError(say("What was sent is no JSON object."))
    for key in body:
        if key not in allowed:
            raise InvalidInputError(
                say("“%(key)s” is not known here.", key=str(key)[:64]),
                say("Allowed: %(allowed)s.", allowed=", ".join(allowed) or "–"),
            )
    return body


def text_in(body: dict[str, Any], key: str) -> str:
    """
    Give a text of the body.

    Raises
    ------
    InvalidInputError
        If it is missing, or no text.
    """
    value = body.get(key)
    if not isinstance(value, str):
        raise InvalidInputError(say("The field “%(key)s” holds no text.", key=key))
    return value


def read_kinds(given: str) -> dict[str, str]:
    """Read `key:kind,key:kind`: what geo questions of a foreign form are about."""
    pairs = [pair.partition(":") for pair in given.split(",") if pair]
    return {key: kind for key, _, kind in pairs}
