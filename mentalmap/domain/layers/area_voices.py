"""Voices about areas, gathered from a table fast enough to answer any filter of a million marks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentalmap.domain.arrays import BoolArray, FloatArray, IntArray
from mentalmap.domain.layers.voices import Voices
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.sparse_columns import Allocation

KEY_BITS = 63  # of an int64 that is not negative
DECIMALS = 12  # the order of adding must not show


@dataclass(frozen=True, eq=False)
class AreaVoices:
    """
    Voices about areas, with what else the marks behind them say; columns of shape (v,).

    Parameters
    ----------
    voices
        One row per respondent and area, sorted by area, then respondent.
    marks
        Number of marks behind each voice.
    themes
        Bit i set where one of those marks has code i of the table's themes.
    """

    voices: Voices
    marks: IntArray
    themes: IntArray


def gather_area_voices(table: PerceptionTable, heard: BoolArray) -> AreaVoices:
    """
    Average what each respondent says about each area, as `gather_voices` does.

    Area, respondent, valence and themes of a mark that lies in one area are packed into one
    number, so that a single sort brings all of them into order and nothing is gathered by index.

    Parameters
    ----------
    heard
        Perceptions that count, shape (n,); each must have a valence.
    """
    level_bits, theme_bits = len(table.valence_levels).bit_length(), len(table.theme_codes)
    who_bits = len(table.respondents).bit_length()
    if len(table.areas).bit_length() + who_bits + level_bits + theme_bits > KEY_BITS:
        gathered = _gather_shares(table, table.allocation, heard, who_bits)
    else:
        gathered = _gather_whole(table, heard, who_bits, level_bits, theme_bits)
        if len(table.crossing) and heard[table.crossing.row].any():
            gathered = _join(gathered, _gather_shares(table, table.crossing, heard, who_bits))
    size, total = gathered.size, gathered.total
    mean = np.round(total / size, DECIMALS)
    spread = np.maximum(0.0, np.round(gathered.squares - total * total / size, DECIMALS))
    area, who = gathered.key >> who_bits, gathered.key & ((1 << who_bits) - 1)
    return AreaVoices(Voices(area, who, size, mean, spread), gathered.marks, gathered.themes)


@dataclass(frozen=True, eq=False)
class _Gathered:
    """Sums over the marks of each area and respondent (`key`, rising), shape (v,)."""

    key: IntArray
    size: FloatArray
    total: FloatArray
    squares: FloatArray
    marks: IntArray
    themes: IntArray


def _gather_whole(
    table: PerceptionTable, heard: BoolArray, who_bits: int, level_bits: int, theme_bits: int
) -> _Gathered:
    """Gather the marks that lie in one area, by sorting packed numbers."""
    whole = np.flatnonzero(heard & (table.area >= 0))
    key = table.area[whole].astype(np.int64)
    for column, bits in (
        (table.respondent, who_bits),
        (table.valence_level, level_bits),
        (table.themes, theme_bits),
    ):
        if bits:
            key <<= bits
            key |= column[whole]
    key.sort()
    themes = key & ((1 << theme_bits) - 1)
    key >>= theme_bits
    valence = table.valence_levels.astype(float)[key & ((1 << level_bits) - 1)] if len(key) else np.empty(0)
    key >>= level_bits
    starts = _starts(key)
    marks = np.diff(starts, append=len(key))
    return _Gathered(
        key[starts],
        marks.astype(float),
        _per_start(np.add, valence, starts),
        _per_start(np.add, valence * valence, starts),
        marks,
        _per_start(np.bitwise_or, themes, starts),
    )


def _gather_shares(
    table: PerceptionTable, allocation: Allocation, heard: BoolArray, who_bits: int
) -> _Gathered:
    """Gather marks that lie in areas by shares."""
    entries = np.flatnonzero(heard[allocation.row])
    row, share = allocation.row[entries], np.asarray(allocation.share[entries], dtype=float)
    valence = table.valence_levels.astype(float)[table.valence_level[row]]
    key = allocation.area[entries].astype(np.int64) << who_bits | table.respondent[row]
    order = np.lexsort((table.themes[row], valence, share, key))  # sums must not follow the rows' order
    key, share, valence = key[order], share[order], valence[order]
    starts = _starts(key)
    return _Gathered(
        key[starts],
        _per_start(np.add, share, starts),
        _per_start(np.add, share * valence, starts),
        _per_start(np.add, share * valence * valence, starts),
        np.diff(starts, append=len(key)),
        _per_start(np.bitwise_or, table.themes[row][order].astype(np.int64), starts),
    )


def _join(many: _Gathered, few: _Gathered) -> _Gathered:
    """Add a few voices to many, without sorting the many again."""
    at = np.searchsorted(many.key, few.key)
    if not len(many.key):
        return few
    both = many.key[np.minimum(at, len(many.key) - 1)] == few.key
    new = ~both
    for name in ("size", "total", "squares", "marks"):
        getattr(many, name)[at[both]] += getattr(few, name)[both]
    many.themes[at[both]] |= few.themes[both]
    return _Gathered(
        *(
            np.insert(getattr(many, name), at[new], getattr(few, name)[new])
            for name in ("key", "size", "total", "squares", "marks", "themes")
        )
    )


def _starts(key: IntArray) -> IntArray:
    """Where each new number begins in a rising column."""
    is_new = np.ones(len(key), dtype=bool)
    np.not_equal(key[1:], key[:-1], out=is_new[1:])
    return np.flatnonzero(is_new)


def _per_start(how: np.ufunc, values: np.ndarray, starts: IntArray) -> np.ndarray:
    return how.reduceat(values, starts) if len(starts) else values[:0]
