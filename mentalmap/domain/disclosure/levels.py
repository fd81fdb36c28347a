"""Levels: who is told, and from how many people on."""

from __future__ import annotations

from enum import StrEnum

from mentalmap.domain.filters import PerceptionFilter

# Breakdowns by who a person is. A neighbour knows such things, so they need more people.
DEMOGRAPHIC = frozenset({"group", "age", "gender", "home_area", "answer"})
DEMOGRAPHIC_THRESHOLD = 10


class Level(StrEnum):
    """Who is told: those who may read the answers themselves, or everybody."""

    STAFF = "staff"
    PUBLIC = "public"


def public_threshold(threshold: int, chosen: PerceptionFilter) -> int:
    """
    Give the k that holds for everybody under a filter (science.md 5.2, architecture.md).

    Parameters
    ----------
    threshold
        The project's k.
    """
    by_person = DEMOGRAPHIC.intersection(chosen.breakdowns())
    return max(threshold, DEMOGRAPHIC_THRESHOLD) if by_person else threshold
