"""Hexagons: every mark lies in one, shapes are shared out, and the same ground is the same cell."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.disclosure import Level, disclose
from mentalmap.domain.headlines import with_headline
from mentalmap.domain.hexagons import HEXAGON_SIZES_M, hexagon_table
from mentalmap.domain.layers.attitude import attitude
from mentalmap.domain.perceptions import MISSING
from mentalmap.errors import InvalidInputError
from tests.unit.making import make_table, mark, people


@given(
    st.lists(st.tuples(st.floats(-9e4, 9e4), st.floats(-9e4, 9e4)), min_size=1, max_size=40),
    st.sampled_from(HEXAGON_SIZES_M),
)
def test_every_mark_lies_in_its_cell_and_every_cell_holds_a_mark(
    positions: list[tuple[float, float]], size_m: int
) -> None:
    table = hexagon_table(make_table(*[mark("a", at=at) for at in positions]), size_m)
    assert set(table.area.tolist()) == set(range(len(table.areas)))
    cell = table.areas.geometries[table.area]
    assert np.all(shapely.distance(cell, shapely.points(table.x_m, table.y_m)) < 0.01)
    assert np.allclose(shapely.area(table.areas.geometries), size_m**2 * np.sqrt(3) / 2, rtol=1e-4)


def test_cells_do_not_overlap_and_neighbours_share_their_side() -> None:
    spots = [mark("a", at=(x, y)) for x in range(0, 6000, 400) for y in range(0, 6000, 400)]
    cells = hexagon_table(make_table(*spots), 1000).areas.geometries
    assert shapely.area(shapely.union_all(cells)) == pytest.approx(shapely.area(cells).sum(), rel=1e-6)
    touching = shapely.STRtree(cells).query(cells, predicate="touches")
    shared = shapely.length(shapely.intersection(cells[touching[0]], cells[touching[1]]))
    assert np.allclose(shared, 1000 / np.sqrt(3), rtol=1e-4)


def test_a_cell_is_the_same_ground_whatever_else_was_marked() -> None:
    here = [mark("a", at=(700, 700))]
    alone = hexagon_table(make_table(*here), 1000)
    among = hexagon_table(make_table(*here, mark("b", at=(40_000, 40_000))), 1000)
    assert alone.areas.ids[alone.area[0]] == among.areas.ids[among.area[0]]


def test_a_line_is_shared_out_by_its_length() -> None:
    line = shapely.LineString([(0, 0), (5000, 0)])
    table = hexagon_table(make_table(mark("a", "route", shape=line)), 1000)
    assert table.area.tolist() == [MISSING]
    assert table.crossing.share.sum() == pytest.approx(1.0)
    assert 4 <= len(table.crossing) <= 12
    assert (table.start_area[0] != table.end_area[0]) and table.start_area[0] >= 0


def test_a_short_line_within_one_cell_is_wholly_there() -> None:
    table = hexagon_table(
        make_table(*[mark("a", "route", shape=shapely.LineString([(500, 500), (501, 500)]))]), 5000
    )
    assert table.area.tolist() == [0]
    assert len(table.crossing) == 0


def test_layers_over_areas_run_over_hexagons() -> None:
    said = [mark(who, valence=1, at=(700, 700)) for who in people(9)]
    layer = attitude(hexagon_table(make_table(*said), 500))
    assert [one.people for one in layer.features] == [9]


def test_a_cell_is_called_after_the_place_nearest_to_it() -> None:
    places = {"Nyland": (700.0, 700.0), "Lunde": (40_000.0, 700.0)}
    table = hexagon_table(make_table(mark("a", at=(900, 900)), places=places), 500)
    assert table.areas.names == ("Nyland",)


def test_a_cell_far_from_every_place_has_no_name() -> None:
    places = {"Nyland": (700.0, 700.0)}
    table = make_table(mark("a", at=(1900, 700)), mark("b", at=(2900, 700)), places=places)
    named = {size_m: set(hexagon_table(table, size_m).areas.names) for size_m in (500, 1000)}
    assert named == {500: {"Nyland", ""}, 1000: {"Nyland"}}
    assert hexagon_table(make_table(mark("a", at=(1, 1))), 500).areas.names == ("",)


def test_the_headline_of_cells_never_says_that_a_cell_is_a_place() -> None:
    said = [mark(f"w{n}", valence=-2, at=(700, 700)) for n in range(9)]
    said += [mark(f"b{n}", valence=2, at=(9700, 700)) for n in range(30)]
    table = make_table(*said, places={"Nyland": (700.0, 700.0)})
    told = with_headline(disclose(attitude(hexagon_table(table, 500)), level=Level.STAFF))
    assert str(told.captions[0]) == (
        "People feel better about 1 areas than about the rest, and worse about 1."
    )
    near = make_table(*said, places={"Nyland": (700.0, 700.0), "Lunde": (9800.0, 700.0)})
    told = with_headline(disclose(attitude(hexagon_table(near, 500)), level=Level.STAFF))
    assert "better about ground near Lunde than about the rest, and worse about ground near Nyland" in str(
        told.captions[0]
    )


def test_without_marks_the_areas_are_not_said_to_be_missing() -> None:
    captions = attitude(hexagon_table(make_table(), 500)).captions
    assert not any("no area set" in str(one) for one in captions)


def test_a_table_without_marks_has_no_cells() -> None:
    assert len(hexagon_table(make_table(), 500).areas) == 0


def test_a_size_outside_the_catalogue_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="123"):
        hexagon_table(make_table(), 123)
