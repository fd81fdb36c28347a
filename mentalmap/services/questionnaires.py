"""Making questionnaires: a draft that several may work on, templates, publishing, opening and closing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentalmap.domain.questionnaires import Questionnaire
from mentalmap.domain.readability import WANTED, lix
from mentalmap.errors import (
    ChangedMeanwhileError,
    Fault,
    FrozenVersionError,
    InvalidQuestionnaireError,
    NotFoundError,
)
from mentalmap.exchange.questionnaires.definitions import (
    ReadQuestionnaire,
    read_questionnaire,
    texts_of,
    write_questionnaire,
)
from mentalmap.exchange.questionnaires.json_files import read_json_file
from mentalmap.exchange.questionnaires.values import pointer_to
from mentalmap.messages import say
from mentalmap.services.forms import document_of
from mentalmap.store import questionnaires as stored
from mentalmap.store.outbox import record_event
from mentalmap.store.projects import Project
from mentalmap.store.surveys import Survey

TEMPLATES = ("mental_map", "pride_and_problems")
_TEMPLATE_FOLDER = Path(__file__).parent / "questionnaire_templates"


@dataclass(frozen=True, slots=True)
class QuestionnaireState:
    """
    The newest version of what a round asks, as its makers see it.

    Parameters
    ----------
    version, is_published, published_version
        Number of the newest version (0 where there is none), whether it is frozen, and the number of the
        latest published one.
    fingerprint
        Names this state; whoever saves says which state they began from.
    faults
        What keeps it from being published.
    missing
        Pointers to texts that lack a language which is offered, by language.
    lix
        By the languages that LIX is made for, of all running text together.
    """

    version: int
    is_published: bool
    published_version: int | None
    fingerprint: str
    questionnaire: Questionnaire
    faults: tuple[Fault, ...]
    missing: Mapping[str, tuple[str, ...]]
    lix: Mapping[str, float]

    @property
    def document(self) -> dict[str, Any]:
        """The questions as JSON."""
        return write_questionnaire(self.questionnaire)


def load_state(session: Session, project: Project, survey: Survey) -> QuestionnaireState:
    """Load the newest version of what a round asks, draft or published."""
    newest = stored.find_latest(session, survey.id)
    published = stored.find_published(session, survey.id)
    read = _read(newest, project)
    return QuestionnaireState(
        version=0 if newest is None else newest.version,
        is_published=newest is not None and newest.published_at is not None,
        published_version=None if published is None else published.version,
        fingerprint=fingerprint_of(newest),
        questionnaire=read.questionnaire,
        faults=read.faults,
        missing=missing_texts(read.questionnaire),
        lix=lix_of(read.questionnaire),
    )


def save_draft(
    session: Session, project: Project, survey: Survey, document: object, fingerprint: str
) -> QuestionnaireState:
    """
    Replace the draft of a round, whole or not at all.

    Parameters
    ----------
    document
        Parsed JSON of the questionnaire.
    fingerprint
        Of the state that the change began from.

    Raises
    ------
    ChangedMeanwhileError
        If somebody else has saved since then; what they saved stays.
    InvalidQuestionnaireError
        If something cannot be kept; what is merely unfinished can.
    """
    read = read_questionnaire(document, project.locale)
    if not read.is_storable:
        raise InvalidQuestionnaireError(read.blocking)
    wanted = write_questionnaire(read.questionnaire)
    newest = _lock_newest(session, survey)
    if newest is not None and write_questionnaire(_read(newest, project).questionnaire) == wanted:
        return load_state(session, project, survey)  # a retry, or nothing changed
    if fingerprint != fingerprint_of(newest):
        raise ChangedMeanwhileError(
            say("Somebody else has changed these questions meanwhile. Your change was not saved."),
            say("Reload to see theirs, then make yours again."),
        )
    _write(session, stored.draft_questionnaire(session, survey.id), wanted)
    return load_state(session, project, survey)


def start_from_template(
    session: Session, project: Project, survey: Survey, name: str, fingerprint: str
) -> QuestionnaireState:
    """
    Replace the draft by a template.

    Raises
    ------
    NotFoundError
        If there is no such template.
    ChangedMeanwhileError
        If somebody else has saved since then.
    """
    template = read_template(name, project.locale)
    return save_draft(session, project, survey, write_questionnaire(template), fingerprint)


def read_template(name: str, main_locale: str = "sv") -> Questionnaire:
    """
    Read a template.

    Raises
    ------
    NotFoundError
        If there is none of this name.
    """
    if name not in TEMPLATES:
        raise NotFoundError(
            say("There is no template called “%(name)s”.", name=name[:64]),
            say("Allowed: %(allowed)s.", allowed=", ".join(TEMPLATES)),
        )
    content = (_TEMPLATE_FOLDER / f"{name}.json").read_bytes()
    return read_json_file(content, main_locale).questionnaire


def publish(session: Session, project: Project, survey: Survey, fingerprint: str) -> QuestionnaireState:
    """
    Freeze the draft: from now on an open round asks it.

    Raises
    ------
    FrozenVersionError
        If nothing has changed since the last published version.
    ChangedMeanwhileError
        If the draft is no longer what was looked at.
    InvalidQuestionnaireError
        If something is wrong or unfinished.
    """
    newest = _lock_newest(session, survey)
    if newest is None or newest.published_at is not None:
        raise FrozenVersionError(
            say("There is no draft to publish."), say("Change something, then publish the change.")
        )
    if fingerprint != fingerprint_of(newest):
        raise ChangedMeanwhileError(
            say("Somebody else has changed these questions meanwhile. Nothing was published."),
            say("Reload, look at them, then publish."),
        )
    read = _read(newest, project)
    if read.faults:
        raise InvalidQuestionnaireError(read.faults)
    stored.publish_questionnaire(session, newest)
    record_event(session, project.id, "questionnaire", survey=survey.slug, version=newest.version)
    return load_state(session, project, survey)


def missing_texts(questionnaire: Questionnaire) -> dict[str, tuple[str, ...]]:
    """List where a language that is offered has no text, as pointers, by language."""
    texts = texts_of(questionnaire)
    return {
        locale: tuple(pointer_to(*steps, locale) for steps, text in texts if locale not in text)
        for locale in questionnaire.locales
    }


def lix_of(questionnaire: Questionnaire) -> dict[str, float]:
    """Measure how hard the running texts are to read; answers to choose are words, not sentences."""
    texts = [text for steps, text in texts_of(questionnaire) if "choices" not in steps]
    measured = {
        locale: lix(text[locale] for text in texts if locale in text)
        for locale in questionnaire.locales
        if locale in WANTED
    }
    return {locale: round(value, 1) for locale, value in measured.items() if value is not None}


def fingerprint_of(version: stored.Questionnaire | None) -> str:
    """Name a stored state: equal names mean equal content. A number that an import moved is no change."""
    content = None if version is None else [version.published_at is not None, document_of(version)]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]


def check_published(session: Session, project: Project, survey: Survey) -> None:
    """
    Check that a round has published questions that can be answered.

    Raises
    ------
    InvalidQuestionnaireError
        If it has none, or they lack something: those that an import made often do.
    """
    published = stored.find_published(session, survey.id)
    if published is None:
        raise InvalidQuestionnaireError(
            (Fault("#", say("This round has no published questions yet."), say("Publish its draft first.")),)
        )
    faults = _read(published, project).faults
    if faults:
        raise InvalidQuestionnaireError(faults)


def _read(version: stored.Questionnaire | None, project: Project) -> ReadQuestionnaire:
    document: Mapping[str, Any] = {} if version is None else document_of(version)
    return read_questionnaire(document, project.locale, 0 if version is None else version.version)


def _lock_newest(session: Session, survey: Survey) -> stored.Questionnaire | None:
    """Give the newest version, once nobody else is about to change it."""
    session.execute(select(Survey.id).where(Survey.id == survey.id).with_for_update())
    newest = stored.find_latest(session, survey.id)
    if newest is not None:
        session.refresh(newest)
    return newest


def _write(session: Session, draft: stored.Questionnaire, document: Mapping[str, Any]) -> None:
    draft.title, draft.information, draft.thanks = (
        document["title"],
        document["information"],
        document["thanks"],
    )
    draft.settings = document["settings"]
    draft.questions.clear()
    session.flush()  # before the new ones, which may have the same keys and positions
    draft.questions.extend(
        stored.Question(position=position, **question)
        for position, question in enumerate(document["questions"], start=1)
    )
    session.flush()
