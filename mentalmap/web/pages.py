"""What every page's frame shows: who is signed in, and the same page in other languages."""

from __future__ import annotations

from typing import Any

from flask import Flask, request, url_for
from sqlalchemy.exc import OperationalError

from mentalmap.errors import DatabaseUnavailableError
from mentalmap.i18n import LANGUAGE_NAMES, direction, language_tag
from mentalmap.web.access import current_account
from mentalmap.web.languages import locale_code, offered_locales


def page_frame() -> dict[str, Any]:
    """Give the names that base.html uses."""
    here = locale_code()
    try:
        account = current_account()
    except (DatabaseUnavailableError, OperationalError):  # the error page must still have its frame
        account = None
    return {
        "account": {"name": account.name, "role": account.role} if account else None,
        "locale": here,
        "language": language_tag(here),
        "direction": direction(here),
        "other_locales": [
            {
                "code": code,
                "language": language_tag(code),
                "direction": direction(code),
                "name": LANGUAGE_NAMES[code],
                "url": _same_page(code),
            }
            for code in offered_locales()
            if code != here
        ],
    }


def _same_page(locale: str) -> str:
    if request.endpoint is None or request.method != "GET":
        return url_for("site.home", lang=locale)
    arguments = {**request.args.to_dict(flat=False), **(request.view_args or {}), "lang": locale}
    return url_for(request.endpoint, **arguments)


def init_pages(app: Flask) -> None:
    """Hand the frame to every template."""
    app.context_processor(page_frame)
