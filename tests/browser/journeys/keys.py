"""Somebody with a keyboard and nothing else: each key is counted; Tab and arrows are the only way there."""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 80
Role = Literal["button", "checkbox", "combobox", "link", "radio", "tab", "textbox"]
HAS_FOCUS = "(all) => all.some((one) => one === document.activeElement)"


class Keys:
    """A keyboard, and how often its keys were pressed; typing words is counted apart."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0
        self.letters = 0

    def press(self, key: str, times: int = 1) -> None:
        """Press a key, once or several times."""
        for _ in range(times):
            self.page.keyboard.press(key)
            self.presses += 1

    def type(self, words: str) -> None:
        """Type into what has the focus."""
        self.page.keyboard.type(words)
        self.letters += len(words)

    def go(self, target: Locator, key: Literal["Tab", "Shift+Tab"] = "Tab") -> None:
        """Press Tab until this has the focus; no page may ask for more than eighty."""
        expect(target.first).to_be_attached()
        for _ in range(MOST_TABS):
            if target.evaluate_all(HAS_FOCUS):
                return
            self.press(key)
        raise AssertionError(f"{MOST_TABS} tabs do not lead to {target}")

    def tab_to(self, role: Role, name: str, key: Literal["Tab", "Shift+Tab"] = "Tab") -> None:
        """Tab to what a screen reader calls by this role and name."""
        self.go(self.page.get_by_role(role, name=name, exact=True), key)

    def push(self, name: str, key: Literal["Tab", "Shift+Tab"] = "Tab") -> None:
        """Tab to a button and press it."""
        self.tab_to("button", name, key)
        self.press("Enter")

    def take(self, name: str) -> None:
        """Tab to a group of radio buttons and choose this one by the arrows."""
        target = self.page.get_by_role("radio", name=name, exact=True).first
        group = self.page.locator(f'input[name="{target.get_attribute("name")}"]')
        self.go(group)
        if target.evaluate_all(HAS_FOCUS):
            self.press("Space")
        for _ in range(group.count()):
            if target.is_checked():
                return
            self.press("ArrowDown")
        raise AssertionError(f"the arrows do not lead to {name}")

    def tick(self, name: str) -> None:
        """Tab to a box and tick it."""
        self.tab_to("checkbox", name)
        self.press("Space")

    def way(self, name: str) -> None:
        """Choose one of the five ways to say where: Tab to the row of them, then the arrows."""
        tabs = self.page.get_by_role("tab")
        self.go(tabs)
        target = self.page.get_by_role("tab", name=name, exact=True)
        for _ in range(tabs.count()):
            if target.evaluate_all(HAS_FOCUS):
                self.press("Enter")
                return
            self.press("ArrowRight")
        raise AssertionError(f"the arrows do not lead to {name}")
