"""Whether areas divide the ground: where they overlap, and where they leave gaps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from mentalmap.domain.arrays import FloatArray, IntArray, ObjectArray
from mentalmap.exchange.areas_files import ReadArea
from mentalmap.exchange.coding.problems import CellFault, Severity
from mentalmap.messages import say, say_n
from mentalmap.services.import_reports import ImportReport

MOST_COMPARED = 5_000  # areas; so many are a grid, made by a program
LEAST_OVERLAP = 0.01  # of the smaller area
LEAST_SLIVER_M2 = 10_000.0


def compare_areas(areas: Sequence[ReadArea], outlines_m: ObjectArray, report: ImportReport) -> None:
    """Report areas that overlap, and gaps between them: somebody's mark would count twice or nowhere."""
    if len(areas) > MOST_COMPARED:
        return
    tree = shapely.STRtree(outlines_m)
    first, second = tree.query(outlines_m, predicate="intersects")
    one_way: IntArray = np.flatnonzero(first < second)
    first, second = first[one_way], second[one_way]
    shared_m2 = shapely.area(shapely.intersection(outlines_m[first], outlines_m[second]))
    smaller_m2 = np.minimum(shapely.area(outlines_m[first]), shapely.area(outlines_m[second]))
    for at in np.flatnonzero((shared_m2 > LEAST_OVERLAP * smaller_m2) & (shared_m2 > LEAST_SLIVER_M2)):
        fault = CellFault(
            "overlap",
            say(
                "It overlaps “%(other)s” by %(area)s km².",
                other=areas[first[at]].name,
                area=f"{shared_m2[at] / 1e6:.2f}",
            ),
            say("Marks there count in the area that comes first. Correct the outlines if that is not meant."),
            Severity.DOUBTFUL,
        )
        report.problems.add(areas[second[at]].row, None, areas[second[at]].name, fault)
    parts = shapely.get_parts(shapely.union_all(outlines_m))
    rings = shapely.get_interior_ring(
        np.repeat(parts, shapely.get_num_interior_rings(parts)), _counted(parts)
    )
    holes_m2: FloatArray = np.asarray(
        shapely.area(shapely.polygons(rings)) if len(rings) else [], dtype=float
    )
    gaps_m2 = holes_m2[holes_m2 > LEAST_SLIVER_M2]
    if len(gaps_m2):
        report.notes.append(
            say_n(
                "Between the areas there is a gap of %(area)s km²; marks in it belong to no area.",
                "Between the areas there are %(n)s gaps of %(area)s km²; marks in them belong to no area.",
                len(gaps_m2),
                area=f"{gaps_m2.sum() / 1e6:.2f}",
            )
        )


def _counted(parts: ObjectArray) -> IntArray:
    """Number the holes of each part: 0, 1, 2 …"""
    return np.concatenate([np.arange(n) for n in shapely.get_num_interior_rings(parts)] or [np.empty(0, int)])
