"""The gazetteer: from the name that somebody wrote to the place they meant, or to a question.

A place is accepted when the writing follows from its name by a rule of the language. What only
resembles a name (a letter missing, å written as a) is offered, never taken: Hörnan and Hornan may
both exist, and only the person who wrote it knows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from mentalmap.domain.bounds import great_circle_m
from mentalmap.domain.matches import GazetteerEntry, Match, MatchStatus
from mentalmap.domain.names import (
    MAX_NAME_LENGTH,
    compound_stems,
    genitive_stems,
    key_of,
    loose_stems,
    plainer_forms,
    split_names,
    without_accents,
)
from mentalmap.domain.writings import LEAST_RATIO, index_by_writing, phrases_within, writings_resembling

_MOST_SUGGESTIONS = 5
_MOST_NAMES = 10  # that one text may list
_REMEMBERED = 20_000

_NEARBY_M = 5_000.0

# “Kramfors (17.776, 62.932)”, also with the type before the position, as lists of namesakes write it.
_AT_POSITION = re.compile(
    r"(?P<name>.+?) ?\((?:[^(),]*, ?)?(?P<lon>-?\d{1,3}(?:\.\d+)?), ?(?P<lat>-?\d{1,2}(?:\.\d+)?)\)?"
)
_ROUNDED = 0.00051  # degrees; positions are written with three decimals

# The likelier of two places of one name; anything else stands between a village and a farm.
_TYPE_RANK = {
    "city": 0,
    "town": 0,
    "locality": 0,
    "tätort": 0,
    "village": 1,
    "småort": 1,
    "farm": 3,
    "gård": 3,
}


_UNKNOWN = Match(MatchStatus.UNKNOWN)


class Gazetteer:
    """
    Places found by their names under Swedish rules; immutable, and may be shared between threads.

    Parameters
    ----------
    entries
        The places. Names may repeat; such a name is always asked about.
    """

    def __init__(self, entries: Iterable[GazetteerEntry]) -> None:
        self.entries = tuple(entries)
        self._names = index_by_writing(self.entries, lambda entry: (entry.name,))
        self._aliases = index_by_writing(self.entries, lambda entry: entry.aliases)
        self._by_id = {entry.id: entry for entry in self.entries}
        self._by_letter: dict[str, list[str]] = {}
        for writing in {**self._names, **self._aliases}:
            self._by_letter.setdefault(writing[0], []).append(writing)
        self._unaccented = index_by_writing(
            self.entries, lambda entry: map(without_accents, map(key_of, (entry.name, *entry.aliases)))
        )
        self._find = lru_cache(maxsize=_REMEMBERED)(self._find_anew)

    def find(self, text: str, *, near: tuple[float, float] | None = None) -> Match:
        """
        Find the place that a text names.

        The text's own spelling is looked up first, so that no rule ever shortens the name of a
        place that exists; then it is read without a note or preposition, as a genitive, as a
        compound. A place's name goes before another place's alias.

        Parameters
        ----------
        text
            One name as somebody wrote it; anything at all.
        near
            Longitude and latitude of where the same person's other places lie; it orders the
            suggestions, and never decides.

        Returns
        -------
        Match
            With an entry only where exactly one place fits.
        """
        if len(text) > MAX_NAME_LENGTH:
            return _UNKNOWN
        match = self._find(text)
        if near is None or len(match.suggestions) < 2 or match.status is not MatchStatus.AMBIGUOUS:
            return match
        return replace(match, suggestions=_ranked(match.suggestions, near))

    def find_all(self, text: str, *, near: tuple[float, float] | None = None) -> tuple[Match, ...]:
        """
        Find each place of a text that names several: "Ullånger-Docksta", "Nyland, Kramfors".

        A name that is known as a whole is never split. One match per name, in the text's order.
        """
        whole = self.find(text, near=near)
        if whole.accepted or len(text) > MAX_NAME_LENGTH:
            return (whole,)
        parts = self._split(key_of(text))
        if not parts:
            return (whole,)
        return tuple(replace(self.find(part, near=near), text=part) for part in parts)

    def with_id(self, id_: str) -> GazetteerEntry | None:
        """Give the place of an id."""
        return self._by_id.get(id_)

    def suggest(self, text: str, limit: int = 5) -> tuple[GazetteerEntry, ...]:
        """List the places that a text may mean, best first: what it names, begins, or resembles."""
        if len(text) > MAX_NAME_LENGTH:
            return ()
        key = key_of(text)
        if not key:
            return ()
        match = self._find(text)
        found = [match.entry] if match.entry else list(match.suggestions)
        plain = without_accents(key)
        begun = [
            entry for name, entries in self._unaccented.items() if name.startswith(plain) for entry in entries
        ]
        found += _ranked(begun)
        if len(set(found)) < limit:
            found += self._resembling(key, most=limit, distance=2, least_ratio=70.0)
        return tuple(dict.fromkeys(found))[:limit]

    def _find_anew(self, text: str) -> Match:
        """Find a place by each rule in turn."""
        key = key_of(text)
        if not key:
            return _UNKNOWN
        forms = plainer_forms(key)
        if stated := _AT_POSITION.fullmatch(key):
            at = float(stated["lon"]), float(stated["lat"])
            there = tuple(one for one in self._called(key_of(stated["name"])) if _lies_at(one, *at))
            if there:
                return _match(MatchStatus.EXACT, there)
        for index, status in ((self._names, MatchStatus.EXACT), (self._aliases, MatchStatus.ALIAS)):
            for form in forms:
                if form in index:
                    return _match(status, index[form])
        for status, rule in (
            (MatchStatus.GENITIVE, genitive_stems),
            (MatchStatus.COMPOUND, compound_stems),
        ):
            for form in forms:
                for stem in rule(form):
                    if entries := self._called(stem):
                        return _match(status, entries)
        if parts := self._split(key):
            several = tuple(
                dict.fromkeys(entry for part in parts for entry in self._accepted_or_offered(part))
            )
            status = MatchStatus.AMBIGUOUS if len(several) > 1 else MatchStatus.FUZZY
            return Match(status, None, several[:_MOST_NAMES])
        return self._find_resembling(forms)

    def _called(self, key: str) -> tuple[GazetteerEntry, ...]:
        """List the places of this name, or else of this alias."""
        return self._names.get(key) or self._aliases.get(key, ())

    def _accepted_or_offered(self, part: str) -> tuple[GazetteerEntry, ...]:
        """List what one of several names leads to."""
        match = self._find(part)
        return (match.entry,) if match.entry else match.suggestions

    def _split(self, key: str) -> list[str]:
        """Split a text into names if at least one of them is a place's."""
        parts = split_names(key)
        if not 2 <= len(parts) <= _MOST_NAMES:
            return []
        known = any(self._called(part) or any(map(self._called, genitive_stems(part))) for part in parts)
        return parts if known else []

    def _find_resembling(self, forms: list[str]) -> Match:
        """Offer places whose names resemble the text or stand in it."""
        offered: list[GazetteerEntry] = []
        for form in forms:
            offered += _ranked(self._unaccented.get(without_accents(form), ()))
        for form in forms:
            for stem in loose_stems(form):
                offered += _ranked(self._called(stem))
        for form in forms:
            offered += self._resembling(form, most=_MOST_SUGGESTIONS)
        offered += self._mentioned(forms[-1])
        suggestions = tuple(dict.fromkeys(offered))[:_MOST_SUGGESTIONS]
        return Match(MatchStatus.FUZZY, None, suggestions) if suggestions else _UNKNOWN

    def _resembling(
        self, key: str, *, most: int, distance: int | None = None, least_ratio: float = LEAST_RATIO
    ) -> list[GazetteerEntry]:
        """List places whose names are one or two slips away: a letter too many, too few, wrong or turned."""
        alike = self._by_letter.get(key[0], ())
        found: list[GazetteerEntry] = []
        for writing in writings_resembling(
            key, alike, most=most * 4, distance=distance, least_ratio=least_ratio
        ):
            found += self._called(writing)
        return found[:most]

    def _mentioned(self, key: str) -> Iterator[GazetteerEntry]:
        """List the places named somewhere within a longer text."""
        for phrase in phrases_within(key):
            yield from _ranked(self._called(phrase))


def _lies_at(entry: GazetteerEntry, lon: float, lat: float) -> bool:
    return abs(entry.lon - lon) <= _ROUNDED and abs(entry.lat - lat) <= _ROUNDED


def _match(status: MatchStatus, entries: tuple[GazetteerEntry, ...]) -> Match:
    """Accept the only place, or ask which."""
    if len(entries) == 1:
        return Match(status, entries[0])
    return Match(MatchStatus.AMBIGUOUS, None, _ranked(entries))


def _ranked(
    entries: Iterable[GazetteerEntry], near: tuple[float, float] | None = None
) -> tuple[GazetteerEntry, ...]:
    """Order places of one name: the nearest, the larger kind, the more people; then by id, to be steady."""

    def rank(entry: GazetteerEntry) -> tuple[float, int, int, str]:
        away_m = 0.0
        if near is not None:
            away_m = float(great_circle_m(entry.lon, entry.lat, *near))
        # Differences of a few kilometres say less than the kind of place does.
        steps = math.inf if math.isnan(away_m) else away_m // _NEARBY_M
        return steps, _TYPE_RANK.get(entry.type.casefold(), 2), -(entry.population or 0), entry.id

    return tuple(sorted(entries, key=rank))
