"""Quotes: what people could have said. Written by hand for the demo; nobody said any of it.

A saying fits a kind, some places (or barriers), a span of valences and sometimes a voice, so that a
quote never contradicts what it stands beside. They stand in sayings.tsv, one to a line, where
lists are written with spaces between them.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mentalmap.domain.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Saying:
    """
    One sentence and what it fits.

    Parameters
    ----------
    places
        Keys of places, or of barriers; empty fits every place, and `{place}` is filled in.
    themes
        Codes of the codebook that a coder would give it.
    low, high
        The valences it may stand beside.
    voice
        "young", "old", or empty for anybody.
    purposes
        Of a destination; empty fits every purpose.
    language
        ISO 639-1 code.
    """

    kind: Kind
    text: str
    places: frozenset[str]
    themes: tuple[str, ...]
    low: int
    high: int
    voice: str
    purposes: frozenset[str]
    language: str

    def fits(self, place: str, valence: int | None, purposes: frozenset[str] = frozenset()) -> bool:
        """Whether somebody may say this of a place, feeling so; no valence fits only the mild."""
        felt = self.low <= valence <= self.high if valence is not None else self.low < 1 and self.high > -1
        here = not self.places or place in self.places
        return here and felt and (not self.purposes or bool(self.purposes & purposes))


@cache
def sayings() -> dict[Kind, tuple[Saying, ...]]:
    """Read all sayings, by kind, in the order of the file."""
    found: dict[Kind, list[Saying]] = {kind: [] for kind in Kind}
    with files("mentalmap.demo").joinpath("sayings.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            kind = Kind(row["kind"])
            found[kind].append(
                Saying(
                    kind,
                    row["text"],
                    frozenset(row["places"].split()),
                    tuple(row["themes"].split()),
                    int(row["low"]),
                    int(row["high"]),
                    row["voice"],
                    frozenset(row["purposes"].split()),
                    row["language"],
                )
            )
    return {kind: tuple(some) for kind, some in found.items()}
