"""The ground that residents mark on: names close up, whose it is, its height on a phone, tiles over it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from tests.browser.answer.conftest import AnsweringSite
from tests.browser.answer.saying_where import ask_where, way

PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL: ViewportSize = {"width": 320, "height": 640}
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M/wHwAEBgIApD5fRAAAAABJRU5ErkJggg=="
)
OBSCURED = """(selector) => [...document.querySelectorAll(selector)].filter((one) => {
  if (!one.checkVisibility()) return false;
  one.scrollIntoView({ block: 'nearest' });
  const box = one.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return !(top && (one.contains(top) || top.contains(one)));
}).map((one) => one.textContent)"""


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page of this size, in the light or the dark theme."""
    contexts = []

    def open_page(size: ViewportSize, theme: str = "light") -> Page:
        dark = theme == "dark"
        context = browser.new_context(
            viewport=size,
            has_touch=True,
            service_workers="block",
            reduced_motion="reduce",
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def come_closer(page: Page, steps: int) -> None:
    for _ in range(steps):
        page.get_by_role("button", name="Closer").click()


def test_close_up_the_map_names_places_and_promises_no_more_than_it_shows(
    opened: Callable[..., Page], answering_site: AnsweringSite
) -> None:
    page = opened(PHONE)
    ask_where(page, answering_site)
    come_closer(page, 8)
    expect(page.locator(".signpost").first).to_be_attached()
    expect(page.locator(".where-near")).to_contain_text("of Bj")
    page.locator(".where-primary:visible").click()
    # Kilometres from every name nobody can point at a house.
    expect(page.locator(".where-choice")).to_have_count(2)
    expect(page.get_by_role("radio", name="Exactly here")).to_have_count(0)
    page.get_by_role("button", name="Choose again").click()
    way(page, "search")
    page.keyboard.type("ullånger")
    expect(page.locator(".where-option").first).to_contain_text("Ullånger")
    page.keyboard.press("Enter")
    expect(page.locator(".marking-map .name", has_text="Ullångers skola")).to_be_visible()
    expect(page.get_by_role("radio", name="Exactly here")).to_have_count(1)


def test_the_ground_says_whose_it_is(opened: Callable[..., Page], answering_site: AnsweringSite) -> None:
    page = opened(PHONE)
    ask_where(page, answering_site)
    expect(page.locator(".marking-source")).to_contain_text("GeoNames (CC BY 4.0)")


def test_the_map_has_most_of_a_phone_and_help_is_one_press_away(
    opened: Callable[..., Page], answering_site: AnsweringSite
) -> None:
    page = opened(PHONE)
    ask_where(page, answering_site)
    box = page.locator("#map").bounding_box()
    assert box is not None
    assert box["height"] >= 0.55 * PHONE["height"]
    page.get_by_role("button", name="How it works").click()
    expect(page.get_by_text("You can also tap the place.")).to_be_visible()


def test_nothing_lies_over_the_choices_on_a_small_phone(
    opened: Callable[..., Page], answering_site: AnsweringSite
) -> None:
    page = opened(SMALL)
    ask_where(page, answering_site)
    assert page.evaluate(OBSCURED, ".where-near, .where-primary, #screen-heading") == []
    way(page, "search")
    field = page.get_by_role("combobox", name="What is the place called?")
    expect(field).to_be_focused()
    assert page.evaluate(
        "() => document.elementFromPoint(...(({x, y, width, height}) => [x + width / 2, y + height / 2])"
        "(document.activeElement.getBoundingClientRect())) === document.activeElement"
    )
    way(page, "map")
    page.locator(".where-primary:visible").click()
    assert page.evaluate(OBSCURED, ".where-choice, .where-confirm .where-help, .where-confirm button") == []


def test_who_hears_the_page_is_told_what_changes_and_no_more(
    opened: Callable[..., Page], answering_site: AnsweringSite
) -> None:
    page = opened(PHONE)
    ask_where(page, answering_site)
    heard = page.locator('.where [role="status"]')
    page.wait_for_timeout(900)  # longer than a map at rest keeps quiet
    expect(heard).to_be_empty()
    page.set_viewport_size({"width": 390, "height": 700})
    page.wait_for_timeout(900)
    expect(heard).to_be_empty()
    way(page, "search")
    page.keyboard.type("ullånger")
    expect(page.locator(".where-option").nth(1)).to_be_visible()
    first = page.locator(".where-option").first
    expect(first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(heard).to_have_text("Ullånger")
    expect(page.get_by_role("heading", level=2, name="Ullånger")).to_be_visible()


def test_the_ground_is_dark_where_the_sheet_is(
    opened: Callable[..., Page], answering_site: AnsweringSite
) -> None:
    page = opened(PHONE, "dark")
    ask_where(page, answering_site)
    expect(page.locator(".outline-land").first).to_be_attached()
    fill = page.locator(".outline-land").first.evaluate("(land) => getComputedStyle(land).fill")
    assert max(int(part) for part in fill.removeprefix("rgb(").removesuffix(")").split(",")) < 80


def test_tiles_of_the_project_lie_over_the_outline(
    opened: Callable[..., Page], answering_site: AnsweringSite
) -> None:
    page = opened(PHONE)
    tiles: list[str] = []

    def give_tile(route: Route) -> None:
        tiles.append(route.request.url)
        route.fulfill(body=PIXEL, content_type="image/png")

    def with_tiles(route: Route) -> None:
        answer = route.fetch()
        head, rest = answer.text().split('id="page-data">', 1)
        data, tail = rest.split("</script>", 1)
        told = json.loads(data)
        told["basemap"] = {"kind": "xyz", "url": "/tiles/{z}/{x}/{y}.png", "attribution": "© Ourselves"}
        # What JSON may hold in a page is escaped by the server; this holds nothing of the kind.
        body = f'{head}id="page-data">{json.dumps(told)}</script>{tail}'
        route.fulfill(response=answer, body=body)

    page.route("**/tiles/**", give_tile)
    page.route("**/svara?lang=en", with_tiles)
    ask_where(page, answering_site)
    expect(page.locator(".leaflet-tile-loaded").first).to_be_attached()
    expect(page.locator(".marking-source")).to_have_text("© Ourselves")
    expect(page.locator(".outline-land").first).to_be_attached()
    expect(page.locator(".marking-map .name")).to_have_count(0)
    come_closer(page, 8)
    page.locator(".where-primary:visible").click()
    expect(page.get_by_role("radio", name="Exactly here")).to_have_count(1)


def test_the_map_shows_the_same_when_it_is_shown_again_in_the_same_room(
    opened: Callable[..., Page], answering_site: AnsweringSite
) -> None:
    page = opened(PHONE)
    ask_where(page, answering_site, locale="sv")
    expect(page.locator("#map .names text").first).to_be_visible()
    seen = []
    for _ in range(3):
        seen.append(page.locator("#map .names text").first.bounding_box())
        page.locator("#language").dispatch_event("change")  # in the same words, so in the same room
        page.wait_for_timeout(500)
        expect(page.locator(".where-primary:visible")).to_be_visible()
    assert seen[0] is not None
    assert seen[0] == seen[1] == seen[2]
