"""A written folium page, opened from a folder with the network cut off."""

from __future__ import annotations

import pytest

from mentalmap.exchange.writing import WRITERS
from tests.unit.bundles import make_bundle


@pytest.fixture(scope="session")
def base_url():
    """No server is needed: the page is a file."""
    return ""


@pytest.fixture(scope="session")
def assets(project_root):
    """The built script and style."""
    built = project_root / "static" / "dist" / "folium"
    if not (built / "page.js").exists():
        pytest.skip("the front end was not built: run `python scripts/build_frontend.py`")
    return built


@pytest.fixture
def open_page(page, context, assets, tmp_path):
    """Write a bundle as a page, cut the network, open the file, and watch for requests and errors."""

    def opened(**changes):
        path = tmp_path / "Kramfors på stickan.html"
        WRITERS["html"].write(make_bundle(**changes), path, assets)
        page.requests, page.complaints = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on(
            "console", lambda said: said.type in ("error", "warning") and page.complaints.append(said.text)
        )
        context.set_offline(True)
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(path.as_uri())
        page.wait_for_selector(".leaflet-container")
        return page

    return opened
