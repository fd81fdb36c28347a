"""How soon a mark can be placed on a mid phone with little coverage, and how soon the page stands without.

First visit: CPU four times slower, 400 kbit/s, 400 ms, nothing cached; from the address until "Place it here"
is painted on the first question about a place, going on as soon as the way on is painted, by the page's own
clock (a driver outside would add half a second at this CPU rate). Its ceiling is the transfer alone:
the bytes that came over the wire by then at that rate, and the round trips that no page can avoid (the page,
then what it names). Second visit: the server is gone; from the address until the first screen stands.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench._measuring import median, p95, print_table
from mentalmap.app import create_app
from mentalmap.config import Settings
from mentalmap.services.demo import SLUG, load_demo
from mentalmap.store.cluster import PrivateCluster
from mentalmap.store.database import make_engine, transaction
from mentalmap.store.migrating import migrate
from tests.browser.answer.questions import open_trial_round
from tests.browser.conftest import ARGUMENTS, find_chromium
from tests.browser.network import network_to
from tests.browser.serving import served

GOAL_KIB = 200
RATE_BYTES_S, LATENCY_MS, SLOWER = 400_000 / 8, 400, 4
ROUNDS = 5
ROUND_TRIPS = 2
ONWARD = "#screen-foot .button-primary:enabled"
# Presses the way on when it is painted, and notes when each thing is: the eye of somebody in a hurry.
HURRY = """
  window.paintedAt = {};
  const steps = {
    onward: ["#screen-foot .button-primary:enabled", (way) => way.click()],
    place: [".where-primary:enabled", () => undefined],
    ground: ["#map .outline-land", () => undefined],
  };
  const look = () => {
    for (const [name, [selector, then]] of Object.entries(steps)) {
      const found = document.querySelector(selector);
      if (!found || !found.checkVisibility()) continue;
      delete steps[name];
      requestAnimationFrame(() => setTimeout(() => {
        window.paintedAt[name] = performance.now() / 1000;
        then(found);
      }));
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
"""


class Wire:
    """Counts the bytes that come over the wire, by kind."""

    def __init__(self, session: CDPSession) -> None:
        self.bytes: dict[str, int] = {}
        self._kinds: dict[str, str] = {}
        session.on("Network.responseReceived", self._remember)
        session.on("Network.loadingFinished", self._count)

    def _remember(self, event: dict[str, Any]) -> None:
        self._kinds[event["requestId"]] = event["type"]

    def _count(self, event: dict[str, Any]) -> None:
        kind = self._kinds.get(event["requestId"], "Other")
        self.bytes[kind] = self.bytes.get(kind, 0) + int(event["encodedDataLength"])


def first_visit(browser: Browser, address: str) -> tuple[dict[str, float], dict[str, int]]:
    """Seconds until the first words, the mark and the ground are there, and the bytes that came by then."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.add_init_script(HURRY)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": RATE_BYTES_S,
            "uploadThroughput": RATE_BYTES_S,
        },
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    wire = Wire(session)
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => window.paintedAt.place && window.paintedAt.ground")
    seconds = page.evaluate("window.paintedAt")
    told = dict(wire.bytes)
    context.close()
    return seconds, told


def second_visit(browser: Browser, site: str) -> float:
    """Seconds until the first screen stands, without any network, after one visit with network."""
    with network_to(site) as network:
        context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
        page = context.new_page()
        address = f"{network.url}/p/{SLUG}/svara"
        page.goto(address)
        _wait_until_kept(page)
        page.close()
        network.lose()
        context.set_offline(True)
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        start = perf_counter()
        page.goto(address, wait_until="commit")
        page.wait_for_selector(ONWARD)
        seconds = perf_counter() - start
        context.close()
        return seconds


def _wait_until_kept(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function(
        """async () => {
          const kept = ["svara", "svara/form.json", "svara/ground.json"].map(path =>
            caches.match(new URL(path, location.href).href, { ignoreVary: true }));
          return (await Promise.all(kept)).every(Boolean);
        }"""
    )
    page.wait_for_timeout(500)


def main() -> None:
    """Print the times beside their goals, and the weight."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs under another account than root and must get in
        with PrivateCluster(folder / "postgresql") as cluster:
            cluster.create_database("demo")
            url = cluster.url("demo")
            migrate(url)
            engine = make_engine(url)
            with transaction(engine) as session:
                load_demo(session)
                open_trial_round(session, SLUG)
            engine.dispose()
            with served(create_app(Settings(instance_folder=folder, database_url=url))) as site:
                browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
                address = f"{site}/p/{SLUG}/svara"
                first_visit(browser, address)  # warms the server
                visits = [first_visit(browser, address) for _ in range(ROUNDS)]
                offline = [second_visit(browser, site) for _ in range(ROUNDS)]
                with suppress(Exception):
                    browser.close()
    _print(visits, offline)


def _print(visits: list[tuple[dict[str, float], dict[str, int]]], offline: list[float]) -> None:
    first, placed, ground = ([one[name] for one, _ in visits] for name in ("onward", "place", "ground"))
    kinds = visits[-1][1]
    total = sum(kinds.values())
    ceiling = total / RATE_BYTES_S + ROUND_TRIPS * LATENCY_MS / 1000
    print_table(
        "Answering on a mid phone (CPU 4x slower, 400 kbit/s, 400 ms)",
        ("what", "median s", "p95 s", "goal s"),
        [
            ("first visit, until one can begin", f"{median(first):.2f}", f"{p95(first):.2f}", ""),
            ("until a mark can be placed", f"{median(placed):.2f}", f"{p95(placed):.2f}", "4.0"),
            ("until the ground is drawn too", f"{median(ground):.2f}", f"{p95(ground):.2f}", ""),
            ("ceiling: the same bytes at that rate, 2 round trips", f"{ceiling:.2f}", "", ""),
            ("second visit, no network, until ready", f"{median(offline):.2f}", f"{p95(offline):.2f}", "1.5"),
        ],
    )
    rows = [(kind, f"{size / 1024:.1f}") for kind, size in sorted(kinds.items())]
    goal = f"Over the wire until a mark can be placed, headers too (goal: under {GOAL_KIB} KiB)"
    print_table(goal, ("kind", "KiB"), [*rows, ("together", f"{total / 1024:.1f}")])
    print(f"transfer / time: {ceiling / median(placed):.2f}")


if __name__ == "__main__":
    main()
