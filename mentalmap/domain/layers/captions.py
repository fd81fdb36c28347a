"""Captions: the plain sentences that stand under a map, written once for all layers."""

from __future__ import annotations

import numpy as np

from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.messages import Message, say, say_n


def caption_asked(people: int, asked: int) -> Message:
    """Say how many were asked and how many of them this map is about."""
    if people == 0:
        return say_n(
            "One person was asked; nobody marked anything for this map.",
            "%(n)s people were asked; none of them marked anything for this map.",
            asked,
        )
    return say_n(
        "%(asked)s people were asked; one of them marked something for this map.",
        "%(asked)s people were asked; %(n)s of them marked something for this map.",
        people,
        asked=asked,
    )


def caption_no_areas() -> Message:
    """Say why a layer that speaks about areas is empty."""
    return say("This map needs areas, and there is no area set: nothing can be shown.")


def caption_no_feelings() -> Message:
    """Say why a layer about feelings is empty although people have answered."""
    return say("These answers say where and what, but not how people feel: no feeling can be shown.")


def caption_no_homes() -> Message:
    """Say why nobody can be said to see another place although people have told how they feel."""
    return say("These answers do not say where people live: who sees which place how cannot be shown.")


def captions_of_source(table: PerceptionTable) -> tuple[Message, ...]:
    """Say what the reader must know about the people behind the rows."""
    notes: list[Message] = []
    if not table.respondents_known:
        notes.append(say("The source does not tell people apart: every row counts as one person."))
    weight = table.respondents.weight
    if len(weight) and not np.allclose(weight, np.round(weight)):
        notes.append(say("The answers are weighted: some count more than others."))
    elif len(weight) and not np.allclose(weight, 1.0):
        notes.append(say("Some answers stand for several people and weigh as many."))
    return tuple(notes)
