"""Packed masks: one bit a row, so that any filter over millions of rows is a few operations on words.

A mask of ten million rows is 1.25 MB; combining four of them touches less memory than
comparing one column.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import numpy as np

from mentalmap.domain.arrays import BoolArray, IntArray
from mentalmap.domain.kept import Kept

BITS = 64
SPARSE = 4.0  # set bits a word up to which taking them one by one beats unpacking the word
# Kept for later: five bytes a row together, so that a worker's memory is bounded. Masks of what people are
# cost more to make than those of what they said, so each sort has room of its own.
MOST_OF_PEOPLE, MOST_OF_MARKS = 24, 16


def pack(mask: BoolArray) -> IntArray:
    """Pack a mask of shape (n,) into uint64 words, row 64·i + j in bit j of word i."""
    packed = np.packbits(mask, bitorder="little")
    words = np.zeros(-(-len(mask) // BITS) * (BITS // 8), dtype=np.uint8)
    words[: len(packed)] = packed
    return words.view(np.uint64)


def rows_of(words: IntArray, first: int, last: int) -> IntArray:
    """
    List the rows whose bit is set, first <= row < last, rising.

    Parameters
    ----------
    words
        As `pack` makes them, over all rows; not changed.
    """
    start, stop = first // BITS, -(-last // BITS)
    part = words[start:stop]
    if first % BITS or last % BITS:
        part = part.copy()
    if not len(part):
        return np.empty(0, dtype=np.int64)
    part[0] &= ~np.uint64(0) << np.uint64(first % BITS)
    if last % BITS:
        part[-1] &= (np.uint64(1) << np.uint64(last % BITS)) - np.uint64(1)
    used = np.flatnonzero(part)
    part = part[used]
    at = (used + start) * BITS
    count = int(np.bitwise_count(part).sum(dtype=np.int64))
    if count > SPARSE * len(part):
        bits = np.unpackbits(part.view(np.uint8), bitorder="little")
        found = np.flatnonzero(bits.view(bool))
        return np.asarray(at[found // BITS] + found % BITS)
    found_rows = []
    while len(part):
        lowest = part & (~part + np.uint64(1))
        found_rows.append(at + np.bitwise_count(lowest - np.uint64(1)))
        part = part ^ lowest
        left = np.flatnonzero(part)
        part, at = part[left], at[left]
    rows = np.concatenate(found_rows) if found_rows else np.empty(0, dtype=np.int64)
    rows.sort()
    return rows


class PackedMasks:
    """The masks of one table's rows, made when first asked for; the most recently used are kept."""

    def __init__(self, rows: int, most: int) -> None:
        self._rows = rows
        self._masks: Kept[IntArray] = Kept(most)

    def of(self, key: Hashable, make: Callable[[], BoolArray]) -> IntArray:
        """Get the mask of a key, packed; `make` gives it plain, shape (rows,) or longer."""
        return self._masks.get_or_make(key, lambda: pack(make()[: self._rows]))


def all_of(parts: Sequence[Sequence[IntArray]]) -> IntArray | None:
    """Combine masks: of every inner sequence any, of the outer all; None where there are none."""
    combined: IntArray | None = None
    for alternatives in parts:
        either = alternatives[0]
        for other in alternatives[1:]:
            either = either | other
        combined = either if combined is None else combined & either
    return combined
