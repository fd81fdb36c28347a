"""The map page in a real browser, from a warm server: first useful paint, and what it weighs.

Useful means that the caption and the first symbol of the layer are on the screen. The floor is
an empty page of the same server in the same browser.
"""

from __future__ import annotations

import gzip
import json
import tempfile
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Page, sync_playwright

from bench._measuring import median, p95, print_table
from mentalmap.assets import asset_root
from tests.browser.conftest import ARGUMENTS, find_chromium
from tests.browser.serving import demo_site

GOAL_PAINT_S = 1.0
GOAL_WEIGHT_KIB = 150
ROUNDS = 9
FIRST_SYMBOL = ".leaflet-circles-pane path"
SIZES = ((390, 844), (1280, 800), (1920, 1080))


def load_s(page: Page, address: str, useful: str) -> float:
    """Load a page and wait for what makes it useful; seconds."""
    start = perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(useful, state="attached")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return perf_counter() - start


def weights() -> list[tuple[str, str]]:
    """Compressed weight of what the map page loads before it is useful."""
    folder = asset_root() / "static" / "dist"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    entries = ("map_page.js", "map_page.css", "site.css", "site.js")
    names = [manifest[name] for name in entries if name in manifest]
    pending, seen = list(names), set()
    while pending:  # static imports of the entry come along; dynamic ones wait
        name = pending.pop()
        if name in seen:
            continue
        seen.add(name)
        if name.endswith(".js"):
            script = (folder / name).read_text(encoding="utf-8")
            head = script.split(";", 200)
            pending += [
                part.split('"')[1].removeprefix("./")
                for part in head
                if part.lstrip().startswith("import") and '"./' in part and "import(" not in part
            ]
    sizes = {name: len(gzip.compress((folder / name).read_bytes(), 9)) / 1024 for name in sorted(seen)}
    return [(name, f"{size:.1f}") for name, size in sizes.items()] + [
        ("together", f"{sum(sizes.values()):.1f}")
    ]


def main() -> None:
    """Print both tables."""
    rows = []
    with (
        tempfile.TemporaryDirectory() as folder,
        demo_site(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        for width, height in SIZES:
            times: dict[str, list[float]] = {"empty page (floor)": [], "map page": []}
            for turn in range(ROUNDS + 1):
                for name, path, useful in (
                    ("empty page (floor)", "/healthz", "body"),
                    ("map page", "/p/kramfors", FIRST_SYMBOL),
                ):
                    # A context of its own, so that nothing is cached.
                    context = browser.new_context(viewport={"width": width, "height": height})
                    seconds = load_s(context.new_page(), address + path, useful)
                    context.close()
                    if turn:  # the first turn warms the server
                        times[name].append(seconds)
            rows += [
                (f"{width} px", name, f"{median(values):.3f}", f"{p95(values):.3f}")
                for name, values in times.items()
            ]
        browser.close()
    print_table(
        f"First useful paint (goal: under {GOAL_PAINT_S} s)", ("width", "what", "median s", "p95 s"), rows
    )
    print_table(f"Script and style, gzipped (goal: under {GOAL_WEIGHT_KIB} KiB)", ("file", "KiB"), weights())


if __name__ == "__main__":
    main()
