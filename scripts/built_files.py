"""Which built files a page loads, and what they weigh."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

# What the map page loads before it is usable; fonts come after the first paint.
MAP_PAGE_BUDGET_BYTES = 150 * 1024
MAP_PAGE_FILES = ("site.css", "map_page.css", "map_page.js")
# The planner's page is for desks: its size is told, not limited.
PLANNER_PAGE_FILES = ("site.css", "planner_page.css", "planner_page.js")
# What the answering page loads before a mark can be placed, and with everything that comes later. The HTML
# and the data come on top; on a phone with 400 kbit/s each ten KiB more are a fifth of a second.
ANSWER_PAGE_BUDGET_BYTES = 115 * 1024
ANSWER_PAGE_WHOLE_BUDGET_BYTES = 200 * 1024
# Draws tiles from one large file on the server, for projects that have one: of no use without network.
NEEDS_NETWORK = "static/js/map/pmtiles.ts"
ANSWER_PAGE_FILES = ("answer_page.css", "answer_page.js")
# What a script imports as soon as it runs: the first words stand before it has come.
SOON = {"answer_page.js": "static/js/answer/screens/marks.ts"}


def _files_loaded_with(output: str, meta: dict[str, Any], *, late: bool = False) -> set[str]:
    """Give an output and all that it imports at once; with `late`, what it may import later too."""
    kinds = {"import-statement", "dynamic-import"} if late else {"import-statement"}
    found, waiting = set(), [output]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            imports = [
                one
                for one in meta["outputs"][current]["imports"]
                if one.get("external") or NEEDS_NETWORK not in meta["outputs"][one["path"]]["inputs"]
            ]
            waiting += [one["path"] for one in imports if one["kind"] in kinds and not one.get("external")]
    return found


def report_sizes(meta: dict[str, Any], manifest: dict[str, str]) -> int:
    """Print the gzipped sizes of the pages; give the bytes that are above their budgets."""
    planner = _weight(loaded_by(PLANNER_PAGE_FILES, meta, manifest))
    print(f"{planner / 1024:8.1f} KiB gzipped  script + style of the planner's page")
    above = 0
    for late, most, told in (
        (False, ANSWER_PAGE_BUDGET_BYTES, "before a mark can be placed"),
        (True, ANSWER_PAGE_WHOLE_BUDGET_BYTES, "with all that comes late"),
    ):
        weight = _weight(loaded_by(ANSWER_PAGE_FILES, meta, manifest, late=late))
        above += max(0, weight - most)
        page = f"script + style of the answering page {told} (at most {most // 1024})"
        print(f"{weight / 1024:8.1f} KiB gzipped  {page}")
    paths = loaded_by(MAP_PAGE_FILES, meta, manifest)
    total = 0
    for path in sorted(paths):
        size = _weight({path})
        total += size
        print(f"{size / 1024:8.1f} KiB gzipped  {Path(path).name}")
    budget = MAP_PAGE_BUDGET_BYTES // 1024
    print(f"{total / 1024:8.1f} KiB gzipped  script + style of the map page (at most {budget})")
    return above + max(0, total - MAP_PAGE_BUDGET_BYTES)


def _weight(paths: set[str]) -> int:
    return sum(len(gzip.compress((ROOT / path).read_bytes(), 9)) for path in paths)


def loaded_by(
    names: tuple[str, ...], meta: dict[str, Any], manifest: dict[str, str], *, late: bool = False
) -> set[str]:
    """Give the outputs that entries load, by logical name; with `late`, what they may load later too."""
    outputs = [_output(manifest[name], meta) for name in names]
    outputs += [_output_of(SOON[name], meta) for name in names if name in SOON]
    return {path for output in outputs for path in _files_loaded_with(output, meta, late=late)}


def _output(file_name: str, meta: dict[str, Any]) -> str:
    outputs: dict[str, Any] = meta["outputs"]
    return next(path for path in outputs if Path(path).name == file_name)


def _output_of(entry: str, meta: dict[str, Any]) -> str:
    outputs: dict[str, Any] = meta["outputs"]
    return next(path for path, about in outputs.items() if about.get("entryPoint") == entry)


def parts_of(pages: tuple[str, ...], meta: dict[str, Any], manifest: dict[str, str]) -> dict[str, list[str]]:
    """Give the files that the script of each page imports at once, then those soon after, heaviest first."""
    found = {}
    for script in (f"{page}.js" for page in pages):
        own = _output(manifest[script], meta)
        at_once = _files_loaded_with(own, meta)
        soon = loaded_by((script,), meta, manifest) - at_once
        found[script] = [
            Path(path).name
            for paths in (at_once - {own}, soon)
            for path in sorted(paths, key=lambda path: (-_weight({path}), path))
        ]
    return found
