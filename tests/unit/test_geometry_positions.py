"""The geometry gate and positions: slips are recognised, and each row is judged alone."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.geometry import GeometryFault, check_geometries
from mentalmap.errors import InvalidInputError
from tests.unit.geometry_gate import KRAMFORS, OUTLINE, column, fault_of_point, inside, sentences

anything = (
    st.tuples(st.floats(), st.floats()) | inside | st.tuples(st.floats(-200, 200), st.floats(-200, 200))
)


@given(inside)
def test_every_position_inside_the_bounds_may_enter(position):
    assert fault_of_point(*position) is GeometryFault.OK


@given(st.lists(anything, min_size=1, max_size=12), st.data())
def test_the_verdict_on_a_row_does_not_depend_on_other_rows(positions, data):
    x, y = (np.array([position[axis] for position in positions]) for axis in (0, 1))
    together = check_geometries(None, x, y, bounds=KRAMFORS)
    row = data.draw(st.integers(0, len(positions) - 1))
    assert together.fault[row] == fault_of_point(*positions[row])
    order = np.array(data.draw(st.permutations(range(len(positions)))))
    np.testing.assert_array_equal(
        check_geometries(None, x[order], y[order], bounds=KRAMFORS).fault, together.fault[order]
    )


@given(anything)
def test_what_enters_lies_inside_and_whatever_does_not_is_explained(position):
    report = check_geometries(None, *(np.array([value]) for value in position), bounds=KRAMFORS)
    assert report.accepted[0] == KRAMFORS.contains(report.lon, report.lat)[0]
    assert all(sentences(report))


@given(anything)
def test_a_position_fares_the_same_as_numbers_and_as_a_point(position):
    point = np.array([shapely.Point(position)], dtype=object)
    as_point = GeometryFault(int(check_geometries(point, bounds=KRAMFORS).fault[0]))
    assert as_point in (fault_of_point(*position), GeometryFault.EMPTY)
    if as_point is GeometryFault.EMPTY:
        assert np.isnan(position).any()


@pytest.mark.parametrize(
    ("x", "y", "fault"),
    [
        (np.nan, 62.9, GeometryFault.MISSING),
        (17.8, np.nan, GeometryFault.MISSING),
        (np.inf, 62.9, GeometryFault.NOT_FINITE),
        (0.0, 0.0, GeometryFault.NULL_ISLAND),
        (62.93, 17.78, GeometryFault.SWAPPED_AXES),
        (641_119, 6_980_839, GeometryFault.METRES_FOR_DEGREES),
        (6_980_839, 641_119, GeometryFault.METRES_FOR_DEGREES),
        (1_978_000, 9_100_000, GeometryFault.METRES_FOR_DEGREES),  # Web Mercator
        (1778, 6293, GeometryFault.METRES_FOR_DEGREES),  # decimal comma lost
        (17.78, 0.0, GeometryFault.OUTSIDE),
        (17.78, 629.3, GeometryFault.OUTSIDE),
        (-77.03, 38.9, GeometryFault.OUTSIDE),
    ],
)
def test_a_slip_is_recognised_for_what_it_is(x, y, fault):
    assert fault_of_point(x, y) is fault


@pytest.mark.parametrize(
    ("x", "y", "fault"),
    [
        (641_119, 6_980_839, GeometryFault.OK),
        (6_980_839, 641_119, GeometryFault.SWAPPED_AXES),
        (17.78, 62.93, GeometryFault.DEGREES_FOR_METRES),
        (62.93, 17.78, GeometryFault.DEGREES_FOR_METRES),
        (0.0, 0.0, GeometryFault.NULL_ISLAND),
        (300_000, 6_400_000, GeometryFault.OUTSIDE),
        (9e12, 9e12, GeometryFault.OUTSIDE),
    ],
)
def test_a_slip_is_recognised_among_metres_too(x, y, fault):
    assert fault_of_point(x, y, epsg=3006) is fault


def test_each_slip_is_told_with_what_to_do():
    x = np.array([62.93, -77.03, 641_119, 6_980_839, 18.91])
    y = np.array([17.78, 38.9, 6_980_839, 641_119, 62.9])
    report = check_geometries(None, x, y, bounds=KRAMFORS)
    swapped, far, metres, turned, near = (sentences(report, row) for row in range(5))
    assert swapped == (
        "Longitude and latitude seem to be swapped: 62.93, 17.78.",
        "Swap the two columns in the mapping.",
    )
    assert far[0] == "The position lies 6\N{NO-BREAK SPACE}435 km outside the project: -77.03, 38.9."
    assert "SWEREF 99 TM (EPSG:3006)" in metres[0]
    assert metres[1] == "State the coordinate reference system EPSG:3006."
    assert turned[1].startswith("State the coordinate reference system EPSG:3006 and swap")
    assert near[0].startswith("The position lies ") and near[0].endswith(" m outside the project.")


def test_without_bounds_metres_in_sweden_are_still_recognised():
    report = check_geometries(None, np.array([641_119.0]), np.array([6_980_839.0]))
    assert report.fault[0] == GeometryFault.METRES_FOR_DEGREES
    assert "EPSG:3006" in sentences(report)[1]


def test_a_row_without_a_drawing_is_judged_by_its_position():
    geometries = column(OUTLINE, None, None)
    report = check_geometries(
        geometries, np.array([np.nan, 17.8, 62.9]), np.array([np.nan, 62.9, 17.8]), bounds=KRAMFORS
    )
    assert report.fault.tolist() == [GeometryFault.OK, GeometryFault.OK, GeometryFault.SWAPPED_AXES]
    assert [None if shape is None else shape.geom_type for shape in report.geometries] == [
        "Polygon",
        "Point",
        None,
    ]


def test_no_rows_are_no_problem():
    assert len(check_geometries(np.empty(0, dtype=object)).fault) == 0
    assert len(check_geometries(None, np.empty(0), np.empty(0)).fault) == 0


def test_columns_that_do_not_belong_together_are_refused():
    for given_columns in ((None, None, None), (None, np.zeros(1), None), (None, np.zeros(1), np.zeros(2))):
        with pytest.raises(InvalidInputError):
            check_geometries(*given_columns)
