"""Choose a column by name or by the words that may head it."""

from __future__ import annotations

from difflib import get_close_matches

from mentalmap.domain.synonyms import fold
from mentalmap.errors import InvalidMappingError
from mentalmap.exchange.reading import Source
from mentalmap.messages import say


def choose_column(source: Source, asked: str | None, words: str) -> str | None:
    """
    Give the column that was asked for, else the one whose header comes first in `words` (separated by |).

    Raises
    ------
    InvalidMappingError
        If the column asked for is not in the file.
    """
    if asked is not None:
        check_column(source, asked)
        return asked
    by_header: dict[str, str] = {}
    for name in source.columns:
        by_header.setdefault(fold(name), name)
    return next((by_header[key] for word in words.split("|") if (key := fold(word)) in by_header), None)


def check_column(source: Source, name: str) -> None:
    """Refuse a column that the file does not have, naming the nearest."""
    if name in source.columns:
        return
    close = get_close_matches(name, source.columns, n=1)
    raise InvalidMappingError(
        say("“%(file)s” has no column called “%(column)s”.", file=source.path.name, column=name),
        say("Did you mean “%(nearest)s”?", nearest=close[0])
        if close
        else say("Its columns are: %(columns)s.", columns=", ".join(source.columns[:30])),
    )
