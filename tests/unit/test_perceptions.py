"""The perception table counts people, never marks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.making import make_table, mark, people


@given(st.lists(st.sampled_from(people(9)), max_size=30), st.integers(0, 40))
def test_people_are_those_who_marked_something_however_often(who: list[str], asked: int) -> None:
    table = make_table(*[mark(one, "pride", at=(10, 10)) for one in who], asked=asked)
    assert table.people == len(set(who))
    assert table.asked == max(asked, table.people)


def test_who_is_filtered_away_is_not_counted() -> None:
    table = make_table(*[mark(one, "pride", at=(10, 10)) for one in people(7)])
    assert table.take(table.respondent >= 5).people == 2
    assert table.take(table.respondent < 0).people == 0
