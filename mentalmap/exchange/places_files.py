"""Read a file of places: names, other names, positions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mentalmap.exchange.reading import RowFault
from mentalmap.messages import Message


@dataclass(frozen=True, slots=True)
class ReadPlace:
    """
    One place of the file.

    `geometry` is WKB (2D, point or polygon) in the file's CRS, also where the file gave two numbers.
    """

    row: int
    id: str | None
    name: str
    aliases: tuple[str, ...]
    geometry: bytes
    kind: str | None = None
    population: float | None = None


@dataclass(frozen=True, slots=True)
class ReadPlaces:
    """What a file of places holds. `crs_epsg` or `crs_wkt` names the CRS; both `None` where unknown."""

    places: tuple[ReadPlace, ...]
    faults: tuple[RowFault, ...]
    crs_epsg: int | None
    crs_wkt: str | None
    sha256: str
    notes: tuple[Message, ...] = ()


def read_places(
    path: Path,
    *,
    layer: str | None = None,
    sheet: str | None = None,
    name_column: str | None = None,
    crs: int | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> ReadPlaces:
    """Read places; columns not named are recognised by their headers, `crs` settles unknown coordinates."""
    raise NotImplementedError
