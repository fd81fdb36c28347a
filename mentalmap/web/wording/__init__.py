"""Sentences that the pages for residents and interviewers say in the browser, by part of the page.

Pages that work offline carry their sentences with them, in every language, as one file each. A sentence with
a number is made with `say_n(one, many, 1)` and has a `{n}` gap; it goes out once per plural category of the
language, and the page chooses. Gaps are `{name}` and are filled in the browser.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from mentalmap.messages import Message
from mentalmap.web.wording import flow, interview, receipt, sending, where

PARTS: tuple[Mapping[str, Message], ...] = (
    flow.STRINGS,
    where.STRINGS,
    sending.STRINGS,
    receipt.STRINGS,
    interview.STRINGS,
)

# A whole number of each plural category (CLDR) that our languages know.
_CATEGORIES: dict[str, dict[str, int]] = {
    "ar": {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100},
}
_USUAL = {"one": 1, "other": 2}


def strings_in(locale: str, translate: Callable[[Message], str]) -> dict[str, str | dict[str, str]]:
    """Give every sentence in a language, by key; one with a number as one per plural category."""
    return {
        key: _in_categories(message, locale, translate) if message.plural else translate(message)
        for part in PARTS
        for key, message in part.items()
    }


def _in_categories(message: Message, locale: str, translate: Callable[[Message], str]) -> dict[str, str]:
    return {
        category: translate(replace(message, values={"n": n}))
        for category, n in _CATEGORIES.get(locale, _USUAL).items()
    }
