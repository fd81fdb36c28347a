"""Every screen of the answering and receipt pages without any violation that a machine can find."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answer.conftest import AnsweringSite
from tests.browser.answer.walking import Walker

PHONE, TABLET, DESK = (320, 640), (768, 1024), (1440, 900)
SEEN = [
    (PHONE, "sv"),
    (DESK, "ar"),
    *(
        pytest.param(*one, marks=pytest.mark.long)
        for one in ((PHONE, "ar"), (TABLET, "sv"), (TABLET, "ar"), (DESK, "sv"))
    ),
]
SMALLEST_TARGET_PX = 44


@pytest.fixture(scope="session")
def axe(project_root: Path) -> str:
    """The rule engine, from the packages that the front-end build installed."""
    return (project_root / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, axe: str) -> list[tuple[str, list[str]]]:
    """Everything that axe finds, however slight."""
    page.wait_for_timeout(250)  # colours are judged when they have stopped changing
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found["violations"]]


def small_targets(page: Page) -> list[str]:
    """Buttons, links and fields that a thumb would miss."""
    found: list[str] = page.evaluate(
        """(least) => [...document.querySelectorAll("button, a[href], select, input, textarea")]
          .filter((one) => one.checkVisibility({visibilityProperty: true}))
          .map((one) => one.closest("label") ?? one)
          .filter((one) => !one.matches(".skip-link, .visually-hidden"))
          .filter((one) => !(one.matches("a") && getComputedStyle(one).display === "inline"))
          .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
          .filter(([, box]) => box.width > 0 && (box.width < least - 0.5 || box.height < least - 0.5))
          .map(([html, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`)""",
        SMALLEST_TARGET_PX,
    )
    return found


@pytest.mark.parametrize(("size", "language"), SEEN)
def test_every_screen(
    page: Page, answering_site: AnsweringSite, axe: str, size: tuple[int, int], language: str
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    walker = Walker(page, answering_site.answer_url)
    found: dict[str, object] = {}

    def stand(name: str) -> None:
        faults = [*violations(page, axe), *small_targets(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append("the page is wider than the screen")
        if faults:
            found[name] = faults

    walker.open(f"lang={language}")
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    walker.screens(stand)
    walker.onward.click()
    expect(page.locator(".receipt")).to_be_visible()
    stand("thanks")
    page.locator(".receipt-link").click()
    expect(page.locator(".mark-state").first).to_be_visible()
    stand("receipt")
    page.locator("#screen-foot .link-button").click()
    stand("withdrawing")
    assert found == {}


def test_the_code_of_a_receipt(page: Page, answering_site: AnsweringSite, axe: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{answering_site.url}/p/{answering_site.project}/kvitto?lang=ar")
    expect(page.locator("#code")).to_be_visible()
    page.fill("#code", "nonsense")
    page.keyboard.press("Enter")
    expect(page.locator("#code-problem")).not_to_be_empty()
    assert violations(page, axe) == []
    assert small_targets(page) == []


@pytest.mark.parametrize("scheme", ["dark", "forced"])
def test_other_dresses(page: Page, answering_site: AnsweringSite, axe: str, scheme: str) -> None:
    if scheme == "dark":
        page.emulate_media(color_scheme="dark")
    else:
        page.emulate_media(forced_colors="active")
    page.set_viewport_size({"width": 390, "height": 844})
    walker = Walker(page, answering_site.answer_url)
    walker.open("lang=en")
    found: dict[str, object] = {}

    def stand(name: str) -> None:
        if faults := violations(page, axe):
            found[name] = faults

    walker.screens(stand)
    assert found == {}
