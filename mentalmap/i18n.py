"""Languages: how a `Message` becomes a sentence in the reader's language.

Staff pages and the public map speak `LOCALES`; what residents answer on speaks `RESIDENT_LOCALES`. A locale
is named by our own code, the same as in questionnaires (“sv-easy” is Swedish in easy words).
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable
from functools import lru_cache

from mentalmap.assets import asset_root
from mentalmap.messages import Message

LOCALES = ("sv", "en")
RESIDENT_LOCALES = ("sv", "sv-easy", "en", "ar", "fi")
SOURCE_LOCALE = "en"

LANGUAGE_NAMES = {
    "sv": "Svenska",
    "sv-easy": "Lättläst svenska",
    "en": "English",
    "ar": "العربية",
    "fi": "Suomi",
}
"""Each language as those who read it call it."""

_EASY_OF = {"sv-easy": "sv"}
_FROM_RIGHT = frozenset({"ar"})


def language_tag(locale: str) -> str:
    """Give the valid tag (BCP 47) of a locale, for `lang` and for formatting: easy Swedish is Swedish."""
    return _EASY_OF.get(locale, locale)


def direction(locale: str) -> str:
    """Give the direction of writing, as `dir` says it."""
    return "rtl" if locale in _FROM_RIGHT else "ltr"


@lru_cache
def catalogue(locale: str) -> gettext.NullTranslations:
    """Load a locale's compiled catalogue; what easy Swedish lacks is said in Swedish, all else in English."""
    path = asset_root() / "translations" / locale.replace("-", "_") / "LC_MESSAGES" / "messages.mo"
    wider = catalogue(_EASY_OF[locale]) if locale in _EASY_OF else None
    if not path.is_file():  # English, the source, needs none
        return wider or gettext.NullTranslations()
    with path.open("rb") as file:
        words = gettext.GNUTranslations(file)
    if wider is not None:
        words.add_fallback(wider)
    return words


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
