"""The import commands end with the code that scripts rely on, and print what people need."""

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, text

from mentalmap.commands.importing import import_group
from mentalmap.errors import InvalidInputError, ProjectNotFoundError, UnreadableFileError

ROWS = "lon,lat,kind,quote\n" + "".join(f"17.{70 + n},62.93,problem,Nr {n}\n" for n in range(20))
BAD = ROWS + "0,0,problem,=cmd()\n"
Run = Callable[..., Result]


@pytest.fixture
def project(engine: Engine) -> Iterator[str]:
    """A name that no project has, and has no more after the test."""
    slug = f"made-{uuid4().hex[:8]}"
    yield slug
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM project WHERE slug = :slug"), {"slug": slug})


@pytest.fixture
def run(database_url: str, tmp_path: Path, project: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `mentalmap import responses` on a text."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("LANGUAGE", "en")

    def run(content: str, *options: str) -> Result:
        path = tmp_path / "svar.csv"
        path.write_text(content, encoding="utf-8")
        arguments = ["responses", str(path), "--project", project, "--survey", "2016", *options]
        return CliRunner().invoke(import_group, arguments)

    return run


def test_all_stored_ends_with_0_and_again_with_0(run: Run) -> None:
    assert run(ROWS, "--create").exit_code == 0
    again = run(ROWS)
    assert (again.exit_code, "imported already" in again.output) == (0, True)


def test_rows_in_the_way_end_with_1_and_store_nothing(run: Run, engine: Engine, project: str) -> None:
    result = run(BAD, "--create")
    assert (result.exit_code, "row 22" in result.output) == (1, True)
    with engine.connect() as connection:
        found = connection.scalar(text("SELECT count(*) FROM project WHERE slug = :slug"), {"slug": project})
    assert found == 0


def test_good_rows_alone_end_with_0_and_stay_stored(run: Run) -> None:
    assert run(BAD, "--create", "--accept-valid").exit_code == 0
    again = json.loads(run(BAD, "--accept-valid", "--json").stdout)
    assert (again["accepted"], again["skipped"], again["rejected"]) == (0, 20, 1)


def test_an_unknown_project_cannot_begin(run: Run) -> None:
    result = run(ROWS)
    assert isinstance(result.exception, ProjectNotFoundError)  # `mentalmap` ends with 2 for it


def test_a_file_that_is_none_cannot_begin(run: Run) -> None:
    assert isinstance(run("", "--create").exception, UnreadableFileError)


def test_a_dry_run_writes_a_mapping_once_and_stores_nothing(run: Run, tmp_path: Path) -> None:
    result = run(ROWS, "--create", "--dry-run")
    mapping = tmp_path / "svar.csv.mapping.toml"
    assert (result.exit_code, mapping.exists(), "dry run" in result.output) == (0, True, True)
    mapping.write_text("mine")
    run(ROWS, "--create", "--dry-run")
    assert mapping.read_text() == "mine"
    assert isinstance(run(ROWS).exception, ProjectNotFoundError)


def test_the_mapping_that_a_dry_run_writes_imports_the_file(run: Run, tmp_path: Path) -> None:
    run(ROWS, "--create", "--dry-run")
    result = run(ROWS, "--create", "--mapping", str(tmp_path / "svar.csv.mapping.toml"))
    assert result.exit_code == 0, result.output


def test_a_dry_run_with_bad_rows_ends_with_1(run: Run) -> None:
    assert run(BAD, "--create", "--dry-run").exit_code == 1


def test_unknown_names_are_told_once_and_wait_in_the_mapping(run: Run, tmp_path: Path) -> None:
    rows = "respondent,plats,kind,age,lon,lat\n" + "".join(
        f"{n % 4},{name},problem,{20 + n},,\n" for n, name in enumerate(["Xby", "Yby", "Yby", "Xby", "Yby"])
    )
    result = run(rows + "9,,problem,30,17.75,62.93\n", "--create", "--dry-run")
    assert "“Yby” · 3 rows (3, 4, 6) · plats" in result.output
    assert result.output.index("“Yby”") < result.output.index("“Xby”")
    assert "“0” · " not in result.output
    template = (tmp_path / "svar.csv.mapping.toml").read_text(encoding="utf-8")
    assert "[values.place]" in template
    assert '# "Yby" = ""  # 3 cells' in template
    settled = template.replace('# "Yby"', '"Yby"').replace('# "Xby"', '"Xby"')
    (tmp_path / "svar.csv.mapping.toml").write_text(settled, encoding="utf-8")
    again = run(rows, "--create", "--dry-run", "--mapping", str(tmp_path / "svar.csv.mapping.toml"))
    assert "Xby" not in again.output


def test_somebody_who_contradicts_herself_is_told_once(run: Run) -> None:
    rows = "respondent,lon,lat,kind,age,gender\n" + "".join(
        f"17,17.7{n},62.93,problem,{20 + 20 * (n > 0)},{'man' if n > 1 else 'kvinna'}\n" for n in range(5)
    )
    result = run(rows, "--create", "--dry-run")
    assert "“17” · 4 rows (3, 4, 5, 6) · age, gender" in result.output


def test_what_was_not_stored_was_not_made(run: Run) -> None:
    assert "was made" not in run(BAD, "--create").output
    assert "was made" in run(ROWS, "--create").output


def test_a_file_with_nothing_but_a_header_is_told_so_first(run: Run) -> None:
    refused = run("respondent,lon,lat,plats,typ\n", "--create", "--dry-run").exception
    assert isinstance(refused, InvalidInputError)
    assert "header and no rows" in str(refused.message)


def test_marks_without_a_valence_are_told_to_miss_from_the_layers_that_need_one(run: Run) -> None:
    assert "20 marks carry no valence (problem 20)" in run(ROWS, "--create", "--dry-run").output


def test_open_questions_end_with_1(run: Run) -> None:
    without_kind = ROWS.replace("kind", "something")
    result = run(without_kind.replace("problem", "xyz"), "--create")
    assert (result.exit_code, "settled in the mapping" in result.output) == (1, True)


def test_machines_get_one_document_with_every_problem(run: Run) -> None:
    document = json.loads(run(BAD, "--create", "--json").stdout)
    assert (document["read"], document["rejected"], document["stored"]) == (21, 1, False)
    assert document["counts"] == [{"severity": "rejected", "code": "null_island", "problems": 1}]
    assert [problem["row"] for problem in document["problems"]] == [22]


def test_problems_in_a_spreadsheet_compute_nothing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "problems.csv"
    bad_kind = ROWS + '17.75,62.93,"=HYPERLINK(""x"")",y\n'
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('[columns]\nlon = "lon"\nlat = "lat"\nkind = "kind"\n')
    run(bad_kind, "--create", "--mapping", str(mapping), "--problems", str(path))
    with path.open(encoding="utf-8-sig", newline="") as file:
        [problem] = csv.DictReader(file)
    assert (problem["row"], problem["code"]) == ("22", "unknown_kind")
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in problem.values())
