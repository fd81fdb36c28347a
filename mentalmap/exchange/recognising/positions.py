"""Where a file says its coordinates are, and in which coordinate system they can be."""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mentalmap.exchange.mapping import ImportField
from mentalmap.exchange.recognising.looks import ColumnLook, mostly_within
from mentalmap.messages import Message, say

SWEREF99_TM, WEB_MERCATOR, RT90, WGS84 = 3006, 3857, 3021, 4326
NAMES = {SWEREF99_TM: "SWEREF 99 TM", WEB_MERCATOR: "Web Mercator", RT90: "RT 90 2.5 gon V"}
# Bounds in which positions in Sweden lie: x low, x high, y low, y high. Source: EPSG registry, areas of use.
SWEDEN = {
    SWEREF99_TM: (180_000, 940_000, 6_090_000, 7_700_000),
    RT90: (1_180_000, 1_910_000, 6_090_000, 7_700_000),
    WEB_MERCATOR: (1_170_000, 2_730_000, 7_380_000, 10_860_000),
}
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
SRID = re.compile(r"\s*SRID=(\d+);", re.IGNORECASE)
ASK_CRS = say("Write its EPSG number as crs in the mapping file, for instance 3006 for SWEREF 99 TM.")


@dataclass
class Position:
    """What was found about positions, to be put into the mapping."""

    columns: dict[ImportField, str] = field(default_factory=dict)
    crs: int | None = None
    reasons: list[Message] = field(default_factory=list)
    doubts: list[Message] = field(default_factory=list)


def find_position(
    looks: Sequence[ColumnLook], named: Mapping[ImportField, Sequence[ColumnLook]], *, blocks: bool = False
) -> Position:
    """
    Find coordinates by headers and by numbers.

    Parameters
    ----------
    looks
        All columns.
    named
        Columns whose headers name a coordinate, the surest first.
    blocks
        Whether the file has a row per interview, where coordinates of unnamed columns are not looked for.
    """
    texts = [look for look in looks if look.is_wkt] or [look for look in looks if look.is_wkb]
    if texts:
        return _from_text(texts, looks)
    x = _first_numeric(named, ImportField.LON, ImportField.EASTING)
    y = _first_numeric(named, ImportField.LAT, ImportField.NORTHING)
    if x is not None and y is not None and x is not y:
        return _from_pair(x, y, by_header=True)
    if blocks:
        return Position()
    free = [look for look in looks if look.is_numeric and look.filled and look.distinct > 1]
    east = [look for look in free if look.has_decimals and look.within(10, 25)]
    north = [look for look in free if look.has_decimals and look.within(55, 70)]
    if not (east and north):
        low_x, high_x, low_y, high_y = SWEDEN[SWEREF99_TM]
        east = [look for look in free if look.within(low_x, high_x)]
        north = [look for look in free if look.within(low_y, high_y)]
    if len(east) == 1 and len(north) == 1:
        return _from_pair(east[0], north[0], by_header=False)
    return Position()


def _first_numeric(
    named: Mapping[ImportField, Sequence[ColumnLook]], *fields: ImportField
) -> ColumnLook | None:
    return next((look for name in fields for look in named.get(name, ()) if look.is_half_numeric), None)


def _from_pair(x: ColumnLook, y: ColumnLook, *, by_header: bool) -> Position:
    found = Position()
    if x.mostly_within(-180, 180) and y.mostly_within(-90, 90):
        found.columns = {ImportField.LON: x.name, ImportField.LAT: y.name}
        found.reasons.append(
            say(
                "“%(x)s” and “%(y)s” are longitude and latitude: their numbers are degrees.",
                x=x.name,
                y=y.name,
            )
        )
        if x.mostly_within(55, 70) and y.mostly_within(10, 25):
            found.doubts.append(
                say(
                    "“%(x)s” holds numbers like Swedish latitudes and “%(y)s” like longitudes. "
                    "Are the two exchanged? If so, exchange them in the mapping file.",
                    x=x.name,
                    y=y.name,
                )
            )
    else:
        if x.mostly_within(5_000_000, math.inf) and y.mostly_within(
            0, 2_000_000
        ):  # X is north in the older Swedish systems
            x, y = y, x
        found.columns = {ImportField.EASTING: x.name, ImportField.NORTHING: y.name}
        found.crs = _likely_crs(x.numbers, y.numbers)
        _tell_crs(found, _both(x, y), found.crs, sure=found.crs == SWEREF99_TM)
    if not by_header:
        found.doubts.append(
            say(
                "%(columns)s were taken as coordinates because of their numbers only. Is that right?",
                columns=_both(x, y),
            )
        )
    return found


def _from_text(texts: Sequence[ColumnLook], looks: Sequence[ColumnLook]) -> Position:
    chosen = texts[0]
    found = Position({ImportField.WKT: chosen.name})
    found.reasons.append(say("“%(column)s” holds geometries as text.", column=chosen.name))
    pairs = [pair for cell in chosen.cells[:200] if (pair := _first_pair(cell)) is not None]
    stated = _stated_srid([look for look in looks if look.is_wkt or look.is_wkb])
    if stated == WGS84 or (
        stated is None
        and pairs
        and mostly_within([x for x, _ in pairs], -180, 180)
        and mostly_within([y for _, y in pairs], -90, 90)
    ):
        found.crs = WGS84
        return found
    if stated is not None:
        found.crs = stated
        found.doubts.append(
            say(
                "“%(column)s” is in metres, not degrees. The geometries say EPSG:%(epsg)s; is that right? "
                "If not, correct crs in the mapping file.",
                column=chosen.name,
                epsg=stated,
            )
        )
        return found
    if pairs:
        found.crs = _likely_crs([x for x, _ in pairs], [y for _, y in pairs])
    _tell_crs(found, say("“%(column)s”", column=chosen.name), found.crs, sure=False)
    return found


def _likely_crs(x: Sequence[float], y: Sequence[float]) -> int | None:
    for epsg, (low_x, high_x, low_y, high_y) in SWEDEN.items():
        if mostly_within(x, low_x, high_x) and mostly_within(y, low_y, high_y):
            return epsg
    return None


def _tell_crs(found: Position, columns: Message, epsg: int | None, *, sure: bool) -> None:
    if epsg is None:
        found.doubts.append(
            say(
                "%(columns)s: the numbers are not degrees. Which coordinate system are they in? %(remedy)s",
                columns=columns,
                remedy=ASK_CRS,
            )
        )
    elif sure:
        found.reasons.append(
            say("%(columns)s: the numbers are metres of %(name)s.", columns=columns, name=NAMES[epsg])
        )
    else:
        found.doubts.append(
            say(
                "%(columns)s: the numbers are metres, probably %(name)s (EPSG:%(epsg)s). Is that right?",
                columns=columns,
                name=NAMES[epsg],
                epsg=epsg,
            )
        )


def _both(x: ColumnLook, y: ColumnLook) -> Message:
    return say("“%(x)s” and “%(y)s”", x=x.name, y=y.name)


def _first_pair(text: str) -> tuple[float, float] | None:
    numbers = NUMBER.findall(SRID.sub("", text))[:2]
    return (float(numbers[0]), float(numbers[1])) if len(numbers) == 2 else None


def _stated_srid(looks: Sequence[ColumnLook]) -> int | None:
    """The SRID that EWKT or EWKB carries, where all of the first cells agree."""
    found: set[int | None] = set()
    for look in looks:
        numbers = {_srid_of(cell) for cell in look.cells[:200]}
        found |= numbers - {None, 0}
    return found.pop() if len(found) == 1 else None


def _srid_of(text: str) -> int | None:
    match = SRID.match(text)
    if match:
        return int(match[1])
    try:
        head = bytes.fromhex(text.strip()[:18])
    except ValueError:
        return None
    if len(head) < 9:
        return None
    order = "<" if head[0] else ">"
    kind, srid = struct.unpack(order + "II", head[1:9])
    return int(srid) if kind & 0x20000000 else None
