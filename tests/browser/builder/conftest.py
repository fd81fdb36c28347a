"""The builder with an administrator signed in, on a site of its own: every test makes a round for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect
from sqlalchemy import Engine

from mentalmap.app import create_app
from mentalmap.config import Settings
from mentalmap.domain.permissions import Role
from mentalmap.domain.questionnaires import Questionnaire
from mentalmap.services.accounts import make_account
from mentalmap.services.demo import SLUG
from mentalmap.services.questionnaires import load_state, start_from_template
from mentalmap.services.rounds import make_round
from mentalmap.store.cluster import PrivateCluster
from mentalmap.store.database import make_engine, transaction
from mentalmap.store.projects import find_project
from mentalmap.store.surveys import find_survey
from tests.browser.serving import served
from tests.browser.signing_in import signed_in_as

NAME, PASSWORD = "adam-who-answers-for-it", "älven rinner mot havet"
PAGES = f"/p/{SLUG}/questionnaires"
_numbers = count(1)


@dataclass(frozen=True)
class BuilderSite:
    """Where the app is served, and the database behind it."""

    url: str
    engine: Engine

    def stored(self, survey: str) -> Questionnaire:
        """Give what is stored of a round's questions."""
        with transaction(self.engine) as session:
            project = find_project(session, SLUG)
            return load_state(session, project, find_survey(session, project.id, survey)).questionnaire


@pytest.fixture(scope="session")
def builder_site(
    cluster: PrivateCluster, demo_copy: str, demo_instance: Path, worker_id: str
) -> Iterator[BuilderSite]:
    """The demo project in a database of this worker's own, with somebody who answers for it."""
    name = f"mentalmap_builder_{worker_id}"
    with cluster.exclusively("demo"):
        cluster.drop_database(name)
        cluster.create_database(name, template=demo_copy)
    engine = make_engine(cluster.url(name))
    with transaction(engine) as session:
        make_account(session, NAME, PASSWORD, Role.ADMINISTRATOR)
    settings = Settings(instance_folder=demo_instance, database_url=cluster.url(name))
    with served(create_app(settings)) as address:
        yield BuilderSite(address, engine)
    engine.dispose()


@pytest.fixture(scope="session")
def signed_in(browser: Browser, builder_site: BuilderSite) -> StorageState:
    """Adam's session: he signs in once."""
    return signed_in_as(browser, builder_site.url, NAME, PASSWORD)


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """Collect what the builder throws; what the page in its frame says is tested elsewhere."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)) if "builder" in (error.stack or "") else None)
    return found


@pytest.fixture
def survey(builder_site: BuilderSite) -> str:
    """Slug of a round of this test's own, which asks nothing yet."""
    slug = f"round-{next(_numbers)}"
    with transaction(builder_site.engine) as session:
        make_round(session, find_project(session, SLUG), slug, "Hösten 2026")
    return slug


@pytest.fixture
def with_template(builder_site: BuilderSite, survey: str) -> str:
    """The same round with the three minutes about pride and problems as its draft."""
    with transaction(builder_site.engine) as session:
        project = find_project(session, SLUG)
        found = find_survey(session, project.id, survey)
        state = load_state(session, project, found)
        start_from_template(session, project, found, "pride_and_problems", state.fingerprint)
    return survey


@pytest.fixture
def open_builder(page: Page, builder_site: BuilderSite, signed_in: StorageState) -> Callable[[str], None]:
    """Open the builder of a round, as soon as it can be used."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.context.add_cookies(signed_in["cookies"])

    def open_at(slug: str) -> None:
        page.goto(f"{builder_site.url}{PAGES}/{slug}?lang=en")
        expect(page.locator("#builder[aria-busy]")).to_have_count(0)

    return open_at


def expect_saved(page: Page) -> None:
    """Wait until the line says that everything is saved."""
    expect(page.locator("#save-state")).to_have_text("Saved.")
