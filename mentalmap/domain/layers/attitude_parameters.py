"""What an attitude layer was computed with, and the level that all its areas share."""

from __future__ import annotations

import numpy as np

from mentalmap.domain.arrays import BoolArray, FloatArray
from mentalmap.domain.certainty import REACH
from mentalmap.domain.estimation.direct import DirectEstimate, estimate_directly
from mentalmap.domain.estimation.spatial import Shrunken
from mentalmap.domain.layers.envelope import Value
from mentalmap.domain.layers.voices import Voices

DECIMALS = 3
POWER_AND_LEVEL = 2.80  # z.975 + z.8: differences found in four of five cases


def attitude_parameters(
    voices: Voices,
    weight: FloatArray,
    direct: DirectEstimate,
    shrunken: Shrunken | None,
    enough: BoolArray,
    may_be_told: bool,
) -> dict[str, Value]:
    """
    Tell what a whole layer of attitudes was computed with; None for what may not or cannot be told.

    Returns
    -------
    parameters
        `deff` design effect of the weights; `sigma_between` people and `sigma_within` one person's
        marks, SD; `tau` SD of areas and `lambda_` how much of it follows neighbours; `prior_mean`
        the level all areas share with its 90 % interval; `mdc` the change of a usual area that
        two rounds like this one would find in four of five cases (science.md 4.3).
    """
    told: dict[str, float | None] = dict.fromkeys(
        ("deff", "sigma_between", "sigma_within", "tau", "lambda_", "mdc")
    )
    told |= dict.fromkeys(("prior_mean", "prior_mean_lo90", "prior_mean_hi90"))
    if may_be_told:
        heard = weight[np.flatnonzero(np.bincount(voices.respondent))]
        told["deff"] = float(len(heard) * (heard**2).sum() / heard.sum() ** 2)
        told["sigma_between"] = float(direct.components.between**0.5)
        told["sigma_within"] = float(direct.components.within**0.5)
        level = _level(voices, weight, direct, shrunken)
        told["prior_mean"], told["prior_mean_lo90"], told["prior_mean_hi90"] = level
    if may_be_told and shrunken is not None:
        told["tau"], told["lambda_"] = shrunken.tau, shrunken.lam
    if enough.any():
        # Two rounds like this one, an area of the usual size: smaller changes stay unseen.
        n = float(np.median(direct.n_eff[enough]))
        variance = float(np.median((direct.sd**2 * direct.n_eff)[enough]))
        told["mdc"] = POWER_AND_LEVEL * float(np.sqrt(2.0 * variance / n))
    return {name: None if value is None else round(value, DECIMALS) + 0.0 for name, value in told.items()}


def _level(
    voices: Voices, weight: FloatArray, direct: DirectEstimate, shrunken: Shrunken | None
) -> tuple[float, float, float]:
    """Give the level that all areas share, or where they share none, the mean of everybody's mean."""
    if shrunken is not None:
        mean, sd = shrunken.prior_mean, shrunken.prior_mean_sd
    else:
        size = np.bincount(voices.respondent, voices.size).astype(float)
        total = np.bincount(voices.respondent, voices.size * voices.mean).astype(float)
        who = np.flatnonzero(size)
        everybody = Voices(
            np.zeros(len(who), dtype=np.int64), who, size[who], total[who] / size[who], np.zeros(len(who))
        )
        whole = estimate_directly(everybody, weight, 1, components=direct.components)
        mean, sd = float(whole.mean[0]), float(whole.sd[0])
    return mean, max(-2.0, mean - REACH * sd), min(2.0, mean + REACH * sd)
