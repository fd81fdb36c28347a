"""A real browser: the system's own Chromium, driven by Playwright without a download of its own."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from mentalmap.app import create_app
from mentalmap.config import Settings
from mentalmap.store.cluster import PrivateCluster
from tests.browser.serving import load_demo_into, served
from tests.conftest import GROUND

# The shell without windows first: the same engine, and our tests take little more than half as long in it.
CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
)
CHROMIUM_APPS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
DEMO_COPY = "mentalmap_demo_copy"
SHARED_MEMORY = Path("/dev/shm")
ENOUGH_SHARED_MEMORY = 512 * 1024**2
# Containers have 64 MiB there, with which pages break; files on a disk instead of it are slow.
HAS_SHARED_MEMORY = SHARED_MEMORY.exists() and shutil.disk_usage(SHARED_MEMORY).free >= ENOUGH_SHARED_MEMORY
# No sandbox, because root in a container has none; the rest keeps the browser at home and calm.
ARGUMENTS = (
    "--no-sandbox",
    *([] if HAS_SHARED_MEMORY else ["--disable-dev-shm-usage"]),
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

# What comes late on a busy machine comes all the same; only tests that fail take longer for it.
expect.set_options(timeout=20_000)


def find_chromium() -> str | None:
    """Find a browser of the Chromium family on this machine."""
    named = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    if named is None and sys.platform == "darwin":
        named = next((path for path in CHROMIUM_APPS if Path(path).exists()), None)
    return named


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launch the machine's Chromium instead of one that Playwright would download."""
    executable = find_chromium()
    if executable is None:
        pytest.fail("No Chromium was found: run `make test`, which installs it, or put one on PATH.")
    return {**browser_type_launch_args, "executable_path": executable, "args": list(ARGUMENTS)}


@pytest.fixture(scope="session")
def demo_instance() -> Path:
    """The folder that the demo project is published in; pages only read it, so all workers share one."""
    return Path(os.environ[GROUND]) / "demo"


@pytest.fixture(scope="session")
def demo_database(cluster: PrivateCluster, migrated_template: str, demo_instance: Path) -> str:
    """Address of the demo project's database; pages only read it, so all workers share one."""
    name = "mentalmap_demo"
    with cluster.exclusively("demo"):
        if not cluster.has_database(name):
            unfinished = f"{name}_new"
            cluster.drop_database(unfinished)
            cluster.create_database(unfinished, template=migrated_template)
            load_demo_into(cluster.url(unfinished), demo_instance)
            # A twin that nobody connects to, since only such a database can be copied.
            cluster.drop_database(DEMO_COPY)
            cluster.create_database(DEMO_COPY, template=unfinished)
            cluster.rename_database(unfinished, name)
    return cluster.url(name)


@pytest.fixture(scope="session")
def demo_copy(demo_database: str) -> str:
    """Name of a database with the demo project, to be copied by tests that write."""
    return DEMO_COPY


@pytest.fixture(scope="session")
def base_url(demo_database: str, demo_instance: Path) -> Iterator[str]:
    """Address of this worker's server, which shows the demo project."""
    settings = Settings(instance_folder=demo_instance, database_url=demo_database)
    with served(create_app(settings)) as address:
        yield address
