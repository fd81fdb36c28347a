"""Publications on the disk: whole or not at all, the same bytes for the same layers, no number twice."""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import os
import re
import stat
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.layers.envelope import Feature, Layer, Status
from mentalmap.domain.vocabulary import LayerName
from mentalmap.errors import MissingDataError, NotFoundError, UnwritableFolderError
from mentalmap.exchange import snapshots
from mentalmap.exchange.frozen_addresses import filter_name
from mentalmap.exchange.frozen_layers import freeze_layer, thaw_layer
from mentalmap.exchange.frozen_versions import FrozenFile, Standing
from mentalmap.exchange.snapshots import Publications
from mentalmap.messages import say, say_n
from tests.unit.bundles import make_layers

ABOUT = {"survey": {"slug": "2016", "order": ["2016-01-01", 1]}}
FILES = {"sv/layers/heat/-/all.json": FrozenFile('{"å":1}'.encode())}
PRIVATELY = "frozen/heat/-/all.json"
FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def publications(tmp_path: Path) -> Publications:
    return Publications(tmp_path / "publications")


def add(publications: Publications, project: str = "kramfors", survey: str = "2016") -> int:
    with publications.changing(project, survey):
        files = FILES | {PRIVATELY: FrozenFile(b"{}")}
        return publications.add(project, survey, files, ABOUT).number


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
    assert on_disk == {"manifest.json", f"{path}.gz", f"{PRIVATELY}.gz"}


def test_the_same_content_is_the_same_bytes(tmp_path: Path) -> None:
    stored = []
    for name in ("one", "other"):
        shelf = Publications(tmp_path / name)
        add(shelf)
        [path] = (tmp_path / name).rglob("sv/**/all.json.gz")
        manifest = path.parents[4] / "manifest.json"
        stored.append((path.read_bytes(), manifest.read_bytes()))
        os.utime(path, (1, 1))
    assert stored[0] == stored[1]
    assert gzip.decompress(stored[0][0]) == next(iter(FILES.values())).content


def test_versions_count_up_and_no_number_is_given_twice(publications: Publications) -> None:
    assert [add(publications) for _ in range(3)] == [1, 2, 3]
    assert publications.withdraw("kramfors", "2016", 2) == 2
    assert publications.withdraw("kramfors", "2016") == 3
    assert publications.standing("kramfors", "2016") == Standing(None, (1,), 3, (2, 3))
    assert add(publications) == 4
    assert publications.withdraw_all("kramfors") == 2
    assert add(publications) == 5
    publications.forget("kramfors")
    assert publications.standing("kramfors", "2016") == Standing(None, (), 5)
    assert add(publications) == 6
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


def files_of(publications: Publications) -> set[str]:
    folder = publications.folder / "kramfors" / "2016"
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}


def test_of_a_withdrawn_version_only_what_the_next_is_compared_with_stays_closed_to_others(
    publications: Publications,
) -> None:
    add(publications)
    before = publications.told_before("kramfors", "2016")[0].frozen(PRIVATELY)
    publications.withdraw("kramfors", "2016")
    assert publications.version("kramfors", "2016", 1) is None
    assert publications.surveys("kramfors") == []
    assert files_of(publications) == {
        "standing.json",
        ".lock",
        ".withdrawn/1/manifest.json",
        f".withdrawn/1/{PRIVATELY}.gz",
    }
    closed = publications.folder / "kramfors" / "2016" / ".withdrawn"
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    [told] = publications.told_before("kramfors", "2016")
    assert (told.number, told.frozen(PRIVATELY)) == (1, before)
    assert told.frozen("frozen/attitude/-/all.json") is None
    add(publications)
    assert [one.number for one in publications.told_before("kramfors", "2016")] == [1, 2]


@pytest.mark.parametrize("where", ["rename", "iterdir"])
def test_a_withdrawing_that_was_killed_serves_nothing_and_is_finished_by_the_next(
    publications: Publications, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    add(publications)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(Path, where, killed)
        publications.withdraw("kramfors", "2016")
    assert publications.version("kramfors", "2016", 1) is None
    assert add(publications) == 2
    assert [one.number for one in publications.told_before("kramfors", "2016")] == [1, 2]
    publications.withdraw("kramfors", "2016")
    assert not any("/layers/" in name for name in files_of(publications))


def test_forgetting_deletes_all_of_one_round_and_nothing_of_another(publications: Publications) -> None:
    for survey in ("2016", "2020"):
        add(publications, survey=survey)
        add(publications, survey=survey)
        publications.withdraw("kramfors", survey, 1)
    assert publications.remembers("kramfors", "2016")
    publications.forget("kramfors", "2016")
    assert not publications.remembers("kramfors", "2016")
    assert publications.told_before("kramfors", "2016") == []
    assert files_of(publications) == {"standing.json", ".lock"}
    assert len(publications.told_before("kramfors", "2020")) == 2
    assert publications.remembers("kramfors")
    publications.forget("kramfors")
    publications.forget("never-published")
    assert not publications.remembers("kramfors")
    assert not (publications.folder / "never-published").exists()


def test_what_is_remembered_and_cannot_be_read_lets_nothing_new_be_told(publications: Publications) -> None:
    add(publications)
    publications.withdraw("kramfors", "2016")
    [told] = publications.told_before("kramfors", "2016")
    (told.folder / f"{PRIVATELY}.gz").unlink()
    with pytest.raises(MissingDataError, match="published before"):
        told.frozen(PRIVATELY)
    (told.folder / "manifest.json").unlink()
    with pytest.raises(MissingDataError, match="published before"):
        publications.told_before("kramfors", "2016")


@pytest.mark.parametrize(
    ("owner", "name"), [(Path, "write_bytes"), (Path, "rename"), (Path, "replace"), (os, "fsync")]
)
def test_a_full_disk_is_said_in_words_and_leaves_nothing_half(
    publications: Publications, monkeypatch: pytest.MonkeyPatch, owner: object, name: str
) -> None:
    add(publications)
    before, files = publications.standing("kramfors", "2016"), files_of(publications)

    def full(*_: object, **__: object) -> None:
        raise FULL

    with monkeypatch.context() as broken, pytest.raises(UnwritableFolderError) as raised:
        broken.setattr(owner, name, full)
        add(publications)
    assert "No space left" in str(raised.value)
    assert "Make room" in str(raised.value.remedy)
    assert publications.standing("kramfors", "2016") == before
    assert files_of(publications) == files


def test_a_full_disk_keeps_no_version_up(publications: Publications, monkeypatch: pytest.MonkeyPatch) -> None:
    add(publications)
    write, files_then = snapshots.write_standing, []

    def full_until_room_is_made(folder: Path, standing: Standing) -> None:
        files_then.append(files_of(publications))
        if any("/layers/" in name for name in files_then[-1]):
            raise FULL
        write(folder, standing)

    monkeypatch.setattr(snapshots, "write_standing", full_until_room_is_made)
    assert publications.withdraw("kramfors", "2016") == 1
    assert len(files_then) == 2
    assert publications.version("kramfors", "2016") is None
    assert len(publications.told_before("kramfors", "2016")) == 1


def test_a_folder_that_is_closed_to_the_account_is_named(
    publications: Publications, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(UnwritableFolderError, match="Permission denied") as raised:
        add(publications)
    assert str(publications.folder) in str(raised.value)


def test_who_withdraws_what_does_not_stand_learns_what_does(publications: Publications) -> None:
    with pytest.raises(NotFoundError, match="nothing to withdraw"):
        publications.withdraw("kramfors", "2016")
    add(publications)
    add(publications)
    with pytest.raises(NotFoundError) as raised:
        publications.withdraw("kramfors", "2016", 7)
    assert "1, 2" in str(raised.value.remedy)


def test_a_standing_that_older_code_wrote_is_read(publications: Publications) -> None:
    add(publications)
    path = publications.folder / "kramfors" / "2016" / "standing.json"
    path.write_text('{"current": 1, "last": 1, "versions": [1]}')
    assert publications.standing("kramfors", "2016") == Standing(1, (1,), 1)


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
