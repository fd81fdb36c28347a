"""The map page in a real browser: what is seen, what keys reach, and what happens when things fail."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

Answer = Callable[[Callable[[dict[str, Any]], object]], None]
LAYERS = ("destinations", "routes", "barriers", "landmarks", "districts", "attitude")
MAP_URL = "/p/kramfors"
HOSTILE = "<img src=x onerror=\"document.title='owned'\"> مرحبا"


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """Collect what the browser complains about; a refused inline script or style is among it."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found


def open_map(page: Page, base_url: str, query: str = "") -> None:
    page.goto(f"{base_url}{MAP_URL}?lang=en&{query}")
    expect(page.locator("#map-page")).not_to_have_class(re.compile("is-loading"), timeout=60_000)


@pytest.fixture
def answer_with(page: Page) -> Iterator[Answer]:
    """Answer every layer with the real payload after a change."""

    def install(change: Callable[[dict[str, Any]], object]) -> None:
        def answer(route: Route) -> None:
            response = route.fetch()
            payload = response.json()
            change(payload)
            route.fulfill(response=response, body=json.dumps(payload))

        page.route("**/layers/**", answer)

    yield install
    page.unroute_all(behavior="ignoreErrors")


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_is_drawn_named_and_tabled(
    page: Page, base_url: str, complaints: list[str], layer: str
) -> None:
    open_map(page, base_url, f"layer={layer}")
    rows = page.locator("#table tbody tr").count()
    assert rows > 0
    assert 0 < page.locator(".symbols [data-id]").count() <= rows
    expect(page.locator("#legend h3").first).to_be_visible()
    assert page.locator("#headline").inner_text().strip()
    assert complaints == []


def test_the_heat_is_painted_and_told(page: Page, base_url: str, complaints: list[str]) -> None:
    open_map(page, base_url, "layer=heat")
    painted = page.evaluate(
        """() => { const c = document.querySelector('canvas.overlay');
        return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((value) => value > 0); }"""
    )
    assert painted
    expect(page.locator("#legend")).to_contain_text("1,000 m")
    classes = page.locator("#table tbody th").all_inner_texts()
    assert 1 < len(classes) == len(set(classes)) <= 7
    assert (
        98
        <= sum(int(share.removesuffix("%")) for share in page.locator("#table td").all_inner_texts())
        <= 102
    )
    assert complaints == []


def test_nothing_is_loaded_from_another_host(page: Page, base_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_map(page, base_url)
    assert asked
    assert [url for url in asked if not url.startswith((base_url, "data:"))] == []


def test_a_choice_is_in_the_address_and_can_be_gone_back_from(page: Page, base_url: str) -> None:
    open_map(page, base_url, "layer=destinations")
    page.get_by_label("How do people feel about each area?").check()
    expect(page).to_have_url(re.compile(r"layer=attitude"))
    expect(page.locator("#table thead th").first).to_have_text("Area")
    page.go_back()
    expect(page).to_have_url(re.compile(r"layer=destinations"))
    expect(page.get_by_label("Where do people go?")).to_be_checked()
    expect(page.locator("#table thead th").first).to_have_text("Place")


def test_an_address_that_was_shared_shows_the_same(page: Page, base_url: str) -> None:
    open_map(page, base_url, "layer=attitude&theme=service&view=11/62.93/17.78")
    page.reload()
    expect(page).to_have_url(re.compile(r"view=11/62\.93/17\.78"))
    expect(page.get_by_label("How do people feel about each area?")).to_be_checked()


def test_the_keyboard_reaches_every_feature_through_the_table(page: Page, base_url: str) -> None:
    page.set_viewport_size({"width": 1600, "height": 900})
    open_map(page, base_url, "layer=destinations")
    button = page.locator("#table tbody button").first
    button.focus()
    name = button.inner_text()
    expect(page.locator("#card .card-name")).to_have_text(name)
    expect(page.locator(".selection .pointed")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#table tr.is-selected")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#table tr.is-selected")).to_have_count(0)


def test_arrows_go_from_symbol_to_symbol(page: Page, base_url: str) -> None:
    open_map(page, base_url, "layer=landmarks")
    assert page.locator(".symbols [data-id][tabindex='0']").count() == 1
    page.locator(".symbols [data-id][tabindex='0']").focus()
    first = page.locator("#card .card-name").inner_text()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#card .card-name")).not_to_have_text(first)


def test_columns_sort_both_ways(page: Page, base_url: str) -> None:
    page.set_viewport_size({"width": 1600, "height": 900})
    open_map(page, base_url, "layer=destinations")
    people = page.locator("#table tbody td.cell-whole")
    falling = [int(text) for text in people.all_inner_texts()]
    assert falling == sorted(falling, reverse=True)
    page.get_by_role("button", name="People").click()
    expect(page.locator("#table th[aria-sort=ascending]")).to_have_text(re.compile("People"))
    assert [int(text) for text in people.all_inner_texts()] == sorted(falling)


def test_a_symbol_under_the_pointer_says_what_it_is(page: Page, base_url: str) -> None:
    open_map(page, base_url, "layer=attitude")
    spot = page.evaluate(
        """() => [...document.querySelectorAll('.symbols [data-id] path.attitude-ok')].map((area) => {
            const { left, top, width, height } = area.getBoundingClientRect();
            return { area, x: left + width / 2, y: top + height / 2 };
        }).filter(({ area, x, y }) => document.elementFromPoint(x, y) === area)
            .map(({ x, y }) => [x, y])[0]"""
    )
    page.mouse.move(*spot)
    expect(page.locator("#card")).to_contain_text(re.compile(r"people have told about this area|Too few"))


def test_what_people_wrote_is_text_and_never_markup(page: Page, base_url: str, answer_with: Answer) -> None:
    def hostile(payload: dict[str, Any]) -> None:
        for feature in payload["features"]:
            feature["properties"]["name"] = HOSTILE
        payload["mentalmap"]["captions"] = [HOSTILE]

    answer_with(hostile)
    page.set_viewport_size({"width": 1600, "height": 900})
    open_map(page, base_url, "layer=landmarks")
    page.locator("#table tbody button").first.focus()
    expect(page.locator("#card .card-name")).to_have_text(HOSTILE)
    expect(page.locator("#headline")).to_have_text(HOSTILE)
    assert page.locator("img").count() == 0
    assert page.title() != "owned"


def test_too_few_is_said_in_words_and_carries_no_colour(
    page: Page, base_url: str, answer_with: Answer
) -> None:
    def hide(payload: dict[str, Any]) -> None:
        feature = payload["features"][0]
        feature["properties"] = {"name": "Herrskog", "people": None, "marks": None, "status": "too_few"}

    answer_with(hide)
    page.set_viewport_size({"width": 1600, "height": 900})
    open_map(page, base_url, "layer=attitude")
    row = page.locator("#table tbody tr", has_text="Herrskog").last
    expect(row).to_contain_text("Too few answers to show")
    assert not re.search(r"\d", row.inner_text().replace("Herrskog", ""))
    marked = page.locator(".feature-too_few path").last
    expect(marked).to_have_attribute("fill", "url(#too-few)")


def test_a_server_that_does_not_answer_is_said_and_tried_again(page: Page, base_url: str) -> None:
    open_map(page, base_url, "layer=destinations")
    page.route("**/layers/landmarks/**", lambda route: route.abort())
    page.get_by_label("What do people find their way by?").check()
    expect(page.locator("#notice")).to_contain_text("Nothing was lost")
    expect(page.locator("#table tbody tr")).to_have_count(0)
    page.unroute("**/layers/landmarks/**")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#table tbody tr").first).to_be_visible(visible=False)
    expect(page.locator("#notice")).to_be_hidden()


def test_being_offline_is_said(page: Page, base_url: str) -> None:
    open_map(page, base_url, "layer=destinations")
    page.context.set_offline(True)
    page.get_by_label("What do people find their way by?").check()
    expect(page.locator("#notice")).to_contain_text("You are offline")
    page.context.set_offline(False)
    expect(page.locator("#notice")).to_be_hidden()


def test_a_refusal_of_the_server_is_told_in_its_own_words(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}{MAP_URL}?lang=en&survey=1066")
    expect(page.locator("body")).to_contain_text("No round called “1066” is published")


def test_nothing_to_show_is_no_error(page: Page, base_url: str, answer_with: Answer) -> None:
    answer_with(lambda payload: payload.update(features=[]))
    open_map(page, base_url, "layer=attitude&theme=service")
    expect(page.locator("#notice")).to_have_attribute("data-kind", "empty")
    page.get_by_role("button", name="Clear the filters").click()
    expect(page).not_to_have_url(re.compile("theme="))


def test_an_empty_layer_says_its_own_reason(page: Page, base_url: str, answer_with: Answer) -> None:
    def empty(payload: dict[str, Any]) -> None:
        payload["features"] = []
        payload["mentalmap"]["captions"] = ["Nobody has drawn a district here."]

    answer_with(empty)
    open_map(page, base_url, "layer=districts")
    expect(page.locator("#notice")).to_contain_text("Nobody has drawn a district here.")
    expect(page.locator("#headline")).to_have_text("Nobody has drawn a district here.")


def test_the_last_choice_wins_however_slow_the_first_answer(page: Page, base_url: str) -> None:
    open_map(page, base_url, "layer=destinations")
    held: list[Route] = []
    page.route("**/layers/landmarks/**", lambda route: held.append(route))
    page.get_by_label("What do people find their way by?").check()
    page.get_by_label("How do people feel about each area?").check()
    expect(page.locator("#table thead th").first).to_have_text("Area")
    for route in held:
        route.abort()
    expect(page.locator("#table thead th").first).to_have_text("Area")
    expect(page.locator("#notice")).to_be_hidden()


def test_without_scripts_the_message_stands_and_the_form_can_be_sent(browser: Browser, base_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base_url}{MAP_URL}?lang=en&layer=destinations")
    assert page.locator("#headline").inner_text().strip()
    page.get_by_label("What do people find their way by?").check()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile("layer=landmarks"))
    expect(page.locator("h1")).to_have_text("What do people find their way by?")
    context.close()


def test_without_scripts_there_is_a_table_and_no_dead_button(browser: Browser, base_url: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{base_url}{MAP_URL}?lang=en&layer=attitude")
    rows = page.locator(".without-script tbody tr")
    expect(rows.first).to_be_visible()
    assert rows.count() > 5
    expect(rows.filter(has_text="Docksta")).to_have_count(1)
    dead = page.locator("button:visible").filter(has_not_text=re.compile("^Show$"))
    assert dead.all_inner_texts() == []
    context.close()


def test_one_theme_at_a_time_is_chosen_and_stands_in_the_address(page: Page, base_url: str) -> None:
    open_map(page, base_url, "layer=attitude")
    theme = page.get_by_label("Only about")
    expect(theme).to_have_value("")
    theme.select_option(index=1)
    expect(page).to_have_url(re.compile(r"theme=\w+"))
    theme.select_option(index=2)
    expect(page).to_have_url(re.compile(r"theme="))
    assert page.url.count("theme=") == 1
    theme.select_option("")
    expect(page).not_to_have_url(re.compile("theme="))


def test_a_theme_and_a_kind_are_chosen_one_at_a_time(page: Page, base_url: str) -> None:
    open_map(page, base_url, "layer=attitude")
    page.get_by_label("Only about").select_option("service")
    expect(page).to_have_url(re.compile("theme=service"))
    page.get_by_label("Only kinds of answers").select_option("pride")
    expect(page).to_have_url(re.compile("kind=pride"))
    expect(page).not_to_have_url(re.compile("theme="))
    expect(page.get_by_label("Only about")).to_have_value("")
    expect(page.locator("#notice")).to_be_hidden()


def test_a_version_that_was_withdrawn_meanwhile_is_replaced_by_the_current(page: Page, base_url: str) -> None:
    open_map(page, base_url, "layer=destinations&survey=2016")
    page.route("**/v/2016/1/en/layers/landmarks/**", lambda route: route.fulfill(status=404), times=1)
    page.get_by_label("What do people find their way by?").check()
    expect(page.locator("#table thead th").first).to_have_text("Landmark")
    expect(page.locator("#table tbody tr").first).to_be_attached()
    expect(page.locator("#notice")).to_be_hidden()


@pytest.mark.parametrize(("land", "is_sea"), [(True, True), (False, False)])
def test_only_land_that_is_known_lies_in_the_sea(page: Page, base_url: str, land: bool, is_sea: bool) -> None:
    def answer(route: Route) -> None:
        response = route.fetch()
        outline = response.json()
        outline["water"]["features"] = []
        if not land:
            outline["land"]["features"] = []
        route.fulfill(response=response, body=json.dumps(outline))

    page.route("**/basemap/*.json", answer)
    open_map(page, base_url, "layer=attitude")
    expect(page.locator("path.outline-areas").first).to_be_attached()
    assert ("has-sea-around" in (page.locator("#map").get_attribute("class") or "")) is is_sea
    expect(page.locator("path.outline-land").first).to_be_attached()


@pytest.mark.parametrize("width", [1280, 1440, 1920])
def test_a_long_name_does_not_push_the_figures_out_of_the_table(
    page: Page, base_url: str, answer_with: Answer, width: int
) -> None:
    def lengthen(payload: dict[str, Any]) -> None:
        payload["features"][0]["properties"]["name"] = "Klockestrandsbygdegårdsföreningsområdet" * 3

    answer_with(lengthen)
    page.set_viewport_size({"width": width, "height": 1080})
    open_map(page, base_url, "layer=attitude")
    if page.locator("#table-toggle").get_attribute("aria-expanded") == "false":
        page.locator("#table-toggle").click()
    panel = page.locator("#table-panel")
    assert panel.evaluate("box => box.scrollWidth - box.clientWidth") <= 0


def test_no_name_lies_under_the_tools_or_the_legend(page: Page, base_url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    for layer in LAYERS:
        open_map(page, base_url, f"layer={layer}")
        covered = page.evaluate(
            """() => {
                const over = [...document.querySelectorAll('.map-tools > *, .legend')]
                    .map((one) => one.getBoundingClientRect());
                const box = document.querySelector('#map').getBoundingClientRect();
                return [...document.querySelectorAll('.overlay text.name')].filter((text) => {
                    const { left, right, top, bottom } = text.getBoundingClientRect();
                    return over.some((one) => left < one.right - 2 && right > one.left + 2
                        && top < one.bottom - 2 && bottom > one.top + 2 && left >= box.left);
                }).map((text) => text.textContent);
            }"""
        )
        assert covered == [], layer


def test_a_barrier_too_small_for_an_outline_is_a_spot_that_the_legend_explains(
    page: Page, base_url: str, answer_with: Answer
) -> None:
    def shrink(payload: dict[str, Any]) -> None:
        payload["features"] = payload["features"][:1]
        payload["features"][0]["geometry"] = {"type": "Point", "coordinates": [17.78, 62.93]}

    answer_with(shrink)
    open_map(page, base_url, "layer=barriers")
    expect(page.locator(".symbols .barrier-spot")).to_have_count(1)
    expect(page.locator("#legend")).to_contain_text("In one spot")


def test_a_ring_leaves_open_what_is_not_told(page: Page, base_url: str, answer_with: Answer) -> None:
    def keep_one(payload: dict[str, Any]) -> None:
        first = max(payload["features"], key=lambda one: one["properties"]["people"] or 0)
        first["properties"]["purposes"] = {"trade": first["properties"]["people"] // 3}
        payload["features"] = [first]

    answer_with(keep_one)
    open_map(page, base_url, "layer=destinations")
    expect(page.locator(".symbols path.purpose")).to_have_count(2)
    expect(page.locator(".symbols path.purpose-untold")).to_have_count(1)
    expect(page.locator("#legend")).to_contain_text("Too few to show, or no errand given")


@pytest.mark.parametrize(("width", "height"), [(360, 640), (390, 844)])
def test_a_phone_shows_the_map_and_the_message_and_lifts_the_rest(
    page: Page, base_url: str, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    open_map(page, base_url, "layer=attitude")
    expect(page.locator("#headline")).to_be_in_viewport()
    map_box = page.locator("#map").bounding_box()
    assert map_box is not None
    assert map_box["height"] > height * 0.4
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_role("button", name="Show more").click()
    page.get_by_label("Where do people go?").check()
    expect(page.locator("#panel")).not_to_have_class(re.compile("is-open"))
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, a, select, label.layer-choice, label.check, summary')]
        .filter((one) => one.checkVisibility() && !one.closest('.skip-link, tbody'))
        .map((one) => [one.textContent.trim(), one.getBoundingClientRect().height])
        .filter(([, height]) => height < 44)"""
    )
    assert small == []


def test_paper_gets_message_map_legend_and_table_and_nothing_to_click(page: Page, base_url: str) -> None:
    open_map(page, base_url, "layer=attitude")
    page.emulate_media(media="print")
    for shown in ("#headline", "#map", "#legend", "#table"):
        expect(page.locator(shown)).to_be_visible()
    expect(page.locator(".on-print")).to_contain_text(re.compile("Kramfors · Round of interviews: .?2020"))
    expect(page.locator(".on-print")).to_contain_text(re.compile(r"Printed \w+ \d+, \d{4}"))
    for gone in ("#filters", ".map-tools", "#panel-handle", ".site-tools"):
        expect(page.locator(gone)).to_be_hidden()


def test_downloads_and_languages_follow_what_is_shown(page: Page, base_url: str) -> None:
    open_map(page, base_url, "layer=attitude&survey=2016")
    links = page.locator("a[data-download]")
    assert links.count() == 5
    for link in links.all():
        assert "/v/2016/" in (link.get_attribute("href") or "")
    page.get_by_label("Round of interviews").select_option("2020")
    for link in links.all():
        expect(link).to_have_attribute("href", re.compile(r"/v/2020/1/en/download/bygder/kramfors-2020\.\w"))
    page.get_by_role("link", name="Svenska").click()
    expect(page).to_have_url(re.compile(r"layer=attitude"))
    expect(page.locator("html")).to_have_attribute("lang", "sv")


def test_made_up_answers_are_said_to_be_made_up(page: Page, base_url: str) -> None:
    open_map(page, base_url)
    expect(page.get_by_role("complementary", name="Example")).to_contain_text("made up")
