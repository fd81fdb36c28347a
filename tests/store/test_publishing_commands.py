"""`mentalmap publish`, `unpublish` and `publications`: said in words, recorded, gone with their project."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from mentalmap.cli import commands
from mentalmap.errors import NotFoundError, SurveyNotFoundError
from mentalmap.exchange.snapshots import Publications
from mentalmap.store.projects import find_project
from tests.store.making import a_project, a_response, a_survey, some_areas

Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `mentalmap …` in an instance of its own."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("MENTALMAP_INSTANCE_FOLDER", str(tmp_path))
    monkeypatch.setenv("LANGUAGE", "en")
    return lambda *arguments: CliRunner().invoke(commands, arguments)


@pytest.fixture
def project(engine: Engine) -> Iterator[str]:
    """A project with two rounds, in the later of which six people were asked."""
    slug = f"made-{uuid4().hex[:8]}"
    with Session(engine) as session:
        made = a_project(session, slug=slug)
        some_areas(session, made)
        a_survey(session, made, "2016")
        later = a_survey(session, made, "2020")
        for _ in range(6):
            a_response(session, later, valences=(2,))
        session.commit()
    yield slug
    with engine.begin() as connection:
        found = "project_id IN (SELECT id FROM project WHERE slug = :slug)"
        connection.execute(text(f"DELETE FROM response WHERE {found}"), {"slug": slug})
        connection.execute(text("DELETE FROM project WHERE slug = :slug"), {"slug": slug})


def test_a_round_is_published_listed_withdrawn_and_each_is_recorded(
    run: Run, project: str, engine: Engine, tmp_path: Path
) -> None:
    first = run("publish", project)
    assert first.exit_code == 0, first.output
    assert "2020: version 1 published" in first.output  # the latest, since none was named
    assert " files, " in first.output
    assert "2020: nothing changed; version 1 stays" in run("publish", project).output
    assert f"* {project}/2020  1  " in run("publications").output
    assert "version 1 is withdrawn" in run("unpublish", project, "--survey", "2020").output
    assert "Nothing is published" in run("publications", project).output
    with Session(engine) as session:
        number = find_project(session, project).id
        told = session.execute(
            text(
                "SELECT details FROM outbox_event WHERE noun = 'publication' AND project_id = :id ORDER BY id"
            ),
            {"id": number},
        )
        assert [row.details for row in told] == [
            {"survey": "2020", "version": 1, "stands": True},
            {"survey": "2020", "version": 1, "stands": False},
        ]


def test_what_is_not_there_is_neither_published_nor_withdrawn(run: Run, project: str, tmp_path: Path) -> None:
    assert isinstance(run("publish", project, "--survey", "1999").exception, SurveyNotFoundError)
    assert isinstance(run("publish", "no-such-project").exception, NotFoundError)
    assert isinstance(run("unpublish", project, "--survey", "2020").exception, NotFoundError)
    assert isinstance(run("unpublish", "../..", "--survey", "..").exception, NotFoundError)
    assert Publications(tmp_path / "publications").surveys(project) == []


def test_a_project_that_is_removed_is_published_no_more(run: Run, project: str, tmp_path: Path) -> None:
    assert run("publish", project, "--survey", "2016", "--survey", "2020").exit_code == 0
    shelf = Publications(tmp_path / "publications")
    assert run("survey", "remove", project, "2016", "--yes").exit_code == 0
    assert [one.survey for one in shelf.surveys(project)] == ["2020"]
    assert run("project", "remove", project, "--yes").exit_code == 0
    assert shelf.surveys(project) == []
    assert list(tmp_path.rglob("*.gz")) == []
