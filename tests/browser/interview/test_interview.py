"""A conversation as an interviewer holds it: one finger, no network, and everything arrives."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect
from sqlalchemy import create_engine, text

from tests.browser.interview.conftest import SURVEY, MarketSite

MOST_TAPS = 60
SHORT_ONES = 5  # with the long one more than the threshold, below which planners are told nothing
SAID = "Här möts alla på lördagar"


def tap(page: Page, *starts: str) -> None:
    """Tap the first button whose name begins like this, one after the other."""
    for start in starts:
        page.locator(f"[id^='{start}']").first.tap()


def name_places(page: Page, n: int) -> None:
    """Tap likely places that were not named yet."""
    for _ in range(n):
        page.locator(".tap-grid .tap[aria-pressed=false]").first.tap()


def draw_line(page: Page) -> None:
    """Draw a line of two corners on the map."""
    tap(page, "elsewhere-")
    box = page.locator(".interview-map").bounding_box()
    assert box is not None
    for share in (0.35, 0.65):
        page.touchscreen.tap(box["x"] + box["width"] * share, box["y"] + box["height"] * share)
        page.wait_for_timeout(350)  # two taps on the same map sooner would zoom
    page.locator(".asking").get_by_role("button", name="Done", exact=True).tap()


def tell_background(page: Page) -> None:
    """Four taps; the last leads on."""
    tap(page, "tell-home_area-", "tell-age_band-30-49", "tell-gender-woman", "tell-group-")


def full_guide(page: Page) -> None:
    """The whole guide of the published method, with one person."""
    tell_background(page)
    for place in range(4):  # where she goes, and what for
        name_places(page, 1)
        page.locator("[id^=purposes-]").nth(place % 3).tap()
    tap(page, "move-next")
    name_places(page, 2)  # ways from home
    tap(page, "move-next")
    draw_line(page)  # a barrier
    tap(page, "nature-emotional", "move-next")
    name_places(page, 2)  # landmarks
    tap(page, "move-next")
    tap(page, "move-skip")  # her own area is not drawn
    name_places(page, 1)  # pride, and why
    tap(page, "quote-open")
    page.keyboard.type(SAID)
    tap(page, "move-next")
    name_places(page, 1)  # a problem
    tap(page, "quote-open")
    page.keyboard.type("Det är halt")
    tap(page, "move-next", "move-skip", "move-skip")  # no wish, no memory
    for area, feeling in ((0, 2), (1, 0), (2, 3), (3, 4)):  # the own place and three others
        page.locator(".feelings-row").nth(area).locator(".tap-face").nth(feeling).tap()
    tap(page, "move-next")
    for _ in range(3):  # the municipality as an organisation: each answer leads on
        page.locator("[id^=choice-]").nth(3).tap()
    page.locator("[id^=choice-]").nth(1).tap()
    tap(page, "move-next")


def drafts(page: Page) -> dict[str, Any]:
    """Everything that the tablet keeps, by store."""
    kept: dict[str, Any] = page.evaluate(
        """async () => {
          const open = indexedDB.open("mentalmap.kramfors");
          const database = await new Promise((done) => (open.onsuccess = () => done(open.result)));
          const found = {};
          for (const name of database.objectStoreNames) {
            const asked = database.transaction(name).objectStore(name).getAll();
            found[name] = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
          }
          database.close();
          return found;
        }"""
    )
    return kept


def is_kept(page: Page, url: str) -> bool:
    """Whether the worker has this address for use without network."""
    return bool(
        page.evaluate("async (url) => (await caches.match(url, {ignoreVary: true})) !== undefined", url)
    )


def wait_until(page: Page, is_so: Callable[[], bool]) -> None:
    """Wait for what the page itself does not tell."""
    for _ in range(60):
        if is_so():
            return
        page.wait_for_timeout(500)
    raise AssertionError("waited in vain")


def test_a_full_guide_takes_at_most_sixty_taps_and_is_kept_whole(
    interview: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    full_guide(interview)
    expect(interview.locator(".interview-question")).to_have_text(re.compile("That was all"))
    wait_until(interview, lambda: [len(one["marks"]) for one in drafts(interview)["drafts"]] == [15])
    [draft] = drafts(interview)["drafts"]
    kinds = [mark["question"] for mark in draft["marks"]]
    assert len([1 for kind in kinds if kind.startswith("attitude")]) == 4
    assert [mark["text"] for mark in draft["marks"] if "text" in mark] == [SAID, "Det är halt"]
    keys = sum(len(mark.get("text", "")) for mark in draft["marks"])
    with capsys.disabled():
        sys.stdout.write(
            f"\nfull guide: {draft['taps']} taps, {keys} key presses of typing, "
            f"{len(kinds)} marks, 4 scales and choices, 4 answers about the person\n"
        )
    assert draft["taps"] + 1 <= MOST_TAPS, "with the tap on the next person"


def test_a_conversation_without_network_appears_in_the_layers_once_there_is_one(
    browser: Browser, market_site: MarketSite, tablet: BrowserContext, interview: Page, bob: StorageState
) -> None:
    def people() -> int:
        with browser.new_context(storage_state=bob) as desk:
            url = f"{market_site.url}/p/kramfors/plan/layers/destinations.json?survey={SURVEY}"
            return int(desk.request.get(url).json()["mentalmap"]["people"])

    # Wait until the page is kept, then go where no network is, and open it there.
    for part in ("intervju", "intervju/form.json", "svara/ground.json", "svara/words/en.json"):
        url = f"{market_site.url}/p/kramfors/{part}"
        wait_until(interview, partial(is_kept, interview, url))
    tablet.set_offline(True)
    interview.reload()
    expect(interview.locator(".interview-question").first).to_be_visible()
    full_guide(interview)
    tap(interview, "next-person")
    expect(interview.locator("#go-back")).to_be_visible()
    for _ in range(SHORT_ONES):
        tell_background(interview)
        name_places(interview, 1)
        tap(interview, "next-person")
    said = f"{1 + SHORT_ONES} conversations wait here"
    expect(interview.locator(".foot-count")).to_have_text(said)
    assert "network" not in interview.locator("#content").inner_text().lower()
    tablet.set_offline(False)
    expect(interview.locator(".foot-count")).to_have_count(0)
    wait_until(interview, lambda: people() >= 1 + SHORT_ONES)
    engine = create_engine(market_site.database_url)
    with engine.connect() as database:
        stored = database.execute(
            text("SELECT channel, effort FROM response WHERE client_id IS NOT NULL ORDER BY id DESC LIMIT 6")
        ).all()
    engine.dispose()
    assert {row.channel for row in stored} == {"interview"}
    assert all(row.effort["taps"] > 0 for row in stored)


def test_one_can_go_back_to_the_last_person_before_it_is_sent(interview: Page) -> None:
    tell_background(interview)
    name_places(interview, 2)
    tap(interview, "next-person")
    expect(interview.locator("#tell-gender-woman")).to_have_attribute("aria-pressed", "false")
    assert drafts(interview)["queue"] == []
    tap(interview, "go-back")
    expect(interview.locator(".told li")).to_have_count(2)
    interview.reload()
    expect(interview.locator(".told li")).to_have_count(2)


def test_a_session_that_ran_out_keeps_the_conversations_and_asks_to_sign_in(
    tablet: BrowserContext, interview: Page, market_site: MarketSite
) -> None:
    session = next(one["value"] for one in tablet.cookies() if one["name"] == "session")
    tablet.clear_cookies()
    tell_background(interview)
    tap(interview, "next-person")
    link = interview.locator(".foot-sign-in")
    expect(link).to_be_visible()
    assert "next=/p/kramfors/intervju" in (link.get_attribute("href") or "").replace("%2F", "/")
    tablet.add_cookies([{"name": "session", "value": session, "url": market_site.url}])
    interview.reload()
    expect(interview.locator(".foot-count")).to_have_count(0)


def test_words_of_a_person_stay_words(interview: Page) -> None:
    tell_background(interview)
    tap(interview, "step-pride")
    name_places(interview, 1)
    tap(interview, "quote-open")
    interview.keyboard.type("<img src=x onerror=alert(1)>")
    tap(interview, "move-next", "move-back")
    expect(interview.locator("#quote-open q")).to_have_text("<img src=x onerror=alert(1)>")
    assert interview.locator("#content img").count() == 0
    assert json.dumps(drafts(interview)["drafts"]).count("onerror") == 1
