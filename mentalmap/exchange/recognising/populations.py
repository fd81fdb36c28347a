"""Columns that count inhabitants: of an area, by gender, by age."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mentalmap.domain.synonyms import fold
from mentalmap.domain.vocabulary import Gender

_TOTAL = frozenset(
    fold(word)
    for word in [
        "pop",
        "population",
        "befolkning",
        "folkmängd",
        "invånare",
        "antal invånare",
        "totalt",
        "total",
        "antal",
        "bef",
        "bef tot",
        "inhabitants",
        "residents",
        "total population",
        "folkmangd tot",
        "befolkning totalt",
        "pop tot",
        "pop total",
        "personer",
        "antal personer",
    ]
)
_GENDERS = {
    fold(word): gender
    for gender, words in {
        Gender.WOMAN: "kvinnor|kvinna|women|woman|female|females|kv",
        Gender.MAN: "män|man|men|male|males",
    }.items()
    for word in words.split("|")
}
_FILLERS = frozenset(
    fold(word)
    for word in [
        "antal",
        "befolkning",
        "population",
        "pop",
        "bef",
        "invånare",
        "folkmängd",
        "år",
        "ar",
        "age",
        "ålder",
        "years",
        "n",
        "totalt",
        "total",
        "personer",
    ]
)
_AGE = re.compile(r"(?<!\d)(\d{1,3})\s*(?:[-–_]|\btill\b|\bto\b|\s)\s*(\d{1,3})(?!\d)")
_OPEN_AGE = re.compile(
    r"(?<!\d)(\d{2,3})\s*(?:\+|plus\b|_plus\b|och äldre|år och äldre|and over|w)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PopulationColumn:
    """Which part of the population a column counts."""

    column: str
    gender: Gender | None = None
    age: str | None = None


def find_population_columns(names: Sequence[str], asked: str | None = None) -> tuple[PopulationColumn, ...]:
    """List the columns whose headers say that they count inhabitants."""
    found = [column for name in names if (column := _read_header(name)) is not None]
    if asked is not None:
        found = [PopulationColumn(asked), *(c for c in found if c.column != asked and (c.gender or c.age))]
    totals = [column for column in found if column.gender is None and column.age is None]
    return tuple(column for column in found if column not in totals[1:])


def _read_header(name: str) -> PopulationColumn | None:
    if fold(name) in _TOTAL:
        return PopulationColumn(name)
    age, rest = None, name
    if match := _OPEN_AGE.search(name):
        age = f"{int(match[1])}+"
        rest = name[: match.start()] + " " + name[match.end() :]
    elif match := _AGE.search(name):
        low, high = int(match[1]), int(match[2])
        if low >= high or high > 120:
            return None
        age = f"{low}-{high}"
        rest = name[: match.start()] + " " + name[match.end() :]
    gender = None
    for token in fold(rest).split():
        if token in _GENDERS and gender is None:
            gender = _GENDERS[token]
        elif token not in _FILLERS:
            return None
    if gender is None and age is None:
        return None
    return PopulationColumn(name, gender, age)
