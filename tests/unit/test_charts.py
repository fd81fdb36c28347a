"""The linked charts: people per value, under every filter but the chart's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.charts import CHARTS, Chart, count_chart, count_charts, without_own
from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.layers.envelope import Status
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.vocabulary import Kind
from tests.unit.making import Mark, make_table, mark, people

WHO = st.sampled_from(people(7))
MARKS = st.lists(
    st.builds(
        mark,
        WHO,
        st.sampled_from(["pride", "problem", "wish", "destination"]),
        valence=st.sampled_from([None, -2, -1, 0, 1, 2]),
        at=st.just((500.0, 500.0)),
        themes=st.sets(st.sampled_from(["safety", "service", "landscape"])),
        purposes=st.sets(st.sampled_from(["trade", "work"])),
    ),
    max_size=25,
)


def shown(chart: Chart) -> dict[str, int | None]:
    """People by value."""
    return {bar.code: bar.people for bar in chart.bars}


def on_days(table: PerceptionTable, *days: str) -> PerceptionTable:
    """Let the marks be said on these days."""
    return replace(table, said_on=np.array(days, dtype="datetime64[D]").astype(np.int32))


@given(MARKS)
def test_a_bar_tells_as_many_people_as_its_own_filter_selects(marks: list[Mark]) -> None:
    table = make_table(*marks, asked=9)
    for key, part in (
        ("kind", lambda code: PerceptionFilter(kinds=frozenset({Kind(code)}))),
        ("theme", lambda code: PerceptionFilter(themes=frozenset({code}))),
        ("purpose", lambda code: PerceptionFilter(purposes=frozenset({code}))),
        ("valence", lambda code: PerceptionFilter(valence_min=float(code), valence_max=float(code))),
    ):
        for bar in count_chart(key, table, 1).bars:
            selected = table.select(part(bar.code))
            assert (bar.people, bar.marks) == (selected.people, len(selected)), (key, bar.code)


@given(MARKS, st.integers(1, 5))
def test_no_bar_tells_of_fewer_people_than_the_threshold(marks: list[Mark], threshold: int) -> None:
    table = make_table(*marks, asked=9)
    for key in CHARTS:
        true = {bar.code: bar.people or 0 for bar in count_chart(key, table, 1).bars}
        for bar in count_chart(key, table, threshold).bars:
            if 0 < true[bar.code] < threshold:
                assert (bar.people, bar.marks, bar.status) == (None, None, Status.TOO_FEW)
            else:
                assert bar.people == true[bar.code]


def test_one_eager_respondent_is_one_person_in_every_chart() -> None:
    table = make_table(*(mark("Alice", "pride", valence=2, at=(1, 1), themes=["safety"]) for _ in range(30)))
    for key in ("valence", "kind", "theme"):
        assert max(one or 0 for one in shown(count_chart(key, table, 1)).values()) == 1


def test_a_chart_ignores_its_own_filter_and_no_other() -> None:
    table = make_table(
        mark("Alice", "pride", valence=2, at=(1, 1), themes=["safety"]),
        mark("Bob", "problem", valence=-2, at=(1, 1), themes=["service"]),
    )
    chosen = PerceptionFilter(kinds=frozenset({Kind.PRIDE}))
    charts = {one.key: shown(one) for one in count_charts(table.select, chosen, 1)}
    assert charts["kind"]["problem"] == 1
    assert charts["theme"]["service"] == 0
    assert charts["valence"] == {"-2": 0, "-1": 0, "0": 0, "1": 0, "2": 1}


@given(MARKS, st.integers(1, 4))
def test_no_bar_has_more_people_than_its_chart_is_counted_among(marks: list[Mark], threshold: int) -> None:
    table = make_table(*marks, asked=9)
    chosen = PerceptionFilter(themes=frozenset({"safety"}), valence_min=1)
    for chart in count_charts(table.select, chosen, threshold):
        among = table.select(without_own(chart.key, chosen)).people
        assert chart.people == (among if among == 0 or among >= threshold else None)
        assert all((bar.people or 0) <= (chart.people or 0) for bar in chart.bars)


@pytest.mark.parametrize("key", CHARTS)
def test_leaving_out_the_own_part_leaves_the_rest(key: str) -> None:
    full = PerceptionFilter(
        groups=frozenset({"g"}),
        age_bands=frozenset({"16-29"}),
        themes=frozenset({"t"}),
        purposes=frozenset({"p"}),
        kinds=frozenset({Kind.PRIDE}),
        valence_min=-1,
        said_from=date(2020, 1, 1),
    )
    part = without_own(key, full)
    changed = [name for name in PerceptionFilter.__slots__ if getattr(part, name) != getattr(full, name)]
    assert len(changed) <= 1
    assert without_own(key, part) == part


def test_means_of_several_people_stand_at_the_nearest_whole_valence() -> None:
    table = make_table(
        *(mark(who, valence=v, at=(1, 1)) for who, v in zip("ABCD", (0.5, -0.5, 0.4, 1.6), strict=True))
    )
    assert shown(count_chart("valence", table, 1)) == {"-2": 0, "-1": 1, "0": 1, "1": 1, "2": 1}


@pytest.mark.parametrize(
    ("days", "unit", "codes"),
    [
        (("2020-02-28", "2020-03-01"), "day", ["2020-02-28", "2020-02-29", "2020-03-01"]),
        (("2020-12-28", "2021-02-07"), "week", ["2020-W53", *(f"2021-W0{n}" for n in range(1, 6))]),
        (("2019-11-30", "2020-06-01"), "month", ["2019-11", "2019-12", *(f"2020-0{n}" for n in range(1, 7))]),
        (("2010-01-01", "2016-12-31"), "year", [str(year) for year in range(2010, 2017)]),
        (("0001-01-01", "9999-12-31"), "year", ["0001", "9999"]),
    ],
)  # fmt: skip
def test_time_is_cut_as_finely_as_some_thirty_bars_allow(
    days: tuple[str, str], unit: str, codes: list[str]
) -> None:
    table = on_days(make_table(mark("Alice", at=(1, 1)), mark("Bob", at=(1, 1))), *days)
    chart = count_chart("date", table, 1)
    assert (chart.unit, [bar.code for bar in chart.bars]) == (unit, codes)
    assert [bar.people for bar in chart.bars if bar.people] == [1, 1]
    for bar in chart.bars:
        assert bar.since is not None
        assert bar.until is not None
        assert bar.since <= bar.until
    ends = [str(day) for bar in chart.bars for day in (bar.since, bar.until)]
    assert ends == sorted(ends)


def test_without_days_there_is_no_time() -> None:
    assert count_chart("date", make_table(mark("Alice", at=(1, 1))), 1).bars == ()


def test_a_table_of_nobody_has_charts_of_nobody() -> None:
    table = make_table()
    for key in CHARTS:
        assert all(bar.people == 0 for bar in count_chart(key, table, 5).bars)
