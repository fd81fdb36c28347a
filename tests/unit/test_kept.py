"""What was made is kept, the most recently used up to a weight."""

from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.kept import Kept


def test_an_answer_is_made_once() -> None:
    made: list[int] = []
    shelf: Kept[object] = Kept(100)

    def make() -> bytes:
        made.append(1)
        return b"x" * 10

    assert shelf.get_or_make("a", make, len) == shelf.get_or_make("a", make, len)
    assert made == [1]


def test_an_empty_answer_is_an_answer_too() -> None:
    made: list[int] = []
    shelf: Kept[object] = Kept(100)
    for _ in range(2):
        shelf.get_or_make("a", lambda: made.append(1), lambda _: 1)
    assert made == [1]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 60))))
def test_the_shelf_never_holds_more_than_it_may_and_knows_what_it_holds(asked: list[tuple[int, int]]) -> None:
    shelf: Kept[object] = Kept(100)
    for key, weight in asked:
        shelf.get_or_make(key, lambda weight=weight: b"x" * weight, len)
        assert shelf.weight <= 100
        assert shelf.weight == sum(weight for _, weight in shelf._values.values())


def test_the_least_recently_used_leaves_first() -> None:
    shelf: Kept[object] = Kept(100)
    for key in "abcd":
        shelf.get_or_make(key, lambda: b"x" * 25, len)
    shelf.get_or_make("a", lambda: b"", len)
    shelf.get_or_make("e", lambda: b"x" * 25, len)
    assert list(shelf._values) == ["c", "d", "a", "e"]
