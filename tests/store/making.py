"""A small cast of rows for tests on the database: only what the test speaks about needs saying."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count
from uuid import uuid4

from geoalchemy2 import WKTElement
from sqlalchemy.orm import Session

from mentalmap.domain.vocabulary import Channel, Kind, ModerationState, ValenceSource
from mentalmap.services.projects import ProjectBounds, make_project, make_survey
from mentalmap.store.areas import Area, AreaSet
from mentalmap.store.outbox import record_event
from mentalmap.store.perceptions import Perception
from mentalmap.store.places import Place
from mentalmap.store.projects import Project
from mentalmap.store.responses import Response
from mentalmap.store.surveys import Survey

_numbers = count(1)

KRAMFORS = (17.78, 62.93)


def a_project(session: Session, **details: object) -> Project:
    """A project round Kramfors."""
    number = next(_numbers)
    values: dict[str, object] = {"name": f"Project {number}", "bounds": ProjectBounds(17.0, 62.5, 18.8, 63.3)}
    return make_project(session, str(details.pop("slug", f"project-{number}")), **{**values, **details})  # type: ignore[arg-type]


def a_survey(session: Session, project: Project, slug: str = "2016") -> Survey:
    """One round."""
    return make_survey(
        session, project, slug, starts_on=date(int(slug[:4]), 1, 1) if slug[:4].isdigit() else None
    )


def square(lon: float, lat: float, side: float = 0.02) -> str:
    """WKT of a square whose lower left corner is here, in degrees."""
    east, north = lon + side, lat + side
    return f"(({lon} {lat}, {east} {lat}, {east} {north}, {lon} {north}, {lon} {lat}))"


def some_areas(
    session: Session, project: Project, *squares: str, slug: str = "bygder"
) -> tuple[AreaSet, list[Area]]:
    """An area set of these squares, named A, B, C …; two side by side round Kramfors if none are given."""
    squares = squares or (square(17.76, 62.92), square(17.78, 62.92))
    area_set = AreaSet(project_id=project.id, metric_srid=project.metric_srid, slug=slug, name="Bygder")
    session.add(area_set)
    session.flush()
    areas = [
        Area(
            area_set_id=area_set.id,
            project_id=project.id,
            metric_srid=project.metric_srid,
            code=chr(65 + index),
            name=f"Area {chr(65 + index)}",
            geom=WKTElement(f"MULTIPOLYGON({wkt})", srid=4326),
        )
        for index, wkt in enumerate(squares)
    ]
    session.add_all(areas)
    session.flush()
    return area_set, areas


def a_place(
    session: Session, project: Project, name: str, lon: float, lat: float, type: str = "locality"
) -> Place:
    """A gazetteer entry."""
    place = Place(
        project_id=project.id,
        metric_srid=project.metric_srid,
        code=name.lower(),
        name=name,
        type=type,
        geom=WKTElement(f"POINT({lon} {lat})", srid=4326),
    )
    session.add(place)
    session.flush()
    return place


def a_response(
    session: Session,
    survey: Survey,
    *,
    valences: Sequence[float | None] = (),
    wkt: str = "POINT(17.77 62.93)",
    kind: Kind = Kind.PRIDE,
    state: ModerationState = ModerationState.PUBLISHED,
    **details: object,
) -> Response:
    """One respondent with one perception per valence, all at the same spot."""
    response = Response(
        project_id=survey.project_id,
        survey_id=survey.id,
        metric_srid=survey.metric_srid,
        client_id=uuid4(),
        channel=Channel.INTERVIEW.value,
        **details,
    )
    session.add(response)
    session.flush()
    for valence in valences:
        a_perception(session, response, valence=valence, wkt=wkt, kind=kind, state=state)
    record_event(session, survey.project_id, "responses")
    return response


def a_perception(
    session: Session,
    response: Response,
    *,
    valence: float | None = None,
    wkt: str | None = "POINT(17.77 62.93)",
    kind: Kind = Kind.PRIDE,
    state: ModerationState = ModerationState.PUBLISHED,
    **details: object,
) -> Perception:
    """One statement."""
    perception = Perception(
        response_id=response.id,
        survey_id=response.survey_id,
        project_id=response.project_id,
        metric_srid=response.metric_srid,
        client_id=uuid4(),
        kind=kind.value,
        valence=valence,
        valence_source=None if valence is None else ValenceSource.RESPONDENT.value,
        moderation_state=state.value,
        geom=WKTElement(wkt, srid=4326) if wkt else None,
        **details,
    )
    session.add(perception)
    session.flush()
    return perception
