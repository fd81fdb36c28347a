"""What is suppressed stands in no file of any format, in no spelling."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from mentalmap.domain.layers.envelope import Status
from mentalmap.exchange.writing import WRITERS
from tests.unit.bundles import (
    SECRET_MARKS,
    SECRET_PEOPLE,
    SECRET_VALUE,
    SECRETS,
    feature,
    make_bundle,
    make_layer,
    make_layers,
    square,
)

# The same numbers as a database file keeps them: big-endian, 4 bytes or a double.
PACKED = (
    struct.pack(">i", SECRET_PEOPLE),
    struct.pack(">i", SECRET_MARKS),
    struct.pack(">d", SECRET_VALUE),
    struct.pack(">d", SECRET_PEOPLE),
)


@pytest.fixture
def assets(tmp_path):
    (tmp_path / "page.js").write_text("window.mentalmap = {};")
    (tmp_path / "page.css").write_text("body { margin: 0 }")
    return tmp_path


def contents(path):
    """All bytes of a file, and of the files inside it where it is an archive."""
    raw = path.read_bytes()
    if not zipfile.is_zipfile(io.BytesIO(raw)):
        return [raw]
    with zipfile.ZipFile(path) as archive:
        return [raw, *(archive.read(name) for name in archive.namelist())]


def found_in(path):
    text = [secret for secret in SECRETS for part in contents(path) if secret.encode() in part]
    return text + [packed for packed in PACKED for part in contents(path) if packed in part]


@pytest.mark.parametrize("key", WRITERS)
@pytest.mark.parametrize("locale", ["en", "sv"])
def test_no_suppressed_number_reaches_a_file(key, locale, tmp_path, assets):
    path = tmp_path / f"out{WRITERS[key].suffix}"
    WRITERS[key].write(make_bundle(locale=locale), path, assets)
    assert found_in(path) == []


@pytest.mark.parametrize("key", WRITERS)
def test_the_search_finds_the_same_numbers_where_they_may_be_told(key, tmp_path, assets):
    """Guard of the test above: with a status that allows values, these digits do appear."""
    name = make_layers()[0].name
    told = feature("a", "Nyland", square(0, 0).centroid, {"share": SECRET_VALUE}, people=SECRET_PEOPLE)
    path = tmp_path / f"out{WRITERS[key].suffix}"
    WRITERS[key].write(make_bundle(layers=(make_layer(name, (told,)),)), path, assets)
    assert found_in(path)


def test_a_bundle_forgets_suppressed_numbers_before_any_writer_sees_it():
    for layer in make_bundle().layers:
        for one in layer.features:
            if one.status is not Status.OK:
                assert (one.people, one.marks, dict(one.values)) == (None, None, {})
