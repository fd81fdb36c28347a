"""The synthetic people of a round: where they live, who they are and how they were asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from mentalmap.demo.codebook import AGE_BANDS
from mentalmap.domain.vocabulary import Channel, Gender


@dataclass(frozen=True, slots=True)
class DemoResponse:
    """
    One respondent of a round.

    Parameters
    ----------
    key
        Stable within the project, "2016-007".
    home_area
        Code of a bygd; a home is never a point.
    age_band, gender
        None where the person chose not to say.
    language
        The language the person spoke, ISO 639-1.
    """

    key: str
    home_area: str
    age_band: str | None
    gender: Gender | None
    group: str
    channel: Channel
    consent_version: str
    said_on: date
    language: str


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """How one round was held: how many people were asked where, how and when."""

    name: str
    homes: dict[str, int]
    channels: dict[Channel, float]
    first_day: date
    days: int
    consent_version: str


PLANS = {
    plan.name: plan
    for plan in (
        RoundPlan(
            "2016",
            {
                "kramfors": 62, "frano": 9, "bollstabruk": 25, "nyland": 20, "sandslan": 9,
                "lugnvik": 8, "lunde": 8,
                "nora": 6, "herrskog": 2, "nordingra": 17, "mjallom": 3, "ullanger": 23, "docksta": 11,
            },
            {Channel.INTERVIEW: 0.66, Channel.WORKSHOP: 0.17, Channel.PAPER: 0.10, Channel.WEB: 0.07},
            date(2016, 5, 12),
            48,
            "1",
        ),
        RoundPlan(
            "2020",
            {
                "kramfors": 56, "frano": 8, "bollstabruk": 23, "nyland": 17, "sandslan": 7,
                "lugnvik": 7, "lunde": 6,
                "nora": 6, "herrskog": 3, "nordingra": 15, "mjallom": 2, "ullanger": 20, "docksta": 10,
            },
            {Channel.INTERVIEW: 0.34, Channel.WORKSHOP: 0.16, Channel.PAPER: 0.10, Channel.WEB: 0.40},
            date(2020, 9, 1),
            40,
            "2",
        ),
    )
}  # fmt: skip

# The young are sought out on purpose, so they weigh more here than in the population.
AGE_CHANCES = (0.22, 0.28, 0.24, 0.26)
NOT_SAID = 0.02
CHANNEL_OF_AGE = {  # how much likelier a channel is at an age than for everybody
    "16-29": {Channel.WORKSHOP: 1.9, Channel.PAPER: 0.2},
    "65+": {Channel.PAPER: 2.4, Channel.WEB: 0.4},
}
GROUP_CHANCES = {
    "newly_arrived": 0.09,
    "disability": 0.04,
    "business": 0.07,
    "association": 0.09,
    "official": 0.04,
    "politician": 0.03,
}
YOUNG_GROUP = 0.55
LANGUAGES_OF_NEWLY_ARRIVED = ("ar", "ti", "en", "sv")
FINNISH_SPEAKERS = 0.12  # among the oldest


def draw_responses(plan: RoundPlan, rng: np.random.Generator) -> tuple[DemoResponse, ...]:
    """Draw the people of a round; how many live where is fixed by the plan, the rest is chance."""
    homes = np.repeat(list(plan.homes), list(plan.homes.values()))
    rng.shuffle(homes)
    return tuple(_draw(plan, number, str(home), rng) for number, home in enumerate(homes, start=1))


def _draw(plan: RoundPlan, number: int, home: str, rng: np.random.Generator) -> DemoResponse:
    age = str(rng.choice(AGE_BANDS, p=AGE_CHANCES))
    gender = [Gender.WOMAN, Gender.MAN, Gender.OTHER, None][int(rng.choice(4, p=(0.52, 0.45, 0.01, 0.02)))]
    favour = CHANNEL_OF_AGE.get(age, {})
    chances = np.array([chance * favour.get(channel, 1.0) for channel, chance in plan.channels.items()])
    channel = list(plan.channels)[int(rng.choice(len(chances), p=chances / chances.sum()))]
    group = _draw_group(age, rng)
    return DemoResponse(
        key=f"{plan.name}-{number:03d}",
        home_area=home,
        age_band=None if rng.random() < NOT_SAID else age,
        gender=gender,
        group=group,
        channel=channel,
        consent_version=plan.consent_version,
        said_on=plan.first_day + timedelta(days=int(rng.integers(plan.days))),
        language=_draw_language(age, group, rng),
    )


def _draw_group(age: str, rng: np.random.Generator) -> str:
    if age == "16-29" and rng.random() < YOUNG_GROUP:
        return "youth"
    groups = ("resident", *GROUP_CHANCES)
    chances = (1 - sum(GROUP_CHANCES.values()), *GROUP_CHANCES.values())
    return str(rng.choice(groups, p=chances))


def _draw_language(age: str, group: str, rng: np.random.Generator) -> str:
    if group == "newly_arrived":
        return str(rng.choice(LANGUAGES_OF_NEWLY_ARRIVED, p=(0.45, 0.2, 0.2, 0.15)))
    return "fi" if age == "65+" and rng.random() < FINNISH_SPEAKERS else "sv"
