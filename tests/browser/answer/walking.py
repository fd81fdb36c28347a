"""Walk through the questions as people do: by hand, by key, screen after screen."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

QUESTIONS = ("go", "barrier", "own_place", "other_places", "stay", "missing", "organisation")


class Walker:
    """Somebody on the answering page."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def open(self, query: str = "lang=en") -> None:
        """Open the page and wait for its first screen."""
        self.page.goto(f"{self.url}?{query}")
        expect(self.heading).to_be_visible()

    @property
    def heading(self) -> Locator:
        """The heading of the screen."""
        return self.page.locator("#screen-heading")

    @property
    def onward(self) -> Locator:
        """The one button that leads on."""
        return self.page.locator("#screen-foot .button-primary")

    @property
    def skip(self) -> Locator:
        """The way past this question."""
        return self.page.locator("#screen-foot > .link-button")

    def see(self, text: str) -> None:
        """Wait until this is the heading, and it has the focus."""
        expect(self.heading).to_have_text(text)

    def place(self) -> None:
        """Put the mark under the crosshair, as exactly as is offered first."""
        self.page.locator(".where-primary:visible").click()
        expect(self.page.locator(".where-precision:visible")).to_be_visible()
        self.page.locator(".where-primary:visible").click()
        expect(self.page.locator(".aspects-host")).to_be_visible()

    def choose(self, words: str) -> None:
        """Choose a row by its words."""
        self.page.locator(".row:visible", has_text=words).first.click()

    def feel(self, words: str) -> None:
        """Choose a face by its word."""
        self.page.get_by_role("radio", name=words, exact=True).first.check(force=True)

    def to_check(self) -> None:
        """Pass over everything until the check."""
        for _ in range(len(QUESTIONS) + 3):
            if self.page.locator(".told, #screen-body:has-text('not answered any')").count():
                return
            before = self.heading.inner_text()
            self.skip.click()
            expect(self.heading).not_to_have_text(before)

    def tell(self, text: str) -> None:
        """Tell of one place in these words, pass over the rest, and send."""
        self.onward.click()
        self.place()
        self.page.locator("textarea").fill(text)
        self.onward.click()
        expect(self.page.locator(".mark-item")).to_have_count(1)
        self.onward.click()
        self.to_check()
        self.onward.click()

    def screens(self, stand: Callable[[str], None]) -> None:
        """Go through every screen, calling with the name of each as it stands."""
        stand("information")
        self.onward.click()
        expect(self.page.locator(".where-primary:visible")).to_be_visible()
        stand("where")
        self.place()
        stand("aspects")
        self.page.locator(".face-choice").nth(3).click()
        self.onward.click()
        expect(self.page.locator(".mark-item")).to_have_count(1)
        stand("marks")
        self.onward.click()
        expect(self.page.locator(".where-primary:visible")).to_be_visible()
        stand("where a line is")
        self.skip.click()
        expect(self.page.locator("input[name=home-area]").first).to_be_visible()
        stand("home area")
        self.page.locator(".row").nth(1).click()
        self.onward.click()
        expect(self.page.locator(".chosen-area")).to_be_visible()
        self.page.locator(".face-choice").nth(1).click()
        stand("own area")
        self.onward.click()
        expect(self.page.locator(".area-faces")).to_be_visible()
        self.page.locator(".faces-small .face-choice").first.click()
        stand("other areas")
        self.onward.click()
        expect(self.page.locator("input[name=stay]")).to_have_count(3)
        self.page.locator(".row").nth(1).click()
        stand("choice")
        self.onward.click()
        expect(self.page.locator("textarea")).to_be_visible()
        stand("text")
        self.skip.click()
        expect(self.page.locator("input[name=missing]")).to_have_count(3)
        stand("several")
        self.skip.click()
        expect(self.page.locator("input[name=organisation]")).to_have_count(5)
        stand("scale")
        self.skip.click()
        expect(self.page.locator("input[name=background-gender]").first).to_be_visible()
        stand("background")
        self.onward.click()
        expect(self.page.locator(".own-map")).to_be_visible()
        stand("check")
