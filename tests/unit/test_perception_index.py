"""The index answers what the plain table answers; rows that came later belong to it at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.packed_masks import pack, rows_of
from mentalmap.domain.perception_index import PerceptionIndex
from mentalmap.domain.perceptions import MISSING, PerceptionTable
from mentalmap.domain.vocabulary import Gender, Kind
from mentalmap.errors import InvalidFilterError
from tests.unit.making import THEMES, make_squares, make_table, mark, people

KINDS = ["pride", "problem", "wish", "barrier"]


@st.composite
def tables(draw: st.DrawFn) -> PerceptionTable:
    """Draw some marks of a handful of people whose background is partly known."""
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    who = people(draw(st.integers(1, 9)))
    table = make_table(
        *[
            mark(
                who[int(rng.integers(len(who)))],
                KINDS[int(rng.integers(4))],
                valence=None if rng.random() < 0.3 else int(rng.integers(-2, 3)),
                at=tuple(rng.uniform(0, 3000, 2)),
                themes=[one for one in THEMES if rng.random() < 0.4],
            )
            for _ in range(draw(st.integers(0, 150)))
        ],
        homes=dict.fromkeys(who, make_squares(3).ids[0]),
    )
    count = len(table.respondents)
    background = replace(
        table.respondents,
        gender=rng.integers(-1, 3, count),
        age_band=rng.integers(-1, 4, count),
        group=rng.integers(-1, 2, count),
    )
    return replace(table, respondents=background, said_on=rng.integers(-1, 3, len(table)).astype(np.int16))


filters = st.builds(
    PerceptionFilter,
    kinds=st.sets(st.sampled_from([Kind(kind) for kind in KINDS])).map(frozenset),
    themes=st.sets(st.sampled_from(THEMES)).map(frozenset),
    genders=st.sets(st.sampled_from(Gender)).map(frozenset),
    age_bands=st.sets(st.sampled_from(["16-29", "65+"])).map(frozenset),
    valence_min=st.none() | st.integers(-2, 0),
    valence_max=st.none() | st.integers(1, 2),
    said_from=st.none() | st.just(date(1970, 1, 2)),
)


@given(tables(), filters)
def test_the_index_selects_what_the_table_selects(table: PerceptionTable, chosen: PerceptionFilter) -> None:
    plain, indexed = table.select(chosen), PerceptionIndex.of(table).select(chosen)
    assert sorted(indexed.id.tolist()) == plain.id.tolist()
    assert (indexed.people, indexed.asked) == (plain.people, plain.asked)


@given(tables(), filters, st.integers(0, 150))
def test_rows_that_came_later_are_found_at_once(
    table: PerceptionTable, chosen: PerceptionFilter, known: int
) -> None:
    first = PerceptionIndex.of(table.take_rows(np.arange(min(known, len(table)))))
    first.select(chosen)  # masks that are made now must not be asked about later rows
    later = np.arange(min(known, len(table)), len(table))
    order = np.concatenate([first.table.id, table.id[later]])
    longer = table.take_rows(np.searchsorted(table.id, order))
    found = first.extended(longer).select(chosen)
    assert sorted(found.id.tolist()) == table.select(chosen).id.tolist()


@given(tables(), filters)
def test_the_order_of_the_curve_loses_and_doubles_nothing(
    table: PerceptionTable, chosen: PerceptionFilter
) -> None:
    index = PerceptionIndex.of(table)
    assert sorted(index.table.id.tolist()) == table.id.tolist()
    assert np.all(np.diff(index.spot.astype(np.int64)) >= 0)
    by_id = np.argsort(index.table.id)
    assert np.array_equal(index.table.valence_level[by_id], table.valence_level)


def test_shapes_and_ends_follow_their_rows_into_the_order() -> None:
    from shapely import LineString

    said = [
        mark(who, "route", shape=LineString([(2500, 100), (100 + 5 * n, 2900)]))
        for n, who in enumerate(people(9))
    ]
    said += [mark(who, "pride", at=(50.0 * n, 900.0)) for n, who in enumerate(people(20))]
    table = make_table(*said)
    ordered = PerceptionIndex.of(table).table
    back = np.argsort(ordered.id)
    for name in ("start_area", "end_area"):
        assert np.array_equal(getattr(ordered, name)[back], getattr(table, name))
    shape = ordered.shape[back]
    assert all(ordered.shapes[shape[row]].equals(table.shapes[table.shape[row]]) for row in range(9))
    assert np.all(shape[9:] == MISSING)


def test_an_unknown_value_is_refused_by_name() -> None:
    index = PerceptionIndex.of(make_table(mark("a", at=(5, 5))))
    with pytest.raises(InvalidFilterError, match="theme"):
        index.select(PerceptionFilter(themes=frozenset(["no such theme"])))


@given(st.lists(st.booleans(), max_size=400), st.integers(0, 400), st.integers(0, 400))
def test_packed_masks_give_back_their_rows(mask: list[bool], one: int, other: int) -> None:
    first, last = sorted((min(one, len(mask)), min(other, len(mask))))
    rows = rows_of(pack(np.array(mask, dtype=bool)), first, last)
    assert rows.tolist() == [row for row in range(first, last) if mask[row]]
