"""Coded columns: responses and perceptions ready for the database, in the method's words.

Codes here are words of the project's lists, not numbers of rows in tables: this room knows
files, and `services.responses` looks the numbers up, once for each distinct word.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

import numpy as np

from mentalmap.domain.arrays import BoolArray, FloatArray, IntArray, ObjectArray
from mentalmap.domain.perceptions import MISSING
from mentalmap.errors import InvalidInputError
from mentalmap.messages import say

if TYPE_CHECKING:
    import pyarrow as pa

Word = TypeVar("Word", bound=Hashable)


@dataclass(frozen=True, eq=False, slots=True)
class Words(Generic[Word]):
    """
    A column of few distinct words, or of few distinct sets of words.

    Parameters
    ----------
    codes
        Index into `values` of each row, shape (n,), `MISSING` where nothing was stated.
    values
        The distinct words, or tuples of words.
    """

    codes: IntArray
    values: tuple[Word, ...]

    def __len__(self) -> int:
        return len(self.codes)

    @classmethod
    def of(cls, words: Iterable[Word | None]) -> Words[Word]:
        """Make a column from one word per row; `None` and the empty tuple are not stated."""
        position: dict[Word, int] = {}
        codes = [
            MISSING if word is None or word == () else position.setdefault(word, len(position))
            for word in words
        ]
        return cls(np.array(codes, dtype=np.int32), tuple(position))

    @classmethod
    def none(cls, n: int) -> Words[Word]:
        """Make a column in which nothing is stated."""
        return cls(np.full(n, MISSING, dtype=np.int32), ())

    @classmethod
    def same(cls, word: Word, n: int) -> Words[Word]:
        """Make a column with the same word in every row."""
        return cls(np.zeros(n, dtype=np.int32), (word,))

    def take(self, rows: IntArray) -> Words[Word]:
        """Keep these rows, in this order."""
        return Words(self.codes[rows], self.values)

    def at(self, row: int) -> Word | None:
        """Give the word of one row."""
        code = int(self.codes[row])
        return None if code == MISSING else self.values[code]


@dataclass(frozen=True, eq=False)
class CodedResponses:
    """
    Responses as columns of length m; what is left out was not stated.

    Parameters
    ----------
    client_id
        Keys of 16 bytes, uint8, shape (m, 16); `uuid_bytes` makes them from UUIDs.
    channel
        Code of `Channel`, stated in every row.
    weight
        How many people a response stands for, shape (m,); 1 where left out.
    respondent_known
        False where the source does not tell people apart, shape (m,).
    home_area
        Code of the area in the project's default area set.
    age_band
        Such as "16-29" or "65+".
    gender, group
        Code of `Gender`, code of the project's group.
    said_on
        Days since 1970-01-01, shape (m,), `NO_DAY` where unknown.
    """

    client_id: IntArray
    channel: Words[str]
    weight: FloatArray | None = None
    respondent_known: BoolArray | None = None
    home_area: Words[str] | None = None
    age_band: Words[str] | None = None
    gender: Words[str] | None = None
    group: Words[str] | None = None
    consent_version: Words[str] | None = None
    said_on: IntArray | None = None

    def __len__(self) -> int:
        return len(self.client_id)

    def take(self, rows: IntArray) -> CodedResponses:
        """Keep these responses, in this order."""
        columns: dict[str, Any] = {name: getattr(self, name) for name in self.__dataclass_fields__}
        taken: dict[str, Any] = {
            name: None if column is None else column.take(rows) if isinstance(column, Words) else column[rows]
            for name, column in columns.items()
        }
        return CodedResponses(**taken)

    def __post_init__(self) -> None:
        _check_lengths(self, len(self.client_id))


@dataclass(frozen=True, eq=False)
class CodedPerceptions:
    """
    Perceptions as columns of length n; what is left out was not stated.

    Parameters
    ----------
    response
        Index into the responses of the same batch, shape (n,).
    client_id
        Keys of 16 bytes, uint8, shape (n, 16).
    kind
        Code of `Kind`, stated in every row.
    lon, lat
        Position of points in degrees, WGS 84, shape (n,), nan where there is none.
    shapes
        Lines and areas in WGS 84, object array of shape (n,), `None` where there is none; they win
        over `lon`, `lat`.
    place
        Code of the project's place; a perception needs a geometry or a place.
    valence
        −2 … +2, shape (n,), nan where none.
    valence_source
        Code of `ValenceSource`, stated exactly where there is a valence; "respondent" where left out.
    purposes, themes
        Sets of codes of the project's codebooks.
    quote
        What was said: `pa.Array` of strings, or one text or `None` per row.
    precision
        Code of `Precision`; exact where not stated.
    said_on
        Days since 1970-01-01, shape (n,), `NO_DAY` where unknown.
    content_hash
        What the row of the file said, as 16 bytes, uint8, shape (n, 16).
    """

    response: IntArray
    client_id: IntArray
    kind: Words[str]
    lon: FloatArray | None = None
    lat: FloatArray | None = None
    shapes: ObjectArray | None = None
    place: Words[str] | None = None
    valence: FloatArray | None = None
    valence_source: Words[str] | None = None
    nature: Words[str] | None = None
    purposes: Words[tuple[str, ...]] | None = None
    themes: Words[tuple[str, ...]] | None = None
    quote: pa.Array | Sequence[str | None] | None = None
    language: Words[str] | None = None
    precision: Words[str] | None = None
    said_on: IntArray | None = None
    content_hash: IntArray | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.response)

    def __post_init__(self) -> None:
        _check_lengths(self, len(self.response))


NO_DAY = -(2**31)  # 1970-01-01 is day 0 and earlier days are negative, so −1 would be a day


def uuid_bytes(keys: Iterable[UUID]) -> IntArray:
    """Lay UUIDs out as uint8, shape (n, 16)."""
    return np.frombuffer(b"".join(key.bytes for key in keys), dtype=np.uint8).reshape(-1, 16)


def days_since_1970(days: Iterable[object]) -> IntArray:
    """Lay `datetime.date`s out as day numbers, shape (n,); `None` becomes `NO_DAY`."""
    return np.array(
        [NO_DAY if day is None else int(np.datetime64(str(day), "D").astype(np.int64)) for day in days],
        dtype=np.int64,
    )


def _check_lengths(columns: CodedResponses | CodedPerceptions, n: int) -> None:
    for name in columns.__dataclass_fields__:
        column = getattr(columns, name)
        if column is not None and len(column) != n:
            raise InvalidInputError(
                say(
                    "Column %(name)s has %(length)s rows instead of %(n)s.",
                    name=name,
                    length=len(column),
                    n=n,
                )
            )
