"""Which scale a column of feelings uses."""

from __future__ import annotations

from dataclasses import dataclass

from mentalmap.domain.synonyms import code_for, fold
from mentalmap.exchange.recognising.looks import ENOUGH, ColumnLook

SCALES = ((1.0, 5.0), (1.0, 7.0), (0.0, 10.0), (1.0, 10.0), (1.0, 4.0), (0.0, 100.0))
MEANS = frozenset(("avg", "mean", "average", "medel", "medelvarde", "genomsnitt", "snitt"))


@dataclass(frozen=True, slots=True)
class Scale:
    """Ends of a scale; `None` where the numbers are −2 … +2 already. `sure` where both ends occur."""

    ends: tuple[float, float] | None
    sure: bool


def find_scale(look: ColumnLook) -> Scale | None:
    """Find the scale of a column that may hold valences, or `None` where it cannot."""
    if not look.is_numeric:
        known = sum(count for text, count in look.counts.items() if code_for("valence", text) is not None)
        return Scale(None, True) if look.filled and known >= ENOUGH * look.filled else None
    low, high = min(look.numbers), max(look.numbers)
    if low < 0:
        if low >= -1 and high <= 1:
            return Scale((-1.0, 1.0), False)  # three steps, or −2 … +2 without its ends
        for end in (2.0, 3.0, 5.0, 10.0):
            if -end <= low and high <= end:
                return Scale(None if end == 2.0 else (-end, end), True)
        return None
    for ends in SCALES:
        if ends[0] <= low and high <= ends[1]:
            tight = high == ends[1] and low == ends[0]
            return Scale(ends, tight or (is_mean(look) and ends == SCALES[0]))
    return None


def is_mean(look: ColumnLook) -> bool:
    """Whether the header says that each number is a mean."""
    return not MEANS.isdisjoint(fold(look.name).split())
