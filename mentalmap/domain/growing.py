"""Growing: rows added to a table while older versions of it are still being read.

A column lies in a buffer with spare room. A longer version is a longer view of the same buffer:
what a reader holds never changes, and adding a row copies no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mentalmap.domain.area_columns import AreaColumns
from mentalmap.domain.arrays import IntArray
from mentalmap.domain.columns import MISSING
from mentalmap.domain.perceptions import PERCEPTION_COLUMNS, Allocation, Drawn, Ends, PerceptionTable
from mentalmap.domain.respondents import Respondents

AREA = "area"  # belongs to an area set, not to the table
_RESPONDENT_COLUMNS = ("survey", "group", "age_band", "gender", "channel", "weight", "known")

AnyArray: TypeAlias = NDArray[Any]


class GrowingColumn:
    """One column of shape (n,) with room for more; `column` is its current length, read-only."""

    def __init__(self, column: AnyArray, spare: int) -> None:
        self._buffer = np.empty(len(column) + spare, dtype=column.dtype)
        self._buffer[: len(column)] = column
        self.column = self._view(len(column))

    def holds(self, more: AnyArray) -> bool:
        """Whether these values fit into the column's type."""
        if not len(more) or not np.issubdtype(self._buffer.dtype, np.integer):
            return True
        known = np.iinfo(self._buffer.dtype)
        return bool(known.min <= more.min() and more.max() <= known.max)

    def append(self, more: AnyArray) -> None:
        """Add values at the end; views that were handed out stay as they are."""
        start, end = len(self.column), len(self.column) + len(more)
        if end > len(self._buffer):
            # Twice the size, so that adding stays cheap; readers keep the old buffer while they need it.
            larger = np.empty(2 * end, dtype=self._buffer.dtype)
            larger[:start] = self.column
            self._buffer = larger
        self._buffer[start:end] = more
        self.column = self._view(end)

    def _view(self, length: int) -> AnyArray:
        view = self._buffer[:length]
        view.flags.writeable = False
        return view


@dataclass(frozen=True, eq=False)
class Addition:
    """
    New perceptions by new respondents.

    Parameters
    ----------
    table
        The new rows alone, `respondent` counted from 0 among the new respondents, lists of codes as
        in the table that they are added to; without areas.
    areas
        The same rows over each area set that is held, by its name.
    """

    table: PerceptionTable
    areas: Mapping[str, AreaColumns]


class GrowingTable:
    """
    The longest version of a table without areas, and of the columns of each area set over it.

    Only its owner adds to it, one addition at a time.
    """

    def __init__(self, base: PerceptionTable, areas: Mapping[str, AreaColumns], spare: int) -> None:
        people = max(1, round(spare * len(base.respondents) / max(1, len(base))))
        self._spare = spare, people
        self._columns = {
            name: GrowingColumn(getattr(base, name), spare) for name in PERCEPTION_COLUMNS if name != AREA
        }
        self._people = {
            name: GrowingColumn(column, people)
            for name in _RESPONDENT_COLUMNS
            if (column := getattr(base.respondents, name)) is not None
        }
        self._answers = {
            key: GrowingColumn(answer.given, people) for key, answer in base.respondents.answers.items()
        }
        self._base = base
        self._areas: dict[str, AreaColumns] = {}
        self._area: dict[str, GrowingColumn] = {}
        self._home: dict[str, GrowingColumn] = {}
        self._base = self._grown(base, base.drawn, base.respondents_known, base.data_version)
        for name, columns in areas.items():
            self.add_areas(name, columns)

    @property
    def base(self) -> PerceptionTable:
        """The table without areas."""
        return self._base

    def table(self, name: str) -> PerceptionTable:
        """Give the table over an area set."""
        return self._areas[name].over(self._base)

    def names(self) -> tuple[str, ...]:
        """Name the area sets that are held."""
        return tuple(self._areas)

    def add_areas(self, name: str, columns: AreaColumns) -> None:
        """Hold a further area set over the rows there are."""
        spare, people = self._spare
        self._area[name] = GrowingColumn(columns.area, spare)
        self._home[name] = GrowingColumn(columns.home_area, people)
        self._areas[name] = replace(columns, area=self._area[name].column, home_area=self._home[name].column)

    def append(self, addition: Addition, data_version: str) -> bool:
        """
        Add rows; False, and nothing is added, where they do not fit.

        They do not fit if they bring a code or a valence that the table does not know, or a number too
        large for its column: then everything has to be packed anew.
        """
        more = addition.table
        level = _levels_in(self._base, more)
        rows, people = len(self._base), len(self._base.respondents)
        if level is None or not self._alike(more):
            return False
        columns = {name: getattr(more, name) for name in self._columns}
        columns["valence_level"] = level
        columns["respondent"] = np.asarray(more.respondent, dtype=np.int64) + people
        background = {name: _respondent_column(more.respondents, name) for name in self._people}
        answers = {key: more.respondents.answers[key].given for key in self._answers}
        pairs = [
            *((self._columns[name], column) for name, column in columns.items()),
            *((self._people[name], column) for name, column in background.items()),
            *((self._answers[key], column) for key, column in answers.items()),
            *((self._area[name], addition.areas[name].area) for name in self._areas),
            *((self._home[name], addition.areas[name].home_area) for name in self._areas),
        ]
        if not all(growing.holds(column) for growing, column in pairs):
            return False
        for growing, column in pairs:
            growing.append(column)
        drawn = self._base.drawn
        if len(more.drawn.row):
            drawn = Drawn(
                np.concatenate([drawn.row, more.drawn.row + rows]),
                np.concatenate([drawn.shapes, more.drawn.shapes]),
            )
        self._base = self._grown(
            self._base, drawn, self._base.respondents_known and more.respondents_known, data_version
        )
        for name, held in self._areas.items():
            self._areas[name] = self._grown_areas(name, held, addition.areas[name], rows)
        return True

    def _alike(self, more: PerceptionTable) -> bool:
        """Whether codes mean the same in both tables."""
        base, ours, theirs = self._base, self._base.respondents, more.respondents
        return (
            (base.theme_codes, base.purpose_codes) == (more.theme_codes, more.purpose_codes)
            and (ours.survey_slugs, ours.group_codes, ours.age_band_codes)
            == (theirs.survey_slugs, theirs.group_codes, theirs.age_band_codes)
            and {key: one.values for key, one in ours.answers.items()}
            == {key: one.values for key, one in theirs.answers.items()}
            and len(base.places) == len(more.places)
        )

    def _grown(
        self, table: PerceptionTable, drawn: Drawn, respondents_known: bool, data_version: str
    ) -> PerceptionTable:
        people = table.respondents
        answers = {
            key: replace(answer, given=self._answers[key].column) for key, answer in people.answers.items()
        }
        background: dict[str, Any] = {name: growing.column for name, growing in self._people.items()}
        columns: dict[str, Any] = {name: growing.column for name, growing in self._columns.items()}
        count = len(self._people["survey"].column)
        nowhere = np.broadcast_to(np.int8(MISSING), count)
        return replace(
            table,
            **columns,
            area=np.broadcast_to(np.int8(MISSING), len(self._columns["kind"].column)),
            drawn=drawn,
            respondents=replace(people, **background, answers=answers, home_area=nowhere),
            respondents_known=respondents_known,
            data_version=data_version,
        )

    def _grown_areas(self, name: str, held: AreaColumns, more: AreaColumns, rows: int) -> AreaColumns:
        crossing, ends = held.crossing, held.ends
        if len(more.crossing):
            crossing = Allocation(
                np.concatenate([crossing.row, more.crossing.row + rows]),
                np.concatenate([crossing.area, more.crossing.area]),
                np.concatenate([crossing.share, more.crossing.share]),
            )
        if len(more.ends.row):
            ends = Ends(
                np.concatenate([ends.row, more.ends.row + rows]),
                np.concatenate([ends.start_area, more.ends.start_area]),
                np.concatenate([ends.end_area, more.ends.end_area]),
            )
        return replace(
            held,
            area=self._area[name].column,
            home_area=self._home[name].column,
            crossing=crossing,
            ends=ends,
        )


def _levels_in(base: PerceptionTable, more: PerceptionTable) -> IntArray | None:
    """Give the valence of new rows by the levels of the table; None if it lacks one."""
    if not np.isin(more.valence_levels, base.valence_levels).all():
        return None
    position = np.searchsorted(base.valence_levels, more.valence_levels)
    return np.asarray(np.append(position, MISSING)[more.valence_level])


def _respondent_column(people: Respondents, name: str) -> AnyArray:
    column: AnyArray | None = getattr(people, name)
    return np.ones(len(people), dtype=bool) if column is None else column
