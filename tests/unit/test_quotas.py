"""Quotas: laws of sharing out people, and who is still needed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mentalmap.domain.quotas import Group, Inhabitants, set_against, share_out, wanted_groups
from mentalmap.errors import InvalidInputError

TABLES = st.tuples(st.integers(1, 9), st.integers(1, 7)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(0, 40_000))
)
BANDS = ("16-29", "30-49", "50+")


@given(TABLES, st.integers(0, 2_000))
def test_every_cell_row_column_and_the_total_are_their_exact_share_rounded_down_or_up(
    inhabitants: np.ndarray, wanted: int
) -> None:
    shared = share_out(wanted, inhabitants)
    total = int(inhabitants.sum())
    if total == 0:
        assert not shared.any()
        return
    assert shared.sum() == wanted
    for got, living in (
        (shared, inhabitants),
        (shared.sum(axis=0), inhabitants.sum(axis=0)),
        (shared.sum(axis=1), inhabitants.sum(axis=1)),
    ):
        assert (np.abs(got * total - wanted * living) < total).all()


@given(TABLES, st.integers(1, 50), st.integers(0, 500))
def test_only_proportions_matter(inhabitants: np.ndarray, times: int, wanted: int) -> None:
    assert (share_out(wanted, inhabitants) == share_out(wanted, inhabitants * times)).all()


def test_shares_that_come_out_whole_are_given_as_they_are() -> None:
    assert share_out(10, np.array([[1, 2], [3, 4]])).tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize("wanted", [-1, 10**9])
def test_impossible_numbers_are_refused(wanted: int) -> None:
    with pytest.raises(InvalidInputError):
        share_out(wanted, np.array([[1]]))
    with pytest.raises(InvalidInputError):
        share_out(1, np.array([[-1, 5]]))


def counted(area: str, women: int, men: int, children: int = 50) -> Inhabitants:
    return Inhabitants(
        area,
        2 * (women + men) + children,
        {
            ("0-15", "woman"): children,
            ("16-29", "woman"): women,
            ("16-29", "man"): men,
            ("30-39", "woman"): women // 2,
            ("40-49", "woman"): women - women // 2,
            ("30-49", "man"): men,
        },
    )


def test_ages_of_the_count_are_added_up_to_those_that_are_asked_and_children_are_not_missed() -> None:
    wanted = wanted_groups(40, [counted("A", 10, 10), counted("B", 30, 30, children=4_000)], BANDS)
    assert {group.age_band for group in wanted} == {"16-29", "30-49"}
    assert sum(wanted.values()) == 40
    assert sum(n for group, n in wanted.items() if group.area == "B") == 30
    assert sum(n for group, n in wanted.items() if group.gender == "woman") == 20


def test_areas_counted_as_a_whole_give_quotas_of_areas() -> None:
    wanted = wanted_groups(10, [Inhabitants("A", 600), Inhabitants("B", 400), Inhabitants("C", None)], BANDS)
    assert wanted == {Group("A", None, None): 6, Group("B", None, None): 4, Group("C", None, None): 0}


def test_one_area_without_ages_makes_all_quotas_coarser() -> None:
    wanted = wanted_groups(10, [counted("A", 10, 10), Inhabitants("B", 40)], BANDS)
    assert {group.age_band for group in wanted} == {None}


@pytest.mark.parametrize("areas", [[], [Inhabitants("A", None)], [Inhabitants("A", 0)]], ids=str)
def test_without_a_population_nobody_is_said_to_be_missing(areas: list[Inhabitants]) -> None:
    assert wanted_groups(100, areas, BANDS) == {}


def test_who_stated_everything_fills_a_cell_and_who_stated_less_only_the_margins() -> None:
    wanted = {Group("A", "16-29", "woman"): 2, Group("A", "16-29", "man"): 3, Group("B", "16-29", "woman"): 1}
    heard = {Group("A", "16-29", "woman"): 1, Group(None, "16-29", "man"): 4, Group(None, None, None): 9}
    cells, margins = set_against(wanted, heard)
    assert {one.group: one.needed for one in cells} == {
        Group("A", "16-29", "woman"): 1,
        Group("A", "16-29", "man"): 3,
        Group("B", "16-29", "woman"): 1,
    }
    assert {one.group: (one.wanted, one.heard) for one in margins} == {
        Group("A", None, None): (5, 1),
        Group("B", None, None): (1, 0),
        Group(None, "16-29", None): (6, 5),
        Group(None, None, "woman"): (3, 1),
        Group(None, None, "man"): (3, 4),
    }


def test_what_is_not_told_apart_is_not_asked_of_those_heard() -> None:
    cells, _ = set_against({Group("A", None, None): 2}, {Group("A", "65+", "man"): 1})
    assert [one.needed for one in cells] == [1]
