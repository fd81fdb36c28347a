"""How places see each other: keys walk through the matrix, and arcs come only when asked for."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.planner.conftest import OpenPlan
from tests.browser.planner.test_plan_page import HOSTILE, answer_with

MEASURED = r"[+−]?\d\.\d \([+−]?\d\.\d\s…\s[+−]?\d\.\d\), \d+ people"
ARCS = "#column-a .symbols .relation-arc"


def test_arcs_come_with_a_row_and_go_with_the_selection(page: Page, open_plan: OpenPlan) -> None:
    open_plan("layer=relations")
    expect(page.locator(ARCS)).to_have_count(0)
    row = page.locator(".matrix tbody tr").first
    name = row.locator("th").inner_text()
    told = row.locator("td:not(.is-self):not(.is-few):not(.is-empty)").count()
    assert told > 0
    row.locator("th").click()
    expect(page.locator(ARCS)).to_have_count(told)
    expect(page.locator(".matrix-said")).to_contain_text(name)
    expect(page.locator("#area h2")).to_have_text(name)
    page.keyboard.press("Escape")
    expect(page.locator(ARCS)).to_have_count(0)


def test_arrow_keys_walk_the_matrix_as_one_tab_stop(page: Page, open_plan: OpenPlan) -> None:
    open_plan("layer=relations")
    expect(page.locator(".matrix [tabindex='0']")).to_have_count(1)
    page.locator(".matrix [tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-at='1,2']")).to_be_focused()
    page.keyboard.press("Home")
    expect(page.locator("[data-at='1,0']")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-at='1,0']")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[data-at='2,0']")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".matrix [tabindex='0']")).to_have_count(1)


def test_every_cell_says_its_number_or_why_it_has_none(page: Page, open_plan: OpenPlan) -> None:
    open_plan("layer=relations")
    cells = page.locator(".matrix tbody td").all_text_contents()
    size = page.locator(".matrix tbody tr").count()
    assert len(cells) == size * size
    assert all(
        re.fullmatch(r"[+−]?\d\.\d|Too few answers to show|Nobody has answered this here", cell)
        for cell in cells
    )
    assert page.locator(".matrix td.is-self").count() == size


def test_numbers_can_be_read_on_every_cell(page: Page, open_plan: OpenPlan) -> None:
    open_plan("layer=relations")
    told = page.locator(".matrix td:not(.is-few):not(.is-empty)[data-at]")
    inks = set(told.evaluate_all("all => all.map((one) => getComputedStyle(one).color)"))
    assert inks <= {"rgb(23, 33, 43)", "rgb(255, 255, 255)"}


def test_names_stay_text_and_a_matrix_scrolls_in_its_own_box(page: Page, open_plan: OpenPlan) -> None:
    def rename(payload: dict[str, Any]) -> None:
        for feature in payload["features"]:
            for key in ("name", "home_name", "about_name"):
                if feature["properties"].get(key):
                    feature["properties"][key] = HOSTILE

    answer_with(page, "**/plan/layers/relations.json*", rename)
    open_plan("layer=relations")
    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.locator(".matrix-row").first).to_have_text(HOSTILE)
    assert page.locator(".matrix img").count() == 0
    assert page.title() != "owned"
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390


def test_two_images_of_a_place_are_told_in_words_beside_their_dots(page: Page, open_plan: OpenPlan) -> None:
    open_plan("layer=relations")
    both = (
        page.locator(".dot-row", has=page.locator(".dot-self")).filter(has=page.locator(".dot-other")).first
    )
    expect(both.locator(".dot-words")).to_have_text(
        re.compile(rf"Those who live here: {MEASURED}\. Others: {MEASURED}\.")
    )


def test_where_hardly_any_two_areas_are_linked_words_say_why_there_is_no_matrix(
    page: Page, open_plan: OpenPlan
) -> None:
    def many(payload: dict[str, Any]) -> None:
        payload["mentalmap"]["parameters"]["matrix_order"] = [f"area-{n}" for n in range(400)]

    answer_with(page, "**/plan/layers/relations.json*", many)
    open_plan("layer=relations")
    expect(page.locator(".layer-side:visible")).to_contain_text(
        "The matrix is not shown: among so many areas"
    )
    expect(page.locator(".matrix")).to_have_count(0)
