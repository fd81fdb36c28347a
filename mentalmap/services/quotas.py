"""Who is still needed in a round: the people wanted, shared out like the inhabitants, less those heard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from mentalmap.domain.populations import ages_of
from mentalmap.domain.quotas import Group, Inhabitants, Quota, set_against, wanted_groups
from mentalmap.services.forms import build_form
from mentalmap.store.areas import find_area_set
from mentalmap.store.projects import Project
from mentalmap.store.quotas import count_heard, list_inhabitants
from mentalmap.store.surveys import Survey

YOUNGEST_YEARS = 16
"""Nobody is sent out to look for children; those who come by are heard all the same."""


def still_needed(session: Session, project: Project, survey: Survey) -> dict[str, Any]:
    """
    Give the quotas of a round, the `Quotas` of static/js/core/quotas.ts.

    Returns
    -------
    quotas
        `survey`; `wanted` and `heard`, people in all; `groups`, each with `area`, `age_band`, `gender`
        (None where not told apart), `wanted` and `heard`; `margins`, the same for each area, age band and
        gender by itself. Both lists are empty where nobody is wanted or no population is known.
    """
    area_set = find_area_set(session, project.id, None)
    number = 0 if area_set is None else area_set.id
    heard = {
        Group(row.code, row.age_band, row.gender): int(row.people)
        for row in count_heard(session, survey.id, number)
    }
    cells: list[Quota] = []
    margins: list[Quota] = []
    if survey.wanted_people and area_set is not None:
        bands = [
            band
            for band in build_form(session, project.slug, survey.slug)["age_bands"]
            if (ages := ages_of(band)) is not None and ages[1] >= YOUNGEST_YEARS
        ]
        wanted = wanted_groups(survey.wanted_people, _inhabitants(session, area_set.id), bands)
        cells, margins = set_against(wanted, heard)
    return {
        "survey": survey.slug,
        "wanted": survey.wanted_people,
        "heard": sum(heard.values()),
        "groups": [_told(one) for one in cells],
        "margins": [_told(one) for one in margins],
    }


def _inhabitants(session: Session, area_set_id: int) -> Sequence[Inhabitants]:
    people: dict[str, int | None] = {}
    by_group: dict[str, dict[tuple[str, str], int]] = {}
    for row in list_inhabitants(session, area_set_id):
        people[row.code] = row.population
        counted = by_group.setdefault(row.code, {})
        if row.people is not None:
            counted[row.age_band, row.gender] = row.people
    return [Inhabitants(code, total, by_group[code]) for code, total in people.items()]


def _told(quota: Quota) -> dict[str, Any]:
    group = quota.group
    return {
        "area": group.area,
        "age_band": group.age_band,
        "gender": group.gender,
        "wanted": quota.wanted,
        "heard": quota.heard,
    }
