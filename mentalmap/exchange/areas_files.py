"""Read a file of areas: names, outlines and, where given, population by age and gender."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mentalmap.domain.vocabulary import Gender
from mentalmap.exchange.reading import RowFault
from mentalmap.messages import Message


@dataclass(frozen=True, slots=True)
class PopulationCount:
    """Inhabitants of an area; `None` in a breakdown means all. `age` is "16-24" or "65+"."""

    count: float
    gender: Gender | None = None
    age: str | None = None


@dataclass(frozen=True, slots=True)
class ReadArea:
    """One area of the file; `geometry` is WKB (2D) in the file's CRS."""

    row: int
    id: str
    name: str
    geometry: bytes
    population: tuple[PopulationCount, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadAreas:
    """What a file of areas holds. `crs_epsg` or `crs_wkt` names the CRS; both `None` where unknown."""

    areas: tuple[ReadArea, ...]
    faults: tuple[RowFault, ...]
    crs_epsg: int | None
    crs_wkt: str | None
    sha256: str
    notes: tuple[Message, ...] = ()


def read_areas(
    path: Path,
    *,
    layer: str | None = None,
    id_column: str | None = None,
    name_column: str | None = None,
    population_column: str | None = None,
    encoding: str | None = None,
) -> ReadAreas:
    """Read areas; columns not named are recognised by their headers."""
    raise NotImplementedError
