"""Where something is, told by its name: found, or asked about again without losing what was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mentalmap.domain.gazetteer import Gazetteer
from mentalmap.domain.given import GivenWhere
from mentalmap.domain.matches import GazetteerEntry
from mentalmap.domain.names import key_of
from mentalmap.domain.questionnaires import MOST_WORDS
from mentalmap.domain.vocabulary import PlacedBy, Precision
from mentalmap.messages import Message, say
from mentalmap.web.plain_fields import Fields

_PLACE, _AREA = "place", "area"
IN_WORDS = "words"
"""Chosen where none of the suggestions is meant: the words stay, and the area tells roughly where."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place that may be meant: the value of its radio button, its name, and the area where it lies."""

    value: str
    name: str
    area: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """What must be put right in a field, said to the person; with places that may be meant."""

    message: Message
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """Somewhere: a place, or an area and perhaps words; with a position for the end of a way."""

    code: str
    is_area: bool
    by: PlacedBy
    point: tuple[float, float]
    words: str = ""

    def as_where(self) -> GivenWhere:
        """Give it as where a mark is."""
        return GivenWhere(
            self.by,
            Precision.VILLAGE if self.is_area else Precision.EXACT,
            place=None if self.is_area else self.code,
            area=self.code if self.is_area else None,
            words=self.words or None,
        )


class PlacesOfForm:
    """The places and areas of a form, found by the names that people write."""

    def __init__(self, form: Mapping[str, Any]) -> None:
        self._areas: dict[str, Any] = {one["code"]: one for one in form["areas"]}
        self._places: dict[str, Any] = {one["code"]: one for one in form["places"]}
        taken = {key_of(name) for one in self._places.values() for name in (one["name"], *one["aliases"])}
        entries = [
            GazetteerEntry(
                f"{_PLACE}:{code}",
                one["name"],
                tuple(one["aliases"]),
                lon=one["point"][0],
                lat=one["point"][1],
                area_id=one["area"],
                type=one["type"],
            )
            for code, one in self._places.items()
        ]
        entries += [
            GazetteerEntry(
                f"{_AREA}:{code}",
                one["name"],
                lon=one["point"][0],
                lat=one["point"][1],
                area_id=code,
                type="area",
            )
            for code, one in self._areas.items()
            if key_of(one["name"]) not in taken
        ]
        self._gazetteer = Gazetteer(entries)

    def find(self, fields: Fields, prefix: str) -> Spot | Trouble | None:
        """
        Tell where one place is, from its name, its area, and an answer to “Did you mean …”.

        Returns
        -------
        found
            None where nothing was written; a `Trouble` where the name must be asked about.
        """
        name, area = fields.one(f"{prefix}.name"), fields.one(f"{prefix}.area")
        if area and area not in self._areas:
            area = ""
        picked = fields.one(f"{prefix}.pick") if fields.one(f"{prefix}.asked") == name else ""
        if spot := self._spot(picked, PlacedBy.SEARCH):
            return spot
        if not name:
            return self._spot(f"{_AREA}:{area}", PlacedBy.LIST)
        if len(name) > MOST_WORDS:
            return Trouble(say("Write the name of a place in fewer words."))
        if picked != IN_WORDS and (spot := self._named(name)):
            return spot
        if area:
            return self._spot(f"{_AREA}:{area}", PlacedBy.WORDS, name)
        if picked == IN_WORDS:
            return Trouble(say("Choose the area where it is. Then your words are enough."))
        return self._ask(name)

    def _named(self, name: str) -> Spot | None:
        match = self._gazetteer.find(name)
        return self._spot(match.entry.id, PlacedBy.SEARCH) if match.entry else None

    def _spot(self, id_: str, by: PlacedBy, words: str = "") -> Spot | None:
        kind, _, code = id_.partition(":")
        known = {_PLACE: self._places, _AREA: self._areas}.get(kind, {}).get(code)
        if known is None:
            return None
        return Spot(code, kind == _AREA, by, (known["point"][0], known["point"][1]), words)

    def _ask(self, name: str) -> Trouble:
        match = self._gazetteer.find(name)
        entries = match.suggestions or self._gazetteer.suggest(name)
        if not entries:
            return Trouble(
                say(
                    "We do not know “%(name)s”. Choose the area where it is. Then your words are enough.",
                    name=name,
                )
            )
        suggestions = tuple(
            Suggestion(entry.id, entry.name, self._areas.get(entry.area_id or "", {}).get("name", ""))
            for entry in entries
        )
        return Trouble(
            say("We are not sure where “%(name)s” is. Did you mean one of these?", name=name), suggestions
        )
