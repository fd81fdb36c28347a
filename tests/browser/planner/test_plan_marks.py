"""Where people marked, and what answers are weighed by, in a real browser."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route, expect

from tests.browser.planner.conftest import OpenPlan, settle
from tests.browser.planner.test_plan_accessibility import axe as axe
from tests.browser.test_accessibility import violations

MARKS, WEIGHTS = "#choices [name=marks]", "#choices [name=weights]"
KEY = "#column-a .legend-marks"
CLOSE_BY = "view=15.5/62.931/17.778"


def painted(page: Page, column: str = "a") -> int:
    """How many pixels of the marks' canvas have a colour; 0 without a canvas."""
    page.wait_for_load_state("networkidle")
    return int(
        page.evaluate(
            """(column) => {
                const canvas = document.querySelector(`#column-${column} canvas.marks-canvas`);
                if (!canvas) return 0;
                const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                let found = 0;
                for (let index = 3; index < data.length; index += 4) if (data[index] > 0) found += 1;
                return found;
            }""",
            column,
        )
    )


def test_cells_are_shown_when_asked_for_and_change_with_a_filter(
    page: Page, open_plan: OpenPlan, complaints: list[str]
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/plan/grid/" in request.url else None)
    open_plan("layer=attitude")
    expect(page.locator(MARKS)).not_to_be_checked()
    assert painted(page) == 0
    assert asked == []
    page.locator(MARKS).focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("[?&]marks=1"))
    expect(page.locator(KEY)).to_contain_text("Fewer than 5 people")
    expect(page.locator("#spoken")).to_have_text(re.compile("shows where people marked"))
    everybody = painted(page)
    assert everybody > 100
    page.locator("[data-bar='theme=service']").click()
    settle(page)
    expect(page.locator(KEY)).to_be_visible()
    assert 0 < painted(page) < everybody
    assert any("theme=service" in url for url in asked)
    page.go_back()
    settle(page)
    assert painted(page) == everybody
    page.go_back()
    expect(page.locator(MARKS)).not_to_be_checked()
    expect(page.locator(KEY)).to_have_count(0)
    assert painted(page) == 0
    assert complaints == []


def test_close_by_every_mark_stands_by_itself(page: Page, open_plan: OpenPlan, complaints: list[str]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    open_plan(f"layer=attitude&marks=1&{CLOSE_BY}")
    expect(page.locator(KEY)).to_contain_text("Every mark where it was put")
    expect(page.locator(KEY)).to_contain_text("Problems")
    assert painted(page) > 1000
    tiles = [path for path in asked if "/plan/marks/" in path]
    assert tiles and len(tiles) <= 48 and len(set(tiles)) == len(tiles)
    assert not any("/plan/grid/" in path for path in asked)
    page.locator("#column-a [data-map-action=zoom-out]").click()
    expect(page.locator(KEY)).to_contain_text("15 or more")
    assert painted(page) > 0
    assert complaints == []


def test_the_second_map_has_marks_of_its_own(page: Page, open_plan: OpenPlan) -> None:
    open_plan("layer=attitude&split=1&b.layer=heat&b.marks=1&b.theme=service")
    expect(page.locator("#column-b .legend-marks")).to_have_count(1)
    expect(page.locator(KEY)).to_have_count(0)
    assert painted(page, "a") == 0
    assert painted(page, "b") > 0
    page.locator("[data-which=b]").click()
    expect(page.locator(MARKS)).to_be_checked()
    page.locator(MARKS).uncheck()
    expect(page).not_to_have_url(re.compile("marks"))


def test_where_nobody_marked_the_legend_says_so(page: Page, open_plan: OpenPlan) -> None:
    open_plan("layer=attitude&marks=1&view=16/10/10")
    expect(page.locator(KEY)).to_contain_text("Nothing to show in this part of the map.")


def test_marks_that_cannot_be_had_are_said_and_the_map_stands(page: Page, open_plan: OpenPlan) -> None:
    refuse: list[Route] = []

    def refused(route: Route) -> None:
        refuse.append(route)
        route.fulfill(status=503, body="")

    page.route("**/plan/grid/**", refused)
    open_plan("layer=attitude")
    page.locator(MARKS).check()
    expect(page.locator("#banner")).to_contain_text("could not be loaded")
    expect(page.locator("#column-a .feature").first).to_be_attached()
    assert refuse
    page.unroute_all(behavior="ignoreErrors")


def test_weights_are_asked_for_and_what_they_did_stands_under_the_message(
    page: Page, open_plan: OpenPlan, axe: str
) -> None:
    open_plan("layer=attitude")
    told = page.locator("#column-a .column-weights")
    expect(page.locator(WEIGHTS)).not_to_be_checked()
    expect(told).to_be_hidden()
    page.locator(WEIGHTS).check()
    settle(page)
    expect(page).to_have_url(re.compile("weights=population"))
    expect(told).to_contain_text(re.compile("Weighted to the population|Not weighted"))
    expect(page.locator("a[data-download]").first).to_have_attribute("href", re.compile("weights=population"))
    page.locator("#choices input[value=destinations]").check()
    settle(page)
    expect(told).to_contain_text("Weights are not used here")
    page.go_back()
    page.go_back()
    settle(page)
    expect(page.locator(WEIGHTS)).not_to_be_checked()
    expect(told).to_be_hidden()


def test_marks_and_weights_break_no_rule(page: Page, open_plan: OpenPlan, axe: str) -> None:
    open_plan("layer=attitude&marks=1&weights=population")
    expect(page.locator(KEY)).to_be_visible()
    assert violations(page, axe) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    assert violations(page, axe) == []
    open_plan(f"layer=attitude&marks=1&{CLOSE_BY}")
    expect(page.locator(KEY)).to_be_visible()
    assert violations(page, axe) == []
