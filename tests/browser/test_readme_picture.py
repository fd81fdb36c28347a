"""The picture in the README is what the demo shows; `make picture` takes it anew."""

import os
from pathlib import Path

from playwright.sync_api import Page

WIDTH, HEIGHT = 1280, 800


def test_the_readme_shows_the_demo(page: Page, base_url: str, project_root: Path, tmp_path: Path) -> None:
    picture = project_root / "docs" / "images" / "kramfors.png"
    taken = picture if os.environ.get("MENTALMAP_TEST_TAKE_PICTURE") else tmp_path / "kramfors.png"
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    page.goto(f"{base_url}/p/kramfors?layer=attitude&survey=2016&lang=sv")
    page.wait_for_selector(".leaflet-area-fills-pane path", state="attached")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=taken, animations="disabled")
    header = picture.read_bytes()[:24]
    assert (int.from_bytes(header[16:20]), int.from_bytes(header[20:24])) == (WIDTH, HEIGHT)
    assert "docs/images/kramfors.png" in (project_root / "README.md").read_text(encoding="utf-8")
