"""Barriers: the lines and grounds at which many people feel a barrier, as a consensus."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mentalmap.domain.areas import Areas, Places
from mentalmap.domain.arrays import BoolArray, FloatArray, IntArray
from mentalmap.domain.layers.captions import caption_asked, captions_of_source
from mentalmap.domain.layers.consensus import Strokes, find_consensus, follow
from mentalmap.domain.layers.envelope import DEFAULT_THRESHOLD, Feature, Layer, Value
from mentalmap.domain.layers.ranking import rank_by_people, ranked_feature
from mentalmap.domain.layers.spots import NEAR_M, name_positions, tell_distance
from mentalmap.domain.layers.voices import count_distinct, kinds_mask, positions
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.vocabulary import BarrierNature, Kind, LayerName
from mentalmap.errors import InvalidInputError
from mentalmap.messages import say

DEFAULT_TOLERANCE_M = 250.0
LONG_M = 2000.0  # from here on a line joins two places rather than being at one
LONG, WIDE = 20.0, 4.0  # times the tolerance: from here on a stroke is long, and how far such may run apart
BETWEEN = "between"


def barriers(
    table: PerceptionTable,
    *,
    threshold: int = DEFAULT_THRESHOLD,
    tolerance_m: float = DEFAULT_TOLERANCE_M,
) -> Layer:
    """
    Show the barriers that at least `threshold` people agree on, within a tolerance.

    Values of a feature: `nature` “physical” or “emotional”, what more than half of its people say
    (physical if even), `share` of those asked, `rank`, `distance_m` from the place it is called after,
    `between` two places if it is long and runs from one to another. Geometry is a line where at least
    half of its people drew lines, else the ground they share.

    Parameters
    ----------
    tolerance_m
        How far apart strokes about the same barrier may run.
    """
    if not (np.isfinite(tolerance_m) and tolerance_m > 0):
        raise InvalidInputError(say("The tolerance must be a positive number of metres."), say("Try 250."))
    marked = table.take(kinds_mask(table, Kind.BARRIER))
    strokes, emotional = _strokes(marked)
    total = count_distinct(strokes.person)
    features = []
    is_wide = False
    for geometry, people, reach_m in _agreed(strokes, max(1, threshold), tolerance_m):
        theirs = np.flatnonzero(np.isin(strokes.person, people))
        about = theirs[follow(strokes.geometry[theirs], geometry, reach_m)]
        is_wide = is_wide or reach_m > tolerance_m
        middle = geometry.representative_point()
        column, row = np.floor(np.array([middle.x, middle.y]) / tolerance_m).astype(int)
        [name], [distance_m] = name_positions(*_middle(geometry), table.places, table.areas)
        feature = ranked_feature(
            id=f"barrier:{tolerance_m:g}:{column}:{row}",
            name=name,
            geometry=geometry,
            people=len(people),
            marks=max(len(people), len(about)),
            asked=table.asked,
            threshold=threshold,
            values={
                "nature": _nature(strokes.person[about], emotional[about]).value,
                **tell_distance(distance_m),
                **_between(geometry, table.places),
            },
        )
        features.append(feature)
    return Layer(
        name=LayerName.BARRIERS,
        features=_unlike(rank_by_people(features)),
        people=total,
        marks=len(strokes.person),
        denominator=table.asked,
        threshold=threshold,
        data_version=table.data_version,
        captions=(
            say("Where many feel a barrier. Each line is the mean of what they drew, not one person's."),
            caption_asked(total, table.asked),
            *captions_of_source(table),
        ),
        crs_epsg=table.crs_epsg,
        parameters={
            "max_people": max((feature.people or 0 for feature in features), default=0),
            "tolerance_m": tolerance_m if not is_wide else WIDE * tolerance_m,
        },
    )


def _agreed(
    strokes: Strokes, threshold: int, tolerance_m: float
) -> Iterator[tuple[BaseGeometry, IntArray, float]]:
    """
    Find what people agree on: first among long strokes, which nobody draws finely, then among the others.

    With one tolerance for all, a divide of 15 km falls into pieces of a few people each.

    Returns
    -------
    geometry, people, reach_m
        Of each barrier, with the tolerance that it was found with.
    """
    left = np.ones(len(strokes.person), dtype=bool)
    long = np.flatnonzero(strokes.is_line & (shapely.length(strokes.geometry) >= LONG * tolerance_m))
    if count_distinct(strokes.person[long]) >= threshold:
        wide_m = WIDE * tolerance_m
        for geometry, people in find_consensus(
            Strokes(strokes.geometry[long], strokes.person[long]), threshold, wide_m
        ):
            if geometry.length < LONG * tolerance_m / 2:
                continue  # where they only meet, the finer tolerance says more
            theirs = np.flatnonzero(np.isin(strokes.person, people))
            left[theirs[follow(strokes.geometry[theirs], geometry, wide_m)]] = False
            yield geometry, people, wide_m
    rest = Strokes(strokes.geometry[left], strokes.person[left])
    for geometry, people in find_consensus(rest, threshold, tolerance_m):
        yield geometry, people, tolerance_m


def _strokes(marked: PerceptionTable) -> tuple[Strokes, BoolArray]:
    """What was drawn, points where only those are known, and whether each is felt or stands there."""
    x_m, y_m = positions(marked)
    geometry = np.asarray(shapely.points(x_m, y_m), dtype=object).reshape(-1)
    drawn = marked.shape >= 0
    geometry[drawn] = marked.shapes[marked.shape[drawn]]
    known = (drawn | ~np.isnan(x_m)) & ~shapely.is_empty(geometry)
    return Strokes(geometry[known], marked.respondent[known]), marked.emotional[known]


def _nature(person: IntArray, emotional: BoolArray) -> BarrierNature:
    """Ask each person once: emotional where more than half of their strokes here are."""
    people, index = np.unique(person, return_inverse=True)
    felt = np.bincount(index, emotional) / np.bincount(index) > 0.5
    return BarrierNature.EMOTIONAL if 2 * np.count_nonzero(felt) > len(people) else BarrierNature.PHYSICAL


def _middle(geometry: BaseGeometry) -> tuple[FloatArray, FloatArray]:
    """Half way along a line, else a point on it."""
    is_line = geometry.geom_type == "LineString"
    at = geometry.interpolate(0.5, normalized=True) if is_line else geometry.representative_point()
    return np.array([at.x]), np.array([at.y])


def _between(geometry: BaseGeometry, places: Places) -> dict[str, Value]:
    """Name the places at both ends of a long line, if it spans most of what lies between them."""
    if geometry.geom_type != "LineString" or geometry.length < LONG_M:
        return {}
    x_m, y_m = shapely.get_coordinates(geometry)[[0, -1]].T
    (one, other), _ = name_positions(
        x_m, y_m, places, Areas.empty(), within_m=min(NEAR_M, geometry.length / 4)
    )
    return {BETWEEN: tuple(sorted((one, other)))} if one and other and one != other else {}


def _unlike(features: tuple[Feature, ...]) -> tuple[Feature, ...]:
    """Keep the stronger of two barriers that would have the same id, whatever made them meet."""
    by_id = {feature.id: feature for feature in features}  # strongest last, so it stays
    return tuple(by_id.values())
