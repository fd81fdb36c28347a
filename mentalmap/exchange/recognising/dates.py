"""In which order a column writes day, month and year."""

from __future__ import annotations

import re

from mentalmap.exchange.recognising.looks import ColumnLook
from mentalmap.messages import Message, say

PARTED = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4}|\d{2})(.*)")


def find_date_format(look: ColumnLook) -> tuple[str | None, Message | None]:
    """
    Find the `strptime` format of a column of dates.

    Returns
    -------
    format, doubt
        `None` for ISO 8601 and for day/month/year, which need none; a doubt where nothing tells day and
        month apart.
    """
    parts = [match for cell in look.cells if (match := PARTED.fullmatch(cell))]
    if len(parts) * 2 < look.filled:
        return None, None
    first = max(int(match[1]) for match in parts)
    second = max(int(match[3]) for match in parts)
    if second > 12 >= first:
        year = "%Y" if all(len(match[4]) == 4 for match in parts) else "%y"
        time = _time_format([match[5] for match in parts])
        sign = parts[0][2]
        return f"%m{sign}%d{sign}{year}{time}", None
    if first <= 12:
        return None, say(
            "In “%(column)s” nothing tells day and month apart; %(example)s is read as day, month, year. "
            "If it is month first, write date_format.",
            column=look.name,
            example=parts[0][0].strip(),
        )
    return None, None


def _time_format(ends: list[str]) -> str:
    end = next((end.strip() for end in ends if end.strip()), "")
    if not end:
        return ""
    clock = {1: " %H:%M", 2: " %H:%M:%S"}.get(end.count(":"), "")
    if end.upper().endswith(("AM", "PM")):
        clock = clock.replace("%H", "%I") + " %p"
    return clock
