"""Living connections: none leaves the pool that the database has closed.

Asking each time would cost a question before every question. A connection that was used a moment ago, and on
which nothing came unasked, is alive: a database that ends says so, or closes the connection, and both show.
"""

from __future__ import annotations

import select
from time import monotonic
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

MOMENT_S = 1.0
"""How long a connection may rest before it is asked: a cable that was pulled says nothing."""

_LAST_USED = "mentalmap_last_used_s"


def let_only_living_out(engine: Engine) -> None:
    """Ask connections of a pool whether they live, where that is not plain; a dead one is replaced."""

    def note(connection: Any, entry: ConnectionPoolEntry) -> None:
        entry.info[_LAST_USED] = monotonic()

    def look(connection: Any, entry: ConnectionPoolEntry, proxy: Any) -> None:
        rested_s = monotonic() - entry.info.get(_LAST_USED, float("-inf"))
        if rested_s < MOMENT_S and not _something_came(connection):
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            # Those that are older than this moment are dead for the same reason.
            raise InvalidatePoolError("the database closed the connection") from error

    event.listen(engine, "connect", note)
    event.listen(engine, "checkin", note)
    event.listen(engine, "checkout", look)


def _something_came(connection: Any) -> bool:
    """Whether the database said something unasked, or closed the connection."""
    poll = select.poll()
    poll.register(connection.pgconn.socket, select.POLLIN)
    return bool(poll.poll(0))
