"""What the folium page draws: every symbol, in the colours of its legend."""

from __future__ import annotations

import pytest

from mentalmap.domain.layers.envelope import Status
from mentalmap.domain.symbols import PALETTE, color_of_purposes
from mentalmap.domain.vocabulary import PUBLIC_LAYERS, LayerName
from tests.browser.folium_page.layer_switch import drawn, switch_to
from tests.unit.bundles import make_layers

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", [name for name in PUBLIC_LAYERS if name is not LayerName.HEAT])
def test_every_feature_that_has_a_value_is_drawn_where_one_can_see_it(open_page, name):
    page = open_page()
    switch_to(page, name)
    [layer] = [layer for layer in make_layers() if layer.name is name]
    told = {one.id for one in layer.features if one.status is Status.OK}
    shown = {symbol.get_attribute("data-id") for symbol in drawn(page, name).all() if symbol.bounding_box()}
    assert told <= shown
    box = page.locator(".folium-map").bounding_box()
    for symbol in drawn(page, name).all():
        place = symbol.bounding_box()
        assert place["x"] < box["x"] + box["width"]
        assert place["x"] + place["width"] > box["x"]


def test_the_map_and_the_legend_take_their_colours_from_one_place(open_page):
    page = open_page()
    switch_to(page, LayerName.ATTITUDE)
    legend = page.locator("[data-layer=attitude] .legend rect.legend-step")
    assert [step.get_attribute("fill") for step in legend.all()] == list(reversed(PALETTE))
    fills = {one.get_attribute("fill") for one in page.locator(".symbols-attitude .attitude-ok").all()}
    assert fills
    assert fills <= set(PALETTE)

    switch_to(page, LayerName.DESTINATIONS)
    colors = color_of_purposes(("trade", "service", "work"))
    rings = page.locator("[data-layer=destinations] .legend .ring circle")
    assert [ring.get_attribute("fill") for ring in rings.all()] == [
        colors[c] for c in ("trade", "service", "other")
    ]
    trade = page.locator(".symbols-destinations .purpose-0").first.evaluate(
        "one => getComputedStyle(one).fill"
    )
    red, green, blue = (int(colors["trade"][start : start + 2], 16) for start in (1, 3, 5))
    assert trade == f"rgb({red}, {green}, {blue})"


def test_too_few_and_no_answers_are_patterns_without_a_colour(open_page):
    page = open_page()
    switch_to(page, LayerName.ATTITUDE)
    assert page.locator("[data-id=a4] .attitude").get_attribute("fill") == "url(#too-few)"
    assert page.locator("[data-id=a5] .attitude").last.get_attribute("fill") == "url(#no-data)"
    legend = page.locator("[data-layer=attitude] .legend").inner_text()
    assert "fewer than 5 people" in legend
    assert "Nobody has said how it feels here" in legend


def test_the_heat_is_painted_in_its_colours(open_page):
    page = open_page()
    switch_to(page, LayerName.HEAT)
    assert page.locator("canvas.overlay").evaluate(
        """canvas => {
            const { width, height } = canvas;
            return canvas.getContext("2d").getImageData(0, 0, width, height).data.some(Boolean);
        }"""
    )


def test_between_grounds_of_the_heat_there_is_neither_a_gap_nor_a_dark_line(open_page):
    page = open_page()
    switch_to(page, LayerName.HEAT)
    faults = page.locator("canvas.overlay").evaluate(
        """canvas => {
            const { width, height } = canvas;
            const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
            const at = (x, y) => data[(y * width + x) * 4 + 3];
            const off = (value, ...sides) => Math.min(...sides) - value > 3 || value - Math.max(...sides) > 3;
            let painted = 0, faults = 0;
            for (let y = 3; y < height - 3; y += 1) for (let x = 3; x < width - 3; x += 1) {
                const sides = [at(x - 3, y), at(x + 3, y), at(x, y - 3), at(x, y + 3)];
                if (sides.some((side) => side === 0)) continue;
                painted += 1;
                const [left, right, above, below] = sides;
                if (off(at(x, y), left, right) || off(at(x, y), above, below)) faults += 1;
            }
            return { painted, faults };
        }"""
    )
    assert faults["painted"] > 500
    assert faults["faults"] == 0
