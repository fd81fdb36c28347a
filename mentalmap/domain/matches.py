"""Matches: what a written name leads to, and the words for it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mentalmap.domain.names import MAX_NAME_LENGTH, key_of
from mentalmap.domain.printable import printable
from mentalmap.messages import Message, say


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
    """One named place in WGS 84; `type` is free text, of which "locality" and "farm" are ranked."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    lon: float = math.nan
    lat: float = math.nan
    area_id: str | None = None
    type: str = "locality"
    population: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """What a name leads to: `entry` where it is certain, else `suggestions`, best first."""

    status: MatchStatus
    entry: GazetteerEntry | None = None
    suggestions: tuple[GazetteerEntry, ...] = ()
    text: str | None = None  # the part of a text that several names were parted from

    @property
    def accepted(self) -> bool:
        """Whether the place may be used without asking anybody."""
        return self.entry is not None


def describe_match(match: Match, text: str) -> tuple[Message, Message]:
    """Say what is wrong with a name that was not accepted, and what to do about it."""
    name = printable(text)
    places = ", ".join(_label(entry) for entry in match.suggestions)
    if match.entry is not None:
        return (
            say("“%(name)s” was read as %(place)s.", name=name, place=printable(match.entry.name)),
            say("Nothing needs to be done."),
        )
    if not key_of(text[: MAX_NAME_LENGTH + 1]):
        return say("The name of the place is missing."), say("Fill it in, or leave the row out.")
    if match.status is MatchStatus.AMBIGUOUS:
        return (
            say("“%(name)s” may mean several places: %(places)s.", name=name, places=places),
            say(
                "Say which one is meant, in the mapping under [values.place]: “%(name)s” = “%(place)s”; "
                "or give the position.",
                name=name,
                place=exact_name(match.suggestions[0], match.suggestions) if match.suggestions else "…",
            ),
        )
    problem = say("“%(name)s” is not in the gazetteer.", name=name)
    if match.suggestions:
        meant = ", ".join(dict.fromkeys(printable(entry.name) for entry in match.suggestions))
        return problem, say(
            "Did you mean %(places)s? Write it so, or add an alias with mentalmap import places.",
            places=meant,
        )
    return problem, say("Correct the name, or add the place with mentalmap import places.")


def exact_name(entry: GazetteerEntry, others: Iterable[GazetteerEntry] = ()) -> str:
    """Write a place so that `Gazetteer.find` finds it: by its name, beside namesakes with its position."""
    key = key_of(entry.name)
    alone = all(key_of(other.name) != key for other in others if other is not entry)
    if alone or math.isnan(entry.lon) or math.isnan(entry.lat):
        return printable(entry.name)
    return f"{printable(entry.name)} ({entry.lon:.3f}, {entry.lat:.3f})"


def _label(entry: GazetteerEntry) -> str:
    """Tell a place apart from others of its name."""
    if math.isnan(entry.lon) or math.isnan(entry.lat):
        return f"{printable(entry.name)} ({printable(entry.type)})"
    return f"{printable(entry.name)} ({printable(entry.type)}, {entry.lon:.3f}, {entry.lat:.3f})"
