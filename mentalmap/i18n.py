"""Languages: how a `Message` becomes a sentence in the reader's language."""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable
from functools import lru_cache

from mentalmap.assets import asset_root
from mentalmap.messages import Message

LOCALES = ("sv", "en")
SOURCE_LOCALE = "en"


@lru_cache
def catalogue(locale: str) -> gettext.NullTranslations:
    """Load a locale's compiled catalogue; English, the source, needs none."""
    return gettext.translation("messages", asset_root() / "translations", [locale], fallback=True)


def translator(locale: str) -> Callable[[Message], str]:
    """Give the function that says a message in this locale."""
    words = catalogue(locale)
    return lambda message: message.render(words.gettext, words.ngettext)


def locale_of_terminal() -> str:
    """Choose the language of commands from the environment, as gettext does: Swedish or else English."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        wanted = os.environ.get(name, "")[:2].lower()
        if wanted in LOCALES:
            return wanted
    return SOURCE_LOCALE
