"""The planner's page in a real browser: the address is the state, and keys reach everything."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.planner.conftest import OpenPlan, settle

LAYERS = (
    "destinations", "routes", "barriers", "landmarks", "districts", "attitude", "relations", "heat",
    "organisation", "coverage", "change",
)  # fmt: skip
HOSTILE = "<img src=x onerror=\"document.title='owned'\"> مرحبا"


def answer_with(page: Page, address: str, change: Callable[[dict[str, Any]], object]) -> None:
    """Answer with the real payload after a change."""

    def answer(route: Route) -> None:
        response = route.fetch()
        payload = response.json()
        change(payload)
        route.fulfill(response=response, body=json.dumps(payload))

    page.route(address, answer)


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_opens_with_its_message(
    page: Page, open_plan: OpenPlan, complaints: list[str], layer: str
) -> None:
    open_plan(f"layer={layer}")
    expect(page.locator(f"#choices input[value={layer}]")).to_be_checked()
    assert page.locator("#column-a .headline").inner_text().strip()
    expect(page.locator("#column-a .notice[data-kind=error]")).to_be_hidden()
    assert complaints == []


def test_a_bar_filters_the_map_and_the_charts_and_can_be_taken_out_of_the_sentence(
    page: Page, open_plan: OpenPlan
) -> None:
    open_plan("")
    everybody = page.locator("#charts-people").inner_text()
    page.locator("[data-bar='theme=service']").click()
    expect(page).to_have_url(re.compile("theme=service"))
    settle(page)
    expect(page.locator("[data-bar='theme=service']")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#sentence")).to_contain_text("Service")
    assert page.locator("#charts-people").inner_text() != everybody
    page.get_by_role("button", name=re.compile("^Remove: Service")).click()
    expect(page).not_to_have_url(re.compile("theme="))
    expect(page.locator("#charts-people")).to_have_text(everybody)
    page.go_back()
    expect(page.locator("#sentence")).to_contain_text("Service")


def test_arrows_go_from_bar_to_bar_and_the_chart_is_one_tab_stop(page: Page, open_plan: OpenPlan) -> None:
    open_plan("")
    stops = page.locator(".bars-theme .bar[tabindex='0']")
    expect(stops).to_have_count(1)
    stops.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("theme="))
    expect(page.locator(".bars-theme .bar[aria-pressed=true]")).to_have_count(1)
    expect(page.locator(".bars-theme .bar[aria-pressed=true]")).to_be_focused()


def test_a_part_is_added_by_keyboard_alone(page: Page, open_plan: OpenPlan) -> None:
    open_plan("")
    page.locator("#add-part").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#picker-search")).to_be_focused()
    page.keyboard.type("pride")
    box = page.locator(".picker-option:visible input").first
    box.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("kind=pride"))
    expect(page.locator("#add-part")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("#picker")).to_be_hidden()
    expect(page).to_have_url(re.compile("kind=pride"))


def test_an_address_that_was_shared_restores_both_columns(page: Page, open_plan: OpenPlan) -> None:
    open_plan(
        "layer=attitude&survey=2020&theme=service&split=1&b.layer=heat&b.survey=2016&view=10/62.93/17.78"
    )
    expect(page.locator("#column-b .column-sentence")).to_contain_text("2016")
    expect(page.locator("#column-a .column-sentence")).to_contain_text("Service")
    expect(page.locator("#choices input[value=attitude]")).to_be_checked()
    page.locator("[data-which=b]").click()
    expect(page.locator("#choices input[value=heat]")).to_be_checked()
    settle(page)
    for part in ("b.layer=heat", "b.survey=2016", "theme=service", "view=10/62.93/17.78"):
        assert part in page.url
    expect(page.locator("#banner")).to_be_hidden()


def test_what_an_address_says_in_vain_is_told_and_left_out(page: Page, open_plan: OpenPlan) -> None:
    open_plan("colour=red&theme=no-such-theme&theme=service")
    expect(page.locator("#banner")).to_contain_text("colour=red")
    expect(page.locator("#banner")).to_contain_text("theme=no-such-theme")
    expect(page.locator("#sentence")).to_contain_text("Service")
    page.locator("#banner button").click()
    expect(page.locator("#banner")).to_be_hidden()


def test_two_maps_look_at_the_same_place(page: Page, open_plan: OpenPlan) -> None:
    open_plan("layer=attitude")
    page.locator("#compare").click()
    settle(page)

    def place(column: str) -> list[float]:
        """Where the land stands in the map's own box, and how large."""
        return [
            round(number)
            for number in page.evaluate(
                """(column) => {
                    const box = (what) =>
                        document.querySelector(`#column-${column} ${what}`).getBoundingClientRect();
                    const [map, land] = [box(".map"), box(".outline-land")];
                    return [land.left - map.left, land.top - map.top, land.width];
                }""",
                column,
            )
        ]

    expect(page.locator("#column-b .outline-land").first).to_be_attached()
    before = place("a")
    assert before == pytest.approx(place("b"), abs=2)
    page.locator("#column-b [data-map-action=zoom-in]").click()
    expect(page).to_have_url(re.compile("view="))
    page.wait_for_timeout(600)
    assert place("a") == pytest.approx(place("b"), abs=2)
    assert place("a") != pytest.approx(before, abs=2)
    page.locator("#compare").click()
    expect(page.locator("#column-b")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("split"))


def test_a_chosen_area_is_told_in_words_and_escape_lets_it_go(page: Page, open_plan: OpenPlan) -> None:
    open_plan("layer=attitude")
    page.locator("#table-toggle").click()
    button = page.locator("#table tbody button").first
    name = button.inner_text()
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#area h2")).to_have_text(name)
    expect(page.locator("#area .area-card p").first).not_to_be_empty()
    expect(page).to_have_url(re.compile("selected="))
    page.reload()
    settle(page)
    expect(page.locator("#area h2")).to_have_text(name)
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("selected="))


def test_quotes_are_text_in_their_own_language_and_are_searched(page: Page, open_plan: OpenPlan) -> None:
    def hostile(payload: dict[str, Any]) -> None:
        for one in payload["quotes"]:
            one.update(quote=HOSTILE, language="ar")

    answer_with(page, "**/quotes.json*", hostile)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_plan("")
    page.locator("#quotes summary").click()
    quote = page.locator("#quotes blockquote").first
    expect(quote).to_have_text(HOSTILE)
    expect(quote).to_have_attribute("lang", "ar")
    expect(quote).to_have_attribute("dir", "auto")
    assert page.locator("img").count() == 0
    assert page.title() != "owned"
    with page.expect_request(re.compile(r"search=skola\+%26")):
        page.locator("#quotes-search").fill("skola &")
    page.unroute_all(behavior="ignoreErrors")


def test_a_view_is_saved_opened_and_deleted(page: Page, open_plan: OpenPlan) -> None:
    open_plan("layer=heat&theme=service")
    page.locator("#save-view").click()
    page.locator("#view-name").fill(HOSTILE)
    page.locator("#view-note").fill("For the council")
    page.locator("#save-form button[type=submit]").click()
    view = page.locator(".view", has_text="For the council").first
    expect(view.locator(".view-name")).to_have_text(HOSTILE)
    open_plan("layer=attitude")
    page.locator(".view", has_text="For the council").first.locator(".view-name").click()
    expect(page).to_have_url(re.compile("layer=heat.*theme=service"))
    views = page.locator(".view", has_text="For the council")
    before = views.count()
    views.first.get_by_role("button", name=re.compile("Delete")).click()
    views.first.get_by_role("button", name="Delete for good").click()
    expect(views).to_have_count(before - 1)


def test_the_picture_for_slides_is_made_in_the_browser(
    page: Page, open_plan: OpenPlan, tmp_path: Path
) -> None:
    open_plan("layer=attitude")
    page.locator(".menu summary").click()
    with page.expect_download() as download:
        page.locator("#picture").click()
    path = tmp_path / "picture.png"
    download.value.save_as(path)
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG") and len(content) > 100_000
    assert int.from_bytes(content[16:20]) == 3200


def test_downloads_are_of_what_is_shown(page: Page, open_plan: OpenPlan) -> None:
    open_plan("layer=attitude&theme=service")
    link = page.locator("a[data-download]").first.get_attribute("href")
    assert link is not None and "theme=service" in link and "layer=attitude" in link


def test_a_server_that_does_not_answer_is_said_and_tried_again(page: Page, open_plan: OpenPlan) -> None:
    open_plan("layer=attitude")
    for address in ("**/plan/layers/heat.json*", "**/plan/charts.json*"):
        page.route(address, lambda route: route.abort())
    page.locator("#choices input[value=heat]").check()
    page.locator("[data-bar='theme=service']").click()
    expect(page.locator("#column-a .notice")).to_contain_text("Nothing was lost")
    expect(page.locator("#charts")).to_contain_text("Nothing was lost")
    page.unroute_all(behavior="ignoreErrors")
    page.locator("#column-a .notice").get_by_role("button", name="Try again").click()
    page.locator("#charts").get_by_role("button", name="Try again").click()
    settle(page)
    expect(page.locator("#column-a .notice")).to_be_hidden()
    expect(page.locator("#charts .bar").first).to_be_visible()


def test_too_few_is_said_in_words_and_old_figures_are_dated(page: Page, open_plan: OpenPlan) -> None:
    def few(payload: dict[str, Any]) -> None:
        payload["stale_since"] = "2026-03-01T10:00:00+00:00"
        for chart in payload["charts"]:
            for bar in chart["bars"]:
                bar.update(people=None, marks=None, status="too_few")

    answer_with(page, "**/charts.json*", few)
    open_plan("")
    expect(page.locator(".bars-theme .bar").first).to_contain_text("too few")
    assert not re.search(r"\d", page.locator(".bars-theme").inner_text())
    expect(page.locator("#banner")).to_contain_text("2026")
    page.unroute_all(behavior="ignoreErrors")


def test_dates_are_chosen_by_dragging_and_by_writing(page: Page, open_plan: OpenPlan) -> None:
    open_plan("")
    plot = page.locator(".time-plot .u-over")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 20, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d"))
    settle(page)
    page.locator("#time-from").fill("2020-09-10")
    expect(page).to_have_url(re.compile("from=2020-09-10"))


@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
def test_nothing_is_wider_than_the_screen(page: Page, open_plan: OpenPlan, width: int) -> None:
    open_plan("")
    page.set_viewport_size({"width": width, "height": 900})
    page.locator("#compare").click()
    settle(page)
    wider = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0
