"""What a machine finds wrong with a page as it stands: rules, small targets, words beyond the edge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SMALLEST_TARGET_PX = 44
ENGINE = Path(__file__).resolve().parents[3] / "node_modules" / "axe-core" / "axe.min.js"
# The page in the builder's frame is a page of its own, and judged there.
RULES = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"], iframes: false });
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 160))]);
}"""
SMALL = """(least) => [...document.querySelectorAll("button, a[href], select, input, textarea, summary")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".honeypot, [inert]"))
  .map((one) => one.closest("label") ?? one)
  .filter((one) => !one.closest(".skip-link, .visually-hidden"))
  .filter((one) => getComputedStyle(one).display !== "inline")
  .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.width < least - 0.5 || box.height < least - 0.5))
  .map(([html, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`)"""
# What moves for ever is never done.
RESTED = """() => Promise.all(document.getAnimations()
  .filter((one) => one.effect?.getTiming().iterations !== Infinity)
  .map((one) => one.finished.catch(() => null)))"""


class Judge:
    """Somebody who looks at one screen after the other and writes down what is wrong."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.screens = 0
        self.found: dict[str, list[Any]] = {}

    def look(self, name: str) -> None:
        """Judge the page as it stands."""
        self.screens += 1
        self._rest()
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(ENGINE.read_text(encoding="utf-8"))
        faults = self.page.evaluate(RULES)
        faults += self.page.evaluate(SMALL, SMALLEST_TARGET_PX)
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append("the page is wider than the screen")
        if faults:
            self.found[name] = faults

    def _rest(self) -> None:
        """Colours are judged when they have stopped changing."""
        self.page.evaluate(RESTED)
