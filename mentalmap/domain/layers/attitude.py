"""Attitude: what people feel about each area, one person one voice.

Person means, direct estimates with moderated variances, and shrinkage with a spatial prior
(science.md 2, 9). What each value means is said in docs/METHOD.md.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from mentalmap.domain.arrays import BoolArray, FloatArray
from mentalmap.domain.certainty import (
    REACH,
    certainty_of,
    direction_of,
    quality_of,
    suppressed_color,
)
from mentalmap.domain.estimation.direct import DirectEstimate, estimate_directly
from mentalmap.domain.estimation.neighbours import structure_of
from mentalmap.domain.estimation.rest import borne_out, differ_from_rest
from mentalmap.domain.estimation.sides import Side, estimate_sides
from mentalmap.domain.estimation.spatial import Shrunken, shrink
from mentalmap.domain.estimation.testing import normal_cdf
from mentalmap.domain.estimation.themes import find_top_themes
from mentalmap.domain.layers.area_voices import gather_area_voices
from mentalmap.domain.layers.attitude_parameters import attitude_parameters
from mentalmap.domain.layers.captions import (
    caption_asked,
    caption_no_areas,
    caption_no_feelings,
    captions_of_source,
)
from mentalmap.domain.layers.envelope import (
    DEFAULT_THRESHOLD,
    NAMED_AFTER_PLACES,
    Feature,
    Layer,
    Status,
    Value,
)
from mentalmap.domain.layers.voices import (
    LARGEST_SHARE,
    MARKS,
    PEOPLE,
    Voices,
    count_distinct,
    weights_of,
)
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.symbols import BREAKS, PALETTE, class_of_valence
from mentalmap.domain.vocabulary import Kind, LayerName, code_of
from mentalmap.messages import Message, say

LARGEST_SD = 2.0  # half the people at -2, half at +2
DECIMALS = 9  # the order in which floats were added must not show
FEWEST_AREAS, FEWEST_PEOPLE = 3, 10  # that areas can learn from one another
LARGEST_SHARE_OF_A_SIDE = 0.5  # of insiders or outsiders, held by one of them


@dataclass(frozen=True, eq=False)
class _Estimate:
    """What is told of each area, columns of shape (a,): estimate, its 90 % interval and sd, P(above 0)."""

    mean: FloatArray
    lo90: FloatArray
    hi90: FloatArray
    sd: FloatArray
    p_positive: FloatArray


def attitude(table: PerceptionTable, *, threshold: int = DEFAULT_THRESHOLD) -> Layer:
    """
    Show how people feel about each area; areas with too few people carry no value.

    Every kind counts that has a valence, except wishes: those say what is missing, not how the
    place is. Areas learn from one another and from their neighbours, unless fewer than three
    areas or ten people have data: then each stands for itself, and `parameters["shrunken"]` is
    False. Values of a feature:

    - `estimate` -2 … +2, `lo90`, `hi90`, `sd`, `n_eff`, `p_positive`, `reliability` 0 … 1
    - `class` -3 … +3, `certainty` 0 sure, 1 fair, 2 unsure, `color` by both, `quality`, `direction`
    - `share_positive`, `share_negative`, `agreement` 1 (all alike) … 0 (half against half),
      `conflict` 0 … 1, `top_theme`, `diff_from_rest` -1, 0, +1
    - `insiders`, `insiders_lo90`, `insiders_hi90`, `insiders_people` of those who live there, and
      `outsiders…` of all others; None where either side is too small to be told

    Parameters
    ----------
    table
        Perceptions with their allocation to the table's areas.
    threshold
        k; an area needs as many people, and as many effective people after weighting.
    """
    heard = (table.valence_level >= 0) & (table.kind != code_of(Kind.WISH))
    lacks_feelings = not heard.any() and count_distinct(table.respondent) >= max(threshold, 1)
    if not (table.respondents.weight > 0).all():
        heard &= (table.respondents.weight > 0)[table.respondent]
    gathered = gather_area_voices(table, heard)
    voices, weight, areas = gathered.voices, weights_of(table), len(table.areas)
    direct = estimate_directly(voices, weight, areas)
    people = count_distinct(voices.respondent)
    # Weighting or brushing polygons may leave fewer voices than there are heads.
    enough = (direct.n >= threshold) & (direct.n_eff >= threshold - 10.0**-DECIMALS)
    # Factorising and summing both leave the interpreter free, so a second core halves the wait.
    with ThreadPoolExecutor(max_workers=1) as beside:
        shrinking = beside.submit(_shrink, table, direct, people)
        top = find_top_themes(voices, gathered.themes, weight, areas, len(table.theme_codes), threshold)
        sides, rest = differ_from_rest(voices, weight, direct, enough, threshold)
        shrunken = shrinking.result()
    estimate = _estimate(direct, shrunken)
    columns: dict[str, list[Value]] = {
        **_estimate_columns(direct, estimate, shrunken, enough),
        "top_theme": [table.theme_codes[code] if code >= 0 else None for code in top.tolist()],
        "diff_from_rest": borne_out(sides, estimate.mean, rest).tolist(),
        **_sides(table, voices, weight, direct, shrunken, threshold),
    }
    marks = np.bincount(voices.thing, gathered.marks, minlength=areas).astype(np.int64)
    return Layer(
        name=LayerName.ATTITUDE,
        features=tuple(
            _feature(table, index, direct, int(marks[index]), bool(enough[index]), columns)
            for index in range(areas)
        ),
        people=people,
        marks=_count_marks(table, heard),
        denominator=table.asked,
        threshold=threshold,
        data_version=table.data_version,
        captions=_captions(table, people, lacks_feelings, bool(enough.any()) and shrunken is None),
        crs_epsg=table.crs_epsg,
        parameters={
            "breaks": BREAKS,
            "palette": PALETTE,
            "shrunken": shrunken is not None,
            **({NAMED_AFTER_PLACES: True} if table.areas.named_after_places else {}),
            **attitude_parameters(voices, weight, direct, shrunken, enough, people >= max(threshold, 1)),
        },
    )


def _shrink(table: PerceptionTable, direct: DirectEstimate, people: int) -> Shrunken | None:
    """Let areas learn from one another; None where so few say something that there is nothing to learn."""
    if np.count_nonzero(direct.n) < FEWEST_AREAS or people < FEWEST_PEOPLE:
        return None
    return shrink(direct.mean, direct.sd**2, structure_of(table.areas))


def _estimate(direct: DirectEstimate | Side, shrunken: Shrunken | None) -> _Estimate:
    mean, sd = (direct.mean, direct.sd) if shrunken is None else (shrunken.estimate, shrunken.sd)
    mean = np.round(np.clip(mean, -2.0, 2.0), DECIMALS) + 0.0
    sd = np.round(sd, DECIMALS)
    with np.errstate(invalid="ignore", divide="ignore"):
        return _Estimate(
            mean,
            np.round(np.maximum(-2.0, mean - REACH * sd), DECIMALS),
            np.round(np.minimum(2.0, mean + REACH * sd), DECIMALS),
            sd,
            np.round(normal_cdf(mean / sd), DECIMALS),
        )


def _estimate_columns(
    direct: DirectEstimate, estimate: _Estimate, shrunken: Shrunken | None, enough: BoolArray
) -> dict[str, list[Value]]:
    """Lay the estimates out by name; nothing but None stands where an area may not be told."""
    classes = class_of_valence(np.where(enough, estimate.mean, 0.0)).tolist()
    half = np.where(enough, REACH * estimate.sd, 0.0).tolist()
    certainty = [certainty_of(one) for one in half]
    reliability: list[Value] = [None] * len(half)
    if shrunken is not None:
        ratio = 1.0 - (estimate.sd / shrunken.prior_sd) ** 2
        reliability = np.round(np.clip(ratio, 0.0, 1.0), DECIMALS).tolist()
    rounded = {
        "share_positive": direct.positive,
        "share_negative": direct.negative,
        "agreement": 1.0 - direct.spread / LARGEST_SD,
        "conflict": 2.0 * np.minimum(direct.positive, direct.negative),
        "n_eff": direct.n_eff,
    }
    return {
        "estimate": estimate.mean.tolist(),
        "lo90": estimate.lo90.tolist(),
        "hi90": estimate.hi90.tolist(),
        "sd": estimate.sd.tolist(),
        "p_positive": estimate.p_positive.tolist(),
        "class": list(classes),
        "certainty": list(certainty),
        "color": [suppressed_color(*pair) for pair in zip(classes, certainty, strict=True)],
        "quality": [quality_of(one) for one in half],
        "direction": [
            direction_of(*one)
            for one in zip(
                estimate.lo90.tolist(), estimate.hi90.tolist(), estimate.p_positive.tolist(), strict=True
            )
        ],
        "reliability": reliability,
        **{name: np.round(values, DECIMALS).tolist() for name, values in rounded.items()},
    }


def _sides(
    table: PerceptionTable,
    voices: Voices,
    weight: FloatArray,
    direct: DirectEstimate,
    shrunken: Shrunken | None,
    threshold: int,
) -> dict[str, list[Value]]:
    """Estimate what those think who live in an area, and all others (science.md 9.3.8)."""
    home = np.asarray(table.respondents.home_area)
    # Where most homes are unknown, who did not say where they live would pass for an outsider.
    known = np.count_nonzero(home[voices.respondent] >= 0) * 2 >= len(voices)
    is_inside = home[voices.respondent] == voices.thing
    sides = estimate_sides(voices, weight, direct, is_inside)
    safe = np.full(len(table.areas), known)
    for side in sides:
        safe &= (side.n == 0) | (side.n >= threshold)
    columns: dict[str, list[Value]] = {}
    for name, side in zip(("insiders", "outsiders"), sides, strict=True):
        told = safe & (side.n_eff >= threshold - 10.0**-DECIMALS)
        if threshold > 2:  # at a threshold of one or two the caller asked to see single people
            told &= side.largest_share <= LARGEST_SHARE_OF_A_SIDE
        estimate = _estimate(side, _shrink_side(table, side, shrunken))
        for suffix, values in (
            ("", estimate.mean),
            ("_lo90", estimate.lo90),
            ("_hi90", estimate.hi90),
            ("_people", side.n),
        ):
            columns[name + suffix] = [
                value if tell else None for value, tell in zip(values.tolist(), told.tolist(), strict=True)
            ]
    return columns


def _shrink_side(table: PerceptionTable, side: Side, whole: Shrunken | None) -> Shrunken | None:
    """Shrink one side with the τ and λ that fit the whole layer best: a side alone tells them poorly."""
    if whole is None or np.count_nonzero(side.n) < FEWEST_AREAS:
        return None
    tau, lam = whole.likeliest
    return shrink(side.mean, side.sd**2, structure_of(table.areas), lambdas=(lam,), taus=(tau,))


def _count_marks(table: PerceptionTable, heard: BoolArray) -> int:
    whole = int(np.count_nonzero(heard & (table.area >= 0)))
    row = table.crossing.row
    return whole + count_distinct(row[heard[row]])


def _captions(
    table: PerceptionTable, people: int, lacks_feelings: bool, stands_alone: bool
) -> tuple[Message, ...]:
    message = say("How people feel about each area, from strongly negative (-2) to strongly positive (+2).")
    alone = say(
        "With so few answers areas cannot learn from one another: each stands for its own answers only."
    )
    if lacks_feelings:
        message = caption_no_feelings()
    return (
        message if len(table.areas) or table.areas.named_after_places else caption_no_areas(),
        caption_asked(people, table.asked),
        *((alone,) if stands_alone else ()),
        *captions_of_source(table),
    )


def _feature(
    table: PerceptionTable,
    index: int,
    direct: DirectEstimate,
    marks: int,
    enough: bool,
    columns: dict[str, list[Value]],
) -> Feature:
    n = int(direct.n[index])
    internal: dict[str, Value] = {PEOPLE: n, MARKS: marks}
    if n:
        internal[LARGEST_SHARE] = float(direct.largest_share[index])
    return Feature(
        id=table.areas.ids[index],
        name=table.areas.names[index],
        geometry=table.areas.geometries[index],
        people=n if enough else None,
        marks=marks if enough else None,
        status=Status.NO_DATA if n == 0 else Status.OK if enough else Status.TOO_FEW,
        values=internal | ({name: values[index] for name, values in columns.items()} if enough else {}),
    )
