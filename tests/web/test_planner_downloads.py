"""Files of what a planner sees."""

import io
import zipfile

from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from mentalmap.exchange.writing import WRITERS
from tests.web.planning import PLAN, a_planned_project, somebody


def test_every_format_holds_what_is_shown_in_real_numbers(
    as_planner: FlaskClient, committed: Session
) -> None:
    _, survey = a_planned_project(committed)
    for _ in range(6):
        somebody(committed, survey, valence=2, theme="safety", group="youth")
    committed.commit()
    for name in WRITERS:
        answer = as_planner.get(f"{PLAN}/download/{name}?layer=attitude&theme=safety&lang=en")
        assert answer.status_code == 200, (name, answer.text[:500])
        assert "attachment" in answer.headers["Content-Disposition"], name
        assert answer.headers["Cache-Control"] == "no-store"
    book = load_workbook(io.BytesIO(as_planner.get(f"{PLAN}/download/xlsx?layer=attitude&lang=en").data))
    numbers = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert 6 in numbers
    csv = zipfile.ZipFile(io.BytesIO(as_planner.get(f"{PLAN}/download/csv?theme=safety&lang=en").data))
    told = "".join(csv.read(name).decode("utf-8-sig") for name in csv.namelist())
    assert "Only Themes: Safety." in told


def test_an_unknown_format_or_layer_is_not_found(as_planner: FlaskClient, committed: Session) -> None:
    a_planned_project(committed)
    committed.commit()
    assert as_planner.get(f"{PLAN}/download/docx").status_code == 404
    assert as_planner.get(f"{PLAN}/download/xlsx?layer=money").status_code == 404
    assert as_planner.get(f"{PLAN}/download/xlsx?theme=nothing").status_code == 400


def test_a_stranger_gets_no_file(as_anyone: FlaskClient, committed: Session) -> None:
    a_planned_project(committed)
    committed.commit()
    assert as_anyone.get(f"{PLAN}/download/xlsx").status_code == 302
