"""Every writer: whole or not at all, equal for equal input, cheap to import."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mentalmap.errors import InvalidInputError, MissingDataError
from mentalmap.exchange.writing import WRITERS
from mentalmap.exchange.writing.files import guarded, written_whole
from mentalmap.exchange.writing.numerals import decimal, percent
from tests.unit.bundles import make_bundle

HEAVY = ("pandas", "geopandas", "folium", "openpyxl", "pyogrio", "jinja2")


@pytest.fixture
def assets(tmp_path):
    folder = tmp_path / "assets"
    folder.mkdir()
    (folder / "page.js").write_text("window.mentalmap = {};")
    (folder / "page.css").write_text("body { margin: 0 }")
    return folder


def test_importing_the_writers_loads_no_heavy_library():
    code = (
        f"import sys, mentalmap.exchange.writing; print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize("key", WRITERS)
def test_the_same_bundle_gives_the_same_bytes(key, tmp_path, assets):
    first, second = tmp_path / f"one{WRITERS[key].suffix}", tmp_path / f"two{WRITERS[key].suffix}"
    for path in (first, second):
        WRITERS[key].write(make_bundle(), path, assets)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("key", WRITERS)
def test_a_bundle_without_layers_is_still_a_file(key, tmp_path, assets):
    path = tmp_path / f"none{WRITERS[key].suffix}"
    WRITERS[key].write(make_bundle(layers=(), outline=None), path, assets)
    assert path.stat().st_size > 0


@pytest.mark.parametrize("key", WRITERS)
def test_writing_again_replaces_and_leaves_nothing_else(key, tmp_path, assets):
    path = tmp_path / f"out{WRITERS[key].suffix}"
    path.write_text("what was here before")
    WRITERS[key].write(make_bundle(), path, assets)
    assert path.read_bytes() != b"what was here before"
    assert sorted(tmp_path.iterdir()) == sorted([assets, path])


@pytest.mark.parametrize("key", WRITERS)
def test_a_missing_folder_is_named(key, tmp_path, assets):
    with pytest.raises(InvalidInputError, match="nowhere"):
        WRITERS[key].write(make_bundle(), tmp_path / "nowhere" / "out", assets)


def test_what_was_there_stays_when_writing_fails(tmp_path):
    path = tmp_path / "map.html"
    path.write_text("good")

    class PowerCutError(Exception):
        pass

    with pytest.raises(PowerCutError), written_whole(path) as draft:
        draft.write_text("half")
        raise PowerCutError
    assert path.read_text() == "good"
    assert list(tmp_path.iterdir()) == [path]


def test_a_page_without_a_built_front_end_says_so(tmp_path):
    with pytest.raises(MissingDataError, match=r"page\.js"):
        WRITERS["html"].write(make_bundle(), tmp_path / "map.html", tmp_path)


@pytest.mark.parametrize("text", ["=1+1", "+46 70", "-Norra", "@SUM(A1)", "\tx", "\r=x", " =x", "＝1"])
def test_text_that_a_spreadsheet_would_run_is_quoted(text):
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Kramfors", "a=b", "3 − 2", "'=x", "أهلا"])
def test_other_text_stays_as_it_is(text):
    assert guarded(text) == text


@pytest.mark.parametrize(
    ("value", "locale", "text"),
    [
        (0.84, "sv", "+0,8"),
        (-0.84, "en", "−0.8"),
        (-0.04, "sv_SE", "0,0"),
        (0.04, "en-GB", "0.0"),
        (-2, "sv", "−2,0"),
    ],
)
def test_attitudes_are_written_with_their_sign_and_zero_without(value, locale, text):
    assert decimal(value, locale, signed=True) == text


def test_percent_follows_the_language():
    assert (percent(0.374, "sv"), percent(0.374, "en")) == ("37\u00a0%", "37%")
