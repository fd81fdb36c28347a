"""LIX: how hard a Swedish text is to read.

Source: C.-H. Björnsson, Läsbarhet (Stockholm: Liber, 1968): words per sentence, plus the share of
words longer than six letters in percent. Below 25 is very easy (children's books), below 35 easy.
It is made for Swedish and says nothing about Arabic or Finnish.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

LONG_WORD = 7  # letters from which on a word is long
WANTED = {"sv": 35.0, "sv-easy": 25.0}
"""What a questionnaire's texts should stay at or below, by the locales that LIX is made for."""

_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)|\n+")
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")


def lix(texts: Iterable[str]) -> float | None:
    """
    Measure LIX over some texts together; each text ends a sentence, also without a full stop.

    Returns
    -------
    lix
        None where there is no word.
    """
    sentences = words = long_words = 0
    for text in texts:
        for sentence in _SENTENCE_END.split(text):
            found = _WORD.findall(sentence)
            sentences += bool(found)
            words += len(found)
            long_words += sum(1 for word in found if len(word) >= LONG_WORD)
    return words / sentences + 100 * long_words / words if words else None
