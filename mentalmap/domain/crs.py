"""Coordinate reference systems: which one to measure in, and how to walk between them.

Coordinates are always (longitude, latitude) or (easting, northing), never the other order.
"""

from __future__ import annotations

from mentalmap.domain.arrays import FloatArray, ObjectArray

WGS84 = 4326
METRIC_SWEDEN = 3006
WEB_MERCATOR = 3857


def metric_crs_for(lon: float, lat: float) -> int:
    """Choose the CRS to measure in near a position: SWEREF 99 TM in Sweden, else the UTM zone."""
    raise NotImplementedError


def transform_xy(
    x: FloatArray, y: FloatArray, from_epsg: int, to_epsg: int
) -> tuple[FloatArray, FloatArray]:
    """Transform positions; what cannot be transformed becomes nan."""
    raise NotImplementedError


def transform_geometries(geometries: ObjectArray, from_epsg: int, to_epsg: int) -> ObjectArray:
    """Transform shapely geometries, keeping `None` as `None`."""
    raise NotImplementedError


def check_metric_crs(epsg: int) -> None:
    """Raise `InvalidInputError` unless the CRS is projected and measured in metres."""
    raise NotImplementedError


def parse_crs(text: str) -> int:
    """Read an EPSG code from what people write: "EPSG:3006", "3006", "SWEREF 99 TM", WKT."""
    raise NotImplementedError
