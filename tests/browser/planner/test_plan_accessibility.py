"""The planner's page in every dress, without serious violations of the rules that a machine can check."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.planner.conftest import OpenPlan
from tests.browser.planner.test_plan_page import LAYERS
from tests.browser.test_accessibility import violations


@pytest.fixture(scope="session")
def axe(project_root: Path) -> str:
    """The rule engine, from the packages that the front-end build installed."""
    return (project_root / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer(page: Page, open_plan: OpenPlan, axe: str, layer: str) -> None:
    open_plan(f"layer={layer}&theme=service")
    page.locator("#table-toggle").click()
    assert violations(page, axe) == []


@pytest.mark.parametrize(
    ("scheme", "width"),
    [
        ("light", 1440),
        ("dark", 390),
        *(pytest.param(*one, marks=pytest.mark.long) for one in (("light", 390), ("dark", 1440))),
    ],
)
def test_two_maps_with_an_area_chosen(
    page: Page, open_plan: OpenPlan, axe: str, scheme: str, width: int
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    open_plan("layer=attitude&split=1&b.survey=2016&from=2016-01-01&valence_min=-1")
    page.set_viewport_size({"width": width, "height": 900})
    page.locator("#quotes summary").click()
    page.locator("#column-b .feature").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#area h2")).to_be_visible()
    assert violations(page, axe) == []


def test_the_dialogs(page: Page, open_plan: OpenPlan, axe: str) -> None:
    open_plan("group=youth")
    page.locator("#add-part").click()
    assert violations(page, axe) == []
    page.keyboard.press("Escape")
    page.locator("#save-view").click()
    assert violations(page, axe) == []
