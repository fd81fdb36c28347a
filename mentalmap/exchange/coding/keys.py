"""Keys of rows: the same row gets the same key each time a file is read, whatever the mapping."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from mentalmap.domain.arrays import BoolArray, IntArray

if TYPE_CHECKING:
    import pyarrow as pa

WIDTH = 16  # bytes


def row_hashes(columns: Sequence[pa.Array]) -> IntArray:
    """
    Hash each row over its columns, all of the same type, string or binary.

    Returns
    -------
    IntArray
        uint8, shape (n, 16); a null and an empty text differ.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    parts = [pc.cast(column, pa.large_binary()) for column in columns]
    # Two control signs that no cell holds keep "a" + "bc" apart from "ab" + "c".
    separator = pa.scalar(b"\x1f", pa.large_binary())
    joined = pc.binary_join_element_wise(*parts, separator, null_handling="replace", null_replacement=b"\x1e")
    if isinstance(joined, pa.ChunkedArray):
        joined = joined.combine_chunks()
    return _hash_each(joined)


def text_hashes(texts: Sequence[str]) -> IntArray:
    """Hash texts, uint8, shape (n, 16)."""
    joined = b"".join(
        blake2b(text.encode("utf-8", "surrogatepass"), digest_size=WIDTH).digest() for text in texts
    )
    return np.frombuffer(joined, dtype=np.uint8).reshape(-1, WIDTH)


def masked(hashes: IntArray, *purpose: object) -> IntArray:
    """
    Turn hashes into keys for one purpose.

    Each purpose flips its own fixed bits, so that keys of different purposes differ and keys of one
    purpose stay as distinct as the hashes were.
    """
    text = "\x1f".join(str(part) for part in purpose)
    flip = np.frombuffer(blake2b(text.encode(), digest_size=WIDTH).digest(), dtype=np.uint8)
    keys: IntArray = hashes ^ flip
    return keys


class Occurrences:
    """Counts how often each hash has come before in the file, in a few bytes per row."""

    def __init__(self) -> None:
        self._levels: list[IntArray] = []  # sorted first halves of the hashes met so far
        self._again: dict[int, int] = {}

    def count(self, hashes: IntArray) -> IntArray:
        """Give for each row how many equal ones came before it, int32, shape (n,)."""
        halves = np.ascontiguousarray(hashes).view(np.uint64)[:, 0]
        ordered: IntArray = np.sort(halves)
        repeated = (
            np.isin(halves, ordered[1:][ordered[1:] == ordered[:-1]]) if len(ordered) > 1 else _no(halves)
        )
        for level in self._levels:
            places = np.minimum(np.searchsorted(level, halves), len(level) - 1)
            repeated |= level[places] == halves
        before = np.zeros(len(halves), dtype=np.int32)
        for row in np.flatnonzero(repeated):  # few: only what occurs more than once
            half = int(halves[row])
            seen = self._again.get(half)
            if seen is None:
                seen = int(
                    any(
                        level[min(int(np.searchsorted(level, halves[row])), len(level) - 1)] == halves[row]
                        for level in self._levels
                    )
                )
            before[row] = seen
            self._again[half] = seen + 1
        self._remember(ordered)
        return before

    def _remember(self, ordered: IntArray) -> None:
        if not len(ordered):
            return
        self._levels.append(ordered)
        # Levels of like size are merged, so that there are few of them and each row is merged rarely.
        while len(self._levels) > 1 and len(self._levels[-2]) < 2 * len(self._levels[-1]):
            merged = np.concatenate((self._levels.pop(), self._levels.pop()))
            merged.sort(kind="stable")
            self._levels.append(merged)


def _no(like: IntArray) -> BoolArray:
    return np.zeros(len(like), dtype=bool)


def _hash_each(texts: pa.Array) -> IntArray:
    """Hash the bytes of each element, read where they lie."""
    _, offsets_buffer, data_buffer = texts.buffers()
    n = len(texts)
    offsets = np.frombuffer(offsets_buffer, dtype=np.int64, count=n + 1 + texts.offset)[
        texts.offset :
    ].tolist()
    data = memoryview(data_buffer) if data_buffer is not None else memoryview(b"")
    digests = b"".join(
        [blake2b(data[start:end], digest_size=WIDTH).digest() for start, end in pairwise(offsets)]
    )
    return np.frombuffer(digests, dtype=np.uint8).reshape(n, WIDTH)


def numbered(hashes: IntArray, again: IntArray) -> IntArray:
    """Tell equal hashes apart by how often each came before; the first of each stays as it is."""
    made = hashes.copy()
    for row in np.flatnonzero(again):
        text = hashes[row].tobytes() + int(again[row]).to_bytes(8, "little")
        made[row] = np.frombuffer(blake2b(text, digest_size=WIDTH).digest(), dtype=np.uint8)
    return made
