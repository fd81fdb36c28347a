"""A release during a visit, links that need network, an invitation: what a phone keeps is of one piece."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mentalmap.app import create_app
from mentalmap.config import Settings
from tests.browser.answer.conftest import AnsweringSite
from tests.browser.answer.test_offline import lose_network, wait_until_kept
from tests.browser.answer.walking import Walker
from tests.browser.network import Network, network_to
from tests.browser.serving import served

DRAFT = """async project => {
  const opened = indexedDB.open(`mentalmap.${project}`);
  const database = await new Promise(resolve => { opened.onsuccess = () => resolve(opened.result); });
  const asked = database.transaction("drafts").objectStore("drafts").get("web");
  const draft = await new Promise(resolve => { asked.onsuccess = () => resolve(asked.result ?? null); });
  database.close();
  return draft;
}"""


@dataclass(frozen=True)
class Release:
    """The built files of a server of its own, which a test may replace while somebody visits."""

    folder: Path
    network: Network
    url: str

    def replace_script(self, name: str, *, is_there: bool) -> None:
        """Give the page's script another name, as a change to it does; the old file goes."""
        manifest = json.loads((self.folder / "manifest.json").read_text())
        old = self.folder / manifest["answer_page.js"]
        if is_there:
            (self.folder / name).write_bytes(old.read_bytes())
        for file in self.folder.glob(f"{old.name}*"):
            file.unlink()
        manifest["answer_page.js"] = name
        (self.folder / "manifest.json").write_text(json.dumps(manifest))


@pytest.fixture
def release(answering_site: AnsweringSite, demo_instance: Path, tmp_path: Path) -> Iterator[Release]:
    """A server whose built files are a copy."""
    app = create_app(Settings(instance_folder=demo_instance, database_url=answering_site.database_url))
    folder = tmp_path / "dist"
    shutil.copytree(app.static_folder or "", folder)
    app.static_folder = str(folder)
    with served(app) as address, network_to(address) as network:
        yield Release(folder, network, f"{network.url}/p/{answering_site.project}/svara")


def test_a_page_that_was_released_after_the_worker_came_opens_without_network(
    page: Page, release: Release
) -> None:
    walker = Walker(page, release.url)
    walker.open()
    # The worker's own list names the files of before; the page that it keeps names this one.
    release.replace_script("answer_page-AFTER000.js", is_there=True)
    wait_until_kept(walker)
    lose_network(walker, release.network)
    page.reload()
    expect(walker.heading).to_be_visible()
    assert page.locator('script[src*="AFTER000"]').count() == 1


def test_a_page_whose_script_is_missing_says_so_and_does_not_replace_the_one_that_works(
    page: Page, release: Release
) -> None:
    walker = Walker(page, release.url)
    walker.open()
    wait_until_kept(walker)
    release.replace_script("answer_page-MISSING0.js", is_there=False)
    page.reload()
    note = page.locator(".slow-start")
    expect(note).to_be_hidden()
    page.evaluate("document.getAnimations().forEach(one => one.finish())")  # some seconds later
    expect(note).to_contain_text("Nothing of yours is lost")
    lose_network(walker, release.network)
    page.get_by_role("link", name="Try again").click()
    expect(walker.heading).to_be_visible()
    expect(note).to_have_count(0)


def test_without_network_pages_that_are_not_kept_say_so_and_lead_back(page: Page, release: Release) -> None:
    walker = Walker(page, release.url)
    walker.open("lang=en&k=library-7")
    wait_until_kept(walker)
    lose_network(walker, release.network)
    page.reload()
    expect(walker.heading).to_be_visible()
    walker.onward.click()
    expect(page.locator(".where-primary:visible")).to_be_visible()
    # The kept page is one for all, and yet this person's invitation is told with the answers.
    page.wait_for_function(f"({DRAFT})('kramfors')")
    assert page.evaluate(DRAFT, "kramfors")["invitation"] == "library-7"
    page.goto(f"{release.url}/enkel")
    expect(page.get_by_role("heading", level=1)).to_have_text("You have no network")
    expect(page.locator("main")).to_contain_text("Nothing is lost")
    page.get_by_role("link", name="Back to the questions").click()
    expect(walker.heading).to_be_visible()


def test_nobody_takes_over_the_invitation_of_who_opened_the_page_before(page: Page, release: Release) -> None:
    walker = Walker(page, release.url)
    walker.open("lang=en&k=library-7")
    wait_until_kept(walker)
    page.reload()  # now the worker is there, and keeps what comes
    expect(walker.heading).to_be_visible()
    page.evaluate("indexedDB.deleteDatabase('mentalmap.kramfors')")
    lose_network(walker, release.network)
    walker.open()
    walker.onward.click()
    page.wait_for_function(f"({DRAFT})('kramfors')")
    assert page.evaluate(DRAFT, "kramfors")["invitation"] is None
