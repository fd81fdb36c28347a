"""Sign somebody in, once for many tests: whoever signs in for every one is taken for one who guesses."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, StorageState


def signed_in_as(browser: Browser, site: str, account: str, password: str) -> StorageState:
    """Sign in at the site of this address, and give what the browser then holds."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{site}/sign-in?lang=en")
        page.fill("[name=account]", account)
        page.fill("[name=password]", password)
        page.locator("main button").click()
        page.wait_for_url(re.compile("/staff"))
        return context.storage_state()
