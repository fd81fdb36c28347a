"""Rounds: what a survey says about each area, and how two of them differ (science.md 4.1–4.3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentalmap.domain.arrays import BoolArray, FloatArray, IntArray
from mentalmap.domain.certainty import REACH
from mentalmap.domain.estimation.direct import PRIOR_DF, DirectEstimate, estimate_directly
from mentalmap.domain.estimation.neighbours import structure_of
from mentalmap.domain.estimation.permutation import permute_people, smallest_p
from mentalmap.domain.estimation.spatial import shrink
from mentalmap.domain.estimation.testing import benjamini_hochberg, student_t_two_sided
from mentalmap.domain.layers.area_voices import gather_area_voices
from mentalmap.domain.layers.voices import Voices, count_distinct, kinds_mask, weights_of
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.vocabulary import Kind

LAMBDAS = (0.0, 0.5, 0.9)
FALSE_DISCOVERIES = 0.10
CONFIRMED_BELOW = 0.05  # probability by shuffling people, of an area that is flagged
POWER_AND_LEVEL = 2.80  # z.975 + z.8: differences found in four of five cases
SEVERAL_TESTS = 1.25  # how much larger they must be where many areas are tested at once
FEWEST_AREAS, FEWEST_PEOPLE = 3, 10  # that areas can learn from one another
LARGEST_SHARE_OF_A_ROUND = 0.5
SEED = 20160901
DECIMALS = 9


@dataclass(frozen=True, eq=False)
class Round:
    """What one round says about each area: voices, direct and shrunken estimates, whether it may be told."""

    voices: Voices
    u: FloatArray
    direct: DirectEstimate
    estimate: FloatArray
    told: BoolArray
    marks: IntArray
    people: int


@dataclass(frozen=True, eq=False)
class Difference:
    """Differences by area, columns of shape (a,), and what all areas share; see `layers.change`."""

    difference: FloatArray
    sd: FloatArray
    told: BoolArray
    testable: BoolArray
    p: FloatArray
    flagged: BoolArray
    direction: IntArray
    mdc: FloatArray
    usual_mdc: float | None
    shift: tuple[float | None, float | None, float | None]


def listen(table: PerceptionTable, threshold: int) -> Round:
    """Gather what people feel about each area; wishes do not count."""
    heard = (table.valence_level >= 0) & ~kinds_mask(table, Kind.WISH)
    heard &= (table.respondents.weight > 0)[table.respondent]
    gathered = gather_area_voices(table, heard)
    voices, weight, areas = gathered.voices, weights_of(table), len(table.areas)
    direct = estimate_directly(voices, weight, areas)
    people = count_distinct(voices.respondent)
    told = (direct.n >= threshold) & (direct.n_eff >= threshold - 10.0**-DECIMALS)
    if threshold > 2:  # at a threshold of one or two the caller asked to see single people
        told &= np.nan_to_num(direct.largest_share) <= LARGEST_SHARE_OF_A_ROUND
    estimate, _ = _shrunken(table, direct.mean, direct.sd**2, people)
    return Round(
        voices=voices,
        u=weight[voices.respondent] * np.minimum(1.0, voices.size),
        direct=direct,
        estimate=np.clip(estimate, -2.0, 2.0),
        told=told,
        marks=np.bincount(voices.thing, gathered.marks, minlength=areas).astype(np.int64),
        people=people,
    )


def _shrunken(
    table: PerceptionTable, mean: FloatArray, variance: FloatArray, people: int
) -> tuple[FloatArray, FloatArray]:
    """Shrink as the attitude layer does, which stands beside this one."""
    if np.count_nonzero(np.isfinite(mean)) < FEWEST_AREAS or people < FEWEST_PEOPLE:
        return mean, np.sqrt(variance)
    shrunken = shrink(mean, variance, structure_of(table.areas))
    return shrunken.estimate, shrunken.sd


def compare(table: PerceptionTable, first: Round, second: Round, seed: int) -> Difference:
    """
    Test the difference of every area that both rounds may tell.

    Moderated t with the false discovery rate held at 10 % by Benjamini and Hochberg; a flag stands
    only if shuffling people between the rounds confirms it.

    Parameters
    ----------
    table
        Either round, for its areas.
    seed
        Decides the shuffles.
    """
    one, other = first.direct, second.direct
    delta, variance = other.mean - one.mean, one.sd**2 + other.sd**2
    told = first.told & second.told
    people = first.people + second.people
    difference: FloatArray = delta
    sd: FloatArray = np.sqrt(variance)
    shift: tuple[float | None, float | None, float | None] = (None, None, None)
    if np.count_nonzero(np.isfinite(delta)) >= FEWEST_AREAS and people >= FEWEST_PEOPLE:
        shrunken = shrink(delta, variance, structure_of(table.areas), lambdas=LAMBDAS)
        difference, sd = shrunken.estimate, shrunken.sd
        reach = REACH * shrunken.prior_mean_sd
        if told.any():
            level = shrunken.prior_mean
            shift = (rounded(level), rounded(level - reach), rounded(level + reach))
    smallest = np.array([smallest_p(int(n), int(m)) for n, m in zip(one.n, other.n, strict=True)])
    testable = told & (smallest <= FALSE_DISCOVERIES)
    with np.errstate(invalid="ignore", divide="ignore"):
        t = delta / np.sqrt(variance)
    df = np.maximum(one.n_eff + other.n_eff - 2.0 + 2.0 * PRIOR_DF, 1.0)
    p = np.where(testable, student_t_two_sided(t, df), np.nan)
    flagged = benjamini_hochberg(p, FALSE_DISCOVERIES)
    for area in np.flatnonzero(flagged):
        flagged[area] = _is_confirmed(first, second, int(area), seed)
    mdc = POWER_AND_LEVEL * np.sqrt(variance) * (SEVERAL_TESTS if testable.sum() > 1 else 1.0)
    return Difference(
        difference=np.clip(difference, -4.0, 4.0),
        sd=sd,
        told=told,
        testable=testable,
        p=p,
        flagged=flagged,
        direction=np.where(flagged, np.sign(np.nan_to_num(delta)), 0).astype(np.int64),
        mdc=mdc,
        usual_mdc=rounded(float(np.median(mdc[testable]))) if testable.any() else None,
        shift=shift,
    )


def _is_confirmed(first: Round, second: Round, area: int, seed: int) -> bool:
    """Whether shuffling people between the rounds seldom makes as large a difference."""
    here = [one.voices.thing == area for one in (first, second)]
    p = permute_people(
        first.voices.mean[here[0]],
        second.voices.mean[here[1]],
        first.u[here[0]],
        second.u[here[1]],
        seed=seed + area,
    )
    return bool(np.isnan(p) or p <= CONFIRMED_BELOW)


def rounded(value: float) -> float:
    """Cut what the order of adding may change; no negative zero."""
    return round(value, DECIMALS) + 0.0
