"""The folium page keeps to itself: it asks nobody for anything, and runs nothing that it was told."""

from __future__ import annotations

import re

import pytest

from mentalmap.domain.vocabulary import PUBLIC_LAYERS, LayerName
from mentalmap.exchange.bundle import Outline, OutlineShape
from mentalmap.exchange.writing import WRITERS
from mentalmap.messages import say
from tests.browser.folium_page.layer_switch import switch_to
from tests.unit.bundles import feature, make_bundle, make_layer, square

pytestmark = pytest.mark.browser

HOSTILE = (
    '</script><script>window.stolen=1</script><img src=x onerror="window.stolen=2">'
    "'\"`${1}\u202eabc\u2028 & <b>b</b>"
)
# Addresses that scripts name and nobody loads: the namespace of SVG, and a link that is not shown.
HARMLESS = {"http://www.w3.org", "https://leafletjs.com"}


def test_nothing_is_asked_of_any_other_place(open_page):
    page = open_page()
    for name in PUBLIC_LAYERS:
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
