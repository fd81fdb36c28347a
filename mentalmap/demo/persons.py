"""A synthetic person while they speak: where they live, how old they are and in what temper."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from mentalmap.demo import tendencies as lean
from mentalmap.demo.corridors import Position
from mentalmap.demo.drawing import moved
from mentalmap.demo.localities import LOCALITIES
from mentalmap.demo.respondents import DemoResponse
from mentalmap.domain.arrays import FloatArray
from mentalmap.domain.vocabulary import Kind

HOMES_SPREAD_M = 600.0
NEXT_LOCALITY = 0.4  # of as many people as in the one before it


@dataclass(slots=True)
class Person:
    """
    A respondent with what no output ever tells: a home on the ground, and a temper.

    Parameters
    ----------
    draw
        How much each place draws this person, by kind, summing to 1; filled in when first needed.
    """

    response: DemoResponse
    home: Position
    temper: float
    draw: dict[Kind, FloatArray] = field(default_factory=dict)

    @property
    def young(self) -> bool:
        """Whether the person said to be under 30."""
        return self.response.age_band == "16-29"

    @property
    def old(self) -> bool:
        """Whether the person said to be 65 or more."""
        return self.response.age_band == "65+"


def meet(response: DemoResponse, rng: np.random.Generator) -> Person:
    """Give a respondent a home near a locality of their bygd, and a temper."""
    homes = [place for place in LOCALITIES if place.bygd == response.home_area]
    weights = NEXT_LOCALITY ** np.arange(len(homes))
    home = homes[int(rng.choice(len(homes), p=weights / weights.sum()))]
    position = moved(home.lon, home.lat, *rng.normal(0.0, HOMES_SPREAD_M, 2))
    return Person(response, position, float(rng.normal(0.0, lean.PERSON_SD)))
