"""Every way to say where, and what can be done with a mark, by the keyboard alone."""

from __future__ import annotations

import sys

import pytest
from playwright.sync_api import expect

from tests.browser.journeys.conftest import JourneySite
from tests.browser.journeys.keys import Keys

MOST_PRESSES = 25
MARKS = ".mark-item"


def begin(keys: Keys, site: JourneySite, locale: str = "en") -> None:
    """Open the page and start, with the Enter key."""
    keys.page.goto(f"{site.answer_url}?lang={locale}")
    keys.push("Start")
    see(keys, "Where do you often go?")


def see(keys: Keys, heading: str) -> None:
    """Wait for a screen; its heading must hold the focus, so that a screen reader begins there."""
    found = keys.page.locator("#screen-heading")
    expect(found).to_have_text(heading)
    expect(found).to_be_focused()


def to_map(keys: Keys) -> None:
    keys.go(keys.page.get_by_label("Map with a cross in the middle"))


def move(keys: Keys, arrow: str) -> None:
    """Move the map under the crosshair, and wait until it rests."""
    keys.press(arrow)
    expect(keys.page.locator(".leaflet-pan-anim")).to_have_count(0)


def found(keys: Keys, name: str) -> None:
    """Type a name and take what is found first."""
    keys.type(name)
    expect(keys.page.locator(".where").get_by_role("option").first).to_be_visible()
    keys.press("Enter")


def to_drawing(keys: Keys, site: JourneySite, shape: str) -> None:
    """Go on to the question that draws, and choose what to draw."""
    begin(keys, site)
    keys.push("Skip this question")
    see(keys, "Is there something that divides the place?")
    keys.push(shape)


def test_1_by_the_crosshair_and_the_whole_way_to_the_thanks(keys: Keys, journey_site: JourneySite) -> None:
    page = keys.page
    begin(keys, journey_site)
    to_map(keys)
    near = page.locator(".where-near")
    before = near.inner_text()
    keys.press("ArrowRight", 2)
    keys.press("ArrowUp")
    expect(near).not_to_have_text(before)
    keys.press("Enter")
    expect(page.get_by_role("button", name="Use this")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("group", name="How does it feel?")).to_be_visible()
    keys.take("Good")
    keys.tab_to("textbox", "Why?")
    keys.type("We meet here.")
    keys.push("Ready")
    see(keys, "Where do you often go?")
    expect(page.locator(MARKS)).to_have_count(1)
    expect(page.locator(MARKS)).to_contain_text("Good")
    keys.push("Next question")
    see(keys, "Is there something that divides the place?")
    keys.push("Skip this question")
    see(keys, "How do you get there?")
    keys.push("Skip this question")
    see(keys, "What is it like where you live?")
    keys.push("Skip this question")
    see(keys, "How do you see other places?")
    keys.push("Skip this question")
    see(keys, "Do you want to stay?")
    keys.take("No")
    keys.push("Next")
    see(keys, "What makes you want to move?")
    keys.tab_to("textbox", "What makes you want to move?")
    keys.type("The last bus goes at six.")
    keys.push("Next")
    see(keys, "What do you miss?")
    keys.tick("More buses")
    keys.push("Next")
    see(keys, "How well does the municipality listen?")
    keys.take("Neither well nor badly")
    keys.push("Next")
    see(keys, "A little about you")
    keys.take("Prefer not to say")
    keys.push("Next")
    see(keys, "This is what you have told")
    keys.push("Send")
    see(keys, "Thank you!")
    expect(page.locator(".receipt")).to_be_visible()
    expect(page.locator(".sending-line")).to_have_attribute("data-state", "sent")


def test_2_by_search_in_few_presses(
    keys: Keys, journey_site: JourneySite, capsys: pytest.CaptureFixture[str]
) -> None:
    begin(keys, journey_site)
    keys.presses = 0
    keys.way("Search")
    found(keys, "skulberg")
    keys.press("Enter")
    expect(keys.page.locator("#screen-heading")).to_contain_text("Skuleberget")
    with capsys.disabled():
        sys.stdout.write(f"\nplaced by search: {keys.presses} key presses, {keys.letters} letters\n")
    assert keys.presses <= MOST_PRESSES


def test_3_by_the_list(keys: Keys, journey_site: JourneySite) -> None:
    begin(keys, journey_site)
    keys.way("List")
    keys.go(keys.page.locator(".where-entry", has_text="Docksta"))
    keys.press("Enter")
    keys.go(keys.page.locator(".where-entry", has_text="Skuleberget"))
    keys.press("Enter")
    keys.push("Use this")
    expect(keys.page.locator("#screen-heading")).to_contain_text("Skuleberget")


def test_4_where_i_am_now(keys: Keys, journey_site: JourneySite) -> None:
    begin(keys, journey_site)
    keys.way("I am here")
    keys.push("Show where I am")
    keys.take("Only the area, not the spot")
    keys.push("Use this")
    expect(keys.page.get_by_role("group", name="How does it feel?")).to_be_visible()


def test_5_in_words(keys: Keys, journey_site: JourneySite) -> None:
    begin(keys, journey_site)
    keys.way("In words")
    keys.tab_to("textbox", "Where is it?")
    keys.type("behind the church in Ullånger")
    keys.push("Use these words")
    keys.push("Yes, in Ullånger")
    keys.push("Use these words")
    keys.push("Use this")
    keys.push("Ready")
    expect(keys.page.locator(MARKS)).to_contain_text("behind the church in Ullånger")


def test_6_from_here_to_there_by_search(keys: Keys, journey_site: JourneySite) -> None:
    page = keys.page
    begin(keys, journey_site)
    keys.push("Skip this question")
    see(keys, "Is there something that divides the place?")
    keys.push("Skip this question")
    see(keys, "How do you get there?")
    keys.way("Search")
    found(keys, "nyland")
    expect(page.get_by_role("heading", name="Where to?")).to_be_visible()
    found(keys, "docksta")
    expect(page.locator(".where-confirm")).to_contain_text("From Nyland to Docksta")
    keys.push("Use this")
    expect(page.locator(MARKS)).to_contain_text("From Nyland to Docksta")


def test_7_a_line_corner_by_corner(keys: Keys, journey_site: JourneySite) -> None:
    page = keys.page
    to_drawing(keys, journey_site, "An area")
    keys.push("A line", key="Shift+Tab")
    to_map(keys)
    for arrow in ("ArrowRight", "ArrowDown", "ArrowRight"):
        keys.press("Enter")
        move(keys, arrow)
    expect(page.locator(".where-drawn")).to_contain_text("3 points")
    keys.push("Done")
    keys.push("Use this")
    expect(page.get_by_role("group", name="What kind of barrier is it?")).to_be_visible()


def test_8_an_area_with_a_corner_undone(keys: Keys, journey_site: JourneySite) -> None:
    page = keys.page
    to_drawing(keys, journey_site, "An area")
    to_map(keys)
    drawn = page.locator(".where-drawn")
    for arrow in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowLeft"):
        keys.press("Enter")
        move(keys, arrow)
    expect(drawn).to_contain_text("4 points")
    keys.push("Undo the last point")
    expect(drawn).to_contain_text("3 points")
    keys.push("Done")
    keys.push("Use this")
    expect(page.get_by_role("group", name="What kind of barrier is it?")).to_be_visible()


def test_9_a_mark_is_changed_removed_and_comes_back(keys: Keys, journey_site: JourneySite) -> None:
    page = keys.page
    begin(keys, journey_site)
    keys.way("Search")
    found(keys, "skulberg")
    keys.push("Use this")
    keys.take("Bad")
    keys.push("Ready")
    mark = page.locator(MARKS)
    expect(mark).to_contain_text("Bad")
    keys.go(mark.get_by_role("button", name="Change it"))
    keys.press("Enter")
    keys.take("Very good")
    keys.push("Ready")
    expect(mark).to_contain_text("Very good")
    keys.go(mark.get_by_role("button", name="Remove"))
    keys.press("Enter")
    expect(mark).to_have_count(0)
    keys.push("Undo")
    expect(mark).to_contain_text("Very good")


def test_10_the_language_turns_to_arabic_in_the_middle(keys: Keys, journey_site: JourneySite) -> None:
    page = keys.page
    begin(keys, journey_site)
    keys.way("Search")
    found(keys, "skulberg")
    keys.push("Use this")
    keys.take("Good")
    keys.tab_to("textbox", "Why?")
    keys.type("The view")
    keys.tab_to("combobox", "Language")
    keys.press("ArrowDown")  # what comes after English
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#language")).to_be_focused()
    expect(page.locator("textarea")).to_have_value("The view")
    onward = page.locator("#screen-foot .button-primary")
    keys.go(onward)
    keys.press("Enter")
    expect(page.locator("#screen-heading")).to_have_text("إلى أين تذهب كثيرًا؟")
    expect(page.locator(MARKS)).to_contain_text("The view")
    keys.go(onward)
    keys.press("Enter")
    expect(page.locator("#screen-heading")).to_have_text("هل هناك ما يقسم المكان؟")
    keys.go(page.get_by_role("tab"))
    keys.press("ArrowLeft")  # the next way lies to the left
    expect(page.locator('.where-way[data-way="search"]')).to_be_focused()
    keys.press("Enter")
    found(keys, "ullanger")
    found(keys, "docksta")
    expect(page.locator(".where-drawn")).not_to_be_empty()
