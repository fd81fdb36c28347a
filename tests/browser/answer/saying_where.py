"""Arriving at the question where something is, and what the phone has kept of the answer."""

from __future__ import annotations

import json
from typing import Any, cast

from playwright.sync_api import Page, Route, expect

from tests.browser.answer.conftest import AnsweringSite

KEPT = """async () => {
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => done(asked.result);
    });
    if (!database.objectStoreNames.contains('drafts')) { database.close(); continue; }
    const rows = await new Promise((done) => {
      const asked = database.transaction('drafts').objectStore('drafts').getAll();
      asked.onsuccess = () => done(asked.result);
    });
    database.close();
    const marks = rows.flatMap((draft) => draft.marks ?? []);
    if (marks.length > 0) return marks.map((mark) => mark.where);
  }
  return [];
}"""


def ask_where(page: Page, site: AnsweringSite, *shapes: str, locale: str = "en") -> None:
    """Open the page and go to its first question, which takes these shapes."""

    def with_shapes(route: Route) -> None:
        form = json.loads(route.fetch().text())
        asked = form["questionnaire"]["questions"][0]
        asked["settings"]["shapes"] = list(shapes or ("point",))
        asked["settings"]["asks"] = []
        route.fulfill(json=form)

    # A worker would answer from what it keeps; here the form is changed on its way.
    page.route("**/svara/form.json*", with_shapes)
    page.goto(f"{site.answer_url}?lang={locale}")
    page.locator("#screen-foot .button-primary").click()
    expect(page.locator(".where")).to_be_visible()


def way(page: Page, name: str) -> None:
    """Choose one of the five ways."""
    page.locator(f'.where-way[data-way="{name}"]').click()


def use_this(page: Page) -> None:
    """Say that the place is right."""
    page.locator(".where-confirm .button-primary").click()


def kept(page: Page) -> dict[str, Any]:
    """What is kept of the one mark, as soon as something is."""
    expect(page.locator(".mark-item")).to_have_count(1)
    page.wait_for_function(f"async () => (await ({KEPT})()).length > 0")
    [where] = page.evaluate(KEPT)
    return cast(dict[str, Any], where)
