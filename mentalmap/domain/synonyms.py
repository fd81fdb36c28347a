"""Words that people write for the method's codes, in Swedish and English.

Used where a file or a form speaks in words: *målpunkt*, *Målpunkter* and *destination*
are one kind. Pure: a dictionary and a way of folding what people type.
"""

from __future__ import annotations


def fold(text: str) -> str:
    """Fold case, accents, punctuation and spaces, so that “Kön:”, “kon” and “KÖN” are one word."""
    raise NotImplementedError


def code_for(field: str, text: str) -> str | None:
    """Find the code a text means in a field (kind, gender, channel, precision, nature, …), or `None`."""
    raise NotImplementedError
