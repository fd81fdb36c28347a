"""Those who answered set against the inhabitants, margin by margin: what the coverage layer is made from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mentalmap.domain.arrays import BoolArray, FloatArray, IntArray
from mentalmap.domain.estimation.testing import incomplete_beta
from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.perceptions import MISSING, PerceptionTable
from mentalmap.domain.populations import Margin, margins_of


@dataclass(frozen=True, eq=False)
class Comparison:
    """One margin with its counts, columns of shape (g,); nan where nothing can be compared."""

    margin: Margin
    heard: IntArray
    marks: IntArray
    share_heard: FloatArray
    share_population: FloatArray
    expected: FloatArray
    p: FloatArray
    not_stated: int
    is_chosen: bool
    """Whether people were chosen by this, so that it says nothing about who is missing."""


def compare_margins(
    table: PerceptionTable, asked: BoolArray, threshold: int, chosen: PerceptionFilter | None
) -> list[Comparison]:
    """
    Compare area of home, age and gender of those who count with the inhabitants.

    Parameters
    ----------
    asked
        Who counts, shape (m,).
    threshold
        A group of fewer people is tested as if it held one person less than that.
    chosen
        The filter that chose them, None where it is not known; what it chooses by is not compared.
    """
    narrowed = _narrowed(chosen)
    return [_compare(table, margin, asked, threshold, narrowed) for margin in margins_of(table)]


def _narrowed(chosen: PerceptionFilter | None) -> frozenset[str] | None:
    """Name the margins that a filter chooses by; None where that is not known."""
    if chosen is None or chosen.groups:
        return None
    by = {"area": chosen.home_areas, "age": chosen.age_bands, "gender": chosen.genders}
    return frozenset(name for name, wanted in by.items() if wanted)


def _compare(
    table: PerceptionTable,
    margin: Margin,
    asked: BoolArray,
    threshold: int,
    narrowed: frozenset[str] | None,
) -> Comparison:
    groups = len(margin.codes)
    margin = _without_unknown_few(margin, asked, threshold)
    stated = asked & (margin.group >= 0)
    heard = np.bincount(margin.group[stated], minlength=groups)
    speaker = margin.group[table.respondent]
    marks = np.bincount(speaker[stated[table.respondent]], minlength=groups)
    population = np.where(np.nan_to_num(margin.population) > 0, margin.population, np.nan)
    if narrowed is not None:
        is_chosen = margin.name in narrowed
    else:
        everybody = np.bincount(margin.group[margin.group >= 0], minlength=groups)
        is_chosen = bool(np.count_nonzero(heard) == 1 < np.count_nonzero(everybody))
    is_compared = not is_chosen and np.isfinite(population).sum() >= 2
    if not is_compared and not is_chosen:
        population = np.full(groups, np.nan)
    n = int(heard[np.isfinite(population)].sum()) if is_compared else 0
    share = population / np.nansum(population) if is_compared else np.full(groups, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        share_heard = np.where(np.isfinite(share), heard / n, np.nan)
    return Comparison(
        margin=replace(margin, population=population) if n or is_chosen else margin,
        heard=heard,
        marks=marks,
        share_heard=share_heard,
        share_population=share,
        expected=n * share if n else np.full(groups, np.nan),
        p=_chance(np.maximum(heard, threshold - 1), n, share),
        not_stated=int(np.count_nonzero(asked & (margin.group < 0))),
        is_chosen=is_chosen,
    )


def _without_unknown_few(margin: Margin, asked: BoolArray, threshold: int) -> Margin:
    """Count a group of few people that no population is known of as not stated; it has nothing to compare."""
    heard = np.bincount(margin.group[asked & (margin.group >= 0)], minlength=len(margin.codes))
    few = (heard < threshold) & ~(np.nan_to_num(margin.population) > 0)
    if margin.name == "area" or not few.any():
        return margin
    return replace(
        margin, group=np.append(np.where(few, MISSING, np.arange(len(few))), MISSING)[margin.group]
    )


def _chance(heard: IntArray, n: int, share: FloatArray) -> FloatArray:
    """Exact probability, two-sided, of a count this far from the expected one; nan where none is expected."""
    x = np.minimum(heard, n).astype(float)
    if n == 0:
        return np.full(len(heard), np.nan)
    fewer = np.where(x >= n, 1.0, incomplete_beta(np.maximum(n - x, 0.5), x + 1.0, 1.0 - share))
    more = np.where(x <= 0, 1.0, incomplete_beta(np.maximum(x, 0.5), n - x + 1.0, share))
    return np.where(np.isfinite(share), np.minimum(1.0, 2.0 * np.minimum(fewer, more)), np.nan)
