"""Loading a project as one snapshot: everything in it was true at the same instant."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mentalmap.domain.area_columns import AreaColumns
from mentalmap.domain.arrays import IntArray
from mentalmap.domain.growing import Addition
from mentalmap.domain.perception_index import PerceptionIndex
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.store.areas import AreaSet, list_area_sets
from mentalmap.store.database import Audience, beside, close_afterwards, transaction
from mentalmap.store.listening import SeenEvents, seen_events
from mentalmap.store.perception_areas import ReadAreas, read_areas
from mentalmap.store.perception_rows import count_asked
from mentalmap.store.perception_tables import LoadedRows, load_added, load_rows
from mentalmap.store.projects import Project, find_project
from mentalmap.store.surveys import Survey, list_surveys
from mentalmap.store.table_lists import TableLists, load_lists


@dataclass(frozen=True, eq=False)
class Snapshot:
    """
    Everything of one project that one database snapshot showed.

    Parameters
    ----------
    surveys, area_sets
        The latest first; the newest versions, the default first.
    events
        Which events it holds.
    response_ids
        Number of each respondent in the database, shape (m,).
    index
        The perceptions without areas, in order.
    tables
        The same rows over the area sets that were asked for; others join when they are.
    """

    project: Project
    surveys: tuple[Survey, ...]
    area_sets: tuple[AreaSet, ...]
    lists: TableLists
    events: SeenEvents
    response_ids: IntArray
    index: PerceptionIndex
    tables: dict[str, PerceptionTable]


@dataclass(frozen=True, eq=False)
class Loaded:
    """A fresh snapshot, and the columns of its area sets, to be held and added to."""

    snapshot: Snapshot
    columns: Mapping[str, AreaColumns]


PARALLEL = 5_000  # respondents from which on a second connection is worth its while
MOST_AT_ONCE = 200_000  # respondents up to which areas are read without knowing the perceptions


def load_project(engine: Engine, slug: str, wanted: Collection[str]) -> Loaded:
    """
    Load a project with its default area set and the wanted ones it has.

    Raises
    ------
    ProjectNotFoundError
        If there is no such project.
    """
    with transaction(engine, Audience.PUBLIC) as session:
        project = find_project(session, slug)
        area_sets = list_area_sets(session, project.id)
        sets = [one for place, one in enumerate(area_sets) if place == 0 or one.slug in wanted]
        lists = load_lists(session, project)
        rows, read = _read(session, project, lists, sets)
        events = seen_events(session, project.id)
        surveys = list_surveys(session, project.id)
    index = PerceptionIndex.of(rows.table)
    columns = {
        areas.slug: found.place(index.table, rows.response_ids, lists.place_ids)
        for areas, found in zip(sets, read, strict=True)
    }
    snapshot = Snapshot(
        project=project,
        surveys=tuple(surveys),
        area_sets=tuple(area_sets),
        lists=lists,
        events=events,
        response_ids=rows.response_ids,
        index=index,
        tables={},
    )
    return Loaded(snapshot, columns)


def load_area_set(engine: Engine, snapshot: Snapshot, slug: str) -> AreaColumns | None:
    """Load the columns of a further area set over a snapshot; None if the data has changed since."""
    (area_set,) = (one for one in snapshot.area_sets if one.slug == slug)
    with transaction(engine, Audience.PUBLIC) as session:
        if seen_events(session, snapshot.project.id) != snapshot.events:
            return None
        if len(snapshot.response_ids) >= PARALLEL:
            close_afterwards(session)
        read = read_areas(session, snapshot.project, area_set, snapshot.index.table.id)
    return read.place(snapshot.index.table, snapshot.response_ids, snapshot.lists.place_ids)


def load_addition(
    session: Session, snapshot: Snapshot, slugs: Collection[str], added: Sequence[int]
) -> tuple[Addition, IntArray] | None:
    """
    Load new responses over these area sets, and their numbers in the database.

    None where they bring a code that the snapshot does not know.
    """
    answers = snapshot.index.table.respondents.answers
    rows = load_added(session, snapshot.project, snapshot.lists, answers, added)
    if rows is None:
        return None
    areas = {
        one.slug: read_areas(session, snapshot.project, one, rows.table.id, added=added).place(
            rows.table, rows.response_ids, snapshot.lists.place_ids
        )
        for one in snapshot.area_sets
        if one.slug in slugs
    }
    return Addition(rows.table, areas), rows.response_ids


def _read(
    session: Session, project: Project, lists: TableLists, sets: Sequence[AreaSet]
) -> tuple[LoadedRows, list[ReadAreas]]:
    """Read perceptions and areas, of many respondents over two connections at once."""
    people = count_asked(session, project)
    if people >= PARALLEL:
        close_afterwards(session)
    if not PARALLEL <= people <= MOST_AT_ONCE:
        rows = load_rows(session, project, lists)
        return rows, [read_areas(session, project, one, rows.table.id) for one in sets]
    with beside(session) as second, ThreadPoolExecutor(1, "mentalmap loading") as pool:
        areas = pool.submit(lambda: [read_areas(second, project, one) for one in sets])
        rows = load_rows(session, project, lists)
        return rows, areas.result()
