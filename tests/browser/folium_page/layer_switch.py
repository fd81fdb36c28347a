"""What a reader of the folium page does first: choose a layer, and look at its symbols."""

from __future__ import annotations

from tests.unit.bundles import TITLES


def switch_to(page, name):
    page.get_by_role("radio", name=TITLES[name], exact=True).check()


def drawn(page, name):
    return page.locator(f".symbols-{name.value} [data-id]")
