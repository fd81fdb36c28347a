"""Sides: what those think who live in an area, and what all others do (science.md 9.3.8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mentalmap.domain.arrays import BoolArray, FloatArray, IntArray
from mentalmap.domain.estimation.direct import DirectEstimate, Grouped, Moments, weights_of_voices

if TYPE_CHECKING:
    from mentalmap.domain.layers.voices import Voices


@dataclass(frozen=True, eq=False)
class Side:
    """Direct estimate of a part of each area's people; columns as in `DirectEstimate`, shape (a,)."""

    mean: FloatArray
    sd: FloatArray
    n: IntArray
    n_eff: FloatArray
    largest_share: FloatArray


def estimate_sides(
    voices: Voices, weight: FloatArray, direct: DirectEstimate, is_one: BoolArray
) -> tuple[Side, Side]:
    """
    Estimate two parts of each area's people, with the variance components of the whole.

    Parameters
    ----------
    voices, weight, direct
        As for `estimate_directly`, and its result.
    is_one
        Whether a voice belongs to the first side, shape (v,).
    """
    group = Grouped(voices.thing, len(direct.mean))
    u = weights_of_voices(voices, weight)
    u_of_one = u * is_one
    one = Moments.of(group, u_of_one, voices.mean, direct.components.of_people(voices.size))
    n = group.sum(is_one.astype(float)).astype(np.int64)
    return (
        _side(one, n, group.largest(u_of_one)),
        _side(direct.moments - one, direct.n - n, group.largest(u - u_of_one)),
    )


def _side(moments: Moments, n: IntArray, largest: FloatArray) -> Side:
    with np.errstate(invalid="ignore", divide="ignore"):
        columns = (moments.mean, np.sqrt(moments.variance_of_mean), moments.n_eff, largest / moments.u)
    mean, sd, n_eff, share = (np.where(n > 0, column, np.nan) for column in columns)
    return Side(mean, sd, n, n_eff, share)
