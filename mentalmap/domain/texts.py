"""What a text of a person may hold: any writing of the world, but no signs that change what others see."""

from __future__ import annotations

import re

from mentalmap.messages import Message, say, say_n

# Control characters but tab and new line; and what turns the direction of everything after it, so that a
# text could show others a sentence that it does not say. The plain marks of direction (LRM, RLM, ALM) and the
# joiners that Arabic, Persian and many signs need are fine.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_REFUSED = re.compile(f"{_CONTROL.pattern}|{_TURNING.pattern}")


def find_text_fault(text: str, longest: int) -> tuple[Message, Message, str] | None:
    """
    Tell what is wrong with a text: sentence, what to do, and a word for it; None if nothing is.

    Parameters
    ----------
    longest
        Characters at most.
    """
    if len(text) > longest:
        return (
            say_n(
                "The text is longer than %(n)s character.",
                "The text is longer than %(n)s characters.",
                longest,
            ),
            say("Make it shorter, or tell it in two parts."),
            "too_long",
        )
    found = _REFUSED.search(text)
    if found is None:
        return None
    sign = f"U+{ord(found[0]):04X}"
    if _TURNING.match(found[0]):
        return (
            say("The text holds a hidden sign (%(sign)s) that turns the direction of writing.", sign=sign),
            say("Leave the sign out. The direction of the words is found without it."),
            "bidi_character",
        )
    return (
        say("The text holds a control character (%(sign)s).", sign=sign),
        say("Leave it out. Only new lines and tabs may stand between words."),
        "control_character",
    )


def tidy_text(text: str) -> str:
    """Write new lines in one way, leave out what `find_text_fault` would refuse, and trim the ends."""
    return _REFUSED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
