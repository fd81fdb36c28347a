"""From what the schema found to faults in our own words: a pointer, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mentalmap.domain.collecting import MOST_FAULTS
from mentalmap.domain.printable import printable
from mentalmap.errors import Fault
from mentalmap.messages import Message, say

if TYPE_CHECKING:
    from pydantic import ValidationError

_WRITE_TEXT = say("Send a text.")
_WRITE_NUMBER = say("Send a plain number.")
_WRITE_TIME = say("Write it as 2026-05-17T09:30:00Z.")
_LEAVE_OUT = say("Leave it out, or open the page anew: it may be older than the server.")

WORDS: Mapping[str, tuple[Message, Message, str]] = {
    "missing": (say("This field is missing."), say("Send it too."), "missing"),
    "extra_forbidden": (say("There is no field of this name."), _LEAVE_OUT, "unknown_field"),
    "string_type": (say("This is not a text."), _WRITE_TEXT, "wrong_form"),
    "string_sub_type": (say("This is not a text."), _WRITE_TEXT, "wrong_form"),
    "string_unicode": (say("This text is not in UTF-8."), say("Send it in UTF-8."), "wrong_form"),
    "string_too_long": (say("This text is too long."), say("Make it shorter."), "too_long"),
    "string_too_short": (say("This text is empty."), say("Leave the field out, or fill it in."), "missing"),
    "string_pattern_mismatch": (
        say("This is not written as it must be."),
        say("Answers are numbered by UUIDs in small letters, hashes are 64 hexadecimal digits."),
        "wrong_form",
    ),
    "int_type": (say("This is not a whole number."), _WRITE_NUMBER, "wrong_form"),
    "int_parsing_size": (say("This number is too large."), _WRITE_NUMBER, "out_of_range"),
    "int_from_float": (say("This is not a whole number."), _WRITE_NUMBER, "wrong_form"),
    "float_type": (say("This is not a number."), _WRITE_NUMBER, "wrong_form"),
    "finite_number": (say("This is not a finite number."), _WRITE_NUMBER, "out_of_range"),
    "greater_than_equal": (
        say("This number is too small."),
        say("Send a number of at least %(limit)s."),
        "out_of_range",
    ),
    "less_than_equal": (
        say("This number is too large."),
        say("Send a number of at most %(limit)s."),
        "out_of_range",
    ),
    "enum": (say("This word is not known here."), say("Allowed: %(allowed)s."), "unknown_code"),
    "tuple_type": (say("This is not a list."), say("Send a list."), "wrong_form"),
    "dict_type": (say("This is not an object."), say("Send an object with named fields."), "wrong_form"),
    "model_type": (say("This is not an object."), say("Send an object with named fields."), "wrong_form"),
    "too_long": (say("There are too many of them."), say("Send at most %(limit)s."), "too_many"),
    "datetime_type": (say("This is not a time."), _WRITE_TIME, "wrong_form"),
    "datetime_parsing": (say("This is not a time."), _WRITE_TIME, "wrong_form"),
    "datetime_from_date_parsing": (say("This is not a time."), _WRITE_TIME, "wrong_form"),
    "datetime_object_invalid": (say("This is not a time."), _WRITE_TIME, "wrong_form"),
    "timezone_aware": (say("This time lacks its time zone."), _WRITE_TIME, "wrong_form"),
    "json_invalid": (
        say("What was sent is no JSON that can be read."),
        say("Send one JSON object in UTF-8, nested as the fields ask for and no deeper."),
        "not_json",
    ),
}
"""Every type of error that the schema can give. Gaps are filled from what it says beside."""

_OTHER = (say("This value cannot be used."), say("Open the page anew and try again."), "wrong_form")


def describe_errors(error: ValidationError) -> tuple[Fault, ...]:
    """Tell the faults that the schema found, the first ones where there are very many."""
    found = error.errors(include_url=False, include_input=False)
    return tuple(_fault(one["type"], one["loc"], one.get("ctx") or {}) for one in found[:MOST_FAULTS])


def _fault(kind: str, location: Sequence[int | str], context: Mapping[str, object]) -> Fault:
    message, remedy, code = WORDS.get(kind, _OTHER)
    gaps = {
        "limit": context.get("ge", context.get("le", context.get("max_length", ""))),
        "allowed": str(context.get("expected", "")).replace("'", "").replace(" or ", ", "),
    }
    wanted = {name: value for name, value in gaps.items() if f"%({name})s" in remedy.text}
    return Fault(pointer_of(location), message, Message(remedy.text, wanted) if wanted else remedy, code)


def pointer_of(location: Sequence[int | str]) -> str:
    """Write a place in the body as a JSON pointer in a fragment (RFC 6901), in printable characters."""
    return "#" + "".join(f"/{_part(one)}" for one in location if one != "[key]")


def _part(one: int | str) -> str:
    return str(one) if isinstance(one, int) else printable(one[:64]).replace("~", "~0").replace("/", "~1")
