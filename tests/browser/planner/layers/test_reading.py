"""What a planner reads from each layer: only what is sure has a colour, and no colour stands alone."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from mentalmap.domain.certainty import fan_colors
from mentalmap.domain.symbols import PALETTE
from tests.browser.planner.conftest import OpenPlan
from tests.browser.planner.test_plan_page import HOSTILE, answer_with

LAYER_URL = "**/plan/layers/{}.json*"


def fills(page: Page, selector: str) -> set[str]:
    found: list[str] = page.locator(selector).evaluate_all(
        "all => all.map((one) => one.getAttribute('fill'))"
    )
    return set(found)


def test_every_colour_of_the_attitude_map_stands_in_its_fan(page: Page, open_plan: OpenPlan) -> None:
    open_plan("layer=attitude")
    fan = fills(page, "#column-a .legend-fan .legend-step")
    assert fan == {color for row in fan_colors() for color in row}
    assert page.locator("#column-a .legend-fan .legend-step").count() == 7 + 5 + 3
    painted = fills(page, "#column-a .symbols .attitude-ok")
    assert painted and painted <= fan
    expect(page.locator("#column-a .legend-fan")).to_have_attribute("aria-label", re.compile("unsure"))


def test_the_sign_of_a_sure_feeling_is_written_beside_the_name(page: Page, open_plan: OpenPlan) -> None:
    def lean(payload: dict[str, Any]) -> None:
        for index, feature in enumerate(payload["features"]):
            if feature["properties"]["status"] == "ok":
                feature["properties"]["direction"] = ("positive", "negative", "probably_negative")[index % 3]

    answer_with(page, LAYER_URL.format("attitude"), lean)
    open_plan("layer=attitude")
    names = page.locator("#column-a .name-feature").all_text_contents()
    assert any(name.endswith(" +") for name in names)
    assert any(name.endswith(" −") for name in names)
    told = page.locator("#column-a .symbols [data-id]").evaluate_all(
        "all => all.map((one) => one.getAttribute('aria-label'))"
    )
    assert any("Probably negative; we cannot say how much." in one for one in told)


def test_a_map_without_a_sure_change_has_no_colour_and_says_so(page: Page, open_plan: OpenPlan) -> None:
    def calm(payload: dict[str, Any]) -> None:
        for feature in payload["features"]:
            if feature["properties"]["status"] == "ok":
                feature["properties"] |= {"flagged": False, "difference": 1.9}
        payload["mentalmap"]["parameters"]["mdc"] = 0.9

    answer_with(page, LAYER_URL.format("change"), calm)
    open_plan("layer=change")
    assert page.locator("#column-a .symbols .area-fill").count() > 0
    assert not fills(page, "#column-a .symbols .area-fill") & set(PALETTE)
    expect(page.locator(".layer-side:visible")).to_contain_text("No detectable change")
    expect(page.locator("#column-a .legend")).to_contain_text("differences larger than 0.9")


def test_only_flagged_areas_are_coloured_and_have_an_arrow(page: Page, open_plan: OpenPlan) -> None:
    def flag_one(payload: dict[str, Any]) -> None:
        for one in payload["features"]:
            values = one["properties"]
            if values["status"] == "ok":
                values |= {"flagged": one["id"] == "docksta", "testable": True, "difference": -0.7}
                values |= {"before": 0.5, "after": -0.2}

    answer_with(page, LAYER_URL.format("change"), flag_one)
    open_plan("layer=change")
    assert page.locator("#column-a .symbols .change-down").count() == 1
    assert fills(page, "#column-a .symbols .change-down") == {PALETTE[1]}
    assert "Docksta ↓" in page.locator("#column-a .name-feature").all_text_contents()
    expect(page.locator(".layer-side:visible .dot-row")).to_have_count(1)


def test_coverage_says_its_shares_in_words_and_borrows_no_colour_of_attitudes(
    page: Page, open_plan: OpenPlan
) -> None:
    def unheard(payload: dict[str, Any]) -> None:
        for feature in payload["features"]:
            if feature["id"] == "age:65+":
                feature["properties"] |= {
                    "status": "ok", "people": 8, "heard": 8, "share_heard": 0.08, "share_population": 0.14,
                    "ratio": 0.57, "class": -1,
                }  # fmt: skip

    answer_with(page, LAYER_URL.format("coverage"), unheard)
    open_plan("layer=coverage")
    expect(page.locator(".unheard")).to_contain_text("8 of 100 heard, 14 of 100 inhabitants")
    expect(page.locator(".heard-row.heard-under .heard-name")).to_contain_text("heard too little")
    painted = page.locator("#column-a .area-fill").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).fill)"
    )
    attitudes = {f"rgb({int(c[1:3], 16)}, {int(c[3:5], 16)}, {int(c[5:7], 16)})" for c in PALETTE}
    assert painted and not set(painted) & attitudes


def test_opinions_are_told_as_bars_and_as_a_table(page: Page, open_plan: OpenPlan) -> None:
    open_plan("layer=organisation")
    part = page.locator(".layer-side:visible .layer-part").first
    expect(part.locator(".opinion-all .opinion-name")).to_contain_text("All together")
    assert re.search(r"\d: \d+%", part.locator(".opinion-bar").first.get_attribute("aria-label") or "")
    part.locator("summary").click()
    expect(part.locator("table tbody tr")).to_have_count(part.locator(".opinion").count())
    expect(page.locator("#column-a .map")).to_be_hidden()


def test_what_people_wrote_stays_text_on_the_card(
    page: Page, open_plan: OpenPlan, complaints: list[str]
) -> None:
    def hostile(card: dict[str, Any]) -> None:
        quote = {
            "id": 1,
            "quote": HOSTILE,
            "language": "ar",
            "kind": "pride",
            "kind_label": HOSTILE,
            "valence": 2,
        }
        card["quotes"] = [
            quote | {"themes": [HOSTILE], "area": "x", "area_name": "x", "said_on": "not a day"}
        ]
        card["quotes_total"] = 1
        card["themes"] = [{"code": "x", "label": HOSTILE, "people": None, "share": 0.5, "is_top": True}]
        card["numbers"] = [{"label": HOSTILE, "value": HOSTILE}]

    answer_with(page, "**/plan/areas/*", hostile)
    open_plan("layer=attitude")
    page.locator("#column-a .symbols .feature-ok").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".area-quote q")).to_have_text(HOSTILE)
    expect(page.locator(".area-quote q")).to_have_attribute("lang", "ar")
    assert page.locator(".area-card img").count() == 0
    assert page.title() != "owned"
    assert complaints == []
