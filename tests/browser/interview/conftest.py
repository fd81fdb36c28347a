"""A site where the round of the published method is open, and Charlie, who interviews, is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState

from mentalmap.app import create_app
from mentalmap.config import Settings
from mentalmap.domain.permissions import Role
from mentalmap.services.accounts import make_account
from mentalmap.services.demo import SLUG
from mentalmap.services.projects import make_survey
from mentalmap.services.questionnaires import load_state, publish, start_from_template
from mentalmap.store.cluster import PrivateCluster
from mentalmap.store.database import make_engine, transaction
from mentalmap.store.projects import find_project
from tests.browser.serving import served
from tests.browser.signing_in import signed_in_as

PASSWORD = "älven rinner mot havet"
SURVEY = "market"


@dataclass(frozen=True)
class MarketSite:
    """Where the app is served, and the database behind it."""

    url: str
    database_url: str

    @property
    def interview_url(self) -> str:
        """Address of the page for recording conversations."""
        return f"{self.url}/p/{SLUG}/intervju?lang=en"

    @property
    def kiosk_url(self) -> str:
        """Address of the page on a tablet that is lent to people."""
        return f"{self.url}/p/{SLUG}/svara?kiosk=1&lang=en"


@pytest.fixture(scope="session")
def market_site(
    cluster: PrivateCluster, demo_copy: str, demo_instance: Path, worker_id: str
) -> Iterator[MarketSite]:
    """The demo project in a database of this worker's own; a round asks everything, 200 people are wanted."""
    name = f"mentalmap_market_{worker_id}"
    with cluster.exclusively("demo"):
        cluster.drop_database(name)
        cluster.create_database(name, template=demo_copy)
    url = cluster.url(name)
    engine = make_engine(url)
    with transaction(engine) as session:
        project = find_project(session, SLUG)
        survey = make_survey(session, project, SURVEY, name="Höstmarknaden")
        state = start_from_template(
            session, project, survey, "mental_map", load_state(session, project, survey).fingerprint
        )
        publish(session, project, survey, state.fingerprint)
        survey.is_open, survey.wanted_people = True, 200
        make_account(session, "charlie", PASSWORD, Role.INTERVIEWER)
        make_account(session, "bob", PASSWORD, Role.PLANNER)
    engine.dispose()
    with served(create_app(Settings(instance_folder=demo_instance, database_url=url))) as address:
        yield MarketSite(address, url)


@pytest.fixture(scope="session")
def charlie(browser: Browser, market_site: MarketSite) -> StorageState:
    """Charlie's session, made once."""
    return signed_in_as(browser, market_site.url, "charlie", PASSWORD)


@pytest.fixture(scope="session")
def bob(browser: Browser, market_site: MarketSite) -> StorageState:
    """Bob's session, who plans."""
    return signed_in_as(browser, market_site.url, "bob", PASSWORD)


@pytest.fixture
def tablet(browser: Browser, charlie: StorageState) -> Iterator[BrowserContext]:
    """A tablet that Charlie holds, touched with one finger."""
    with browser.new_context(
        storage_state=charlie, viewport={"width": 1024, "height": 768}, has_touch=True, locale="en"
    ) as context:
        yield context


@pytest.fixture
def interview(tablet: BrowserContext, market_site: MarketSite) -> Page:
    """The page for recording conversations, ready for the first person."""
    page = tablet.new_page()
    page.goto(market_site.interview_url)
    page.locator(".interview-question").first.wait_for()
    return page
