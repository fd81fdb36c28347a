"""Which scale a column of feelings uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass

from mentalmap.domain.synonyms import code_for, fold
from mentalmap.exchange.recognising.looks import ENOUGH, ColumnLook

SCALES = ((1.0, 5.0), (1.0, 7.0), (0.0, 10.0), (1.0, 10.0), (1.0, 4.0), (0.0, 100.0))
MEANS = frozenset(("avg", "mean", "average", "medel", "medelvarde", "genomsnitt", "snitt"))


RARE = 0.01  # share of the rows below which a number may be a slip of the finger
FEW = 0.05  # share of the rows that may be slips before they are no slips
MIRRORED = (2.0, 3.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """
    Ends of a scale; `None` where the numbers are −2 … +2 already.

    `sure` where both ends occur, and not by a slip. `odd` numbers lie outside: too few to be meant.
    """

    ends: tuple[float, float] | None
    sure: bool
    odd: tuple[float, ...] = ()


def find_scale(look: ColumnLook) -> Scale | None:
    """Find the scale of a column that may hold valences, or `None` where it cannot."""
    if not look.is_numeric:
        known = sum(count for text, count in look.counts.items() if code_for("valence", text) is not None)
        return Scale(None, True) if look.filled and known >= ENOUGH * look.filled else None
    counts = Counter(look.numbers)
    rare = {number for number, count in counts.items() if count == 1 or count < RARE * len(look.numbers)}
    inner = _without_slips(counts, rare)
    if inner is not None:
        return inner
    low, high = min(counts), max(counts)
    if low < 0:
        if low >= -1 and high <= 1:
            return Scale((-1.0, 1.0), False)  # three steps, or −2 … +2 without its ends
        for end in MIRRORED:
            if -end <= low and high <= end:
                return Scale(None if end == 2.0 else (-end, end), True)
        return None
    for ends in SCALES:
        if ends[0] <= low and high <= ends[1]:
            tight = high == ends[1] and low == ends[0]
            seldom = any(counts[end] == 1 and RARE * len(look.numbers) > 1 for end in ends)
            return Scale(ends, (tight and not seldom) or (is_mean(look) and ends == SCALES[0]))
    return None


def _without_slips(counts: Mapping[float, int], rare: Set[float]) -> Scale | None:
    """Find a scale whose ends are common and outside of which lie but a few numbers, each of them rare."""
    common = counts.keys() - rare
    if not common or not rare:
        return None
    low, high = min(common), max(common)
    odd = tuple(sorted(number for number in rare if not low <= number <= high))
    if not odd or sum(counts[number] for number in odd) > max(2, FEW * sum(counts.values())):
        return None
    whole = min(counts), max(counts)
    usual = SCALES.index(whole) if whole in SCALES else len(SCALES)
    if (low, high) in SCALES and usual < SCALES.index((low, high)):
        return None  # the whole is the commoner scale
    if (low, high) == (-2.0, 2.0):
        return Scale(None, False, odd)
    if (low, high) in (*SCALES, *((-end, end) for end in MIRRORED)):
        return Scale((low, high), False, odd)
    return None


def is_mean(look: ColumnLook) -> bool:
    """Whether the header says that each number is a mean."""
    return not MEANS.isdisjoint(fold(look.name).split())
