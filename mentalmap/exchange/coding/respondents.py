"""Who said it: rows of one respondent gathered into one response, across the whole file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mentalmap.domain.arrays import BoolArray, IntArray
from mentalmap.domain.perceptions import MISSING
from mentalmap.exchange.mapping import ImportField as F

BACKGROUND = (F.HOME_AREA, F.AGE, F.GENDER, F.GROUP, F.CHANNEL, F.CONSENT_VERSION, F.SAID_ON, F.WEIGHT)
# What a person has only one of; a second one in another row is worth a look.
SINGULAR = (F.HOME_AREA, F.AGE, F.GENDER, F.GROUP)

Codes = Mapping[F, IntArray]


@dataclass(frozen=True, eq=False, slots=True)
class Entered:
    """
    What a batch brought.

    Parameters
    ----------
    index
        Number of each row's response, counted through the file, shape (n,).
    new_rows
        First row of each response that is new in this batch, in the order of their numbers.
    background
        Codes of the new responses, by field.
    contradictions
        Rows that contradict an earlier row of the same respondent, by field.
    """

    index: IntArray
    new_rows: IntArray
    background: Mapping[F, IntArray]
    contradictions: Mapping[F, IntArray]


class RespondentRegister:
    """Numbers the responses of a file and keeps each named respondent's background."""

    def __init__(self) -> None:
        self.count = 0
        self._slot_of: dict[str, int] = {}
        self._number = np.empty(0, dtype=np.int64)  # slot → number of the response
        self._known = {field: np.empty(0, dtype=np.int32) for field in BACKGROUND}
        self._late: set[int] = set()

    def enter(self, positions: IntArray, names: Sequence[str], codes: Codes) -> Entered:
        """
        Enter the rows of a batch that may be stored.

        Parameters
        ----------
        positions
            Index into `names` of each row, shape (n,), `MISSING` where nobody is named: such a row
            is a response of its own.
        names
            The distinct respondents of the batch.
        codes
            Background of each row by field, shape (n,).
        """
        n = len(positions)
        named = positions != MISSING
        present = np.unique(positions[named])
        before = len(self._number)
        slots = np.full(len(names) + 1, MISSING, dtype=np.int64)
        for position in present:
            slots[position] = self._slot_of.setdefault(names[position], len(self._slot_of))
        slot = slots[positions]
        is_first = self._firsts(slot, named, before)
        new_rows = np.flatnonzero(is_first)
        index = np.empty(n, dtype=np.int64)
        index[new_rows] = self.count + np.arange(len(new_rows))
        self.count += len(new_rows)
        self._grow(len(self._slot_of))
        first_named = new_rows[named[new_rows]]
        self._number[slot[first_named]] = index[first_named]
        index[named] = self._number[slot[named]]
        contradictions = {
            field: self._merge(field, slot, named, codes[field], before) for field in BACKGROUND
        }
        background = {}
        for field in BACKGROUND:
            column = codes[field][new_rows].astype(np.int32)
            mine = named[new_rows]
            column[mine] = self._known[field][slot[new_rows[mine]]]
            background[field] = column
        return Entered(index, new_rows, background, {field: contradictions[field] for field in SINGULAR})

    def late(self) -> tuple[IntArray, Mapping[F, IntArray]]:
        """Give the responses whose background came after the batch that brought them, and that background."""
        slots = np.array(sorted(self._late), dtype=np.int64)
        return self._number[slots], {field: self._known[field][slots] for field in BACKGROUND}

    def _firsts(self, slot: IntArray, named: BoolArray, before: int) -> BoolArray:
        first = ~named
        rows = np.flatnonzero(named & (slot >= before))
        if len(rows):
            _, at = np.unique(slot[rows], return_index=True)
            first[rows[at]] = True
        return first

    def _grow(self, slots: int) -> None:
        more = slots - len(self._number)
        self._number = np.append(self._number, np.full(more, MISSING, dtype=np.int64))
        for field in BACKGROUND:
            self._known[field] = np.append(self._known[field], np.full(more, MISSING, dtype=np.int32))

    def _merge(self, field: F, slot: IntArray, named: BoolArray, codes: IntArray, before: int) -> IntArray:
        """Take over what is said first of each respondent; give the rows that say otherwise."""
        rows = np.flatnonzero(named & (codes != MISSING))
        if not len(rows):
            return rows
        known = self._known[field]
        said, at = np.unique(slot[rows], return_index=True)
        open_ = known[said] == MISSING
        filled = said[open_]
        known[filled] = codes[rows[at[open_]]]
        self._late.update(int(one) for one in filled[filled < before])
        contradicting: IntArray = rows[known[slot[rows]] != codes[rows]]
        return contradicting
