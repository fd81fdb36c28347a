"""What enough people of a table speak of, so that a page offers no choice without an answer."""

from __future__ import annotations

import numpy as np

from mentalmap.domain.arrays import BoolArray
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.vocabulary import Kind, code_of


def themes_spoken_of(table: PerceptionTable, threshold: int) -> frozenset[str]:
    """Give the themes that at least `threshold` people spoke of."""
    return frozenset(
        code
        for bit, code in enumerate(table.theme_codes)
        if _people(table, (table.themes >> bit & 1).astype(bool)) >= threshold
    )


def purposes_spoken_of(table: PerceptionTable, threshold: int) -> frozenset[str]:
    """Give the purposes that at least `threshold` people go somewhere for."""
    return frozenset(
        code
        for bit, code in enumerate(table.purpose_codes)
        if _people(table, (table.purposes >> bit & 1).astype(bool)) >= threshold
    )


def kinds_spoken_of(table: PerceptionTable, threshold: int) -> frozenset[Kind]:
    """Give the kinds that at least `threshold` people made marks of."""
    return frozenset(kind for kind in Kind if _people(table, table.kind == code_of(kind)) >= threshold)


def _people(table: PerceptionTable, mask: BoolArray) -> int:
    present = np.zeros(len(table.respondents), dtype=bool)
    present[table.respondent[mask]] = True
    return int(np.count_nonzero(present))
