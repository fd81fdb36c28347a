"""Choices are offered only where enough people stand behind them."""

from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.spoken_of import kinds_spoken_of, purposes_spoken_of, themes_spoken_of
from mentalmap.domain.vocabulary import Kind
from tests.unit.making import make_table, mark, people


def test_people_count_and_not_their_marks() -> None:
    table = make_table(
        *(mark(who, "pride", themes=["safety"], at=(0, 0)) for who in people(5)),
        *(mark("Alice", "problem", themes=["service"], at=(0, 0)) for _ in range(9)),
        *(mark(who, "destination", purposes=["trade", "work"], at=(0, 0)) for who in people(6)),
    )
    assert themes_spoken_of(table, 5) == {"safety"}
    assert kinds_spoken_of(table, 5) == {Kind.PRIDE, Kind.DESTINATION}
    assert purposes_spoken_of(table, 5) == {"trade", "work"}


def test_nothing_is_offered_where_nothing_was_said() -> None:
    table = make_table(mark("Alice", "pride", at=(0, 0))).select(
        PerceptionFilter(kinds=frozenset({Kind.WISH}))
    )
    assert not themes_spoken_of(table, 1)
    assert not kinds_spoken_of(table, 1)
