"""Listening: one connection on which PostgreSQL says whose data changed, and the events themselves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import psycopg
from sqlalchemy import Engine, bindparam, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from mentalmap.errors import DatabaseUnavailableError
from mentalmap.store.outbox import ADDITION, LATEST, name_version

CHANNEL = "mentalmap"

LOST = (DBAPIError, psycopg.Error, DatabaseUnavailableError, OSError)
"""What a reader meets when the database goes away in the middle of a sentence."""

# A cable that was pulled says nothing; these make the system ask, and give up after some twenty seconds.
_ALIVE = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}


class Listener:
    """
    One connection of its own that listens; a context manager.

    Raises
    ------
    psycopg.Error
        From any method, if the database is out of reach.
    """

    def __init__(self, engine: Engine) -> None:
        positional, named = engine.dialect.create_connect_args(engine.url)
        settings: dict[str, Any] = {**_ALIVE, **named, "application_name": "mentalmap listener"}
        self._connection = psycopg.connect(*positional, autocommit=True, **settings)
        self._connection.execute(f"LISTEN {CHANNEL}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def heard(self, wait_s: float, gather_s: float) -> set[int]:
        """
        Wait for the first notification and gather what comes right after it.

        Returns
        -------
        projects
            Numbers of the projects that changed; empty if nothing came within `wait_s` seconds.
        """
        projects = self._numbers(wait_s, stop_after=1)
        if projects:
            projects |= self._numbers(gather_s, stop_after=None)
        return projects

    def is_alive(self) -> bool:
        """Ask the server for a sign of life."""
        self._connection.execute("SELECT")
        return True

    def _numbers(self, wait_s: float, stop_after: int | None) -> set[int]:
        heard = self._connection.notifies(timeout=wait_s, stop_after=stop_after)
        return {int(one.payload) for one in heard if one.payload.isascii() and one.payload.isdigit()}


@dataclass(frozen=True, slots=True)
class SeenEvents:
    """The latest events of a project that one snapshot saw; two that are equal mean equal data."""

    numbers: frozenset[int]

    @property
    def version(self) -> str:
        """Name of the data version, as `outbox.data_version` gives it."""
        return name_version(self.latest, len(self.numbers), sum(self.numbers))

    @property
    def latest(self) -> int:
        """The highest number, 0 if there is none."""
        return max(self.numbers, default=0)

    def missing_from(self, later: SeenEvents) -> frozenset[int] | None:
        """Give the events that came since; None if so many came that some may be out of sight."""
        if len(later.numbers) >= LATEST and min(later.numbers) > self.latest:
            return None
        # What is older than all that is in sight was there before, or counts as lost for both.
        return later.numbers - self.numbers


def seen_events(session: Session, project_id: int) -> SeenEvents:
    """List the latest events that this transaction's snapshot sees; everybody may."""
    numbers = session.scalars(
        text("SELECT id FROM data_event WHERE project_id = :project ORDER BY id DESC LIMIT :latest"),
        {"project": project_id, "latest": LATEST},
    )
    return SeenEvents(frozenset(numbers))


def added_responses(session: Session, numbers: Collection[int]) -> tuple[int, ...] | None:
    """
    Give the responses that these events added, or None if one of them did anything else.

    The details of events are for staff, so this cannot be asked in a transaction of the public.
    """
    events = session.execute(
        text("SELECT noun, details FROM outbox_event WHERE id IN :numbers").bindparams(
            bindparam("numbers", expanding=True)
        ),
        {"numbers": sorted(numbers)},
    ).all()
    if len(events) != len(numbers):  # removed meanwhile, with their project
        return None
    added: set[int] = set()
    for noun, details in events:
        if noun != ADDITION or "response_ids" not in details:
            return None
        added.update(int(one) for one in details["response_ids"])
    return tuple(sorted(added))
