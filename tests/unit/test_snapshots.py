"""Publications on the disk: whole or not at all, the same bytes for the same layers, no number twice."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.layers.envelope import Feature, Layer, Status
from mentalmap.domain.vocabulary import LayerName
from mentalmap.errors import MissingDataError, NotFoundError
from mentalmap.exchange.frozen_addresses import filter_name
from mentalmap.exchange.frozen_layers import freeze_layer, thaw_layer
from mentalmap.exchange.frozen_versions import FrozenFile, Standing
from mentalmap.exchange.snapshots import Publications
from mentalmap.messages import say, say_n
from tests.unit.bundles import make_layers

ABOUT = {"survey": {"slug": "2016", "order": ["2016-01-01", 1]}}
FILES = {"sv/layers/heat/-/all.json": FrozenFile('{"å":1}'.encode())}


@pytest.fixture
def publications(tmp_path: Path) -> Publications:
    return Publications(tmp_path / "publications")


def add(publications: Publications, project: str = "kramfors", survey: str = "2016") -> int:
    with publications.changing(project, survey):
        return publications.add(project, survey, FILES, ABOUT).number


def test_a_version_holds_its_files_their_checksums_and_nothing_else(publications: Publications) -> None:
    add(publications)
    version = publications.version("kramfors", "2016")
    assert version is not None
    [(path, file)] = FILES.items()
    stored = version.file(path)
    assert stored is not None
    assert stored.content() == file.content
    assert stored.sha256 == hashlib.sha256(file.content).hexdigest()
    assert version.file("manifest.json") is None
    assert version.file("../standing.json") is None
    on_disk = {
        one.relative_to(version.folder).as_posix() for one in version.folder.rglob("*") if one.is_file()
    }
    assert on_disk == {"manifest.json", f"{path}.gz"}


def test_the_same_content_is_the_same_bytes(tmp_path: Path) -> None:
    stored = []
    for name in ("one", "other"):
        shelf = Publications(tmp_path / name)
        add(shelf)
        [path] = (tmp_path / name).rglob("all.json.gz")
        manifest = path.parents[4] / "manifest.json"
        stored.append((path.read_bytes(), manifest.read_bytes()))
        os.utime(path, (1, 1))
    assert stored[0] == stored[1]
    assert gzip.decompress(stored[0][0]) == next(iter(FILES.values())).content


def test_versions_count_up_and_no_number_is_given_twice(publications: Publications) -> None:
    assert [add(publications) for _ in range(3)] == [1, 2, 3]
    assert publications.withdraw("kramfors", "2016", 2) == 2
    assert publications.withdraw("kramfors", "2016") == 3
    assert publications.standing("kramfors", "2016") == Standing(None, (1,), 3)
    assert add(publications) == 4
    assert publications.withdraw_all("kramfors") == 2
    assert add(publications) == 5
    assert publications.version("kramfors", "2016", 1) is None


def test_who_is_killed_on_the_way_leaves_nothing_that_anybody_is_served(
    publications: Publications, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(publications)
    before = publications.standing("kramfors", "2016")

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for where in ("rename", "write_bytes", "replace"):
        with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
            broken.setattr(Path, where, killed)
            add(publications)
        assert publications.standing("kramfors", "2016") == before
        assert publications.version("kramfors", "2016", 2) is None
    assert add(publications) == 2
    left = {one.name for one in (publications.folder / "kramfors" / "2016").iterdir()}
    assert left == {"1", "2", "standing.json", ".lock"}


def test_the_latest_round_comes_first_whenever_it_was_published(publications: Publications) -> None:
    for slug, day in (("2020", "2020-03-01"), ("2024", "2024-03-01"), ("2016", "2016-03-01")):
        with publications.changing("kramfors", slug):
            publications.add("kramfors", slug, {}, {"survey": {"slug": slug, "order": [day, 1]}})
    assert [one.survey for one in publications.surveys("kramfors")] == ["2024", "2020", "2016"]
    publications.withdraw("kramfors", "2024")
    assert [one.survey for one in publications.surveys("kramfors")] == ["2020", "2016"]


@given(st.text(max_size=70), st.text(max_size=70), st.one_of(st.text(max_size=30), st.integers()))
def test_no_name_leads_out_of_the_folder(
    tmp_path_factory: pytest.TempPathFactory, project: str, survey: str, number: str | int
) -> None:
    shelf = Publications(tmp_path_factory.getbasetemp() / "never")
    assert shelf.version(project, survey, number) is None
    assert shelf.surveys(project) == []


@pytest.mark.parametrize("name", ["..", ".", "", "a/b", "/etc", "-a", "A", "å", "a\n", "a" * 65, "\u0660"])
def test_an_odd_name_is_no_folder(publications: Publications, name: str) -> None:
    assert publications.standing(name, "2016") == Standing()
    assert publications.version("kramfors", name) is None
    with pytest.raises(NotFoundError), publications.changing("kramfors", name):
        pass
    with pytest.raises(NotFoundError):
        publications.withdraw("kramfors", name)
    assert not publications.folder.exists()


def test_a_broken_folder_is_said_to_be_broken(publications: Publications) -> None:
    add(publications)
    (publications.folder / "kramfors" / "2016" / "1" / "manifest.json").write_text("{")
    with pytest.raises(MissingDataError):
        publications.version("kramfors", "2016")
    (publications.folder / "kramfors" / "2016" / "standing.json").write_text("[")
    with pytest.raises(MissingDataError):
        publications.surveys("kramfors")


def test_every_layer_reads_back_as_it_was() -> None:
    for layer in make_layers():
        read = thaw_layer(freeze_layer(layer))
        assert freeze_layer(read) == freeze_layer(layer)
        assert [one.geometry.wkb for one in read.features] == [one.geometry.wkb for one in layer.features]
        assert [str(one) for one in read.captions] == [str(one) for one in layer.captions]


def test_sentences_keep_their_gaps_and_values_their_kind() -> None:
    inner = say("a spot near %(name)s", name="Kramfors")
    layer = Layer(
        name=LayerName.ROUTES,
        features=(
            Feature(
                "a",
                "å",
                shapely.Point(),
                5,
                None,
                Status.OK,
                {"x": (1.5, 2.0), "by": {"trade": 1}, "n": float("nan")},
            ),
        ),
        people=5,
        marks=9,
        denominator=10,
        threshold=5,
        data_version="7",
        captions=(say("To %(place)s.", place=inner), say_n("%(n)s person", "%(n)s people", 2)),
        crs_epsg=3006,
        parameters={"max_people": 5, "order": ("a", "b")},
    )
    read = thaw_layer(freeze_layer(layer))
    assert read.captions == layer.captions
    assert read.parameters == layer.parameters
    assert read.features[0].values["x"] == (1.5, 2.0)
    assert read.features[0].geometry.is_empty
    assert json.loads(freeze_layer(layer))["captions"][0]["values"]["place"]["sentence"] == inner.text


@given(st.sets(st.text(min_size=1, max_size=64), min_size=2))
def test_two_codes_never_share_a_file_even_where_case_is_not_told_apart(codes: set[str]) -> None:
    names = {filter_name("theme", code).casefold() for code in codes}
    assert all(re.fullmatch("[a-z0-9_-]+", name) for name in names)
    assert len(names) == len(codes)
