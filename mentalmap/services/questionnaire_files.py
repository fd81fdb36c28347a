"""Questionnaires out to files and in from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from mentalmap.errors import InvalidQuestionnaireError
from mentalmap.exchange.questionnaires.definitions import write_questionnaire
from mentalmap.exchange.questionnaires.json_files import read_json_file, write_json_file
from mentalmap.exchange.questionnaires.xlsform_reading import Note
from mentalmap.exchange.questionnaires.xlsforms import read_xlsform, write_xlsform
from mentalmap.services.questionnaires import QuestionnaireState, load_state, save_draft
from mentalmap.store.forms import list_labels
from mentalmap.store.projects import Project
from mentalmap.store.surveys import Survey


def export_json(session: Session, project: Project, survey: Survey) -> bytes:
    """Give the newest version of what a round asks as a file of our own."""
    return write_json_file(load_state(session, project, survey).questionnaire, project.locale)


def export_xlsx(session: Session, project: Project, survey: Survey) -> bytes:
    """Give the newest version of what a round asks as an XLSForm, with the project's purposes and themes."""
    rows = list_labels(session, project.id)
    return write_xlsform(
        load_state(session, project, survey).questionnaire,
        project.locale,
        purposes=[(row.code, row.labels) for row in rows if row.noun == "purposes"],
        themes=[(row.code, row.labels) for row in rows if row.noun == "themes"],
    )


def import_file(
    session: Session,
    project: Project,
    survey: Survey,
    content: bytes,
    *,
    is_xlsform: bool,
    kinds: Mapping[str, str] | None = None,
    fingerprint: str | None = None,
) -> tuple[QuestionnaireState, Sequence[Note]]:
    """
    Replace the draft of a round by a file, whole or not at all.

    Parameters
    ----------
    kinds
        What geo questions of a foreign form are about, by their name there.
    fingerprint
        Of the state that is replaced; whatever is there if left out.

    Raises
    ------
    UnreadableFileError
        If it is no such file.
    InvalidQuestionnaireError
        If something in it cannot be kept; what is merely unfinished can.
    ChangedMeanwhileError
        If somebody else has saved since `fingerprint`.
    """
    notes: tuple[Note, ...] = ()
    if is_xlsform:
        form = read_xlsform(content, project.locale, kinds)
        read, notes = form.read, form.notes
    else:
        read = read_json_file(content, project.locale)
    if not read.is_storable:
        raise InvalidQuestionnaireError(read.blocking)
    now = load_state(session, project, survey).fingerprint if fingerprint is None else fingerprint
    return save_draft(session, project, survey, write_questionnaire(read.questionnaire), now), notes
