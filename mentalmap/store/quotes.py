"""Quotes: what was said in words, as the published view tells it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from mentalmap.domain.arrays import IntArray
from mentalmap.store.column_reading import INT8, read_columns

_WILD = re.compile(r"([\\%_])")


@dataclass(frozen=True, slots=True)
class Quote:
    """One quote with the number of its perception."""

    id: int
    quote: str
    language: str | None
    said_on: date | None


def list_quoted(session: Session, project_id: int, words: Sequence[str] = ()) -> IntArray:
    """
    List the numbers of all published perceptions with a quote, the newest first.

    Parameters
    ----------
    words
        Parts of words that the quote must hold, every one, in any case and order.
    """
    conditions = "".join(" AND quote ILIKE %s" for _ in words)
    patterns = [f"%{_escaped(word)}%" for word in words]
    rows = read_columns(
        session,
        f"""
        SELECT id FROM published_perception
        WHERE project_id = %s AND quote ~ '[^[:space:]]' {conditions}
        ORDER BY said_on DESC NULLS LAST, id DESC
        """,  # noqa: S608 - only a repeated constant is put in
        (project_id, *patterns),
        {"id": INT8},
    )
    return rows["id"]


def read_quotes(session: Session, ids: Sequence[int]) -> list[Quote]:
    """Read quotes by number, in this order; those that are not published any more are left out."""
    rows = session.execute(
        text(
            """
            SELECT id, quote, language, said_on FROM published_perception
            WHERE id = ANY(CAST(:ids AS bigint[])) AND quote IS NOT NULL
            """
        ),
        {"ids": list(ids)},
    )
    found = {row.id: Quote(row.id, row.quote, row.language, row.said_on) for row in rows}
    return [found[one] for one in ids if one in found]


def _escaped(word: str) -> str:
    """Let the signs that match anything in a pattern mean themselves."""
    return _WILD.sub(r"\\\1", word)
