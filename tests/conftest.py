"""The ground that tests stand on: a private PostGIS for the run, and one clean database per worker.

The cluster is the very code that the app runs on. It is started by the first test that asks
for a database, shared by all workers of the run, and given back by the last of them. A migrated
template is made once; each worker copies it. A test's session lives in one outer transaction
that is rolled back, so tests see nothing of each other.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from mentalmap.store.cluster import PrivateCluster

GROUND = "MENTALMAP_TEST_GROUND"
TEMPLATE = "mentalmap_template"
# The data of a test run need not survive a power cut.
RECKLESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "4GB"}


# How long an example takes says more about the machine than about the law.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], print_blob=True
)
hypothesis.settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    """Make the run's folder before any worker starts; workers inherit its name."""
    if hasattr(config, "workerinput"):
        return
    _sweep_abandoned_ground()
    # Not pytest's own temporary folder: root's is closed to the account that PostgreSQL runs as.
    ground = Path(tempfile.mkdtemp(prefix="mentalmap-test-"))
    ground.chmod(0o711)
    # Locked before it gets its name, so that another run's sweep never sees it unlocked.
    lock = (ground / "new.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    (ground / "new.lock").rename(ground / "run.lock")
    os.environ[GROUND] = str(ground)
    config.add_cleanup(lambda: (shutil.rmtree(ground, ignore_errors=True), lock.close()))


def _sweep_abandoned_ground() -> None:
    """Stop and remove what a killed run left behind; a living run holds its lock."""
    for ground in Path(tempfile.gettempdir()).glob("mentalmap-test-*"):
        try:
            with (ground / "run.lock").open("r+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if (ground / "postgresql" / "data").exists():
                    with PrivateCluster(ground / "postgresql", RECKLESS):
                        pass
                shutil.rmtree(ground, ignore_errors=True)
        except OSError:
            continue  # somebody else's, still in use, or just being made


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The folder of this checkout."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def cluster() -> Iterator[PrivateCluster]:
    """The run's PostgreSQL with PostGIS, shared by all workers."""
    with PrivateCluster(Path(os.environ[GROUND]) / "postgresql", RECKLESS) as running:
        yield running


@pytest.fixture(scope="session")
def migrated_template(cluster: PrivateCluster) -> str:
    """Name of a database with all migrations applied, made by whichever worker comes first."""
    from mentalmap.store.migrating import migrate

    with cluster.exclusively("template"):
        if not cluster.has_database(TEMPLATE):
            unfinished = f"{TEMPLATE}_new"
            cluster.drop_database(unfinished)
            cluster.create_database(unfinished)
            migrate(cluster.url(unfinished))
            cluster.rename_database(unfinished, TEMPLATE)
    return TEMPLATE


@pytest.fixture(scope="session")
def database_url(cluster: PrivateCluster, migrated_template: str, worker_id: str) -> str:
    """Address of this worker's own migrated database; what a test commits here it must remove."""
    name = f"mentalmap_{worker_id}"
    with cluster.exclusively("template"):
        cluster.create_database(name, template=migrated_template)
    return cluster.url(name)


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    """Connections to this worker's database."""
    made = create_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session inside one outer transaction; even a commit in the test is rolled back after it."""
    with engine.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as made:
            yield made
        outer.rollback()
