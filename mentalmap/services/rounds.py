"""Rounds of asking: making one, its settings, opening and closing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentalmap.domain.questionnaires import Questionnaire
from mentalmap.errors import InvalidInputError
from mentalmap.exchange.questionnaires.definitions import write_questionnaire
from mentalmap.messages import say
from mentalmap.services.projects import make_survey
from mentalmap.services.questionnaires import (
    check_published,
    fingerprint_of,
    load_state,
    save_draft,
)
from mentalmap.store.outbox import record_event
from mentalmap.store.projects import Project
from mentalmap.store.rounds import RoundRow, list_rounds
from mentalmap.store.surveys import Survey, find_survey

__all__ = ["change_round", "close_survey", "list_project_rounds", "make_round", "open_survey"]

LONGEST_NAME = 200
MOST_PEOPLE = 1_000_000
SETTINGS = ("name", "shows_others", "reviews_texts", "wanted_people")


def open_survey(session: Session, project: Project, survey: Survey) -> None:
    """
    Let a round take answers; its first day is today where none was set.

    Several rounds may be open; the latest of them is asked.

    Raises
    ------
    InvalidQuestionnaireError
        If it has no published questions, or they lack something.
    """
    check_published(session, project, survey)
    today = session.scalar(select(func.current_date()))
    survey.starts_on = survey.starts_on or today
    if survey.ends_on is not None and today is not None and survey.ends_on < today:
        survey.ends_on = None  # it goes on
    survey.is_open = True
    session.flush()
    record_event(session, project.id, "survey", opened=survey.slug)


def close_survey(session: Session, project: Project, survey: Survey) -> None:
    """Take no more answers; the last day is today where a first one was set."""
    if survey.is_open and survey.starts_on is not None:
        today = session.scalar(select(func.current_date()))
        survey.ends_on = survey.starts_on if today is None else max(today, survey.starts_on)
    survey.is_open = False
    session.flush()
    record_event(session, project.id, "survey", closed=survey.slug)


def change_round(session: Session, project: Project, survey: Survey, settings: Mapping[str, object]) -> None:
    """
    Change what a round is called and how it treats what comes in.

    Parameters
    ----------
    settings
        Some of `name`, `shows_others`, `reviews_texts`, `wanted_people` (None: not set).

    Raises
    ------
    InvalidInputError
        If one is unknown or has another sort of value.
    """
    for key, value in settings.items():
        match key, value:
            case "name", str() if value.strip() and len(value) <= LONGEST_NAME and value.isprintable():
                survey.name = value.strip()
            case "shows_others", bool():
                survey.shows_others = value
            case "reviews_texts", bool():
                survey.reviews_texts = value
            case "wanted_people", None:
                survey.wanted_people = None
            case "wanted_people", int() if not isinstance(value, bool) and 1 <= value <= MOST_PEOPLE:
                survey.wanted_people = value
            case _:
                raise InvalidInputError(
                    say("The setting “%(key)s” is unknown or cannot have this value.", key=str(key)[:64]),
                    say("Allowed: %(allowed)s.", allowed=", ".join(SETTINGS)),
                )
    session.flush()
    record_event(session, project.id, "survey", changed=survey.slug)


def make_round(
    session: Session, project: Project, slug: str, name: str, copy_from: str | None = None
) -> Survey:
    """
    Make a new round, closed, with the newest questions of another one as its draft.

    Raises
    ------
    AlreadyExistsError, InvalidInputError
        If the address is taken, or cannot be one.
    SurveyNotFoundError
        If there is no round to copy from.
    """
    original = None if copy_from is None else find_survey(session, project.id, copy_from)
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise InvalidInputError(
            say("A round needs a name of at most %(most)s signs.", most=LONGEST_NAME),
            say("For example the year."),
        )
    survey = make_survey(session, project, slug, name=name.strip())
    if original is not None:
        copied: Questionnaire = load_state(session, project, original).questionnaire
        if copied.questions:
            save_draft(session, project, survey, write_questionnaire(copied), fingerprint_of(None))
    return survey


@dataclass(frozen=True, slots=True)
class Round:
    """A round as the list of rounds shows it; `is_asked` is the one that residents meet now."""

    row: RoundRow
    is_asked: bool


def list_project_rounds(session: Session, project: Project) -> list[Round]:
    """List a project's rounds, the latest first."""
    rows = list_rounds(session, project.id)
    asked = next((row for row in rows if row.survey.is_open and row.published_version is not None), None)
    return [Round(row, row is asked) for row in rows]
