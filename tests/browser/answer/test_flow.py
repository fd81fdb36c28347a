"""The way through the questions, as people go it: by mouse, by touch, by keyboard, back and forth."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from mentalmap.store.database import make_engine
from tests.browser.answer.conftest import AnsweringSite
from tests.browser.answer.walking import Walker

PHONE = {"width": 390, "height": 844}
# One black pixel.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=="
)


@pytest.fixture
def walker(page: Page, answering_site: AnsweringSite) -> Walker:
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    return Walker(page, answering_site.answer_url)


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains about; a refused inline script or style is among it."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda one: found.append(one.text) if one.type == "error" else None)
    yield found


def test_everything_told_arrives_in_the_database(
    walker: Walker, answering_site: AnsweringSite, complaints: list[str]
) -> None:
    walker.open()
    walker.screens(lambda name: None)
    walker.onward.click()
    expect(walker.page.locator(".receipt")).to_be_visible()
    expect(walker.page.locator(".sending-line")).to_have_attribute("data-state", "sent")
    engine = make_engine(answering_site.database_url)
    with engine.connect() as connection:
        stored = connection.scalars(
            text(
                "SELECT valence FROM perception WHERE response_id = (SELECT max(id) FROM response)"
                " ORDER BY valence"
            )
        ).all()
    engine.dispose()
    assert stored == [-2, -1, 1]
    assert complaints == []


def test_the_browsers_back_loses_nothing(walker: Walker) -> None:
    walker.open()
    walker.screens(lambda name: None)
    page = walker.page
    for heading in ("A little about you", "How well does the municipality listen?", "What do you miss?"):
        page.go_back()
        walker.see(heading)
    page.go_back()
    walker.see("What makes you want to move?")
    page.go_back()
    walker.see("Do you want to stay?")
    expect(page.locator("input[value=no]")).to_be_checked()
    page.go_forward()
    walker.see("What makes you want to move?")


def test_after_a_reload_one_is_where_one_was(walker: Walker) -> None:
    walker.open()
    walker.onward.click()
    walker.place()
    walker.feel("Very good")
    walker.page.locator("textarea").fill("By the water")
    walker.page.wait_for_timeout(300)
    walker.page.reload()
    expect(walker.page.locator("textarea")).to_have_value("By the water")
    expect(walker.page.get_by_role("radio", name="Very good", exact=True)).to_be_checked()


def leave_after_one_place(walker: Walker) -> None:
    """Begin, tell of one place, and go to another page."""
    walker.open()
    walker.onward.click()
    walker.place()
    walker.onward.click()
    expect(walker.page.locator(".mark-item")).to_have_count(1)
    walker.page.goto("about:blank")


def test_who_comes_back_later_goes_on_or_begins_anew(walker: Walker) -> None:
    leave_after_one_place(walker)
    walker.open()
    expect(walker.onward).to_have_text("Go on")
    walker.onward.click()
    walker.see("Where do you often go?")
    expect(walker.page.locator(".mark-item")).to_have_count(1)
    walker.page.goto("about:blank")
    walker.open()
    walker.skip.click()
    walker.skip.click()
    expect(walker.onward).to_have_text("Start")


def test_who_began_alone_and_then_follows_an_invitation_was_reached_by_it(walker: Walker) -> None:
    leave_after_one_place(walker)
    walker.open("lang=en&k=library-7")
    walker.onward.click()
    walker.see("Where do you often go?")
    walker.onward.click()
    walker.to_check()
    with walker.page.expect_request("**/responses*") as sent:
        walker.onward.click()
    assert sent.value.post_data_json["invitation"] == "library-7"


def test_switching_the_language_keeps_every_answer(walker: Walker) -> None:
    walker.open()
    walker.onward.click()
    walker.place()
    page = walker.page
    walker.feel("Good")
    page.locator("textarea").fill("Here we swim")
    page.locator("#language").select_option("ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#language")).to_be_focused()
    expect(page.locator("textarea")).to_have_value("Here we swim")
    expect(page.locator(".face-input[value='1']")).to_be_checked()
    walker.onward.click()
    expect(walker.heading).to_have_text("إلى أين تذهب كثيرًا؟")
    page.locator("#language").select_option("fi")
    expect(walker.heading).to_have_text("Missä käyt usein?")
    expect(page.locator("html")).to_have_attribute("lang", "fi")


def test_a_removed_place_comes_back(walker: Walker) -> None:
    walker.open()
    walker.onward.click()
    walker.place()
    walker.feel("Bad")
    walker.onward.click()
    page = walker.page
    page.locator(".mark-buttons .link-button").last.click()
    expect(page.locator(".mark-item")).to_have_count(0)
    page.locator(".notice-line .link-button").click()
    expect(page.locator(".mark-item")).to_have_count(1)
    expect(page.locator(".mark-item")).to_contain_text("Bad")


def test_a_change_from_the_check_leads_back_to_it(walker: Walker) -> None:
    walker.open()
    walker.screens(lambda name: None)
    page = walker.page
    page.locator(".told", has_text="Do you want to stay?").locator(".told-head .link-button").click()
    walker.choose("Yes")
    walker.onward.click()
    walker.see("This is what you have told")
    expect(page.locator(".told", has_text="What makes you want to move?")).to_have_count(0)


def test_a_photo_is_made_small_and_sent(walker: Walker, page: Page) -> None:
    walker.open()
    walker.onward.click()
    walker.skip.click()
    walker.see("Is there something that divides the place?")
    page.get_by_role("button", name="A place", exact=True).click()
    walker.place()
    expect(page.locator(".photo input")).to_be_attached()
    page.set_input_files(".photo input", {"name": "p.png", "mimeType": "image/png", "buffer": PICTURE})
    expect(page.locator(".photo-preview")).to_be_visible()
    page.set_input_files(
        ".photo input", {"name": "p.png", "mimeType": "image/png", "buffer": b"this is no picture"}
    )
    expect(page.locator(".photo .hint[role=status]")).to_have_text(
        "This photo could not be read. Try another one."
    )
    page.set_input_files(
        ".photo input", {"name": "p.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    expect(page.locator(".photo .hint[role=status]")).to_have_text(
        "This file is not a picture. Choose a photo."
    )
    expect(page.locator(".photo-preview")).to_be_visible()
    walker.onward.click()
    expect(page.locator(".mark-item")).to_contain_text("With a photo")


def test_what_of_a_paste_did_not_fit_is_told(walker: Walker) -> None:
    walker.open()
    walker.onward.click()
    walker.place()
    area = walker.page.locator("textarea")
    longest = int(area.get_attribute("maxlength") or "0")
    area.evaluate(
        """(area, text) => {
          const brought = new DataTransfer();
          brought.setData("text/plain", text);
          area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: brought }));
        }""",
        "a" * (longest + 6_000),
    )
    told = walker.page.locator(".text-box .hint[aria-live]")
    expect(told).to_contain_text("The last 6000 letters did not fit.")
    area.press("x")
    expect(told).not_to_contain_text("did not fit")


def test_two_marks_are_told_apart_in_the_list_and_on_the_map(walker: Walker) -> None:
    page = walker.page
    walker.open()
    walker.onward.click()
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    walker.place()
    walker.onward.click()
    page.locator("#screen-foot .button").first.click()
    page.locator("#map").press("ArrowDown")
    page.locator("#map").press("ArrowDown")
    page.locator("#map").press("ArrowDown")
    walker.place()
    walker.onward.click()
    expect(page.locator(".mark-item")).to_have_count(2)
    first, second = page.locator(".mark-told h2").all_inner_texts()
    assert first != second
    for number, place in ((1, first), (2, second)):
        expect(page.get_by_role("img", name=f"{number}. {place}")).to_be_attached()
        expect(page.get_by_role("button", name=f"Remove: {number}. {place}")).to_be_visible()
    assert page.locator("#map svg:not([aria-hidden]):not(.marked-marks)").count() == 0


def test_every_face_has_its_word_and_a_question_is_read_once(walker: Walker) -> None:
    seen: dict[str, str] = {}

    def stand(name: str) -> None:
        seen[name] = walker.page.locator("#screen-body").inner_text()
        if name == "other areas":
            words = walker.page.locator(".faces-small").first.locator(".face-word")
            assert words.all_inner_texts() == ["Very bad", "Bad", "Neither", "Good", "Very good"]
            assert words.first.bounding_box()["width"] > 20  # type: ignore[index]
        if name in ("choice", "text"):
            question = walker.heading.inner_text()
            said = walker.page.locator("#screen-body").evaluate("(body) => body.textContent")
            assert said.count(question) == 1

    walker.open()
    walker.screens(stand)
    assert {"other areas", "choice", "text"} <= set(seen)


def test_text_is_only_ever_text(walker: Walker, complaints: list[str]) -> None:
    walker.open()
    walker.onward.click()
    walker.place()
    hostile = "<img src=x onerror=alert(1)> \u202eسلام"
    walker.page.locator("textarea").fill(hostile)
    walker.onward.click()
    expect(walker.page.locator(".mark-item blockquote")).to_have_text(hostile)
    assert walker.page.locator(".mark-item img").count() == 0
    assert complaints == []


def test_by_keyboard_alone(walker: Walker) -> None:
    """From the first screen to the thanks without a pointer: a choice is told, a place is searched."""
    page = walker.page
    walker.open()

    def press(key: str, times: int = 1) -> None:
        for _ in range(times):
            page.keyboard.press(key)

    def go_to(selector: str) -> None:
        for _ in range(60):
            if page.evaluate("(one) => document.activeElement.matches(one)", selector):
                return
            press("Tab")
        raise AssertionError(f"no Tab leads to {selector}")

    go_to("#screen-foot .button-primary")
    press("Enter")
    walker.see("Where do you often go?")
    expect(walker.heading).to_be_focused()
    go_to(".where-primary")
    press("Enter")
    expect(page.locator(".where-precision:visible")).to_be_visible()
    go_to(".where-primary")
    press("Enter")
    expect(page.locator(".aspects-host")).to_be_visible()
    go_to(".face-input")
    press("ArrowRight", 2)
    go_to("#screen-foot .button-primary")
    press("Enter")
    expect(page.locator(".mark-item")).to_have_count(1)
    expect(walker.heading).to_be_focused()
    for _ in range(9):
        is_map = page.locator(".where-primary:visible").count() > 0
        go_to("#screen-foot > .link-button" if is_map else "#screen-foot .button-primary")
        if not is_map and walker.onward.inner_text() == "Send":
            break
        before = walker.heading.inner_text()
        press("Enter")
        expect(walker.heading).not_to_have_text(before)
    press("Enter")
    walker.see("Thank you!")
    expect(walker.heading).to_be_focused()


def test_by_touch(browser: Browser, answering_site: AnsweringSite) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    with context:
        page = context.new_page()
        walker = Walker(page, answering_site.answer_url)
        walker.open()
        walker.onward.tap()
        page.locator(".where-primary:visible").tap()
        expect(page.locator(".where-precision:visible")).to_be_visible()
        page.locator(".where-primary:visible").tap()
        page.locator(".face-choice").nth(4).tap()
        walker.onward.tap()
        expect(page.locator(".mark-item")).to_contain_text("Very good")


def test_a_round_that_is_closed_says_so(page: Page, answering_site: AnsweringSite) -> None:
    page.route(
        re.compile(r"/svara/form\.json"),
        lambda route: route.fulfill(json={"survey": None, "questionnaire": None, "project": {}}),
    )
    walker = Walker(page, answering_site.answer_url)
    walker.open()
    walker.see("No questions are open now")
    expect(page.get_by_role("link", name="See the map")).to_be_visible()


def test_without_the_form_the_page_says_what_is_wrong(page: Page, answering_site: AnsweringSite) -> None:
    page.route(re.compile(r"/svara/form\.json"), lambda route: route.fulfill(status=503, body="{}"))
    walker = Walker(page, answering_site.answer_url)
    walker.open()
    walker.see("The questions could not be fetched")


def test_without_scripts_there_is_another_way(browser: Browser, answering_site: AnsweringSite) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{answering_site.answer_url}?lang=en")
        link = page.get_by_role("link", name="Answer without the map")
        expect(link).to_have_attribute("href", re.compile("/svara/enkel$"))
