"""Connections and transactions: a view or a command opens one, and nobody else commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from mentalmap.errors import DatabaseUnavailableError
from mentalmap.messages import say
from mentalmap.store.living_connections import let_only_living_out


class Audience(StrEnum):
    """On whose behalf a transaction reads."""

    STAFF = "staff"
    PUBLIC = "public"


PUBLIC_ROLE = "mentalmap_public"


def make_engine(url: str) -> Engine:
    """Make the engine of one process; `url` is `postgresql+psycopg://…`."""
    # What people wrote must not stand in a log because a statement failed.
    made = create_engine(as_psycopg(url), pool_size=5, max_overflow=5, hide_parameters=True)
    let_only_living_out(made)
    return made


def as_psycopg(url: str) -> str:
    """Let a plain `postgres://` address, as hosts hand it out, name our driver."""
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


@contextmanager
def transaction(engine: Engine, audience: Audience = Audience.STAFF) -> Iterator[Session]:
    """
    Open one transaction: committed at the end, rolled back on any error.

    For the public it is one read-only snapshot, and the connection takes a role that can read the
    published views and nothing else, so that a forgotten condition cannot show what moderation holds back.

    Raises
    ------
    DatabaseUnavailableError
        If no connection can be had.
    """
    isolation = {"isolation_level": "REPEATABLE READ"} if audience is Audience.PUBLIC else {}
    with Session(engine, expire_on_commit=False) as session:
        try:
            session.connection(execution_options=isolation)
        except OperationalError as error:
            raise _unavailable() from error
        if audience is Audience.PUBLIC:
            session.execute(text(f"SET LOCAL ROLE {PUBLIC_ROLE}"))
            session.execute(text("SET TRANSACTION READ ONLY"))
        yield session  # an error leaves through here, and closing the session rolls back
        session.commit()


@contextmanager
def lone_statements(engine: Engine) -> Iterator[Session]:
    """
    Open a session in which each statement is a transaction of its own, committed when it returns.

    For work that writes with one statement: begin and commit would be two questions more to the database.

    Raises
    ------
    DatabaseUnavailableError
        If no connection can be had.
    """
    with ExitStack() as left:
        try:
            connection = left.enter_context(engine.connect())
        except OperationalError as error:
            raise _unavailable() from error
        connection.execution_options(isolation_level="AUTOCOMMIT")
        # The session is bound to the connection, so that after an error it goes on in the same way.
        yield left.enter_context(Session(connection, expire_on_commit=False))


def _unavailable() -> DatabaseUnavailableError:
    return DatabaseUnavailableError(
        say("The database does not answer."), say("Nothing was lost. Try again in a minute.")
    )


def close_afterwards(session: Session) -> None:
    """
    Let the session's connection end with it, rather than go back to the pool.

    A connection keeps the room that its longest answer took, 100 MB after a large table, while it lives.
    """
    session.connection().detach()


@contextmanager
def beside(session: Session) -> Iterator[Session]:
    """
    Open a second connection that sees the very snapshot of the public's transaction `session`.

    What two connections read in this way fits together, so that large tables load at twice the speed.
    """
    snapshot = session.scalar(text("SELECT pg_export_snapshot()"))
    with Session(session.get_bind(), expire_on_commit=False) as second:
        second.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        second.execute(text(f"SET TRANSACTION SNAPSHOT '{snapshot}'"))  # must come first; takes no parameter
        second.execute(text(f"SET LOCAL ROLE {PUBLIC_ROLE}"))
        second.execute(text("SET TRANSACTION READ ONLY"))
        close_afterwards(second)
        yield second
