"""Reading the folium page: with pointer or keyboard, in words, on paper, on any screen."""

from __future__ import annotations

import pytest

from mentalmap.domain.vocabulary import PUBLIC_LAYERS, LayerName
from tests.browser.folium_page.layer_switch import drawn, switch_to
from tests.unit.bundles import TITLES

pytestmark = pytest.mark.browser


def test_the_layer_control_shows_one_layer_at_a_time_with_its_words(open_page):
    page = open_page()
    for name in PUBLIC_LAYERS:
        switch_to(page, name)
        sections = page.locator("[data-layer]:visible")
        assert sections.count() == 1
        assert sections.get_by_role("heading", level=2).inner_text() == TITLES[name]
        assert page.locator(".symbols").count() == (0 if name is LayerName.HEAT else 1)


def test_pointing_at_a_symbol_says_what_it_is(open_page):
    page = open_page()
    drawn(page, LayerName.DESTINATIONS).locator("circle").first.hover(force=True)
    card = page.locator(".card")
    assert card.locator(".card-name").inner_text() == "Kramfors"
    assert "90 people" in card.inner_text()
    page.mouse.move(640, 10)
    assert card.is_hidden()


def test_the_keyboard_reaches_symbols_and_table_alike(open_page):
    page = open_page()
    page.locator("[data-id=d1][tabindex]").focus()
    assert page.locator(".card-name").inner_text() == "Ullånger"
    page.get_by_role("button", name="Nyland").focus()
    assert page.locator(".card-name").inner_text() == "Nyland"
    page.keyboard.press("Tab")
    assert page.locator(".card-name").inner_text() == "Bollstabruk"


def test_the_table_tells_the_same_features_and_says_too_few(open_page):
    page = open_page()
    switch_to(page, LayerName.ATTITUDE)
    rows = [row.inner_text().split("\t") for row in page.locator("[data-layer=attitude] tbody tr").all()]
    assert rows[0][:3] == ["Bollstabruk", "+1.7", "33"]
    assert ["Docksta", "Too few answers"] in rows
    assert ["Nordingrå", "Nobody has said how it feels here"] in rows


def test_the_notice_of_invented_answers_is_always_in_sight(open_page):
    page = open_page()
    assert page.locator(".notice").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".notice").is_visible()


def test_a_real_project_has_no_such_notice(open_page):
    assert open_page(is_synthetic=False).locator(".notice").count() == 0


def test_paper_gets_the_map_its_words_and_no_switch(open_page):
    page = open_page()
    page.emulate_media(media="print")
    assert page.locator(".folium-map").is_visible()
    assert page.locator("[data-layer=destinations] .legend").is_visible()
    assert page.locator("[data-layer=destinations] table").is_visible()
    assert page.locator("#layer-switch").is_hidden()


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 800), (1920, 1080)])
def test_nothing_is_cut_off_at_any_width(open_page, width, height):
    page = open_page()
    page.set_viewport_size({"width": width, "height": height})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator(".folium-map").bounding_box()
    assert box["width"] >= 360 - 1
    assert box["height"] >= height * 0.5


def test_right_to_left_pages_keep_their_map_and_turn_their_words(open_page):
    page = open_page(locale="ar", project_name="كرامفورش")
    assert page.locator("html").get_attribute("dir") == "rtl"
    panel, chart = page.locator(".words").bounding_box(), page.locator(".folium-map").bounding_box()
    assert panel["x"] > chart["x"]
    assert drawn(page, LayerName.DESTINATIONS).count() == 5
    assert page.complaints == []


def test_a_bundle_without_layers_or_basemap_is_an_empty_page_not_a_broken_one(open_page):
    page = open_page(layers=(), outline=None)
    assert page.locator("h1").inner_text() == "Kramfors"
    assert page.complaints == []
