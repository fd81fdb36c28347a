"""Shapes: geometries of GeoDataFrames, brought to one metric CRS and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from mentalmap.analysis.columns import column_of, refuse_rows
from mentalmap.domain.areas import Areas
from mentalmap.domain.arrays import ObjectArray
from mentalmap.domain.crs import WGS84, check_metric_crs, metric_crs_for
from mentalmap.errors import InvalidInputError
from mentalmap.messages import say

if TYPE_CHECKING:
    import geopandas as gpd

ID_COLUMNS = ("id", "area_id", "code", "kod", "kommun_kod", "deso", "regso")
NAME_COLUMNS = ("name", "namn", "area", "område", "omrade", "kommun", "tatort", "locality")
POPULATION_COLUMNS = ("population", "pop", "befolkning")


def check_frame(frame: gpd.GeoDataFrame | object, what: str) -> None:
    """Raise `InvalidInputError` unless this is a GeoDataFrame with rows, geometry and a CRS."""
    import geopandas as gpd

    if not isinstance(frame, gpd.GeoDataFrame) or frame.active_geometry_name is None:
        raise InvalidInputError(
            say("The %(what)s are not a GeoDataFrame with geometry.", what=what),
            say("Make one with geopandas.read_file or geopandas.points_from_xy."),
        )
    if not len(frame):
        raise InvalidInputError(
            say("The %(what)s are empty.", what=what), say("Check the filter or the file.")
        )
    if frame.crs is None:
        raise InvalidInputError(
            say("It is not said in which coordinate system the %(what)s are.", what=what),
            say(
                'Say it: frame.set_crs("EPSG:4326") for longitude and latitude, "EPSG:3006" for SWEREF 99 TM.'
            ),
        )


def choose_metric_crs(perceptions: gpd.GeoDataFrame, areas: gpd.GeoDataFrame | None) -> int:
    """Choose the CRS to measure in: the frames' where it measures in metres, else one that fits here."""
    first = perceptions if areas is None else areas
    epsg = first.crs.to_epsg() if first.crs is not None else None
    if epsg is not None:
        try:
            check_metric_crs(epsg)
        except InvalidInputError:
            pass
        else:
            return int(epsg)
    west, south, east, north = _degrees(first)
    return metric_crs_for((west + east) / 2, (south + north) / 2)


def read_areas(frame: gpd.GeoDataFrame, epsg: int, id_column: str | None, name_column: str | None) -> Areas:
    """Read an area set: ids unique, in rising order; invalid polygons are mended."""
    ids = _texts(frame, id_column, ID_COLUMNS) or [str(label) for label in frame.index]
    names = _texts(frame, name_column, NAME_COLUMNS) or ids
    refuse_rows(
        frame,
        np.array([ids.count(one) > 1 for one in ids])
        if len(set(ids)) < len(ids)
        else np.zeros(len(ids), bool),
        say("Areas share an id."),
        say('Say which column tells areas apart: area_id="…".'),
    )
    geometries = np.asarray(frame.geometry.to_crs(epsg).array, dtype=object)
    geometries = _polygonal(shapely.force_2d(shapely.make_valid(geometries)))
    refuse_rows(
        frame,
        np.array([geometry is None or geometry.is_empty for geometry in geometries]),
        say("An area is not a polygon."),
        say("Drop these rows; areas need polygons with ground in them."),
    )
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
    populations = np.full(len(ids), np.nan)
    for name in POPULATION_COLUMNS:
        if name in frame.columns:
            import pandas as pd

            populations = pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
            break
    return Areas(
        tuple(ids[i] for i in order),
        tuple(names[i] for i in order),
        geometries[order],
        populations[order],
    )


def read_geometries(frame: gpd.GeoDataFrame, epsg: int, placed: np.ndarray) -> ObjectArray:
    """
    Read perceptions' geometries in metres; None where only a place is known.

    Parameters
    ----------
    placed
        Whether each row names a place, shape (n,), so that it may do without a position.
    """
    geometries = np.array(shapely.force_2d(np.asarray(frame.geometry.array, dtype=object)), dtype=object)
    absent = shapely.is_missing(geometries) | shapely.is_empty(geometries)
    refuse_rows(
        frame,
        absent & ~placed,
        say("A perception has no position."),
        say(
            "Drop these rows, or name their place: frame[frame.geometry.notna() & ~frame.geometry.is_empty]."
        ),
    )
    refuse_rows(
        frame,
        ~absent & ~shapely.is_valid(geometries),
        say("A geometry is not valid."),
        say("Look at them, then mend them: frame.geometry = frame.geometry.make_valid()."),
    )
    collection = shapely.get_type_id(geometries) == shapely.GeometryType.GEOMETRYCOLLECTION
    refuse_rows(
        frame,
        collection,
        say("A geometry mixes points, lines and polygons."),
        say("Split these rows: frame.explode()."),
    )
    metric = np.array(frame.geometry.to_crs(epsg).array, dtype=object)
    metric = np.array(shapely.force_2d(metric), dtype=object)
    refuse_rows(
        frame,
        ~absent & ~np.isfinite(shapely.bounds(metric)).all(axis=1),
        say("A position is not on the map of %(crs)s.", crs=f"EPSG:{epsg}"),
        say("Check the coordinate system of the frame and the order of its coordinates."),
    )
    single = shapely.get_num_geometries(metric) == 1
    metric[single] = shapely.get_geometry(metric[single], 0)
    metric[absent] = None
    return metric


def _degrees(frame: gpd.GeoDataFrame) -> tuple[float, float, float, float]:
    bounds = shapely.bounds(np.asarray(frame.geometry.to_crs(WGS84).array, dtype=object))
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(bounds):
        raise InvalidInputError(
            say("No geometry has a position on Earth."), say("Check the coordinate system of the frame.")
        )
    # The median: some rows on another continent must not choose the zone for all.
    west, south, east, north = np.median(bounds, axis=0)
    return float(west), float(south), float(east), float(north)


def _texts(frame: gpd.GeoDataFrame, name: str | None, usual: tuple[str, ...]) -> list[str] | None:
    if name is not None:
        return [str(value) for value in column_of(frame, name)]
    for column in frame.columns:
        if str(column).lower() in usual and (usual is not ID_COLUMNS or frame[column].is_unique):
            return [str(value) for value in frame[column]]
    return None


def _polygonal(geometries: ObjectArray) -> ObjectArray:
    """Keep the polygons of what mending may have turned into a mixture."""
    result = np.array(geometries, dtype=object)
    for index in np.flatnonzero(shapely.get_type_id(result) == shapely.GeometryType.GEOMETRYCOLLECTION):
        parts = shapely.get_parts(result[index])
        result[index] = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
    result[shapely.get_dimensions(result) != 2] = None
    return result
