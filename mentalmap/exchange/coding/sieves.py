"""Sieves: which rows of a batch must not be stored, and every fault reported on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from mentalmap.domain.arrays import BoolArray, IntArray
from mentalmap.exchange.coding.problems import CellFault, ProblemLog, Severity


@dataclass
class RowSieve:
    """Reports faults of a batch and remembers the rows that must not be stored."""

    rows: IntArray
    log: ProblemLog
    bad: BoolArray
    doubtful: set[int] = field(default_factory=set)

    def report(self, rows: IntArray, column: str | None, text: str | None, fault: CellFault) -> None:
        """Report one fault of several rows of the batch."""
        if fault.severity is Severity.REJECTED:
            self.bad[rows] = True
        for row in rows:
            self.log.add(int(self.rows[row]), column, text, fault)


class MarkSieve:
    """Reports faults of one mark of an interview: they take out the mark and leave the person."""

    def __init__(self, row_sieve: RowSieve) -> None:
        self._rows = row_sieve
        self.bad: BoolArray = np.zeros(len(row_sieve.bad), dtype=bool)

    def report(self, rows: IntArray, column: str | None, text: str | None, fault: CellFault) -> None:
        """Report one fault of several rows of the batch."""
        if fault.severity is Severity.REJECTED:
            self.bad[rows] = True
        for row in rows:
            self._rows.log.add(int(self._rows.rows[row]), column, text, fault)
