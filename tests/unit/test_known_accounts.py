"""Who asked lately is known for a few seconds, and while the database does not answer."""

import pytest

from mentalmap.errors import DatabaseUnavailableError
from mentalmap.messages import say
from mentalmap.store.accounts import Account
from mentalmap.web.known_accounts import FRESH_S, MOST_KNOWN, KnownAccounts

BOB = Account(name="bob", password_hash="x", role="planner")


def unreachable(number: int) -> Account | None:
    """The database is away."""
    raise DatabaseUnavailableError(say("The database does not answer."))


def test_an_account_is_looked_up_once_in_a_while() -> None:
    now, asked = [0.0], []
    known = KnownAccounts(120, clock=lambda: now[0])

    def look_up(number: int) -> Account | None:
        asked.append(number)
        return BOB

    assert known.get(1, look_up) is BOB
    now[0] = FRESH_S
    assert known.get(1, look_up) is BOB
    assert asked == [1]
    now[0] = FRESH_S + 0.1
    known.get(1, look_up)
    assert asked == [1, 1]


def test_an_ended_account_loses_its_access_after_that() -> None:
    now = [0.0]
    known = KnownAccounts(120, clock=lambda: now[0])
    known.get(1, lambda _: BOB)
    now[0] = FRESH_S + 0.1
    assert known.get(1, lambda _: None) is None


def test_without_the_database_whoever_was_known_stays_known_for_a_while_and_nobody_else() -> None:
    now = [0.0]
    known = KnownAccounts(120, clock=lambda: now[0])
    known.get(1, lambda _: BOB)
    known.get(2, lambda _: None)
    now[0] = 100.0
    assert known.get(1, unreachable) is BOB
    for number in (2, 3):
        with pytest.raises(DatabaseUnavailableError):
            known.get(number, unreachable)
    now[0] = 121.0
    with pytest.raises(DatabaseUnavailableError):
        known.get(1, unreachable)


def test_signing_in_is_looked_up_anew() -> None:
    known = KnownAccounts(120, clock=lambda: 0.0)
    known.get(1, lambda _: None)
    known.forget(1)
    assert known.get(1, lambda _: BOB) is BOB


def test_made_up_numbers_do_not_pile_up() -> None:
    known = KnownAccounts(120, clock=lambda: 0.0)
    for number in range(MOST_KNOWN + 10):
        known.get(number, lambda _: None)
    assert len(known._known) == MOST_KNOWN
