"""What the public map page offers to choose from, and how its choices are called."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.spoken_of import kinds_spoken_of, themes_spoken_of
from mentalmap.domain.vocabulary import Kind
from mentalmap.services.exports import label_of
from mentalmap.store.codebooks import Purpose, Theme, list_codes
from mentalmap.store.projects import Project


@dataclass(frozen=True, slots=True)
class Offered:
    """The themes and kinds that one may choose; that one may is itself told about who answered."""

    themes: frozenset[str]
    kinds: frozenset[Kind]


def offer(table: PerceptionTable, threshold: int, before: Offered | None) -> Offered:
    """
    Offer what enough people spoke of, so that a new choice does not tell of a newcomer.

    Parameters
    ----------
    table
        Of one survey.
    before
        What the publication before offered. What it did not offer had fewer than `threshold` people, so
        from 2 `threshold` - 1 on at least `threshold` have come (science.md 5.2 rule 8).
    """
    themes, kinds = themes_spoken_of(table, threshold), kinds_spoken_of(table, threshold)
    if before is None:
        return Offered(themes, kinds)
    surely = 2 * threshold - 1
    return Offered(
        themes & before.themes | themes_spoken_of(table, surely),
        kinds & before.kinds | kinds_spoken_of(table, surely),
    )


def name_themes(
    session: Session, project: Project, offered: Collection[str], locale: str
) -> list[dict[str, str]]:
    """List these themes in the order of the project, by code and label."""
    return _labelled(list_codes(session, Theme, project.id), offered, locale)


def name_purposes(
    session: Session, project: Project, told: Collection[str], locale: str
) -> list[dict[str, str]]:
    """List these purposes in the order of the project, by code and label."""
    return _labelled(list_codes(session, Purpose, project.id), told, locale)


def _labelled(
    codes: Collection[Theme] | Collection[Purpose], wanted: Collection[str], locale: str
) -> list[dict[str, str]]:
    return [
        {"code": one.code, "label": label_of(one.labels, one.code, locale)}
        for one in codes
        if one.code in wanted
    ]
