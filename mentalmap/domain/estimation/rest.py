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
    Moments,
)
from mentalmap.domain.estimation.testing import benjamini_hochberg, student_t_two_sided

if TYPE_CHECKING:
    from mentalmap.domain.layers.voices import Voices

FALSE_DISCOVERIES = 0.10
SMALLEST_SIZE = 1e-9  # of a mark


def differ_from_rest(
    voices: Voices, weight: FloatArray, direct: DirectEstimate, told: BoolArray, threshold: int
) -> tuple[IntArray, FloatArray]:
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
    rest
        What people feel about all other areas together, shape (a,); nan where nobody spoke of others.
    """
    rest = _moments_of_rest(voices, weight, direct)
    mean, n_eff = rest.mean, np.nan_to_num(rest.n_eff)
    with np.errstate(invalid="ignore", divide="ignore"):
        t = (direct.mean - mean) / np.sqrt(direct.sd**2 + rest.variance_of_mean)
        df = direct.n_eff + n_eff - 2.0 + 2.0 * PRIOR_DF
    p = np.full(len(t), np.nan)
    tested = told & np.isfinite(t) & (n_eff >= threshold)
    p[tested] = np.round(student_t_two_sided(t[tested], df[tested]), DECIMALS_OF_VARIANCES)
    flagged = benjamini_hochberg(p, FALSE_DISCOVERIES)
    return np.where(flagged, np.sign(np.nan_to_num(t)), 0.0).astype(np.int64), mean


def borne_out(sides: IntArray, estimate: FloatArray, rest: FloatArray) -> IntArray:
    """
    Keep only those sides that the estimate, which is what a map shows, bears out.

    An area may itself have been told to be worse than the rest, and yet stand among neighbours about whom
    people feel so well that its estimate is drawn above the rest: then neither can be said.

    Parameters
    ----------
    sides, rest
        From `differ_from_rest`, shape (a,).
    estimate
        What is told of each area, shape (a,).
    """
    return np.where(np.sign(np.nan_to_num(estimate - rest)) == sides, sides, 0)


def _moments_of_rest(voices: Voices, weight: FloatArray, direct: DirectEstimate) -> Moments:
    """Sum what is said about all other areas, one voice per person.

    Each person's mean over the other areas is that of all their marks less those about the area,
    so sums over everybody need to be corrected only for who spoke of it.
    """
    areas = len(direct.mean)
    group, who = Grouped(voices.thing, areas), voices.respondent
    said = voices.size * voices.mean
    size, total = (np.bincount(who, values).astype(float) for values in (voices.size, said))
    everybody = _sums_of_people(weight[: len(size)], size, total, direct)
    size, total, weight = size[who], total[who], weight[who]
    speakers = _sums_of_people(weight, size, total, direct)
    size, total = size - voices.size, total - said
    size[size < SMALLEST_SIZE] = 0.0  # they speak of this area only
    others = _sums_of_people(weight, size, total, direct)
    return Moments(
        **{
            name: np.round(
                everybody[name].sum() + group.sum(others[name] - speakers[name]), DECIMALS_OF_VARIANCES
            )
            for name in everybody
        }
    )


def _sums_of_people(
    weight: FloatArray, size: FloatArray, total: FloatArray, direct: DirectEstimate
) -> dict[str, FloatArray]:
    """What each person adds to `Moments`, shape (m,); nothing of who says nothing."""
    u = weight * np.minimum(1.0, size)
    y = total / np.where(size > 0, size, 1.0)
    uy, u2 = u * y, u * u
    return {"u": u, "u2": u2, "uy": uy, "uyy": uy * y, "u2v": u2 * direct.components.of_people(size)}
