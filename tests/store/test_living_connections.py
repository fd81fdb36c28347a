"""Connections that the database closed are replaced before anybody meets them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from mentalmap.store import living_connections
from mentalmap.store.database import lone_statements, make_engine, transaction


@pytest.fixture
def pooled(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url)
    yield made
    made.dispose()


def _number(engine: Engine) -> int:
    with transaction(engine) as session:
        return int(session.scalar(text("SELECT pg_backend_pid()")) or 0)


def _close(engine: Engine, number: int) -> None:
    with engine.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:number, 5000)"), {"number": number})


@pytest.mark.parametrize("moment_s", [living_connections.MOMENT_S, 0.0, 1e9])
def test_a_connection_that_the_database_closed_is_replaced(
    pooled: Engine, database_url: str, moment_s: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(living_connections, "MOMENT_S", moment_s)
    before = _number(pooled)
    assert _number(pooled) == before, "a living one is used again"
    other = make_engine(database_url)
    _close(other, before)
    other.dispose()
    assert _number(pooled) != before


def test_each_lone_statement_is_committed_when_it_returns(pooled: Engine) -> None:
    with transaction(pooled) as session:
        session.execute(text("CREATE TABLE lone (number integer UNIQUE)"))
    try:
        add = text("INSERT INTO lone VALUES (:number)")
        with lone_statements(pooled) as session:
            session.execute(add, {"number": 1})
            with transaction(pooled) as other:
                assert other.scalar(text("SELECT count(*) FROM lone")) == 1
            with pytest.raises(IntegrityError):
                session.execute(add, {"number": 1})
            session.rollback()
            session.execute(add, {"number": 2})  # after an error it goes on in the same way
        with transaction(pooled) as session:
            assert session.scalar(text("SELECT count(*) FROM lone")) == 2
    finally:
        with transaction(pooled) as session:
            session.execute(text("DROP TABLE lone"))


def test_a_transaction_after_lone_statements_is_one_again(pooled: Engine) -> None:
    with lone_statements(pooled) as session:
        session.execute(text("SELECT 1"))
    with pytest.raises(ZeroDivisionError), transaction(pooled) as session:
        session.execute(text("CREATE TABLE never (number integer)"))
        raise ZeroDivisionError
    with transaction(pooled) as session:
        assert session.scalar(text("SELECT to_regclass('never')")) is None
