"""A hundred marks told without network while the browser is killed twenty times: all arrive, each once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep

from playwright.sync_api import BrowserContext, Playwright, expect, sync_playwright
from sqlalchemy import text

from bench._database import scratch_database
from mentalmap.app import create_app
from mentalmap.config import Settings
from mentalmap.services.demo import SLUG, load_demo
from mentalmap.store.database import make_engine, transaction
from tests.browser.answer.questions import open_trial_round
from tests.browser.answer.test_offline import tell_one_mark, wait_until_kept
from tests.browser.answer.walking import Walker
from tests.browser.conftest import ARGUMENTS, find_chromium
from tests.browser.network import network_to
from tests.browser.serving import served

ANSWERS = int(os.environ.get("CHAOS_ANSWERS", "100"))
KILLS = min(20, ANSWERS - 1)


def test_what_is_told_without_network_survives_kills_and_arrives_exactly_once(tmp_path: Path) -> None:
    deaths = set(random.Random(20).sample(range(1, ANSWERS), KILLS))
    with scratch_database() as (url, folder):
        with transaction(make_engine(url)) as session:
            load_demo(session)
            open_trial_round(session, SLUG)
        app = create_app(Settings(instance_folder=folder, database_url=url))
        with served(app) as site, network_to(site) as network, sync_playwright() as playwright:
            page_url = f"{network.url}/p/{SLUG}/svara"
            with phone(playwright, tmp_path) as context:
                walker = Walker(context.new_page(), page_url)
                walker.open()
                wait_until_kept(walker)
            network.lose()
            told = 0
            while told < ANSWERS:
                with phone(playwright, tmp_path) as context:
                    told = tell_until_killed(context, page_url, told, deaths)
            network.find()
            with phone(playwright, tmp_path) as context:
                walker = Walker(context.new_page(), page_url)
                walker.open()
                line = walker.page.locator(".sending-line")
                expect(line).to_have_text("All answers are sent.", timeout=180_000)
            arrived = marks_by_answer(url)
    assert len(arrived) == ANSWERS
    assert set(arrived.values()) == {1}


def tell_until_killed(context: BrowserContext, url: str, told: int, deaths: set[int]) -> int:
    """Tell one answer after the other until the browser is to die; give how many were told by then."""
    while told < ANSWERS:
        walker = Walker(context.new_page(), url)
        walker.open()
        tell_one_mark(walker)
        walker.onward.click()
        told += 1
        expect(walker.page.locator(".sending-line")).to_contain_text(f"{told} answer")
        if told in deaths:
            break  # in the middle of trying to send
        walker.page.close()
    return told


@contextmanager
def phone(playwright: Playwright, profile: Path) -> Iterator[BrowserContext]:
    """A browser on a profile that outlives it; it ends as if its battery had been taken out."""
    port_file = profile / "DevToolsActivePort"
    for left in (port_file, *profile.glob("Singleton*")):
        left.unlink(missing_ok=True)
    options = ("--headless=new", "--remote-debugging-port=0", f"--user-data-dir={profile}")
    process = subprocess.Popen(
        [str(find_chromium()), *ARGUMENTS, *options, "about:blank"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        while not (port_file.is_file() and port_file.read_text().strip()):
            assert process.poll() is None, "the browser did not start"
            sleep(0.05)
        port = port_file.read_text().split()[0]
        yield playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}").contexts[0]
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def marks_by_answer(url: str) -> Counter[str]:
    """How many marks each response that a page sent has."""
    with transaction(make_engine(url)) as session:
        rows = session.execute(
            text(
                "SELECT response.client_id::text FROM response JOIN survey ON survey.id = response.survey_id "
                "JOIN perception ON perception.response_id = response.id WHERE survey.slug = 'trial'"
            )
        )
        return Counter(str(row[0]) for row in rows)
