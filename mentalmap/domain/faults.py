"""Faults: what is wrong with something that was sent, one per place, told all at once."""

from __future__ import annotations

from dataclasses import dataclass

from mentalmap.messages import Message


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One thing that is wrong.

    Parameters
    ----------
    pointer
        Where, as a JSON pointer in a fragment: `#/questions/2/wording/sv` (RFC 6901).
    message, remedy
        What is wrong, and what can be done.
    code
        Stable name of the sort of fault.
    """

    pointer: str
    message: Message
    remedy: Message | None = None
    code: str = "invalid"


def pointer_to(*steps: str | int) -> str:
    """Write the way to a value as a JSON pointer in a fragment."""
    return "#" + "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)
