"""Attitude: the mean of what people feel about each area, one person one voice.

Formulas: science.md 2.2–2.3 (person mean, direct estimate, moderated variance). No smoothing
between areas yet; the names of the values are final, so a better estimate changes no reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import NormalDist

import numpy as np

from mentalmap.domain.estimation.direct import DirectEstimate, estimate_directly
from mentalmap.domain.layers.captions import (
    caption_asked,
    caption_no_areas,
    caption_no_feelings,
    captions_of_source,
)
from mentalmap.domain.layers.envelope import DEFAULT_THRESHOLD, Feature, Layer, Status, Value
from mentalmap.domain.layers.voices import (
    LARGEST_SHARE,
    MARKS,
    PEOPLE,
    count_distinct,
    gather_voices,
    kinds_mask,
    weights_of,
)
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.symbols import BREAKS, PALETTE, class_of_valence, color_of_class
from mentalmap.domain.vocabulary import Kind, LayerName
from mentalmap.messages import say

CONFIDENCE = 0.90
LARGEST_SD = 2.0  # half the people at -2, half at +2
DECIMALS = 9  # the order in which floats were added must not show


def attitude(table: PerceptionTable, *, threshold: int = DEFAULT_THRESHOLD) -> Layer:
    """
    Show how people feel about each area; areas with too few people carry no value.

    Every kind counts that has a valence, except wishes: those say what is missing, not how
    the place is. Values of a feature: `estimate` -2 … +2, `class`, `color`, `lo90` and `hi90`
    (None where all answers of the layer agree, so that no uncertainty can be told), `sd`,
    `n_eff`, `share_positive`, `share_negative`, `agreement` 1 (all alike) … 0 (half against half).

    Parameters
    ----------
    table
        Perceptions with their allocation to the table's areas.
    threshold
        k; an area needs as many people, and as many effective people after weighting.
    """
    valued = ~np.isnan(table.valence) & ~kinds_mask(table, Kind.WISH)
    allocation = table.allocation
    heard = valued[allocation.row] & (table.respondents.weight[table.respondent[allocation.row]] > 0)
    row, area = allocation.row[heard], allocation.area[heard]
    voices = gather_voices(area, table.respondent[row], allocation.share[heard], table.valence[row])
    direct = estimate_directly(voices, weights_of(table), len(table.areas))
    marks = np.bincount(area, minlength=len(table.areas))
    people = count_distinct(voices.respondent)
    message = say("How people feel about each area, from strongly negative (-2) to strongly positive (+2).")
    if not valued.any() and count_distinct(table.respondent) >= max(threshold, 1):
        message = caption_no_feelings()
    return Layer(
        name=LayerName.ATTITUDE,
        features=tuple(
            _feature(table, index, direct, int(marks[index]), threshold) for index in range(len(table.areas))
        ),
        people=people,
        marks=count_distinct(row),
        denominator=table.asked,
        threshold=threshold,
        data_version=table.data_version,
        captions=(
            message if len(table.areas) else caption_no_areas(),
            caption_asked(people, table.asked),
            *captions_of_source(table),
        ),
        crs_epsg=table.crs_epsg,
        parameters={"breaks": BREAKS, "palette": PALETTE},
    )


def _feature(
    table: PerceptionTable, index: int, direct: DirectEstimate, marks: int, threshold: int
) -> Feature:
    n = int(direct.n[index])
    internal: dict[str, Value] = {PEOPLE: n, MARKS: marks}
    if n:
        internal[LARGEST_SHARE] = float(direct.largest_share[index])
    # Weighting or brushing polygons may leave fewer voices than there are heads.
    enough = n >= threshold and bool(direct.n_eff[index] >= threshold - 10.0**-DECIMALS)
    status = Status.NO_DATA if n == 0 else Status.OK if enough else Status.TOO_FEW
    return Feature(
        id=table.areas.ids[index],
        name=table.areas.names[index],
        geometry=table.areas.geometries[index],
        people=n if enough else None,
        marks=marks if enough else None,
        status=status,
        values=internal | (dict(_values(direct, index)) if enough else {}),
    )


def _values(direct: DirectEstimate, index: int) -> Mapping[str, Value]:
    estimate, sd = float(direct.mean[index]), float(direct.sd[index])
    reach = NormalDist().inv_cdf((1.0 + CONFIDENCE) / 2.0) * sd
    unsure = bool(sd > 10.0**-DECIMALS)
    color_class = int(class_of_valence(np.array(estimate)))
    return {
        "estimate": estimate,
        "lo90": round(max(-2.0, estimate - reach), DECIMALS) if unsure else None,
        "hi90": round(min(2.0, estimate + reach), DECIMALS) if unsure else None,
        "class": color_class,
        "color": color_of_class(color_class),
        "share_positive": round(float(direct.positive[index]), DECIMALS),
        "share_negative": round(float(direct.negative[index]), DECIMALS),
        "agreement": round(1.0 - float(direct.spread[index]) / LARGEST_SD, DECIMALS),
        "sd": round(sd, DECIMALS) if unsure else None,
        "n_eff": float(direct.n_eff[index]),
    }
