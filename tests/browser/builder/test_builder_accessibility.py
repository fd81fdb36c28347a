"""Every state of the builder at every width, without any violation of the rules that a machine can check."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, StorageState, expect

from tests.browser.builder.conftest import PAGES, BuilderSite

# Links inside a sentence are as high as its line; everything else is as high as a thumb.
SMALL = """() => [...document.querySelectorAll('button, a, input, select, textarea, summary')]
  .filter((one) => one.closest('main') && one.checkVisibility() && getComputedStyle(one).display !== 'inline')
  .map((one) => [one.outerHTML.slice(0, 120), (one.closest('label') ?? one).getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.9 || box.width < 20).map(([html]) => html)"""
WIDTHS = (390, *(pytest.param(width, marks=pytest.mark.long) for width in (768, 1280, 1920)))


@pytest.fixture(scope="session")
def axe(project_root: Path) -> str:
    """The rule engine, from the packages that the front-end build installed."""
    return (project_root / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, axe: str) -> list[Any]:
    """What the rules say of this page, without the page in its frame, which has tests of its own."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], iframes: false})")
    return [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found["violations"]]


def fits(page: Page) -> bool:
    """Whether nothing has to be read by moving the page sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("width", WIDTHS)
def test_the_builder_in_all_its_states(
    page: Page, with_template: str, open_builder: Callable[[str], None], axe: str, width: int
) -> None:
    open_builder(with_template)
    page.set_viewport_size({"width": width, "height": 900})
    for key in ("@start", "@end"):
        page.locator(f"[data-frame='{key}']").click()
        assert (violations(page, axe), page.evaluate(SMALL), fits(page)) == ([], [], True)
    page.locator("#questions .question-name").first.click()
    page.locator("#languages [data-locale=ar]").click()
    assert (violations(page, axe), page.evaluate(SMALL), fits(page)) == ([], [], True)
    for kind in ("Choice", "Scale", "Text"):
        page.locator("#add-question").click()
        assert violations(page, axe) == []
        page.locator("#add-dialog").get_by_role("button", name=kind).click()
        assert (violations(page, axe), page.evaluate(SMALL), fits(page)) == ([], [], True)
    page.get_by_role("button", name="Remove", exact=True).click()
    assert violations(page, axe) == []
    page.locator("#start-from").click()
    assert violations(page, axe) == []
    page.keyboard.press("Escape")
    page.locator("#publish").click()
    expect(page.locator("#publish-faults .fault").first).to_be_visible()
    assert violations(page, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_rounds(
    page: Page, builder_site: BuilderSite, signed_in: StorageState, axe: str, width: int, scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
    page.context.add_cookies(signed_in["cookies"])
    for path in (PAGES, f"{PAGES}/2020/settings", f"{PAGES}/2020/opening", f"{PAGES}/2020/closing", "/staff"):
        page.goto(f"{builder_site.url}{path}?lang=en")
        assert (path, violations(page, axe), page.evaluate(SMALL), fits(page)) == (path, [], [], True)


def test_the_builder_in_the_dark(
    page: Page, with_template: str, open_builder: Callable[[str], None], axe: str
) -> None:
    page.emulate_media(color_scheme="dark", reduced_motion="reduce", forced_colors="none")
    open_builder(with_template)
    page.locator("#questions .question-name").first.click()
    assert violations(page, axe) == []
