"""Rows are added to a table, and whoever reads an older version notices nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.area_columns import AreaColumns, without_areas
from mentalmap.domain.areas import Areas, Places
from mentalmap.domain.growing import Addition, GrowingColumn, GrowingTable
from mentalmap.domain.perceptions import (
    MISSING,
    PERCEPTION_COLUMNS,
    Allocation,
    Ends,
    PerceptionTable,
    Respondents,
)

VALENCES = (-2.0, -1.0, 0.0, 1.0, 2.0, float("nan"))


def some_people(count: int, weight: float = 1.0) -> Respondents:
    """Respondents of one survey who told nothing about themselves."""
    nothing = np.full(count, MISSING, dtype=np.int8)
    return Respondents(
        survey=np.zeros(count, dtype=np.int8),
        group=nothing,
        age_band=nothing,
        gender=nothing,
        channel=np.zeros(count, dtype=np.int8),
        home_area=np.broadcast_to(np.int8(MISSING), count),
        weight=np.full(count, weight),
        survey_slugs=("2024",),
        group_codes=(),
        age_band_codes=(),
        known=np.ones(count, dtype=bool),
    )


def a_table(rng: np.random.Generator, rows: int, people: int, first_id: int = 0) -> PerceptionTable:
    """A table without areas whose every valence occurs, with a line as each third perception."""
    respondents = some_people(people)
    shape = np.where(np.arange(rows) % 3 == 2, np.arange(rows) // 3, MISSING)
    lines = [shapely.LineString([(n, 0), (n, 9)]) for n in range(rows // 3)]
    nothing = np.full(rows, MISSING)
    table = PerceptionTable.from_columns(
        id=first_id + np.arange(rows),
        kind=rng.integers(0, 5, rows),
        respondent=rng.integers(0, people, rows),
        valence=np.resize(VALENCES, rows),
        x_m=rng.uniform(0, 1e6, rows),
        y_m=rng.uniform(0, 1e6, rows),
        shape=shape,
        themes=rng.integers(0, 8, rows),
        purposes=np.zeros(rows, dtype=int),
        place=nothing,
        start_area=nothing,
        end_area=nothing,
        said_on=rng.integers(0, 20_000, rows),
        emotional=rng.integers(0, 2, rows).astype(bool),
        shapes=np.array(lines, dtype=object),
        allocation=Allocation(nothing[:0], nothing[:0], np.empty(0)),
        respondents=respondents,
        areas=Areas.empty(),
        places=Places.empty(),
        theme_codes=("a", "b", "c"),
        purpose_codes=(),
        crs_epsg=3006,
    )
    return without_areas(table).over(table)


def columns_over(table: PerceptionTable, rng: np.random.Generator) -> AreaColumns:
    """Two areas; every fourth perception lies in both, half and half."""
    rows = len(table)
    area = np.where(np.arange(rows) % 4 == 0, MISSING, rng.integers(0, 2, rows)).astype(np.int8)
    crossing = np.repeat(np.flatnonzero(area == MISSING), 2)
    names = ("A", "B")
    return AreaColumns(
        Areas(names, names, np.array([shapely.box(0, 0, 1, 1)] * 2, dtype=object), np.ones(2)),
        area,
        Allocation(crossing, np.resize([0, 1], len(crossing)), np.full(len(crossing), 0.5)),
        Ends(table.drawn.row, np.zeros(len(table.drawn.row), int), np.ones(len(table.drawn.row), int)),
        rng.integers(0, 2, len(table.respondents)).astype(np.int8),
        np.empty(0, dtype=int),
    )


def pictured(table: PerceptionTable) -> dict[str, list[object]]:
    """All that a table says, as plain lists."""
    columns = {name: getattr(table, name).tolist() for name in PERCEPTION_COLUMNS if name != "area"}
    lying = table.allocation
    return columns | {
        "valence": [None if np.isnan(one) else one for one in table.valence.tolist()],
        "shape": [table.shapes[at].wkt for at in table.shape[table.shape >= 0]],
        "drawn": table.drawn.row.tolist(),
        "lying": list(zip(lying.row.tolist(), lying.area.tolist(), lying.share.tolist(), strict=True)),
        "ends": [table.start_area.tolist(), table.end_area.tolist()],
        "home": table.respondents.home_area.tolist(),
        "weight": table.respondents.weight.tolist(),
    }


@given(seed=st.integers(0, 2**32), spare=st.integers(0, 40), sizes=st.lists(st.integers(6, 20), max_size=5))
def test_adding_rows_bit_by_bit_gives_what_all_rows_at_once_give(
    seed: int, spare: int, sizes: list[int]
) -> None:
    rng = np.random.default_rng(seed)
    parts = [a_table(rng, rows, people=4, first_id=1_000 * number) for number, rows in enumerate([9, *sizes])]
    laid = [columns_over(part, rng) for part in parts]

    growing = GrowingTable(parts[0], {"set": laid[0]}, spare)
    seen = [(growing.table("set"), pictured(growing.table("set")))]
    for number, (part, columns) in enumerate(zip(parts[1:], laid[1:], strict=True)):
        assert growing.append(Addition(part, {"set": columns}), str(number))
        seen.append((growing.table("set"), pictured(growing.table("set"))))

    together = pictured(growing.table("set"))
    starts = np.cumsum([0, *(len(part) for part in parts)]).tolist()
    for number, (part, columns) in enumerate(zip(parts, laid, strict=True)):
        rows = np.arange(starts[number], starts[number + 1])
        alone, taken = pictured(columns.over(part)), pictured(growing.table("set").take_rows(rows))
        alone["respondent"] = [one + 4 * number for one in alone["respondent"]]  # type: ignore[operator]
        assert {key: taken[key] for key in alone if key not in ("home", "weight")} == {
            key: alone[key] for key in alone if key not in ("home", "weight")
        }
        assert together["home"][4 * number : 4 * number + 4] == alone["home"]
    assert growing.table("set").asked == 4 * len(parts)
    # Whoever still holds an older version reads exactly what it read before.
    for table, before in seen:
        assert pictured(table) == before


def test_nobody_can_write_into_a_column_that_others_read() -> None:
    column = GrowingColumn(np.arange(3, dtype=np.int8), 5)
    with pytest.raises(ValueError, match="read-only"):
        column.column[0] = 9


def test_room_that_is_there_is_used_without_copying() -> None:
    column = GrowingColumn(np.arange(3, dtype=np.int8), 5)
    before = column.column
    column.append(np.array([7, 8], dtype=np.int64))
    assert np.shares_memory(before, column.column)
    assert (before.tolist(), column.column.tolist()) == ([0, 1, 2], [0, 1, 2, 7, 8])


@pytest.mark.parametrize("change", ["valence", "theme list", "group list", "number"])
def test_what_does_not_fit_is_refused_whole(change: str) -> None:
    rng = np.random.default_rng(5)
    growing = GrowingTable(a_table(rng, 12, 4), {}, 10)
    before = pictured(growing.base)
    more = a_table(rng, 6, 2, first_id=100)
    match change:
        case "valence":
            more = replace(more, valence_levels=more.valence_levels + np.float32(0.25))
        case "theme list":
            more = replace(more, theme_codes=("a", "b", "new"))
        case "group list":
            more = replace(more, respondents=replace(more.respondents, group_codes=("new",)))
        case _:
            more = replace(more, id=np.array([1, 2, 3, 4, 5, 2**40]))
    assert not growing.append(Addition(more, {}), "1")
    assert pictured(growing.base) == before


def test_people_who_marked_nothing_are_added_to_those_asked() -> None:
    rng = np.random.default_rng(5)
    growing = GrowingTable(a_table(rng, 12, 4), {}, 10)
    silent = a_table(rng, 6, 2).take_rows(np.empty(0, dtype=int))
    assert growing.append(Addition(silent, {}), "1")
    assert (len(growing.base), growing.base.asked) == (12, 6)
