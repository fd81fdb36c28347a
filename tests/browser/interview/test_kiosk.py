"""A tablet that is lent to people: the next one finds no trace of the one before."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy import create_engine, text

from tests.browser.interview.conftest import MarketSite
from tests.browser.interview.test_interview import drafts

SECRET = "Quetzalcoatl bor i skogen"

TRACES = """async () => {
  const found = [document.documentElement.outerHTML, JSON.stringify({...localStorage}),
                 JSON.stringify({...sessionStorage}), JSON.stringify(history.state), location.href,
                 document.title];
  for (const field of document.querySelectorAll("input, textarea, select")) found.push(field.value);
  for (const {name} of await indexedDB.databases()) {
    const open = indexedDB.open(name);
    const database = await new Promise((done) => (open.onsuccess = () => done(open.result)));
    for (const store of database.objectStoreNames) {
      const table = database.transaction(store).objectStore(store);
      for (const asked of [table.getAll(), table.getAllKeys()]) {
        const rows = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
        found.push(store + JSON.stringify(rows));
      }
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      found.push(request.url);
      const kind = (await cache.match(request)).headers.get("Content-Type") ?? "";
      if (/html|json/.test(kind)) found.push(await (await cache.match(request)).text());
    }
  }
  return found;
}"""


@pytest.fixture
def lent(browser: Browser) -> Iterator[BrowserContext]:
    """A tablet on a table; nobody is signed in on it."""
    with browser.new_context(viewport={"width": 768, "height": 1024}, has_touch=True, locale="en") as context:
        yield context


@pytest.fixture
def kiosk(lent: BrowserContext, market_site: MarketSite) -> Page:
    """The page on the lent tablet, with a clock that the test winds."""
    page = lent.new_page()
    page.clock.install()
    page.goto(market_site.kiosk_url)
    expect(page.locator(".kiosk-leave")).to_be_visible()
    return page


def lead_on(page: Page, button: Locator) -> None:
    """Press, and wait until the next screen has come."""
    heading = page.locator("#screen-heading")
    before = heading.inner_text()
    button.click()  # taps at one spot need half a second between them, which is tested elsewhere
    expect(heading).not_to_have_text(before)


def pass_over(page: Page) -> None:
    """Pass over the question."""
    lead_on(page, page.get_by_role("button", name=re.compile("^(Skip|Next|Nothing)", re.I)).last)


def tell_secret(page: Page) -> None:
    """Skip to the last question, which takes words, and type some."""
    lead_on(page, page.locator("#screen-foot .button-primary, #screen-body .button-primary").first)
    for _ in range(40):
        field = page.locator("#screen-body textarea:visible")
        if field.count() and "anything else" in page.locator("#screen-heading").inner_text():
            field.fill(SECRET)
            return
        pass_over(page)
    raise AssertionError("the question that takes words was not found")


def traces(page: Page) -> list[str]:
    """Where the words are found."""
    return [one[:120] for one in page.evaluate(TRACES) if SECRET in one]


def wait_for_start(page: Page) -> None:
    expect(page.locator(".kiosk-leave")).to_be_visible()


def test_who_goes_away_is_asked_then_forgotten_everywhere(kiosk: Page) -> None:
    tell_secret(kiosk)
    kiosk.clock.run_for(1_000)
    kiosk.wait_for_timeout(300)
    assert traces(kiosk), "the words are kept while their person is there"
    kiosk.clock.fast_forward(61_000)
    kiosk.clock.run_for(1_000)
    dialog = kiosk.get_by_role("dialog", name="Are you still there?")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Yes, I want to go on").tap()
    expect(dialog).to_be_hidden()
    assert traces(kiosk)
    kiosk.clock.fast_forward(61_000)
    kiosk.clock.run_for(1_000)
    expect(dialog).to_be_visible()
    kiosk.clock.run_for(22_000)
    wait_for_start(kiosk)
    assert traces(kiosk) == []
    for _ in range(3):  # back shows nobody
        kiosk.go_back(wait_until="load")
        kiosk.wait_for_timeout(300)
        assert SECRET not in kiosk.content()
        assert kiosk.locator("textarea:visible").count() == 0
    assert traces(kiosk) == []


def test_a_tablet_that_slept_wipes_without_asking(kiosk: Page) -> None:
    tell_secret(kiosk)
    kiosk.clock.run_for(1_000)
    kiosk.clock.fast_forward(600_000)
    kiosk.clock.run_for(1_000)
    wait_for_start(kiosk)
    assert traces(kiosk) == []


def test_what_was_sent_waits_unseen_is_delivered_and_then_gone(
    kiosk: Page, lent: BrowserContext, market_site: MarketSite
) -> None:
    tell_secret(kiosk)
    lent.set_offline(True)
    for _ in range(6):
        if kiosk.get_by_role("button", name=re.compile("^Send", re.I)).count():
            break
        pass_over(kiosk)
    kiosk.get_by_role("button", name=re.compile("^Send", re.I)).click()
    kiosk.clock.run_for(2_000)
    expect(kiosk.locator(".receipt")).to_be_visible()
    expect(kiosk.locator(".receipt .qr")).to_be_visible()
    expect(kiosk.locator(".receipt-buttons")).to_be_hidden()
    kept = drafts(kiosk)
    assert (kept["drafts"], kept["receipts"]) == ([], [])
    assert [SECRET in json.dumps(item) for item in kept["queue"]] == [True]
    assert SECRET not in kiosk.content()
    lent.set_offline(False)
    kiosk.clock.run_for(46_000)
    wait_for_start(kiosk)
    for _ in range(20):
        kiosk.clock.run_for(5_000)
        kiosk.wait_for_timeout(200)
        if not drafts(kiosk)["queue"]:
            break
    assert traces(kiosk) == []
    engine = create_engine(market_site.database_url)
    with engine.connect() as database:
        found = database.execute(
            text("SELECT count(*) FROM answer WHERE value::text LIKE :it"), {"it": f"%{SECRET}%"}
        )
        assert found.scalar() == 1
    engine.dispose()


def test_leaving_leads_to_the_sign_in_of_staff(kiosk: Page) -> None:
    kiosk.locator(".kiosk-leave a").tap()
    expect(kiosk.locator("[name=password]")).to_be_visible()
