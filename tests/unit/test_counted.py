"""Counted attempts: each client's count ends with its time, and nobody's stays."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from mentalmap.web.counted import SWEEP_S, CountedAttempts


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_so_many_attempts_are_let_through_and_again_when_the_time_is_over() -> None:
    clock = Clock()
    limiter, twice = FixedWindowRateLimiter(CountedAttempts(clock=clock)), RateLimitItemPerMinute(2)
    assert [limiter.hit(twice, "a") for _ in range(3)] == [True, True, False]
    assert limiter.hit(twice, "b"), "another client is counted apart"
    assert limiter.get_window_stats(twice, "a") == (1_060.0, 0)
    clock.now += 59.9
    assert not limiter.test(twice, "a")
    clock.now += 0.1
    assert limiter.test(twice, "a")
    assert limiter.hit(twice, "a")
    assert limiter.get_window_stats(twice, "a") == (clock.now + 60, 1)


def test_what_is_over_is_forgotten_and_what_is_not_is_kept() -> None:
    clock = Clock()
    counted = CountedAttempts(clock=clock)
    for number in range(100):
        counted.incr(f"short {number}", 5)
    counted.incr("long", 10 * SWEEP_S)
    clock.now += SWEEP_S
    counted.incr("new", 5)
    assert counted.reset() == 2
    assert counted.get("long") == 0


def test_attempts_at_the_same_time_are_all_counted() -> None:
    counted = CountedAttempts()
    with ThreadPoolExecutor(8) as threads:
        found = sorted(threads.map(lambda _: counted.incr("a", 60), range(2_000)))
    assert found == list(range(1, 2_001))


def test_the_library_finds_it_by_its_name() -> None:
    assert isinstance(storage_from_string("counted://"), CountedAttempts)
