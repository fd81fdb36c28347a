"""Tables: a PerceptionTable from GeoDataFrames, the same one that the store fills from PostGIS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import numpy as np
import shapely

from mentalmap.analysis.columns import (
    Columns,
    one_per_person,
    read_codes,
    read_emotional,
    read_home_areas,
    read_kinds,
    read_labels,
    read_numbers,
    read_respondents,
    read_valence,
    refuse_rows,
)
from mentalmap.analysis.people import read_answers, read_groups
from mentalmap.analysis.shapes import check_frame, choose_metric_crs, read_areas, read_geometries
from mentalmap.domain.allocation import allocate, find_ends
from mentalmap.domain.areas import Areas, Places
from mentalmap.domain.arrays import FloatArray, IntArray, ObjectArray
from mentalmap.domain.perceptions import MISSING, PerceptionTable, Respondents
from mentalmap.domain.vocabulary import Channel, Kind, code_of
from mentalmap.errors import InvalidInputError
from mentalmap.messages import say

if TYPE_CHECKING:
    import geopandas as gpd


def build_table(
    perceptions: gpd.GeoDataFrame,
    areas: gpd.GeoDataFrame | None = None,
    default_kind: Kind | None = None,
    **columns: Unpack[Columns],
) -> PerceptionTable:
    """
    Build the table that every layer is computed from.

    Parameters
    ----------
    perceptions
        One row per perception, any CRS; points, lines or polygons, or no geometry where `place` is named.
    areas
        Polygons in any CRS; None where the layer needs none.
    default_kind
        What every row is where neither `kind` is passed nor a column "kind" exists.
    columns
        See `Columns`.

    Raises
    ------
    InvalidInputError
        If a column, a value or a geometry cannot be used; names the rows and says what to do.
    """
    unknown = sorted(set(columns) - set(Columns.__annotations__))
    if unknown:
        raise TypeError(f"unexpected column arguments: {', '.join(unknown)}")
    check_frame(perceptions, "perceptions")
    if areas is not None:
        check_frame(areas, "areas")
    epsg = choose_metric_crs(perceptions, areas)
    area_set = (
        Areas.empty()
        if areas is None
        else read_areas(areas, epsg, columns.get("area_id"), columns.get("area_name"))
    )
    place_names = read_labels(perceptions, columns.get("place"))
    geometries = read_geometries(perceptions, epsg, np.array([name is not None for name in place_names]))
    x_m, y_m = _positions(geometries)
    places, place = _make_places(place_names, x_m, y_m, area_set)
    located = geometries.copy()
    only_placed = shapely.is_missing(geometries) & (place >= 0)
    located[only_placed] = shapely.points(places.x_m[place[only_placed]], places.y_m[place[only_placed]])
    refuse_rows(
        perceptions,
        shapely.is_missing(located) | shapely.is_empty(located),
        say("A place is named, but no row says where it is."),
        say("Give at least one row of each place a position."),
    )
    respondent, respondents = _read_respondents(perceptions, area_set, columns)
    drawn = ~shapely.is_missing(geometries) & (shapely.get_type_id(geometries) != shapely.GeometryType.POINT)
    shape = np.where(drawn, np.cumsum(drawn) - 1, MISSING)
    purposes, purpose_codes = read_codes(perceptions, columns.get("purposes"))
    themes, theme_codes = read_codes(perceptions, columns.get("themes"))
    start_area, end_area = find_ends(geometries, area_set)
    count = len(perceptions)
    return PerceptionTable.from_columns(
        kind=read_kinds(perceptions, columns.get("kind"), default_kind),
        respondent=respondent,
        valence=read_valence(perceptions, columns.get("valence")),
        x_m=x_m,
        y_m=y_m,
        shape=shape,
        themes=themes,
        purposes=purposes,
        place=place,
        start_area=start_area,
        end_area=end_area,
        said_on=np.full(count, MISSING),
        emotional=read_emotional(perceptions, columns.get("nature")),
        shapes=geometries[drawn],
        respondents=respondents,
        allocation=allocate(located, area_set),
        areas=area_set,
        places=places,
        theme_codes=theme_codes,
        purpose_codes=purpose_codes,
        crs_epsg=epsg,
        respondents_known=columns.get("respondent") is not None,
    )


def _positions(geometries: ObjectArray) -> tuple[FloatArray, FloatArray]:
    points = shapely.point_on_surface(geometries)
    lines = np.flatnonzero(shapely.get_dimensions(geometries) == 1)
    points[lines] = shapely.line_interpolate_point(
        shapely.line_merge(geometries[lines]), 0.5, normalized=True
    )
    # A line of several parts has no middle of its own.
    points[lines] = np.where(
        shapely.is_missing(points[lines]), shapely.point_on_surface(geometries[lines]), points[lines]
    )
    return shapely.get_x(points), shapely.get_y(points)


def _make_places(
    names: list[str | None], x_m: FloatArray, y_m: FloatArray, areas: Areas
) -> tuple[Places, IntArray]:
    """Make a gazetteer of the names that rows use, each at the middle of its rows."""
    known = sorted({name for name in names if name is not None})
    number = {name: index for index, name in enumerate(known)}
    place = np.array([MISSING if name is None else number[name] for name in names], dtype=np.int64)
    located = (place >= 0) & ~np.isnan(x_m)
    count = np.bincount(place[located], minlength=len(known))
    with np.errstate(invalid="ignore"):
        place_x = np.bincount(place[located], x_m[located], minlength=len(known)) / count
        place_y = np.bincount(place[located], y_m[located], minlength=len(known)) / count
    found = allocate(np.asarray(shapely.points(place_x, place_y), dtype=object).reshape(-1), areas)
    area = np.full(len(known), MISSING, dtype=np.int32)
    area[found.row] = found.area
    return Places(tuple(known), tuple(known), place_x, place_y, area), place


def _read_respondents(
    frame: gpd.GeoDataFrame, areas: Areas, columns: Columns
) -> tuple[IntArray, Respondents]:
    respondent, people = read_respondents(frame, columns.get("respondent"))
    asked = columns.get("asked")
    if asked is not None and asked < people:
        raise InvalidInputError(
            say("%(people)s people answered, but only %(asked)s were asked.", people=people, asked=asked),
            say("asked=… counts everybody who was asked, also who marked nothing."),
        )
    total = people if asked is None else asked
    weight = np.ones(total)
    if columns.get("weight"):
        name = str(columns.get("weight"))
        stated = read_numbers(frame, name)
        refuse_rows(
            frame,
            ~(np.isfinite(stated) & (stated >= 0)),
            say("“%(name)s” is missing or negative.", name=name),
            say("A weight says how many people an answer stands for; 1 for one person."),
        )
        weight[:people] = one_per_person(stated, respondent, people, name)
    home = np.full(total, MISSING, dtype=np.int64)
    if columns.get("home_area"):
        name = str(columns.get("home_area"))
        by_label = {**{n: i for i, n in enumerate(areas.names)}, **areas.index_of}  # an id beats a name
        stated_home = read_home_areas(frame, name, by_label)
        home[:people] = np.nan_to_num(one_per_person(stated_home, respondent, people, name), nan=MISSING)
    unknown = np.full(total, MISSING)
    group, group_codes = read_groups(frame, columns.get("group"), respondent, people, total)
    return respondent, Respondents(
        survey=np.zeros(total, dtype=np.int64),
        group=group,
        age_band=unknown,
        gender=unknown,
        channel=np.full(total, code_of(Channel.IMPORT)),
        home_area=home,
        weight=weight,
        survey_slugs=("file",),
        group_codes=group_codes,
        age_band_codes=(),
        answers=read_answers(frame, columns.get("answers", ()), respondent, people, total),
    )
