"""What the synthetic people are inclined to say: the assumptions behind the rounds, as tables.

Nothing here is measured. The numbers are chosen so that the map tells the story of the published
method: the barrier that everybody believed in, the river, is hardly confirmed, others are.
"""

from __future__ import annotations

from dataclasses import dataclass

from mentalmap.demo import corridors
from mentalmap.demo.corridors import Position
from mentalmap.domain.vocabulary import BarrierNature, Channel, Kind

# How much a place draws from everybody, by kind; distance from home lowers it.
DRAW: dict[Kind, dict[str, float]] = {
    Kind.DESTINATION: {
        "centrum": 17, "station": 6, "babelsberg": 5, "halsocentral": 6, "adalsskolan": 4, "simhallen": 5,
        "biblioteket": 5, "kommunhuset": 2, "dynas": 3, "sagverket": 2.5, "bollsta_skola": 2,
        "bollstabruk": 5,
        "nyland": 5, "hola": 1, "sandslansbadet": 2.5, "lugnvik": 1, "frano": 1.5, "lunde": 1,
        "klockestrand": 1.5,
        "flygplatsen": 0.8, "hornoberget": 1.5, "ullanger": 9, "ullangers_skola": 2,
        "ullangers_halsocentral": 2.5,
        "docksta": 4, "docksta_havsbad": 2, "skuleberget": 6, "naturum": 2.5, "skuleskogen": 4,
        "nordingra": 3.5,
        "nordingra_skola": 1.5, "mannaminne": 2, "bonhamn": 2.5, "rotsidan": 3, "norrfallsviken": 3,
        "hogbonden": 2, "kramfors": 3,
    },
    Kind.LANDMARK: {
        "hogakustenbron": 22, "skuleberget": 16, "sandobron": 8, "dynas": 6, "gudmundra_kyrka": 4,
        "nordingra_kyrka": 4, "hogbonden": 3, "hornoberget": 3, "monumentet": 5, "station": 4,
        "sagverket": 2,
        "centrum": 3, "flygplatsen": 1, "babelsberg": 3,
    },
    Kind.DISTRICT: {
        "kramfors": 10, "bollstabruk": 5, "nyland": 5, "ullanger": 6, "docksta": 4, "nordingra": 7,
        "frano": 2,
        "sandslan": 3, "lunde": 2, "mjallom": 1, "vaja": 1.5, "klockestrand": 1,
    },
    Kind.PRIDE: {
        "hogakustenbron": 12, "skuleberget": 13, "naturum": 3, "skuleskogen": 6, "hogbonden": 4,
        "bonhamn": 3,
        "norrfallsviken": 3, "rotsidan": 3, "mannaminne": 2, "nordingra": 4, "monumentet": 3,
        "sandobron": 3,
        "bollstabruk": 4, "sagverket": 2, "dynas": 1.5, "babelsberg": 5, "biblioteket": 4, "simhallen": 3,
        "station": 2, "ullanger": 5, "ullangers_skola": 2, "docksta": 3, "hola": 1, "sandslan": 3,
        "nyland": 3,
        "svano": 1, "frano": 2, "kramfors": 3, "centrum": 1.5, "lugnvik": 1, "klockestrand": 1, "lunde": 1,
    },
    Kind.PROBLEM: {
        "station": 14, "centrum": 13, "halsocentral": 6, "kramfors": 4, "adalsskolan": 3, "simhallen": 1.5,
        "ullanger": 5, "docksta": 4, "dynas": 3, "vaja": 3, "bollstabruk": 5, "nordingra": 3, "bonhamn": 1,
        "norrfallsviken": 1, "rotsidan": 1, "skuleberget": 1, "sandobron": 4, "lunde": 2,
        "klockestrand": 1.5,
        "lugnvik": 1.5, "bjartra": 0.5, "torsaker": 0.5, "flygplatsen": 1.5, "kommunhuset": 3, "nyland": 3,
        "sandslan": 1, "frano": 1, "ullangers_halsocentral": 1, "nordingra_skola": 1, "bollsta_skola": 1,
    },
    Kind.WISH: {
        "station": 5, "centrum": 9, "kramfors": 5, "babelsberg": 1.5, "biblioteket": 2, "simhallen": 2,
        "vaja": 2,
        "bollstabruk": 3, "sandobron": 2.5, "klockestrand": 1, "ullanger": 5, "docksta": 3, "nordingra": 4,
        "mjallom": 0.5, "nyland": 3, "sandslansbadet": 2, "docksta_havsbad": 1, "frano": 1.5,
        "halsocentral": 3,
        "ullangers_halsocentral": 1.5, "nordingra_skola": 1.5, "bollsta_skola": 1, "rotsidan": 1,
        "skuleberget": 1.5,
        "hogbonden": 0.8, "lunde": 1, "naturum": 1, "norrfallsviken": 1,
    },
    Kind.MEMORY: {
        "svano": 3, "lunde": 2, "sandslan": 3, "sandobron": 3, "sandslansbadet": 2, "centrum": 3,
        "babelsberg": 2,
        "bonhamn": 2, "hogakustenbron": 3, "skuleberget": 3, "lugnvik": 1, "gudmundra_kyrka": 2,
        "simhallen": 2,
        "station": 2, "docksta_havsbad": 2, "monumentet": 2, "kramfors": 3, "bollstabruk": 2, "nyland": 2,
        "ullanger": 2, "nordingra": 2, "frano": 1, "torsaker": 0.5,
    },
    Kind.ATTITUDE: {
        "kramfors": 12, "centrum": 5, "bollstabruk": 8, "vaja": 2, "nyland": 7, "sandslan": 3,
        "ullanger": 9,
        "docksta": 6, "nordingra": 8, "lunde": 4, "frano": 4, "lugnvik": 2, "klockestrand": 2.5,
        "torsaker": 0.5,
    },
}  # fmt: skip

# How far people go before a place draws only a third as much, in kilometres.
REACH_KM = {
    Kind.DESTINATION: 13.0, Kind.LANDMARK: 60.0, Kind.DISTRICT: 9.0, Kind.PRIDE: 35.0, Kind.PROBLEM: 14.0,
    Kind.WISH: 12.0, Kind.MEMORY: 14.0, Kind.ATTITUDE: 30.0,
}  # fmt: skip

# Marks per person in a full interview; every channel gives its share of them.
MARKS = {
    Kind.DESTINATION: 2.1, Kind.ROUTE: 0.8, Kind.BARRIER: 0.6, Kind.LANDMARK: 0.65, Kind.DISTRICT: 0.4,
    Kind.PRIDE: 0.85, Kind.PROBLEM: 0.8, Kind.WISH: 0.45, Kind.MEMORY: 0.3, Kind.ATTITUDE: 0.8,
}  # fmt: skip
FULLNESS = {Channel.INTERVIEW: 1.08, Channel.WEB: 0.62, Channel.WORKSHOP: 0.75, Channel.PAPER: 0.85}

# What the young and the old speak of more often than others do.
YOUNG_DRAW = {
    "adalsskolan": 4.0, "simhallen": 2.5, "station": 2.2, "babelsberg": 2.0, "halsocentral": 0.4,
    "kommunhuset": 0.3,
    "centrum": 1.4, "monumentet": 0.5, "hola": 1.5,
}  # fmt: skip
OLD_DRAW = {
    "halsocentral": 2.4, "ullangers_halsocentral": 2.2, "adalsskolan": 0.1, "biblioteket": 1.5,
    "monumentet": 1.8,
    "skuleskogen": 0.6, "station": 0.7, "svano": 1.6,
}  # fmt: skip

# The feeling that a place tends to raise when nobody asked for pride or problems, −2 … +2.
FEELING = {
    "kramfors": -0.5, "centrum": -0.7, "station": -0.8, "halsocentral": -0.3, "babelsberg": 0.9,
    "biblioteket": 1.1,
    "simhallen": 0.7, "frano": 0.5, "bollstabruk": 0.3, "vaja": -0.2, "nyland": 0.3, "torsaker": 0.2,
    "sandslan": 0.8,
    "lugnvik": 0.0, "lunde": -0.3, "svano": 0.2, "klockestrand": 0.1, "herrskog": 0.0, "nordingra": 0.9,
    "mjallom": 0.8, "norrfallsviken": 1.1, "ullanger": 0.6, "docksta": 0.5, "skuleberget": 1.5,
    "skuleskogen": 1.4,
    "hogakustenbron": 1.2, "hogbonden": 1.6, "bonhamn": 1.3, "rotsidan": 1.3, "naturum": 1.2, "dynas": -0.1,
}  # fmt: skip
KIND_FEELING = {
    Kind.PRIDE: 1.0, Kind.PROBLEM: -1.0, Kind.MEMORY: 0.4, Kind.LANDMARK: 0.4, Kind.DISTRICT: 0.2,
    Kind.BARRIER: -1.0, Kind.ATTITUDE: 0.0, Kind.DESTINATION: 0.2, Kind.WISH: -0.3, Kind.ROUTE: 0.1,
}  # fmt: skip
# How often a feeling was asked for and given.
FEELING_GIVEN = {
    Kind.PRIDE: 0.95, Kind.PROBLEM: 0.95, Kind.MEMORY: 0.7, Kind.LANDMARK: 0.4, Kind.DISTRICT: 0.3,
    Kind.BARRIER: 0.08, Kind.ATTITUDE: 1.0, Kind.DESTINATION: 0.45, Kind.WISH: 0.15, Kind.ROUTE: 0.0,
}  # fmt: skip

SELF_IMAGE = 0.45  # people speak more warmly of where they live …
REPUTATION = {"bollstabruk": -0.55, "nordingra": -0.25, "kramfors": -0.2}  # … than others do of these bygder
YOUNG_IN_TOWN = -0.35  # the young are harder on the town than others are
PERSON_SD = 0.45
STATEMENT_SD = 0.6

# Purposes of an errand to a place; more than one may come along.
ERRANDS: dict[str, str] = {
    "centrum": "trade service social", "kramfors": "trade work school social",
    "station": "work school social",
    "babelsberg": "social recreation", "halsocentral": "service", "adalsskolan": "school",
    "simhallen": "recreation",
    "biblioteket": "service social school", "kommunhuset": "work service", "dynas": "work",
    "sagverket": "work",
    "bollsta_skola": "school", "bollstabruk": "trade social recreation", "nyland": "trade service social",
    "hola": "school work", "sandslansbadet": "recreation nature", "lugnvik": "social",
    "frano": "social recreation",
    "lunde": "social", "klockestrand": "social work", "flygplatsen": "work", "hornoberget": "social work",
    "ullanger": "trade service social", "ullangers_skola": "school work",
    "ullangers_halsocentral": "service",
    "docksta": "trade social", "docksta_havsbad": "recreation nature", "skuleberget": "nature recreation",
    "naturum": "nature social", "skuleskogen": "nature recreation", "nordingra": "trade social service",
    "nordingra_skola": "school work", "mannaminne": "social recreation", "bonhamn": "nature trade",
    "rotsidan": "nature recreation", "norrfallsviken": "nature recreation trade", "hogbonden": "nature",
}  # fmt: skip

# How far from a place's point people click when they mean it, in metres.
SPREAD_M = {
    "kramfors": 450.0, "bollstabruk": 350.0, "nyland": 300.0, "ullanger": 280.0, "docksta": 280.0,
    "nordingra": 320.0,
    "frano": 250.0, "skuleberget": 350.0, "skuleskogen": 400.0, "rotsidan": 250.0, "lugnvik": 250.0,
    "lunde": 220.0,
}  # fmt: skip
USUAL_SPREAD_M = 100.0

# Not everything happens at a place with a name: some mark a spot in the country round their home.
UNNAMED = {Kind.PRIDE: 0.10, Kind.PROBLEM: 0.14, Kind.WISH: 0.14, Kind.MEMORY: 0.2}
ROUND_HOME_M = 1_800.0

# The outline that people draw round a locality: mean radius in metres.
REACHES_M = {
    "kramfors": 1_900.0, "bollstabruk": 1_700.0, "nyland": 1_400.0, "ullanger": 1_500.0, "docksta": 1_300.0,
    "nordingra": 3_800.0, "frano": 1_000.0, "sandslan": 1_300.0, "lunde": 1_000.0, "mjallom": 2_000.0,
    "vaja": 900.0,
    "klockestrand": 1_000.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BarrierTendency:
    """
    A barrier some people feel.

    Parameters
    ----------
    share
        Chance that a barrier that somebody names is this one, before distance from home.
    line
        Where it runs, EPSG:4326.
    stretch
        Share of the line that one person draws, shortest and longest.
    as_area_m
        Radius in metres where people draw an area rather than a line; 0 for a line.
    reach_km
        How far from home it is still felt.
    shake_m
        How far beside it people draw it.
    """

    share: float
    nature: BarrierNature
    line: tuple[Position, ...]
    stretch: tuple[float, float] = (0.5, 1.0)
    as_area_m: float = 0.0
    reach_km: float = 25.0
    shake_m: float = 60.0
    themes: tuple[str, ...] = ("roads",)


BARRIERS: dict[str, BarrierTendency] = {
    "railway": BarrierTendency(24, BarrierNature.PHYSICAL, corridors.RAILWAY_IN_KRAMFORS, reach_km=15),
    "e4_ullanger": BarrierTendency(26, BarrierNature.PHYSICAL, corridors.E4_IN_ULLANGER, reach_km=18),
    "e4_docksta": BarrierTendency(14, BarrierNature.PHYSICAL, corridors.E4_IN_DOCKSTA, reach_km=18),
    "valley_coast": BarrierTendency(
        11,
        BarrierNature.EMOTIONAL,
        corridors.VALLEY_AND_COAST,
        stretch=(0.4, 0.8),
        reach_km=60,
        shake_m=330.0,
        themes=("belonging",),
    ),
    "rivals": BarrierTendency(
        15,
        BarrierNature.EMOTIONAL,
        corridors.KRAMFORS_AND_BOLLSTA,
        reach_km=14,
        shake_m=200.0,
        themes=("belonging",),
    ),
    "last_bus": BarrierTendency(
        22,
        BarrierNature.EMOTIONAL,
        corridors.LAST_BUS,
        reach_km=20,
        shake_m=240.0,
        themes=("transport",),
    ),
    "sando_bridge": BarrierTendency(
        9, BarrierNature.PHYSICAL, corridors.SANDO_BRIDGE, (0.9, 1.0), reach_km=12, themes=("roads", "safety")
    ),
    "underpass": BarrierTendency(
        9, BarrierNature.EMOTIONAL, ((17.7790, 62.9299),), as_area_m=150, reach_km=12, themes=("safety",)
    ),
    "mill": BarrierTendency(
        5, BarrierNature.PHYSICAL, ((17.7060, 62.9725),), as_area_m=420, reach_km=9, themes=("work",)
    ),
    "river": BarrierTendency(
        4.0, BarrierNature.PHYSICAL, corridors.RIVER, (0.25, 0.5), reach_km=60, shake_m=150.0
    ),
}

# Between the rounds: how much warmer or colder a bygd is spoken of in the second.
CHANGE_OF_FEELING = {"kramfors": 0.7, "bollstabruk": -0.75}
