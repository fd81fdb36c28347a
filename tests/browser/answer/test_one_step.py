"""One tap, one step; and what a step leaves behind: an undo for as long as it can be meant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.answer.conftest import AnsweringSite
from tests.browser.answer.walking import Walker

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(browser: Browser, answering_site: AnsweringSite) -> Iterator[Walker]:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    with context:
        yield Walker(context.new_page(), answering_site.answer_url)


@pytest.fixture
def desk(page: Page, answering_site: AnsweringSite) -> Walker:
    page.set_viewport_size({"width": 390, "height": 844})
    return Walker(page, answering_site.answer_url)


def tap_twice(control: Locator) -> None:
    """Two taps at one spot, as fast as hands that learned to double-click."""
    box = control.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for _ in range(2):
        control.page.touchscreen.tap(x, y)


def rest(page: Page) -> None:
    """Longer than the two taps of one gesture are apart."""
    page.wait_for_timeout(600)


def test_a_double_tap_takes_one_step(phone: Walker) -> None:
    page = phone.page
    phone.open()
    tap_twice(phone.onward)
    rest(page)
    phone.see("Where do you often go?")
    tap_twice(page.locator(".where-primary:visible"))
    rest(page)
    expect(page.locator(".where-precision:visible")).to_be_visible()
    tap_twice(page.locator(".where-primary:visible"))
    rest(page)
    expect(page.locator(".aspects-host")).to_be_visible()
    tap_twice(phone.onward)
    rest(page)
    phone.see("Where do you often go?")
    expect(page.locator(".mark-item")).to_have_count(1)


def test_a_double_click_takes_one_step_and_quick_clicks_on_one_button_all_count(desk: Walker) -> None:
    page = desk.page
    desk.open()
    desk.onward.dblclick()
    rest(page)
    desk.see("Where do you often go?")
    nearer = page.locator(".marking-tool").first
    page.evaluate(
        "() => { window.pressed = 0;"
        " document.querySelector('.marking-tool').addEventListener('click', () => window.pressed++); }"
    )
    nearer.click(click_count=3)
    assert page.evaluate("window.pressed") == 3


def test_nothing_that_destroys_stands_where_one_has_just_pressed(desk: Walker) -> None:
    page = desk.page
    for height in (844, 640):
        page.set_viewport_size({"width": 390 if height > 700 else 320, "height": height})
        desk.open()
        desk.onward.click()
        expect(page.locator(".where-primary:visible, .mark-item")).to_be_visible()
        if page.locator(".mark-item").count():
            page.locator("#screen-foot .button").first.click()
        page.locator(".where-primary:visible").click()
        use = page.locator(".where-confirm .where-primary:visible")
        box = use.bounding_box()
        assert box is not None
        use.click()
        expect(page.locator(".aspects-host")).to_be_visible()
        removal = page.get_by_role("button", name="Remove this place").bounding_box()
        assert removal is not None
        apart = removal["y"] + removal["height"] <= box["y"] or removal["y"] >= box["y"] + box["height"]
        assert apart, (height, removal, box)
        page.goto("about:blank")


def test_undo_is_offered_on_one_screen_and_not_after(desk: Walker) -> None:
    page = desk.page
    desk.open()
    desk.onward.click()
    desk.place()
    page.get_by_role("button", name="Remove this place").click()
    desk.see("Where do you often go?")
    expect(page.locator(".notice-line")).to_contain_text("Removed")
    desk.skip.click()
    desk.see("Is there something that divides the place?")
    expect(page.locator(".notice-line")).to_have_count(0)
    page.go_back()
    expect(page.locator(".notice-line")).to_have_count(0)


def test_another_language_keeps_what_was_begun_about_a_place(desk: Walker) -> None:
    page = desk.page
    desk.open()
    desk.onward.click()
    ways = page.locator(".where-ways")
    ways.locator("[data-way=words]").click()
    page.locator("textarea.where-text").fill("bakom gamla kvarnen")
    area = page.locator(".where-panel:visible select")
    area.select_option(index=2)
    chosen = area.input_value()
    page.locator("#language").select_option("ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("textarea.where-text")).to_have_value("bakom gamla kvarnen")
    expect(area).to_have_value(chosen)
    ways.locator("[data-way=search]").click()
    page.locator("input.where-field").fill("Nyland")
    page.locator("#language").select_option("sv")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(page.locator("input.where-field")).to_have_value("Nyland")
    expect(page.locator(".where-option").first).to_be_visible()


def test_another_language_keeps_the_corners_and_what_was_to_be_confirmed(desk: Walker) -> None:
    page = desk.page
    desk.open()
    desk.onward.click()
    desk.skip.click()
    page.get_by_role("button", name="A line", exact=True).click()
    corner = page.locator(".where-primary:visible")
    corner.click()
    page.locator("#map").press("ArrowRight")
    corner.click()
    expect(page.locator(".where-drawn")).to_contain_text("2 points")
    page.locator("#language").select_option("sv")
    expect(page.locator(".where-drawn")).to_contain_text("2 punkter")
    page.locator(".where-corners .button-primary").click()
    expect(page.locator(".where-confirm")).to_be_visible()
    page.locator("#language").select_option("en")
    expect(page.locator(".where-confirm .where-title")).to_contain_text("2 points")
    page.locator(".where-confirm .where-primary").click()
    expect(page.locator(".aspects-host")).to_be_visible()
