"""What a first visit waits for comes as small as it goes, and is the same for whoever cannot read that."""

import gzip
import json
from pathlib import Path

import brotli
import shapely
from flask import Flask
from flask.testing import FlaskClient
from geoalchemy2 import WKTElement
from sqlalchemy.orm import Session

from mentalmap.store.basemaps import BasemapFeature
from tests.store.making import a_project

SCRIPT = "answer_page.js"


def built_name(app: Flask) -> str:
    manifest = json.loads((Path(app.static_folder or "") / "manifest.json").read_text())
    return str(manifest[SCRIPT])


def test_a_built_file_says_the_same_however_it_travels(app: Flask, as_anyone: FlaskClient) -> None:
    address = f"/static/{built_name(app)}"
    plain, zipped, brotlied = (
        as_anyone.get(address, headers={"Accept-Encoding": how}) for how in ("identity", "gzip", "gzip, br")
    )
    assert (zipped.content_encoding, brotlied.content_encoding) == ("gzip", "br")
    assert plain.data == gzip.decompress(zipped.data) == brotli.decompress(brotlied.data)
    assert {one.mimetype for one in (plain, zipped, brotlied)} == {"text/javascript"}
    assert len(brotlied.data) < len(zipped.data) < len(plain.data)
    assert "Accept-Encoding" in brotlied.headers["Vary"]


def test_a_built_file_comes_with_few_words_before_it_and_may_load_nothing_foreign(
    app: Flask, as_anyone: FlaskClient
) -> None:
    headers = as_anyone.get(f"/static/{built_name(app)}", headers={"Accept-Encoding": "br"}).headers
    assert len(str(headers)) < 500
    assert headers["Content-Security-Policy"] == "default-src 'self'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "max-age=31536000" in headers["Cache-Control"]


def test_no_path_leads_out_of_the_built_files(as_anyone: FlaskClient) -> None:
    for path in ("../../pyproject.toml", "%2e%2e/%2e%2e/pyproject.toml", "nothing.js"):
        assert as_anyone.get(f"/static/{path}", headers={"Accept-Encoding": "br"}).status_code == 404


def test_data_for_phones_is_compressed_and_asked_for_once(as_anyone: FlaskClient, committed: Session) -> None:
    a_project(committed, slug="kramfors")
    committed.commit()
    address = "/p/kramfors/svara/words/sv.json"
    plain = as_anyone.get(address, headers={"Accept-Encoding": "identity"})
    small = as_anyone.get(address, headers={"Accept-Encoding": "br"})
    assert brotli.decompress(small.data) == plain.data
    again = as_anyone.get(address, headers={"Accept-Encoding": "br", "If-None-Match": small.headers["ETag"]})
    assert again.status_code == 304


def test_sea_that_is_only_what_land_leaves_is_not_sent(as_anyone: FlaskClient, committed: Session) -> None:
    project = a_project(committed, slug="kramfors")
    land, rest = shapely.box(16, 62, 18, 64), shapely.box(18, 62, 20, 64)
    lake = shapely.box(17.1, 62.6, 17.2, 62.7)

    def draw(**shapes: shapely.Geometry) -> dict[str, int]:
        committed.query(BasemapFeature).delete()
        committed.add_all(
            BasemapFeature(project_id=project.id, role=role, geom=WKTElement(shape.wkt, srid=4326))
            for role, shape in shapes.items()
        )
        committed.commit()
        ground = as_anyone.get("/p/kramfors/svara/ground.json").json
        return {role: len(ground[role]["features"]) for role in ("land", "water")}

    assert draw(land=land, water=rest) == {"land": 1, "water": 0}
    assert draw(land=land, water=lake) == {"land": 1, "water": 1}
