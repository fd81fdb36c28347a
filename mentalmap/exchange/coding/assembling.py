"""From coded blocks to the rows of perceptions: one per row and place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mentalmap.domain.arrays import BoolArray, IntArray
from mentalmap.domain.perceptions import MISSING
from mentalmap.domain.vocabulary import Precision, ValenceSource
from mentalmap.exchange.coding import keys
from mentalmap.exchange.coding.blocks import BlockCoder, CodedBlock
from mentalmap.exchange.coding.cells import WordCoder
from mentalmap.exchange.coding.columns import NO_DAY, CodedPerceptions, Words
from mentalmap.exchange.coding.place_names import NamedPlace
from mentalmap.exchange.mapping import ImportField as F

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(eq=False)
class Parts:
    """
    The perceptions of one block in one batch: which row, which of its places, under which key.

    `rows` and `numbers` have shape (p,), `keys` (p, 16).
    """

    rows: IntArray
    numbers: IntArray
    keys: IntArray

    @classmethod
    def of(
        cls,
        block_number: int,
        block: CodedBlock,
        coder: BlockCoder,
        row_keys: IntArray,
        again: IntArray,
        keyspace: tuple[str, str],
    ) -> Parts:
        """List the perceptions of a block; a row without a position of its own has one per place."""
        sizes = np.array([len(places) for places in coder.places.values] + [1], dtype=np.int64)
        count = np.where(block.located, 1, sizes[block.places]) * block.active
        rows = np.repeat(np.arange(len(count)), count)
        begins = np.cumsum(count) - count
        numbers = np.arange(len(rows)) - begins[rows]
        made = keys.numbered(row_keys[rows], again[rows])
        for number in np.unique(numbers):
            these = numbers == number
            made[these] = keys.masked(made[these], *keyspace, "perception", block_number, int(number))
        return cls(rows, numbers, made)

    def keep(self, mask: BoolArray) -> None:
        """Keep the perceptions where the mask, shape (p,), is true."""
        if not mask.all():
            self.rows, self.numbers, self.keys = self.rows[mask], self.numbers[mask], self.keys[mask]

    def drop_rows(self, bad: BoolArray) -> None:
        """Drop the perceptions of rows that must not be stored."""
        self.keep(~bad[self.rows])


def perceptions_of(
    parts: Sequence[Parts],
    blocks: Sequence[CodedBlock],
    coders: Sequence[BlockCoder],
    said: Mapping[F, WordCoder[Any]],
    response: IntArray,
    content: IntArray,
    *,
    summary: bool,
) -> CodedPerceptions:
    """Put the perceptions of all blocks together; `response` and `content` belong to the batch's rows."""
    rows = [part.rows for part in parts]
    every = np.concatenate(rows)

    def gathered(name: F) -> IntArray:
        return np.concatenate([block.codes[name][at] for block, at in zip(blocks, rows, strict=True)])

    places = [
        _Placed.of(part, block, coder) for part, block, coder in zip(parts, blocks, coders, strict=True)
    ]
    valence = np.array([*said[F.VALENCE].values, np.nan], dtype=np.float64)[gathered(F.VALENCE)]
    return CodedPerceptions(
        response=response[every],
        client_id=np.concatenate([part.keys for part in parts]),
        kind=said[F.KIND].words(gathered(F.KIND)),
        lon=np.concatenate([one.lon for one in places]),
        lat=np.concatenate([one.lat for one in places]),
        shapes=_shapes(blocks, rows),
        place=Words.of([code for one in places for code in one.codes])
        if any(one.any for one in places)
        else None,
        valence=valence,
        valence_source=_sources(
            said[F.VALENCE_SOURCE].words(gathered(F.VALENCE_SOURCE)), valence, summary=summary
        ),
        nature=said[F.NATURE].words(gathered(F.NATURE)),
        purposes=said[F.PURPOSES].words(gathered(F.PURPOSES)),
        themes=said[F.THEMES].words(gathered(F.THEMES)),
        quote=_quotes(blocks, rows),
        language=said[F.LANGUAGE].words(gathered(F.LANGUAGE)),
        precision=_precisions(
            said[F.PRECISION].words(gathered(F.PRECISION)), np.concatenate([one.by_area for one in places])
        ),
        said_on=np.array([*said[F.SAID_ON].values, NO_DAY], dtype=np.int64)[gathered(F.SAID_ON)],
        content_hash=content[every],
    )


@dataclass(frozen=True, eq=False)
class _Placed:
    """Positions and places of the perceptions of one block."""

    lon: np.ndarray[Any, Any]
    lat: np.ndarray[Any, Any]
    codes: Sequence[str | None]
    by_area: BoolArray
    any: bool

    @classmethod
    def of(cls, part: Parts, block: CodedBlock, coder: BlockCoder) -> _Placed:
        """Look up what each perception names; an area stands for its inner point, known as coarsely."""
        lon, lat = block.lon[part.rows], block.lat[part.rows]
        by_area = block.in_areas[part.rows].copy()
        named = block.places[part.rows]
        codes: list[str | None] = [None] * len(part.rows)
        values: tuple[tuple[NamedPlace, ...], ...] = coder.places.values
        located = block.located[part.rows]
        stated = np.flatnonzero(named != MISSING)
        for at in stated:
            place = values[named[at]][part.numbers[at]]
            if not place.is_area:
                codes[at] = place.code
            elif not located[at]:
                lon[at], lat[at], by_area[at] = place.lon, place.lat, True
        return cls(lon, lat, codes, by_area, len(stated) > 0)


def _shapes(blocks: Sequence[CodedBlock], rows: Sequence[IntArray]) -> np.ndarray[Any, Any] | None:
    if all(block.shapes is None for block in blocks):
        return None
    return np.concatenate(
        [
            np.full(len(at), None, dtype=object) if block.shapes is None else block.shapes[at]
            for block, at in zip(blocks, rows, strict=True)
        ]
    )


def _quotes(blocks: Sequence[CodedBlock], rows: Sequence[IntArray]) -> pa.Array | None:
    import pyarrow as pa

    if all(block.quote is None for block in blocks):
        return None
    return pa.concat_arrays(
        [
            pa.nulls(len(at), pa.string()) if block.quote is None else block.quote.take(pa.array(at))
            for block, at in zip(blocks, rows, strict=True)
        ]
    )


def _sources(stated: Words[Any], valence: np.ndarray[Any, Any], *, summary: bool) -> Words[Any]:
    """A valence without a source was stated by the respondent; means of several people are summaries."""
    word = (ValenceSource.SUMMARY if summary else ValenceSource.RESPONDENT).value
    values = stated.values if word in stated.values else (*stated.values, word)
    codes = np.where((stated.codes == MISSING) | summary, values.index(word), stated.codes)
    return Words(np.where(np.isnan(valence), MISSING, codes).astype(np.int32), values)


def _precisions(stated: Words[Any], by_area: BoolArray) -> Words[Any]:
    """What is known by its area only is told by its area only."""
    word = Precision.VILLAGE.value
    values = stated.values if word in stated.values else (*stated.values, word)
    return Words(np.where(by_area, values.index(word), stated.codes).astype(np.int32), values)
