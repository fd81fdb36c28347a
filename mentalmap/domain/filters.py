"""The one filter type: what part of the perceptions a layer speaks about.

Every list is a set of allowed codes; an empty list allows everything. Parts that belong to
the respondent (survey, background, channel) also narrow the denominator, the people asked;
parts that belong to the perception (kind, theme, purpose, valence, date) do not.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from mentalmap.domain.vocabulary import Channel, Gender, Kind
from mentalmap.errors import InvalidFilterError
from mentalmap.messages import say

# Name of the filter in addresses → field; what tells groups of people or of perceptions apart.
BREAKDOWNS = {
    "theme": "themes",
    "kind": "kinds",
    "purpose": "purposes",
    "group": "groups",
    "age": "age_bands",
    "gender": "genders",
    "channel": "channels",
    "home_area": "home_areas",
    "answer": "answers",
}


@dataclass(frozen=True, slots=True)
class PerceptionFilter:
    """
    Which perceptions, of which respondents, a layer is computed from.

    `answers` holds pairs of a question's key and an answer: of one question any of them passes,
    of several questions all must.
    """

    surveys: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    age_bands: frozenset[str] = frozenset()
    genders: frozenset[Gender] = frozenset()
    channels: frozenset[Channel] = frozenset()
    home_areas: frozenset[str] = frozenset()
    answers: frozenset[tuple[str, str]] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    themes: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    valence_min: float | None = None
    valence_max: float | None = None
    said_from: date | None = None
    said_to: date | None = None

    def __post_init__(self) -> None:
        low, high = self.valence_min, self.valence_max
        if low is not None and high is not None and low > high:
            raise InvalidFilterError(
                say("The lowest valence %(low)s is above the highest %(high)s.", low=low, high=high),
                say("Swap them."),
            )
        if self.said_from and self.said_to and self.said_from > self.said_to:
            raise InvalidFilterError(
                say(
                    "The first day %(first)s is after the last %(last)s.",
                    first=self.said_from,
                    last=self.said_to,
                ),
                say("Swap them."),
            )

    @property
    def is_empty(self) -> bool:
        """Whether everything passes."""
        return all(getattr(self, part.name) in (None, frozenset()) for part in fields(self))

    def only_respondents(self) -> PerceptionFilter:
        """Keep the parts that belong to the respondent: who was asked, whatever they said."""
        return PerceptionFilter(
            surveys=self.surveys,
            groups=self.groups,
            age_bands=self.age_bands,
            genders=self.genders,
            channels=self.channels,
            home_areas=self.home_areas,
            answers=self.answers,
        )

    def only_surveys(self) -> PerceptionFilter:
        """Keep the choice of surveys, the population that every subset is compared with."""
        return PerceptionFilter(surveys=self.surveys)

    def breakdowns(self) -> dict[str, frozenset[Any]]:
        """Give the parts that tell groups of perceptions or people apart, by the name of their filter."""
        return {name: getattr(self, part) for name, part in BREAKDOWNS.items() if getattr(self, part)}

    def single_breakdowns(self) -> tuple[PerceptionFilter, ...]:
        """Give the filter of each breakdown alone, in the same surveys."""
        parts: list[dict[str, Any]] = [
            {BREAKDOWNS[name]: values} for name, values in self.breakdowns().items()
        ]
        return tuple(replace(self.only_surveys(), **part) for part in parts)
