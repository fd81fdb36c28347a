"""The quotes browser: what people said, of the perceptions that pass a filter, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from mentalmap.domain.arrays import IntArray
from mentalmap.domain.labels import KINDS
from mentalmap.domain.layers.voices import main_areas
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.vocabulary import Kind
from mentalmap.errors import InvalidFilterError
from mentalmap.i18n import translator
from mentalmap.messages import say
from mentalmap.services.exports import label_of
from mentalmap.services.following import Current
from mentalmap.services.plan_answers import AnswerShelf, weight_of_array
from mentalmap.services.plan_layers import PlanChoice, may_tell_single_answers, select
from mentalmap.store.quotes import list_quoted, read_quotes

LONGEST_SEARCH = 200
MOST_WORDS = 10


@dataclass(frozen=True, slots=True)
class QuotePage:
    """
    Which quotes are asked for.

    Parameters
    ----------
    area
        Id of an area that the perceptions lie in, if only partly; None for everywhere.
    search
        Parts of words that the quotes hold.
    """

    area: str | None = None
    search: str = ""
    offset: int = 0
    limit: int = 20


def list_quotes(
    session: Session, current: Current, shelf: AnswerShelf, choice: PlanChoice, page: QuotePage, locale: str
) -> dict[str, Any]:
    """
    Give a page of quotes.

    Memory decides whose perceptions pass the filter, the database what was said and may still be
    shown; what was hidden a moment ago is missing from its page at once.

    Raises
    ------
    InvalidFilterError
        If the filter or the area is unknown, or too much is searched for at once.
    """
    words = _words(page.search)
    table = select(current, shelf, choice)
    if page.area is not None:
        table = table.take_rows(rows_in_area(table, page.area))
    if not may_tell_single_answers(table, choice.chosen, current.project.threshold):
        return {"total": 0, "offset": page.offset, "status": "too_few", "quotes": []}
    key = ("quoted", current.project.id, current.data_version, words)
    quoted = shelf.get_or_make(key, lambda: list_quoted(session, current.project.id, words), weight_of_array)
    order = np.argsort(table.id, kind="stable")
    numbers = table.id[order]
    at = np.minimum(np.searchsorted(numbers, quoted), max(len(numbers) - 1, 0))
    ours = np.flatnonzero(numbers[at] == quoted) if len(numbers) else np.empty(0, dtype=np.int64)
    shown = ours[page.offset : page.offset + page.limit]
    rows = order[at[shown]]
    told = {one.id: one for one in read_quotes(session, quoted[shown].tolist())}
    areas = main_areas(table)
    return {
        "total": len(ours),
        "offset": page.offset,
        "status": "ok" if len(ours) else "no_data",
        "quotes": [
            {
                "id": number,
                "quote": told[number].quote,
                "language": told[number].language,
                "said_on": said_on.isoformat() if (said_on := told[number].said_on) else None,
                **_about(current, table, int(row), int(areas[row]), locale),
            }
            for row, number in zip(rows.tolist(), quoted[shown].tolist(), strict=True)
            if number in told
        ],
    }


def rows_in_area(table: PerceptionTable, area: str) -> IntArray:
    """
    Give the rows that lie in an area, if only partly.

    Raises
    ------
    InvalidFilterError
        If the area set has no such area.
    """
    if area not in table.areas.index_of:
        raise InvalidFilterError(
            say("The filter %(name)s does not know “%(value)s”.", name="area", value=area[:64]),
            say("Choose one of the areas of this map."),
        )
    number = table.areas.index_of[area]
    inside = np.asarray(table.area == number)
    inside[table.crossing.row[table.crossing.area == number]] = True
    return np.flatnonzero(inside)


def _about(current: Current, table: PerceptionTable, row: int, area: int, locale: str) -> dict[str, Any]:
    kind = list(Kind)[int(table.kind[row])]
    level = int(table.valence_level[row])
    themes = int(table.themes[row])
    labels = {one.code: label_of(one.labels, one.code, locale) for one in current.themes}
    return {
        "kind": kind.value,
        "kind_label": translator(locale)(KINDS[kind]),
        "valence": round(float(table.valence_levels[level]), 2) if level >= 0 else None,
        "themes": [labels.get(code, code) for bit, code in enumerate(table.theme_codes) if themes >> bit & 1],
        "area": table.areas.ids[area] if area >= 0 else None,
        "area_name": str(table.areas.names[area]) if area >= 0 else None,
    }


def _words(search: str) -> tuple[str, ...]:
    words = search.split()
    if len(search) > LONGEST_SEARCH or len(words) > MOST_WORDS:
        raise InvalidFilterError(
            say(
                "A search has at most %(words)s words and %(signs)s signs.",
                words=MOST_WORDS,
                signs=LONGEST_SEARCH,
            ),
            say("Search for fewer words."),
        )
    return tuple(sorted({word.casefold() for word in words}))
