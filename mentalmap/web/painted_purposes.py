"""The colours of purposes: the same for every audience."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mentalmap.domain.symbols import OTHER_PURPOSE, color_of_purposes
from mentalmap.messages import say
from mentalmap.web.languages import render_message


def painted_purposes(purposes: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Give each purpose its colour, and the people who named none of them theirs."""
    known = [dict(one) for one in purposes]
    colors = color_of_purposes([one["code"] for one in known])
    if OTHER_PURPOSE not in {one["code"] for one in known}:
        known.append({"code": OTHER_PURPOSE, "label": render_message(say("Other purposes"))})
    return [{**one, "color": colors[one["code"]]} for one in known]
