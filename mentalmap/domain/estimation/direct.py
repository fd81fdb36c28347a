"""Direct estimates: the mean of an area's own people, and how sure it is (science.md 2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mentalmap.domain.arrays import FloatArray, IntArray
from mentalmap.domain.symbols import POSITIVE_FROM

if TYPE_CHECKING:  # the layers import this package
    from mentalmap.domain.layers.voices import Voices

MOST_DF_OF_A_VOICE = 10.0  # marks of one person in one area that tell how a person's marks differ
PRIOR_DF = 8.0  # ν₀: how many people's worth the pooled variance weighs against an area's own
# Answers are whole steps: even where all agree, what each person feels is known no better than that.
STEP_VARIANCE = 1.0 / 12.0
DECIMALS = 9  # the order in which floats were added must not show
DECIMALS_OF_VARIANCES = 12


@dataclass(frozen=True, eq=False)
class Components:
    """How people differ, over all areas: variances σ_b² between people, σ_e² within one person's marks."""

    between: float
    within: float

    def of_people(self, size: FloatArray) -> FloatArray:
        """v_ra: variance of each person's mean of so many marks."""
        return np.maximum(self.between + self.within / np.maximum(size, 1.0), STEP_VARIANCE)


@dataclass(frozen=True, eq=False)
class DirectEstimate:
    """
    Mean attitude per area with its variance, columns of shape (a,), nan where nobody spoke.

    `mean` ȳ_a, `sd` √D_a of the mean, `n` people, `n_eff` Kish's effective number,
    `spread` SD of the people, `positive` and `negative` weighted shares of the people,
    `largest_share` of the weight held by one person; `components` of all areas together, and the
    `moments` all this follows from.
    """

    mean: FloatArray
    sd: FloatArray
    n: IntArray
    n_eff: FloatArray
    spread: FloatArray
    positive: FloatArray
    negative: FloatArray
    largest_share: FloatArray
    components: Components
    moments: Moments


class Grouped:
    """
    Sums per thing over rows that are sorted by thing: a slice each, many times faster than scattering.

    Parameters
    ----------
    thing
        Thing of each row, rising, shape (v,).
    things
        Number of things.
    """

    def __init__(self, thing: IntArray, things: int) -> None:
        bounds = np.searchsorted(thing, np.arange(things + 1))
        self.n: IntArray = np.diff(bounds)
        self._some = np.flatnonzero(self.n)
        self._starts = bounds[self._some]

    def sum(self, values: FloatArray) -> FloatArray:
        """Sum of each thing's rows, shape (things,), 0 where there are none."""
        return self._reduce(np.add, values)

    def largest(self, values: FloatArray) -> FloatArray:
        """Largest of each thing's rows, 0 where there are none."""
        return self._reduce(np.maximum, values)

    def _reduce(self, how: np.ufunc, values: FloatArray) -> FloatArray:
        result = np.zeros(len(self.n))
        if len(self._some):
            result[self._some] = how.reduceat(values, self._starts)
        return result


@dataclass(frozen=True, eq=False)
class Moments:
    """
    Sums over the people of each area, shape (a,), that say all about a mean and how sure it is.

    They add up: those of all others are those of everybody less those of some. With weight u,
    mean y and variance v of each person: `u` Σu, `u2` Σu², `uy` Σuy, `uyy` Σuy², `u2v` Σu²v.
    """

    u: FloatArray
    u2: FloatArray
    uy: FloatArray
    uyy: FloatArray
    u2v: FloatArray

    @classmethod
    def of(cls, group: Grouped, u: FloatArray, y: FloatArray, v: FloatArray) -> Moments:
        """Sum people, shape (v,), who are sorted by the things of `group`; a weight of 0 is nobody."""
        uy, u2 = u * y, u * u
        return cls(group.sum(u), group.sum(u2), group.sum(uy), group.sum(uy * y), group.sum(u2 * v))

    def __sub__(self, some: Moments) -> Moments:
        mine, theirs = vars(self), vars(some)
        return Moments(**{name: np.round(mine[name] - theirs[name], DECIMALS_OF_VARIANCES) for name in mine})

    @property
    def mean(self) -> FloatArray:
        """ȳ_a, nan without people."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.round(self.uy / self.u, DECIMALS)

    @property
    def n_eff(self) -> FloatArray:
        """Kish's effective number of people, nan without people."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.round(self.u**2 / self.u2, DECIMALS)

    @property
    def variance(self) -> FloatArray:
        """Weighted variance of the people around their mean."""
        with np.errstate(invalid="ignore", divide="ignore"):
            variance = self.uyy / self.u - (self.uy / self.u) ** 2
            return np.maximum(0.0, np.round(variance, DECIMALS_OF_VARIANCES))

    @property
    def variance_of_mean(self) -> FloatArray:
        """D_a, moderated."""
        with np.errstate(invalid="ignore", divide="ignore"):
            pooled = self.u2v / self.u**2  # D⁰_a
        return np.round(moderate(pooled, self.variance, self.n_eff), DECIMALS_OF_VARIANCES)


def estimate_directly(
    voices: Voices, weight: FloatArray, things: int, *, components: Components | None = None
) -> DirectEstimate:
    """
    Average the voices of each area and tell how sure the mean is.

    Parameters
    ----------
    voices
        Voices about areas (or whatever else), with a mean valence each, sorted by thing.
    weight
        Weight of each respondent, shape (m,); only ratios matter.
    things
        a, number of areas.
    components
        How people differ, where these voices are only a part of those that tell it.
    """
    if np.any(voices.thing[1:] < voices.thing[:-1]):
        voices = voices.take(np.lexsort((voices.respondent, voices.thing)))
    group = Grouped(voices.thing, things)
    u = weights_of_voices(voices, weight)
    if components is None:
        components = _components(voices, group)
    moments = Moments.of(group, u, voices.mean, components.of_people(voices.size))
    with np.errstate(invalid="ignore", divide="ignore"):
        return DirectEstimate(
            mean=moments.mean,
            sd=np.sqrt(moments.variance_of_mean),
            n=group.n,
            n_eff=moments.n_eff,
            spread=np.sqrt(moments.variance),
            positive=group.sum(u * (voices.mean > POSITIVE_FROM)) / moments.u,
            negative=group.sum(u * (voices.mean < -POSITIVE_FROM)) / moments.u,
            largest_share=group.largest(u) / moments.u,
            components=components,
            moments=moments,
        )


def weights_of_voices(voices: Voices, weight: FloatArray) -> FloatArray:
    """u_ra = w_r π_ra: who only brushes an area with a polygon is not a whole person there."""
    return weight[voices.respondent] * np.minimum(1.0, voices.size)


def moderate(pooled: FloatArray, variance: FloatArray, n_eff: FloatArray) -> FloatArray:
    """
    D_a: an area's own variance of the mean, steadied by the pooled one so that it is never zero by luck.

    Parameters
    ----------
    pooled
        D⁰_a, what people's variances over all areas let expect, any shape.
    variance
        Weighted variance of the area's own people around their mean.
    n_eff
        Effective people; with one or fewer the pooled variance stands alone.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        own = variance * n_eff / (n_eff - 1.0)  # s²_a
        blend = (PRIOR_DF * pooled * n_eff + (n_eff - 1.0) * own) / (PRIOR_DF + n_eff - 1.0) / n_eff
    return np.where(n_eff > 1.0, blend, pooled)


def _components(voices: Voices, group: Grouped) -> Components:
    # Two thousand marks of one person must not tell how much everybody's marks differ.
    df = voices.size - np.minimum(1.0, voices.size)
    counted = np.minimum(df, MOST_DF_OF_A_VOICE)
    within_df = float(counted.sum())
    heard = df > 0
    within = (
        float((voices.spread[heard] * counted[heard] / df[heard]).sum()) / within_df if within_df > 0 else 0.0
    )
    between_df = float(np.maximum(0, group.n - 1).sum())
    if between_df == 0:
        return Components(0.0, round(within, DECIMALS_OF_VARIANCES))
    # Around each area's unweighted mean: σ_b² is of people as they are.
    n = np.maximum(group.n, 1)
    squares = float((voices.mean**2).sum() - (group.sum(voices.mean) ** 2 / n).sum())
    noise = float((group.sum(1.0 / voices.size) * (1.0 - 1.0 / n)).sum())
    between = max(0.0, (squares - within * noise) / between_df)
    return Components(round(between, DECIMALS_OF_VARIANCES), round(within, DECIMALS_OF_VARIANCES))
