"""Make the perception table of the demo's two rounds in tests, without a database."""

from __future__ import annotations

from functools import cache

import numpy as np
import shapely

from mentalmap.demo.codebook import AGE_BANDS, GROUPS, PURPOSES, THEMES
from mentalmap.demo.geography import kramfors_geography
from mentalmap.demo.rounds import ROUND_NAMES, demo_generator, demo_round
from mentalmap.domain.allocation import allocate, find_ends
from mentalmap.domain.areas import Areas, Places
from mentalmap.domain.crs import transform_geometries
from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.perceptions import MISSING, PerceptionTable, Respondents, pack_codes
from mentalmap.domain.vocabulary import BarrierNature, Channel, Gender, code_of

SWEREF, WGS84 = 3006, 4326


def demo_table(survey: str | None = None) -> PerceptionTable:
    """Give the interviews of one round ("2016": 203 people, "2020"), or both rounds in one table."""
    table = _both_rounds()
    return table if survey is None else table.select(PerceptionFilter(surveys=frozenset({survey})))


@cache
def _both_rounds() -> PerceptionTable:
    ground = kramfors_geography()
    areas = _areas(ground.area_sets[0].areas)
    rounds = [demo_round(name, demo_generator(name), ground) for name in ROUND_NAMES]
    responses = [(r.name, one) for r in rounds for one in r.responses]
    said = [one for r in rounds for one in r.perceptions]
    number = {one.key: index for index, (_, one) in enumerate(responses)}
    geometries = _metric([one.geometry for one in said])
    places = _places(ground.places, areas)
    known = {name: index for index, name in enumerate(places.names)}
    drawn = shapely.get_dimensions(geometries) > 0
    inside = shapely.point_on_surface(geometries)
    start, end = find_ends(geometries, areas)
    themes, purposes = (tuple(code.code for code in codes) for codes in (THEMES, PURPOSES))
    return PerceptionTable.from_columns(
        kind=np.array([code_of(one.kind) for one in said]),
        respondent=np.array([number[one.respondent] for one in said]),
        valence=np.array([np.nan if one.valence is None else one.valence for one in said], dtype=float),
        x_m=shapely.get_x(inside),
        y_m=shapely.get_y(inside),
        shape=np.where(drawn, np.cumsum(drawn) - 1, MISSING),
        themes=pack_codes([one.themes for one in said], themes),
        purposes=pack_codes([one.purposes for one in said], purposes),
        place=np.array([known.get(one.place or "", MISSING) for one in said]),
        start_area=start,
        end_area=end,
        said_on=np.full(len(said), MISSING),
        emotional=np.array([one.nature is BarrierNature.EMOTIONAL for one in said]),
        shapes=geometries[drawn],
        respondents=Respondents(
            survey=np.array([ROUND_NAMES.index(name) for name, _ in responses]),
            group=np.array([[c.code for c in GROUPS].index(one.group) for _, one in responses]),
            age_band=np.array([AGE_BANDS.index(o.age_band) if o.age_band else MISSING for _, o in responses]),
            gender=np.array([list(Gender).index(o.gender) if o.gender else MISSING for _, o in responses]),
            channel=np.array([list(Channel).index(one.channel) for _, one in responses]),
            home_area=np.array([areas.index_of[one.home_area] for _, one in responses]),
            weight=np.ones(len(responses)),
            survey_slugs=tuple(ROUND_NAMES),
            group_codes=tuple(code.code for code in GROUPS),
            age_band_codes=AGE_BANDS,
        ),
        allocation=allocate(geometries, areas),
        areas=areas,
        places=places,
        theme_codes=themes,
        purpose_codes=purposes,
        crs_epsg=SWEREF,
    )


def _metric(shapes: list[shapely.Geometry]) -> np.ndarray:
    column = np.empty(len(shapes), dtype=object)
    column[:] = shapes
    return transform_geometries(column, WGS84, SWEREF)


def _areas(drawn: tuple) -> Areas:
    by: dict[tuple[str, str], np.ndarray] = {}
    for index, one in enumerate(drawn):
        for group in one.population_by:
            by.setdefault((group.age_band, group.gender.value), np.full(len(drawn), np.nan))[index] = (
                group.people
            )
    return Areas(
        ids=tuple(one.code for one in drawn),
        names=tuple(one.name for one in drawn),
        geometries=_metric([one.geometry for one in drawn]),
        populations=np.array([np.nan if one.population is None else one.population for one in drawn]),
        label="Bygder",
        population_by=by,
    )


def _places(drawn: tuple, areas: Areas) -> Places:
    at = _metric([shapely.Point(one.lon, one.lat) for one in drawn])
    found = allocate(at, areas)
    area = np.full(len(drawn), MISSING, dtype=np.int32)
    area[found.row] = found.area
    return Places(
        tuple(one.key for one in drawn),
        tuple(one.name for one in drawn),
        shapely.get_x(at),
        shapely.get_y(at),
        area,
    )
