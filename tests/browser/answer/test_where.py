"""Five ways to say where something is: worth the same, by finger, mouse and keys, and in either direction."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, ViewportSize, expect

from tests.browser.answer.conftest import AnsweringSite
from tests.browser.answer.saying_where import ask_where, kept, use_this, way

PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def phone(browser: Browser, answering_site: AnsweringSite) -> Iterator[BrowserContext]:
    """A phone with a touch screen that knows where it is: in the middle of Kramfors."""
    context = browser.new_context(
        viewport=PHONE,
        has_touch=True,
        service_workers="block",
        reduced_motion="reduce",
        geolocation={"latitude": 62.9316, "longitude": 17.7765, "accuracy": 120},
        permissions=["geolocation"],
    )
    yield context
    context.close()


@pytest.fixture
def screen(phone: BrowserContext) -> Page:
    """A page on that phone that stops the test at the first fault of a script."""
    page = phone.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("close", lambda _: None if not faults else pytest.fail("; ".join(faults)))
    return page


def middle_of_map(page: Page) -> tuple[float, float]:
    box = page.locator("#map").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def field_of(page: Page) -> Locator:
    return page.locator(".where").get_by_role("combobox", name="What is the place called?")


def options_of(page: Page) -> Locator:
    return page.locator(".where").get_by_role("option")


def test_the_crosshair_places_what_lies_under_it(screen: Page, answering_site: AnsweringSite) -> None:
    ask_where(screen, answering_site)
    x, y = middle_of_map(screen)
    cross = screen.locator(".crosshair").bounding_box()
    assert cross is not None
    assert hypot(cross["x"] + cross["width"] / 2 - x, cross["y"] + cross["height"] / 2 - y) < 1
    screen.locator(".where-panel:visible .where-primary").click()
    use_this(screen)
    where = kept(screen)
    assert where["by"] == "map"
    assert where["geometry"]["type"] == "Point"
    assert where["precision"] == "village", "so far out a fingertip covers a village"
    assert 4 <= where["zoom"] <= 18


def test_a_tap_moves_the_place_under_the_crosshair(screen: Page, answering_site: AnsweringSite) -> None:
    ask_where(screen, answering_site)
    before = screen.locator(".where-near").inner_text()
    x, y = middle_of_map(screen)
    screen.touchscreen.tap(x - 70, y + 40)
    expect(screen.locator(".where-near")).not_to_have_text(before)
    expect(screen.locator(".where-confirm")).to_have_count(0)


def test_the_nearest_place_is_told_once_the_map_rests(screen: Page, answering_site: AnsweringSite) -> None:
    ask_where(screen, answering_site)
    screen.locator("#map").focus()
    expect(screen.locator("#map")).to_have_attribute("role", "application")
    screen.keyboard.press("ArrowDown")
    told = screen.locator('.where [role="status"]')
    expect(told).not_to_be_empty()
    assert told.inner_text() == screen.locator(".where-near").inner_text()
    screen.locator(".where-way").first.focus()
    expect(screen.locator("#map")).to_have_attribute("role", "group")


def test_the_map_by_keys_alone(screen: Page, answering_site: AnsweringSite) -> None:
    ask_where(screen, answering_site)
    screen.locator("#map").focus()
    for key in ("+", "+", "+", "+", "+", "ArrowLeft", "ArrowUp"):
        screen.keyboard.press(key)
        screen.wait_for_timeout(30)
    screen.keyboard.press("Enter")
    expect(screen.locator(".where-confirm .button-primary")).to_be_focused()
    screen.keyboard.press("Enter")
    assert kept(screen)["precision"] == "street"


def test_searching_takes_few_keys(screen: Page, answering_site: AnsweringSite) -> None:
    ask_where(screen, answering_site)
    presses = 0
    while screen.evaluate("document.activeElement?.dataset?.way") != "map":
        screen.keyboard.press("Tab")
        presses += 1
        assert presses < 25
    for key in ("ArrowRight", "Enter"):
        screen.keyboard.press(key)
        presses += 1
    expect(field_of(screen)).to_be_focused()
    screen.keyboard.type("skulberg")
    expect(options_of(screen).first).to_contain_text("Skuleberget")
    for _ in range(2):
        screen.keyboard.press("Enter")
        presses += 1
    where = kept(screen)
    assert (where["by"], where["precision"]) == ("search", "exact")
    assert where["place"]
    assert "geometry" not in where
    assert presses <= 25


def test_the_search_says_what_is_chosen_and_goes_round(screen: Page, answering_site: AnsweringSite) -> None:
    ask_where(screen, answering_site)
    way(screen, "search")
    field = field_of(screen)
    field.press_sequentially("kram")
    options = options_of(screen)
    expect(options.nth(1)).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowUp")
    last = options.last.get_attribute("id")
    assert last is not None
    expect(field).to_have_attribute("aria-activedescendant", last)
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(screen.locator(".where")).to_be_visible()


def test_a_folk_name_finds_the_place_and_says_so(screen: Page, answering_site: AnsweringSite) -> None:
    ask_where(screen, answering_site)
    way(screen, "search")
    field_of(screen).press_sequentially("stan")
    expect(options_of(screen).first).to_contain_text("Kramfors")
    expect(options_of(screen).first).to_contain_text("also called stan")


@pytest.mark.parametrize(
    "hostile", ["<img src=x onerror=alert(1)>", "\u202eabc", "'; DROP TABLE", "zzzzzzzz"]
)
def test_where_nothing_is_found_other_ways_are_offered(
    screen: Page, answering_site: AnsweringSite, hostile: str
) -> None:
    ask_where(screen, answering_site)
    way(screen, "search")
    field_of(screen).fill(hostile)
    expect(screen.locator(".where-nothing p")).to_contain_text("We know no place called")
    assert screen.locator(".where-nothing img").count() == 0
    screen.get_by_role("button", name="Describe it in words").click()
    expect(screen.get_by_role("tab", name="In words")).to_have_attribute("aria-selected", "true")


def test_the_list_leads_to_a_place_by_keys(screen: Page, answering_site: AnsweringSite) -> None:
    ask_where(screen, answering_site)
    way(screen, "list")
    screen.locator(".where-entry", has_text="Docksta").press("Enter")
    expect(screen.locator(".where-title:visible")).to_be_focused()
    screen.locator(".where-entry", has_text="Skuleberget").press("Enter")
    use_this(screen)
    assert kept(screen)["by"] == "list"


def test_a_whole_area_is_known_no_more_exactly_than_that(screen: Page, answering_site: AnsweringSite) -> None:
    ask_where(screen, answering_site)
    way(screen, "list")
    screen.get_by_role("button", name="U", exact=True).click()
    expect(screen.locator(".where-entry")).to_have_count(1)
    screen.locator(".where-entry").click()
    screen.get_by_role("button", name="All of Ullånger").click()
    expect(screen.locator(".where-confirm")).to_contain_text("Others see only the area.")
    expect(screen.get_by_role("radio")).to_have_count(0)
    use_this(screen)
    where = kept(screen)
    assert (where["area"], where["precision"]) == ("ullanger", "village")


def test_the_phone_says_where_it_is_no_more_exactly_than_it_knows(
    screen: Page, answering_site: AnsweringSite
) -> None:
    ask_where(screen, answering_site)
    way(screen, "position")
    expect(screen.get_by_text("It asks you first.")).to_be_visible()
    screen.get_by_role("button", name="Show where I am").click()
    expect(screen.get_by_role("radio", name="About here, within 250 metres")).to_be_checked()
    screen.get_by_role("radio", name="Only the area, not the spot").check()
    use_this(screen)
    where = kept(screen)
    assert (where["by"], where["precision"]) == ("position", "village")
    assert where["geometry"]["coordinates"] == [17.7765, 62.9316]


def test_a_phone_that_may_not_or_is_elsewhere_says_so(
    screen: Page, phone: BrowserContext, answering_site: AnsweringSite
) -> None:
    phone.set_geolocation({"latitude": 59.33, "longitude": 18.07})
    ask_where(screen, answering_site)
    way(screen, "position")
    screen.get_by_role("button", name="Show where I am").click()
    expect(screen.get_by_text("You are not in Kramfors right now.")).to_be_visible()
    phone.clear_permissions()
    screen.get_by_role("button", name="Show where I am").click()
    expect(screen.get_by_text("Your phone may not tell where you are.")).to_be_visible()
    way(screen, "map")
    expect(screen.locator(".where-primary:visible")).to_be_enabled()


def test_words_are_enough_with_the_area_they_are_in(screen: Page, answering_site: AnsweringSite) -> None:
    ask_where(screen, answering_site)
    way(screen, "words")
    screen.get_by_role("button", name="Use these words").click()
    expect(screen.get_by_text("First write where it is.")).to_be_visible()
    screen.get_by_role("textbox", name="Where is it?").fill("behind the church in Ullånger\u202e")
    screen.get_by_role("button", name="Use these words").click()
    expect(screen.get_by_text("Choose the area that it is in.")).to_be_visible()
    expect(screen.locator(".where-offer")).to_contain_text("Is it in Ullånger?")
    screen.get_by_role("button", name="Yes, in Ullånger").press("Enter")
    screen.keyboard.press("Enter")
    use_this(screen)
    where = kept(screen)
    assert where == {
        "by": "words",
        "area": "ullanger",
        "words": "behind the church in Ullånger",
        "zoom": where["zoom"],
        "precision": "village",
    }


def test_an_area_by_taps_that_may_not_cross_itself(screen: Page, answering_site: AnsweringSite) -> None:
    ask_where(screen, answering_site, "area")
    # Each tap moves the map under the crosshair, so steps are told from the middle.
    for dx, dy in ((0, 0), (60, 0), (0, 60)):
        x, y = middle_of_map(screen)
        screen.touchscreen.tap(x + dx, y + dy)
        screen.wait_for_timeout(400)
    expect(screen.locator(".where-drawn")).to_contain_text("3 points")
    x, y = middle_of_map(screen)
    screen.touchscreen.tap(x - 30, y - 100)
    expect(screen.get_by_text("The line would cross itself there.")).to_be_visible()
    expect(screen.locator(".where-drawn")).to_contain_text("3 points")
    screen.get_by_role("button", name="Done").click()
    use_this(screen)
    [ring] = kept(screen)["geometry"]["coordinates"]
    assert len(ring) == 4
    assert ring[0] == ring[3]


def test_a_line_by_keys_with_the_last_corner_undone(screen: Page, answering_site: AnsweringSite) -> None:
    ask_where(screen, answering_site, "line")
    screen.locator("#map").focus()
    for key in ("Enter", "ArrowRight", "Enter", "ArrowDown", "Enter"):
        screen.keyboard.press(key)
        screen.wait_for_timeout(50)
    expect(screen.locator(".where-drawn")).to_contain_text("3 points")
    screen.get_by_role("button", name="Undo the last point").press("Enter")
    expect(screen.locator(".where-drawn")).to_contain_text("2 points")
    screen.get_by_role("button", name="Done").press("Enter")
    screen.keyboard.press("Enter")
    where = kept(screen)
    assert where["geometry"]["type"] == "LineString"
    assert len(where["geometry"]["coordinates"]) == 2


def test_a_line_without_the_map_by_the_places_it_passes(screen: Page, answering_site: AnsweringSite) -> None:
    ask_where(screen, answering_site, "line", "point")
    way(screen, "search")
    for name in ("nyland", "docksta"):
        field_of(screen).press_sequentially(name)
        expect(options_of(screen).first).to_be_visible()
        screen.keyboard.press("Enter")
    expect(screen.locator(".where-drawn")).to_contain_text("2 points")
    screen.get_by_role("button", name="Done").click()
    use_this(screen)
    assert len(kept(screen)["geometry"]["coordinates"]) == 2


def test_a_name_entered_before_the_search_has_come_is_found_when_it_has(
    screen: Page, answering_site: AnsweringSite
) -> None:
    ask_where(screen, answering_site)
    held: list[Route] = []
    screen.route("**/static/*.js", lambda route: held.append(route))
    way(screen, "search")
    screen.keyboard.type("ullanger")
    screen.keyboard.press("Enter")
    expect(field_of(screen)).to_have_value("ullanger")
    assert held, "the search is still on its way"
    screen.unroute("**/static/*.js")
    for route in held:
        route.continue_()
    expect(screen.get_by_role("heading", level=2, name="Ullånger")).to_be_visible()


def test_a_way_from_here_to_there_by_any_of_the_ways(screen: Page, answering_site: AnsweringSite) -> None:
    ask_where(screen, answering_site, "ends", "line")
    expect(screen.get_by_role("heading", name="Where from?")).to_be_visible()
    way(screen, "search")
    screen.keyboard.type("skulberg")
    expect(options_of(screen).first).to_be_visible()
    screen.keyboard.press("Enter")
    expect(screen.get_by_role("heading", name="Where to?")).to_be_visible()
    screen.keyboard.type("skulberg")
    expect(options_of(screen).first).to_be_visible()
    screen.keyboard.press("Enter")
    expect(screen.get_by_role("alert")).to_contain_text("That is where you start.")
    way(screen, "list")
    screen.locator(".where-entry", has_text="Ullånger").click()
    screen.get_by_role("button", name="All of Ullånger").click()
    use_this(screen)
    where = kept(screen)
    assert len(where["geometry"]["coordinates"]) == 2
    assert where["precision"] == "village", "one end is known by its area only"


def test_escape_gives_up_and_keeps_what_was_there(screen: Page, answering_site: AnsweringSite) -> None:
    ask_where(screen, answering_site)
    screen.locator(".where-panel:visible .where-primary").click()
    use_this(screen)
    before = kept(screen)
    screen.get_by_role("button", name="Move").first.click()
    expect(screen.locator(".where")).to_be_visible()
    screen.locator("#map").focus()
    screen.keyboard.press("ArrowRight")
    screen.keyboard.press("Escape")
    assert kept(screen) == before


def test_choosing_again_takes_nothing(screen: Page, answering_site: AnsweringSite) -> None:
    ask_where(screen, answering_site)
    way(screen, "search")
    screen.keyboard.type("nyland")
    expect(options_of(screen).first).to_be_visible()
    screen.keyboard.press("Enter")
    screen.get_by_role("button", name="Choose again").click()
    expect(screen.locator(".where-confirm")).to_have_count(0)
    expect(field_of(screen)).to_be_visible()


def test_from_right_to_left_the_panel_turns_and_the_map_does_not(
    screen: Page, answering_site: AnsweringSite
) -> None:
    ask_where(screen, answering_site, locale="ar")
    first, last = (
        screen.locator(".where-way").first.bounding_box(),
        screen.locator(".where-way").last.bounding_box(),
    )
    assert first is not None
    assert last is not None
    assert first["x"] > last["x"]
    assert screen.locator("#map").evaluate("(map) => getComputedStyle(map).direction") == "ltr"
    screen.locator(".where-way").first.focus()
    screen.keyboard.press("ArrowLeft")
    expect(screen.locator('.where-way[data-way="search"]')).to_be_focused()
    screen.keyboard.press("Enter")
    screen.keyboard.type("ullanger")
    screen.keyboard.press("Enter")
    use_this(screen)
    assert kept(screen)["by"] == "search"


@pytest.mark.parametrize(
    "width, height",
    [(320, 568), *(pytest.param(*one, marks=pytest.mark.long) for one in ((740, 360), (390, 844)))],
)
@pytest.mark.parametrize("name", ["map", "search", "list", "position", "words"])
def test_everything_fits_and_is_large_enough_for_a_finger(
    screen: Page, answering_site: AnsweringSite, width: int, height: int, name: str
) -> None:
    screen.set_viewport_size({"width": width, "height": height})
    ask_where(screen, answering_site)
    way(screen, name)
    assert screen.evaluate("document.scrollingElement.scrollWidth") <= width
    small = screen.evaluate(
        """() => [...document.querySelectorAll(':is(.where, .marking-tools) :is(button, input, select)')]
          .filter((one) => one.checkVisibility())
          .map((one) => [one.textContent, one.getBoundingClientRect()])
          .filter(([, box]) => box.width < 44 || box.height < 44).map(([text]) => text)"""
    )
    assert small == []
