"""PerceptionTable: everything that was said, as columns of equal length.

Every layer is a pure function of this table. Nothing here knows a database: the store
fills it from PostGIS, `mentalmap.analysis` fills it from a GeoDataFrame.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

import numpy as np

from mentalmap.domain.areas import Areas, Places
from mentalmap.domain.arrays import BoolArray, FloatArray, IntArray, ObjectArray
from mentalmap.domain.columns import (
    MISSING,
    check_lengths,
    narrow,
    pack_codes,
    split_levels,
    to_centimetres,
    to_metres,
)
from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.respondents import AnswerColumn, Respondents
from mentalmap.domain.selection import mask_of_perceptions, mask_of_respondents
from mentalmap.domain.sparse_columns import Allocation, Drawn, Ends, merge_allocation, split_allocation
from mentalmap.domain.vocabulary import Kind
from mentalmap.errors import InvalidInputError
from mentalmap.messages import say

__all__ = ["MISSING", "Allocation", "AnswerColumn", "Drawn", "Ends"]
__all__ += ["PerceptionTable", "Respondents", "pack_codes"]

MOST_CODES = 63  # a set of themes is one int64


@dataclass(frozen=True, eq=False)
class PerceptionTable:
    """
    Perceptions of one project, with their respondents, areas and places.

    Columns are as narrow as their content allows: about 36 bytes a perception. What few
    perceptions have (shapes, several areas, ends) is sparse. Make one with `from_columns`.

    Parameters
    ----------
    id
        Number of each perception where it is stored, shape (n,); any distinct numbers elsewhere.
    kind
        Code of `Kind` of each perception, shape (n,).
    respondent
        Index into `respondents`, shape (n,).
    valence_level
        Index into `valence_levels`, shape (n,), `MISSING` where no valence was stated.
    valence_levels
        The valences that occur, -2 … +2. Only confirmed ones.
    x_cm, y_cm
        Representative point in centimetres of `crs_epsg`, shape (n,), `columns.NOWHERE` where only a
        place is known.
    themes, purposes
        Bit i set where code i of `theme_codes` or `purpose_codes` was given, shape (n,).
    place
        Index into `places`, shape (n,), `MISSING` where none.
    said_on
        Days since 1970-01-01, shape (n,), `MISSING` where unknown.
    emotional
        Whether a barrier is emotional rather than physical, shape (n,).
    area
        The one area a perception lies in, shape (n,), `MISSING` where it lies in none or several.
    crossing
        Allocation of the perceptions that lie in several areas, or only partly in one.
    respondents_known
        False where the source could not tell people apart: each row stands as its own response.
    """

    id: IntArray
    kind: IntArray
    respondent: IntArray
    valence_level: IntArray
    x_cm: IntArray
    y_cm: IntArray
    themes: IntArray
    purposes: IntArray
    place: IntArray
    said_on: IntArray
    emotional: BoolArray
    area: IntArray
    valence_levels: FloatArray
    drawn: Drawn
    ends: Ends
    crossing: Allocation
    respondents: Respondents
    areas: Areas
    places: Places
    theme_codes: tuple[str, ...]
    purpose_codes: tuple[str, ...]
    crs_epsg: int
    data_version: str = "0"
    respondents_known: bool = True
    selected_respondents: BoolArray | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        check_lengths(self, PERCEPTION_COLUMNS)
        if max(len(self.theme_codes), len(self.purpose_codes)) > MOST_CODES:
            raise InvalidInputError(
                say("A codebook holds at most %(most)s codes.", most=MOST_CODES),
                say("Merge themes or purposes that say the same."),
            )

    @classmethod
    def from_columns(
        cls,
        *,
        kind: IntArray,
        respondent: IntArray,
        valence: FloatArray,
        x_m: FloatArray,
        y_m: FloatArray,
        shape: IntArray,
        themes: IntArray,
        purposes: IntArray,
        place: IntArray,
        start_area: IntArray,
        end_area: IntArray,
        said_on: IntArray,
        emotional: BoolArray,
        shapes: ObjectArray,
        allocation: Allocation,
        respondents: Respondents,
        areas: Areas,
        places: Places,
        theme_codes: tuple[str, ...],
        purpose_codes: tuple[str, ...],
        crs_epsg: int,
        data_version: str = "0",
        respondents_known: bool = True,
        id: IntArray | None = None,
    ) -> Self:
        """
        Pack plain columns of shape (n,) into a table.

        Parameters
        ----------
        valence
            -2 … +2, nan where none was stated.
        x_m, y_m
            Representative point in metres of `crs_epsg`, nan where only a place is known.
        shape
            Index into `shapes` for lines and polygons, `MISSING` for points.
        start_area, end_area
            Areas in which a line starts and ends, `MISSING` where none.
        """
        count = len(kind)
        level, levels = split_levels(valence)
        area, crossing = split_allocation(allocation, count, len(areas))
        shaped = np.flatnonzero(np.asarray(shape) >= 0)
        ended = np.flatnonzero((np.asarray(start_area) >= 0) | (np.asarray(end_area) >= 0))
        numbers = np.arange(count) if id is None else np.asarray(id)
        return cls(
            id=narrow(numbers, max(int(numbers.max(initial=0)), 2**16)),
            kind=narrow(kind, len(Kind)),
            respondent=np.asarray(respondent).astype(np.int32, copy=False),
            valence_level=level,
            x_cm=to_centimetres(x_m),
            y_cm=to_centimetres(y_m),
            themes=narrow(themes, 2 ** len(theme_codes)),
            purposes=narrow(purposes, 2 ** len(purpose_codes)),
            place=narrow(place, len(places)),
            said_on=narrow(said_on, 2**14),
            emotional=np.asarray(emotional, dtype=bool),
            area=area,
            valence_levels=levels,
            drawn=Drawn(shaped, np.asarray(shapes, dtype=object)[np.asarray(shape)[shaped]]),
            ends=Ends(ended, np.asarray(start_area)[ended], np.asarray(end_area)[ended]),
            crossing=crossing,
            respondents=respondents,
            areas=areas,
            places=places,
            theme_codes=theme_codes,
            purpose_codes=purpose_codes,
            crs_epsg=crs_epsg,
            data_version=data_version,
            respondents_known=respondents_known,
        )

    def __len__(self) -> int:
        return len(self.kind)

    @property
    def valence(self) -> FloatArray:
        """-2 … +2, shape (n,), nan where none was stated."""
        return np.append(self.valence_levels, np.float32("nan"))[self.valence_level]

    @property
    def x_m(self) -> FloatArray:
        """Easting of the representative point in metres, shape (n,), nan where only a place is known."""
        return to_metres(self.x_cm)

    @property
    def y_m(self) -> FloatArray:
        """Northing of the representative point in metres, shape (n,), nan where only a place is known."""
        return to_metres(self.y_cm)

    @property
    def shapes(self) -> ObjectArray:
        """Lines and polygons in `crs_epsg`, object array of shape (s,)."""
        return self.drawn.shapes

    @property
    def shape(self) -> IntArray:
        """Index into `shapes`, shape (n,), `MISSING` for points."""
        return self._spread(self.drawn.row, np.arange(len(self.drawn.row)))

    @property
    def start_area(self) -> IntArray:
        """Area in which each line starts, shape (n,), `MISSING` where none."""
        return self._spread(self.ends.row, self.ends.start_area)

    @property
    def end_area(self) -> IntArray:
        """Area in which each line ends, shape (n,), `MISSING` where none."""
        return self._spread(self.ends.row, self.ends.end_area)

    @property
    def allocation(self) -> Allocation:
        """How much of each perception lies in which area, sorted by row."""
        return merge_allocation(self.area, self.crossing)

    @cached_property
    def people(self) -> int:
        """n: distinct respondents with at least one perception here; never marks."""
        # Respondents are numbered densely, so counting is many times faster than sorting.
        return int(np.count_nonzero(np.bincount(self.respondent)))

    @cached_property
    def asked(self) -> int:
        """The denominator: respondents who pass the filter, whether or not they marked anything."""
        if self.selected_respondents is None:
            return len(self.respondents)
        return int(np.count_nonzero(self.selected_respondents))

    def take(self, mask: BoolArray) -> PerceptionTable:
        """Keep the perceptions where `mask`, shape (n,), is true; respondents stay."""
        return self.take_rows(np.flatnonzero(mask))

    def take_rows(self, rows: IntArray) -> PerceptionTable:
        """Keep these rows, in this order; respondents stay."""
        if len(rows) == len(self) and np.array_equal(rows, np.arange(len(self))):
            return self
        columns = {name: getattr(self, name)[rows] for name in PERCEPTION_COLUMNS}
        if len(self.drawn.row) or len(self.ends.row) or len(self.crossing):
            moved = np.full(len(self), MISSING, dtype=np.int64)
            moved[rows] = np.arange(len(rows))
            columns |= {
                "drawn": self.drawn.moved(moved),
                "ends": self.ends.moved(moved),
                "crossing": self.crossing.moved(moved),
            }
        return replace(self, **columns)

    def select(self, chosen: PerceptionFilter) -> PerceptionTable:
        """
        Apply a filter: one boolean mask for any combination of parts.

        Raises
        ------
        InvalidFilterError
            If the filter names a survey, theme, group or area that the project does not have.
        """
        asked = mask_of_respondents(self, chosen)
        if self.selected_respondents is not None:
            asked &= self.selected_respondents
        kept = asked[self.respondent] & mask_of_perceptions(self, chosen)
        return self.take(kept).asked_of(asked)

    def asked_of(self, asked: BoolArray) -> PerceptionTable:
        """Let only these respondents, shape (m,), count as asked; the perceptions stay."""
        told_apart = self.respondents.known
        return replace(
            self,
            selected_respondents=asked,
            respondents_known=self.respondents_known if told_apart is None else bool(told_apart[asked].all()),
        )

    def _spread(self, row: IntArray, values: IntArray) -> IntArray:
        column = np.full(len(self), MISSING, dtype=np.int32)
        column[row] = values
        return column


PERCEPTION_COLUMNS = tuple(PerceptionTable.__dataclass_fields__)[:12]
"""Names of the columns of shape (n,)."""
