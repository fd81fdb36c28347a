"""The planner's page with somebody signed in who plans."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from mentalmap.domain.permissions import Role
from mentalmap.services.accounts import make_account
from mentalmap.store.accounts import find_account
from mentalmap.store.cluster import PrivateCluster
from mentalmap.store.database import make_engine, transaction
from tests.browser.signing_in import signed_in_as

NAME, PASSWORD = "bob-at-his-desk", "älven rinner mot havet"
PLAN_URL = "/p/kramfors/plan"

OpenPlan = Callable[[str], None]


@pytest.fixture(scope="session")
def planner_account(cluster: PrivateCluster, demo_database: str) -> str:
    """Bob, who plans: made once in the database that all workers share."""
    engine = make_engine(demo_database)
    with cluster.exclusively("planner account"), transaction(engine) as session:
        if find_account(session, NAME) is None:
            make_account(session, NAME, PASSWORD, Role.PLANNER)
    engine.dispose()
    return NAME


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """Collect what the browser complains about; a refused inline script or style is among it."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found


@pytest.fixture(scope="session")
def signed_in(browser: Browser, base_url: str, planner_account: str) -> StorageState:
    """Bob's session: he signs in once."""
    return signed_in_as(browser, base_url, planner_account, PASSWORD)


@pytest.fixture
def open_plan(page: Page, base_url: str, signed_in: StorageState) -> OpenPlan:
    """Open the planner's page, signed in, at a query as soon as it stands."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.context.add_cookies(signed_in["cookies"])

    def open_at(query: str = "") -> None:
        page.goto(f"{base_url}{PLAN_URL}?lang=en&{query}")
        settle(page)

    return open_at


def settle(page: Page) -> None:
    """Wait until maps and charts stand."""
    for column in ("#column-a", "#column-b"):
        if page.locator(column).is_visible():
            expect(page.locator(column)).not_to_have_class(re.compile("is-loading"), timeout=60_000)
            expect(page.locator(f"{column} .headline")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("#charts[aria-busy]")).to_have_count(0, timeout=60_000)
