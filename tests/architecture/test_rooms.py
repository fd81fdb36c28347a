"""The rooms stay apart: who may import whom, and what the pure ones may not do."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tracked import ROOT, text_of, tracked_files

MOST_LINES = 300
# A file that is longer for good reason, with the reason.
LONG_FILES: dict[str, str] = {
    "mentalmap/services/questionnaire_templates/mental_map.json": "one questionnaire in five languages",
    "migrations/versions/0001_tables.py": "a generated list of tables; history, never cut up",
    "static/js/map/map_view.ts": "one map, and the only place that holds it",
    "static/js/planner_page.ts": "joins the parts of one page; what they do is decided in them",
}

# What reads the clock or draws lots; the pure room is handed dates and generators.
IMPURE_CALLS = {"now", "today", "utcnow", "fromtimestamp", "default_rng", "open", "read_text", "read_bytes"}


def test_rooms_import_only_what_their_contracts_allow() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_pure_core_reads_no_clock_and_no_file() -> None:
    found = [
        f"{path}:{node.lineno} {name}"
        for path in tracked_files()
        if path.is_relative_to("mentalmap/domain") and path.suffix == ".py"
        for node in ast.walk(ast.parse(text_of(path)))
        if isinstance(node, ast.Call) and (name := called_name(node)) in IMPURE_CALLS
    ]
    assert not found


def called_name(call: ast.Call) -> str:
    """Give the last part of what is called: `now` of `datetime.now()`."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def test_no_room_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "lib"}
    assert not [
        str(path) for path in tracked_files() if drawers & {part.partition(".")[0] for part in path.parts}
    ]


def test_the_pure_part_of_the_front_end_imports_only_itself() -> None:
    core = [path for path in tracked_files() if path.is_relative_to("static/js/core")]
    assert core, "static/js/core is gone; move this test along with it"
    # A statement, not the word: "from" is also a key of the address.
    pattern = re.compile(
        r"""(?m)(?:^import\b[^;"']*|^export\b[^;"'=]*\bfrom\s*|\bimport\s*\(\s*)["']([^"']+)["']"""
    )
    foreign = [
        f"{path} imports {target}"
        for path in core
        for target in pattern.findall(text_of(path))
        if not re.fullmatch(r"\./[\w./-]+", target) or ".." in target
    ]
    assert not foreign


@pytest.mark.parametrize("word", ["document", "window", "leaflet", "localStorage", "fetch"])
def test_the_pure_part_of_the_front_end_knows_no_browser(word: str) -> None:
    found = [
        f"{path}:{number}"
        for path in tracked_files()
        if path.is_relative_to("static/js/core")
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if re.search(rf"(?<![\w.\"'`/]){word}\s*[.(]", line)
    ]
    assert not found


def test_only_the_map_folder_imports_leaflet() -> None:
    importers = {
        path.as_posix()
        for path in tracked_files()
        if path.is_relative_to("static/js") and re.search(r"""from\s*["']leaflet["']""", text_of(path))
    }
    # The page that folium writes is a bundle of its own, and this file is where it starts.
    outside = {name for name in importers if not name.startswith("static/js/map/")} - {
        "static/js/folium_page.ts"
    }
    assert not outside


def test_files_can_be_read_in_a_breath() -> None:
    held = ("mentalmap", "migrations", "scripts", "static/js", "static/css", "templates", "bench")
    lengths = {
        path.as_posix(): text_of(path).count("\n")
        for path in tracked_files()
        if any(path.is_relative_to(folder) for folder in held)
    }
    long = {
        name: length for name, length in lengths.items() if length > MOST_LINES and name not in LONG_FILES
    }
    assert not long, f"is that two things in one file? If not, say why in LONG_FILES: {long}"
    assert {name for name in LONG_FILES if lengths.get(name, 0) <= MOST_LINES} == set(), "no longer long"
