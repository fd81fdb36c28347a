"""The form of a round: what is asked, and everything that is needed to answer it without network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mentalmap.domain import questionnaires as asked
from mentalmap.domain.kept import Kept
from mentalmap.domain.proofs import PROOF_BITS
from mentalmap.errors import NotFoundError
from mentalmap.exchange.questionnaires.definitions import read_questionnaire, write_questionnaire
from mentalmap.messages import say
from mentalmap.services.outlines import project_rectangle
from mentalmap.store.areas import find_area_set
from mentalmap.store.forms import list_age_bands, list_form_areas, list_labels, stamp_of_places
from mentalmap.store.places import list_named_places
from mentalmap.store.projects import Project, find_project
from mentalmap.store.questionnaires import (
    Questionnaire,
    find_latest,
    find_published,
    find_published_version,
)
from mentalmap.store.surveys import Survey, find_survey, list_surveys

__all__ = ["asked_of", "build_form", "document_of", "find_open_survey"]

USUAL_AGE_BANDS = ("0-15", "16-29", "30-49", "50-64", "65-79", "80+")
PHOTO_BYTES = 12_000_000
_DEGREES = 5  # decimals of a position: about a metre

_MOST_KEPT = 64
kept_forms: WeakKeyDictionary[Engine, Kept[object]] = WeakKeyDictionary()
"""What is remembered of each database; to be cleared where its rows are counted from 1 again."""


def build_form(
    session: Session, project_slug: str, survey_slug: str | None = None, *, draft: bool = False
) -> dict[str, Any]:
    """
    Build the form of a round, the `Form` of static/js/core/form.ts.

    Parameters
    ----------
    survey_slug
        The round; the latest open one if left out.
    draft
        For a preview: the newest version of the questions, published or not, of a round open or not.

    Returns
    -------
    form
        `survey` and `questionnaire` are None where the round is closed or nothing was published.

    Raises
    ------
    ProjectNotFoundError, SurveyNotFoundError
        If there is no such project or round.
    """
    project = find_project(session, project_slug)
    survey = _find_survey(session, project, survey_slug, draft=draft)
    version = None
    if survey is not None:
        version = find_latest(session, survey.id) if draft else find_published(session, survey.id)
    is_asked = survey is not None and version is not None
    return {
        "project": {
            "slug": project.slug,
            "name": project.name,
            "bounds": [round(edge, _DEGREES) for edge in project_rectangle(session, project)],
            "is_synthetic": project.is_synthetic,
        },
        "survey": (
            {"slug": survey.slug, "name": survey.name, "shows_others": survey.shows_others}
            if is_asked and survey is not None
            else None
        ),
        "questionnaire": (
            _told(read_questionnaire(document_of(version), project.locale, version.version).questionnaire)
            if is_asked and version is not None
            else None
        ),
        **_labels(session, project),
        **_ground(session, project),
        "proof": {"bits": PROOF_BITS},
        "limits": {
            "marks": asked.MOST_MARKS,
            "text": asked.MOST_TEXT,
            "words": asked.MOST_WORDS,
            "photo_bytes": PHOTO_BYTES,
        },
    }


def asked_of(
    session: Session, survey_id: int, version: int | None
) -> tuple[int, asked.Questionnaire, dict[str, int]]:
    """
    Give what a published version asks; remembered, since what is published never changes.

    Parameters
    ----------
    version
        The latest published one if None.

    Returns
    -------
    questionnaire_id, questionnaire, question_ids
        Its number, its definition, and the number of each question by key.

    Raises
    ------
    NotFoundError
        If the round has no such published version.
    """
    kept, key = _kept_for(session), ("asked", survey_id, version)
    known: tuple[int, asked.Questionnaire, dict[str, int]] | None = None if version is None else kept.get(key)
    if known is not None:
        return known
    found = (
        find_published(session, survey_id)
        if version is None
        else find_published_version(session, survey_id, version)
    )
    if found is None:
        raise NotFoundError(
            say("These questions were never published."),
            say("Reload the page: it then asks what this round asks now."),
        )
    made = _read_asked(session, survey_id, found)
    kept.put(("asked", survey_id, found.version), made)
    return made


def _read_asked(
    session: Session, survey_id: int, found: Questionnaire
) -> tuple[int, asked.Questionnaire, dict[str, int]]:
    main_locale = session.scalar(
        select(Project.locale).join(Survey, Survey.project_id == Project.id).where(Survey.id == survey_id)
    )
    # What a text lacks is for the builder to tell; here only the questions count.
    definition = read_questionnaire(document_of(found), main_locale or "", found.version).questionnaire
    return found.id, definition, {question.key: question.id for question in found.questions}


def find_open_survey(session: Session, project_id: int) -> Survey | None:
    """Find the round that is asked now: the latest open one with published questions."""
    for survey in list_surveys(session, project_id):
        if survey.is_open and find_published(session, survey.id) is not None:
            return survey
    return None


def document_of(version: Questionnaire) -> dict[str, Any]:
    """Give a stored version as the JSON that definitions are read from."""
    return {
        "title": version.title,
        "information": version.information,
        "thanks": version.thanks,
        "settings": version.settings,
        "questions": [
            {
                "key": question.key,
                "form": question.form,
                "kind": question.kind,
                "wording": question.wording,
                "settings": question.settings,
            }
            for question in version.questions
        ],
    }


def _told(questionnaire: asked.Questionnaire) -> dict[str, Any]:
    """Give a questionnaire as phones read it."""
    document = write_questionnaire(questionnaire)
    return {"version": questionnaire.version, **document, **document.pop("settings")}


def _find_survey(session: Session, project: Project, slug: str | None, *, draft: bool) -> Survey | None:
    if slug is None and not draft:
        return find_open_survey(session, project.id)
    if slug is None:
        surveys = list_surveys(session, project.id)
        return surveys[0] if surveys else None
    survey = find_survey(session, project.id, slug)
    return survey if draft or survey.is_open else None


def _labels(session: Session, project: Project) -> dict[str, list[dict[str, Any]]]:
    labels: dict[str, list[dict[str, Any]]] = {"purposes": [], "themes": [], "groups": []}
    for row in list_labels(session, project.id):
        labels[row.noun].append({"code": row.code, "label": row.labels})
    return labels


def _ground(session: Session, project: Project) -> Mapping[str, Any]:
    """Give areas, age bands and places; remembered until one of them changes."""
    area_set = find_area_set(session, project.id, None)
    number = None if area_set is None else area_set.id
    made_at = None if area_set is None else area_set.made_at
    key = ("ground", project.id, number, made_at, *stamp_of_places(session, project.id))
    made: Mapping[str, Any] = _kept_for(session).get_or_make(
        key, lambda: _make_ground(session, project, number)
    )
    return made


def _make_ground(session: Session, project: Project, area_set_id: int | None) -> Mapping[str, Any]:
    areas = [] if area_set_id is None else list_form_areas(session, area_set_id)
    bands = [] if area_set_id is None else list_age_bands(session, area_set_id)
    return {
        "age_bands": sorted(bands, key=_years) or list(USUAL_AGE_BANDS),
        "areas": [
            {
                "code": one.code,
                "name": one.name,
                "point": _position(one.lon, one.lat),
                "nearest": list(one.nearest),
            }
            for one in areas
        ],
        "places": [
            {
                "code": row.code,
                "name": row.name,
                "aliases": list(row.aliases),
                "type": row.type,
                "point": _position(row.lon, row.lat),
                "area": row.area_code,
            }
            for row in list_named_places(session, project.id, area_set_id)
        ],
    }


def _position(lon: float, lat: float) -> Sequence[float]:
    return [round(lon, _DEGREES), round(lat, _DEGREES)]


def _years(band: str) -> tuple[int, str]:
    digits = "".join(sign if sign.isdigit() else " " for sign in band).split()
    return (int(digits[0]) if digits else 0, band)


def _kept_for(session: Session) -> Kept[Any]:
    """Give what is remembered of one database; tests have several in one process."""
    return kept_forms.setdefault(session.get_bind().engine, Kept(_MOST_KEPT))
