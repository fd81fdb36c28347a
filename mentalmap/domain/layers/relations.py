"""Relations: how people living in one area see another, and how places see themselves.

A pair of areas has few people, so its estimate is drawn toward what people from elsewhere think of the
same area (science.md 2.4 with λ = 0 and a level of its own for each area). Self-images are drawn
toward the other self-images, never toward what outsiders think, or the contrast that the layer
exists for would fade.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from mentalmap.domain.arrays import BoolArray, FloatArray, IntArray, ObjectArray
from mentalmap.domain.certainty import REACH, certainty_of, suppressed_color
from mentalmap.domain.estimation.direct import DirectEstimate, estimate_directly
from mentalmap.domain.estimation.within_groups import shrink_within
from mentalmap.domain.layers.anchors import anchors_of
from mentalmap.domain.layers.area_voices import gather_area_voices
from mentalmap.domain.layers.captions import (
    caption_asked,
    caption_no_areas,
    caption_no_feelings,
    caption_no_homes,
    captions_of_source,
)
from mentalmap.domain.layers.envelope import DEFAULT_THRESHOLD, Feature, Layer, Status, Value
from mentalmap.domain.layers.voices import (
    LARGEST_SHARE,
    MARKS,
    PEOPLE,
    Voices,
    count_distinct,
    kinds_mask,
    weights_of,
)
from mentalmap.domain.perceptions import MISSING, PerceptionTable
from mentalmap.domain.symbols import BREAKS, PALETTE, class_of_valence
from mentalmap.domain.vocabulary import Kind, LayerName
from mentalmap.messages import Message, say, say_n

IMAGE = "image"  # begins the id of what is said about one area from both sides
LARGEST_SHARE_OF_A_SIDE = 0.5
MOST_IN_MATRIX = 60  # areas; of more, nobody looks for the pairs that are too few
MOST_PAIRS = 2_000  # that are told where the matrix cannot be read
DECIMALS = 9


def relations(table: PerceptionTable, *, threshold: int = DEFAULT_THRESHOLD) -> Layer:
    """
    Show how people who live in A see B, for every pair that somebody speaks of.

    A pair (`<A>><B>`) is a line between the areas' anchors, a point where A is B. Values: `home`,
    `about` (ids), `home_name`, `about_name`, `is_self`, `estimate` -2 … +2, `lo90`, `hi90`, `class`, `color`,
    `certainty`. Each area also has `image:<B>`, a point: `self_image` with `self_lo90`, `self_hi90`,
    `self_people` of those who live there, `outside_image` … of all who live elsewhere; None
    where a side is too few. The parameter `matrix_order` lists the areas, those that most people speak
    of first.

    Among more than 60 areas, only the 2,000 pairs that most people speak for are told, self-images
    first, and pairs of too few people are left out; else those stay as too few.
    Wishes do not count; nor do people who did not say where they live.
    """
    heard = (table.valence_level >= 0) & ~kinds_mask(table, Kind.WISH)
    has_feelings = bool(heard.any())
    home = np.asarray(table.respondents.home_area, dtype=np.int64)
    heard &= ((home >= 0) & (table.respondents.weight > 0))[table.respondent]
    gathered = gather_area_voices(table, heard)
    voices, areas = gathered.voices, len(table.areas)
    weight = weights_of(table)
    pair_of = home[voices.respondent] * areas + voices.thing
    pairs, pair = np.unique(pair_of, return_inverse=True)
    living, about = np.divmod(pairs, max(areas, 1))
    is_self = living == about
    # From both sides: even things are self-images, odd ones what all others think.
    side = voices.thing * 2 + (home[voices.respondent] != voices.thing)
    sides = _estimate(voices, side, weight, gathered.marks, np.arange(2 * areas) % 2)
    # Self-images leave the columns of their areas and stand in the matrix as they stand beside it.
    seen = _estimate(voices, pair, weight, gathered.marks, np.where(is_self, MISSING, about))
    seen.mean[is_self], seen.sd[is_self] = sides.mean[2 * about[is_self]], sides.sd[2 * about[is_self]]
    points = _points(*anchors_of(table, threshold))
    features = [
        _pair(table, seen, index, (int(living[index]), int(about[index])), points, threshold)
        for index in _pairs_shown(seen.direct, is_self, areas, threshold)
    ]
    spoken_of = np.bincount(voices.thing, minlength=areas)
    features += [
        _image(table, sides, area, points[area], threshold) for area in range(areas) if spoken_of[area]
    ]
    people = count_distinct(voices.respondent)
    order = [int(i) for i in np.argsort(-spoken_of, kind="stable") if spoken_of[i] or np.any(living == i)]
    return Layer(
        name=LayerName.RELATIONS,
        features=tuple(features),
        people=people,
        marks=int(np.count_nonzero(heard)),
        denominator=table.asked,
        threshold=threshold,
        data_version=table.data_version,
        captions=_captions(table, people, has_feelings, threshold),
        crs_epsg=table.crs_epsg,
        parameters={
            "breaks": BREAKS,
            "palette": PALETTE,
            "matrix_order": tuple(table.areas.ids[i] for i in order),
        },
    )


@dataclass(frozen=True, eq=False)
class _Seen:
    """Estimates of things with their direct counterpart and marks, columns of shape (things,)."""

    direct: DirectEstimate
    mean: FloatArray
    sd: FloatArray
    marks: IntArray


def _estimate(voices: Voices, thing: IntArray, weight: FloatArray, marks: IntArray, group: IntArray) -> _Seen:
    """Estimate voices sorted anew by thing, each drawn toward the others of its group if it has one."""
    things = len(group)
    order = np.lexsort((voices.respondent, thing))
    regrouped = Voices(
        thing[order], voices.respondent[order], voices.size[order], voices.mean[order], voices.spread[order]
    )
    direct = estimate_directly(regrouped, weight, things)
    grouped = np.where(group >= 0, direct.mean, np.nan)
    mean, sd = shrink_within(grouped, direct.sd**2, group)
    return _Seen(direct, mean, sd, np.bincount(thing, marks, minlength=things).astype(np.int64))


def _pairs_shown(direct: DirectEstimate, is_self: BoolArray, areas: int, threshold: int) -> list[int]:
    """Choose the pairs: all of a matrix that can be read, else those that most people speak for."""
    everyone = np.arange(len(is_self))
    if areas <= MOST_IN_MATRIX:
        return everyone.tolist()
    told = np.array([_is_told(direct, index, threshold) for index in everyone.tolist()], dtype=bool)
    most_first = np.lexsort((everyone, -direct.n, ~is_self))
    return sorted(most_first[told[most_first]][:MOST_PAIRS].tolist())


def _points(x_m: FloatArray, y_m: FloatArray) -> ObjectArray:
    return np.asarray(shapely.points(x_m, y_m), dtype=object)


def _is_told(direct: DirectEstimate, index: int, threshold: int) -> bool:
    """Whether enough people speak, none of them more than half of it."""
    enough = direct.n[index] >= threshold and direct.n_eff[index] >= threshold - 10.0**-DECIMALS
    # At a threshold of one or two the caller asked to see single people.
    return bool(enough and (threshold <= 2 or direct.largest_share[index] <= LARGEST_SHARE_OF_A_SIDE))


def _interval(seen: _Seen, index: int) -> tuple[float, float, float]:
    estimate, reach = float(seen.mean[index]), REACH * float(seen.sd[index])
    low, high = max(-2.0, estimate - reach), min(2.0, estimate + reach)
    return round(estimate, DECIMALS) + 0.0, round(low, DECIMALS), round(high, DECIMALS)


def _pair(
    table: PerceptionTable,
    seen: _Seen,
    index: int,
    ends: tuple[int, int],
    points: ObjectArray,
    threshold: int,
) -> Feature:
    home, about = ends
    ids, names = table.areas.ids, table.areas.names
    n, marks = int(seen.direct.n[index]), int(seen.marks[index])
    is_told = _is_told(seen.direct, index, threshold)
    values: dict[str, Value] = {
        PEOPLE: n, MARKS: marks, LARGEST_SHARE: float(seen.direct.largest_share[index]),
    }  # fmt: skip
    if is_told:
        estimate, low, high = _interval(seen, index)
        certainty = certainty_of(REACH * float(seen.sd[index]))
        color_class = int(class_of_valence(np.array(estimate)))
        values |= {
            "home": ids[home],
            "about": ids[about],
            "home_name": names[home],
            "about_name": names[about],
            "is_self": home == about,
            "estimate": estimate,
            "lo90": low,
            "hi90": high,
            "class": color_class,
            "color": suppressed_color(color_class, certainty),
            "certainty": certainty,
        }
    return Feature(
        id=f"{ids[home]}>{ids[about]}",
        name=names[home] if home == about else f"{names[home]} → {names[about]}",
        geometry=points[home] if home == about else shapely.LineString([points[home], points[about]]),
        people=n if is_told else None,
        marks=marks if is_told else None,
        status=Status.OK if is_told else Status.TOO_FEW,
        values=values,
    )


def _image(table: PerceptionTable, sides: _Seen, area: int, point: shapely.Point, threshold: int) -> Feature:
    """Tell both sides of one area, or the one that is enough people."""
    values: dict[str, Value] = {}
    people = marks = 0
    largest = 0.0
    for name, index in (("self", 2 * area), ("outside", 2 * area + 1)):
        told: tuple[Value, ...] = (None, None, None, None)
        if _is_told(sides.direct, index, threshold):
            n = int(sides.direct.n[index])
            told = (*_interval(sides, index), n)
            # The people of a hidden side do not count: what is told would give them away.
            people, marks = people + n, marks + int(sides.marks[index])
            largest = max(largest, float(sides.direct.largest_share[index]))
        keys = (f"{name}_image", f"{name}_lo90", f"{name}_hi90", f"{name}_people")
        values |= dict(zip(keys, told, strict=True))
    is_told = people > 0
    spoken = people or max(1, min(int(sides.direct.n[2 * area : 2 * area + 2].sum()), threshold - 1))
    internal: dict[str, Value] = {PEOPLE: spoken, MARKS: marks, LARGEST_SHARE: largest}
    return Feature(
        id=f"{IMAGE}:{table.areas.ids[area]}",
        name=table.areas.names[area],
        geometry=point,
        people=people if is_told else None,
        marks=marks if is_told else None,
        status=Status.OK if is_told else Status.TOO_FEW,
        values=(values if is_told else {}) | internal,
    )


def _captions(table: PerceptionTable, people: int, has_feelings: bool, threshold: int) -> tuple[Message, ...]:
    message = say("How people who live in one place see another, and how they see their own.")
    if people == 0 and count_distinct(table.respondent) >= max(threshold, 1):
        if not has_feelings:
            message = caption_no_feelings()
        elif not (np.asarray(table.respondents.home_area)[table.respondent] >= 0).any():
            message = caption_no_homes()
    homeless = np.asarray(table.respondents.home_area) < 0
    if table.selected_respondents is not None:
        homeless &= table.selected_respondents
    unknown = int(np.count_nonzero(homeless))
    left_out = say_n(
        "One person did not say where they live and is not in this map.",
        "%(n)s people did not say where they live and are not in this map.",
        unknown,
    )
    return (
        message if len(table.areas) else caption_no_areas(),
        caption_asked(people, table.asked),
        *((left_out,) if unknown else ()),
        *captions_of_source(table),
    )
