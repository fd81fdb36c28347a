"""Numerals: numbers inside sentences, so that each language writes them with its own signs."""

from __future__ import annotations

from collections.abc import Sequence

from mentalmap.messages import Message, say

MINUS = "−"


def tenths(value: float, *, signed: bool = False) -> Message:
    """
    Write a number with one decimal; the catalogue decides on the decimal sign.

    Parameters
    ----------
    value
        Any finite number.
    signed
        Whether a number above zero shows its plus.
    """
    whole, tenth = divmod(round(abs(value) * 10), 10)
    is_zero = whole == 0 and tenth == 0
    sign = "" if is_zero else MINUS if value < 0 else "+" if signed else ""
    return say("%(sign)s%(whole)s.%(tenth)s", sign=sign, whole=whole, tenth=tenth)


def listed(names: Sequence[Message | str]) -> Message:
    """Join one to three names as a sentence does; further ones are left out."""
    if len(names) == 1:
        return say("%(one)s", one=names[0])
    if len(names) == 2:
        return say("%(one)s and %(other)s", one=names[0], other=names[1])
    return say("%(one)s, %(other)s and %(third)s", one=names[0], other=names[1], third=names[2])
