"""The repository holds our own work and nothing that belongs to a machine, a registry or somebody else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.architecture.tracked import ROOT, text_of, tracked_files

# Written in pieces, so that this file does not find itself.
REGISTRIES = re.compile(
    "|".join(
        (
            r"\bpypi\." + "org",
            r"\bpythonhosted\." + "org",
            r"\bregistry\." + "npmjs",
            r"\bregistry\." + "yarnpkg",
            r"\bnpmjs\." + "com",
            r"--(?:extra-)?index" + "-url[ =]",
            r"--find" + "-links[ =]",
            r"\bconda\." + "anaconda",
        )
    )
)
MACHINE_PATHS = re.compile(
    r"(?<![\w.~*])/(?:ro" + r"ot|wo" + r"rk|Us" + r"ers/[\w.-]+|ho" + r"me/(?!linuxbrew\b)[\w.-]+)/[\w.]"
)
SECRETS = re.compile(
    "|".join(
        (
            r"-----BEGIN [A-Z ]*PRIV" + "ATE KEY",
            r"\bAK" + r"IA[0-9A-Z]{16}\b",
            r"\bgh" + r"[pousr]_[A-Za-z0-9]{30,}",
            r"\bgithub" + r"_pat_[A-Za-z0-9_]{20,}",
            r"\bxox" + r"[abprs]-[A-Za-z0-9-]{10,}",
            r"\bglpat" + r"-[\w-]{20}",
            r"\b(?:npm" + r"_|pypi-)[A-Za-z0-9_-]{36,}",
        )
    )
)
THIRD_PARTY = re.compile(
    r"(?:^|/)(?:node_modules|vendor|vendored|third_party|bower_components)/"
    r"|\.min\.(?:js|css)$|\.(?:woff2?|ttf|otf|eot|map|whl|egg|jar|so|dll|dylib|exe|pyc|tgz|deb)$"
)
MOST_BYTES = 1_000_000
LONGEST_SOURCE_LINE = 500


@pytest.mark.parametrize(
    ("pattern", "bad", "good"),
    [
        (REGISTRIES, "https://pypi." + "org/simple", "the Python registry"),
        (REGISTRIES, "--index" + "-url https://somewhere", "--no-emit-index-url"),
        (MACHINE_PATHS, "see /ho" + "me/anna/map", "/home/linuxbrew/.linuxbrew"),
        (MACHINE_PATHS, "/wo" + "rk/main", "https://example.org/work/plan"),
        (SECRETS, "-----BEGIN RSA PRIV" + "ATE KEY-----", "a private key"),
        (THIRD_PARTY, "static/vendor/leaflet.js", "static/js/map/basemap.ts"),
        (THIRD_PARTY, "static/leaflet.min.js", "static/js/minutes.js"),
    ],
)
def test_the_patterns_find_what_they_are_meant_to_find(pattern: re.Pattern[str], bad: str, good: str) -> None:
    assert pattern.search(bad)
    assert not pattern.search(good)


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        (REGISTRIES, "the address of a package registry"),
        (MACHINE_PATHS, "a path of somebody's machine"),
        (SECRETS, "a secret"),
    ],
)
def test_no_tracked_file_holds(pattern: re.Pattern[str], what: str) -> None:
    found = [f"{path}: {match[0]}" for path in tracked_files() if (match := pattern.search(text_of(path)))]
    assert not found, f"{what} is in {found}"


def test_no_third_party_code_is_tracked() -> None:
    found = [str(path) for path in tracked_files() if THIRD_PARTY.search(path.as_posix())]
    assert not found


def test_no_source_is_minified_or_pasted_in() -> None:
    sources = {".py", ".ts", ".js", ".css", ".html", ".sql"}
    found = [
        f"{path}:{number}"
        for path in tracked_files()
        if path.suffix in sources
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if len(line) > LONGEST_SOURCE_LINE
    ]
    assert not found


def test_no_tracked_file_is_huge() -> None:
    found = [str(path) for path in tracked_files() if (ROOT / path).stat().st_size > MOST_BYTES]
    assert not found, "large data belongs into a package or is made when it is needed"


def test_every_locked_python_package_is_pinned_and_hashed() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8").strip())
        bad = [
            entry.splitlines()[0]
            for entry in entries
            if not re.match(r"[a-z0-9._-]+(?:\[[\w,-]+\])?==\S", entry) or "--hash=sha256:" not in entry
        ]
        assert not bad, f"{lock}: {bad}"


def test_both_locks_choose_the_same_versions() -> None:
    def versions(lock: str) -> set[str]:
        return set(
            re.findall(r"^([a-z0-9._-]+==[^\s;]+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
        )

    assert versions("requirements.lock") <= versions("requirements-dev.lock")


def test_the_npm_lock_names_no_address_but_hashes_every_package() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, about in packages.items():
        assert "resolved" not in about, name
        assert name == "" or "integrity" in about, name


def test_documents_name_only_files_that_exist() -> None:
    missing = [
        f"{path} → {target}"
        for path in tracked_files()
        if path.suffix == ".md"
        for target in re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", text_of(path))
        if not (ROOT / path.parent / target).exists()
    ]
    assert not missing


def test_no_file_of_the_shared_data_is_tracked() -> None:
    data = ROOT.parent / "shared" / "data"
    if not data.is_dir():
        pytest.skip("the data for trying things out is not on this machine")
    names = {path.name for path in data.rglob("*") if path.is_file()} - {"README.md"}
    assert not [str(path) for path in tracked_files() if Path(path).name in names]
