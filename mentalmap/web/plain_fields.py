"""The fields of the plain form: what was written in them, as text that may be kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentalmap.domain.questionnaires import Question, Subject
from mentalmap.domain.texts import tidy_text

ROWS = 3
"""Places that a question asks for at first, and how many come with each wish for more."""


@dataclass(frozen=True, slots=True)
class Fields:
    """What was sent, by the names of the fields; nothing at first."""

    sent: Mapping[str, Sequence[str]]

    def one(self, name: str) -> str:
        """Give what was written in a field, without spaces around it."""
        return tidy_text((self.sent.get(name) or ("",))[-1])

    def many(self, name: str) -> tuple[str, ...]:
        """Give what was ticked among several."""
        return tuple(dict.fromkeys(self.sent.get(name) or ()))

    def rows(self, question: Question) -> int:
        """Tell how many places a question asks for, with those that were wished for just now."""
        if question.subject is Subject.HOME_AREA:
            return 1
        wished = self.one(rows_field(question.key))
        rows = int(wished) if re.fullmatch(r"[0-9]{1,4}", wished) else 0
        if self.one("more") == question.key:
            rows += ROWS
        return min(question.most, max(rows, ROWS))

    def is_used(self, prefix: str) -> bool:
        """Whether anything was written or chosen in the fields of one place."""
        return any(
            any(value.strip() for value in values)
            for name, values in self.sent.items()
            if name.startswith(f"{prefix}.") and not name.endswith(".asked")
        )


def rows_field(key: str) -> str:
    """Name the hidden field that counts the places of a question."""
    return f"rows.{key}"


def row_prefix(key: str, row: int) -> str:
    """Begin the names of the fields about one place, counted from 0."""
    return f"{key}.{row}"
