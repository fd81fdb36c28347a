"""The rest: what people feel about everywhere else, to tell whether an area differs (science.md 1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mentalmap.domain.arrays import BoolArray, FloatArray, IntArray
from mentalmap.domain.estimation.direct import (
    DECIMALS_OF_VARIANCES,
    PRIOR_DF,
    DirectEstimate,
    Grouped,
    moderate,
)
from mentalmap.domain.estimation.testing import benjamini_hochberg, student_t_two_sided

if TYPE_CHECKING:
    from mentalmap.domain.layers.voices import Voices

FALSE_DISCOVERIES = 0.10


def differ_from_rest(
    voices: Voices, weight: FloatArray, direct: DirectEstimate, told: BoolArray, threshold: int
) -> IntArray:
    """
    Tell which areas people feel better or worse about than about all others together.

    Parameters
    ----------
    voices, weight, direct
        As for `estimate_directly`, and its result.
    told
        Areas that may be shown, shape (a,); only they are tested and counted as tests.
    threshold
        k; the rest needs as many effective people.

    Returns
    -------
    sides
        -1 worse, +1 better, 0 no difference that could be told, shape (a,). At most a tenth of
        those flagged are expected to be false.
    """
    mean, variance, n_eff = _estimate_rest(voices, weight, direct)
    with np.errstate(invalid="ignore", divide="ignore"):
        t = (direct.mean - mean) / np.sqrt(direct.sd**2 + variance)
        df = direct.n_eff + n_eff - 2.0 + 2.0 * PRIOR_DF
    p = np.full(len(t), np.nan)
    tested = told & np.isfinite(t) & (n_eff >= threshold)
    p[tested] = np.round(student_t_two_sided(t[tested], df[tested]), DECIMALS_OF_VARIANCES)
    return np.where(benjamini_hochberg(p, FALSE_DISCOVERIES), np.sign(np.nan_to_num(t)), 0.0).astype(np.int64)


def _estimate_rest(
    voices: Voices, weight: FloatArray, direct: DirectEstimate
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Mean, moderated variance and effective people of what is said about all other areas, (a,) each.

    Each person's mean over the other areas is that of all their marks less those about the area,
    so sums over everybody need to be corrected only for who spoke of it.
    """
    group = Grouped(voices.thing, len(direct.mean))
    who = voices.respondent
    said = voices.size * voices.mean
    size, total = (np.bincount(who, values).astype(float) for values in (voices.size, said))
    everybody = _moments(weight[: len(size)], size, total, direct)
    of_speaker = everybody[:, who]
    left = voices.size < size[who] - 1e-9
    others = _moments(
        weight[who],
        np.where(left, size[who] - voices.size, 0.0),
        np.where(left, total[who] - said, 0.0),
        direct,
    )
    sums = [
        one.sum() + group.sum(new - old) for one, new, old in zip(everybody, others, of_speaker, strict=True)
    ]
    u, u2, uy, uyy, u2v = (np.round(one, DECIMALS_OF_VARIANCES) for one in sums)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean, n_eff = uy / u, u**2 / u2
        spread = np.maximum(0.0, uyy / u - mean**2)
        return mean, moderate(u2v / u**2, spread, n_eff), np.where(u > 1e-9, n_eff, 0.0)


def _moments(weight: FloatArray, size: FloatArray, total: FloatArray, direct: DirectEstimate) -> FloatArray:
    """u, u², uy, uy² and u²v of each person, shape (5, m); nothing of who says nothing."""
    u = weight * np.minimum(1.0, size)
    y = np.divide(total, size, out=np.zeros_like(total), where=size > 0)
    uy, u2 = u * y, u * u
    return np.stack([u, u2, uy, uy * y, u2 * direct.components.of_people(size)])
