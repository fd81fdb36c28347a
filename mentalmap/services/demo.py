"""Loading the demo project: two synthetic rounds on real ground, through the same doors as any import."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from uuid import NAMESPACE_URL, UUID, uuid5

import numpy as np
import shapely
from geoalchemy2.shape import from_shape
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentalmap.demo.area_sets import DemoAreaSet
from mentalmap.demo.code_translations import labels_of
from mentalmap.demo.codebook import GROUPS, PURPOSES, THEMES
from mentalmap.demo.geography import DemoGeography, kramfors_geography
from mentalmap.demo.questions import answer_generator, draw_answers
from mentalmap.demo.respondents import DemoResponse
from mentalmap.demo.rounds import FIRST_ROUND, ROUND_NAMES, DemoRound, demo_generator, demo_round
from mentalmap.demo.telling import DemoPerception
from mentalmap.domain.permissions import Role
from mentalmap.exchange.coding.columns import (
    CodedPerceptions,
    CodedResponses,
    Words,
    days_since_1970,
    uuid_bytes,
)
from mentalmap.services.accounts import make_account
from mentalmap.services.demo_questions import add_open_round, add_questionnaire
from mentalmap.services.projects import ProjectBounds, make_project, make_survey
from mentalmap.services.responses import add_coded_batch
from mentalmap.store.accounts import find_account
from mentalmap.store.areas import Area, AreaPopulation, AreaSet
from mentalmap.store.basemaps import BasemapFeature
from mentalmap.store.codebooks import Group, Purpose, Theme, add_codes
from mentalmap.store.outbox import record_event
from mentalmap.store.places import Place, PlaceAlias
from mentalmap.store.projects import Project

SLUG = "kramfors"
DEMO_SURVEYS = ROUND_NAMES
DEMO_ACCOUNT = "demo"


def load_demo(session: Session) -> bool:
    """
    Load the demo project unless it is there already; says whether it was loaded.

    Raises
    ------
    MissingDataError
        If a package that the geography is read from is not installed.
    """
    if session.scalar(select(Project.id).where(Project.slug == SLUG)) is not None:
        return False
    geography = kramfors_geography()
    bounds = geography.bounds
    project = make_project(
        session,
        SLUG,
        name="Kramfors",
        bounds=ProjectBounds(bounds.west, bounds.south, bounds.east, bounds.north),
        metric_crs=3006,
        is_synthetic=True,
    )
    add_codes(session, Theme, project.id, labels_of(THEMES))
    add_codes(session, Purpose, project.id, labels_of(PURPOSES))
    add_codes(session, Group, project.id, labels_of(GROUPS))
    for area_set in geography.area_sets:
        _add_area_set(session, project, area_set)
    _add_places(session, project, geography)
    _add_basemap(session, project, geography)
    for name in ROUND_NAMES:
        _add_round(session, project, demo_round(name, demo_generator(name), geography))
    add_open_round(session, project)
    record_event(session, project.id, "responses")
    return True


def make_demo_account(session: Session) -> str | None:
    """Make the demo's staff account the first time, and give its password; None ever after."""
    if find_account(session, DEMO_ACCOUNT) is not None:
        return None
    password = secrets.token_urlsafe(12)
    make_account(session, DEMO_ACCOUNT, password, Role.ADMINISTRATOR)
    return password


def _add_area_set(session: Session, project: Project, drawn: DemoAreaSet) -> None:
    area_set = AreaSet(
        project_id=project.id, metric_srid=project.metric_srid, slug=drawn.code, name=drawn.name
    )
    session.add(area_set)
    session.flush()
    areas = [
        Area(
            area_set_id=area_set.id,
            project_id=project.id,
            metric_srid=project.metric_srid,
            code=one.code,
            name=one.name,
            population=one.population,
            geom=from_shape(_multi(one.geometry), srid=4326),
        )
        for one in drawn.areas
    ]
    session.add_all(areas)
    session.flush()
    for area, one in zip(areas, drawn.areas, strict=True):
        session.add_all(
            AreaPopulation(
                area_id=area.id, age_band=group.age_band, gender=group.gender.value, people=group.people
            )
            for group in one.population_by
        )


def _add_places(session: Session, project: Project, geography: DemoGeography) -> None:
    session.add_all(
        Place(
            project_id=project.id,
            metric_srid=project.metric_srid,
            code=one.key,
            name=one.name,
            type=one.role,
            geom=from_shape(shapely.Point(one.lon, one.lat), srid=4326),
            aliases=[PlaceAlias(name=alias) for alias in one.aliases],
        )
        for one in geography.places
    )
    session.flush()


def _add_basemap(session: Session, project: Project, geography: DemoGeography) -> None:
    drawn = geography.basemap
    project.basemap_settings = {"attribution": drawn.attribution}
    shapes: list[tuple[str, BaseGeometry]] = [
        ("land", drawn.land),
        ("water", drawn.water),
        *(("river", river) for river in drawn.rivers),
    ]
    session.add_all(
        BasemapFeature(project_id=project.id, role=role, geom=from_shape(shape, srid=4326))
        for role, shape in shapes
    )
    session.add_all(
        BasemapFeature(
            project_id=project.id,
            role="label",
            name=label.name,
            rank=label.rank,
            details={"role": label.role},
            geom=from_shape(shapely.Point(label.lon, label.lat), srid=4326),
        )
        for label in drawn.labels
    )


def _add_round(session: Session, project: Project, told: DemoRound) -> None:
    survey = make_survey(
        session, project, told.name, name=told.name, starts_on=told.held_from, ends_on=told.held_to
    )
    places = session.scalars(select(Place).where(Place.project_id == project.id))
    place_codes = {place.name: place.code for place in places}
    add_coded_batch(
        session,
        project,
        survey,
        _coded_responses(told.name, told.responses),
        _coded_perceptions(told.name, told.responses, told.perceptions, place_codes),
    )
    keys = [_key(told.name, "response", one.key) for one in told.responses]
    rng = answer_generator(told.name)
    answers = draw_answers(told.responses, rng, is_later=told.name != FIRST_ROUND)
    add_questionnaire(session, survey, list(zip(keys, answers, strict=True)))


def _coded_responses(name: str, responses: Sequence[DemoResponse]) -> CodedResponses:
    return CodedResponses(
        client_id=uuid_bytes(_key(name, "response", one.key) for one in responses),
        channel=Words.of(one.channel.value for one in responses),
        home_area=Words.of(one.home_area for one in responses),
        age_band=Words.of(one.age_band for one in responses),
        gender=Words.of(one.gender.value if one.gender else None for one in responses),
        group=Words.of(one.group for one in responses),
        consent_version=Words.of(one.consent_version for one in responses),
        said_on=days_since_1970(one.said_on for one in responses),
    )


def _coded_perceptions(
    name: str,
    responses: Sequence[DemoResponse],
    perceptions: Sequence[DemoPerception],
    place_codes: dict[str, str],
) -> CodedPerceptions:
    row_of = {one.key: row for row, one in enumerate(responses)}
    geometries = np.array([one.geometry for one in perceptions], dtype=object)
    shapes = geometries.copy()
    shapes[shapely.get_type_id(geometries) == 0] = None
    said_on = days_since_1970(responses[row_of[one.respondent]].said_on for one in perceptions)
    return CodedPerceptions(
        response=np.array([row_of[one.respondent] for one in perceptions]),
        client_id=uuid_bytes(_key(name, "perception", str(number)) for number in range(len(perceptions))),
        kind=Words.of(one.kind.value for one in perceptions),
        lon=shapely.get_x(geometries),
        lat=shapely.get_y(geometries),
        shapes=shapes,
        place=Words.of(place_codes[one.place] if one.place else None for one in perceptions),
        valence=np.array(
            [np.nan if one.valence is None else one.valence for one in perceptions], dtype=float
        ),
        valence_source=Words.of(
            one.valence_source.value if one.valence_source else None for one in perceptions
        ),
        nature=Words.of(one.nature.value if one.nature else None for one in perceptions),
        purposes=Words.of(one.purposes for one in perceptions),
        themes=Words.of(one.themes for one in perceptions),
        quote=[one.quote for one in perceptions],
        language=Words.of(one.language for one in perceptions),
        precision=Words.of(one.precision.value for one in perceptions),
        said_on=said_on,
    )


def _key(round_name: str, noun: str, name: str) -> UUID:
    """Give a row the same key on every machine, so that loading twice could never double it."""
    return uuid5(NAMESPACE_URL, f"mentalmap:demo:{round_name}:{noun}:{name}")


def _multi(geometry: BaseGeometry) -> MultiPolygon:
    return MultiPolygon([part for part in shapely.get_parts(geometry) if isinstance(part, Polygon)])
