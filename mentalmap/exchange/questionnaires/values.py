"""Reading the values of a questionnaire's JSON, noting what is wrong with each of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import TypeVar

from mentalmap.domain.printable import printable
from mentalmap.domain.questionnaires import Texts
from mentalmap.errors import Fault
from mentalmap.messages import Message, say

W = TypeVar("W", bound=StrEnum)
Step = str | int
Steps = tuple[Step, ...]

INVALID = "invalid"
"""Cannot be kept as it is, not even in a draft."""
INCOMPLETE = "incomplete"
"""May stand in a draft; keeps it from being published."""

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
# Letters that cannot be seen, or that turn the text around them round; a line break is meant.
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
MOST_LANGUAGES = 24


def pointer_to(*steps: Step) -> str:
    """Write the way to a value as a JSON pointer in a fragment (RFC 6901): `#/questions/2/wording/sv`."""
    return "#" + "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


class Faults:
    """What was found so far."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def invalid(self, steps: Steps, message: Message, remedy: Message | None = None) -> None:
        """Note what cannot be kept."""
        self.found.append(Fault(pointer_to(*steps), message, remedy, INVALID))

    def incomplete(self, steps: Steps, message: Message, remedy: Message | None = None) -> None:
        """Note what must be completed before publishing."""
        self.found.append(Fault(pointer_to(*steps), message, remedy, INCOMPLETE))


def read_object(value: object, steps: Steps, known: Collection[str], faults: Faults) -> Mapping[str, object]:
    """Read an object with these keys and no others; an empty one where it is none."""
    if not isinstance(value, Mapping):
        faults.invalid(steps, say("This is not a JSON object."))
        return {}
    for key in value:
        if key not in known:
            faults.invalid(
                (*steps, str(key)[:64]),
                say("“%(key)s” is not known here.", key=printable(str(key), 64)),
                say("Allowed: %(allowed)s.", allowed=", ".join(known)),
            )
    return value


def read_texts(value: object, steps: Steps, longest: int, faults: Faults) -> Texts:
    """Read one text in several languages; empty ones are left out."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        faults.invalid(steps, say("This is not a text per language."), say('Write {"sv": "…", "en": "…"}.'))
        return {}
    if len(value) > MOST_LANGUAGES:
        faults.invalid(steps, say("At most %(most)s languages fit.", most=MOST_LANGUAGES))
        return {}
    texts: dict[str, str] = {}
    for locale, text in value.items():
        here = (*steps, str(locale)[:64])
        if not isinstance(locale, str) or not LANGUAGE.fullmatch(locale):
            faults.invalid(
                here,
                say("“%(language)s” is not the code of a language.", language=printable(str(locale), 24)),
                say("Use codes such as sv, sv-easy, en, ar, fi."),
            )
        elif (read := read_text(text, here, longest, faults)) is not None and read.strip():
            texts[locale] = read
    return texts


def read_text(value: object, steps: Steps, longest: int, faults: Faults) -> str | None:
    """Read one text; None where it cannot be used."""
    if not isinstance(value, str):
        faults.invalid(steps, say("This is not a text."))
        return None
    if len(value) > longest:
        faults.invalid(
            steps,
            say("The text is longer than %(most)s characters.", most=longest),
            say("Shorten it."),
        )
        return None
    if HIDDEN.search(value):
        faults.invalid(
            steps,
            say("The text holds characters that cannot be seen or that turn text round."),
            say("Write it anew by hand."),
        )
        return None
    return value


def read_flag(value: object, steps: Steps, faults: Faults) -> bool:
    """Read true or false; false where it is neither."""
    if not isinstance(value, bool):
        faults.invalid(steps, say("This is neither true nor false."))
        return False
    return value


def read_number(value: object, steps: Steps, default: int, most: int, faults: Faults) -> int:
    """Read a whole number from 1 to `most`."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        faults.invalid(steps, say("This is not a whole number from 1 to %(most)s.", most=most))
        return default
    return value


def read_word(words: type[W], value: object, steps: Steps, faults: Faults) -> W | None:
    """Read one word of a list; None where it is none of them."""
    if not isinstance(value, str) or value not in set(words):
        faults.invalid(
            steps,
            say("“%(value)s” is not known here.", value=printable(str(value), 64)),
            say("Allowed: %(allowed)s.", allowed=", ".join(words)),
        )
        return None
    return words(value)


def read_words(words: type[W], value: object, steps: Steps, faults: Faults) -> tuple[W, ...]:
    """Read several words of a list, each once, in their order."""
    if not isinstance(value, (list, tuple)):
        faults.invalid(steps, say("This is not a list."))
        return ()
    found: list[W] = []
    for at, one in enumerate(value[: 2 * len(words)]):
        word = read_word(words, one, (*steps, at), faults)
        if word is not None and word in found:
            faults.invalid((*steps, at), say("“%(value)s” stands here twice.", value=word.value))
        elif word is not None:
            found.append(word)
    return tuple(found)
