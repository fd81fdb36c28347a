"""Make geometries from files plain: 2D, valid WKB, one geometry per feature (inside the sandbox)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mentalmap.domain.arrays import IntArray, ObjectArray
from mentalmap.exchange.reading.source import RowFault
from mentalmap.messages import say

if TYPE_CHECKING:
    import pyarrow as pa

SPLIT = say("Split it into one feature for each point, line or polygon.")


def plain_wkb(wkb: pa.Array, rows: IntArray) -> tuple[pa.Array, list[RowFault]]:
    """
    Rewrite WKB as plain 2D WKB.

    Parameters
    ----------
    wkb
        Binary array, shape (n,), null where a feature has no geometry.
    rows
        Row number of each, shape (n,).

    Returns
    -------
    wkb, faults
        Binary array, null also where the geometry is empty or has a fault.
    """
    import shapely

    raw = np.array(wkb.to_pylist(), dtype=object)
    shapes = shapely.from_wkb(raw, on_invalid="ignore")
    present = np.array([value is not None for value in raw], dtype=bool)
    faults = [
        RowFault(
            int(row),
            None,
            say("The geometry is damaged and cannot be read."),
            say("Repair the feature in a GIS program."),
        )
        for row in rows[present & shapely.is_missing(shapes)]
    ]
    array, more = plain_shapes(shapes, rows)
    return array, faults + more


def plain_shapes(shapes: ObjectArray, rows: IntArray) -> tuple[pa.Array, list[RowFault]]:
    """Turn Shapely geometries, shape (n,), into plain 2D WKB; see `plain_wkb`."""
    import pyarrow as pa
    import shapely

    faults: list[RowFault] = []
    shapes = shapely.force_2d(shapes)
    for index in np.flatnonzero(shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION):
        parts = [part for part in shapes[index].geoms if not part.is_empty]
        if len(parts) == 1 and parts[0].geom_type != "GeometryCollection":
            shapes[index] = parts[0]
            continue
        shapes[index] = None
        if parts:
            problem = say(
                "The feature holds %(count)s geometries of different kinds at once.", count=len(parts)
            )
            faults.append(RowFault(int(rows[index]), None, problem, SPLIT))
    shapes[shapely.is_empty(shapes)] = None
    return pa.array(shapely.to_wkb(shapes, include_srid=False).tolist(), pa.binary()), faults
