"""The catalogue of areas: which sets of areas everybody may lay over each other.

Where the areas of two sets cross, what is told of the one less what is told of the other is told of
the sliver between them, about which nobody has asked whether it holds enough people. So everybody
gets one fine set, and with it only sets whose areas are made of whole areas of it (science.md 5.2
rule 6). Their totals are then parents: see `disclose`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import shapely

from mentalmap.domain.areas import Areas

SLIVER_M = 1.0  # by which borders that mean the same may differ; no one lives on such a strip


def public_area_sets(area_sets: Sequence[Areas]) -> tuple[Areas, ...]:
    """
    Choose the sets of areas that everybody may choose from: the first, and those that nest in it.

    Parameters
    ----------
    area_sets
        Of one project, geometries in metres of one CRS; the first is the one that counts.
    """
    if not area_sets:
        return ()
    fine = area_sets[0]
    chosen = [fine]
    for other in area_sets[1:]:
        # Of two coarse sets, too, one must be made of the other, or their slivers would be told.
        if all(parents_of(one, other) or parents_of(other, one) for one in chosen):
            if not parents_of(fine, other):
                continue  # finer than the first: for those who plan
            chosen.append(other)
    return tuple(chosen)


@lru_cache(maxsize=32)  # every layer of a project asks it of the same few sets
def parents_of(fine: Areas, coarse: Areas) -> dict[str, tuple[str, ...]]:
    """
    Tell which areas of a fine set make up each area of a coarse one.

    Returns
    -------
    parents
        Ids of fine areas by id of a coarse one; empty where the one is not made of the other.
    """
    if not len(fine) or not len(coarse):
        return {}
    tree = shapely.STRtree(fine.geometries)
    parents: dict[str, tuple[str, ...]] = {}
    for area, geometry in zip(coarse.ids, coarse.geometries, strict=True):
        inside = [
            int(index)
            for index in sorted(tree.query(geometry, predicate="intersects"))
            if _is_more_than_a_sliver(shapely.intersection(geometry, fine.geometries[index]))
        ]
        made = shapely.union_all(fine.geometries[inside])
        if _is_more_than_a_sliver(shapely.symmetric_difference(geometry, made)):
            return {}
        parents[area] = tuple(fine.ids[index] for index in inside)
    return parents


def _is_more_than_a_sliver(ground: shapely.Geometry) -> bool:
    return not shapely.is_empty(shapely.buffer(ground, -SLIVER_M / 2))
