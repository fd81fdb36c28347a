"""Words that may tell who somebody is: found for the moderator's eyes, never removed by a machine."""

from __future__ import annotations

import re
from enum import StrEnum


class PrivateWord(StrEnum):
    """What a text may hold."""

    MAIL = "mail"
    PHONE = "phone"
    IDENTITY_NUMBER = "identity number"
    LINK = "link"


_PATTERNS: dict[PrivateWord, re.Pattern[str]] = {
    PrivateWord.MAIL: re.compile(r"[^\s@]{1,64}@[^\s@]{1,64}\.[^\W\d_]{2,}"),
    PrivateWord.LINK: re.compile(r"(?i)\b(?:https?://|www\.)\S"),
    # Swedish personal numbers, with or without the century.
    PrivateWord.IDENTITY_NUMBER: re.compile(r"(?<!\d)(?:\d{2})?\d{2}[01]\d[0-9]\d[-+ ]?\d{4}(?!\d)"),
    PrivateWord.PHONE: re.compile(r"(?<!\d)(?:\+\d{1,3}|0)(?:[ \-/]?\d){6,12}(?!\d)"),
}


def find_private_words(written: str) -> tuple[PrivateWord, ...]:
    """List what a text may hold that tells who somebody is; a hint, for dates and prices look alike."""
    return tuple(kind for kind, pattern in _PATTERNS.items() if pattern.search(written))
