"""What the planner's page knows before any layer is asked for: the catalogue of everything to filter by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import numpy as np

from mentalmap.domain.labels import CHANNELS, GENDERS, KINDS
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.spoken_of import kinds_spoken_of, purposes_spoken_of, themes_spoken_of
from mentalmap.domain.vocabulary import Channel, Gender, Kind
from mentalmap.i18n import translator
from mentalmap.messages import Message, say
from mentalmap.services.exports import label_of
from mentalmap.services.following import Current
from mentalmap.services.hexagon_sets import HEXAGON_SIZES_M, hexagon_slug
from mentalmap.store.codebooks import Group, Purpose, Theme

TITLES: dict[str, Message] = {
    "theme": say("Themes"),
    "kind": say("Kinds of answers"),
    "purpose": say("Purposes"),
    "group": say("Groups"),
    "age": say("Age"),
    "gender": say("Gender"),
    "channel": say("How they answered"),
    "home_area": say("Where they live"),
    "valence": say("How it feels"),
    "date": say("Over time"),
}


def survey_choices(current: Current, table: PerceptionTable) -> list[dict[str, Any]]:
    """List the surveys, the latest first, with the people who were asked in each."""
    asked = np.bincount(table.respondents.survey, minlength=len(table.respondents.survey_slugs))
    people = dict(zip(table.respondents.survey_slugs, asked.tolist(), strict=True))
    return [
        {"slug": one.slug, "name": one.name, "people": people.get(one.slug, 0)} for one in current.surveys
    ]


def area_choices(current: Current, locale: str) -> list[dict[str, str]]:
    """List the stored area sets, then hexagons."""
    translate = translator(locale)
    stored = [{"slug": one.slug, "label": one.name} for one in current.area_sets]
    return stored + [
        {
            "slug": hexagon_slug(size_m),
            "label": translate(say("Hexagons of %(size)s km", size=f"{size_m / 1000:g}".replace(".", comma)))
            if size_m >= 1000
            else translate(say("Hexagons of %(size)s m", size=size_m)),
        }
        for comma in ("," if locale == "sv" else ".",)
        for size_m in HEXAGON_SIZES_M
    ]


def catalogue(current: Current, table: PerceptionTable, locale: str) -> list[dict[str, Any]]:
    """
    List what one can filter by, labelled in this language.

    Themes, purposes and kinds are those that enough people of any survey spoke of, so that no choice
    leads to an empty map; codes of respondents are all that the project has.

    Parameters
    ----------
    table
        The project's over the area set whose areas people are said to live in.
    """
    translate = translator(locale)
    k = current.project.threshold
    themes, purposes = themes_spoken_of(table, k), purposes_spoken_of(table, k)
    kinds = kinds_spoken_of(table, k)
    people = table.respondents
    parts: dict[str, list[dict[str, str]]] = {
        "theme": _labelled((one for one in current.themes if one.code in themes), locale),
        "purpose": _labelled((one for one in current.purposes if one.code in purposes), locale),
        "kind": [{"code": one.value, "label": translate(KINDS[one])} for one in Kind if one in kinds],
        "group": _labelled(current.groups, locale),
        "age": [{"code": one, "label": one.replace("-", "–")} for one in people.age_band_codes],
        "gender": _named(Gender, people.gender, GENDERS, locale),
        "channel": _named(Channel, people.channel, CHANNELS, locale),
        "home_area": [
            {"code": code, "label": name}
            for code, name in sorted(
                zip(table.areas.ids, table.areas.names, strict=True), key=lambda one: one[1].casefold()
            )
        ],
    }
    listed: list[dict[str, Any]] = [
        {"key": key, "title": translate(TITLES[key]), "options": options} for key, options in parts.items()
    ]
    return listed + [
        {
            "key": "answer",
            "question": question,
            "title": label_of(dict(column.wording), question, locale),
            "options": [{"code": f"{question}:{value}", "label": value} for value in column.values],
        }
        for question, column in people.answers.items()
    ]


def labels_of(current: Current, table: PerceptionTable, locale: str) -> dict[str, dict[str, str]]:
    """Give the label of every code of every list, by the key of its filter."""
    translate = translator(locale)
    return {
        "theme": {one.code: label_of(one.labels, one.code, locale) for one in current.themes},
        "purpose": {one.code: label_of(one.labels, one.code, locale) for one in current.purposes},
        "group": {one.code: label_of(one.labels, one.code, locale) for one in current.groups},
        "kind": {one.value: translate(label) for one, label in KINDS.items()},
        "gender": {one.value: translate(label) for one, label in GENDERS.items()},
        "channel": {one.value: translate(label) for one, label in CHANNELS.items()},
        "age": {one: one.replace("-", "–") for one in table.respondents.age_band_codes},
        "home_area": dict(zip(table.areas.ids, table.areas.names, strict=True)),
    }


def _labelled(codes: Iterable[Theme | Purpose | Group], locale: str) -> list[dict[str, str]]:
    return [{"code": one.code, "label": label_of(one.labels, one.code, locale)} for one in codes]


def _named(
    words: type[Gender] | type[Channel],
    column: np.ndarray[Any, Any],
    labels: Mapping[Any, Message],
    locale: str,
) -> list[dict[str, str]]:
    """Label the members that occur at all."""
    translate = translator(locale)
    occurring: Collection[int] = np.unique(column[column >= 0]).tolist()
    return [
        {"code": member.value, "label": translate(labels[member])}
        for position, member in enumerate(words)
        if position in occurring
    ]
