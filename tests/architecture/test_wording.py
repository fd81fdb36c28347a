"""The words of the method are the words of the interface."""

from __future__ import annotations

import re

from babel.messages.extract import extract_from_dir

from tests.architecture.tracked import ROOT

# Words of other trades, and a legal claim that we do not make; see docs/GLOSSARY.md.
FORBIDDEN = re.compile(
    r"\b(users?|citizens?|submissions?|markers?|tags?|categor(?:y|ies)|sentiments?|anonymi[sz]e[ds]?)\b", re.I
)
COMMAND = re.compile(r"mentalmap(?: [a-z-]+)+")
KEYWORDS = {
    "say": None,
    "say_n": (1, 2),
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
}


def sentences() -> dict[str, str]:
    """Collect what the program can say to people, with the place where it is said."""
    places = [("mentalmap", "**.py", "python"), ("templates", "**.html", "jinja2")]
    found: dict[str, str] = {}
    for folder, pattern, method in places:
        extracted = extract_from_dir(ROOT / folder, method_map=[(pattern, method)], keywords=KEYWORDS)
        for file, line, message, _, _ in extracted:
            for text in message if isinstance(message, tuple) else (message,):
                found[str(text)] = f"{folder}/{file}:{line}"
    return found


def test_the_program_speaks() -> None:
    assert len(sentences()) > 20


def test_no_sentence_uses_a_word_of_another_trade() -> None:
    found = {
        place: match[0]
        for text, place in sentences().items()
        if (match := FORBIDDEN.search(COMMAND.sub("", text)))
    }
    assert not found
