"""A database of this worker's own in which the journeys are made, and a keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from mentalmap.app import create_app
from mentalmap.config import Settings
from mentalmap.services.demo import SLUG
from mentalmap.store.cluster import PrivateCluster
from tests.browser.journeys.keys import Keys
from tests.browser.journeys.site import SURVEY, prepare
from tests.browser.serving import served


@dataclass(frozen=True)
class JourneySite:
    """Where the app is served, and the database behind it."""

    url: str
    database_url: str
    survey: str = SURVEY

    @property
    def project_url(self) -> str:
        """Where every page of the project begins."""
        return f"{self.url}/p/{SLUG}"

    @property
    def answer_url(self) -> str:
        """Address of the page where one answers."""
        return f"{self.project_url}/svara"


@pytest.fixture(scope="session")
def journey_site(
    cluster: PrivateCluster, demo_copy: str, demo_instance: Path, worker_id: str
) -> Iterator[JourneySite]:
    """The demo project with a round that is open, an administrator and an interviewer."""
    name = f"mentalmap_journeys_{worker_id}"
    with cluster.exclusively("demo"):
        cluster.drop_database(name)
        cluster.create_database(name, template=demo_copy)
    url = cluster.url(name)
    prepare(url)
    with served(create_app(Settings(instance_folder=demo_instance, database_url=url))) as address:
        yield JourneySite(address, url)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a browser that stands still and knows where it is: in the middle of Kramfors."""
    with browser.new_context(
        viewport={"width": 1024, "height": 768},
        reduced_motion="reduce",
        service_workers="block",
        geolocation={"latitude": 62.9316, "longitude": 17.7765, "accuracy": 120},
        permissions=["geolocation"],
        locale="en",
    ) as context:
        made = context.new_page()
        faults: list[str] = []
        made.on("pageerror", lambda fault: faults.append(fault.stack or str(fault)))
        yield made
        assert faults == []


@pytest.fixture
def keys(page: Page) -> Keys:
    """The keyboard of this page."""
    return Keys(page)
