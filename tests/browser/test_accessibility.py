"""Every page, in every dress, without serious violations of the rules that a machine can check."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

PAGES = ("/", "/sign-in", "/p/no-such-map")
LAYERS = ("destinations", "routes", "barriers", "landmarks", "districts", "attitude", "heat")


@pytest.fixture(scope="session")
def axe(project_root: Path) -> str:
    """The rule engine, from the packages that the front-end build installed."""
    return (project_root / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, axe: str) -> list[tuple[str, list[str]]]:
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        (one["id"], [node["html"][:160] for node in one["nodes"]])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_of_words(page: Page, base_url: str, axe: str, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{base_url}{path}?lang=sv")
    assert violations(page, axe) == []


@pytest.mark.parametrize("layer", LAYERS)
def test_map_page(page: Page, base_url: str, axe: str, layer: str) -> None:
    page.set_viewport_size({"width": 1600, "height": 900})
    page.goto(f"{base_url}/p/kramfors?layer={layer}&lang=en")
    expect(page.locator("#map-page")).not_to_have_class(re.compile("is-loading"), timeout=60_000)
    assert violations(page, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_map_page_on_a_phone(page: Page, base_url: str, axe: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{base_url}/p/kramfors?layer=attitude&lang=sv")
    expect(page.locator("#map-page")).not_to_have_class(re.compile("is-loading"), timeout=60_000)
    page.locator("#panel-handle").click()
    page.locator("details.more summary").first.click()
    assert violations(page, axe) == []
