"""Columns of text as columns of codes: each distinct text is understood once per file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from mentalmap.domain.arrays import BoolArray, FloatArray, IntArray
from mentalmap.domain.perceptions import MISSING
from mentalmap.exchange.coding.columns import Words
from mentalmap.exchange.coding.problems import CellFault
from mentalmap.exchange.reading.numbers import parse_number

if TYPE_CHECKING:
    import pyarrow as pa

Word = TypeVar("Word", bound=Hashable)
MOST_REMEMBERED = 200_000


@dataclass(frozen=True, slots=True)
class Reading:
    """A writing that was taken for a name it is not the same as, and the rule by which it was."""

    written: str
    name: str
    rule: str


@dataclass(frozen=True, slots=True)
class Meaning(Generic[Word]):
    """What a text means: a word, nothing, or a fault; a doubtful fault may come with a word."""

    word: Word | None = None
    fault: CellFault | None = None
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A faulty text and the rows of the batch in which it stands."""

    rows: IntArray
    text: str
    fault: CellFault


class WordCoder(Generic[Word]):
    """
    Codes a column's texts; a code means the same word in all batches of a file.

    Parameters
    ----------
    understand
        What a text means; called once for each distinct text.

    Attributes
    ----------
    readings
        How many cells were read by which rule.
    """

    def __init__(self, understand: Callable[[str], Meaning[Word]]) -> None:
        self._understand = understand
        self._known: dict[str, tuple[int, CellFault | None]] = {}
        self._position: dict[Word, int] = {}
        self._readings: dict[str, tuple[Reading, ...]] = {}  # by the text that holds them
        self.readings: Counter[Reading] = Counter()

    @property
    def values(self) -> tuple[Word, ...]:
        """The words met so far; a code is a position here."""
        return tuple(self._position)

    def code(self, texts: pa.Array) -> tuple[IntArray, list[Finding]]:
        """Code a column, int32 of shape (n,), `MISSING` where nothing or a fault stands."""
        positions, distinct = encode(texts)
        understood = [self._look_up(text) for text in distinct]
        codes = np.array([code for code, _ in understood] + [MISSING], dtype=np.int32)[positions]
        if self._readings:
            self._count_readings(positions, distinct)
        findings = [
            Finding(np.flatnonzero(positions == index), text, fault)
            for index, (text, (_, fault)) in enumerate(zip(distinct, understood, strict=True))
            if fault is not None
        ]
        return codes, findings

    def _count_readings(self, positions: IntArray, distinct: list[str]) -> None:
        counts = np.bincount(positions[positions != MISSING], minlength=len(distinct))
        for index, text in enumerate(distinct):
            for reading in self._readings.get(text, ()):
                self.readings[reading] += int(counts[index])

    def words(self, codes: IntArray) -> Words[Word]:
        """Pack codes with the words they stand for."""
        return Words(codes, self.values)

    def _look_up(self, text: str) -> tuple[int, CellFault | None]:
        found = self._known.get(text)
        if found is None:
            meaning = self._understand(text)
            code = (
                MISSING
                if meaning.word is None
                else self._position.setdefault(meaning.word, len(self._position))
            )
            found = code, meaning.fault
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
                self._readings.clear()
            if meaning.readings:
                self._readings[text] = meaning.readings
            self._known[text] = found
        return found


def encode(texts: pa.Array) -> tuple[IntArray, list[str]]:
    """Split a column into positions, −1 where null, and its distinct texts."""
    import pyarrow.compute as pc

    encoded = pc.dictionary_encode(texts)
    positions = encoded.indices.fill_null(MISSING).to_numpy(zero_copy_only=False).astype(np.int32)
    return positions, encoded.dictionary.to_pylist()


def trimmed(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Take blanks from both ends of each text; what is then empty is null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(whole, pa.ChunkedArray):  # an empty chunked array stays one
        whole = pa.concat_arrays(whole.chunks) if whole.num_chunks else pa.array([], pa.string())
    texts = pc.utf8_trim_whitespace(whole)
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def numbers_of(texts: pa.Array, *, decimal_comma: bool) -> tuple[FloatArray, BoolArray]:
    """
    Read a column of numbers.

    Returns
    -------
    numbers, unreadable
        nan where null or unreadable, and where a text is no number; both of shape (n,).
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        plain = pc.replace_substring(texts, ",", ".") if decimal_comma else texts
        numbers = pc.cast(plain, pa.float64())
    except pa.ArrowInvalid:  # some cell is no plain number: look at each distinct text
        positions, distinct = encode(texts)
        parsed = [parse_number(text, decimal_comma=decimal_comma) for text in distinct]
        table = np.array([np.nan if number is None else number for number in parsed] + [np.nan])
        bad = np.array([number is None for number in parsed] + [False])
        return table[positions], bad[positions]
    values = numbers.to_numpy(zero_copy_only=False).astype(np.float64)
    return values, np.zeros(len(values), dtype=bool)
