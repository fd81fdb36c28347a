"""After sending: the thanks are true, the receipt is whole, and nothing of it is left for who comes next."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.answer.conftest import AnsweringSite
from tests.browser.answer.walking import Walker

RESPONSES = re.compile(r"/svara/responses$")


@pytest.fixture
def somebody(page: Page, answering_site: AnsweringSite) -> Walker:
    """Somebody with a phone at the check, with one place told."""
    page.set_viewport_size({"width": 390, "height": 844})
    walker = Walker(page, answering_site.answer_url)
    walker.open()
    tell_one_place(walker)
    return walker


def tell_one_place(walker: Walker) -> None:
    walker.onward.click()
    walker.place()
    walker.page.locator("textarea:visible").first.fill("The best beach")
    walker.onward.click()
    expect(walker.page.locator(".mark-item")).to_have_count(1)
    walker.onward.click()
    walker.to_check()


def send(walker: Walker) -> None:
    walker.onward.click()
    expect(walker.page.locator(".receipt")).to_be_visible()


def refuse(route: Route) -> None:
    problem = {"title": "Closed", "status": 409, "detail": "The round is closed.", "code": "survey_closed"}
    route.fulfill(status=409, content_type="application/problem+json", body=json.dumps(problem))


def secret_of(page: Page) -> str:
    return (page.locator(".receipt-link").get_attribute("href") or "").partition("#")[2]


def test_who_comes_next_finds_nothing_of_who_was_before(somebody: Walker) -> None:
    page = somebody.page
    send(somebody)
    secret = secret_of(page)
    page.get_by_role("button", name="Somebody else answers on this phone").click()
    expect(page.locator("#screen-foot")).to_contain_text("Have you saved your receipt?")
    expect(page.locator(".receipt")).to_be_visible()  # nothing is gone before the question is answered
    page.get_by_role("button", name="Yes, somebody else answers now").click()
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("link", name="See or change").count() == 0
    assert secret not in page.content()
    for _ in range(3):  # nor by going back
        page.evaluate("history.back()")
        page.wait_for_timeout(150)
        expect(page.get_by_role("button", name="Start")).to_be_visible()
        assert secret not in page.content()
    assert page.evaluate("Object.values(sessionStorage).join()").count(secret) == 0


def test_who_saved_the_receipt_is_not_asked(somebody: Walker) -> None:
    page = somebody.page
    send(somebody)
    with page.expect_download() as download:
        somebody.onward.click()
    assert secret_of(page) in download.value.path().read_text(encoding="utf-8")
    page.get_by_role("button", name="Somebody else answers on this phone").click()
    expect(page.get_by_role("button", name="Start")).to_be_visible()


def test_what_was_refused_is_not_thanked_for(somebody: Walker) -> None:
    page = somebody.page
    page.route(RESPONSES, refuse)
    somebody.onward.click()
    somebody.see("Your answers could not be sent")
    assert page.locator(".receipt, .own-map").count() == 0
    told = page.locator(".sending-refused textarea").input_value()
    assert "The best beach" in told
    page.goto(somebody.url)  # nor is a receipt offered that leads nowhere
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("link", name="See or change").count() == 0


def test_thanks_are_taken_back_when_the_refusal_comes_late(somebody: Walker) -> None:
    page = somebody.page
    page.context.set_offline(True)
    send(somebody)
    page.route(RESPONSES, refuse)
    page.context.set_offline(False)
    somebody.see("Your answers could not be sent")
    expect(page.locator(".receipt")).to_have_count(0)


def test_a_reload_shows_the_thanks_again(somebody: Walker) -> None:
    page = somebody.page
    send(somebody)
    secret = secret_of(page)
    expect(page.locator(".sending-line")).to_have_attribute("data-state", "sent")
    page.reload()
    somebody.see("Thank you!")
    assert secret_of(page) == secret
    expect(page.locator(".own-map")).to_be_visible()


def test_the_receipt_comes_before_the_map(somebody: Walker) -> None:
    send(somebody)
    expect(somebody.page.locator(".own-map")).to_be_visible()
    tops = [somebody.page.locator(one).bounding_box() for one in (".receipt", ".own-map")]
    assert tops[0] and tops[1] and tops[0]["y"] < tops[1]["y"]
    expect(somebody.onward).to_have_text("Save the receipt")


def test_the_other_window_is_told_and_adds_what_it_has(
    somebody: Walker, context: BrowserContext, answering_site: AnsweringSite
) -> None:
    other = Walker(context.new_page(), answering_site.answer_url)
    other.open()
    other.page.get_by_role("button", name="Go on").click()
    expect(other.heading).not_to_have_text("")
    before = len(other.page.locator("h1").all())
    assert before == 1
    send(somebody)
    expect(somebody.page.locator(".sending-line")).to_have_attribute("data-state", "sent")
    other.see("These answers are sent already")
    other.onward.click()
    other.see("Your answers")
    expect(other.page.locator(".mark-item")).to_have_count(1)
    assert secret_of(somebody.page) in other.page.url


def test_a_lent_tablet_leads_nowhere_else(page: Page, answering_site: AnsweringSite) -> None:
    page.set_viewport_size({"width": 768, "height": 1024})
    walker = Walker(page, answering_site.answer_url)
    walker.open("lang=en&kiosk=1")
    tell_one_place(walker)
    send(walker)
    expect(page.locator(".receipt")).to_contain_text("Take a picture of the code with your own phone")
    expect(page.locator(".others")).to_be_visible()
    assert page.locator("main a").count() == 0
    walker.onward.click()
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    for _ in range(3):  # going back shows no question that somebody else met
        page.evaluate("history.back()")
        page.wait_for_timeout(150)
        expect(page.get_by_role("button", name="Start")).to_be_visible()


def test_without_network_one_is_told_that_it_goes_on(page: Page, answering_site: AnsweringSite) -> None:
    walker = Walker(page, answering_site.answer_url)
    walker.open()
    walker.onward.click()
    page.context.set_offline(True)
    expect(page.locator(".sending-line")).to_have_text(
        "You have no network. You can go on. What you answer is saved here."
    )
    page.context.set_offline(False)
    expect(page.locator(".sending-line")).to_be_hidden()


def test_where_one_lives_is_not_asked_for_twice(page: Page, answering_site: AnsweringSite) -> None:
    walker = Walker(page, answering_site.answer_url)
    walker.open()
    walker.onward.click()
    walker.skip.click()
    walker.skip.click()
    home = page.locator(".row").nth(1)
    name = home.inner_text().strip()
    home.click()
    walker.onward.click()
    expect(page.locator(".chosen-area")).to_be_visible()
    while not page.locator("input[name=background-gender]").count():
        before = walker.heading.inner_text()
        walker.skip.click()
        expect(walker.heading).not_to_have_text(before)
    expect(page.locator(".chosen-area")).to_contain_text(name)
    expect(page.locator("input[name=background-home_area]")).to_have_count(0)
    page.get_by_role("button", name="Change where I live").click()
    expect(page.locator("input[name=background-home_area]:checked")).to_have_count(1)
