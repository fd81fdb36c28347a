"""The folium page in a real browser, opened from a folder with the network cut off."""

from __future__ import annotations

import re

import pytest

from mentalmap.domain.layers.envelope import Status
from mentalmap.domain.symbols import PALETTE, color_of_purposes
from mentalmap.domain.vocabulary import LayerName
from mentalmap.exchange.bundle import Outline, OutlineShape
from mentalmap.exchange.writing import WRITERS
from mentalmap.messages import say
from tests.unit.bundles import TITLES, feature, make_bundle, make_layer, make_layers, square

pytestmark = pytest.mark.browser

HOSTILE = (
    '</script><script>window.stolen=1</script><img src=x onerror="window.stolen=2">'
    "'\"`${1}\u202eabc\u2028 & <b>b</b>"
)
# Addresses that scripts name and nobody loads: the namespace of SVG, and a link that is not shown.
HARMLESS = {"http://www.w3.org", "https://leafletjs.com"}


@pytest.fixture(scope="session")
def base_url():
    """No server is needed: the page is a file."""
    return ""


@pytest.fixture(scope="session")
def assets(project_root):
    """The built script and style."""
    built = project_root / "static" / "dist" / "folium"
    if not (built / "page.js").exists():
        pytest.skip("the front end was not built: run `python scripts/build_frontend.py`")
    return built


@pytest.fixture
def open_page(page, context, assets, tmp_path):
    """Write a bundle as a page, cut the network, open the file, and watch for requests and errors."""

    def opened(**changes):
        path = tmp_path / "Kramfors på stickan.html"
        WRITERS["html"].write(make_bundle(**changes), path, assets)
        page.requests, page.complaints = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on(
            "console", lambda said: said.type in ("error", "warning") and page.complaints.append(said.text)
        )
        context.set_offline(True)
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(path.as_uri())
        page.wait_for_selector(".leaflet-container")
        return page

    return opened


def switch_to(page, name):
    page.get_by_role("radio", name=TITLES[name], exact=True).check()


def drawn(page, name):
    return page.locator(f".symbols-{name.value} [data-id]")


def test_nothing_is_asked_of_any_other_place(open_page):
    page = open_page()
    for name in LayerName:
        switch_to(page, name)
    assert [url for url in page.requests if not url.startswith("data:")] == [page.url]
    assert page.complaints == []


def test_the_file_names_no_address_that_could_be_loaded(assets, tmp_path):
    path = tmp_path / "map.html"
    WRITERS["html"].write(make_bundle(), path, assets)
    text = path.read_text(encoding="utf-8")
    licences_away = re.sub(r"/\*!.*?\*/", "", text, flags=re.DOTALL)
    assert set(re.findall(r"https?://[\w.-]+", licences_away)) <= HARMLESS
    markup = re.sub(r"<(script|style)>.*?</\1>", "", licences_away, flags=re.DOTALL)
    assert re.findall(r"""(?:src|href)\s*=\s*["']?([^"'\s>]+)""", markup) == ["data:,"]
    assert not re.findall(r"url\(\s*[\"']?(?!data:|#|\)|[\"'])", licences_away)
    assert "{z}" not in text


@pytest.mark.parametrize("name", [name for name in LayerName if name is not LayerName.HEAT])
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


def test_the_layer_control_shows_one_layer_at_a_time_with_its_words(open_page):
    page = open_page()
    for name in LayerName:
        switch_to(page, name)
        sections = page.locator("[data-layer]:visible")
        assert sections.count() == 1
        assert sections.get_by_role("heading", level=2).inner_text() == TITLES[name]
        assert page.locator(".symbols").count() == (0 if name is LayerName.HEAT else 1)


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
    assert "No answers" in legend


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
    assert ["Nordingrå", "No answers"] in rows


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


def test_hostile_text_is_shown_and_never_run(open_page):
    layers = (
        make_layer(
            LayerName.DESTINATIONS,
            (
                feature(
                    '"><script>window.stolen=3</script>',
                    HOSTILE,
                    square(0, 0).centroid,
                    {"purposes": {HOSTILE: 9}},
                ),
            ),
            captions=(say("About %(place)s.", place=HOSTILE), say("More: %(place)s", place=HOSTILE)),
            parameters={HOSTILE: HOSTILE},
        ),
        make_layer(LayerName.ATTITUDE, (feature("a", HOSTILE, square(0, 0)),)),
    )
    outline = Outline(
        areas=(OutlineShape(HOSTILE, square(0, 0)),),
        labels=(OutlineShape(HOSTILE, square(0, 0).centroid),),
    )
    page = open_page(
        project_name=HOSTILE,
        surveys=(HOSTILE,),
        filters=(HOSTILE,),
        layers=layers,
        titles={LayerName.DESTINATIONS: HOSTILE, LayerName.ATTITUDE: HOSTILE + "2"},
        purpose_names={HOSTILE: HOSTILE},
        outline=outline,
    )
    page.locator(".symbols-destinations [data-id]").focus()
    assert "onerror" in page.locator(".card").inner_text()
    page.get_by_role("radio").nth(1).check()
    page.locator("tbody button:visible").first.hover()
    assert page.evaluate("window.stolen") is None
    assert page.locator("img").count() == 0
    assert page.locator("h1").text_content() == HOSTILE
    assert page.locator("script").count() == 2
    assert page.complaints == []


def test_a_script_that_was_smuggled_in_later_does_not_run(open_page):
    """Guard of the test above: the page's content policy refuses scripts that the writer did not write."""
    page = open_page()
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.stolen = 4";
            document.body.append(script);
            document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.stolen = 5'>");
        }"""
    )
    page.wait_for_timeout(100)
    assert page.evaluate("window.stolen") is None
    assert any("Content Security Policy" in said for said in page.complaints)


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
