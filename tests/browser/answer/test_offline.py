"""Answering without network: nothing is lost or sent twice, and the person is told where things stand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlalchemy import text

from mentalmap.store.database import make_engine, transaction
from tests.browser.answer.conftest import AnsweringSite
from tests.browser.answer.walking import Walker
from tests.browser.network import Network, network_to

RESPONSES = re.compile(r"/svara/responses$")
KEPT = "navigator.serviceWorker.ready.then(() => true)"
CACHED = """async path => {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await caches.match(new URL(path, location.href).href, { ignoreVary: true });
    if (found) return true;
    await new Promise(resume => setTimeout(resume, 50));
  }
  return false;
}"""

IN_NINE_MINUTES_MS = 9 * 60_000
POSTPONE = """([project, later]) => new Promise((done, fail) => {
  const opening = indexedDB.open(`mentalmap.${project}`);
  opening.onerror = fail;
  opening.onsuccess = () => {
    const writing = opening.result.transaction("queue", "readwrite");
    const queue = writing.objectStore("queue");
    queue.getAll().onsuccess = ({ target }) => {
      for (const item of target.result) queue.put({ ...item, attempts: 12, next_at: Date.now() + later });
    };
    writing.oncomplete = () => { opening.result.close(); done(); };
    writing.onerror = fail;
  };
})"""


@pytest.fixture
def network(answering_site: AnsweringSite) -> Iterator[Network]:
    """A network to the site that this test may lose."""
    with network_to(answering_site.url) as network:
        yield network


@pytest.fixture
def somebody(page: Page, network: Network, answering_site: AnsweringSite) -> Walker:
    """Somebody at the first screen, with network."""
    walker = Walker(page, f"{network.url}/p/{answering_site.project}/svara")
    walker.open()
    return walker


def stored(site: AnsweringSite) -> list[str]:
    """Ids of the responses that the server has."""
    engine = make_engine(site.database_url)
    with transaction(engine) as session:
        rows = session.execute(text("SELECT client_id::text FROM response WHERE client_id IS NOT NULL"))
        ids = [str(row[0]) for row in rows]
    engine.dispose()
    return ids


def tell_one_mark(walker: Walker) -> None:
    """From the first screen to one mark that is told, and on to the check."""
    walker.onward.click()
    walker.place()
    walker.page.locator(".face-choice").nth(3).click()
    walker.onward.click()
    expect(walker.page.locator(".mark-item")).to_have_count(1)
    walker.onward.click()
    walker.to_check()


def wait_until_kept(walker: Walker) -> None:
    """Wait until the worker has kept the page and its form."""
    assert walker.page.evaluate(KEPT)
    base = walker.url.split("/svara")[0]
    for path in (f"{base}/svara", f"{base}/svara/form.json", f"{base}/svara/ground.json"):
        assert walker.page.evaluate(CACHED, path), path


def lose_network(walker: Walker, network: Network) -> None:
    """Out of reach, as the phone knows."""
    network.lose()
    walker.page.context.set_offline(True)


def find_network(walker: Walker, network: Network) -> None:
    """In reach again."""
    network.find()
    walker.page.context.set_offline(False)


def test_the_page_opens_without_network_and_the_draft_is_there(somebody: Walker, network: Network) -> None:
    somebody.onward.click()
    somebody.place()
    somebody.page.locator(".face-choice").nth(3).click()
    somebody.onward.click()
    expect(somebody.page.locator(".mark-item")).to_have_count(1)
    wait_until_kept(somebody)
    lose_network(somebody, network)
    somebody.page.reload()
    expect(somebody.page.locator(".mark-item")).to_have_count(1)


def test_an_answer_without_network_waits_survives_a_reload_and_is_sent_once(
    somebody: Walker, network: Network, answering_site: AnsweringSite
) -> None:
    before = stored(answering_site)
    wait_until_kept(somebody)
    lose_network(somebody, network)
    tell_one_mark(somebody)
    somebody.onward.click()
    line = somebody.page.locator(".sending-line")
    expect(line).to_contain_text("waiting for network")
    somebody.page.reload()
    expect(line).to_contain_text("1 answer saved on this")
    assert stored(answering_site) == before
    find_network(somebody, network)
    expect(line).to_have_text("All answers are sent.")
    assert len(stored(answering_site)) == len(before) + 1


def test_who_opens_the_page_again_does_not_wait_for_what_failed_often_before(
    somebody: Walker, network: Network, answering_site: AnsweringSite
) -> None:
    before = stored(answering_site)
    wait_until_kept(somebody)
    network.lose()  # the phone does not know, so nothing tells it that there is network again
    tell_one_mark(somebody)
    somebody.onward.click()
    line = somebody.page.locator(".sending-line")
    expect(line).to_contain_text("1 answer")
    somebody.page.evaluate(POSTPONE, [answering_site.project, IN_NINE_MINUTES_MS])
    network.find()
    with somebody.page.expect_response(RESPONSES, timeout=15_000) as sent:
        somebody.page.reload()
    assert sent.value.status == 201
    assert len(stored(answering_site)) == len(before) + 1


def test_a_server_that_is_down_is_tried_again(somebody: Walker, answering_site: AnsweringSite) -> None:
    before = stored(answering_site)
    tries: list[str] = []

    def fail_twice(route: Route) -> None:
        tries.append(json.loads(route.request.post_data or "{}")["id"])
        if len(tries) <= 2:
            route.fulfill(status=503, headers={"Retry-After": "0"}, body="")
        else:
            route.continue_()

    somebody.page.context.route(RESPONSES, fail_twice)
    tell_one_mark(somebody)
    somebody.onward.click()
    expect(somebody.page.locator(".sending-line")).to_have_text("All answers are sent.")
    assert len(tries) == 3 and len(set(tries)) == 1
    assert len(stored(answering_site)) == len(before) + 1


def test_an_answer_that_got_lost_on_the_way_back_is_not_doubled(
    somebody: Walker, answering_site: AnsweringSite
) -> None:
    before = stored(answering_site)
    lost: list[int] = []

    def lose_the_first(route: Route) -> None:
        answer = route.fetch()
        if lost:
            route.fulfill(response=answer)
        else:
            lost.append(answer.status)
            route.abort("connectionreset")

    somebody.page.context.route(RESPONSES, lose_the_first)
    tell_one_mark(somebody)
    somebody.onward.click()
    expect(somebody.page.locator(".sending-line")).to_have_text("All answers are sent.")
    assert lost == [201]
    assert len(stored(answering_site)) == len(before) + 1


def test_a_round_that_closed_meanwhile_keeps_what_was_written(somebody: Walker) -> None:
    problem = {"title": "Closed", "status": 409, "detail": "The round is closed.", "code": "survey_closed"}
    somebody.page.context.route(
        RESPONSES,
        lambda route: route.fulfill(
            status=409, content_type="application/problem+json", body=json.dumps(problem)
        ),
    )
    somebody.onward.click()
    somebody.place()
    somebody.page.locator("textarea:visible").first.fill("Vi badar här varje sommar.")
    somebody.onward.click()
    expect(somebody.page.locator(".mark-item")).to_have_count(1)
    somebody.onward.click()
    somebody.to_check()
    somebody.onward.click()
    panel = somebody.page.locator(".sending-refused")
    expect(panel).to_contain_text("The questions were closed before your answer arrived.")
    assert "Vi badar här varje sommar." in panel.locator("textarea").input_value()
    somebody.page.reload()
    expect(panel).to_be_visible()
    panel.get_by_role("button", name="Remove it from this device").click()
    panel.get_by_role("button", name="Yes, remove").click()
    expect(panel).to_be_hidden()


def test_the_sign_in_page_of_a_foreign_network_acknowledges_nothing(
    somebody: Walker, answering_site: AnsweringSite
) -> None:
    before = stored(answering_site)
    told: list[int] = []

    def portal(route: Route) -> None:
        told.append(1)
        if len(told) == 1:
            route.fulfill(status=200, content_type="text/html", body="<h1>Wi-Fi</h1>")
        else:
            route.continue_()

    somebody.page.context.route(RESPONSES, portal)
    tell_one_mark(somebody)
    somebody.onward.click()
    expect(somebody.page.locator(".sending-line")).to_have_text("All answers are sent.")
    assert len(told) == 2
    assert len(stored(answering_site)) == len(before) + 1


def test_two_tabs_send_once(
    somebody: Walker, network: Network, context: BrowserContext, answering_site: AnsweringSite
) -> None:
    before = stored(answering_site)
    wait_until_kept(somebody)
    sent: list[str] = []
    context.on(
        "request", lambda request: sent.append(request.method) if RESPONSES.search(request.url) else None
    )
    lose_network(somebody, network)
    tell_one_mark(somebody)
    somebody.onward.click()
    expect(somebody.page.locator(".sending-line")).to_contain_text("waiting for network")
    other = Walker(context.new_page(), somebody.url)
    other.open()
    expect(other.page.locator(".sending-line")).to_contain_text("1 answer saved on this")
    sent.clear()
    find_network(somebody, network)
    for tab in (somebody, other):
        expect(tab.page.locator(".sending-line")).to_have_text("All answers are sent.")
    assert sent == ["POST"]
    assert len(stored(answering_site)) == len(before) + 1


def test_nothing_private_is_kept_by_the_worker(somebody: Walker) -> None:
    wait_until_kept(somebody)
    tell_one_mark(somebody)
    somebody.onward.click()
    expect(somebody.page.locator(".sending-line")).to_have_text("All answers are sent.")
    kept: list[str] = somebody.page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys())
            for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
          return found;
        }"""
    )
    allowed = re.compile(
        r"/static/[^/]+|/p/[^/]+/(svara(/form\.json|/ground\.json|/words/[\w-]+\.json)?|kvitto|intervju|offline)"
    )
    assert kept
    assert [path for path in kept if not allowed.fullmatch(path)] == []
