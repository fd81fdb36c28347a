"""Coordinate reference systems: which one to measure in, and how to walk between them.

Coordinates are always (longitude, latitude) or (easting, northing), never the other order,
whatever the axis order of the authority says.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from mentalmap.domain.arrays import FloatArray, ObjectArray
from mentalmap.domain.crs_register import crs_from_text, crs_of, epsg_of
from mentalmap.errors import InvalidInputError
from mentalmap.messages import say

if TYPE_CHECKING:
    # Imported inside functions: it costs a quarter of a second and the forms never need it.
    import pyproj

WGS84 = 4326
METRIC_SWEDEN = 3006
RT90 = 3021
WEB_MERCATOR = 3857

# West, south, east, north of the area that EPSG gives for SWEREF 99 TM, in degrees.
_SWEDEN = (10.03, 54.96, 24.17, 69.07)

# What people write for the systems that Swedish municipalities use, letters and digits only.
_NAMES = {
    "wgs84": WGS84,
    "crs84": WGS84,
    "ogccrs84": WGS84,
    "sweref99tm": METRIC_SWEDEN,
    "rt90": RT90,
    "rt9025gonv": RT90,
    "webmercator": WEB_MERCATOR,
    "googlemercator": WEB_MERCATOR,
    "900913": WEB_MERCATOR,
    "3785": WEB_MERCATOR,
    "sweref991200": 3007,
    "sweref991330": 3008,
    "sweref991500": 3009,
    "sweref991630": 3010,
    "sweref991800": 3011,
    "sweref991415": 3012,
    "sweref991545": 3013,
    "sweref991715": 3014,
    "sweref991845": 3015,
    "sweref992015": 3016,
    "sweref992145": 3017,
    "sweref992315": 3018,
}
_LABELS = {
    WGS84: "WGS 84",
    METRIC_SWEDEN: "SWEREF 99 TM",
    RT90: "RT 90 2.5 gon V",
    WEB_MERCATOR: "Web Mercator",
}
_MAX_CRS_TEXT = 20_000


def metric_crs_for(lon: float, lat: float) -> int:
    """
    Choose the CRS to measure in near a position.

    Parameters
    ----------
    lon, lat
        Position in degrees, WGS 84.

    Returns
    -------
    int
        EPSG code: SWEREF 99 TM in Sweden, the UTM zone elsewhere, polar stereographic at the poles.

    Raises
    ------
    InvalidInputError
        If the position is not on Earth.
    """
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise InvalidInputError(
            say("%(lon)s, %(lat)s is not a longitude and a latitude in degrees.", lon=lon, lat=lat)
        )
    west, south, east, north = _SWEDEN
    if west <= lon <= east and south <= lat <= north:
        return METRIC_SWEDEN
    if lat >= 84:
        return 32661
    if lat < -80:
        return 32761
    return (32600 if lat >= 0 else 32700) + _utm_zone(lon, lat)


def _utm_zone(lon: float, lat: float) -> int:
    """Count the UTM zone, with the wider zones of Norway and Svalbard."""
    if 56 <= lat < 64 and 3 <= lon < 12:
        return 32
    if lat >= 72 and 0 <= lon < 42:
        return 31 + 2 * int((lon + 3) // 12)
    return min(int((lon + 180) // 6) + 1, 60)


def transform_xy(x: FloatArray, y: FloatArray, from_epsg: int, to_epsg: int) -> tuple[FloatArray, FloatArray]:
    """
    Transform positions.

    Parameters
    ----------
    x, y
        Longitude and latitude, or easting and northing, shape (n,).
    from_epsg, to_epsg
        EPSG codes of the two systems.

    Returns
    -------
    x, y
        Positions in the other system, shape (n,), nan where there is none.

    Raises
    ------
    InvalidInputError
        If there is no such system or no way between the two.
    """
    x = np.asarray(x, dtype=np.float64)
    y = np.asarray(y, dtype=np.float64)
    if from_epsg == to_epsg:
        return x, y
    # pyproj hands back plain numbers for arrays without a dimension, and inf for what it cannot do.
    out_x, out_y = _transformer(from_epsg, to_epsg).transform(np.atleast_1d(x), np.atleast_1d(y))
    failed = ~(np.isfinite(out_x) & np.isfinite(out_y))
    new_x = np.where(failed, np.nan, out_x).reshape(x.shape)
    new_y = np.where(failed, np.nan, out_y).reshape(y.shape)
    return new_x, new_y


def transform_geometries(geometries: ObjectArray, from_epsg: int, to_epsg: int) -> ObjectArray:
    """
    Transform shapely geometries without their heights.

    Parameters
    ----------
    geometries
        Object array of shape (n,); `None` stays `None`.
    from_epsg, to_epsg
        EPSG codes of the two systems.

    Returns
    -------
    ObjectArray
        New geometries, shape (n,); a vertex that cannot be transformed is nan or infinite.

    Raises
    ------
    InvalidInputError
        If there is no such system or no way between the two.
    """
    flat: ObjectArray = np.atleast_1d(shapely.force_2d(geometries))
    if from_epsg == to_epsg:
        return flat

    def walk(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        moved = np.column_stack(transform_xy(xy[:, 0], xy[:, 1], from_epsg, to_epsg))
        return moved.astype(np.float64, copy=False)

    try:
        return np.atleast_1d(shapely.transform(flat, walk))
    except (
        shapely.GEOSException
    ):  # a ring that begins and ends in nan is not closed, since nan equals nothing
        return np.atleast_1d(shapely.transform(flat, lambda xy: np.nan_to_num(walk(xy), nan=np.inf)))


def check_metric_crs(epsg: int) -> None:
    """Raise `InvalidInputError` unless one unit of the CRS is about one metre on the ground."""
    crs = crs_of(epsg)
    remedy = say("Use EPSG:3006 (SWEREF 99 TM) in Sweden, or the UTM zone of the project.")
    if not crs.is_projected or any(axis.unit_name != "metre" for axis in crs.axis_info[:2]):
        raise InvalidInputError(say("%(crs)s does not measure in metres.", crs=crs_label(epsg)), remedy)
    method = crs.coordinate_operation.method_name if crs.coordinate_operation else ""
    if "Pseudo Mercator" in method or method.startswith("Mercator"):
        raise InvalidInputError(
            say("%(crs)s stretches distances; its metres are not metres on the ground.", crs=crs_label(epsg)),
            remedy,
        )


def is_geographic(epsg: int) -> bool:
    """Tell whether the coordinates of a CRS are degrees."""
    return True if epsg == WGS84 else bool(crs_of(epsg).is_geographic)


def crs_label(epsg: int) -> str:
    """Name a CRS for people: "SWEREF 99 TM (EPSG:3006)"."""
    name = _LABELS.get(epsg)
    if name is None and (32600 < epsg <= 32660 or 32700 < epsg <= 32760):
        name = f"UTM {epsg % 100}{'N' if epsg < 32700 else 'S'}"
    return f"{name} (EPSG:{epsg})" if name else f"EPSG:{epsg}"


def parse_crs(text: str) -> int:
    """
    Read which CRS is meant.

    Parameters
    ----------
    text
        "EPSG:3006", "3006", "urn:ogc:def:crs:EPSG::3006", "SWEREF 99 TM", "WGS84" or WKT.

    Returns
    -------
    int
        EPSG code of a system of degrees or of a projection.

    Raises
    ------
    InvalidInputError
        If the text names no system, or one without an EPSG code.
    """
    text = text.strip()
    remedy = say("Write for example EPSG:3006 (SWEREF 99 TM) or EPSG:4326 (longitude, latitude).")
    if not text:
        raise InvalidInputError(say("No coordinate reference system is given."), remedy)
    if len(text) > _MAX_CRS_TEXT:
        raise InvalidInputError(say("This text is too long for a coordinate reference system."), remedy)
    letters = re.sub(r"[^0-9a-z]", "", text.lower())
    if letters in _NAMES:
        return _NAMES[letters]
    if letters.endswith("ogc13crs84"):  # GeoJSON's own longitude and latitude
        return WGS84
    utm = re.fullmatch(r"(?:wgs84)?utm(?:zone)?(0?[1-9]|[1-5][0-9]|60)([ns])", letters)
    if utm:
        return (32600 if utm[2] == "n" else 32700) + int(utm[1])
    number = re.fullmatch(
        r"(?:.*\bEPSG(?:\.io)?[:/0-9.]*[:/])?\s*([0-9]{4,6})", text, re.IGNORECASE | re.ASCII
    )
    if number:
        epsg = int(number[1])
        return epsg_of(crs_of(epsg), text, remedy)
    return epsg_of(crs_from_text(text, remedy), text, remedy)


@lru_cache(maxsize=64)
def _transformer(from_epsg: int, to_epsg: int) -> pyproj.Transformer:
    """Make a transformer once; it may be shared between threads."""
    import pyproj
    from pyproj.exceptions import ProjError

    try:
        return pyproj.Transformer.from_crs(crs_of(from_epsg), crs_of(to_epsg), always_xy=True)
    except ProjError as error:
        raise InvalidInputError(
            say(
                "There is no way from %(old)s to %(new)s.",
                old=crs_label(from_epsg),
                new=crs_label(to_epsg),
            )
        ) from error
