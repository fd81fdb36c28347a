from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.crs import WGS84, transform_geometries
from mentalmap.domain.geometry import Bounds, GeometryFault, GeometryLimits, check_geometries, gate_one
from mentalmap.errors import InvalidGeometryError, InvalidInputError

KRAMFORS = Bounds(17.2, 62.6, 18.7, 63.2).expanded_m(10_000)
OUTLINE = "POLYGON((17.8 62.9,17.9 62.9,17.9 63,17.8 62.9))"


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


inside = st.tuples(st.floats(KRAMFORS.west, KRAMFORS.east), st.floats(KRAMFORS.south, KRAMFORS.north))
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


def test_no_rows_are_no_problem():
    assert len(check_geometries(np.empty(0, dtype=object)).fault) == 0
    assert len(check_geometries(None, np.empty(0), np.empty(0)).fault) == 0


def test_columns_that_do_not_belong_together_are_refused():
    for given_columns in ((None, None, None), (None, np.zeros(1), None), (None, np.zeros(1), np.zeros(2))):
        with pytest.raises(InvalidInputError):
            check_geometries(*given_columns)


def nested(depth: int) -> object:
    value: object = 1.0
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "geojson",
    [
        None,
        5,
        "POINT(17.8 62.9)",
        [],
        {},
        {"type": ["Point"]},
        {"type": "point", "coordinates": [17.8, 62.9]},
        {"type": "\N{RIGHT-TO-LEFT OVERRIDE}" + "x" * 10_000},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [17.8, 62.9]}},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [17.8, 62.9]}]},
        {"type": "Point"},
        {"type": "Point", "coordinates": None},
        {"type": "Point", "coordinates": []},
        {"type": "Point", "coordinates": [17.8]},
        {"type": "Point", "coordinates": ["17.8", 62.9]},
        {"type": "Point", "coordinates": [True, 62.9]},
        {"type": "Point", "coordinates": [17.8, None]},
        {"type": "Point", "coordinates": [float("nan"), 62.9]},
        {"type": "Point", "coordinates": [17.8, float("inf")]},
        {"type": "Point", "coordinates": [10**400, 62.9]},
        {"type": "Point", "coordinates": [17.8, 62.9, 1, 2]},
        {"type": "Point", "coordinates": {"0": 17.8, "1": 62.9}},
        {"type": "Point", "coordinates": nested(100_000)},
        {"type": "Point", "coordinates": [0, 0]},
        {"type": "Point", "coordinates": [62.9, 17.8]},
        {"type": "MultiPoint", "coordinates": [17.8, 62.9]},
        {"type": "MultiPoint", "coordinates": [[17.8, 62.9]] * 1_000_000},
        {"type": "LineString", "coordinates": [[17.8, 62.9]]},
        {"type": "LineString", "coordinates": [[17.8, 62.9], [17.8, 62.9]]},
        {"type": "Polygon", "coordinates": [5]},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "Polygon", "coordinates": [[[17.8, 62.9], [17.9, 62.9], [17.9, 63.0]]]},
        {"type": "Polygon", "coordinates": [[[17.8, 62.9], [17.9, 62.9], [17.9, 63.0], [17.8, 63.0]]]},
        {
            "type": "Polygon",
            "coordinates": [[[17.8, 62.9], [17.9, 62.9], [17.8, 63], [17.9, 63], [17.8, 62.9]]],
        },
        {
            "type": "Point",
            "coordinates": [17.8, 62.9],
            "crs": {"type": "name", "properties": {"name": "EPSG:3006"}},
        },
    ],
    ids=range(35),
)
def test_a_hostile_geometry_is_refused_in_our_own_words(geojson):
    with pytest.raises(InvalidGeometryError) as refusal:
        gate_one(geojson, bounds=KRAMFORS)
    assert refusal.value.remedy is not None
    assert len(str(refusal.value)) < 300
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in str(refusal.value)


@pytest.mark.parametrize(
    "shape",
    [
        shapely.Point(17.8, 62.9),
        shapely.MultiPoint([(17.8, 62.9), (17.9, 62.9)]),
        shapely.LineString([(17.8, 62.9), (17.9, 62.9)]),
        shapely.MultiLineString([[(17.8, 62.9), (17.9, 62.9)], [(17.8, 63), (17.9, 63)]]),
        shapely.from_wkt(OUTLINE),
        shapely.MultiPolygon([shapely.from_wkt(OUTLINE)]),
    ],
    ids=lambda shape: shape.geom_type,
)
def test_a_sound_geometry_of_each_type_enters_unchanged(shape):
    assert gate_one(json.loads(shapely.to_geojson(shape)), bounds=KRAMFORS).equals(shape)


@pytest.mark.parametrize("number", [True, "1", None, [1], 10**400])
def test_only_numbers_are_coordinates(number):
    with pytest.raises(InvalidGeometryError, match="not a number"):
        gate_one({"type": "Point", "coordinates": [number, 62.9]})


def test_a_declared_longitude_and_latitude_is_welcome():
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert gate_one({"type": "Point", "coordinates": [17.8, 62.9, 30], "crs": crs}, bounds=KRAMFORS)


def test_bad_files_of_another_project_make_no_crash(project_root: Path):
    folder = project_root.parent / "shared/data/files/geojsonhint_bad"
    if not folder.exists():
        pytest.skip("the collection of bad GeoJSON files is not on this machine")
    refused = []
    for path in sorted(folder.glob("*.geojson")):
        foreign = json.loads(path.read_text("utf-8"))
        for geometry in (foreign, foreign.get("geometry")):
            try:
                gate_one(geometry)
            except InvalidGeometryError:
                refused.append(path.name)
    assert {"point-string.geojson", "point-toomany.geojson", "short-line.geojson", "badcoord.geojson"} <= set(
        refused
    )


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
