"""Taking rows out again: in the order that the keys between the tables ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CursorResult, Row, text
from sqlalchemy.orm import Session

# Responses of an earlier run may have marks of this one, and the other way round: Perception.import_run_id.
MARKS_OF_RUN = "DELETE FROM perception WHERE import_run_id = :run"
MARKS_OF_ITS_RESPONSES = """
DELETE FROM perception USING response
WHERE response.id = perception.response_id AND response.import_run_id = :run
"""
RESPONSES_OF_RUN = "DELETE FROM response WHERE import_run_id = :run"
LATER_RUNS = """
SELECT DISTINCT perception.import_run_id
FROM perception JOIN response ON response.id = perception.response_id
WHERE response.import_run_id = :run AND perception.import_run_id <> :run
ORDER BY perception.import_run_id
"""
# Files whose rows were partly there before prove nothing any more once rows of the survey are gone.
OUTDATE = """
UPDATE import_run SET outdated_at = now()
WHERE survey_id = :survey AND id <> :run AND rows_accepted + rows_rejected < rows_read
"""


def list_later_runs(session: Session, run_id: int) -> list[int]:
    """List the runs that added marks to responses which this run brought."""
    return list(session.scalars(text(LATER_RUNS), {"run": run_id}))


def remove_responses_of_run(session: Session, run_id: int, survey_id: int | None) -> tuple[int, int]:
    """Remove what a run brought into a survey; count responses and marks."""
    _count_anew(session)
    values = {"run": run_id}
    marks = _run(session, MARKS_OF_RUN, **values) + _run(session, MARKS_OF_ITS_RESPONSES, **values)
    responses = _run(session, RESPONSES_OF_RUN, **values)
    _run(session, OUTDATE, survey=survey_id, run=run_id)
    return responses, marks


def remove_survey(session: Session, survey_id: int) -> tuple[int, int]:
    """Remove a survey with its questionnaires and import runs; count responses and marks."""
    _count_anew(session)
    marks = _run(session, "DELETE FROM perception WHERE survey_id = :survey", survey=survey_id)
    responses = _run(session, "DELETE FROM response WHERE survey_id = :survey", survey=survey_id)
    _run(session, "DELETE FROM survey WHERE id = :survey", survey=survey_id)
    return responses, marks


def remove_project(session: Session, project_id: int) -> tuple[int, int]:
    """Remove a project whose surveys are gone, and everything that hangs on it; count areas and places."""
    areas = _run(session, "DELETE FROM area WHERE project_id = :project", project=project_id)
    places = _run(session, "DELETE FROM place WHERE project_id = :project", project=project_id)
    _run(session, "DELETE FROM project WHERE id = :project", project=project_id)
    return areas, places


def forget_run(session: Session, run_id: int) -> None:
    """Forget that a file was imported."""
    _run(session, "DELETE FROM import_run WHERE id = :run", run=run_id)


def count_homes(session: Session, area_set_ids: Sequence[int]) -> int:
    """Count the responses of people who live in one of these sets' areas."""
    query = """
        SELECT count(*) FROM response JOIN area ON area.id = response.home_area_id
        WHERE area.area_set_id = ANY (:sets)
    """
    return int(session.scalar(text(query), {"sets": list(area_set_ids)}) or 0)


def remove_area_sets(session: Session, area_set_ids: Sequence[int]) -> int:
    """Remove versions of area sets and the runs that brought them; count areas."""
    sets = list(area_set_ids)
    runs = session.scalars(text("SELECT import_run_id FROM area_set WHERE id = ANY (:sets)"), {"sets": sets})
    brought_by = [run for run in runs if run is not None]
    areas = _run(session, "DELETE FROM area WHERE area_set_id = ANY (:sets)", sets=sets)
    _run(session, "DELETE FROM area_set WHERE id = ANY (:sets)", sets=sets)
    _run(session, "DELETE FROM import_run WHERE id = ANY (:runs)", runs=brought_by)
    return areas


def list_marked_places(session: Session, place_ids: Sequence[int]) -> Sequence[Row[Any]]:
    """List the name and the number of marks of those places that marks stand on, most marks first."""
    query = """
        SELECT place.name, count(*) AS marks
        FROM perception JOIN place ON place.id = perception.place_id
        WHERE place.id = ANY (:places) GROUP BY place.id ORDER BY marks DESC, place.name
    """
    return session.execute(text(query), {"places": list(place_ids)}).all()


def remove_places(session: Session, place_ids: Sequence[int]) -> int:
    """Remove places with their other names; count them."""
    return _run(session, "DELETE FROM place WHERE id = ANY (:places)", places=list(place_ids))


def remove_names_of_run(session: Session, run_id: int) -> int:
    """Remove the other names that a run gave to places; count them."""
    return _run(session, "DELETE FROM place_alias WHERE import_run_id = :run", run=run_id)


def _count_anew(session: Session) -> None:
    """
    Let the planner know how many marks and answers there are.

    Each response that goes is looked for among both. Right after a large import nobody has counted them yet,
    and the look-up that is planned then walks the whole table for every response.
    """
    session.execute(text("ANALYZE (SKIP_LOCKED) perception, answer"))
    session.execute(text("DISCARD PLANS"))


def _run(session: Session, statement: str, **values: object) -> int:
    result = session.execute(text(statement), values)
    return result.rowcount if isinstance(result, CursorResult) else 0
