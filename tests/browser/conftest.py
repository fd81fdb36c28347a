"""A real browser: the system's own Chromium, driven by Playwright without a download of its own."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
CHROMIUM_APPS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# No sandbox, because root in a container has none; the rest keeps the browser at home and calm.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


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


# The live server fixture (`base_url` of the pages under test) belongs here.
