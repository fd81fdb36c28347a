"""Raking: weights that make the respondents resemble the population, and the guards against harm.

Iterative proportional fitting with trimmed weights (science.md 2.5). Weights repair who answered,
never why: self-selection within a group stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mentalmap.domain.arrays import FloatArray, IntArray
from mentalmap.domain.numerals import listed
from mentalmap.domain.perceptions import MISSING, PerceptionTable
from mentalmap.domain.populations import Margin, margins_of
from mentalmap.messages import Message, say

FEWEST_RESPONDENTS = 100  # with fewer, weights add more noise than they take bias away
FEWEST_IN_GROUP = 5
LARGEST_DEFF = 2.5  # above, weighting would throw away more than half of the answers
TRIM = (0.3, 3.0)  # of the mean weight
TOLERANCE = 1e-6
MOST_CYCLES = 1_000


@dataclass(frozen=True, eq=False)
class RakedWeights:
    """
    Weights as they came out.

    Parameters
    ----------
    weight
        Mean 1, shape (n,).
    deff
        Kish's design effect, n Σw² / (Σw)².
    is_settled
        Whether one more cycle would change no weight by more than the tolerance.
    """

    weight: FloatArray
    deff: float
    is_settled: bool

    @property
    def n_eff(self) -> float:
        """How many unweighted respondents would tell as much."""
        return len(self.weight) / self.deff


def raked(table: PerceptionTable) -> tuple[PerceptionTable, tuple[Message, ...]]:
    """
    Weight the respondents who were asked to the population's areas, ages and genders.

    Returns
    -------
    table, notices
        The table with weights, or as it was where they would do harm; and sentences that say
        which, and why.
    """
    asked = np.ones(len(table.respondents), dtype=bool)
    if table.selected_respondents is not None:
        asked = table.selected_respondents
    n = int(np.count_nonzero(asked))
    if n < FEWEST_RESPONDENTS:
        reason = say(
            "Not weighted: %(people)s people are too few for weights, which need %(fewest)s.",
            people=n,
            fewest=FEWEST_RESPONDENTS,
        )
        return table, (reason,)
    margins = [
        collapsed
        for margin in margins_of(table)
        if (collapsed := collapse(replace(margin, group=margin.group[asked]))) is not None
    ]
    if not margins:
        return table, (say("Not weighted: nobody has said how many people live here."),)
    given = np.asarray(table.respondents.weight, dtype=float)[asked]
    weights, free = rake(margins, given), rake(margins, given, trim=None)
    if not weights.is_settled:
        return table, (say("Not weighted: no weights fit area, age and gender at the same time."),)
    # Trimmed weights cannot reach the limit, so those are asked that the population would need.
    if free.deff > LARGEST_DEFF:
        reason = say("Not weighted: those who answered differ too much from the population to be weighted.")
        return table, (reason,)
    weight = np.array(table.respondents.weight, dtype=float)
    weight[asked] = weights.weight * weight[asked].mean()
    notice = say(
        "Weighted to the population by %(margins)s: "
        "%(people)s answers tell as much as %(effective)s unweighted.",
        margins=listed([_NAMES[margin.name] for margin in margins]),
        people=n,
        effective=round(weights.n_eff),
    )
    caution = say("Weights do not make this a random sample.")
    return replace(table, respondents=replace(table.respondents, weight=weight)), (notice, caution)


def rake(
    margins: Sequence[Margin], weight: FloatArray, *, trim: tuple[float, float] | None = TRIM
) -> RakedWeights:
    """
    Fit weights to all margins in turn until none changes.

    Parameters
    ----------
    margins
        Groups of shape (n,) with a population above 0 each; who is in no group of a margin keeps
        their weight there.
    weight
        What each respondent weighs to begin with, shape (n,), above 0.
    trim
        Smallest and largest weight, as parts of the mean; None for no limits.
    """
    w = weight / weight.mean()
    is_settled = False
    for _ in range(MOST_CYCLES):
        before = w
        for margin in margins:
            stated = margin.group >= 0
            group = margin.group[stated]
            share = margin.population / margin.population.sum()
            held = np.bincount(group, w[stated], minlength=len(share)) / w[stated].sum()
            factor = np.divide(share, held, out=np.ones(len(share)), where=held > 0)
            w = w.copy()
            w[stated] *= factor[group]
        w = w / w.mean() if trim is None else _trimmed(w, *trim)
        if np.abs(w - before).max(initial=0.0) < TOLERANCE:
            is_settled = True
            break
    return RakedWeights(w, float(len(w) * (w**2).sum() / w.sum() ** 2), is_settled)


def _trimmed(w: FloatArray, smallest: float, largest: float) -> FloatArray:
    """Cut weights to the limits; cutting moves the mean, and the limits with it."""
    for _ in range(MOST_CYCLES):
        w = w / w.mean()
        if smallest - TOLERANCE <= w.min() and w.max() <= largest + TOLERANCE:
            break
        w = np.clip(w, smallest, largest)
    return w


def collapse(margin: Margin) -> Margin | None:
    """
    Put groups of fewer than five respondents together with their neighbours; None where one is left.

    Ages join the smaller neighbour, areas the next smallest group. Groups without a known
    population are in no group, as are those who did not state theirs.
    """
    known = np.nan_to_num(margin.population) > 0
    into = np.where(known, np.arange(len(known)), MISSING)
    stated = margin.group[margin.group >= 0]
    heard = np.bincount(stated, minlength=len(known))
    while True:
        groups = np.unique(into[into >= 0])
        size = np.array([heard[into == one].sum() for one in groups])
        if len(groups) < 2:
            return None
        if size.min() >= FEWEST_IN_GROUP:
            break
        smallest = int(np.argmin(size))
        others = [i for i in range(len(groups)) if i != smallest]
        if margin.is_ordered:
            others = [i for i in (smallest - 1, smallest + 1) if 0 <= i < len(groups)]
        joined = min(others, key=lambda i: (size[i], i))
        into[into == groups[smallest]] = groups[joined]
    return replace(
        margin,
        codes=tuple("+".join(np.array(margin.codes, dtype=object)[into == one]) for one in groups),
        group=_renumbered(margin.group, into, groups),
        population=np.array([margin.population[into == one].sum() for one in groups]),
    )


def _renumbered(group: IntArray, into: IntArray, groups: IntArray) -> IntArray:
    new = np.where(into >= 0, np.searchsorted(groups, into), MISSING)
    return np.append(new, MISSING)[group]


_NAMES = {"area": say("area"), "age": say("age"), "gender": say("gender")}
