"""Recognise what the columns of a foreign file hold, by their headers and by their content.

What is clear becomes a mapping, with the reason; what is not becomes a doubt that a person
settles in the mapping file. Nothing is guessed in silence.
"""

from __future__ import annotations

from dataclasses import dataclass

from mentalmap.exchange.mapping import ImportMapping
from mentalmap.exchange.reading import Source
from mentalmap.messages import Message


@dataclass(frozen=True, slots=True)
class Recognition:
    """A proposed mapping, why each column was chosen, and what a person must settle."""

    mapping: ImportMapping
    reasons: tuple[Message, ...]
    doubts: tuple[Message, ...]


def recognise(source: Source) -> Recognition:
    """Propose a mapping for a file from its headers and its first 1,000 rows."""
    raise NotImplementedError
