"""The geometry gate and drawings: their shape, their size and where each of their vertices lies."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.crs import WGS84, transform_geometries
from mentalmap.domain.geometry import GeometryFault, GeometryLimits, check_geometries
from tests.unit.geometry_gate import KRAMFORS, OUTLINE, column, fault_of, fault_of_point, inside, sentences


@pytest.mark.parametrize(
    ("wkt", "fault"),
    [
        (None, GeometryFault.MISSING),
        ("POINT EMPTY", GeometryFault.EMPTY),
        ("POLYGON EMPTY", GeometryFault.EMPTY),
        ("MULTIPOINT((17.8 62.9),EMPTY)", GeometryFault.EMPTY),
        ("GEOMETRYCOLLECTION(POINT(17.8 62.9))", GeometryFault.WRONG_TYPE),
        ("LINEARRING(17.8 62.9,17.9 62.9,17.9 63,17.8 62.9)", GeometryFault.WRONG_TYPE),
        ("LINESTRING(17.8 62.9,17.9 inf)", GeometryFault.NOT_FINITE),
        ("LINESTRING(17.8 62.9,0 0)", GeometryFault.NULL_ISLAND),
        ("LINESTRING(17.8 62.9,25 62.9)", GeometryFault.OUTSIDE),
        ("LINESTRING(62.9 17.8,63 17.9)", GeometryFault.SWAPPED_AXES),
        ("LINESTRING(640000 6980000,645000 6985000)", GeometryFault.METRES_FOR_DEGREES),
        ("LINESTRING(17.8 62.9,17.8 62.9)", GeometryFault.TOO_FEW_POINTS),
        ("POLYGON((17.8 62.9,17.9 62.9,17.8 62.9,17.8 62.9))", GeometryFault.TOO_FEW_POINTS),
        ("POLYGON((17.8 62.9,17.9 62.9,17.8 63,17.9 63,17.8 62.9))", GeometryFault.SELF_INTERSECTING),
        (
            "POLYGON((17.8 62.9,17.9 62.9,17.9 63,17.8 62.9),(18 62.9,18.1 62.9,18.1 63,18 62.9))",
            GeometryFault.RINGS_IN_CONFLICT,
        ),
        ("LINESTRING(17.8 62.9,17.800001 62.9)", GeometryFault.TOO_SMALL),
        ("POLYGON((17.8 62.9,17.800001 62.9,17.800001 62.900001,17.8 62.9))", GeometryFault.TOO_SMALL),
        (OUTLINE, GeometryFault.OK),
        ("LINESTRING(17.8 62.9,17.9 63,17.8 63,17.9 62.9)", GeometryFault.OK),  # a route may cross itself
        (
            "POLYGON((17.8 62.9,18 62.9,18 63,17.8 62.9),(17.9 62.91,17.95 62.91,17.95 62.93,17.9 62.91))",
            GeometryFault.OK,
        ),
        ("POINT Z(17.8 62.9 120)", GeometryFault.OK),
    ],
)
def test_a_drawing_is_judged_by_its_shape(wkt, fault):
    assert fault_of(wkt) is fault


@given(st.lists(inside, min_size=3, max_size=12))
def test_an_outline_enters_as_it_was_drawn_or_not_at_all(corners):
    outline = shapely.Polygon(corners)
    report = check_geometries(np.array([outline], dtype=object), bounds=KRAMFORS)
    if report.accepted[0]:
        assert shapely.equals_exact(report.geometries[0], outline)
        assert outline.is_valid
    else:
        assert report.geometries[0] is None
        assert all(sentences(report))


def test_heights_are_left_behind():
    report = check_geometries(column("LINESTRING Z(17.8 62.9 1,17.9 62.9 2)"), bounds=KRAMFORS)
    assert not report.geometries[0].has_z


def test_drawings_in_metres_arrive_in_degrees():
    metric = transform_geometries(column(OUTLINE, None, "POINT(17.8 62.9)"), WGS84, 3006)
    report = check_geometries(metric, bounds=KRAMFORS, epsg=3006)
    assert report.fault.tolist() == [GeometryFault.OK, GeometryFault.MISSING, GeometryFault.OK]
    assert shapely.equals_exact(report.geometries[0], shapely.from_wkt(OUTLINE), tolerance=1e-8)
    assert (round(report.lon[2], 6), round(report.lat[2], 6)) == (17.8, 62.9)


@pytest.mark.parametrize("kind", ["LINESTRING", "MULTIPOINT"])
def test_a_vertex_that_is_nowhere_on_earth_keeps_a_drawing_out(kind):
    assert fault_of(f"{kind}(641119 6980839,9e12 9e12)", epsg=3006) is GeometryFault.OUTSIDE


def test_only_the_types_that_a_question_asks_for_may_enter():
    lines = GeometryLimits(types=frozenset({"LineString"}))
    assert fault_of("LINESTRING(17.8 62.9,17.9 62.9)", limits=lines) is GeometryFault.OK
    assert fault_of(OUTLINE, limits=lines) is GeometryFault.WRONG_TYPE
    assert fault_of_point(17.8, 62.9, limits=lines) is GeometryFault.WRONG_TYPE


def test_vertices_are_counted_before_anything_slow_is_tried(monkeypatch):
    def too_slow(geometries):
        assert not len(geometries), "a large drawing reached the validity check"
        return np.zeros(0, dtype=bool)

    monkeypatch.setattr("mentalmap.domain.geometry_shapes.shapely.is_valid", too_slow)
    random = np.random.default_rng(3)
    tangle = shapely.Polygon(random.uniform((17.3, 62.7), (18.6, 63.1), (3_000, 2)))
    report = check_geometries(np.array([tangle], dtype=object), bounds=KRAMFORS)
    assert report.fault[0] == GeometryFault.TOO_MANY_VERTICES
    assert "3001 vertices" in sentences(report)[0]


def test_thousands_of_parts_are_too_many_even_of_points():
    dots = shapely.MultiPoint(np.full((300, 2), (17.8, 62.9)))
    report = check_geometries(np.array([dots], dtype=object), bounds=KRAMFORS)
    assert report.fault[0] == GeometryFault.TOO_MANY_VERTICES


def test_a_drive_through_the_whole_country_is_too_long():
    there_and_back = shapely.LineString([(17.3, 62.7), (18.6, 63.1)] * 10)
    limits = GeometryLimits(max_length_m=500_000)
    report = check_geometries(np.array([there_and_back], dtype=object), bounds=KRAMFORS, limits=limits)
    assert report.fault[0] == GeometryFault.TOO_LARGE


def test_areas_are_measured_in_square_metres():
    hectare = shapely.box(0, 0, 100, 100)
    [placed] = transform_geometries(
        np.array([shapely.transform(hectare, lambda xy: np.add(xy, (641_119, 6_980_839)))], dtype=object),
        3006,
        WGS84,
    )
    drawn = np.array([placed], dtype=object)
    for most, fault in ((9_900, GeometryFault.TOO_LARGE), (10_100, GeometryFault.OK)):
        limits = GeometryLimits(max_area_m2=most)
        assert check_geometries(drawn, bounds=KRAMFORS, limits=limits).fault[0] == fault


def test_an_outline_that_crosses_itself_is_told_where():
    report = check_geometries(
        column("POLYGON((17.8 62.9,17.9 62.9,17.8 63,17.9 63,17.8 62.9))"), bounds=KRAMFORS
    )
    assert sentences(report)[0] == "The outline crosses itself at 17.85, 62.95."


@pytest.mark.parametrize("far", [1e12, 1e30])
@pytest.mark.parametrize("epsg", [3006, 3857, 32633])
def test_a_ring_that_has_no_place_on_earth_is_refused_and_spares_its_neighbours(
    far: float, epsg: int
) -> None:
    ring = shapely.Polygon([(far, 0), (far, far), (0, far)])
    square = shapely.box(600_000, 6_900_000, 610_000, 6_910_000)
    report = check_geometries(np.array([ring, square], dtype=object), epsg=epsg)
    assert report.accepted.tolist() == [False, True]
    assert all(str(sentence) for sentence in report.describe(0))
