"""The card of one area: what it says in words first, then numbers, themes and quotes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from mentalmap.domain.charts import count_chart
from mentalmap.domain.layers.envelope import Feature, Status
from mentalmap.domain.layers.voices import count_distinct, kinds_mask
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.vocabulary import Kind, LayerName
from mentalmap.errors import NotFoundError
from mentalmap.exchange.writing.numerals import decimal, percent
from mentalmap.i18n import translator
from mentalmap.messages import Message, say, say_n
from mentalmap.services.exports import label_of
from mentalmap.services.following import Current
from mentalmap.services.plan_answers import AnswerShelf
from mentalmap.services.plan_layers import PlanChoice, build_plan_layer, select
from mentalmap.services.quotes import QuotePage, list_quotes, rows_in_area

QUOTES_ON_A_CARD = 5
THEMES_ON_A_CARD = 8
SPLIT_FROM = 0.5  # conflict potential: a quarter of the people stand against at least a quarter


def area_card(
    session: Session, current: Current, shelf: AnswerShelf, choice: PlanChoice, area_id: str, locale: str
) -> dict[str, Any]:
    """
    Tell everything about one area under a filter.

    Raises
    ------
    NotFoundError
        If the area set has no such area.
    InvalidFilterError
        If the filter names something that the project does not have.
    """
    layer = build_plan_layer(current, shelf, LayerName.ATTITUDE, choice)
    feature = next((one for one in layer.features if one.id == area_id), None)
    if feature is None:
        raise NotFoundError(
            say("There is no area called “%(name)s” in this area set.", name=area_id[:64]),
            say("Choose one of the areas of this map."),
        )
    translate = translator(locale)
    table = select(current, shelf, choice)
    inside = table.take_rows(rows_in_area(table, area_id))
    # The same answers as behind the estimate, so that the card speaks of one group of people.
    felt = inside.take((inside.valence_level >= 0) & ~kinds_mask(inside, Kind.WISH))
    themes = _themes(current, felt, feature, locale)
    quotes = list_quotes(session, current, shelf, choice, QuotePage(area_id, limit=QUOTES_ON_A_CARD), locale)
    top = next((one["label"] for one in themes if one["is_top"]), None)
    return {
        "id": feature.id,
        "name": str(feature.name),
        "status": feature.status.value,
        "sentences": [
            translate(one)
            for one in (
                _sentences(feature, top, locale)
                if feature.status is not Status.NO_DATA
                else (_unfelt(count_distinct(inside.respondent), layer.threshold),)
            )
        ],
        "numbers": [
            {"label": translate(label), "value": value} for label, value in _numbers(feature, locale)
        ],
        "themes": themes,
        "quotes": quotes["quotes"],
        "quotes_total": quotes["total"],
    }


def _sentences(feature: Feature, top_theme: str | None, locale: str) -> Iterator[Message]:
    """Say what the numbers bear and nothing more (science.md 9.9)."""
    if feature.status is Status.TOO_FEW:
        yield say("Too few answers to show.")
        return
    yield _feeling(feature, locale)
    yield say_n(
        "One person has spoken about this area.",
        "%(n)s people have spoken about this area.",
        feature.people or 0,
    )
    insiders, outsiders = (_number(feature, name) for name in ("insiders", "outsiders"))
    if insiders is not None and outsiders is not None:
        yield say(
            "Those who live here: %(insiders)s. Others: %(outsiders)s.",
            insiders=decimal(insiders, locale, signed=True),
            outsiders=decimal(outsiders, locale, signed=True),
        )
    difference = feature.values.get("diff_from_rest")
    if difference == 1:
        yield say("People feel better about it than about the rest.")
    elif difference == -1:
        yield say("People feel worse about it than about the rest.")
    if (_number(feature, "conflict") or 0.0) >= SPLIT_FROM:
        yield say("People are divided: the mean hides two camps.")
    if top_theme is not None:
        yield say("Most of it is about %(theme)s.", theme=top_theme)


def _unfelt(people: int, threshold: int) -> Message:
    """Say that nobody told how an area feels, and whether anybody spoke of it at all."""
    if people == 0:
        return say("Nobody in this choice has marked anything here.")
    if people < threshold:
        return say(
            "Fewer than %(n)s people have marked something here, and nobody has said how it feels.",
            n=threshold,
        )
    return say_n(
        "One person has marked something here, but not how they feel.",
        "%(n)s people have marked something here, but not how they feel.",
        people,
    )


def _feeling(feature: Feature, locale: str) -> Message:
    match feature.values.get("direction"):
        case "probably_positive":
            return say("Probably positive; we cannot say how much.")
        case "probably_negative":
            return say("Probably negative; we cannot say how much.")
        case "positive":
            return say("Positive: probably between %(low)s and %(high)s.", **_interval(feature, locale))
        case "negative":
            return say("Negative: probably between %(low)s and %(high)s.", **_interval(feature, locale))
    if feature.values.get("certainty") == 0:
        return say(
            "Neither positive nor negative: between %(low)s and %(high)s.", **_interval(feature, locale)
        )
    return say("We cannot say whether people feel good or bad about it.")


def _interval(feature: Feature, locale: str) -> dict[str, str]:
    low, high = _number(feature, "lo90"), _number(feature, "hi90")
    return {
        "low": decimal(-2.0 if low is None else low, locale, signed=True),
        "high": decimal(2.0 if high is None else high, locale, signed=True),
    }


def _numbers(feature: Feature, locale: str) -> Iterator[tuple[Message, str]]:
    """Give each number with its n or its uncertainty."""
    if feature.status is not Status.OK:
        return
    for label, name in (
        (say("Mean feeling, -2 … +2"), "estimate"),
        (say("Those who live here"), "insiders"),
        (say("Others"), "outsiders"),
    ):
        value = _number(feature, name)
        if value is not None:
            prefix = "" if name == "estimate" else f"{name}_"
            low, high = _number(feature, f"{prefix}lo90"), _number(feature, f"{prefix}hi90")
            told = decimal(value, locale, signed=True)
            if low is not None and high is not None:
                told += f" ({decimal(low, locale, signed=True)} … {decimal(high, locale, signed=True)})"
            people = feature.people if name == "estimate" else feature.values.get(f"{name}_people")
            yield label, f"{told}, n = {people}"
    yield say("People"), str(feature.people)
    yield say("Marks"), str(feature.marks)
    for label, name in (
        (say("Positive"), "share_positive"),
        (say("Negative"), "share_negative"),
        (say("Agreement"), "agreement"),
        (say("Reliability"), "reliability"),
    ):
        share = _number(feature, name)
        if share is not None:
            yield label, percent(share, locale)


def _themes(current: Current, inside: PerceptionTable, feature: Feature, locale: str) -> list[dict[str, Any]]:
    """List what people speak about here, each theme with its people; those of too few are left out."""
    everybody = int(np.count_nonzero(np.bincount(inside.respondent))) if len(inside) else 0
    labels = {one.code: label_of(one.labels, one.code, locale) for one in current.themes}
    bars = [
        (bar.people, bar.code)
        for bar in count_chart("theme", inside, current.project.threshold).bars
        if bar.status is Status.OK and bar.people
    ]
    return [
        {
            "code": code,
            "label": labels.get(code, code),
            "people": people,
            "share": round(people / everybody, 2),
            "is_top": code == feature.values.get("top_theme"),
        }
        for people, code in sorted(bars, key=lambda one: (-one[0], one[1]))[:THEMES_ON_A_CARD]
    ]


def _number(feature: Feature, name: str) -> float | None:
    value = feature.values.get(name)
    return float(value) if isinstance(value, (int, float)) else None
