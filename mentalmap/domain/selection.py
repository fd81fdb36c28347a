"""Selection: one filter type turned into one mask, part by part.

Every part of a filter is a set of values of one column; a part passes what has any of them, a
filter passes what passes all its parts. The same parts serve the plain mask and the packed ones.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from mentalmap.domain.arrays import BoolArray, IntArray
from mentalmap.domain.columns import MISSING
from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.respondents import Respondents
from mentalmap.domain.vocabulary import Channel, Gender, Kind
from mentalmap.errors import InvalidFilterError
from mentalmap.messages import say

if TYPE_CHECKING:
    from mentalmap.domain.perceptions import PerceptionTable

# Making a tuple of an enumeration takes as long as a filter.
_KINDS, _GENDERS, _CHANNELS = tuple(Kind), tuple(Gender), tuple(Channel)
DAYS_SINCE = np.datetime64("1970-01-01", "D")


@dataclass(frozen=True, slots=True)
class Part:
    """
    One value of one part of a filter.

    Parameters
    ----------
    key
        Names the value: two parts of equal key pass the same rows of one table.
    of_respondents
        Whether `mask` is about respondents, shape (m,), or about perceptions, shape (n,).
    mask
        What passes.
    """

    key: tuple[str, object]
    of_respondents: bool
    mask: Callable[[], BoolArray]


def parts_of(table: PerceptionTable, chosen: PerceptionFilter) -> Iterator[tuple[Part, ...]]:
    """
    Take a filter apart: a row passes if, of every tuple, it passes at least one part.

    Raises
    ------
    InvalidFilterError
        If the filter names something that the project does not have.
    """
    yield from _respondent_parts(table.respondents, table.areas.ids, chosen)
    yield from _perception_parts(table, chosen)


def mask_of_respondents(table: PerceptionTable, chosen: PerceptionFilter) -> BoolArray:
    """Who passes the parts of a filter that belong to the respondent, shape (m,)."""
    mask = np.ones(len(table.respondents), dtype=bool)
    for alternatives in _respondent_parts(table.respondents, table.areas.ids, chosen):
        mask &= _any(alternatives)
    return mask


def mask_of_perceptions(table: PerceptionTable, chosen: PerceptionFilter) -> BoolArray:
    """What passes the parts of a filter that belong to the perception, shape (n,)."""
    mask = np.ones(len(table), dtype=bool)
    for alternatives in _perception_parts(table, chosen):
        mask &= _any(alternatives)
    return mask


def _any(alternatives: tuple[Part, ...]) -> BoolArray:
    mask = alternatives[0].mask()
    for other in alternatives[1:]:
        mask = mask | other.mask()
    return mask


def _respondent_parts(
    people: Respondents, area_ids: tuple[str, ...], chosen: PerceptionFilter
) -> Iterator[tuple[Part, ...]]:
    columns: tuple[tuple[str, IntArray, Sequence[str], Collection[str]], ...] = (
        ("survey", people.survey, people.survey_slugs, chosen.surveys),
        ("group", people.group, people.group_codes, chosen.groups),
        ("age", people.age_band, people.age_band_codes, chosen.age_bands),
        ("gender", people.gender, _GENDERS, chosen.genders),
        ("channel", people.channel, _CHANNELS, chosen.channels),
        ("home_area", people.home_area, area_ids, chosen.home_areas),
    )
    for name, column, labels, wanted in columns:
        if wanted:
            # Codes of areas mean another thing in every area set.
            scope = hash(area_ids) if name == "home_area" else 0
            yield tuple(
                Part((name, (scope, code)), True, partial(_is, column, code))
                for code in codes_of(labels, wanted, name)
            )
    for question in sorted({question for question, _ in chosen.answers}):
        yield tuple(
            _answered(people, question, value) for key, value in sorted(chosen.answers) if key == question
        )


def _perception_parts(table: PerceptionTable, chosen: PerceptionFilter) -> Iterator[tuple[Part, ...]]:
    if chosen.kinds:
        codes = codes_of(_KINDS, chosen.kinds, "kind")
        yield tuple(Part(("kind", code), False, partial(_is, table.kind, code)) for code in codes)
    for name, column, labels, wanted in (
        ("theme", table.themes, table.theme_codes, chosen.themes),
        ("purpose", table.purposes, table.purpose_codes, chosen.purposes),
    ):
        if wanted:
            yield tuple(
                Part((name, code), False, partial(_has_bit, column, code))
                for code in codes_of(labels, wanted, name)
            )
    low, high = chosen.valence_min, chosen.valence_max
    if low is not None or high is not None:

        def between() -> BoolArray:
            valence = table.valence
            mask: BoolArray = ~np.isnan(valence)
            if low is not None:
                mask &= valence >= low
            if high is not None:
                mask &= valence <= high
            return mask

        yield (Part(("valence", (low, high)), False, between),)
    since, until = chosen.said_from, chosen.said_to
    if since is not None or until is not None:

        def within() -> BoolArray:
            mask: BoolArray = np.asarray(table.said_on != MISSING)
            if since is not None:
                mask &= table.said_on >= (np.datetime64(since, "D") - DAYS_SINCE).astype(int)
            if until is not None:
                mask &= table.said_on <= (np.datetime64(until, "D") - DAYS_SINCE).astype(int)
            return mask

        yield (Part(("date", (since, until)), False, within),)


def codes_of(labels: Sequence[str], wanted: Collection[str], name: str) -> list[int]:
    """
    Find the codes of labels.

    Raises
    ------
    InvalidFilterError
        If one of them is unknown; the remedy names those there are.
    """
    code_of = {label: code for code, label in enumerate(labels)}
    unknown = sorted(one for one in wanted if one not in code_of)
    if unknown:
        raise InvalidFilterError(
            say(
                "The filter %(name)s does not know “%(value)s”.",
                name=name,
                value=", ".join(one[:64] for one in unknown),
            ),
            say("Allowed: %(allowed)s.", allowed=", ".join(labels) or "–"),
        )
    return sorted(code_of[label] for label in wanted)


def _answered(people: Respondents, question: str, value: str) -> Part:
    codes_of(tuple(people.answers), [question], "answer")
    known = people.answers[question]
    (code,) = codes_of(known.values, [value], f"answer {question}")
    return Part(("answer", (question, value)), True, partial(_has_bit, known.given, code))


def _is(column: IntArray, code: int) -> BoolArray:
    return np.asarray(column == code)


def _has_bit(column: IntArray, code: int) -> BoolArray:
    return np.asarray(column & column.dtype.type(1 << code) != 0)
