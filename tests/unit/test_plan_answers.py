"""The shelf of answers: what was made is kept, up to a weight."""

from hypothesis import given
from hypothesis import strategies as st

from mentalmap.services.plan_answers import AnswerShelf


def test_an_answer_is_made_once() -> None:
    shelf, made = AnswerShelf(100), []

    def make() -> bytes:
        made.append(1)
        return b"x" * 10

    assert shelf.get_or_make("a", make, len) == shelf.get_or_make("a", make, len)
    assert made == [1]


def test_an_empty_answer_is_an_answer_too() -> None:
    shelf, made = AnswerShelf(100), []
    for _ in range(2):
        shelf.get_or_make("a", lambda: made.append(1), lambda _: 1)
    assert made == [1]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 60))))
def test_the_shelf_never_holds_more_than_it_may_and_knows_what_it_holds(asked: list[tuple[int, int]]) -> None:
    shelf = AnswerShelf(100)
    for key, weight in asked:
        shelf.get_or_make(key, lambda weight=weight: b"x" * weight, len)
        assert shelf.weight <= 100
        assert shelf.weight == sum(weight for _, weight in shelf._answers.values())


def test_the_least_recently_used_leaves_first() -> None:
    shelf = AnswerShelf(100)
    for key in "abcd":
        shelf.get_or_make(key, lambda: b"x" * 25, len)
    shelf.get_or_make("a", lambda: b"", len)
    shelf.get_or_make("e", lambda: b"x" * 25, len)
    assert list(shelf._answers) == ["c", "d", "a", "e"]
