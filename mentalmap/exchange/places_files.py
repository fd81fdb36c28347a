"""Read a file of places: names, other names, positions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from mentalmap.errors import UnreadableFileError
from mentalmap.exchange.reading import Batch, RowFault, Source, open_source
from mentalmap.exchange.reading.numbers import parse_number
from mentalmap.exchange.recognising.columns import choose_column
from mentalmap.exchange.recognising.shapes import FileShapes, find_shapes
from mentalmap.messages import Message, say

HEADERS = {
    "id": "geonameid|code|kod|platsid|place id|tätortskod|id|uuid|uu id|objectid|fid",
    "name": "name|namn|ortnamn|platsnamn|plats|ort|place|place name|tätort|tätortsnamn|ställe|locality|"
    "label|title",
    "aliases": "aliases|alias|alternatenames|alternate names|andra namn|smeknamn|folkliga namn|kallas|"
    "also known as|"
    "namn 2|äldre namn|synonymer",
    "kind": "kind|type|typ|slag|featurecode|feature code|fclass|place type|kategori|category",
    "population": "population|pop|befolkning|folkmängd|invånare|antal invånare|bef",
}
SEPARATOR = re.compile(r"[|;,]")
LONGEST_NAME = 200


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
    """
    Read places; columns that are not named are recognised by their headers.

    Parameters
    ----------
    crs
        EPSG number of the coordinates, where the file does not say or says it wrongly.

    Raises
    ------
    UnreadableFileError
        If the file cannot be read, or names no places or no positions.
    InvalidMappingError
        If a column that was named is not there.
    """
    with open_source(path, layer=layer, sheet=sheet, encoding=encoding, delimiter=delimiter) as source:
        columns = {field: choose_column(source, None, words) for field, words in HEADERS.items()}
        columns["name"] = choose_column(source, name_column, HEADERS["name"])
        shapes = find_shapes(source)
        if columns["name"] is None or shapes is None:
            raise UnreadableFileError(
                say("“%(file)s” names no places with a position.", file=path.name),
                say(
                    "It needs a column with names (namn) and columns with longitude and latitude, or a "
                    "geometry."
                ),
            )
        reader = _PlaceReader(source, shapes, columns)
        for batch in source.batches():
            reader.read(batch)
        return ReadPlaces(
            tuple(reader.places),
            tuple(reader.faults),
            crs if crs is not None else shapes.crs_epsg,
            None if crs is not None else shapes.crs_wkt,
            source.sha256,
            (*source.notes, *shapes.notes),
        )


class _PlaceReader:
    def __init__(self, source: Source, shapes: FileShapes, columns: dict[str, str | None]) -> None:
        self.places: list[ReadPlace] = []
        self.faults: list[RowFault] = []
        self._comma, self._shapes, self._columns = source.decimal_comma, shapes, columns

    def read(self, batch: Batch) -> None:
        self.faults += batch.faults
        lost = {fault.row for fault in batch.faults if not fault.doubtful}
        geometries, faults = self._shapes.read(batch)
        self.faults += [fault for fault in faults if fault.row not in lost]
        lost |= {fault.row for fault in faults}
        cells = {
            field: batch.table.column(name).to_pylist() if name is not None else [None] * len(batch)
            for field, name in self._columns.items()
        }
        for index, row in enumerate(batch.rows.tolist()):
            if row in lost:
                continue
            name, geometry = _clean(cells["name"][index]), geometries[index][0]
            if not name or len(name) > LONGEST_NAME:
                self.faults.append(
                    RowFault(
                        row,
                        self._columns["name"],
                        say("The place has no name."),
                        say("Name it, or remove it."),
                    )
                )
            elif geometry is None:
                problem = say("The place “%(name)s” has no position.", name=name)
                self.faults.append(RowFault(row, None, problem, say("Give it coordinates, or remove it.")))
            else:
                aliases = split_aliases(cells["aliases"][index], name)
                self.places.append(
                    ReadPlace(
                        row,
                        cells["id"][index],
                        name,
                        aliases,
                        geometry,
                        _clean(cells["kind"][index]) or None,
                        self._population(row, cells["population"][index]),
                    )
                )

    def _population(self, row: int, text: str | None) -> float | None:
        if text is None:
            return None
        number = parse_number(text, decimal_comma=self._comma)
        if number is None or number < 0:
            problem = say("“%(value)s” is not a number of inhabitants.", value=text[:40])
            remedy = say("Correct it; the place is read without it.")
            self.faults.append(RowFault(row, self._columns["population"], problem, remedy, doubtful=True))
            return None
        return number


def split_aliases(text: str | None, name: str) -> tuple[str, ...]:
    """Split other names at |, ; or , without repeating one or the name itself."""
    seen = {name.casefold()}
    aliases = []
    for part in SEPARATOR.split(text or ""):
        alias = _clean(part)
        if alias and len(alias) <= LONGEST_NAME and alias.casefold() not in seen:
            seen.add(alias.casefold())
            aliases.append(alias)
    return tuple(aliases)


def _clean(text: str | None) -> str:
    return " ".join((text or "").split())
