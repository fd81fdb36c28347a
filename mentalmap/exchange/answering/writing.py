"""Writing a stored response as the page reads it: a body without proof, effort and device."""

from __future__ import annotations

from typing import Any

from mentalmap.domain.given import GivenMark, GivenResponse


def write_response(given: GivenResponse) -> dict[str, Any]:
    """Give a response as the `ResponseBody` of static/js/core/draft.ts; what was not said is left out."""
    background = given.background
    return {
        "id": str(given.id),
        "survey": given.survey,
        "version": given.version,
        "language": given.language,
        "said_at": given.said_at.isoformat().replace("+00:00", "Z"),
        "receipt_hash": (given.receipt_hash or b"").hex(),
        "device": None,
        "invitation": given.invitation,
        "background": _said(
            home_area=background.home_area,
            age_band=background.age_band,
            gender=background.gender,
            group=background.group,
        ),
        "answers": {
            key: value if isinstance(value, str) else list(value) for key, value in given.answers.items()
        },
        "marks": [_mark(mark) for mark in given.marks],
    }


def _mark(mark: GivenMark) -> dict[str, Any]:
    where = mark.where
    return {
        "id": str(mark.id),
        "question": mark.question,
        "where": _said(
            by=where.by,
            precision=where.precision,
            place=where.place,
            area=where.area,
            geometry=where.geometry,
            words=where.words,
            zoom=where.zoom,
        ),
        **_said(
            nature=mark.nature,
            purposes=list(mark.purposes) or None,
            valence=mark.valence,
            themes=list(mark.themes) or None,
            text=mark.text,
            language=mark.language,
        ),
    }


def _said(**values: object) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
