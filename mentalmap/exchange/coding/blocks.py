"""One block of perceptions: the columns that together say one thing, coded for every row of a batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import shapely

from mentalmap.domain.arrays import BoolArray, FloatArray, IntArray, ObjectArray
from mentalmap.domain.geometry import GeometryFault, check_geometries
from mentalmap.domain.perceptions import MISSING
from mentalmap.domain.vocabulary import Kind
from mentalmap.exchange.coding.cells import Finding, WordCoder, trimmed
from mentalmap.exchange.coding.context import CodingContext
from mentalmap.exchange.coding.place_names import NamedPlace, understand_places
from mentalmap.exchange.coding.positions import Positions, has_positions, read_positions
from mentalmap.exchange.coding.problems import CellFault, Severity
from mentalmap.exchange.coding.row_faults import (
    CONTROL_SIGNS,
    HALF_ROUTE,
    KIND_MISSING,
    LONGEST_QUOTE,
    NO_BARRIER,
    NO_POSITION,
    QUOTE_TOO_LONG,
    ROUTE_IN_PLACE,
    UNREADABLE_POSITION,
)
from mentalmap.exchange.mapping import ImportField as F

if TYPE_CHECKING:
    import pyarrow as pa

    from mentalmap.exchange.reading import Batch

_CONTROLS = "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]"


class Sieve(Protocol):
    """Where faults are reported; a rejecting one also takes the row out."""

    def report(self, rows: IntArray, column: str | None, text: str | None, fault: CellFault) -> None:
        """Report one fault of several rows of the batch."""
        ...


@dataclass(frozen=True, eq=False)
class CodedBlock:
    """
    One perception per row where `active`; columns of shape (n,), codes as their coders give them.

    `located` rows have a geometry of their own or lie between two places; of these `in_areas` have an
    end that is known as an area only. `places` are codes of `BlockCoder.places`.
    """

    active: BoolArray
    kind: IntArray
    lon: FloatArray
    lat: FloatArray
    shapes: ObjectArray | None
    located: BoolArray
    in_areas: BoolArray
    places: IntArray
    codes: Mapping[F, IntArray]
    quote: pa.Array | None


@dataclass(frozen=True, eq=False)
class BlockPlan:
    """
    Which columns and constants make up a block.

    Parameters
    ----------
    kind
        Kind of all its perceptions; `None` where the block is the whole row and a column tells.
    columns
        Columns that say something in this block.
    shared
        Columns of the whole row that complete what is said: the language, the date.
    """

    kind: Kind | None
    columns: Mapping[F, str]
    constants: Mapping[F, str]
    shared: Mapping[F, str]

    def column(self, field: F) -> str | None:
        """Name the column that holds a field."""
        return self.columns.get(field) or self.shared.get(field)


class BlockCoder:
    """Codes one block of perceptions, batch after batch; `coders` serve all blocks of a file."""

    def __init__(self, context: CodingContext, plan: BlockPlan, coders: Mapping[F, WordCoder[Any]]) -> None:
        self.context = context
        self.plan = plan
        several = plan.kind is not None and plan.kind is not Kind.ROUTE
        self.places = WordCoder(understand_places(context, F.PLACE, several=several))
        self.origins = WordCoder(understand_places(context, F.ORIGIN, several=False))
        self.ends = WordCoder(understand_places(context, F.DESTINATION, several=False))
        self.coders: dict[F, WordCoder[Any]] = {
            **coders,
            F.PLACE: self.places,
            F.ORIGIN: self.origins,
            F.DESTINATION: self.ends,
        }

    def code(self, batch: Batch, sieve: Sieve, may_be_silent: BoolArray) -> CodedBlock:
        """Code a batch. Rows that `may_be_silent` and say nothing are no perception, and no fault."""
        n = len(batch)
        positions = self._positions(batch)
        codes: dict[F, IntArray] = {}
        findings: list[tuple[F, Finding]] = []
        faulty: dict[F, BoolArray] = {}
        spoken = np.zeros(n, dtype=bool) if positions is None else positions.stated.copy()
        for field, coder in self.coders.items():
            texts, given = self._texts(field, batch)
            codes[field], found = coder.code(texts)
            faulty[field] = np.zeros(n, dtype=bool)
            for one in found:
                faulty[field][one.rows] = one.fault.severity is Severity.REJECTED
            findings += [(field, one) for one in found]
            if field in self.plan.columns:
                spoken |= given & ((codes[field] != MISSING) | faulty[field])
        quote, said = self._quote(batch, sieve)
        active = spoken | said
        if self.plan.kind is None:
            active |= ~may_be_silent
        located = active & (positions.stated if positions is not None else False)
        for field, one in findings:
            self._report(field, one, located, sieve)
        lon, lat, shapes = self._gate(positions, located, sieve, batch)
        route, half, in_areas, shapes = self._routes(codes, faulty, active & ~located, shapes, sieve)
        nowhere = active & ~located & ~route & ~half & (codes[F.PLACE] == MISSING) & ~faulty[F.PLACE]
        nowhere &= ~faulty[F.ORIGIN] & ~faulty[F.DESTINATION]
        sieve.report(np.flatnonzero(nowhere), self._position_column(), None, NO_POSITION)
        kind = self._kinds(codes[F.KIND], faulty[F.KIND], active, sieve)
        self._check_nature(codes[F.NATURE], kind, active, sieve)
        return CodedBlock(
            active, kind, lon, lat, shapes, located | route, in_areas, codes[F.PLACE], codes, quote
        )

    def _texts(self, field: F, batch: Batch) -> tuple[pa.Array, BoolArray]:
        """Give a field's texts, constants filled in, and where the file itself says something."""
        import pyarrow as pa

        name = self.plan.column(field)
        constant = self.plan.constants.get(field)
        if name is None:
            nothing = np.zeros(len(batch), dtype=bool)
            if constant is None:
                return pa.nulls(len(batch), pa.string()), nothing
            return pa.repeat(pa.scalar(constant, pa.string()), len(batch)), nothing
        texts = trimmed(batch.table[name])
        given: BoolArray = texts.is_valid().to_numpy(zero_copy_only=False)
        return (texts if constant is None else texts.fill_null(constant)), given

    def _quote(self, batch: Batch, sieve: Sieve) -> tuple[pa.Array | None, BoolArray]:
        import pyarrow.compute as pc

        texts, given = self._texts(F.QUOTE, batch)
        column = self.plan.column(F.QUOTE)
        if not given.any():
            return None, given
        sieve.report(_rows(pc.greater(pc.utf8_length(texts), LONGEST_QUOTE)), column, None, QUOTE_TOO_LONG)
        signs = _rows(pc.match_substring_regex(texts, _CONTROLS))
        if len(signs):
            sieve.report(signs, column, None, CONTROL_SIGNS)
            texts = pc.replace_substring_regex(texts, _CONTROLS, " ")
        return texts, given & (F.QUOTE in self.plan.columns)

    def _positions(self, batch: Batch) -> Positions | None:
        whole_row = self.plan.kind is None
        if not has_positions(self.plan.columns, file_geometry=whole_row and batch.geometry is not None):
            return None
        return read_positions(
            batch,
            self.plan.columns,
            self.context.mapping,
            source_crs=self.context.source_crs,
            decimal_comma=self.context.decimal_comma,
        )

    def _gate(
        self, positions: Positions | None, located: BoolArray, sieve: Sieve, batch: Batch
    ) -> tuple[FloatArray, FloatArray, ObjectArray | None]:
        """Let the geometry gate judge the rows that give a position."""
        n = len(batch)
        lon, lat = np.full(n, np.nan), np.full(n, np.nan)
        if positions is None or not located.any():
            return lon, lat, None
        column = ", ".join(positions.columns) or None
        unreadable = np.flatnonzero(located & positions.unreadable)
        for row in unreadable:
            sieve.report(
                np.array([row]), column, self._written(positions, batch, int(row)), UNREADABLE_POSITION
            )
        rows = np.flatnonzero(located & ~positions.unreadable)
        drawn = None if positions.geometries is None else positions.geometries[rows]
        x, y = (None, None) if drawn is not None else (positions.x[rows], positions.y[rows])
        report = check_geometries(drawn, x, y, bounds=self.context.bounds, epsg=positions.epsg)
        for at in np.flatnonzero(~report.accepted):
            fault = GeometryFault(int(report.fault[at]))
            problem, remedy = report.describe(int(at))
            named = CellFault(fault.name.lower(), problem, remedy)
            sieve.report(rows[[at]], column, self._written(positions, batch, int(rows[at])), named)
        lon[rows], lat[rows] = report.lon, report.lat
        if drawn is None or report.geometries is None:
            return lon, lat, None
        shapes = np.full(n, None, dtype=object)
        outlines = np.flatnonzero(shapely.get_type_id(report.geometries) > 0)
        shapes[rows[outlines]] = report.geometries[outlines]
        return lon, lat, shapes if len(outlines) else None

    def _routes(
        self,
        codes: Mapping[F, IntArray],
        faulty: Mapping[F, BoolArray],
        open_: BoolArray,
        shapes: ObjectArray | None,
        sieve: Sieve,
    ) -> tuple[BoolArray, BoolArray, BoolArray, ObjectArray | None]:
        """Draw a straight line between the two ends that are named."""
        begins = open_ & (codes[F.ORIGIN] != MISSING)
        ends = open_ & (codes[F.DESTINATION] != MISSING)
        half = (begins ^ ends) & ~faulty[F.ORIGIN] & ~faulty[F.DESTINATION] & (codes[F.PLACE] == MISSING)
        column = self.plan.column(F.DESTINATION) or self.plan.column(F.ORIGIN)
        sieve.report(np.flatnonzero(half), column, None, HALF_ROUTE)
        route = begins & ends
        in_areas = np.zeros(len(open_), dtype=bool)
        if not route.any():
            return route, half, in_areas, shapes
        shapes = np.full(len(open_), None, dtype=object) if shapes is None else shapes
        origins, destinations = self.origins.values, self.ends.values
        for row in np.flatnonzero(route):
            start: NamedPlace = origins[codes[F.ORIGIN][row]][0]
            end: NamedPlace = destinations[codes[F.DESTINATION][row]][0]
            if (start.lon, start.lat) == (end.lon, end.lat):
                sieve.report(np.array([row]), column, None, ROUTE_IN_PLACE)
                continue
            shapes[row] = shapely.LineString([(start.lon, start.lat), (end.lon, end.lat)])
            in_areas[row] = start.is_area or end.is_area
        return route, half, in_areas, shapes

    def _kinds(self, codes: IntArray, faulty: BoolArray, active: BoolArray, sieve: Sieve) -> IntArray:
        missing = active & (codes == MISSING) & ~faulty
        sieve.report(np.flatnonzero(missing), self.plan.column(F.KIND), None, KIND_MISSING)
        return codes

    def _check_nature(self, nature: IntArray, kind: IntArray, active: BoolArray, sieve: Sieve) -> None:
        """Leave out what only a barrier can be."""
        kinds = np.array(
            [value == Kind.BARRIER for value in self.coders[F.KIND].values] + [False], dtype=bool
        )
        stray = (nature != MISSING) & ~kinds[kind]
        if F.NATURE in self.plan.columns:
            sieve.report(np.flatnonzero(stray & active), self.plan.column(F.NATURE), None, NO_BARRIER)
        nature[stray] = MISSING

    def _report(self, field: F, finding: Finding, located: BoolArray, sieve: Sieve) -> None:
        """Report a faulty text; an unknown place does no harm where the position is given too."""
        column = self.plan.column(field)
        if field is not F.PLACE:
            sieve.report(finding.rows, column, finding.text, finding.fault)
            return
        harmless = located[finding.rows]
        doubt = replace(finding.fault, severity=Severity.DOUBTFUL)
        sieve.report(finding.rows[harmless], column, finding.text, doubt)
        sieve.report(finding.rows[~harmless], column, finding.text, finding.fault)

    def _written(self, positions: Positions, batch: Batch, row: int) -> str | None:
        """Quote a position as the file writes it."""
        cells = [batch.table[name][row].as_py() for name in positions.columns]
        return ", ".join("–" if cell is None else cell[:200] for cell in cells) or None

    def _position_column(self) -> str | None:
        for field in (F.LON, F.EASTING, F.WKT, F.PLACE, F.DESTINATION):
            if field in self.plan.columns:
                return self.plan.columns[field]
        return None


def _rows(mask: pa.Array) -> IntArray:
    return np.flatnonzero(mask.fill_null(False).to_numpy(zero_copy_only=False))
