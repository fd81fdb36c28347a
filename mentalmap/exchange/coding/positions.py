"""Positions as the file writes them: two numbers, WKT, or the file's own geometries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from mentalmap.domain.arrays import BoolArray, FloatArray, ObjectArray
from mentalmap.domain.bounds import Bounds
from mentalmap.domain.crs import WGS84, transform_xy
from mentalmap.errors import InvalidMappingError
from mentalmap.exchange.coding.cells import numbers_of, trimmed
from mentalmap.exchange.mapping import ImportField as F
from mentalmap.exchange.mapping import ImportMapping
from mentalmap.messages import say

if TYPE_CHECKING:
    import pyarrow as pa

    from mentalmap.exchange.reading import Batch, Source

_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{18,}")
_WITH_SRID = re.compile(r"\s*SRID\s*=\s*\d+\s*;", re.IGNORECASE)


@dataclass(frozen=True, eq=False, slots=True)
class Positions:
    """
    Where the rows of a batch lie, as it was written.

    Parameters
    ----------
    x, y
        Longitude and latitude, or easting and northing, shape (n,), nan where missing.
    geometries
        Geometry objects, shape (n,), or `None` where positions are numbers.
    stated
        Rows that give a position at all, shape (n,).
    unreadable
        Rows whose position cannot be read, shape (n,).
    columns
        The columns it stands in, for the report.
    epsg
        Their CRS.
    """

    x: FloatArray
    y: FloatArray
    geometries: ObjectArray | None
    stated: BoolArray
    unreadable: BoolArray
    columns: tuple[str, ...]
    epsg: int


def has_positions(columns: Mapping[F, str], *, file_geometry: bool) -> bool:
    """Tell whether the mapped columns, or the file itself, give positions."""
    return (
        file_geometry
        or F.WKT in columns
        or {F.LON, F.LAT} <= set(columns)
        or {F.EASTING, F.NORTHING} <= set(columns)
    )


def read_positions(
    batch: Batch,
    columns: Mapping[F, str],
    mapping: ImportMapping,
    *,
    source_crs: int | None,
    decimal_comma: bool,
) -> Positions | None:
    """Read the positions of a batch; `None` where the mapping knows of none."""
    for first, second in ((F.LON, F.LAT), (F.EASTING, F.NORTHING)):
        if first in columns and second in columns:
            names = (columns[first], columns[second])
            texts = [trimmed(batch.table[name]) for name in names]
            (x, bad_x), (y, bad_y) = (numbers_of(one, decimal_comma=decimal_comma) for one in texts)
            stated = _filled(texts[0]) | _filled(texts[1])
            epsg = WGS84 if first is F.LON else mapping.crs
            return Positions(x, y, None, stated, bad_x | bad_y, names, _sure(epsg, names))
    if F.WKT in columns:
        name = columns[F.WKT]
        cells = trimmed(batch.table[name])
        geometries = _parse(cells.to_numpy(zero_copy_only=False))
        stated = _filled(cells)
        return _drawn(geometries, stated, (name,), _sure(mapping.crs, (name,)))
    if batch.geometry is not None:
        cells = batch.geometry
        geometries = shapely.from_wkb(cells.to_numpy(zero_copy_only=False), on_invalid="ignore")
        return _drawn(geometries, _filled(cells), (), _sure(mapping.crs or source_crs, ()))
    return None


def infer_bounds(source: Source, mapping: ImportMapping, *, decimal_comma: bool) -> Bounds | None:
    """
    Read the rectangle of a project that has none from all positions of a file, in one more pass.

    Returns
    -------
    Bounds or None
        `None` where the file gives no positions.
    """
    parts = list(_degrees(source, mapping, decimal_comma))
    if not parts:
        return None
    lon, lat = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Bounds.around(lon, lat) if np.isfinite(lon).any() else None


def _degrees(
    source: Source, mapping: ImportMapping, decimal_comma: bool
) -> Iterator[tuple[FloatArray, FloatArray]]:
    places = [mapping.columns, *(block.columns for block in mapping.perceptions)]
    for batch in source.batches():
        for columns in places:
            if columns is not mapping.columns and not has_positions(columns, file_geometry=False):
                continue
            read = read_positions(
                batch, columns, mapping, source_crs=source.crs_epsg, decimal_comma=decimal_comma
            )
            if read is not None:
                x, y = read.x, read.y
                if read.geometries is not None:
                    boxes = shapely.bounds(read.geometries)
                    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
                yield transform_xy(x, y, read.epsg, WGS84)


def _drawn(geometries: ObjectArray, stated: BoolArray, names: tuple[str, ...], epsg: int) -> Positions:
    unreadable = stated & ~shapely.is_geometry(geometries)
    missing = np.full(len(stated), np.nan)
    return Positions(missing, missing, geometries, stated, unreadable, names, epsg)


def _parse(texts: ObjectArray) -> ObjectArray:
    """Read WKT, EWKT or hexadecimal WKB; what is none of them becomes `None`."""
    first = next((text for text in texts if text is not None), "")
    if _HEXADECIMAL.fullmatch(first[:200]):
        return np.asarray(shapely.from_wkb(_only(texts, _HEXADECIMAL), on_invalid="ignore"), dtype=object)
    if any(text is not None and _WITH_SRID.match(text) for text in texts):
        texts = np.array([None if text is None else _WITH_SRID.sub("", text) for text in texts], dtype=object)
    return np.asarray(shapely.from_wkt(texts, on_invalid="ignore"), dtype=object)


def _only(texts: ObjectArray, pattern: re.Pattern[str]) -> ObjectArray:
    kept = [
        text if text is not None and pattern.fullmatch(text) and len(text) % 2 == 0 else None
        for text in texts
    ]
    return np.array(kept, dtype=object)


def _sure(epsg: int | None, names: tuple[str, ...]) -> int:
    if epsg is not None:
        return epsg
    raise InvalidMappingError(
        say(
            "The coordinate reference system of %(what)s is not known.",
            what=", ".join(names) if names else say("the file's geometries"),
        ),
        say("Write it into the mapping: crs = 3006 (SWEREF 99 TM) or crs = 4326 (longitude, latitude)."),
    )


def _filled(cells: pa.Array) -> BoolArray:
    filled: BoolArray = cells.is_valid().to_numpy(zero_copy_only=False)
    return filled
