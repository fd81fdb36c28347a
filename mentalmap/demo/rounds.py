"""A synthetic round: people and what they said, on real ground. Nobody said any of it.

How it is made, and what is assumed: docs/DEMO.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely

from mentalmap.demo.geography import DemoGeography
from mentalmap.demo.quoting import Quoter
from mentalmap.demo.respondents import PLANS, DemoResponse, draw_responses
from mentalmap.demo.telling import DemoPerception, Teller
from mentalmap.demo.tendencies import CHANGE_OF_FEELING
from mentalmap.domain.vocabulary import Channel
from mentalmap.errors import InvalidInputError
from mentalmap.messages import say

ROUND_NAMES = tuple(PLANS)
FIRST_ROUND, SECOND_ROUND = ROUND_NAMES
# One of about fifteen that were tried: with it, chance adds no second story to the one that is told.
SEED = 8
SILENT = 2  # people of each round who were asked and marked nothing


@dataclass(frozen=True, slots=True)
class DemoRound:
    """One survey: who was asked, and everything they said."""

    name: str
    held_from: date
    held_to: date
    responses: tuple[DemoResponse, ...]
    perceptions: tuple[DemoPerception, ...]


def demo_generator(name: str) -> np.random.Generator:
    """Make the generator that the published demo is drawn with; each round has its own stream."""
    return np.random.default_rng([SEED, ROUND_NAMES.index(name)])


def demo_round(name: str, rng: np.random.Generator, geography: DemoGeography) -> DemoRound:
    """
    Make one round; the same generator state gives the same round.

    Parameters
    ----------
    name
        "2016" (203 respondents) or "2020" (180 respondents).
    rng
        Where all chance comes from.
    geography
        Supplies the land that points must lie on.

    Raises
    ------
    InvalidInputError
        If there is no round of this name.
    """
    if name not in PLANS:
        raise InvalidInputError(
            say("The demo has no round “%(name)s”.", name=name),
            say("Its rounds: %(known)s.", known=", ".join(ROUND_NAMES)),
        )
    plan = PLANS[name]
    responses = draw_responses(plan, rng)
    shapely.prepare(geography.land)
    teller = Teller(rng, geography.land, CHANGE_OF_FEELING if name == SECOND_ROUND else {}, Quoter(rng))
    perceptions = [one for response in responses[SILENT:] for one in teller.interview(response)]
    if name == FIRST_ROUND:
        eager = next(one for one in responses[SILENT:] if one.channel is Channel.WEB)
        perceptions += teller.complaints_of(eager)
    return DemoRound(
        name,
        min(one.said_on for one in responses),
        max(one.said_on for one in responses),
        responses,
        tuple(perceptions),
    )
