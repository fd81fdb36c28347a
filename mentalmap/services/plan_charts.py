"""The linked charts of the planner's page, labelled in the reader's language."""

from __future__ import annotations

import json
from typing import Any

from mentalmap.domain.charts import VALENCES, Bar, Chart, count_charts
from mentalmap.i18n import translator
from mentalmap.messages import Message, say
from mentalmap.services.following import Current
from mentalmap.services.plan_answers import AnswerShelf
from mentalmap.services.plan_layers import PlanChoice, homes
from mentalmap.services.plan_pages import TITLES, labels_of

VALENCE_LABELS: dict[int, Message] = {
    -2: say("Very negative"),
    -1: say("Negative"),
    0: say("Neutral"),
    1: say("Positive"),
    2: say("Very positive"),
}


def plan_charts_json(current: Current, shelf: AnswerShelf, choice: PlanChoice, locale: str) -> bytes:
    """
    Count what stands behind a choice, dimension by dimension.

    Raises
    ------
    InvalidFilterError
        If the filter names something that the project does not have.
    """
    stale_since = current.stale_since.isoformat() if current.stale_since else None
    # Charts are the same over all area sets, except for where people live.
    home_set = choice.area_set if choice.chosen.home_areas else None

    def make() -> bytes:
        return _told(current, choice, home_set, locale, stale_since)

    key = ("charts", current.project.id, current.data_version, current.project.threshold, choice.chosen)
    return shelf.get_or_make((*key, home_set, locale, stale_since), make, len)


def _told(
    current: Current, choice: PlanChoice, home_set: str | None, locale: str, stale_since: str | None
) -> bytes:
    threshold = current.project.threshold
    index, over = current.index(), homes(current, home_set)
    translate = translator(locale)
    labels = labels_of(current, over, locale)
    labels["valence"] = {str(one): translate(VALENCE_LABELS[one]) for one in VALENCES}
    selected = index.select(choice.chosen, over)
    told = selected.people == 0 or selected.people >= threshold
    charts = count_charts(lambda part: index.select(part, over), choice.chosen, threshold)
    body = {
        "people": selected.people if told else None,
        "marks": len(selected) if told else None,
        "asked": selected.asked if selected.asked == 0 or selected.asked >= threshold else None,
        "threshold": threshold,
        "data_version": current.data_version,
        "stale_since": stale_since,
        "charts": [_chart(one, translate(TITLES[one.key]), labels.get(one.key, {})) for one in charts],
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _chart(chart: Chart, title: str, labels: dict[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {"key": chart.key, "title": title, "people": chart.people}
    if chart.unit:
        told["unit"] = chart.unit
    return told | {"bars": [_bar(bar, labels.get(bar.code, bar.code)) for bar in chart.bars]}


def _bar(bar: Bar, label: str) -> dict[str, Any]:
    told: dict[str, Any] = {"code": bar.code}
    if bar.since and bar.until:
        told |= {"from": bar.since.isoformat(), "to": bar.until.isoformat()}
    return told | {"label": label, "people": bar.people, "marks": bar.marks, "status": bar.status.value}
