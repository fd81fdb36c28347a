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
from mentalmap.commands import removing
from mentalmap.errors import NotFoundError, SurveyNotFoundError
from mentalmap.exchange.snapshots import Publications
from mentalmap.store.projects import find_project
from mentalmap.store.surveys import find_survey
from tests.store.making import a_project, a_response, a_survey, some_areas

Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `mentalmap …` in an instance of its own."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("MENTALMAP_INSTANCE_FOLDER", str(tmp_path))
    monkeypatch.setenv("LANGUAGE", "en")
    return lambda *arguments, answer=None: CliRunner().invoke(commands, arguments, input=answer)


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
    shelf = Publications(tmp_path / "publications")
    assert shelf.surveys(project) == []
    assert not shelf.folder.exists()  # no folder is made for a name that is nothing


def test_a_project_without_a_round_says_how_to_add_one(run: Run, project: str) -> None:
    for slug in ("2016", "2020"):
        assert run("survey", "remove", project, slug, "--yes").exit_code == 0
    error = run("publish", project).exception
    assert isinstance(error, NotFoundError)
    assert "has no survey yet" in str(error)
    assert f"mentalmap survey add {project} 2024" in str(error.remedy)


def test_a_project_that_is_removed_is_published_no_more(run: Run, project: str, tmp_path: Path) -> None:
    assert run("publish", project, "--survey", "2016", "--survey", "2020").exit_code == 0
    shelf = Publications(tmp_path / "publications")
    assert run("survey", "remove", project, "2016", "--yes").exit_code == 0
    assert [one.survey for one in shelf.surveys(project)] == ["2020"]
    assert run("project", "remove", project, "--yes").exit_code == 0
    assert shelf.surveys(project) == []
    assert list(tmp_path.rglob("*.gz")) == []


def test_the_question_says_that_what_was_published_goes_too_and_no_does_nothing(
    run: Run, project: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Publications(tmp_path / "publications")
    monkeypatch.setattr(removing, "somebody_is_there", lambda: True)
    assert "published" not in run("survey", "remove", project, "2020", answer="n\n").output
    assert run("publish", project).exit_code == 0
    refused = run("survey", "remove", project, "2020", answer="n\n")
    assert refused.exit_code == 1
    assert "everything that was published of it" in refused.output
    assert "it starts anew" in refused.output
    assert shelf.version(project, "2020") is not None
    assert run("unpublish", project, "--survey", "2020").exit_code == 0
    assert "it starts anew" in run("survey", "remove", project, "2020", answer="y\n").output
    assert shelf.told_before(project, "2020") == []


def test_who_is_killed_while_removing_leaves_no_files_of_answers_that_are_gone(
    run: Run, project: str, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Publications(tmp_path / "publications")
    assert run("publish", project).exit_code == 0

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Publications, "withdraw_all", killed)
        run("survey", "remove", project, "2020", "--yes")
    with Session(engine) as session:  # the files are up, and so are the answers
        find_survey(session, find_project(session, project).id, "2020")
    with monkeypatch.context() as broken:
        broken.setattr(Publications, "forget", killed)
        run("survey", "remove", project, "2020", "--yes")
    assert shelf.surveys(project) == []
    assert len(shelf.told_before(project, "2020")) == 1  # rather held against once too often
