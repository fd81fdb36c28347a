"""The commands that remove ask first, and remove nothing where nobody can answer."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, text

from mentalmap.cli import commands
from mentalmap.commands import removing
from mentalmap.errors import InvalidInputError

ROWS = "lon,lat,kind\n" + "".join(f"17.{70 + n},62.93,problem\n" for n in range(7))
PLACES = "namn,lat,lon,alias\nNyland,63.009,17.765,Nylann\n"
Run = Callable[..., Result]


@pytest.fixture
def project(engine: Engine) -> Iterator[str]:
    """A name that no project has, and has no more after the test."""
    slug = f"made-{uuid4().hex[:8]}"
    yield slug
    with engine.begin() as connection:
        for table in ("response", "project"):
            column = (
                "slug = :slug"
                if table == "project"
                else "project_id IN (SELECT id FROM project WHERE slug = :slug)"
            )
            connection.execute(text(f"DELETE FROM {table} WHERE {column}"), {"slug": slug})


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `mentalmap …`."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("LANGUAGE", "en")

    def run(*arguments: str, answer: str | None = None) -> Result:
        monkeypatch.setattr(removing, "somebody_is_there", lambda: answer is not None)
        return CliRunner().invoke(commands, arguments, input=answer)

    return run


@pytest.fixture
def imported(run: Run, project: str, tmp_path: Path, engine: Engine) -> str:
    """The number of an import of responses, as `import list` shows it."""
    path = tmp_path / "svar.csv"
    path.write_text(ROWS, encoding="utf-8")
    done = run("import", "responses", str(path), "--project", project, "--survey", "2016", "--create")
    assert done.exit_code == 0, done.output
    listed = run("import", "list", "--project", project).output.splitlines()
    assert "svar.csv" in listed[0]
    return listed[0].split()[0]


def marks(engine: Engine, project: str) -> int:
    query = "SELECT count(*) FROM perception JOIN project ON project.id = project_id WHERE slug = :slug"
    with engine.connect() as connection:
        return int(connection.scalar(text(query), {"slug": project}) or 0)


def test_an_import_is_undone_with_yes(run: Run, imported: str, project: str, engine: Engine) -> None:
    result = run("import", "undo", imported, "--yes")
    assert (result.exit_code, "7 marks" in result.output) == (0, True)
    assert marks(engine, project) == 0
    assert "Nothing was imported" in run("import", "list", "--project", project).output


@pytest.mark.parametrize("what", ["import", "survey", "project"])
def test_where_nobody_can_agree_nothing_is_removed(
    run: Run, imported: str, project: str, engine: Engine, what: str
) -> None:
    command = {
        "import": ("import", "undo", imported),
        "survey": ("survey", "remove", project, "2016"),
        "project": ("project", "remove", project),
    }[what]
    result = run(*command)
    assert isinstance(result.exception, InvalidInputError)  # `mentalmap` ends with 2 for it
    assert "7 marks" in result.output
    assert marks(engine, project) == 7


def test_a_person_is_asked_and_a_no_is_heard(run: Run, imported: str, project: str, engine: Engine) -> None:
    no = run("survey", "remove", project, "2016", answer="n\n")
    assert (no.exit_code, marks(engine, project)) == (1, 7)
    yes = run("survey", "remove", project, "2016", answer="y\n")
    assert (yes.exit_code, marks(engine, project)) == (0, 0)


def test_a_project_that_is_removed_is_listed_no_more(run: Run, imported: str, project: str) -> None:
    assert project in run("project", "list").output
    assert run("project", "remove", project, "--yes").exit_code == 0
    assert project not in run("project", "list").output


def test_places_are_listed_and_removed(run: Run, imported: str, project: str, tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(PLACES, encoding="utf-8")
    of_project = ("--project", project)
    assert run("import", "places", str(path), *of_project).exit_code == 0
    assert "Nyland  place  (17.765, 63.009)  Nylann" in run("place", "list", *of_project).output
    assert run("place", "remove", "nyland", *of_project, "--yes").exit_code == 0
    assert "mentalmap import places" in run("place", "list", *of_project).output


def test_a_new_project_says_what_comes_next(run: Run, project: str) -> None:
    result = run("project", "add", project, "--name", "Kramfors")
    assert f"mentalmap import areas FILE --project {project}" in result.output


def test_an_empty_instance_says_how_to_begin(run: Run, engine: Engine) -> None:
    with engine.connect() as connection:
        if connection.scalar(text("SELECT count(*) FROM project")):
            pytest.skip("another test keeps a project in this database")
    assert "mentalmap project add" in run("project", "list").output


@pytest.mark.parametrize(
    ("typed", "meant"), [(("projcet",), "project"), (("project", "lst"), "list"), (("import", "und"), "undo")]
)
def test_a_misspelt_command_names_the_nearest_in_one_form(
    run: Run, typed: tuple[str, ...], meant: str
) -> None:
    result = run(*typed)
    assert (result.exit_code, f"Did you mean '{meant}'?" in result.output) == (2, True)
