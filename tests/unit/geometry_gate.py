"""What tests of the geometry gate share: a project's bounds, a drawing, and the verdict on one row."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import strategies as st

from mentalmap.domain.geometry import Bounds, GeometryFault, check_geometries

KRAMFORS = Bounds(17.2, 62.6, 18.7, 63.2).expanded_m(10_000)
OUTLINE = "POLYGON((17.8 62.9,17.9 62.9,17.9 63,17.8 62.9))"

inside = st.tuples(st.floats(KRAMFORS.west, KRAMFORS.east), st.floats(KRAMFORS.south, KRAMFORS.north))


def fault_of_point(x: float, y: float, **how) -> GeometryFault:
    how = {"bounds": KRAMFORS, **how}
    return GeometryFault(int(check_geometries(None, np.array([x]), np.array([y]), **how).fault[0]))


def column(*wkt: str | None):
    return np.array([None if text is None else shapely.from_wkt(text) for text in wkt], dtype=object)


def fault_of(wkt: str | None, **how) -> GeometryFault:
    how = {"bounds": KRAMFORS, **how}
    return GeometryFault(int(check_geometries(column(wkt), **how).fault[0]))


def sentences(report, row: int = 0) -> tuple[str, str]:
    problem, remedy = report.describe(row)
    return str(problem), str(remedy)
