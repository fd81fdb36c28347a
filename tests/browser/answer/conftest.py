"""A site where a round is open and answers may be written: a database of its own for each worker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mentalmap.app import create_app
from mentalmap.config import Settings
from mentalmap.services.demo import SLUG
from mentalmap.store.cluster import PrivateCluster
from mentalmap.store.database import make_engine, transaction
from tests.browser.answer.questions import SURVEY, open_trial_round
from tests.browser.serving import served


@dataclass(frozen=True)
class AnsweringSite:
    """Where the app is served, and the database behind it for looking at what arrived."""

    url: str
    database_url: str
    project: str = SLUG
    survey: str = SURVEY

    @property
    def answer_url(self) -> str:
        """Address of the page where one answers."""
        return f"{self.url}/p/{self.project}/svara"


@pytest.fixture(scope="session")
def answering_site(
    cluster: PrivateCluster, demo_copy: str, demo_instance: Path, worker_id: str
) -> Iterator[AnsweringSite]:
    """The demo project in a database of this worker's own; one round is open and asks a bit of everything."""
    name = f"mentalmap_answers_{worker_id}"
    with cluster.exclusively("demo"):
        cluster.drop_database(name)
        cluster.create_database(name, template=demo_copy)
    url = cluster.url(name)
    engine = make_engine(url)
    with transaction(engine) as session:
        open_trial_round(session, SLUG)
    engine.dispose()
    with served(create_app(Settings(instance_folder=demo_instance, database_url=url))) as address:
        yield AnsweringSite(address, url)
