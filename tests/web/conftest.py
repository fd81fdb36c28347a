"""The whole app on a real database: what a test commits is swept away after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from mentalmap.app import create_app
from mentalmap.config import Settings
from mentalmap.domain.permissions import Role
from mentalmap.services.accounts import make_account
from mentalmap.store.tables import Base
from mentalmap.web.database import FOLLOWER

PASSWORD = "älven rinner mot havet"


@pytest.fixture
def committed(engine: Engine) -> Iterator[Session]:
    """A session whose commits the app can see; every table is emptied after the test."""
    with Session(engine) as made:
        yield made
        made.rollback()
        names = ", ".join(table.name for table in Base.metadata.sorted_tables)
        made.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        made.commit()


@pytest.fixture
def app(engine: Engine, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The app as it is served, with its limits, tokens and headers."""
    made = create_app(Settings(instance_folder=tmp_path, database_url=database_url), engine)
    made.config["WTF_CSRF_ENABLED"] = False  # tokens have tests of their own
    yield made
    made.extensions[FOLLOWER].stop()


@pytest.fixture
def as_anyone(app: Flask) -> FlaskClient:
    """Somebody without an account."""
    return app.test_client()


@pytest.fixture
def as_planner(app: Flask, committed: Session) -> FlaskClient:
    """Bob, who plans, signed in."""
    make_account(committed, "bob", PASSWORD, Role.PLANNER)
    committed.commit()
    client = app.test_client()
    answer = client.post("/sign-in", data={"account": "bob", "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return client
