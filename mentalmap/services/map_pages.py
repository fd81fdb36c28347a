"""What the map page needs to know about a project before any layer is drawn."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.spoken_of import kinds_spoken_of, purposes_spoken_of, themes_spoken_of
from mentalmap.domain.vocabulary import Kind
from mentalmap.services.exports import label_of
from mentalmap.services.outlines import project_rectangle
from mentalmap.store.areas import list_area_sets
from mentalmap.store.codebooks import Purpose, Theme, list_codes
from mentalmap.store.projects import Project
from mentalmap.store.surveys import list_surveys


@dataclass(frozen=True, slots=True)
class MapPage:
    """
    The choices that a project's map offers.

    Themes, purposes and kinds are those that enough people of the chosen survey spoke of.
    """

    surveys: tuple[dict[str, Any], ...]
    themes: tuple[dict[str, str], ...]
    purposes: tuple[dict[str, str], ...]
    kinds: tuple[Kind, ...]
    area_sets: tuple[dict[str, str], ...]
    bounds: tuple[float, float, float, float]


def describe_map_page(
    session: Session, project: Project, table: PerceptionTable, chosen: PerceptionFilter, locale: str
) -> MapPage:
    """
    Gather the choices, labelled in this language.

    Parameters
    ----------
    table
        The project's, over any area set.
    chosen
        The filter of the page: its survey decides what is offered, and what it names stays offered.
    """
    asked = np.bincount(table.respondents.survey, minlength=len(table.respondents.survey_slugs))
    people = dict(zip(table.respondents.survey_slugs, asked.tolist(), strict=True))
    of_survey = table.select(chosen.only_surveys())
    themes = themes_spoken_of(of_survey, project.threshold) | chosen.themes
    purposes = purposes_spoken_of(of_survey, project.threshold) | chosen.purposes
    kinds = kinds_spoken_of(of_survey, project.threshold) | chosen.kinds
    return MapPage(
        surveys=tuple(
            {"slug": survey.slug, "name": survey.name, "people": people.get(survey.slug, 0)}
            for survey in list_surveys(session, project.id)
        ),
        themes=_labelled(list_codes(session, Theme, project.id), themes, locale),
        purposes=_labelled(list_codes(session, Purpose, project.id), purposes, locale),
        kinds=tuple(kind for kind in Kind if kind in kinds),
        area_sets=tuple({"slug": one.slug, "label": one.name} for one in list_area_sets(session, project.id)),
        bounds=project_rectangle(session, project),
    )


def _labelled(
    codes: Collection[Theme] | Collection[Purpose], offered: frozenset[str], locale: str
) -> tuple[dict[str, str], ...]:
    return tuple(
        {"code": one.code, "label": label_of(one.labels, one.code, locale)}
        for one in codes
        if one.code in offered
    )
