"""The whole app on a real database: what a test commits is swept away after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Protocol

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from mentalmap.app import create_app
from mentalmap.config import Settings, asset_root
from mentalmap.domain.permissions import Role
from mentalmap.services import frozen_files
from mentalmap.services.accounts import make_account
from mentalmap.services.forms import kept_forms
from mentalmap.services.known_codes import forget_codes
from mentalmap.services.publications import Published, publish_survey
from mentalmap.store.tables import Base
from mentalmap.web.database import FOLLOWER
from mentalmap.web.publications import PUBLICATIONS


class Publish(Protocol):
    """Publishes a round of a project."""

    def __call__(
        self, project: str = "kramfors", survey: str = "2016", *, with_downloads: bool = False
    ) -> Published: ...


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
        kept_forms.clear()
        forget_codes()  # numbers begin anew


@pytest.fixture
def app(engine: Engine, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The app as it is served, with its limits, tokens and headers."""
    made = create_app(Settings(instance_folder=tmp_path, database_url=database_url), engine)
    made.config["WTF_CSRF_ENABLED"] = False  # tokens have tests of their own
    yield made
    made.extensions[FOLLOWER].stop()


@pytest.fixture
def publish(app: Flask, engine: Engine, committed: Session, monkeypatch: pytest.MonkeyPatch) -> Publish:
    """Commit what the test made and publish it, as `mentalmap publish` does."""

    def run(project: str = "kramfors", survey: str = "2016", *, with_downloads: bool = False) -> Published:
        committed.commit()
        with monkeypatch.context() as quick:
            if not with_downloads:
                quick.setattr(frozen_files, "WRITERS", {})
            return publish_survey(
                engine,
                app.extensions[PUBLICATIONS],
                project,
                survey,
                made_on=date(2024, 5, 17),
                assets=asset_root() / "static" / "dist" / "folium",
            )

    return run


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
