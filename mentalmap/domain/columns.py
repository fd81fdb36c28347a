"""Columns: the narrowest arrays that hold what they must, so that a million perceptions stay small."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from mentalmap.domain.arrays import FloatArray, IntArray
from mentalmap.errors import InvalidInputError
from mentalmap.messages import say

MISSING = -1  # code of "not stated" in every packed column
CENTIMETRES = 100.0
NOWHERE = np.iinfo(np.int32).min  # a position in centimetres that is not known


def narrow(values: IntArray, largest: int | None = None) -> IntArray:
    """
    Give whole numbers in the smallest signed type that holds them, -1 and `largest`.

    Parameters
    ----------
    largest
        The largest number that the column may ever hold; by default the largest there is.
    """
    values = np.asarray(values)
    most = int(values.max(initial=0)) if largest is None else largest
    for width in (np.int8, np.int16, np.int32):
        if most <= np.iinfo(width).max:
            return values.astype(width, copy=False)
    return values.astype(np.int64, copy=False)


def to_centimetres(metres: FloatArray) -> IntArray:
    """Round positions to centimetres, int32; what is not finite or off the Earth becomes `NOWHERE`."""
    wide = np.asarray(metres, dtype=float) * CENTIMETRES
    known = np.isfinite(wide) & (np.abs(wide) < np.iinfo(np.int32).max)
    return np.where(known, np.round(np.where(known, wide, 0.0)), NOWHERE).astype(np.int32)


def to_metres(centimetres: IntArray) -> FloatArray:
    """Give positions in metres, nan where unknown."""
    return np.where(centimetres == NOWHERE, np.nan, centimetres / CENTIMETRES)


def check_lengths(columns: object, names: Sequence[str]) -> None:
    """
    Check that columns belong together.

    Raises
    ------
    InvalidInputError
        If they differ in length.
    """
    lengths = {name: len(getattr(columns, name)) for name in names}
    if len(set(lengths.values())) > 1:
        raise InvalidInputError(say("Columns differ in length: %(lengths)s.", lengths=lengths))


def pack_codes(sets: Sequence[Collection[str]], codes: Sequence[str]) -> IntArray:
    """Pack each set of codes into one int64, bit i for `codes[i]`; unknown codes are an error."""
    position = {code: index for index, code in enumerate(codes)}
    return np.array([sum(1 << position[code] for code in set(one)) for one in sets], dtype=np.int64)


def split_levels(valence: FloatArray) -> tuple[IntArray, FloatArray]:
    """Give the index of each valence among those that occur, `MISSING` for nan, and those, rising."""
    valence = np.asarray(valence, dtype=np.float32)
    stated = np.flatnonzero(~np.isnan(valence))
    levels, level = np.unique(valence[stated], return_inverse=True)
    column = np.full(len(valence), MISSING, dtype=np.int64)
    column[stated] = level
    return narrow(column, len(levels)), levels
