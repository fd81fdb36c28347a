"""Heat as it is published: cells that look alike are one, and tell no more than one sees."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mentalmap.domain.disclosure import disclose
from mentalmap.domain.layers.attitude import attitude
from mentalmap.domain.layers.envelope import Feature, Layer, Status
from mentalmap.domain.layers.grounds import join_alike
from mentalmap.domain.layers.heat import heat
from mentalmap.domain.symbols import color_of_class
from mentalmap.domain.vocabulary import LayerName
from tests.unit.making import Mark, make_squares, make_table, mark, people

CELL_M = 1000 / 3
FIELD = make_squares(1, side_m=3000)
OPACITIES = st.floats(0.25, 0.9)


def field_of(cells: dict[tuple[int, int], tuple[int, float]]) -> Layer:
    """Lay out cells by column and row, each of a class and an opacity."""
    features = tuple(
        Feature(
            f"cell:{column}:{row}",
            "",
            shapely.box(column * CELL_M, row * CELL_M, (column + 1) * CELL_M, (row + 1) * CELL_M),
            7 + column,
            31 + row,
            values={"estimate": 0.4, "class": step, "color": color_of_class(step), "alpha": alpha},
        )
        for (column, row), (step, alpha) in cells.items()
    )
    return Layer(LayerName.HEAT, features, 40, 300, 50, 5, "1", (), 3006, {"cell_m": CELL_M})


fields = st.dictionaries(
    st.tuples(st.integers(-4, 4), st.integers(-4, 4)), st.tuples(st.integers(-3, 3), OPACITIES)
).map(field_of)


def crowd(count: int) -> list[Mark]:
    rng = np.random.default_rng(5)
    return [
        mark(who, "pride", valence=int(rng.integers(-2, 3)), at=tuple(rng.normal(1500, 350, 2)))
        for who in people(count)
        for _ in range(3)
    ]


@settings(deadline=None)
@given(fields)
def test_the_ground_is_that_of_the_cells_with_their_class_and_nearly_their_opacity(cells: Layer) -> None:
    grounds = join_alike(cells).features
    for cell in cells.features:
        [under] = [one for one in grounds if one.geometry.contains(cell.geometry.centroid)]
        assert under.values["class"] == cell.values["class"]
        assert under.values["color"] == cell.values["color"]
        assert under.values["alpha"] == pytest.approx(cell.values["alpha"], abs=0.0251)
    covered = sum(one.geometry.area for one in grounds)
    assert covered == pytest.approx(len(cells.features) * CELL_M**2)
    assert sum(float(str(one.values["area_km2"])) for one in grounds) == pytest.approx(covered / 1e6, abs=0.1)


@settings(deadline=None)
@given(fields)
def test_grounds_are_valid_and_each_look_stands_once(cells: Layer) -> None:
    grounds = join_alike(cells).features
    assert all(one.geometry.is_valid and one.geometry.geom_type == "MultiPolygon" for one in grounds)
    looks = [(one.values["alpha"], one.values["class"]) for one in grounds]
    assert looks == sorted(set(looks))  # most opaque last
    assert len({one.id for one in grounds}) == len(grounds)


@given(fields)
def test_neither_the_order_of_the_cells_nor_joining_twice_matters(cells: Layer) -> None:
    once = join_alike(cells)
    assert join_alike(once) == once
    other = join_alike(replace(cells, features=cells.features[::-1]))
    assert [one.id for one in other.features] == [one.id for one in once.features]
    assert all(
        one.geometry.equals(back.geometry) for one, back in zip(once.features, other.features, strict=True)
    )


def test_a_hole_stays_a_hole() -> None:
    ring = {(x, y): (2, 0.5) for x in range(3) for y in range(3) if (x, y) != (1, 1)}
    [ground] = join_alike(field_of(ring)).features
    assert [len(part.interiors) for part in ground.geometry.geoms] == [1]


def test_a_ground_of_one_cell_tells_nothing_about_its_people() -> None:
    [ground] = join_alike(field_of({(0, 0): (1, 0.31)})).features
    assert (ground.people, ground.marks, ground.status) == (None, None, Status.OK)
    assert set(ground.values) == {"class", "color", "alpha", "area_km2"}
    assert ground.values["alpha"] == 0.3


def test_cells_are_judged_before_they_are_joined() -> None:
    told = join_alike(disclose(heat(make_table(*crowd(12), areas=FIELD))))
    assert told.features
    assert (told.people, told.marks) == (10, 35)  # twelve and thirty-six, told to five
    hidden = heat(make_table(*crowd(12), areas=FIELD))
    few = replace(hidden, features=tuple(replace(one, people=4) for one in hidden.features))
    assert not join_alike(disclose(few)).features


def test_a_long_straight_edge_has_corners_on_the_way_so_that_it_bends_with_its_neighbours() -> None:
    [strip] = join_alike(field_of({(x, 0): (0, 0.5) for x in range(60)})).features
    corners = shapely.get_coordinates(strip.geometry)
    assert np.hypot(*np.diff(corners, axis=0).T).max() <= 8 * CELL_M + 1e-6
    assert len(corners) < 30


def test_other_layers_stay_as_they_are() -> None:
    layer = attitude(make_table(*crowd(6), areas=FIELD))
    assert join_alike(layer) is layer
