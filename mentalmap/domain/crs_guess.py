"""Which projection numbers come from that were handed in as degrees."""

from __future__ import annotations

import numpy as np

from mentalmap.domain.arrays import BoolArray, FloatArray, IntArray
from mentalmap.domain.bounds import WORLD, Bounds
from mentalmap.domain.crs import METRIC_SWEDEN, RT90, WEB_MERCATOR, WGS84, metric_crs_for, transform_xy

# Without bounds of a project only numbers that lie in Sweden are recognised as a projection's.
_SWEDEN = Bounds(10.03, 54.96, 24.17, 69.07)


def guess_metric_crs(x: FloatArray, y: FloatArray, bounds: Bounds) -> tuple[IntArray, BoolArray]:
    """
    Guess which projection numbers come from that were handed in as degrees.

    Parameters
    ----------
    x, y
        The numbers, shape (n,).
    bounds
        Where the positions should lie.

    Returns
    -------
    epsg, swapped
        The first projection that puts a row inside the bounds, shape (n,), 0 where none does, and
        whether it does so only with northing before easting.
    """
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    epsg = np.zeros(len(x), dtype=np.int32)
    swapped = np.zeros(len(x), dtype=bool)
    if not len(x):
        return epsg, swapped
    local = metric_crs_for(*bounds.middle)
    candidates = (METRIC_SWEDEN, RT90) if bounds == WORLD else (local, METRIC_SWEDEN, RT90, WEB_MERCATOR)
    for candidate in candidates:
        for turned in (False, True):
            open_ = epsg == 0
            if not open_.any():
                return epsg, swapped
            first, second = (y, x) if turned else (x, y)
            lon, lat = transform_xy(first[open_], second[open_], candidate, WGS84)
            # A projection bends far away numbers into anything; believe it only where it is used.
            home = bounds if bounds != WORLD else _SWEDEN
            found = np.flatnonzero(open_)[home.contains(lon, lat)]
            epsg[found] = candidate
            swapped[found] = turned
    return epsg, swapped
