"""A tablet changes hands: round, tab, session, interviewer; no conversation is lost, and none is told on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import create_engine, text

from mentalmap.domain.permissions import Role
from mentalmap.services.accounts import make_account
from mentalmap.store.database import make_engine, transaction
from tests.browser.interview.conftest import PASSWORD, MarketSite
from tests.browser.interview.test_interview import (
    drafts,
    is_kept,
    name_places,
    tap,
    tell_background,
    wait_until,
)
from tests.browser.interview.test_kiosk import TRACES
from tests.browser.signing_in import signed_in_as

SAID = "Zebror vid kajen"


Asking = Callable[..., list[Any]]


@pytest.fixture
def sql(market_site: MarketSite) -> Iterator[Asking]:
    """Ask the database of the site."""
    engine = create_engine(market_site.database_url)

    def ask(question: str, **values: object) -> list[Any]:
        with engine.connect() as database:
            return list(database.execute(text(question), values).all())

    yield ask
    engine.dispose()


def tell_places(page: Page, n: int = 2) -> None:
    tell_background(page)
    name_places(page, n)


def tell_quote(page: Page, words: str) -> None:
    tap(page, "step-pride")
    name_places(page, 1)
    tap(page, "quote-open")
    page.keyboard.type(words)


def until_kept(page: Page, site: MarketSite) -> None:
    for part in ("intervju", "intervju/form.json", "svara/ground.json", "svara/words/en.json"):
        wait_until(page, partial(is_kept, page, f"{site.url}/p/kramfors/{part}"))


def expire(tablet: BrowserContext) -> str:
    session = next(one["value"] for one in tablet.cookies() if one["name"] == "session")
    tablet.clear_cookies()
    return session


def test_the_first_screen_is_not_cut_on_a_small_tablet(interview: Page) -> None:
    interview.locator("[id^=tell-group-]").last.wait_for()
    cut = interview.evaluate(
        "() => { const b = document.querySelector('#panel-body'); return b.scrollHeight - b.clientHeight; }"
    )
    assert cut <= 0


def test_two_quick_taps_on_next_person_leave_the_way_back(interview: Page) -> None:
    tell_places(interview)
    interview.evaluate("() => { for (const _ of [1, 2]) document.querySelector('#next-person').click(); }")
    expect(interview.locator("#go-back")).to_be_visible()
    interview.wait_for_timeout(700)
    tap(interview, "next-person")
    expect(interview.locator("#go-back")).to_be_visible()
    assert drafts(interview)["queue"] == []


def test_conversations_of_another_round_are_sent_there_whole(
    interview: Page, market_site: MarketSite, sql: Asking
) -> None:
    tell_places(interview)
    tap(interview, "next-person")
    tell_places(interview)
    wait_until(interview, lambda: len(drafts(interview)["drafts"]) == 2)
    ids = [one["id"] for one in drafts(interview)["drafts"]]

    # As if both had been begun in a round that is still open, yet is not the one that is asked now.
    def elsewhere(route: Route) -> None:
        response = route.fetch()
        form = response.json()
        form["survey"]["slug"], form["questionnaire"]["questions"] = "after", []
        route.fulfill(response=response, json=form)

    interview.context.route("**/intervju/form.json", elsewhere)
    interview.reload()
    expect(interview.locator(".interview-notices")).to_contain_text("round before")

    def stored() -> dict[str, int]:
        rows = sql(
            "SELECT client_id::text AS id, "
            "(SELECT count(*) FROM perception p WHERE p.response_id = r.id) AS n "
            "FROM response r WHERE client_id::text = ANY(:ids)",
            ids=ids,
        )
        return {row.id: row.n for row in rows}

    wait_until(interview, lambda: stored() == dict.fromkeys(ids, 2))


def test_what_was_not_accepted_can_be_copied_and_removed(interview: Page) -> None:
    tell_background(interview)
    tell_quote(interview, SAID)
    fault = '{"title": "No", "status": 422, "detail": "No.", "code": "conflicting_retry"}'
    interview.context.route(
        "**/intervju/responses",
        lambda route: route.fulfill(status=422, content_type="application/problem+json", body=fault),
    )
    tap(interview, "next-person")
    panel = interview.locator(".sending-refused")
    expect(panel.locator("textarea")).to_have_value(re.compile(SAID))
    panel.get_by_role("button", name="Copy the text").tap()
    panel.get_by_role("button", name="Remove it from this device").tap()
    panel.get_by_role("button", name="Yes, remove").tap()
    expect(panel).to_be_hidden()


def test_a_second_tab_waits_until_the_first_is_closed(
    tablet: BrowserContext, interview: Page, market_site: MarketSite
) -> None:
    tell_places(interview)
    interview.wait_for_timeout(300)
    second = tablet.new_page()
    second.goto(market_site.interview_url)
    expect(second.locator("#interview-waits")).to_contain_text("open in another tab")
    assert second.locator(".told").count() == 0
    interview.close()
    expect(second.locator(".told li")).to_have_count(2)


def test_a_quote_belongs_to_the_question_that_is_asked(interview: Page) -> None:
    tell_background(interview)
    tell_quote(interview, SAID)
    tap(interview, "step-problem")
    expect(interview.locator(".interview-question").first).not_to_contain_text("proud")
    assert interview.locator("#quote-open").count() == 0


def test_what_one_person_said_is_offered_to_the_next_only_where_the_interviewer_chose_so(
    interview: Page,
) -> None:
    tell_background(interview)
    tell_quote(interview, SAID)
    tap(interview, "next-person")
    tell_background(interview)
    tell_quote(interview, "")
    assert interview.locator(".tap-saying").count() == 0
    interview.keyboard.type("Halt")
    tap(interview, "quote-stand")
    expect(interview.locator(".tap-saying")).to_have_text(["Halt"])


def test_a_session_that_ran_out_leaves_the_page_and_what_waits(
    tablet: BrowserContext, interview: Page, market_site: MarketSite
) -> None:
    until_kept(interview, market_site)
    tablet.set_offline(True)
    tell_places(interview)
    tap(interview, "next-person")
    expect(interview.locator(".foot-count")).to_be_visible()
    session = expire(tablet)
    tablet.set_offline(False)
    interview.reload()
    interview.wait_for_url(re.compile("/sign-in"))
    tablet.set_offline(True)
    interview.goto(market_site.interview_url)
    expect(interview.locator(".foot-count")).to_have_text("1 conversation waits here")
    tablet.set_offline(False)
    expect(interview.locator(".foot-sign-in")).to_be_visible()

    # Meanwhile residents' answers on the same tablet go on, and hear nothing of it.
    kiosk = tablet.new_page()
    sent: list[str] = []
    kiosk.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    kiosk.goto(f"{market_site.url}/p/kramfors/svara?kiosk=1&lang=en")
    kiosk.wait_for_timeout(1500)
    assert "Sign in" not in kiosk.locator("#sending").inner_text()
    assert "saved" not in kiosk.locator("#sending").inner_text()
    kiosk.close()
    tablet.add_cookies([{"name": "session", "value": session, "url": market_site.url}])
    interview.reload()
    expect(interview.locator(".foot-count")).to_have_count(0)


def test_who_signs_out_leaves_nothing_of_the_conversations_behind(
    browser: Browser, market_site: MarketSite, sql: Asking
) -> None:
    with browser.new_context(
        storage_state=signed_in_as(browser, market_site.url, "charlie", PASSWORD),
        viewport={"width": 1024, "height": 768},
        has_touch=True,
        locale="en",
    ) as tablet:
        page = tablet.new_page()
        page.goto(market_site.interview_url)
        page.locator(".interview-question").first.wait_for()
        until_kept(page, market_site)
        tell_background(page)
        tell_quote(page, SAID)
        page.wait_for_timeout(300)
        [draft] = drafts(page)["drafts"]
        tablet.set_offline(True)
        page.get_by_role("button", name="Sign out").tap()
        page.get_by_role("button", name="Send it and sign out").tap()
        expect(page.locator("dialog.leaving p[data-about=waiting]")).to_be_visible()
        assert SAID in "\n".join(page.evaluate(TRACES)), "what could not be sent is still here"
        tablet.set_offline(False)
        page.get_by_role("button", name="Close").tap()
        page.locator(".interview-question").first.wait_for()
        page.get_by_role("button", name="Sign out").tap()
        page.wait_for_url(f"{market_site.url}/", timeout=20_000)
        found = "\n".join(page.evaluate(TRACES))
        assert SAID not in found
        assert "charlie" not in found
        tablet.set_offline(True)
        page.goto(market_site.interview_url)
        assert page.locator(".interview-question").count() == 0
    rows = sql("SELECT 1 FROM response WHERE client_id::text = :id", id=draft["id"])
    assert len(rows) == 1


def test_conversations_stay_their_interviewers_until_another_says_otherwise(
    browser: Browser, market_site: MarketSite, sql: Asking
) -> None:
    engine = make_engine(market_site.database_url)
    with transaction(engine) as session:
        make_account(session, "dora", "älven rinner mot havet", Role.INTERVIEWER)
    engine.dispose()
    with browser.new_context(
        storage_state=signed_in_as(browser, market_site.url, "dora", PASSWORD),
        viewport={"width": 1024, "height": 768},
        has_touch=True,
        locale="en",
    ) as tablet:
        page = tablet.new_page()
        page.goto(market_site.interview_url)
        page.locator(".interview-question").first.wait_for()
        tablet.route("**/intervju/responses", lambda route: route.abort())
        tell_places(page)
        tap(page, "next-person")
        expect(page.locator(".foot-count")).to_be_visible()
        [item] = drafts(page)["queue"]
        expire(tablet)
        tablet.unroute("**/intervju/responses")
        cookies = signed_in_as(browser, market_site.url, "charlie", PASSWORD)["cookies"]
        session_of_charlie = next(one["value"] for one in cookies if one["name"] == "session")
        tablet.add_cookies([{"name": "session", "value": session_of_charlie, "url": market_site.url}])
        page.goto(market_site.interview_url)
        expect(page.locator(".foot-waits")).to_contain_text("dora")

        def account() -> list[str]:
            rows = sql(
                "SELECT a.name FROM response r JOIN account a ON a.id = r.account_id "
                "WHERE client_id::text = :id",
                id=item["key"],
            )
            return [row.name for row in rows]

        assert account() == []
        page.get_by_role("button", name="Send them as mine").tap()
        expect(page.locator(".foot-count")).to_have_count(0)
        assert account() == ["charlie"]
