"""What planners run into: small screens, sessions that end, pictures that leave the house, true shares."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.planner.conftest import PASSWORD, OpenPlan, settle
from tests.browser.planner.test_plan_page import LAYERS


def test_the_picture_leaves_the_page_as_it_was(page: Page, open_plan: OpenPlan) -> None:
    open_plan("layer=attitude")
    for is_folded in (False, True):
        if is_folded:
            page.locator("#column-a .legend-fold summary").click()
        before = page.locator("#column-a .map").bounding_box()
        page.locator(".menu summary").click()
        with page.expect_download():
            page.locator("#picture").click()
        expect(page.locator("#column-a.is-pictured")).to_have_count(0)
        assert page.locator("#column-a .map").bounding_box() == before
        assert page.locator("#column-a .legend-fold").get_attribute("open") == (None if is_folded else "")
        page.locator("#column-a .headline").click()


def test_shares_are_of_those_whom_the_chart_is_counted_among(page: Page, open_plan: OpenPlan) -> None:
    open_plan("")
    bars = page.locator(".bars-theme .bar")
    before = bars.all_inner_texts()
    page.locator("[data-bar='theme=service']").click()
    expect(page).to_have_url(re.compile("theme=service"))
    settle(page)
    assert bars.all_inner_texts() == before
    assert len(set(page.locator(".bars-theme .bar-share").all_inner_texts())) > 1


@pytest.mark.parametrize(
    "width", [390, 1280, *(pytest.param(one, marks=pytest.mark.long) for one in (768, 1440, 1920))]
)
def test_the_legend_hides_nothing_of_the_map(page: Page, open_plan: OpenPlan, width: int) -> None:
    open_plan("layer=attitude")
    page.set_viewport_size({"width": width, "height": 900})
    for layer in LAYERS:
        if layer == "organisation":
            continue  # it has no map
        open_layer(page, layer)
        legend = page.locator("#column-a .legend-fold").bounding_box()
        ground = page.locator("#column-a .map").bounding_box()
        assert legend is not None
        assert ground is not None
        assert legend["height"] > 60, layer
        is_beside = legend["x"] + legend["width"] <= ground["x"] + 1
        assert is_beside or legend["y"] >= ground["y"] + ground["height"] - 1, layer
        assert ground["height"] > 200, layer
        assert ground["width"] > 250, layer


def open_layer(page: Page, layer: str) -> None:
    """Choose a layer as a script would, wherever its choice stands."""
    page.locator(f"#choices input[value={layer}]").evaluate("(input) => input.click()")
    expect(page).to_have_url(re.compile(f"layer={layer}"))
    settle(page)
    expect(page.locator(f"#column-a[data-layer={layer}]")).to_have_count(1)


def test_a_table_or_a_second_map_folds_the_legend(page: Page, open_plan: OpenPlan) -> None:
    open_plan("layer=attitude")
    fold = page.locator("#column-a .legend-fold")
    expect(fold).to_have_attribute("open", "")
    page.locator("#table-toggle").click()
    expect(fold).not_to_have_attribute("open", "")
    page.locator("#table-toggle").click()
    expect(fold).to_have_attribute("open", "")
    page.locator("#compare").click()
    expect(fold).not_to_have_attribute("open", "")


def test_on_a_phone_the_layers_open_at_the_top(page: Page, open_plan: OpenPlan) -> None:
    open_plan("layer=attitude")
    page.set_viewport_size({"width": 390, "height": 844})
    toggle = page.locator("#rail-toggle")
    expect(toggle).to_contain_text("Attitude")
    box = toggle.bounding_box()
    assert box is not None
    assert box["y"] < 200
    expect(page.locator("#rail")).to_be_hidden()
    toggle.click()
    page.locator(".layer-choice", has_text="Destinations").click()
    expect(page).to_have_url(re.compile("layer=destinations"))
    expect(page.locator("#rail")).to_be_hidden()
    expect(toggle).to_contain_text("Destinations")
    toggle.focus()
    page.keyboard.press("Enter")
    page.locator("#choices input[value=destinations]").focus()
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile("layer=routes"))
    expect(page.locator("#rail")).to_be_visible()


def test_who_was_signed_out_signs_in_and_comes_back_to_what_was_shown(
    page: Page, open_plan: OpenPlan, planner_account: str
) -> None:
    open_plan("layer=attitude&theme=service")
    page.context.clear_cookies()
    page.locator("#choices input[value=heat]").check()
    notice = page.locator("#column-a .notice")
    expect(notice).to_contain_text("You are not signed in.")
    notice.get_by_role("link", name="Sign in").click()
    page.fill("[name=account]", planner_account)
    page.fill("[name=password]", PASSWORD)
    page.locator("main button").click()
    page.wait_for_url(re.compile("/plan"))
    settle(page)
    assert "theme=service" in page.url
    assert "layer=heat" in page.url
    expect(page.locator("#choices input[value=heat]")).to_be_checked()


def test_the_table_and_the_card_say_no_estimate_without_interval_and_people(
    page: Page, open_plan: OpenPlan
) -> None:
    open_plan("layer=attitude")
    page.locator("#table-toggle").click()
    heads = " ".join(page.locator("#table thead th").all_inner_texts())
    assert "Probably between" in heads
    assert "People" in heads
    page.locator("#table tbody button").first.focus()
    expect(page.locator("#column-a .card .card-first")).to_have_text(
        re.compile(r"[+−]\d\.\d \([+−]?\d\.\d\s…\s[+−]?\d\.\d\), \d+ people$")
    )


def test_cells_bear_no_names_of_places(page: Page, open_plan: OpenPlan) -> None:
    open_plan("layer=attitude&area_set=hex-2000")
    assert page.locator("#column-a .symbols .feature-ok").count() > 0
    expect(page.locator("#column-a .name").first).to_be_attached()
    written = [one for one in page.locator("#column-a .name").all_text_contents() if re.search(r"\w", one)]
    assert len(written) == len(set(written))
    assert not any(re.search(r"\w.* [+−]$", one) for one in written)
