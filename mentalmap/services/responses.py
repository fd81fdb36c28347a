"""Storing responses with their perceptions: many rows at once, already coded."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from mentalmap.domain.vocabulary import ModerationState
from mentalmap.exchange.coding.columns import CodedPerceptions, CodedResponses
from mentalmap.store.projects import Project
from mentalmap.store.surveys import Survey


@dataclass(frozen=True, slots=True)
class StoredCounts:
    """How many rows were stored."""

    responses: int
    perceptions: int


def add_coded_batch(
    session: Session,
    project: Project,
    survey: Survey,
    responses: CodedResponses,
    perceptions: CodedPerceptions,
    *,
    import_run_id: int | None = None,
    moderation_state: ModerationState = ModerationState.PUBLISHED,
) -> StoredCounts:
    """
    Store responses and their perceptions with two COPY statements; PostGIS assigns the areas.

    Themes, purposes, groups, areas and places must be in the project already. No event is
    written: the caller records one when all its batches are stored.

    Raises
    ------
    InvalidInputError
        If a word names no theme, purpose, group, area or place of the project.
    """
    raise NotImplementedError
