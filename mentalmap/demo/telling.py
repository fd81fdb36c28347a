"""What one synthetic person after another says, kind by kind.

Places draw people by kind, distance and age; a feeling is the place's, the kind's and the
person's, with chance on top. The assumptions are tables in `tendencies`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import exp

import numpy as np
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from mentalmap.demo import tendencies as lean
from mentalmap.demo.corridors import nearest_node, road_between
from mentalmap.demo.drawing import (
    distance_km,
    line_along,
    moved,
    outline_round,
    point_near,
    route_along,
)
from mentalmap.demo.localities import BY_KEY, LOCALITIES, Locality
from mentalmap.demo.persons import Person, meet
from mentalmap.demo.quoting import Quoter
from mentalmap.demo.respondents import DemoResponse
from mentalmap.demo.sayings import Saying
from mentalmap.domain.vocabulary import BarrierNature, Channel, Kind, Precision, ValenceSource

EAGER_MARKS = 26  # what one eager person adds
MOST_OF_A_KIND = {Kind.DESTINATION: 6, Kind.ATTITUDE: 4}
USUAL_MOST = 3
DRAWN_ROUTES = 0.6  # the others were told as a start and an end
OUTLINED_ATTITUDES = 0.12
DRAW_FOLLOWS_FEELING = 0.9  # a place that people warm to is also named more often with pride


@dataclass(frozen=True, slots=True)
class DemoPerception:
    """
    One thing that one respondent said about one place.

    Parameters
    ----------
    respondent
        Key of the response.
    geometry
        Point, line or polygon, EPSG:4326.
    place
        Name in the gazetteer, or None.
    valence, valence_source
        −2 … +2 and who set it, or None and None.
    nature
        Of a barrier; None of every other kind.
    """

    respondent: str
    kind: Kind
    geometry: BaseGeometry
    place: str | None
    valence: int | None
    valence_source: ValenceSource | None
    purposes: tuple[str, ...]
    themes: tuple[str, ...]
    quote: str | None
    language: str | None
    precision: Precision
    nature: BarrierNature | None = None


@dataclass(slots=True)
class Teller:
    """
    Lets one person after another speak.

    Parameters
    ----------
    land
        Where points must lie, EPSG:4326.
    change
        How much warmer than in the first round each bygd is spoken of.
    """

    rng: np.random.Generator
    land: BaseGeometry
    change: dict[str, float]
    quoter: Quoter

    def interview(self, response: DemoResponse) -> list[DemoPerception]:
        """Ask one person about every kind, in the order of the questionnaire."""
        person = meet(response, self.rng)
        told: list[DemoPerception] = []
        for kind in Kind:
            mean = lean.MARKS[kind] * lean.FULLNESS[response.channel]
            marks = min(int(self.rng.poisson(mean)), MOST_OF_A_KIND.get(kind, USUAL_MOST))
            if kind is Kind.ROUTE:
                told += [self._route(person) for _ in range(marks)]
            elif kind is Kind.BARRIER:
                told += [self._barrier(person, key) for key in self._barriers_of(person, marks)]
            else:
                places = self._places_of(person, kind, marks)
                told += [self._about(person, kind, place) for place in places]
        return told

    def complaints_of(self, response: DemoResponse) -> list[DemoPerception]:
        """Let one angry person mark the same few streets over and over; no map may move for it."""
        person = meet(response, self.rng)
        places = [BY_KEY["station"], BY_KEY["centrum"]]
        return [
            self._perception(
                person, Kind.PROBLEM, point_near(self.rng, place.lon, place.lat, 260.0, self.land), place, -2,
                themes=("safety",),
            )
            for place in self.rng.choice(np.array(places, dtype=object), EAGER_MARKS)
        ]  # fmt: skip

    def _about(self, person: Person, kind: Kind, place: Locality) -> DemoPerception:
        if self.rng.random() < lean.UNNAMED.get(kind, 0.0):
            spot = point_near(self.rng, *person.home, lean.ROUND_HOME_M, self.land)
            return self._perception(person, kind, spot, None, self._feeling(person, kind, None))
        valence = self._feeling(person, kind, place)
        errands = lean.ERRANDS.get(place.key, "").split() if kind is Kind.DESTINATION else []
        purposes: tuple[str, ...] = ()
        if errands:
            several = 1 + int(len(errands) > 1 and self.rng.random() < 0.3)
            chosen = self.rng.permutation(len(errands))[:several]
            purposes = tuple(errands[index] for index in sorted(chosen))
        if kind is Kind.DISTRICT:
            geometry: BaseGeometry = outline_round(self.rng, place.lon, place.lat, lean.REACHES_M[place.key])
        elif kind is Kind.ATTITUDE and self.rng.random() < OUTLINED_ATTITUDES and place.key in lean.REACHES_M:
            geometry = outline_round(self.rng, place.lon, place.lat, 0.6 * lean.REACHES_M[place.key])
        else:
            spread_m = lean.SPREAD_M.get(place.key, lean.USUAL_SPREAD_M)
            geometry = point_near(self.rng, place.lon, place.lat, spread_m, self.land)
        return self._perception(person, kind, geometry, place, valence, purposes)

    def _route(self, person: Person) -> DemoPerception:
        start = nearest_node(*person.home)
        for _ in range(8):
            [place] = self._places_of(person, Kind.DESTINATION, 1)
            road = road_between(start, nearest_node(place.lon, place.lat))
            if len(road) > 1:
                break
        else:
            road = road_between(start, "kramfors" if start != "kramfors" else "nyland")
        errands = lean.ERRANDS.get(place.key, "social").split()
        if self.rng.random() < DRAWN_ROUTES:
            line = route_along(self.rng, person.home, road, 70.0)
        else:
            end = moved(*road[-1], *self.rng.normal(0.0, 120.0, 2))
            line = LineString([[round(x, 6), round(y, 6)] for x, y in (person.home, end)])
        valence = self._feeling(person, Kind.ROUTE, None)
        purposes = (errands[int(self.rng.integers(len(errands)))],)
        return self._perception(person, Kind.ROUTE, line, None, valence, purposes)

    def _barrier(self, person: Person, key: str) -> DemoPerception:
        barrier = lean.BARRIERS[key]
        if barrier.as_area_m:
            geometry: BaseGeometry = outline_round(self.rng, *barrier.line[0], barrier.as_area_m)
        else:
            geometry = line_along(self.rng, barrier.line, barrier.stretch, barrier.shake_m)
        valence = self._feeling(person, Kind.BARRIER, None)
        quote = self.quoter.quote(person, Kind.BARRIER, key, valence)
        return self._perception(
            person,
            Kind.BARRIER,
            geometry,
            None,
            valence,
            themes=quote.themes if quote else barrier.themes,
            quote=quote,
            nature=barrier.nature,
        )

    def _perception(
        self,
        person: Person,
        kind: Kind,
        geometry: BaseGeometry,
        place: Locality | None,
        valence: int | None,
        purposes: tuple[str, ...] = (),
        *,
        themes: tuple[str, ...] | None = None,
        quote: Saying | None = None,
        nature: BarrierNature | None = None,
    ) -> DemoPerception:
        key, name = (place.key, place.name) if place else ("", "")
        if themes is None:
            quote = self.quoter.quote(person, kind, key, valence, purposes)
            themes = quote.themes if quote else self.quoter.usual_themes(kind, key, valence, purposes)
        return DemoPerception(
            respondent=person.response.key,
            kind=kind,
            geometry=geometry,
            place=name or None,
            valence=valence,
            valence_source=None if valence is None else self._source(person),
            purposes=purposes,
            themes=themes,
            quote=quote.text.replace("{place}", name) if quote else None,
            language=quote.language if quote else None,
            precision=self._precision(person, geometry),
            nature=nature,
        )

    def _places_of(self, person: Person, kind: Kind, several: int) -> list[Locality]:
        keys = list(lean.DRAW[kind])
        if kind not in person.draw:
            weights = np.array([self._pull(person, kind, key) for key in keys])
            person.draw[kind] = weights / weights.sum()
        chosen = self.rng.choice(len(keys), several, replace=False, p=person.draw[kind])
        return [BY_KEY[keys[index]] for index in chosen]

    def _pull(self, person: Person, kind: Kind, key: str) -> float:
        place = BY_KEY[key]
        away_km = distance_km(person.home, (place.lon, place.lat))
        pull = lean.DRAW[kind][key] * exp(-away_km / lean.REACH_KM[kind])
        if person.young:
            pull *= lean.YOUNG_DRAW.get(key, 1.0)
        if person.old:
            pull *= lean.OLD_DRAW.get(key, 1.0)
        if kind is Kind.ATTITUDE and place.bygd == person.response.home_area:
            pull *= 3.0  # everybody is asked about the place they live in
        if kind in (Kind.PRIDE, Kind.PROBLEM):
            warmer = self.change.get(_bygd_of(key), 0.0)
            pull *= exp(DRAW_FOLLOWS_FEELING * (warmer if kind is Kind.PRIDE else -warmer))
        return pull

    def _barriers_of(self, person: Person, several: int) -> list[str]:
        keys = list(lean.BARRIERS)
        weights = np.array(
            [
                one.share * np.exp(-min(distance_km(person.home, p) for p in one.line) / one.reach_km)
                for one in lean.BARRIERS.values()
            ]
        )
        chosen = self.rng.choice(len(keys), several, replace=False, p=weights / weights.sum())
        return [keys[index] for index in chosen]

    def _feeling(self, person: Person, kind: Kind, place: Locality | None) -> int | None:
        noise = float(self.rng.normal(0.0, lean.STATEMENT_SD))
        if self.rng.random() >= lean.FEELING_GIVEN[kind]:
            return None
        felt = lean.KIND_FEELING[kind] + person.temper + noise
        if place is not None:
            bygd = _bygd_of(place.key)
            felt += lean.FEELING.get(place.key, 0.2) + self.change.get(bygd, 0.0)
            if bygd == person.response.home_area:
                felt += lean.SELF_IMAGE
            else:
                felt += lean.REPUTATION.get(bygd, 0.0)
            if person.young and bygd == "kramfors":
                felt += lean.YOUNG_IN_TOWN
        low = 0 if kind is Kind.PRIDE else -2
        high = 0 if kind is Kind.PROBLEM else 2
        return int(np.clip(np.rint(felt), low, high))

    def _source(self, person: Person) -> ValenceSource:
        if person.response.channel is not Channel.INTERVIEW:
            return ValenceSource.RESPONDENT
        sources = (ValenceSource.RESPONDENT, ValenceSource.CODER, ValenceSource.CONFIRMED)
        return sources[int(self.rng.choice(3, p=(0.75, 0.15, 0.10)))]

    def _precision(self, person: Person, geometry: BaseGeometry) -> Precision:
        if not isinstance(geometry, Point):
            return Precision.EXACT
        cautious = 0.45 if person.response.channel is Channel.WEB else 0.2
        if self.rng.random() >= cautious:
            return Precision.EXACT
        return Precision.STREET if self.rng.random() < 0.65 else Precision.VILLAGE


@cache
def _bygd_of(key: str) -> str:
    """Find the bygd that a place is spoken of as part of: its own, else that of the nearest locality."""
    place = BY_KEY[key]
    if place.bygd:
        return place.bygd
    here = (place.lon, place.lat)
    named = [one for one in LOCALITIES if one.bygd]
    return min(named, key=lambda one: distance_km(here, (one.lon, one.lat))).bygd
