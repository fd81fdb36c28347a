"""What an earlier version of the pages left on a phone is still there after an update, and still sent."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.answer.conftest import AnsweringSite
from tests.browser.answer.walking import Walker

# Written by hand, as version 1 laid it out: this must not follow the code.
VERSION_1 = """async ({ name, rows }) => {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    const database = opening.result;
    database.createObjectStore("drafts");
    database.createObjectStore("photos");
    database.createObjectStore("queue", { keyPath: "key" });
    database.createObjectStore("receipts", { keyPath: "id" });
    database.createObjectStore("settings");
  };
  const database = await new Promise((resolve, reject) => {
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const writing = database.transaction(["drafts", "photos", "queue", "settings"], "readwrite");
  writing.objectStore("drafts").put(rows.draft, "web");
  writing.objectStore("photos").put(new Blob(["a photo"]), "mark");
  writing.objectStore("settings").put("fi", "language");
  for (const item of rows.queue) writing.objectStore("queue").put(item);
  await new Promise(resolve => { writing.oncomplete = resolve; });
  database.close();
}"""

NOTHING_WAITS = """async name => {
  const opening = indexedDB.open(name);
  const database = await new Promise(resolve => { opening.onsuccess = () => resolve(opening.result); });
  const counting = database.transaction("queue").objectStore("queue").count();
  const waiting = await new Promise(resolve => { counting.onsuccess = () => resolve(counting.result); });
  database.close();
  return waiting === 0;
}"""

NEXT_VERSION = """
import { DatabaseShelf, STEPS } from "SHELF";
const next = [...STEPS.slice(0, 1), (database) => database.createObjectStore("later")];
globalThis.upgrade = async (name) => {
  const shelf = await DatabaseShelf.open(name, next);
  const found = await shelf.read(["drafts", "photos", "queue", "settings"], async (tables) => ({
    draft: await tables.drafts.get("web"),
    photo: await tables.photos.get("mark"),
    queue: (await tables.queue.all()).map(({ key }) => key),
    language: await tables.settings.get("language"),
  }));
  shelf.close();
  // A page of the version before, as an update that was taken back leaves it.
  const before = await DatabaseShelf.open(name, STEPS.slice(0, 1));
  const still = await before.read(["queue"], ({ queue }) => queue.all());
  before.close();
  const [{ version }] = (await indexedDB.databases()).filter((one) => one.name === name);
  return { ...found, photo: await found.photo?.text(), still: still.length, version };
};
"""


def an_item(key: str, site: AnsweringSite, **told: Any) -> dict[str, Any]:
    """One thing that waits, as version 1 wrote it."""
    return {
        "key": key,
        "slot": "web",
        "kind": "response",
        "method": "POST",
        "url": f"/p/{site.project}/svara/responses",
        "headers": {"Content-Type": "application/json", "X-Mentalmap": "1"},
        "body": json.dumps({"id": key, "language": "en", "background": {}, "answers": {}, "marks": []}),
        "made_at": 1,
        "attempts": 3,
        "next_at": 0,
        "state": "waiting",
        "problem": None,
        "after": None,
        "told": "",
        **told,
    }


def a_draft(site: AnsweringSite) -> dict[str, Any]:
    """A draft that was just begun, as version 1 wrote it."""
    return {
        "id": "5e0c1f0a-9c3b-4c61-8a59-2f6a1d1f0b11",
        "survey": site.survey,
        "version": 1,
        "language": "en",
        "mode": "web",
        "secret": "AAAAAAAAAAAAAAAAAAAAAA",
        "invitation": None,
        "background": {},
        "answers": {},
        "marks": [],
        "skipped": [],
        "at": "information",
        "begun_at": "2026-11-20T09:00:00Z",
        "seconds": 0,
        "taps": 0,
    }


@pytest.fixture(scope="session")
def next_version(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The shelf with one step more than version 1, as a script."""
    folder = tmp_path_factory.mktemp("next")
    shelf = project_root / "static" / "js" / "answer" / "shelf_in_database.ts"
    (folder / "next.ts").write_text(NEXT_VERSION.replace("SHELF", str(shelf)), encoding="utf-8")
    node, esbuild = (
        project_root / "scripts" / "run_node.py",
        project_root / "node_modules/esbuild/bin/esbuild",
    )
    command = [
        sys.executable,
        node,
        esbuild,
        folder / "next.ts",
        "--bundle",
        "--format=iife",
        "--log-level=error",
    ]
    made = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True)
    return made.stdout


def test_an_upgrade_keeps_the_queue_and_so_does_the_way_back(
    page: Page, answering_site: AnsweringSite, next_version: str
) -> None:
    page.goto(f"{answering_site.url}/accessibility")
    rows = {"draft": {"id": "d"}, "queue": [an_item("one", answering_site), an_item("two", answering_site)]}
    page.evaluate(VERSION_1, {"name": "mentalmap.trial", "rows": rows})
    page.evaluate(next_version)
    assert page.evaluate("upgrade('mentalmap.trial')") == {
        "draft": {"id": "d"},
        "photo": "a photo",
        "queue": ["one", "two"],
        "language": "fi",
        "still": 2,
        "version": 2,
    }


def test_an_upgrade_goes_through_while_a_page_of_the_version_before_is_open(
    page: Page, answering_site: AnsweringSite, next_version: str
) -> None:
    walker = Walker(page, answering_site.answer_url)
    walker.open()  # holds the database open at version 1
    walker.onward.click()
    expect(page.locator(".where-primary:visible")).to_be_visible()
    tab = page.context.new_page()
    tab.goto(f"{answering_site.url}/accessibility")
    tab.evaluate(next_version)
    assert tab.evaluate(f"upgrade('mentalmap.{answering_site.project}')")["draft"]["id"]
    # The older page goes on with what is newer than itself, and keeps what is told.
    walker.place()
    page.locator(".face-choice").nth(3).click()
    walker.onward.click()
    expect(page.locator(".mark-item")).to_have_count(1)
    page.reload()
    expect(page.locator(".mark-item")).to_have_count(1)


def test_the_page_sends_what_an_earlier_version_left_waiting(
    page: Page, answering_site: AnsweringSite
) -> None:
    sent: list[str] = []

    def take(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "{}")["id"])
        told = {"id": sent[-1], "received_at": "2026-11-20T10:00:00Z"}
        route.fulfill(status=201, content_type="application/json", body=json.dumps(told))

    page.context.route("**/svara/responses", take)
    page.goto(f"{answering_site.url}/accessibility")
    rows = {"draft": a_draft(answering_site), "queue": [an_item("one", answering_site)]}
    page.evaluate(VERSION_1, {"name": f"mentalmap.{answering_site.project}", "rows": rows})
    walker = Walker(page, answering_site.answer_url)
    walker.open()
    page.wait_for_function(NOTHING_WAITS, arg=f"mentalmap.{answering_site.project}")
    assert sent == ["one"]
    assert page.locator("#screen-foot .button-primary").is_visible()
