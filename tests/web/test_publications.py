"""What is published: files for good, without a database, gone at once when they are withdrawn."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mentalmap.app import create_app
from mentalmap.config import Settings, asset_root
from mentalmap.domain.vocabulary import PUBLIC_LAYERS, Kind
from mentalmap.exchange.snapshots import Publications
from mentalmap.services.publications import publish_survey
from mentalmap.store.responses import Response
from mentalmap.store.surveys import Survey
from mentalmap.web.publications import PUBLICATIONS
from tests.store.making import a_perception, a_project, a_response, a_survey, some_areas
from tests.web.conftest import Publish

NOWHERE = "postgresql://nobody@/gone?host=/nowhere"
ATTITUDE = "/p/kramfors/layers/attitude.json"


@pytest.fixture
def asked(committed: Session) -> Survey:
    """A round in which twelve people are proud of one area."""
    project = a_project(committed, slug="kramfors")
    some_areas(committed, project)
    survey = a_survey(committed, project)
    for _ in range(12):
        a_response(committed, survey, valences=(2,), kind=Kind.PRIDE)
    committed.commit()
    return survey


@pytest.fixture
def without_database(app: Flask, tmp_path: Path) -> FlaskClient:
    """A reader of an app of the same instance folder whose database is nowhere."""
    return create_app(Settings(instance_folder=tmp_path, database_url=NOWHERE)).test_client()


def published(app: Flask) -> Publications:
    found: Publications = app.extensions[PUBLICATIONS]
    return found


def test_the_public_page_and_all_it_loads_need_no_database(
    without_database: FlaskClient, asked: Survey, publish: Publish
) -> None:
    publish(with_downloads=True)
    page = without_database.get("/p/kramfors?lang=en&layer=attitude&kind=pride")
    assert page.status_code == 200
    assert "Area A" in page.text  # the table for those without scripts
    for path in (
        *(f"layers/{name}.json" for name in PUBLIC_LAYERS),
        "basemap.json",
        *(f"download/{name}" for name in ("html", "gpkg", "geojson", "csv", "xlsx")),
    ):
        answer = without_database.get(f"/p/kramfors/{path}", follow_redirects=True)
        assert answer.status_code == 200, (path, answer.text)
        assert answer.data
    assert without_database.get("/p/hagfors").status_code == 503  # only that one has to be looked up


def test_a_file_is_kept_for_good_and_served_as_it_stands(
    as_anyone: FlaskClient, asked: Survey, publish: Publish
) -> None:
    version = publish().version
    where = as_anyone.get(ATTITUDE).location
    assert where.startswith("/p/kramfors/v/2016/1/")
    packed = as_anyone.get(where, headers={"Accept-Encoding": "br, gzip"})
    plain = as_anyone.get(where, headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data) == plain.data
    known = version.manifest["files"][where.split("/2016/1/")[1]]
    assert hashlib.sha256(plain.data).hexdigest() == known["sha256"]
    for answer in (packed, plain):
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert "Set-Cookie" not in answer.headers
        again = as_anyone.get(
            where,
            headers={
                "If-None-Match": answer.headers["ETag"],
                "Accept-Encoding": answer.headers.get("Content-Encoding", "identity"),
            },
        )
        assert (again.status_code, again.data) == (304, b"")


def test_the_page_itself_is_asked_for_anew_and_answered_briefly(
    as_anyone: FlaskClient, as_planner: FlaskClient, asked: Survey, publish: Publish
) -> None:
    publish()
    page = as_anyone.get("/p/kramfors?lang=en")
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert as_anyone.get("/p/kramfors", headers={"If-None-Match": page.headers["ETag"]}).status_code == 304
    # Who is signed in stands on the page, with the token of a form.
    assert as_planner.get("/p/kramfors").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "2016/2/sv/layers/attitude/bygder/all.json",
        "2016/0/sv/layers/attitude/bygder/all.json",
        "2016/01/sv/layers/attitude/bygder/all.json",
        "2016/\u0661/sv/layers/attitude/bygder/all.json",
        f"2016/{10**40}/sv/layers/attitude/bygder/all.json",
        "2016/-1/manifest.json",
        "2016/1/sv/layers/attitude/bygder/all.json.gz",
        "2016/1/frozen/attitude/bygder/all.json",
        "2016/1/../standing.json",
        "2016/1/..%2f..%2f..%2f..%2fsecret_key",
        "2016/1/%2e%2e/%2e%2e/standing.json",
        "2016/1//etc/passwd",
        "2016/standing.json/manifest.json",
        "../1/manifest.json",
        "%2e%2e/1/manifest.json",
        ".lock/1/manifest.json",
        "1999/1/manifest.json",
    ],
)
def test_nothing_but_published_files_has_an_address(
    app: Flask, as_anyone: FlaskClient, asked: Survey, publish: Publish, path: str
) -> None:
    publish()
    assert app.secret_key
    answer = as_anyone.get(f"/p/kramfors/v/{path}", headers={"Accept": "application/json"})
    assert answer.status_code in (404, 308), answer.text
    assert "standing" not in answer.text
    assert answer.status_code == 404 or "/etc" in answer.location


def test_what_is_outside_the_catalogue_is_refused_with_the_allowed_values(
    as_anyone: FlaskClient, asked: Survey, publish: Publish
) -> None:
    publish()
    for query, allowed in (
        ("kind=problem", "kind=pride"),
        ("survey=2020", "2016"),
        ("area_set=hexagons", "bygder"),
        ("age=16-29", "survey, theme, kind, area_set"),
    ):
        answer = as_anyone.get(f"{ATTITUDE}?{query}", headers={"Accept-Language": "en"})
        assert answer.status_code == 400
        assert answer.mimetype == "application/problem+json"
        assert allowed in answer.json["remedy"]
    assert as_anyone.get("/p/kramfors/layers/landmarks.json?kind=pride").status_code == 400
    assert as_anyone.get("/p/kramfors?layer=landmarks&kind=pride").status_code == 200  # a link made elsewhere


def test_a_map_that_is_not_published_says_so_calmly(
    as_anyone: FlaskClient, as_planner: FlaskClient, asked: Survey
) -> None:
    page = as_anyone.get("/p/kramfors?lang=en")
    assert page.status_code == 200
    assert "The map is not published yet" in page.text
    assert "/plan" not in page.text
    for path in ("layers/attitude.json", "basemap.json", "download/gpkg"):
        answer = as_anyone.get(f"/p/kramfors/{path}", headers={"Accept": "application/json"})
        assert answer.status_code == 404, path
        assert answer.mimetype == "application/problem+json"
    assert '/p/kramfors/plan"' in as_planner.get("/p/kramfors?lang=en").text
    assert as_anyone.get("/p/hagfors").status_code == 404


def test_withdrawing_takes_effect_with_the_next_request(
    app: Flask, as_anyone: FlaskClient, asked: Survey, publish: Publish
) -> None:
    publish()
    file = as_anyone.get(ATTITUDE).location
    assert as_anyone.get(file).status_code == 200
    published(app).withdraw("kramfors", "2016")
    assert as_anyone.get(file).status_code == 404
    assert as_anyone.get(ATTITUDE).status_code == 404
    assert "is not published yet" in as_anyone.get("/p/kramfors?lang=en").text


def test_a_link_in_a_report_lives_until_its_version_is_withdrawn(
    app: Flask, as_anyone: FlaskClient, committed: Session, asked: Survey, publish: Publish
) -> None:
    publish()
    old = as_anyone.get(ATTITUDE).location
    for _ in range(20):
        a_response(committed, asked, valences=(-2,))
    assert publish().version.number == 2
    new = as_anyone.get(ATTITUDE).location
    assert old != new
    told = [as_anyone.get(one).json["mentalmap"]["people"] for one in (old, new)]
    assert told == [10, 30]
    published(app).withdraw("kramfors", "2016", 1)
    assert [as_anyone.get(one).status_code for one in (old, new)] == [404, 200]
    assert as_anyone.get(ATTITUDE).location == new


def test_one_newcomer_is_not_told_by_two_publications(
    as_anyone: FlaskClient, committed: Session, asked: Survey, publish: Publish
) -> None:
    publish()
    first = as_anyone.get(ATTITUDE, follow_redirects=True).json["features"]
    a_response(committed, asked, valences=(-2,) * 9)
    publish()
    assert as_anyone.get(ATTITUDE, follow_redirects=True).json["features"] == first


def everything_told(app: Flask) -> dict[str, bytes]:
    """Whatever the current version says, but for the name of its data's state and its day."""
    version = published(app).version("kramfors", "2016")
    assert version is not None
    state = f'"data_version":"{version.manifest["data_version"]}"'.encode()
    found = {path: version.file(path) for path in version.manifest["files"]}
    told = {path: one.content().replace(state, b"") for path, one in found.items() if one}
    left_out = {"version", "data_version", "made_on", "content", "files"}
    about = {name: value for name, value in version.manifest.items() if name not in left_out}
    return told | {"manifest": json.dumps(about, sort_keys=True).encode()}


def test_withdrawing_lets_no_newcomer_be_told_by_the_next_publication(
    app: Flask, committed: Session, asked: Survey, publish: Publish
) -> None:
    publish()
    first = everything_told(app)
    published(app).withdraw("kramfors", "2016")
    a_response(committed, asked, valences=(-2,) * 9)
    publish()
    told = everything_told(app)
    assert [path for path in first | told if first.get(path) != told.get(path)] == []


def test_what_was_withdrawn_has_no_address(
    app: Flask, as_anyone: FlaskClient, asked: Survey, publish: Publish
) -> None:
    publish()
    published(app).withdraw("kramfors", "2016")
    assert list(published(app).folder.rglob(".withdrawn/1/frozen/**/*.gz"))
    for path in (
        "2016/.withdrawn/1/manifest.json",
        "2016/.withdrawn/1/frozen/attitude/bygder/all.json",
        "2016/1/.withdrawn/1/manifest.json",
        "2016/1/frozen/attitude/bygder/all.json",
        "2016/1/manifest.json",
        "2016/1/../.withdrawn/1/manifest.json",
    ):
        assert as_anyone.get(f"/p/kramfors/v/{path}").status_code == 404, path


def test_a_choice_is_offered_anew_only_when_it_tells_of_no_newcomer(
    app: Flask, committed: Session, asked: Survey, publish: Publish
) -> None:
    def offered() -> tuple[list[str], bool]:
        version = published(app).version("kramfors", "2016")
        assert version is not None
        return version.manifest["kinds"], any("problem" in path for path in version.manifest["files"])

    threshold = 5
    for _ in range(threshold - 1):
        a_response(committed, asked, valences=(-1,), kind=Kind.PROBLEM)
    publish()
    assert offered() == (["pride"], False)
    a_response(committed, asked, valences=(-1,), kind=Kind.PROBLEM)
    publish()
    assert offered() == (["pride"], False)
    for _ in range(threshold - 1):
        a_response(committed, asked, valences=(-1,), kind=Kind.PROBLEM)
    publish()
    assert offered() == (["pride", "problem"], True)


def test_a_layer_told_for_the_first_time_counts_on_those_asked_as_the_others_do(
    app: Flask, committed: Session, asked: Survey, publish: Publish
) -> None:
    publish()
    for answer in committed.query(Response).limit(9):
        a_perception(committed, answer, valence=-1, kind=Kind.PROBLEM)
    a_response(committed, asked, valences=(-1,))
    publish()
    version = published(app).version("kramfors", "2016")
    assert version is not None
    assert version.manifest["survey"]["people"] == 12
    new = version.text("sv/layers/attitude/bygder/kind-problem.json")
    assert new["mentalmap"]["denominator"] == 12


def test_the_frame_of_the_map_tells_nothing_of_the_marks(
    app: Flask, committed: Session, publish: Publish
) -> None:
    project = a_project(committed, slug="kramfors", bounds=None)
    some_areas(committed, project)
    survey = a_survey(committed, project)
    for _ in range(12):
        a_response(committed, survey, valences=(2,))
    a_response(committed, survey, valences=(2,), wkt="POINT(18.123456 63.123456)")
    publish()
    version = published(app).version("kramfors", "2016")
    assert version is not None
    assert version.manifest["project"]["bounds"] == pytest.approx([17.76, 62.92, 17.80, 62.94])
    assert all(b"18.1234" not in told and b"63.1234" not in told for told in everything_told(app).values())


class Overtaken(Publications):
    """Somebody else has the folder, and is done only after `meanwhile`."""

    def __init__(self, folder: Path, meanwhile: Callable[[], None]) -> None:
        super().__init__(folder)
        self.meanwhile = meanwhile

    @contextmanager
    def changing(self, project: str, survey: str) -> Iterator[None]:
        """Wait for the other one."""
        self.meanwhile()
        with super().changing(project, survey):
            yield


def test_who_waits_to_publish_does_not_publish_older_answers_over_newer_ones(
    app: Flask, engine: Engine, committed: Session, asked: Survey, publish: Publish
) -> None:
    def come_and_publish() -> None:
        for _ in range(20):
            a_response(committed, asked, valences=(-2,))
        publish()

    committed.commit()
    waiting = Overtaken(published(app).folder, come_and_publish)
    assets = asset_root() / "static" / "dist" / "folium"
    made = publish_survey(engine, waiting, "kramfors", "2016", made_on=date(2024, 5, 17), assets=assets)
    assert (made.is_new, made.version.number) == (False, 1)
    assert made.version.manifest["survey"]["people"] == 32


def test_publishing_the_same_once_more_changes_nothing(
    app: Flask, asked: Survey, committed: Session, publish: Publish
) -> None:
    first = publish()
    committed.commit()
    again = publish()
    assert (first.is_new, again.is_new) == (True, False)
    assert again.version.number == 1
    assert published(app).standing("kramfors", "2016").versions == (1,)


def test_the_page_opens_with_the_latest_published_round_and_offers_no_other(
    as_anyone: FlaskClient, committed: Session, publish: Publish
) -> None:
    project = a_project(committed, slug="kramfors")
    some_areas(committed, project)
    for name in ("2016", "2020", "2024"):
        a_survey(committed, project, name)
    publish(survey="2020")
    publish(survey="2016")
    page = as_anyone.get("/p/kramfors?lang=en").text
    options = page.split('<select id="survey"')[1].split("</select>")[0]
    assert 'value="2020" selected' in options
    assert 'value="2016"' in options
    assert "2024" not in options
    unknown = as_anyone.get("/p/kramfors?lang=en&survey=2024")
    assert unknown.status_code == 400
    assert "No round called “2024” is published." in unknown.text
