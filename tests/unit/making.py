"""Make small perception tables in tests, in the words of the method.

    table = make_table(
        mark("Alice", "pride", valence=2, at=(500, 500)),
        mark("Bob", "destination", place="Torget", purposes=["trade"]),
        areas=make_squares(3),
        places={"Torget": (150, 150)},
        homes={"Bob": "a1"},
        asked=10,
    )

Coordinates are metres of EPSG:3006. `make_squares(3)` are the areas a0, a1, a2, each 1 km wide, side by
side from the origin, named "Area 0" …. Whoever is named in a mark is a respondent; `asked` adds silent ones.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mentalmap.domain.allocation import allocate, find_ends
from mentalmap.domain.areas import Areas, Places
from mentalmap.domain.perceptions import MISSING, PerceptionTable, Respondents, pack_codes
from mentalmap.domain.vocabulary import Channel, Kind, code_of

PURPOSES = ("trade", "service", "work", "school", "recreation", "social", "nature")
THEMES = ("safety", "service", "landscape")
ORIGIN_X, ORIGIN_Y = 640_000.0, 6_970_000.0  # near Kramfors


@dataclass(frozen=True)
class Mark:
    """One perception, before it is a row."""

    who: str
    kind: Kind
    valence: float | None
    at: tuple[float, float] | None
    shape: BaseGeometry | None
    place: str | None
    purposes: tuple[str, ...]
    themes: tuple[str, ...]
    start: str | None
    end: str | None
    emotional: bool


def mark(
    who: str,
    kind: str = "attitude",
    *,
    valence: float | None = None,
    at: tuple[float, float] | None = None,
    shape: BaseGeometry | None = None,
    place: str | None = None,
    purposes: Collection[str] = (),
    themes: Collection[str] = (),
    start: str | None = None,
    end: str | None = None,
    emotional: bool = False,
) -> Mark:
    """Say what one person marked; `at`, `shape` in metres from the areas' corner, `start`, `end` area ids."""
    return Mark(
        who, Kind(kind), valence, at, shape, place, tuple(purposes), tuple(themes), start, end, emotional
    )


def people(count: int, prefix: str = "person ") -> list[str]:
    """Name so many people."""
    return [f"{prefix}{number:03d}" for number in range(count)]


def make_squares(columns: int, rows: int = 1, side_m: float = 1000.0) -> Areas:
    """Lay areas a0, a1, … side by side, row by row."""
    count = columns * rows
    width = max(2, len(str(count - 1))) if count > 10 else 1
    x = ORIGIN_X + side_m * (np.arange(count) % columns)
    y = ORIGIN_Y + side_m * (np.arange(count) // columns)
    return Areas(
        ids=tuple(f"a{number:0{width}d}" for number in range(count)),
        names=tuple(f"Area {number}" for number in range(count)),
        geometries=np.asarray(shapely.box(x, y, x + side_m, y + side_m)),
        populations=np.full(count, np.nan),
        label="squares",
    )


def make_table(
    *marks: Mark,
    areas: Areas | None = None,
    places: Mapping[str, tuple[float, float]] | None = None,
    homes: Mapping[str, str] | None = None,
    weights: Mapping[str, float] | None = None,
    asked: int | None = None,
    respondents_known: bool = True,
) -> PerceptionTable:
    """Make a table of these marks; areas default to three squares, `asked` to the people who marked."""
    areas = make_squares(3) if areas is None else areas
    gazetteer = _make_places(places or {}, areas)
    who = list(dict.fromkeys([one.who for one in marks] + list(homes or {})))
    who += people(max(0, (asked or 0) - len(who)), "silent ")
    shapes = [shapely.transform(one.shape, _from_corner) for one in marks if one.shape is not None]
    shape = np.cumsum([one.shape is not None for one in marks], dtype=np.int64) - 1
    shape[[one.shape is None for one in marks]] = MISSING
    geometries = np.array([_geometry(one, gazetteer) for one in marks], dtype=object)
    x_m, y_m = _representative_points(marks)
    index = areas.index_of
    start, end = find_ends(geometries, areas)
    return PerceptionTable.from_columns(
        kind=np.array([code_of(one.kind) for one in marks], dtype=np.int64),
        respondent=np.array([who.index(one.who) for one in marks], dtype=np.int64),
        valence=np.array([np.nan if one.valence is None else one.valence for one in marks], dtype=float),
        x_m=x_m,
        y_m=y_m,
        shape=shape,
        themes=pack_codes([one.themes for one in marks], THEMES),
        purposes=pack_codes([one.purposes for one in marks], PURPOSES),
        place=_codes([one.place for one in marks], {name: i for i, name in enumerate(gazetteer.ids)}),
        start_area=np.where(_stated(marks, "start"), _codes([one.start for one in marks], index), start),
        end_area=np.where(_stated(marks, "end"), _codes([one.end for one in marks], index), end),
        said_on=np.full(len(marks), MISSING),
        emotional=np.array([one.emotional for one in marks], dtype=bool),
        shapes=np.array(shapes, dtype=object),
        respondents=_make_respondents(who, homes or {}, weights or {}, areas),
        allocation=allocate(geometries, areas),
        areas=areas,
        places=gazetteer,
        theme_codes=THEMES,
        purpose_codes=PURPOSES,
        crs_epsg=3006,
        data_version="7",
        respondents_known=respondents_known,
    )


def _make_respondents(
    who: Sequence[str], homes: Mapping[str, str], weights: Mapping[str, float], areas: Areas
) -> Respondents:
    count = len(who)
    unknown = np.full(count, MISSING)
    return Respondents(
        survey=np.zeros(count, dtype=np.int64),
        group=unknown,
        age_band=unknown,
        gender=unknown,
        channel=np.full(count, code_of(Channel.INTERVIEW)),
        home_area=_codes([homes.get(name) for name in who], areas.index_of),
        weight=np.array([weights.get(name, 1.0) for name in who], dtype=float),
        survey_slugs=("2024",),
        group_codes=("resident", "youth"),
        age_band_codes=("16-29", "30-49", "50-64", "65+"),
    )


def _make_places(places: Mapping[str, tuple[float, float]], areas: Areas) -> Places:
    x = ORIGIN_X + np.array([at[0] for at in places.values()], dtype=float)
    y = ORIGIN_Y + np.array([at[1] for at in places.values()], dtype=float)
    found = allocate(np.asarray(shapely.points(x, y)), areas)
    area = np.full(len(places), MISSING, dtype=np.int32)
    area[found.row] = found.area
    return Places(tuple(places), tuple(places), x, y, area)


def _representative_points(marks: Sequence[Mark]) -> tuple[np.ndarray, np.ndarray]:
    at = []
    for one in marks:
        if one.at is not None:
            at.append((ORIGIN_X + one.at[0], ORIGIN_Y + one.at[1]))
        elif one.shape is not None:
            point = shapely.transform(one.shape, _from_corner).representative_point()
            at.append((point.x, point.y))
        else:
            at.append((np.nan, np.nan))
    column = np.array(at, dtype=float).reshape(-1, 2)
    return column[:, 0], column[:, 1]


def _geometry(one: Mark, places: Places) -> BaseGeometry | None:
    if one.shape is not None:
        return shapely.transform(one.shape, _from_corner)
    if one.at is not None:
        return shapely.Point(ORIGIN_X + one.at[0], ORIGIN_Y + one.at[1])
    if one.place is not None:
        number = places.ids.index(one.place)
        return shapely.Point(places.x_m[number], places.y_m[number])
    return None


def _stated(marks: Sequence[Mark], name: str) -> np.ndarray:
    return np.array([getattr(one, name) is not None for one in marks], dtype=bool)


def _from_corner(coordinates: np.ndarray) -> np.ndarray:
    return np.asarray(coordinates + np.array([ORIGIN_X, ORIGIN_Y]))


def _codes(labels: Sequence[str | None], position: Mapping[str, int]) -> np.ndarray:
    return np.array([MISSING if label is None else position[label] for label in labels], dtype=np.int64)
