"""Which PostgreSQL is taken, and what is said when there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentalmap.errors import DatabaseSetupError
from mentalmap.store import cluster_binaries
from mentalmap.store.cluster_binaries import (
    Installation,
    advise_installation,
    choose_installation,
    find_installations,
    install_command,
)


def installation(version: int) -> Installation:
    return Installation(Path(f"/somewhere/{version}/bin"), version, (3, 4, 0))


def make_programs(root: Path, version: str, postgis: str | None) -> Path:
    """Lay out an installation as Debian does, its programs being small scripts."""
    major = version.partition(".")[0]
    bin_folder = root / f"usr/lib/postgresql/{major}/bin"
    bin_folder.mkdir(parents=True)
    for name in ("initdb", "pg_ctl", "postgres"):
        (bin_folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version} (Debian)'\n")
        (bin_folder / name).chmod(0o755)
    if postgis is not None:
        extension = root / f"usr/share/postgresql/{major}/extension"
        extension.mkdir(parents=True)
        (extension / "postgis.control").write_text(f"# postgis\ndefault_version = '{postgis}'\n")
    return bin_folder


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that has nothing but what the test puts there."""
    monkeypatch.setattr(
        cluster_binaries, "USUAL_FOLDERS", (f"{tmp_path.resolve()}/usr/lib/postgresql/*/bin",)
    )
    monkeypatch.setattr(cluster_binaries, "unpacked_programs", lambda: tmp_path / "unpacked")
    monkeypatch.setenv("PATH", "/nonexistent")
    return tmp_path.resolve()


def test_the_newest_version_that_has_postgis_comes_first(root: Path) -> None:
    make_programs(root, "9.6", "3.4.0")
    make_programs(root, "14.2", "3.1.4")
    make_programs(root, "16.1", "3.4.0")
    make_programs(root, "17.0", None)
    make_programs(root, "15.3", "2.5.1")
    assert [one.version for one in find_installations()] == [16, 14]


def test_a_link_on_the_path_leads_to_the_real_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bin_folder = make_programs(root / "opt", "16.1", "3.4.0")
    linked = root / "local"
    linked.mkdir()
    for program in bin_folder.iterdir():
        (linked / program.name).symlink_to(program)
    monkeypatch.setenv("PATH", str(linked))
    assert [one.bin_folder for one in find_installations()] == [bin_folder]


def test_unpacked_programs_are_told_where_their_libraries_are(root: Path) -> None:
    make_programs(root / "unpacked", "15.1", "3.3.2")
    libraries = root / "unpacked/usr/lib/x86_64-linux-gnu"
    libraries.mkdir()
    (libraries / "libgeos_c.so.1").touch()
    [found] = find_installations()
    assert dict(found.environment)["LD_LIBRARY_PATH"] == str(libraries)
    assert dict(found.environment)["PROJ_DATA"] == str(root / "unpacked/usr/share/proj")


def test_a_program_that_does_not_run_is_passed_over(root: Path) -> None:
    bin_folder = make_programs(root, "16.1", "3.4.0")
    (bin_folder / "postgres").write_text("not a program")
    assert find_installations() == []


def test_existing_data_keeps_its_version_though_a_newer_one_is_installed() -> None:
    assert choose_installation([installation(17), installation(15)], 15).version == 15
    assert choose_installation([installation(17), installation(15)], None).version == 17


def test_data_of_a_version_that_is_gone_is_explained() -> None:
    with pytest.raises(DatabaseSetupError, match=r"PostgreSQL 14.*has 17, 15") as refused:
        choose_installation([installation(17), installation(15)], 14)
    assert "Install PostgreSQL 14" in str(refused.value.remedy)


@pytest.mark.parametrize("data_version", [None, 15])
def test_a_machine_without_postgis_gets_one_sentence_that_helps(data_version: int | None) -> None:
    with pytest.raises(DatabaseSetupError) as refused:
        choose_installation([], data_version)
    assert str(refused.value.remedy) == str(advise_installation())
    assert "docker compose up" in str(refused.value.remedy)


@pytest.mark.parametrize(
    ("system", "families", "command"),
    [
        ("Linux", ("debian",), "sudo apt-get install postgresql-postgis"),
        ("Linux", ("linuxmint", "ubuntu", "debian"), "sudo apt-get install postgresql-postgis"),
        ("Linux", ("rocky", "rhel", "centos", "fedora"), "sudo dnf install postgresql-server postgis"),
        ("Linux", ("nixos",), None),
        ("Linux", (), None),
        ("Darwin", (), "brew install postgresql@17 postgis"),
        ("Windows", (), None),
    ],
)
def test_each_system_has_its_own_command(system: str, families: tuple[str, ...], command: str | None) -> None:
    assert install_command(system, families) == command
