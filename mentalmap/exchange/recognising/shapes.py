"""Geometries of a file that carries them as such, as text, or as two numbers."""

from __future__ import annotations

from dataclasses import dataclass

from mentalmap.domain.arrays import ObjectArray
from mentalmap.exchange.mapping import ImportField
from mentalmap.exchange.reading import Batch, RowFault, Source
from mentalmap.exchange.reading.numbers import parse_number
from mentalmap.exchange.recognising.headers import match_header
from mentalmap.exchange.recognising.looks import ColumnLook
from mentalmap.exchange.recognising.positions import WGS84, find_position
from mentalmap.messages import Message, say


@dataclass(frozen=True, slots=True)
class FileShapes:
    """Where geometries stand: in the file itself (no columns), in a column of text, or in two of numbers."""

    columns: tuple[str, ...]
    crs_epsg: int | None
    crs_wkt: str | None
    notes: tuple[Message, ...]
    decimal_comma: bool

    @property
    def may_be_outlines(self) -> bool:
        """Two numbers are a point and never an outline."""
        return len(self.columns) < 2

    def read(self, batch: Batch) -> tuple[list[tuple[bytes | None, str | None]], list[RowFault]]:
        """Give WKB and type of geometry of each row, and what is wrong with those that have none."""
        import numpy as np
        import shapely

        faults: list[RowFault] = []
        if not self.columns:
            raw = [] if batch.geometry is None else batch.geometry.to_pylist()
            shapes = shapely.from_wkb(np.array(raw, dtype=object), on_invalid="ignore")
        elif len(self.columns) == 1:
            shapes = self._from_text(batch, faults)
        else:
            shapes = self._from_numbers(batch, faults)
        kinds = [None if shape is None else str(shape.geom_type) for shape in shapes]
        return list(zip(shapely.to_wkb(shapes, include_srid=False).tolist(), kinds, strict=True)), faults

    def _from_text(self, batch: Batch, faults: list[RowFault]) -> ObjectArray:
        import numpy as np
        import shapely

        [name] = self.columns
        texts = batch.table.column(name).to_pylist()
        shapes = np.empty(len(texts), dtype=object)
        for index, text in enumerate(texts):
            if text is None:
                continue
            plain = text.strip()
            plain = plain.partition(";")[2] if plain[:5].upper() == "SRID=" else plain
            shape = shapely.from_wkt(plain, on_invalid="ignore")
            if shape is None:
                shape = shapely.from_wkb(plain, on_invalid="ignore") if _is_hex(plain) else None
            if shape is None:
                row = int(batch.rows[index])
                faults.append(
                    RowFault(row, name, say("The geometry cannot be read."), say("Correct the WKT."))
                )
            else:
                shapes[index] = shapely.force_2d(shape)
        return shapes

    def _from_numbers(self, batch: Batch, faults: list[RowFault]) -> ObjectArray:
        import numpy as np
        import shapely

        columns = [batch.table.column(name).to_pylist() for name in self.columns]
        shapes = np.empty(len(batch), dtype=object)
        for index, pair in enumerate(zip(*columns, strict=True)):
            if None in pair:
                continue
            x, y = (parse_number(text, decimal_comma=self.decimal_comma) for text in pair)
            if x is not None and y is not None:
                shapes[index] = shapely.Point(x, y)
                continue
            wrong = 0 if x is None else 1
            problem = say("“%(value)s” is not a coordinate.", value=str(pair[wrong])[:40])
            faults.append(RowFault(int(batch.rows[index]), self.columns[wrong], problem, say("Correct it.")))
        return shapes


def find_shapes(source: Source) -> FileShapes | None:
    """Find the geometries of a file, or `None` where it has none."""
    if source.geometry:
        return FileShapes((), source.crs_epsg, source.crs_wkt, (), source.decimal_comma)
    looks = []
    named: dict[ImportField, list[ColumnLook]] = {}
    for name in source.columns:
        cells = tuple(cell for cell in source.sample.column(name).to_pylist() if cell is not None)
        look = ColumnLook(name, cells, source.sample.num_rows, source.decimal_comma)
        looks.append(look)
        for match in match_header(name):
            named.setdefault(match.field, []).append(look)
    found = find_position(looks, named)
    wanted = (
        (ImportField.WKT,),
        (ImportField.LON, ImportField.LAT),
        (ImportField.EASTING, ImportField.NORTHING),
    )
    for fields in wanted:
        if all(field in found.columns for field in fields):
            columns = tuple(found.columns[field] for field in fields)
            epsg = WGS84 if ImportField.LON in fields else found.crs
            return FileShapes(columns, epsg, None, tuple(found.doubts), source.decimal_comma)
    return None


def _is_hex(text: str) -> bool:
    return len(text) % 2 == 0 and all(character in "0123456789abcdefABCDEF" for character in text)
