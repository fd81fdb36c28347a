"""The gazetteer: from the name that somebody wrote to the place they meant, or to a question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mentalmap.messages import Message


class MatchStatus(StrEnum):
    """How a name was recognised."""

    EXACT = "exact"
    ALIAS = "alias"
    GENITIVE = "genitive"
    COMPOUND = "compound"
    FUZZY = "fuzzy"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """One named place in WGS 84."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    lon: float = float("nan")
    lat: float = float("nan")
    area_id: str | None = None
    type: str = "locality"
    population: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """What a name leads to: `entry` where it is certain, else `suggestions`, best first."""

    status: MatchStatus
    entry: GazetteerEntry | None = None
    suggestions: tuple[GazetteerEntry, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether the place may be used without asking anybody."""
        return self.entry is not None


class Gazetteer:
    """Names looked up by Swedish rules; immutable."""

    def __init__(self, entries: Iterable[GazetteerEntry]) -> None:
        self.entries = tuple(entries)

    def find(self, text: str, *, near: tuple[float, float] | None = None) -> Match:
        """Find the place that a text names."""
        raise NotImplementedError

    def find_all(self, text: str, *, near: tuple[float, float] | None = None) -> tuple[Match, ...]:
        """Find each place of a text that names several: "Ullånger-Docksta", "Nyland, Kramfors"."""
        raise NotImplementedError

    def suggest(self, text: str, limit: int = 5) -> tuple[GazetteerEntry, ...]:
        """List the places that a text may mean, best first."""
        raise NotImplementedError


def describe_match(match: Match, text: str) -> tuple[Message, Message]:
    """Say what is wrong with a name that was not accepted, and what to do about it."""
    raise NotImplementedError
