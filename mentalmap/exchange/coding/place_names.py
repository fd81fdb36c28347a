"""From place names to places: looked up in the gazetteer, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from mentalmap.domain.matches import GazetteerEntry, Match, MatchStatus, describe_match, exact_name
from mentalmap.domain.names import key_of
from mentalmap.domain.printable import printable
from mentalmap.domain.synonyms import fold
from mentalmap.exchange.coding.cells import Meaning, Reading
from mentalmap.exchange.coding.closed_lists import replacing
from mentalmap.exchange.coding.context import AREA_ENTRY, PLACE_ENTRY, CodingContext
from mentalmap.exchange.coding.problems import CellFault, Severity
from mentalmap.exchange.mapping import ImportField
from mentalmap.messages import say


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place of the project, or an area that was named like one."""

    code: str
    is_area: bool
    lon: float
    lat: float

    @classmethod
    def of(cls, entry: GazetteerEntry) -> NamedPlace:
        """Make it from an entry of the gazetteer."""
        kind, _, code = entry.id.partition(":")
        return cls(code, kind + ":" == AREA_ENTRY, entry.lon, entry.lat)


def understand_places(
    context: CodingContext, field: ImportField, *, several: bool
) -> Callable[[str], Meaning[tuple[NamedPlace, ...]]]:
    """
    Understand a cell that names a place.

    With `several` a cell may list places: parted by the mapping's separators, or as people write
    them ("Ullånger-Docksta"). Every one of them must be certain.
    """
    values = {**context.mapping.values.get(ImportField.PLACE, {}), **context.mapping.values.get(field, {})}
    replace = replacing(values)
    separators = "|".join(map(re.escape, context.mapping.separators))

    def understand(text: str) -> Meaning[tuple[NamedPlace, ...]]:
        found: list[NamedPlace] = []
        readings: list[Reading] = []
        for part in re.split(separators, text) if several and separators else [text]:
            meant = replace(part.strip())
            if meant is None:
                continue
            named = context.gazetteer.with_id(PLACE_ENTRY + meant) if meant != part.strip() else None
            if named is not None:  # the mapping may give the code of a place
                found.append(NamedPlace.of(named))
                continue
            matches = context.gazetteer.find_all(meant) if several else (context.gazetteer.find(meant),)
            for match in matches:
                if match.entry is None:
                    return Meaning(fault=_not_found(match, meant))
                found.append(NamedPlace.of(match.entry))
                readings += _readings(match, meant)
        return Meaning(tuple(dict.fromkeys(found)) or None, readings=tuple(readings))

    return understand


def _not_found(match: Match, meant: str) -> CellFault:
    problem, remedy = describe_match(match, meant)
    code = "ambiguous_place" if match.status is MatchStatus.AMBIGUOUS else "unknown_place"
    # The names of a list of places are not one place's other writings.
    instead = tuple(exact_name(entry, match.suggestions) for entry in match.suggestions)
    return CellFault(code, problem, remedy, word=meant, instead=instead)


def _readings(match: Match, text: str) -> tuple[Reading, ...]:
    """Tell that a text was taken for a name which it is not, but for case and signs around it."""
    if match.entry is None or key_of(match.entry.name) == key_of(text):
        return ()
    written = printable(match.text or text)
    if key_of(match.entry.name) == key_of(written):
        return ()
    return (Reading(written, printable(match.entry.name), match.status.value),)


def understand_home(context: CodingContext) -> Callable[[str], Meaning[str]]:
    """
    Understand where somebody lives, as an area of the default set.

    The name or code of an area comes first, then the area in which a named place lies. Whoever
    lives elsewhere is stored without a home area, and listed.
    """
    replace = replacing(context.mapping.values.get(ImportField.HOME_AREA, {}))
    by_word: dict[str, str | None] = {}
    for code, name in context.area_names.items():
        by_word[fold(name)] = None if fold(name) in by_word else code  # a name of two areas is none
    codes = {code: code for code in context.area_names}

    def understand(text: str) -> Meaning[str]:
        meant = replace(text)
        if meant is None:
            return Meaning()
        code = codes.get(meant) or by_word.get(fold(meant))
        if code is not None:
            return Meaning(code)
        match = context.gazetteer.find(meant)
        if match.entry is not None and match.entry.area_id in codes:
            return Meaning(match.entry.area_id, readings=_readings(match, meant))
        return Meaning(
            fault=CellFault(
                "unknown_home_area",
                say(
                    "“%(word)s” is no area of the project; the home area was left open.",
                    word=printable(meant),
                ),
                say(
                    "If it is one, say so in the mapping: [values.home_area] “%(word)s” = its name.",
                    word=printable(meant),
                ),
                Severity.DOUBTFUL,
                word=meant,
            )
        )

    return understand
