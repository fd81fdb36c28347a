"""Themes: what people speak of in an area, and whether one of them surely comes first (science.md 1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mentalmap.domain.arrays import FloatArray, IntArray
from mentalmap.domain.columns import MISSING
from mentalmap.domain.estimation.direct import DECIMALS, Grouped
from mentalmap.domain.estimation.testing import incomplete_beta

if TYPE_CHECKING:
    from mentalmap.domain.layers.voices import Voices

SURE_FROM = 0.90
MOST_PATTERN_BITS = 12


def find_top_themes(
    voices: Voices, themes: IntArray, weight: FloatArray, things: int, codes: int, threshold: int
) -> IntArray:
    """
    Find the theme that most people speak of in each area, where it is sure that it comes first.

    A person's voice is divided among the themes they name in the area. Shares of the K themes
    have a Dirichlet distribution with the counts + 1/K; of two of them the larger one's part of
    both is a beta distribution, so P(π₁ > π₂) is its upper half.

    Parameters
    ----------
    voices
        Voices about areas, sorted by thing.
    themes
        Bit i set where a voice names code i, shape (v,).
    weight
        Weight of each respondent, shape (m,).
    things, codes
        Numbers of areas and of themes.
    threshold
        k; a theme named by fewer people is never told.

    Returns
    -------
    top
        Index of the theme, shape (things,); `MISSING` where P(π₁ > π₂) < 0.9.
    """
    top = np.full(things, MISSING, dtype=np.int64)
    named = np.flatnonzero(themes)
    if not codes or not len(named):
        return top
    group = Grouped(voices.thing[named], things)
    themes = themes[named]
    u = weight[voices.respondent[named]]
    counts = _divide_voices(group, u, themes, codes)
    sum_u, sum_u2 = group.sum(u), group.sum(u * u)
    with np.errstate(invalid="ignore", divide="ignore"):
        counts = np.round(counts * (sum_u / sum_u2), DECIMALS)  # they add up to the effective people
    order = np.argsort(-counts, axis=0, kind="stable")
    first = order[0]
    at = np.arange(things)
    second = counts[order[1], at] if codes > 1 else np.zeros(things)
    sure = probability_of_order(counts[first, at], second, codes) >= SURE_FROM
    people = group.sum((themes >> first[voices.thing[named]] & 1).astype(float))
    told = (group.n > 0) & (people >= threshold) & sure
    top[told] = first[told]
    return top


def _divide_voices(group: Grouped, u: FloatArray, themes: IntArray, codes: int) -> FloatArray:
    """Sum what each theme has of the voices about each thing, shape (codes, things)."""
    things, patterns = len(group.n), 1 << codes
    if codes > MOST_PATTERN_BITS or len(themes) * codes < things * patterns:
        share = u / np.bitwise_count(themes)
        return np.array([group.sum(share * (themes >> code & 1)) for code in range(codes)])
    # One count of all sets of themes, instead of one pass over the voices for each theme.
    thing = np.repeat(np.arange(things) * patterns, group.n)
    weight = np.bincount(thing + themes, u, minlength=things * patterns).reshape(things, patterns)
    pattern = np.arange(patterns)
    bits = pattern >> np.arange(codes)[:, None] & 1
    shares: FloatArray = bits / np.maximum(1, np.bitwise_count(pattern)) @ weight.T
    return shares


def probability_of_order(first: FloatArray, second: FloatArray, codes: int) -> FloatArray:
    """P(π₁ > π₂) of two of K themes that so many people name, any shape."""
    prior = 1.0 / codes
    return incomplete_beta(second + prior, first + prior, np.full(np.shape(first), 0.5))
