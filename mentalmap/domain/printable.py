"""Foreign text made safe to quote in a sentence."""

from __future__ import annotations

import unicodedata

# Controls, invisible formatting (which holds the direction overrides), lone surrogates, private use.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def printable(text: str, max_length: int = 60) -> str:
    """Cut a text to a length and blank what would move the cursor, hide or reorder other text."""
    head = text[: max_length + 1]
    shown = "".join(" " if unicodedata.category(letter) in _HIDDEN else letter for letter in head)
    shown = " ".join(shown.split())
    return shown if len(text) <= max_length else shown[:max_length].rstrip() + "…"
