"""Fill a PerceptionTable from the published views: what PostGIS knows, as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from mentalmap.domain.arrays import IntArray
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.respondents import AnswerColumn
from mentalmap.store.answers import load_answers, load_new_answers
from mentalmap.store.areas import AreaSet
from mentalmap.store.outbox import data_version
from mentalmap.store.perception_areas import read_areas
from mentalmap.store.perception_rows import load_people, load_said
from mentalmap.store.projects import Project
from mentalmap.store.table_lists import TableLists, load_lists


@dataclass(frozen=True, eq=False)
class LoadedRows:
    """Perceptions and respondents without areas, and the number of each respondent, rising, shape (m,)."""

    table: PerceptionTable
    response_ids: IntArray


def load_table(session: Session, project: Project, area_set: AreaSet | None) -> PerceptionTable:
    """
    Load everything published in a project, with its respondents, as one table by rising number.

    Every query reads a published view, so the table can be loaded by the public role. All of it
    must come from one snapshot: the caller's transaction is REPEATABLE READ.

    Parameters
    ----------
    area_set
        Whose areas the perceptions are allocated to; `None` gives a table without areas.
    """
    lists = load_lists(session, project)
    rows = load_rows(session, project, lists)
    if area_set is None:
        return rows.table
    lies = read_areas(session, project, area_set, rows.table.id)
    return lies.place(rows.table, rows.response_ids, lists.place_ids).over(rows.table)


def load_rows(session: Session, project: Project, lists: TableLists) -> LoadedRows:
    """Load all published perceptions of a project, and all who were asked."""
    people, ids = load_people(session, project, lists)
    people = replace(people, answers=load_answers(session, project.id, ids))
    version = data_version(session, project.id)
    return LoadedRows(load_said(session, project, lists, people, ids, version), ids)


def load_added(
    session: Session,
    project: Project,
    lists: TableLists,
    answers: Mapping[str, AnswerColumn],
    added: Sequence[int],
) -> LoadedRows | None:
    """
    Load new responses alone, in the codes of a table that is loaded already.

    Parameters
    ----------
    lists, answers
        The lists and the answer columns of that table.

    Returns
    -------
    rows
        None where the new ones bring a code or an answer that it does not know.
    """
    people, ids = load_people(session, project, lists, added)
    given = load_new_answers(session, project.id, answers, ids)
    if given is None or (people.age_band >= len(lists.age_bands)).any():
        return None
    version = data_version(session, project.id)
    people = replace(people, answers=given)
    return LoadedRows(load_said(session, project, lists, people, ids, version, added), ids)
