"""Neighbours: which areas share a border, and how alike that lets us expect them to be."""

from __future__ import annotations

from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np
import shapely

from mentalmap.domain.areas import Areas
from mentalmap.domain.arrays import FloatArray, IntArray, ObjectArray

TOUCHING_M = 1.0  # borders drawn twice seldom fall on each other exactly
SHORTEST_BORDER_M = 10.0  # less is a corner
MOST_CORRELATED = 800  # areas; a decomposition costs their number cubed


@dataclass(frozen=True, eq=False)
class Structure:
    """
    Areas as a graph of neighbours, with the prior covariances that follow from it.

    Parameters
    ----------
    areas
        a, number of areas.
    pairs
        Indices of neighbours, the lower first, rising, shape (e, 2). Every area has at least one
        neighbour where there are two areas.
    """

    areas: int
    pairs: IntArray
    _covariances: dict[float, FloatArray] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return self.areas

    @property
    def is_correlated(self) -> bool:
        """Whether neighbours may tell of each other here; not among one or very many areas."""
        return 1 < self.areas <= MOST_CORRELATED

    def covariance(self, lam: float) -> FloatArray:
        """
        Give S_λ, the Leroux prior's covariance with mean variance 1, shape (a, a); kept once made.

        `S_λ = Q⁻¹ / mean(diag Q⁻¹)`, `Q = λ (diag(W1) − W) + (1 − λ) I` (science.md 2.4).

        Parameters
        ----------
        lam
            λ, how much of an area follows its neighbours, 0 … below 1.
        """
        if lam not in self._covariances:
            self._covariances[lam] = self._compute(lam)
        return self._covariances[lam]

    def _compute(self, lam: float) -> FloatArray:
        adjacent = np.zeros((self.areas, self.areas))
        adjacent[self.pairs[:, 0], self.pairs[:, 1]] = adjacent[self.pairs[:, 1], self.pairs[:, 0]] = 1.0
        precision = lam * (np.diag(adjacent.sum(axis=1)) - adjacent) + (1.0 - lam) * np.eye(self.areas)
        inverse = np.linalg.inv(precision)
        inverse = (inverse + inverse.T) / 2.0
        scaled: FloatArray = inverse / np.diag(inverse).mean()
        return scaled


_structures: WeakKeyDictionary[Areas, Structure] = WeakKeyDictionary()


def structure_of(areas: Areas) -> Structure:
    """Find the neighbours of each area, once per `Areas` object; see `find_neighbours`."""
    structure = _structures.get(areas)
    if structure is None:
        structure = _structures[areas] = Structure(len(areas), find_neighbours(areas.geometries))
    return structure


def find_neighbours(geometries: ObjectArray) -> IntArray:
    """
    Find pairs of areas with a common border; an island gets its nearest area.

    An island without a neighbour would have a prior variance that grows without bound as λ nears
    1, and would distort the scale of all others (science.md 2.4).

    Parameters
    ----------
    geometries
        Polygons in metres, shape (a,). Borders up to 1 m apart are common, corners are not.

    Returns
    -------
    pairs
        Indices, the lower first, rising, shape (e, 2).
    """
    count = len(geometries)
    if count < 2:
        return np.empty((0, 2), dtype=np.int64)
    tree = shapely.STRtree(geometries)
    one, other = tree.query(geometries, predicate="dwithin", distance=TOUCHING_M)
    met = np.stack([one, other], axis=1)[one < other]
    pairs = met[_have_common_border(geometries[met[:, 0]], geometries[met[:, 1]])]
    lonely = np.setdiff1d(np.arange(count), pairs)
    nearest = [_nearest(tree, geometries, int(index)) for index in lonely]
    joined = np.concatenate([pairs, np.array(nearest, dtype=np.int64).reshape(-1, 2)])
    return np.unique(np.sort(joined, axis=1), axis=0)


def _have_common_border(one: ObjectArray, other: ObjectArray) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    border = shapely.boundary(one)
    common = shapely.length(shapely.intersection(border, shapely.boundary(other)))
    unsure = np.flatnonzero(common < SHORTEST_BORDER_M)
    # Buffers cost far more than lines, and a clean partition needs none of them but at corners.
    near = shapely.buffer(other[unsure], TOUCHING_M, quad_segs=1)
    common[unsure] = shapely.length(shapely.intersection(border[unsure], near))
    return np.asarray(common >= SHORTEST_BORDER_M)


def _nearest(tree: shapely.STRtree, geometries: ObjectArray, index: int) -> tuple[int, int]:
    found = tree.query_nearest(geometries[index], exclusive=True)
    others = [int(other) for other in found if other != index]
    # An area without ground is near to nothing: the first one takes it, so that none stays alone.
    return (index, min(others) if others else int(index == 0))
