"""Direct estimates: the mean of an area's own people, and how sure it is (science.md 2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mentalmap.domain.arrays import FloatArray, IntArray
from mentalmap.domain.symbols import POSITIVE_FROM

if TYPE_CHECKING:  # the layers import this package
    from mentalmap.domain.layers.voices import Voices

PRIOR_DF = 8.0  # ν₀: how many people's worth the pooled variance weighs against an area's own
# Answers are whole steps: even where all agree, what each person feels is known no better than that.
STEP_VARIANCE = 1.0 / 12.0
DECIMALS = 9  # the order in which floats were added must not show


@dataclass(frozen=True, eq=False)
class DirectEstimate:
    """
    Mean attitude per area with its variance, columns of shape (a,), nan where nobody spoke.

    `mean` ȳ_a, `sd` √D_a of the mean, `n` people, `n_eff` Kish's effective number,
    `spread` SD of the people, `positive` and `negative` weighted shares of the people,
    `largest_share` of the weight held by one person; and of all areas together `between` σ_b and
    `within` σ_e, the SD of people and of one person's marks.
    """

    mean: FloatArray
    sd: FloatArray
    n: IntArray
    n_eff: FloatArray
    spread: FloatArray
    positive: FloatArray
    negative: FloatArray
    largest_share: FloatArray
    between: float
    within: float


def estimate_directly(voices: Voices, weight: FloatArray, things: int) -> DirectEstimate:
    """
    Average the voices of each area and tell how sure the mean is.

    Parameters
    ----------
    voices
        Voices about areas (or whatever else), with a mean valence each.
    weight
        Weight of each respondent, shape (m,); only ratios matter.
    things
        a, number of areas.
    """
    area = voices.thing
    u = weight[voices.respondent] * np.minimum(1.0, voices.size)  # w_r · π_ra
    n = np.bincount(area, minlength=things)
    sum_u = _per_area(u, area, things)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.round(_per_area(u * voices.mean, area, things) / sum_u, DECIMALS)
        n_eff = np.round(sum_u**2 / _per_area(u**2, area, things), DECIMALS)
        variance = _per_area(u * (voices.mean - mean[area]) ** 2, area, things) / sum_u
        positive = _per_area(u * (voices.mean > POSITIVE_FROM), area, things) / sum_u
        negative = _per_area(u * (voices.mean < -POSITIVE_FROM), area, things) / sum_u
        largest = np.zeros(things)
        np.maximum.at(largest, area, u)
        between, within = _components(voices, mean, n)
        person = np.maximum(between + within / np.maximum(voices.size, 1.0), STEP_VARIANCE)  # v_ra
        pooled = _per_area(u**2 * person, area, things) / sum_u**2  # D⁰_a
        moderated = np.round(moderate(pooled, variance, n_eff), 12)
        return DirectEstimate(
            mean,
            np.sqrt(moderated),
            n,
            n_eff,
            np.sqrt(variance),
            positive,
            negative,
            largest / sum_u,
            between**0.5,
            within**0.5,
        )


def moderate(pooled: FloatArray, variance: FloatArray, n_eff: FloatArray) -> FloatArray:
    """D_a: the area's own variance, steadied by the pooled one so that it is never zero by luck."""
    own = variance * n_eff / (n_eff - 1.0)  # s²_a
    blend = (PRIOR_DF * pooled * n_eff + (n_eff - 1.0) * own) / (PRIOR_DF + n_eff - 1.0) / n_eff
    return np.where(n_eff > 1.0, blend, pooled)


def _components(voices: Voices, mean: FloatArray, n: IntArray) -> tuple[float, float]:
    """Give σ_b² between people and σ_e² between one person's marks, of all areas together."""
    area, areas = voices.thing, len(n)
    within_df = float(np.maximum(0.0, voices.size - 1.0).sum())
    within = float(voices.spread.sum()) / within_df if within_df > 0 else 0.0
    between_df = float(np.maximum(0, n - 1).sum())
    noise = _per_area(1.0 / voices.size, area, areas) * (1.0 - 1.0 / np.maximum(n, 1))
    squares = float(((voices.mean - mean[area]) ** 2).sum())
    between = max(0.0, (squares - within * float(noise.sum())) / between_df) if between_df > 0 else 0.0
    return between, within


def _per_area(values: FloatArray, area: IntArray, areas: int) -> FloatArray:
    return np.bincount(area, values, minlength=areas).astype(float)
