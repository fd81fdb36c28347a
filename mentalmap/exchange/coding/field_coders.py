"""One coder for each field of a mapping; all blocks of a file share them."""

from __future__ import annotations

from typing import Any

from mentalmap.exchange.coding import background, closed_lists
from mentalmap.exchange.coding.cells import WordCoder
from mentalmap.exchange.coding.context import CodingContext
from mentalmap.exchange.coding.open_lists import OpenList
from mentalmap.exchange.coding.place_names import understand_home
from mentalmap.exchange.mapping import ImportField as F


class FieldCoders:
    """
    The coders of a file.

    Attributes
    ----------
    said, lived
        Coders of what belongs to a perception, and of what belongs to a person.
    themes, purposes, groups
        The project's lists, with what the file adds to them.
    """

    def __init__(self, context: CodingContext) -> None:
        mapping = context.mapping
        values = mapping.values
        locale = context.locale
        comma = context.decimal_comma
        self.themes = OpenList(F.THEMES, context.themes, values.get(F.THEMES, {}), mapping.separators, locale)
        self.purposes = OpenList(
            F.PURPOSES, context.purposes, values.get(F.PURPOSES, {}), mapping.separators, locale
        )
        self.groups = OpenList(F.GROUP, context.groups, values.get(F.GROUP, {}), (), locale)
        closed = {
            one: WordCoder(closed_lists.understand_closed(one, values.get(one, {})))
            for one in closed_lists.LISTS
        }
        days = WordCoder(
            background.understand_day(values.get(F.SAID_ON, {}), mapping.date_format, context.today)
        )
        self.said: dict[F, WordCoder[Any]] = {
            F.KIND: closed[F.KIND],
            F.VALENCE: WordCoder(
                background.understand_valence(values.get(F.VALENCE, {}), mapping.valence, decimal_comma=comma)
            ),
            F.VALENCE_SOURCE: closed[F.VALENCE_SOURCE],
            F.PURPOSES: WordCoder(self.purposes.understand),
            F.THEMES: WordCoder(self.themes.understand),
            F.LANGUAGE: WordCoder(closed_lists.understand_language(values.get(F.LANGUAGE, {}))),
            F.PRECISION: closed[F.PRECISION],
            F.NATURE: closed[F.NATURE],
            F.SAID_ON: days,
        }
        self.lived: dict[F, WordCoder[Any]] = {
            F.HOME_AREA: WordCoder(understand_home(context)),
            F.AGE: WordCoder(background.understand_age(values.get(F.AGE, {}), context.asked_in)),
            F.GENDER: closed[F.GENDER],
            F.GROUP: WordCoder(self.groups.understand_one),
            F.CHANNEL: closed[F.CHANNEL],
            F.CONSENT_VERSION: WordCoder(background.understand_consent(values.get(F.CONSENT_VERSION, {}))),
            F.SAID_ON: days,
            F.WEIGHT: WordCoder(background.understand_weight(values.get(F.WEIGHT, {}), decimal_comma=comma)),
        }
