"""Judging: a response is held against everything that it names, and becomes rows that may be stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import Session

from mentalmap.domain.collecting import check_response
from mentalmap.domain.given import GivenMark, GivenResponse
from mentalmap.domain.questionnaires import Questionnaire
from mentalmap.domain.texts import tidy_text
from mentalmap.domain.vocabulary import Channel
from mentalmap.errors import Fault, NotFoundError, RefusedAnswerError, UnknownSurveyError
from mentalmap.messages import say
from mentalmap.services.forms import asked_of
from mentalmap.services.known_codes import ProjectCodes, codes_of


@dataclass(frozen=True, slots=True)
class Judged:
    """A response that may be stored, with what storing it needs."""

    codes: ProjectCodes
    survey_id: int
    questionnaire_id: int
    questions: Questionnaire
    question_ids: dict[str, int]
    shapes: tuple[BaseGeometry | None, ...]


def judge(
    session: Session,
    project_slug: str,
    given: GivenResponse,
    *,
    channel: Channel,
    now: datetime,
    anew: bool = False,
) -> Judged:
    """
    Hold a response against everything that it names; nothing is stored.

    Raises
    ------
    ProjectNotFoundError, UnknownSurveyError, RefusedAnswerError
        As `collect`.
    """
    codes = codes_of(session, project_slug, anew=anew)
    if given.survey not in codes.surveys and not anew:
        return judge(session, project_slug, given, channel=channel, now=now, anew=True)
    survey_id = codes.surveys.get(given.survey)
    if survey_id is None:
        raise UnknownSurveyError(given.survey)
    questionnaire_id, questions, question_ids = _asked(session, survey_id, given)
    mode = "interview" if channel is Channel.INTERVIEW else "web"
    checked = check_response(given, questions, codes.known, mode=mode, now=now)
    if checked.unknown and not anew:
        return judge(session, project_slug, given, channel=channel, now=now, anew=True)
    if checked.faults:
        raise RefusedAnswerError(checked.faults)
    return Judged(codes, survey_id, questionnaire_id, questions, question_ids, checked.shapes)


def rows_of_marks(judged: Judged, given: GivenResponse, channel: Channel) -> list[dict[str, object]]:
    """Give the marks as the rows that `store.collecting.MARK_COLUMNS` names."""
    known = judged.codes.known
    kinds = {question.key: question.kind for question in judged.questions.questions}
    rows: list[dict[str, object]] = []
    positions = shapely.to_wkb(judged.shapes, hex=True)  # None stays None
    for mark, position in zip(given.marks, positions, strict=True):
        where, quote, words = mark.where, _tidied(mark.text), _tidied(mark.where.words)
        geom = position if where.area is None else judged.codes.area_points[where.area]
        rows.append(
            {
                "client_id": str(mark.id),
                "question_id": judged.question_ids[mark.question],
                "kind": kinds[mark.question],
                "nature": mark.nature,
                "valence": mark.valence,
                "purpose_ids": [known.purposes[code] for code in mark.purposes],
                "theme_ids": [known.themes[code] for code in mark.themes],
                "quote": quote,
                "language": _language_of(mark, given, quote),
                "precision": where.stored_precision(),
                "placed_by": where.by,
                "zoom": where.zoom,
                "described": words,
                "place_id": None if where.place is None else known.places[where.place],
                "geom": geom,
                "waits": channel is not Channel.INTERVIEW and bool(quote or words),
            }
        )
    return rows


def rows_of_answers(judged: Judged, given: GivenResponse) -> list[dict[str, object]]:
    """Give the answers that are not about places as rows of number and value."""
    return [
        {
            "question_id": judged.question_ids[key],
            "value": tidy_text(value) if isinstance(value, str) else list(value),
        }
        for key, value in given.answers.items()
    ]


def background_values(judged: Judged, given: GivenResponse) -> dict[str, object]:
    """Give what was said about the person, and of which questions, as columns of a response."""
    told, known = given.background, judged.codes.known
    return {
        "questionnaire": judged.questionnaire_id,
        "home_area": None if told.home_area is None else known.areas[told.home_area],
        "age_band": told.age_band,
        "gender": told.gender,
        "group": None if told.group is None else known.groups[told.group],
        "consent_version": f"{judged.questions.version}.{given.language}",
        "said_on": given.said_at.astimezone(UTC).date(),
        "language": given.language,
    }


def _asked(
    session: Session, survey_id: int, given: GivenResponse
) -> tuple[int, Questionnaire, dict[str, int]]:
    try:
        return asked_of(session, survey_id, given.version)
    except NotFoundError:
        fault = Fault(
            "#/version",
            say("This round has no published version %(version)s of its questions.", version=given.version),
            say("Open the page anew: it asks what is asked now."),
            "unknown_version",
        )
        raise RefusedAnswerError((fault,)) from None


def _language_of(mark: GivenMark, given: GivenResponse, quote: str | None) -> str | None:
    return None if quote is None else mark.language or given.language


def _tidied(text: str | None) -> str | None:
    return (tidy_text(text) or None) if text is not None else None
