"""The receipt: whoever holds it sees, changes and takes back what they told, and nobody else does."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from mentalmap.store.database import make_engine, transaction
from tests.browser.answer.conftest import AnsweringSite
from tests.browser.answer.walking import Walker


@pytest.fixture
def receipt(page: Page, answering_site: AnsweringSite) -> str:
    """The link of a receipt after one place was told, with a text."""
    page.set_viewport_size({"width": 390, "height": 844})
    walker = Walker(page, answering_site.answer_url)
    walker.open()
    walker.tell("The best beach")
    expect(page.locator(".receipt")).to_be_visible()
    expect(page.locator(".sending-line")).to_have_attribute("data-state", "sent")
    return page.locator(".receipt-link").get_attribute("href") or ""


def open_receipt(page: Page, link: str) -> None:
    page.goto("about:blank")
    page.goto(link)
    expect(page.locator(".mark-state")).to_have_count(1)


def test_the_link_shows_what_was_told_and_what_became_of_it(page: Page, receipt: str) -> None:
    open_receipt(page, receipt)
    expect(page.locator(".mark-item")).to_contain_text("The best beach")
    expect(page.locator(".mark-state")).to_have_text("Waits to be read by a person")
    assert page.url.endswith(receipt.partition("#")[2])  # so that a bookmark leads here too


def test_a_change_is_sent_and_seen(page: Page, receipt: str, answering_site: AnsweringSite) -> None:
    open_receipt(page, receipt)
    walker = Walker(page, answering_site.answer_url)
    walker.onward.click()
    walker.see("This is what you have told")
    page.locator(".mark-buttons .link-button").first.click()
    page.locator("textarea").fill("Even better")
    walker.onward.click()
    walker.onward.click()
    walker.see("This is what you have told")
    walker.onward.click()
    expect(page.locator(".notice-line")).to_contain_text("Your changes are saved.")
    open_receipt(page, receipt)
    expect(page.locator(".mark-item")).to_contain_text("Even better")


def test_everything_is_taken_back_only_after_asking(page: Page, receipt: str) -> None:
    open_receipt(page, receipt)
    page.locator("#screen-foot .link-button").click()
    page.get_by_role("button", name="No, keep my answers").click()
    expect(page.locator(".mark-item")).to_have_count(1)
    page.locator("#screen-foot .link-button").click()
    page.get_by_role("button", name="Yes, remove everything").click()
    expect(page.locator("#screen-heading")).to_have_text("Your answers are removed")
    page.goto("about:blank")
    page.goto(receipt)
    expect(page.locator("#screen-heading")).to_have_text("We have no answers with this receipt")


def test_the_code_leads_to_the_same_answers(page: Page, receipt: str, answering_site: AnsweringSite) -> None:
    code = page.locator(".receipt-code").inner_text().replace("\n", "")
    page.goto(f"{answering_site.url}/p/{answering_site.project}/kvitto?lang=en")
    page.fill("#code", code.lower())
    page.keyboard.press("Enter")
    expect(page.locator(".mark-item")).to_contain_text("The best beach")
    assert page.url.endswith(receipt.partition("#")[2])


@pytest.mark.parametrize("end", ["#nonsense", "#AAAAAAAAAAAAAAAAAAAAAA", "#%3Cscript%3E", ""])
def test_a_wrong_receipt_says_so(page: Page, answering_site: AnsweringSite, end: str) -> None:
    page.goto(f"{answering_site.url}/p/{answering_site.project}/kvitto?lang=en{end}")
    expect(page.locator("#screen-heading")).to_have_text(re.compile("no answers with this|See your answers"))


def test_back_from_changing_leads_to_the_answers_and_keeps_the_change(page: Page, receipt: str) -> None:
    open_receipt(page, receipt)
    page.get_by_role("button", name="Change my answers").click()
    expect(page.locator("#screen-heading")).to_have_text("This is what you have told")
    page.get_by_role("button", name=re.compile("^Remove")).first.click()
    expect(page.locator(".mark-item")).to_have_count(0)
    page.evaluate("history.back()")
    expect(page.locator("#screen-heading")).to_have_text("Your answers")
    expect(page.locator(".panel-note")).to_contain_text("not saved yet")
    expect(page.locator(".mark-state")).to_have_count(1)  # nothing is changed before it is saved
    page.get_by_role("button", name="Go on changing").click()
    expect(page.locator("#screen-heading")).to_have_text("This is what you have told")
    expect(page.locator(".mark-item")).to_have_count(0)
    page.evaluate("history.back()")
    page.get_by_role("button", name="Leave the answers as they were").click()
    expect(page.get_by_role("button", name="Change my answers")).to_be_visible()


def test_the_answers_are_shown_in_their_own_language(page: Page, receipt: str, browser: Browser) -> None:
    assert "?lang=en#" in receipt
    elsewhere = browser.new_context(locale="sv-SE")
    other = elsewhere.new_page()
    other.goto(receipt.replace("?lang=en", ""))
    expect(other.locator("#screen-heading")).to_have_text("Your answers")
    assert other.locator("html").get_attribute("lang") == "en"
    elsewhere.close()


def test_after_a_withdrawal_another_code_can_be_written(page: Page, receipt: str) -> None:
    open_receipt(page, receipt)
    page.locator("#screen-foot .link-button").click()
    page.get_by_role("button", name="Yes, remove everything").click()
    page.get_by_role("button", name="Write another code").click()
    expect(page.locator("#code")).to_be_visible()
    page.goto("about:blank")
    page.goto(receipt)
    page.get_by_role("button", name="Write another code").click()
    expect(page.locator("#code")).to_be_visible()


def test_who_was_not_shown_reads_why_and_what_to_do(
    page: Page, receipt: str, answering_site: AnsweringSite
) -> None:
    page.goto("about:blank")
    engine = make_engine(answering_site.database_url)
    with transaction(engine) as session:
        session.execute(
            text("UPDATE perception SET moderation_state = 'hidden' WHERE quote = 'The best beach'")
        )
    engine.dispose()
    complaints: list[str] = []
    page.on("response", lambda one: complaints.append(one.url) if one.status >= 400 else None)
    open_receipt(page, receipt)
    expect(page.locator(".mark-item")).to_contain_text("A person has read it and does not show it.")
    expect(page.locator(".mark-item")).to_contain_text("You can change the text. Then it is read again.")
    page.get_by_role("button", name="Change my answers").click()
    page.get_by_role("button", name="Save the changes").click()
    expect(page.locator(".notice-line")).to_contain_text("is still not shown")
    assert complaints == []  # nor is a map asked for that is not published


def test_what_waits_on_this_phone_is_shown_from_it(page: Page, answering_site: AnsweringSite) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    walker = Walker(page, answering_site.answer_url)
    page.route("**/svara/responses", lambda route: route.fulfill(status=503, body=""))
    walker.open()
    walker.tell("The worst stairs")
    expect(page.locator(".sending-line")).to_contain_text("The server does not answer")
    page.locator(".receipt-link").click()
    expect(page.locator(".panel-note")).to_contain_text("not sent yet")
    expect(page.locator(".mark-item")).to_contain_text("The worst stairs")
    page.unroute("**/svara/responses")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_role("button", name="Change my answers")).to_be_visible()
