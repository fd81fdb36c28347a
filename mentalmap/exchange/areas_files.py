"""Read a file of areas: names, outlines and, where given, population by age and gender."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mentalmap.domain.vocabulary import Gender
from mentalmap.errors import UnreadableFileError
from mentalmap.exchange.coding.open_lists import slug_of
from mentalmap.exchange.reading import Batch, RowFault, Source, open_source
from mentalmap.exchange.reading.numbers import parse_number
from mentalmap.exchange.recognising.columns import choose_column
from mentalmap.exchange.recognising.populations import PopulationColumn, find_population_columns
from mentalmap.exchange.recognising.shapes import FileShapes, find_shapes
from mentalmap.messages import Message, say

ID_HEADERS = (
    "code|kod|områdeskod|områdesid|område id|area id|areaid|area code|kommun kod|kommunkod|deso|desokod|"
    "regso|"
    "regsokod|nyko|district id|distriktskod|id|uuid|objectid|fid"
)
NAME_HEADERS = (
    "name|namn|områdesnamn|område|area|area name|areaname|kommun|kommunnamn|tätort|tätortsnamn|distrikt|"
    "district|"
    "distriktsnamn|stadsdel|regsonamn|bygd|socken|label|title"
)
LONGEST_CODE = 64
POLYGONS = ("Polygon", "MultiPolygon")


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
    where: tuple[str, str] | None = None,
    encoding: str | None = None,
) -> ReadAreas:
    """
    Read areas; columns that are not named are recognised by their headers.

    Parameters
    ----------
    where
        Column and value of the rows that are read; all rows if left out.

    Raises
    ------
    UnreadableFileError
        If the file cannot be read or holds no outlines.
    InvalidMappingError
        If a column that was named is not there.
    """
    with open_source(path, layer=layer, encoding=encoding) as source:
        shapes = find_shapes(source)
        if shapes is None or not shapes.may_be_outlines:
            raise _without_outlines(path)
        id_name = choose_column(source, id_column, ID_HEADERS)
        name = choose_column(source, name_column, NAME_HEADERS) or id_name
        population = find_population_columns(
            [c for c in source.columns if c not in (id_name, name)],
            choose_column(source, population_column, "") if population_column else None,
        )
        notes = [*source.notes, *shapes.notes, _tell_columns(id_name, name, population)]
        reader = _AreaReader(source, shapes, id_name, name, population)
        wanted = choose_column(source, where[0], "") if where else None
        for batch in source.batches():
            reader.read(batch if wanted is None or where is None else _rows_where(batch, wanted, where[1]))
        if reader.outlines == 0:
            raise _without_outlines(path) if where is None else _without_match(path, where)
        return ReadAreas(
            tuple(reader.areas),
            tuple(reader.faults),
            shapes.crs_epsg,
            shapes.crs_wkt,
            source.sha256,
            tuple(notes),
        )


class _AreaReader:
    def __init__(
        self,
        source: Source,
        shapes: FileShapes,
        id_name: str | None,
        name: str | None,
        population: Sequence[PopulationColumn],
    ) -> None:
        self.areas: list[ReadArea] = []
        self.faults: list[RowFault] = []
        self._comma = source.decimal_comma
        self._shapes, self._id, self._name, self._population = shapes, id_name, name, population
        self._seen: dict[str, int] = {}
        self.outlines = 0

    def read(self, batch: Batch) -> None:
        self.faults += batch.faults
        lost = {fault.row for fault in batch.faults if not fault.doubtful}
        geometries, faults = self._shapes.read(batch)
        self.faults += [fault for fault in faults if fault.row not in lost]
        lost |= {fault.row for fault in faults}
        wanted = {self._id, self._name, *(column.column for column in self._population)} - {None}
        cells = {name: batch.table.column(name).to_pylist() for name in wanted if name is not None}
        for index, row in enumerate(batch.rows.tolist()):
            if row in lost:
                continue
            geometry, kind = geometries[index]
            if geometry is None or kind not in POLYGONS:
                self.faults.append(_no_outline(row, kind))
                continue
            self.outlines += 1
            name = cells[self._name][index] if self._name is not None else None
            area_id = cells[self._id][index] if self._id is not None else None
            area_id, name = (area_id or "").strip(), (name or "").strip()
            if not area_id and not name and (self._id or self._name):
                self.faults.append(_nameless(row, self._name or self._id))
                continue
            area_id, name = area_id or self._code_of(name or str(row)), name or area_id or str(row)
            if area_id in self._seen:
                self.faults.append(_twice(row, self._id or self._name, area_id, self._seen[area_id]))
                continue
            self._seen[area_id] = row
            counts = self._counts(row, {c.column: cells[c.column][index] for c in self._population})
            self.areas.append(ReadArea(row, area_id, name, geometry, counts))

    def _code_of(self, name: str) -> str:
        """Make a code of a name: the name itself, or of a long one a short form that no other area has."""
        if len(name) <= LONGEST_CODE:
            return name
        short = slug_of(name)[: LONGEST_CODE - 4]
        code, number = short, 1
        while code in self._seen:
            number += 1
            code = f"{short}-{number}"
        return code

    def _counts(self, row: int, cells: dict[str, str | None]) -> tuple[PopulationCount, ...]:
        counts = []
        for column in self._population:
            text = cells[column.column]
            if text is None:
                continue
            number = parse_number(text, decimal_comma=self._comma)
            if number is None or number < 0:
                problem = say("“%(value)s” is not a number of inhabitants.", value=text[:40])
                remedy = say("Correct it; the area is read without it.")
                self.faults.append(RowFault(row, column.column, problem, remedy, doubtful=True))
            else:
                counts.append(PopulationCount(number, column.gender, column.age))
        return tuple(counts)


def _rows_where(batch: Batch, column: str, value: str) -> Batch:
    """Keep the rows whose cell holds the value, and their faults."""
    import pyarrow as pa
    import pyarrow.compute as pc

    mask = (
        pc.equal(pc.utf8_trim_whitespace(batch.table.column(column)), value).fill_null(False).combine_chunks()
    )
    kept = mask.to_numpy(zero_copy_only=False)
    rows = batch.rows[kept]
    there = set(rows.tolist())
    return Batch(
        int(rows[0]) if len(rows) else batch.first_row,
        rows,
        batch.table.filter(mask),
        None if batch.geometry is None else batch.geometry.filter(pa.array(kept)),
        tuple(fault for fault in batch.faults if fault.row in there),
    )


def _without_match(path: Path, where: tuple[str, str]) -> UnreadableFileError:
    return UnreadableFileError(
        say(
            "In no row of “%(file)s” the column “%(column)s” is “%(value)s”.",
            file=path.name,
            column=where[0],
            value=where[1],
        ),
        say("Write the value as it stands in the file."),
    )


def _without_outlines(path: Path) -> UnreadableFileError:
    return UnreadableFileError(
        say("“%(file)s” holds no outlines of areas.", file=path.name),
        say("Give polygons, for instance as GeoPackage or GeoJSON."),
    )


def _no_outline(row: int, kind: str | None) -> RowFault:
    problem = say("The area has no outline.")
    if kind is not None:
        problem = say("The area is a %(kind)s and not a polygon.", kind=kind)
    return RowFault(row, None, problem, say("Draw its outline as a polygon, or remove the row."))


def _nameless(row: int, column: str | None) -> RowFault:
    return RowFault(
        row,
        column,
        say("The area has no name."),
        say("Name it, or remove the row."),
        code="name_missing",
    )


def _twice(row: int, column: str | None, area_id: str, first: int) -> RowFault:
    return RowFault(
        row,
        column,
        say("The area “%(id)s” stands in row %(first)s already.", id=area_id, first=first),
        say("Merge the two, or give each an id of its own."),
        code="duplicate_area",
    )


def _tell_columns(id_name: str | None, name: str | None, population: Sequence[PopulationColumn]) -> Message:
    return say(
        "Columns that were used: id “%(id)s”, name “%(name)s”, population “%(population)s”.",
        id=id_name or "–",
        name=name or "–",
        population=", ".join(column.column for column in population) or "–",
    )
