"""What was begun in a round that closed stays; a page that lost the network early says so and goes on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy import text

from mentalmap.store.database import make_engine, transaction
from tests.browser.answer.conftest import AnsweringSite
from tests.browser.answer.walking import Walker
from tests.browser.network import network_to

STATIC = Path(__file__).parents[3] / "static" / "dist"
# The file of the screens that come late has only a number for a name.
LATE = re.compile(
    "|".join(one.stem for one in STATIC.glob("chunk-*.js") if "flow_left_throw" in one.read_text())
)
WRITTEN = "Utkast om badplatsen."


@pytest.fixture
def set_open(answering_site: AnsweringSite) -> Iterator[Callable[[bool], None]]:
    """Open or close the round; open again afterwards."""
    engine = make_engine(answering_site.database_url)

    def put(is_open: bool) -> None:
        with transaction(engine) as session:
            session.execute(
                text("UPDATE survey SET is_open = :is_open WHERE slug = :slug"),
                {"is_open": is_open, "slug": answering_site.survey},
            )

    yield put
    put(True)
    engine.dispose()


@pytest.fixture
def somebody(page: Page, answering_site: AnsweringSite) -> Walker:
    """Somebody who has told one place, with a text."""
    walker = Walker(page, answering_site.answer_url)
    walker.open()
    walker.onward.click()
    walker.place()
    page.locator("textarea:visible").first.fill(WRITTEN)
    walker.onward.click()
    expect(page.locator(".mark-item")).to_have_count(1)
    return walker


def panel_of(walker: Walker) -> Locator:
    """The part of the screen that says what was left behind."""
    return walker.page.locator(".left-behind section")


def check_and_throw_away(walker: Walker) -> None:
    """The text is there, and goes only when asked twice."""
    panel = panel_of(walker)
    expect(panel).to_contain_text("You began an answer to an earlier round")
    panel.locator("summary").click()
    assert WRITTEN in panel.locator("textarea").input_value()
    panel.get_by_role("button", name="Throw away").click()
    panel.get_by_role("button", name="No, keep it").click()
    walker.page.reload()
    panel.get_by_role("button", name="Throw away").click()
    panel.get_by_role("button", name="Yes, remove").click()
    expect(panel).to_have_count(0)
    walker.page.reload()
    expect(walker.heading).to_be_visible()
    expect(panel).to_have_count(0)


def test_a_draft_of_a_round_that_was_closed_can_be_read_where_nothing_is_open(
    somebody: Walker, set_open: Callable[[bool], None]
) -> None:
    set_open(False)
    somebody.open()
    somebody.see("No questions are open now")
    check_and_throw_away(somebody)


def test_a_draft_is_gone_on_with_when_its_round_opens_again(
    somebody: Walker, set_open: Callable[[bool], None]
) -> None:
    set_open(False)
    somebody.open()
    expect(panel_of(somebody)).to_be_visible()
    set_open(True)
    somebody.open()
    expect(somebody.page.locator(".mark-item")).to_contain_text(WRITTEN)


def test_a_draft_of_another_round_is_not_written_over(somebody: Walker) -> None:
    """The same questions, asked in another round from now on."""

    def another_round(route: Route) -> None:
        form = route.fetch().json()
        if "survey=" not in route.request.url:
            form["survey"]["slug"] = "next_round"
        route.fulfill(json=form)

    somebody.page.context.route("**/svara/form.json*", another_round)
    somebody.open()
    expect(panel_of(somebody)).to_be_visible()
    somebody.onward.click()
    somebody.place()
    somebody.page.locator(".face-choice").nth(3).click()
    somebody.onward.click()
    expect(somebody.page.locator(".mark-item")).to_have_count(1)
    somebody.open("lang=en&anew=1")
    expect(somebody.page.locator("#screen-body")).to_contain_text("You have begun already")
    check_and_throw_away(somebody)


def test_who_loses_the_network_on_the_first_visit_is_told_and_goes_on_when_it_is_back(
    page: Page, answering_site: AnsweringSite
) -> None:
    with network_to(answering_site.url) as network:
        walker = Walker(page, f"{network.url}/p/{answering_site.project}/svara")
        asked: list[str] = []

        def lose(route: Route) -> None:
            asked.append(route.request.url)
            route.abort("internetdisconnected")

        page.route(LATE, lose)
        walker.open()
        walker.onward.click()
        walker.place()
        walker.page.locator(".face-choice").nth(3).click()
        walker.onward.click()
        expect(page.locator(".mark-item")).to_have_count(1)
        network.lose()
        page.context.set_offline(True)
        walker.onward.click()
        expect(page.locator(".where-primary:visible")).to_be_visible()
        walker.skip.click()
        walker.see("You have no network")
        walker.onward.click()
        walker.see("You have no network")
        assert asked
        page.unroute(LATE)
        network.find()
        page.context.set_offline(False)
        expect(page.locator("input[name=home-area]").first).to_be_visible()


def test_the_coming_screens_are_fetched_before_they_are_needed(
    page: Page, answering_site: AnsweringSite
) -> None:
    walker = Walker(page, answering_site.answer_url)
    with page.expect_request(LATE):
        walker.open()
