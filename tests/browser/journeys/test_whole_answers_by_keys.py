"""What was sent, a conversation, a lent tablet and the pages of staff, by the keyboard alone."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.journeys.conftest import JourneySite
from tests.browser.journeys.keys import Keys
from tests.browser.journeys.site import ADAM, CHARLIE, DRAFT, PASSWORD
from tests.browser.journeys.test_where_by_keys import MARKS, begin, found, move, see


def send_one_place(keys: Keys, site: JourneySite) -> str:
    """Tell of one place and send it; gives the link of the receipt."""
    page = keys.page
    begin(keys, site)
    keys.way("Search")
    found(keys, "skulberg")
    keys.push("Use this")
    keys.take("Good")
    keys.tab_to("textbox", "Why?")
    keys.type("The best beach")
    keys.push("Ready")
    expect(page.locator(MARKS)).to_have_count(1)
    keys.push("Next question")
    for heading in (
        "Is there something that divides the place?",
        "How do you get there?",
        "What is it like where you live?",
        "How do you see other places?",
        "Do you want to stay?",
        "What do you miss?",
        "How well does the municipality listen?",
    ):
        see(keys, heading)
        keys.push("Skip this question")
    see(keys, "A little about you")
    keys.push("Next")
    see(keys, "This is what you have told")
    keys.push("Send")
    see(keys, "Thank you!")
    expect(page.locator(".sending-line")).to_have_attribute("data-state", "sent")
    return page.locator(".receipt-link").get_attribute("href") or ""


def open_receipt(keys: Keys) -> None:
    """Follow the link of the receipt on the page of thanks."""
    keys.tab_to("link", "Open my answers")
    keys.press("Enter")
    expect(keys.page.locator(".mark-state")).to_have_count(1)


def sign_in(keys: Keys, site: JourneySite, account: str) -> None:
    """Sign somebody in."""
    page = keys.page
    page.goto(f"{site.url}/sign-in?lang=en")
    keys.go(page.locator("[name=account]"))
    keys.type(account)
    keys.go(page.locator("[name=password]"))
    keys.type(PASSWORD)
    keys.press("Enter")
    page.wait_for_url(re.compile("/staff"))


def test_11_an_answer_is_changed_through_the_receipt(keys: Keys, journey_site: JourneySite) -> None:
    page = keys.page
    link = send_one_place(keys, journey_site)
    open_receipt(keys)
    keys.push("Change my answers")
    see(keys, "This is what you have told")
    keys.go(page.locator(MARKS).get_by_role("button", name="Change it"))
    keys.press("Enter")
    keys.tab_to("textbox", "Why?")
    keys.press("End")
    keys.type(" of all")
    keys.push("Ready")
    keys.push("Ready")
    see(keys, "This is what you have told")
    keys.push("Save the changes")
    expect(page.locator(".notice-line")).to_contain_text("Your changes are saved.")
    page.goto("about:blank")
    page.goto(link)
    expect(page.locator(MARKS)).to_contain_text("The best beach of all")


def test_12_everything_is_taken_back_through_the_receipt(keys: Keys, journey_site: JourneySite) -> None:
    page = keys.page
    link = send_one_place(keys, journey_site)
    open_receipt(keys)
    keys.push("Take back all my answers")
    keys.push("Yes, remove everything")
    expect(page.locator("#screen-heading")).to_have_text("Your answers are removed")
    page.goto("about:blank")
    page.goto(link)
    expect(page.locator("#screen-heading")).to_have_text("We have no answers with this receipt")


def test_13_a_conversation_is_recorded(keys: Keys, journey_site: JourneySite) -> None:
    page = keys.page
    sign_in(keys, journey_site, CHARLIE)
    page.goto(f"{journey_site.project_url}/intervju?lang=en")
    expect(page.locator(".interview-question").first).to_be_visible()

    def press(start: str) -> None:
        keys.go(page.locator(f"[id^='{start}']:visible").first)
        keys.press("Enter")

    for start in ("tell-home_area-", "tell-age_band-30-49", "tell-gender-woman", "tell-group-"):
        press(start)
    expect(page.locator(".interview-question")).to_have_text("Where do you often go?")
    keys.go(page.locator(".tap-grid .tap[aria-pressed=false]").first)
    keys.press("Enter")
    expect(page.locator(".told li")).to_have_count(1)
    press("quote-open")
    keys.type("Här möts alla")
    press("move-next")
    expect(page.locator(".told li")).to_have_count(0)
    press("elsewhere-")
    keys.go(page.get_by_label(re.compile("^Map")))
    for arrow in ("ArrowRight", "ArrowDown"):
        keys.press("Enter")
        move(keys, arrow)
    keys.push("Done")
    expect(page.locator(".told li")).to_have_count(1)
    press("move-next")
    press("next-person")
    expect(page.locator("#tell-gender-woman")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#go-back")).to_be_visible()


def test_14_a_lent_tablet_forgets(keys: Keys, journey_site: JourneySite) -> None:
    page = keys.page
    page.clock.install()
    page.goto(f"{journey_site.answer_url}?kiosk=1&lang=en")
    keys.push("Start")
    see(keys, "Where do you often go?")
    keys.way("Search")
    keys.type("skulberg")
    page.clock.run_for(1_000)  # so that it has seen that somebody has begun
    page.clock.fast_forward(61_000)
    page.clock.run_for(1_000)
    dialog = page.get_by_role("dialog", name="Are you still there?")
    expect(dialog.get_by_role("button", name="Yes, I want to go on")).to_be_focused()
    keys.press("Enter")
    expect(dialog).to_be_hidden()
    page.clock.fast_forward(61_000)
    page.clock.run_for(1_000)
    expect(dialog).to_be_visible()
    keys.go(dialog.get_by_role("button").last)
    keys.press("Enter")
    expect(page.locator(".kiosk-leave")).to_be_visible()
    assert "skulberg" not in page.content()
    expect(page.get_by_role("button", name="Start")).to_be_visible()


def test_15_a_question_is_added_moved_and_published(keys: Keys, journey_site: JourneySite) -> None:
    page = keys.page
    sign_in(keys, journey_site, ADAM)
    page.goto(f"{journey_site.project_url}/questionnaires/{DRAFT}?lang=en")
    expect(page.locator("#builder[aria-busy]")).to_have_count(0)
    names = page.locator("#questions .name")
    before = names.all_inner_texts()
    keys.go(page.locator("#add-question"))
    keys.press("Enter")
    keys.go(page.locator("#add-dialog").get_by_role("button", name="Text"))
    keys.press("Enter")
    expect(page.get_by_label("Question, Svenska")).to_be_focused()
    keys.type("Vad minns du?")
    expect(names).to_have_count(len(before) + 1)
    added = names.all_inner_texts().index("Vad minns du?")
    keys.push("Move down: Vad minns du?", key="Shift+Tab")
    assert names.all_inner_texts().index("Vad minns du?") == added + 1
    expect(page.locator("#save-state")).to_have_text("Saved.")
    keys.go(page.locator("#publish"))
    keys.press("Enter")
    keys.go(page.locator("#publish-confirm"))
    keys.press("Enter")
    expect(page.locator("#version")).to_contain_text("Version 1 is published")


def test_16_an_invitation_is_made(keys: Keys, journey_site: JourneySite) -> None:
    page = keys.page
    sign_in(keys, journey_site, ADAM)
    page.goto(f"{journey_site.project_url}/invitations?survey={journey_site.survey}&lang=en")
    keys.go(page.locator("[name=sender]"))
    keys.type("Biblioteket")
    keys.press("Enter")
    expect(page.locator("#made")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Biblioteket")


def test_17_a_text_is_let_out(keys: Keys, journey_site: JourneySite) -> None:
    page = keys.page
    send_one_place(keys, journey_site)
    sign_in(keys, journey_site, ADAM)
    page.goto(f"{journey_site.project_url}/moderation?lang=en")
    keys.go(page.get_by_role("button", name="Let it out").first)
    keys.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("1 mark was moved.")
