"""Answering with JavaScript switched off, by the names of places, as a person would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from mentalmap.web import plain_sheets
from tests.browser.answer.conftest import AnsweringSite


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that is driven is quicker than a person."""
    monkeypatch.setattr(plain_sheets, "LEAST_S", 0.0)


@pytest.fixture
def still(browser: Browser) -> Iterator[Page]:
    """A page of a browser that runs no script."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def axe(project_root: Path) -> str:
    return (project_root / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, axe: str) -> list[tuple[str, list[str]]]:
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found["violations"]]


def test_somebody_answers_reads_the_answers_and_takes_them_back(
    still: Page, answering_site: AnsweringSite
) -> None:
    still.goto(f"{answering_site.answer_url}/enkel?lang=en")
    go = still.get_by_role("region", name="Where do you often go?")
    go.get_by_label("Where? (name of a place)").first.fill("Ulanger")
    go.get_by_label("Very good").first.check()
    go.get_by_label("Why? Tell us more, if you like").first.fill("The bakery")
    still.get_by_role("button", name="Send my answers").click()

    expect(still.get_by_role("alert")).to_contain_text("Nothing has been sent yet")
    expect(go.get_by_label("Why? Tell us more, if you like").first).to_have_value("The bakery")
    still.get_by_role("group", name="Did you mean").get_by_label("Ullånger").first.check()
    still.get_by_role("button", name="Send my answers").click()

    expect(still.get_by_role("heading", level=1)).to_have_text("Thank you. Your answers have arrived.")
    expect(still.get_by_role("img", name="QR code")).to_be_visible()
    code = still.locator(".code").inner_text()

    still.locator('a[href*="/kvitto/kod"]').click()
    still.get_by_label("Code").fill(code)
    still.get_by_role("button", name="Show my answers").click()
    expect(still.locator(".own-answers")).to_contain_text("Ullånger")
    expect(still.locator(".own-answers")).to_contain_text("The bakery")

    still.get_by_label("Yes, I want to take all my answers back").check()
    still.get_by_role("button", name="Take my answers back").click()
    expect(still.get_by_role("heading", level=1)).to_have_text("Your answers have been taken back")


def test_enter_in_a_field_sends_nothing(still: Page, answering_site: AnsweringSite) -> None:
    still.goto(f"{answering_site.answer_url}/enkel?lang=en")
    field = still.get_by_label("Where? (name of a place)").first
    field.fill("Nordingrå")
    field.press("Enter")
    expect(still.get_by_role("status")).to_contain_text("Nothing has been sent yet")
    expect(still.get_by_label("Where? (name of a place)").first).to_have_value("Nordingrå")


def test_the_language_is_changed_in_the_middle(still: Page, answering_site: AnsweringSite) -> None:
    still.goto(f"{answering_site.answer_url}/enkel?lang=sv")
    still.locator('input[name="go.0.where.name"]').fill("Docksta")
    still.get_by_role("button", name="العربية").click()
    expect(still.locator("html")).to_have_attribute("dir", "rtl")
    expect(still.locator('input[name="go.0.where.name"]')).to_have_value("Docksta")


@pytest.mark.parametrize(
    ("locale", "width"),
    [
        ("sv", 320),
        ("ar", 1440),
        *(
            pytest.param(*one, marks=pytest.mark.long)
            for one in (("sv", 768), ("sv", 1440), ("ar", 320), ("ar", 768))
        ),
    ],
)
def test_every_state_keeps_the_rules(
    page: Page, answering_site: AnsweringSite, axe: str, locale: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    base = f"{answering_site.url}/p/{answering_site.project}"

    def check() -> None:
        assert violations(page, axe) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    for address in ("/svara/enkel", "/kvitto/kod"):
        page.goto(f"{base}{address}?lang={locale}")
        check()
    page.goto(f"{answering_site.url}/accessibility?lang={locale}")
    check()
    page.goto(f"{base}/svara/enkel?lang={locale}")
    for details in page.locator("details.plain-place").all():
        details.locator("summary").first.click()
    page.locator('input[name="go.0.where.name"]').fill("Ulanger")
    page.locator('input[name="go.1.where.name"]').fill("xyzxyz")
    page.locator("button.plain-send").click()
    check()
    page.locator('input[name="go.0.where.name"]').fill("Docksta")
    page.locator('input[name="go.1.where.name"]').fill("")
    page.locator("button.plain-send").click()
    expect(page.locator(".code")).to_be_visible()
    check()
    code = page.locator(".code").inner_text()
    page.goto(f"{base}/kvitto/kod?lang={locale}")
    page.locator("#code").fill(code)
    page.locator("form.form button").click()
    check()


@pytest.mark.parametrize("locale", ["sv", "ar"])
def test_targets_are_large_enough_for_a_thumb(page: Page, answering_site: AnsweringSite, locale: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{answering_site.answer_url}/enkel?lang={locale}")
    heights = page.evaluate(
        """() => [...document.querySelectorAll(
             "main button:not(.visually-hidden), main .options-list label, main select, "
             + "main input[type=text], main summary")]
             .filter((one) => one.offsetParent !== null && !one.closest(".honeypot"))
             .map((one) => one.getBoundingClientRect().height)"""
    )
    assert heights and min(heights) >= 44
