"""Every page and state of collecting at three widths and in two directions, without any violation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.answer.walking import Walker
from tests.browser.journeys.conftest import JourneySite
from tests.browser.journeys.judging import Judge
from tests.browser.journeys.site import ADAM, CHARLIE, DRAFT, PASSWORD
from tests.browser.signing_in import signed_in_as

pytestmark = pytest.mark.long

SIZES = ((320, 640), (768, 1024), (1440, 900))
matrix = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}px")
residents = pytest.mark.parametrize("locale", ["sv", "ar"])
staff = pytest.mark.parametrize("locale", ["sv", "en"])


@pytest.fixture
def judge(page: Page, size: tuple[int, int]) -> Iterator[Judge]:
    """A judge of this page at this size, who must have found nothing in the end."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    made = Judge(page)
    yield made
    assert made.screens > 0
    assert made.found == {}


@matrix
@residents
def test_where_residents_answer(judge: Judge, journey_site: JourneySite, locale: str) -> None:
    page = judge.page
    walker = Walker(page, journey_site.answer_url)
    walker.open(f"lang={locale}")
    assert page.locator("html").get_attribute("dir") == ("rtl" if locale == "ar" else "ltr")
    judge.look("information")
    walker.onward.click()
    for way in ("map", "search", "list", "position", "words"):
        page.locator(f'.where-way[data-way="{way}"]').click()
        if way == "search":
            page.keyboard.type("kram")
            expect(page.locator(".where").get_by_role("option").first).to_be_visible()
        judge.look(f"where: {way}")
    page.locator('.where-way[data-way="map"]').click()
    page.locator(".where-primary:visible").click()
    expect(page.locator(".where-precision:visible")).to_be_visible()
    judge.look("where: confirm")
    page.locator(".where-primary:visible").click()
    expect(page.locator(".aspects-host")).to_be_visible()
    page.locator(".face-choice").nth(3).click()
    judge.look("aspects")
    walker.onward.click()
    expect(page.locator(".mark-item")).to_have_count(1)
    judge.look("marks beside the map")
    page.locator(".mark-buttons .link-button").last.click()
    expect(page.locator(".notice-line .link-button")).to_be_visible()
    judge.look("a removed mark")
    page.locator(".notice-line .link-button").click()
    walker.onward.click()
    expect(page.locator(".where-primary:visible")).to_be_visible()
    draw(page)
    judge.look("a line that is drawn")
    walker.skip.click()
    expect(page.locator(".where-title")).to_be_visible()
    judge.look("from and to")
    walker.skip.click()
    expect(page.locator("input[name=home-area]").first).to_be_visible()
    judge.look("home area")
    page.locator(".row").nth(1).click()
    walker.onward.click()
    expect(page.locator(".chosen-area")).to_be_visible()
    page.locator(".face-choice").nth(1).click()
    judge.look("own area")
    walker.onward.click()
    expect(page.locator(".area-faces")).to_be_visible()
    page.locator(".faces-small .face-choice").first.click()
    judge.look("other areas")
    walker.onward.click()
    expect(page.locator("input[name=stay]")).to_have_count(3)
    page.locator(".row").nth(1).click()
    judge.look("choice")
    walker.onward.click()
    expect(page.locator("textarea")).to_be_visible()
    judge.look("text")
    walker.skip.click()
    expect(page.locator("input[name=missing]")).to_have_count(3)
    judge.look("several")
    walker.skip.click()
    expect(page.locator("input[name=organisation]")).to_have_count(5)
    judge.look("scale")
    walker.skip.click()
    expect(page.locator("input[name=background-gender]").first).to_be_visible()
    judge.look("background")
    walker.onward.click()
    expect(page.locator(".own-map")).to_be_visible()
    judge.look("check")
    page.context.set_offline(True)
    walker.onward.click()
    expect(page.locator(".receipt")).to_be_visible()
    judge.look("thanks without network")
    page.context.set_offline(False)
    expect(page.locator(".sending-line")).to_have_attribute("data-state", "sent")
    judge.look("thanks")
    page.locator(".receipt-link").click()
    expect(page.locator(".mark-state").first).to_be_visible()
    judge.look("receipt")
    page.locator("#screen-foot .link-button").click()
    judge.look("asked before withdrawing")
    page.locator(".button-danger").click()
    expect(page.locator(".mark-state")).to_have_count(0)
    judge.look("withdrawn")


def draw(page: Page) -> None:
    """Draw a line of two corners with the keys of the map."""
    page.locator("#map").focus()
    for key in ("Enter", "ArrowRight", "Enter"):
        page.keyboard.press(key)
        expect(page.locator(".leaflet-pan-anim")).to_have_count(0)
    expect(page.locator(".where-corners .button-primary")).to_be_visible()


@matrix
@residents
def test_what_goes_wrong(judge: Judge, journey_site: JourneySite, locale: str) -> None:
    page = judge.page
    page.route("**/svara/responses*", refuse)
    walker = Walker(page, journey_site.answer_url)
    walker.open(f"lang={locale}")
    walker.tell("Här badar vi")
    expect(page.locator(".sending-refused-one")).to_be_visible()
    judge.look("refused")
    page.goto(f"{journey_site.project_url}/kvitto?lang={locale}#AAAAAAAAAAAAAAAAAAAAAA")
    expect(walker.heading).to_be_visible()
    judge.look("a wrong receipt")
    page.goto(f"{journey_site.project_url}/kvitto?lang={locale}")
    page.reload()
    page.fill("#code", "nonsense")
    page.keyboard.press("Enter")
    expect(page.locator("#code-problem")).not_to_be_empty()
    judge.look("a wrong code")


def refuse(route: Any) -> None:
    """Answer as a server whose round was closed meanwhile."""
    problem = {"type": "about:blank", "title": "Closed", "status": 409, "detail": "", "code": "survey_closed"}
    route.fulfill(status=409, content_type="application/problem+json", json=problem)


@matrix
@residents
def test_plain_pages_and_a_lent_tablet(judge: Judge, journey_site: JourneySite, locale: str) -> None:
    page = judge.page
    page.route(
        re.compile(r"/svara/form\.json"),
        lambda route: route.fulfill(json={"survey": None, "questionnaire": None, "project": {}}),
    )
    page.goto(f"{journey_site.answer_url}?lang={locale}")
    expect(page.locator("#screen-heading")).to_be_visible()
    judge.look("no round is open")
    page.unroute_all()
    for address in ("/svara/enkel", "/kvitto/kod"):
        page.goto(f"{journey_site.project_url}{address}?lang={locale}")
        judge.look(address)
    page.goto(f"{journey_site.url}/accessibility?lang={locale}")
    judge.look("accessibility")
    page.clock.install()
    page.goto(f"{journey_site.answer_url}?kiosk=1&lang={locale}")
    expect(page.locator(".kiosk-leave")).to_be_visible()
    judge.look("lent: start")
    page.locator("#screen-foot .button-primary").click()
    expect(page.locator(".where-primary:visible")).to_be_visible()
    page.clock.run_for(1_000)  # so that it has seen that somebody has begun
    page.clock.fast_forward(61_000)
    page.clock.run_for(1_000)
    expect(page.get_by_role("dialog")).to_be_visible()
    judge.look("lent: are you still there?")


@pytest.fixture(scope="session")
def charlie(browser: Browser, journey_site: JourneySite) -> Any:
    """Charlie's session, who interviews."""
    return signed_in_as(browser, journey_site.url, CHARLIE, PASSWORD)["cookies"]


@pytest.fixture(scope="session")
def adam(browser: Browser, journey_site: JourneySite) -> Any:
    """Adam's session, who answers for everything."""
    return signed_in_as(browser, journey_site.url, ADAM, PASSWORD)["cookies"]


@matrix
@residents
def test_conversations(judge: Judge, journey_site: JourneySite, charlie: Any, locale: str) -> None:
    page = judge.page
    page.context.add_cookies(charlie)
    page.goto(f"{journey_site.project_url}/intervju?lang={locale}")
    expect(page.locator(".interview-question").first).to_be_visible()
    judge.look("conversation: background")

    def tap(start: str) -> None:
        button(page, start).click()

    for start in ("tell-home_area-", "tell-age_band-30-49", "tell-gender-woman", "tell-group-"):
        tap(start)
    page.locator(".tap-grid .tap[aria-pressed=false]").first.click()
    judge.look("conversation: a question")
    tap("quote-open")
    judge.look("conversation: a quote")
    tap("step-barrier")
    tap("elsewhere-")
    judge.look("conversation: on the map")
    page.keyboard.press("Escape")
    tap("step-other_places" if page.locator("#step-other_places").count() else "step-own_place")
    judge.look("conversation: attitudes")


def button(page: Page, start: str) -> Locator:
    """The first button whose name in the page begins like this."""
    return page.locator(f"[id^='{start}']:visible").first


@matrix
@staff
def test_pages_of_staff(judge: Judge, journey_site: JourneySite, adam: Any, locale: str) -> None:
    page = judge.page
    page.context.add_cookies(adam)
    for address in (
        "/questionnaires",
        f"/questionnaires/{DRAFT}/settings",
        f"/questionnaires/{DRAFT}/opening",
        f"/invitations?survey={journey_site.survey}",
        "/moderation",
        "/moderation?state=hidden",
    ):
        joint = "&" if "?" in address else "?"
        page.goto(f"{journey_site.project_url}{address}{joint}lang={locale}")
        judge.look(address)
    page.goto(f"{journey_site.project_url}/questionnaires/{DRAFT}?lang={locale}")
    expect(page.locator("#builder[aria-busy]")).to_have_count(0)
    judge.look("builder: information")
    page.locator("#questions .question-name").first.click()
    judge.look("builder: a question")
    page.locator("#add-question").click()
    judge.look("builder: a new question")
    page.keyboard.press("Escape")
    page.locator("#publish").click()
    judge.look("builder: publishing")
