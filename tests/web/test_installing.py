"""What makes the answering pages an app: a worker, a manifest and icons."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

from mentalmap.web.installing import ACCENT, APPLE_ICON, ICONS, PAPER
from tests.store.making import a_project

HOME = "/p/kramfors"


def test_the_worker_is_asked_for_anew_each_time_and_serves_one_project(as_anyone: FlaskClient) -> None:
    answer = as_anyone.get(f"{HOME}/worker.js")
    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert "no-cache" in answer.headers["Cache-Control"] and "max-age" not in answer.headers["Cache-Control"]
    again = as_anyone.get(f"{HOME}/worker.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_worker_keeps_files_that_were_built(as_anyone: FlaskClient) -> None:
    script = as_anyone.get(f"{HOME}/worker.js").get_data(as_text=True)
    names = set(re.findall(r'"((?:answer_page|interview_page|receipt_page|icons|fonts)-[^"]+)"', script))
    assert {name.split("-")[0] for name in names} >= {"answer_page", "interview_page", "icons", "fonts"}
    for name in names:
        assert as_anyone.get(f"/static/{name}").status_code == 200, name


def test_the_manifest_starts_the_questions_and_stays_in_the_project(
    as_anyone: FlaskClient, committed: Session
) -> None:
    project = a_project(committed)
    committed.commit()
    told = as_anyone.get(f"/p/{project.slug}/manifest.webmanifest?lang=en")
    assert told.mimetype == "application/manifest+json"
    about = told.get_json(force=True)
    assert about["start_url"] == f"/p/{project.slug}/svara"
    assert about["start_url"].startswith(about["scope"])
    assert (about["display"], about["lang"], about["dir"]) == ("standalone", "en", "ltr")
    assert project.name in about["name"] and about["short_name"] in project.name
    for icon in about["icons"]:
        assert as_anyone.get(icon["src"]).mimetype == icon["type"]
    assert {icon["purpose"] for icon in about["icons"]} == {"any", "maskable"}


def test_a_project_that_is_not_there_has_no_manifest(as_anyone: FlaskClient) -> None:
    assert as_anyone.get("/p/nowhere/manifest.webmanifest").status_code == 404


@pytest.mark.parametrize("name", [*(name for name in ICONS if name.endswith("png")), APPLE_ICON])
def test_an_icon_has_the_size_that_its_name_says(as_anyone: FlaskClient, name: str) -> None:
    answer = as_anyone.get(f"{HOME}/{name}")
    side = int(re.findall(r"\d+", name)[-1])
    assert Image.open(io.BytesIO(answer.data)).size == (side, side)


@pytest.mark.parametrize("name", ["icon-999.png", "icon.svg.bak", "../answer_worker.js", "icon-192.png/x"])
def test_nothing_but_the_icons_is_served_as_one(as_anyone: FlaskClient, name: str) -> None:
    assert as_anyone.get(f"{HOME}/{name}").status_code == 404


def test_the_manifest_has_the_colours_of_the_pages(project_root: Path) -> None:
    light = (
        (project_root / "static/css/tokens.css")
        .read_text(encoding="utf-8")
        .split("prefers-color-scheme: dark")[0]
    )
    assert f"--accent: {ACCENT};" in light and f"--paper: {PAPER};" in light
