"""Accounts of staff: making them and checking who signs in."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentalmap.domain.permissions import Role
from mentalmap.errors import AlreadyExistsError, InvalidInputError, SignInFailedError
from mentalmap.messages import say
from mentalmap.store.accounts import Account, find_account

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1024


@lru_cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # only commands and pages that need it pay for it

    return PasswordHasher()


@lru_cache
def _hash_of_nobody() -> str:
    return _hasher().hash("the password of an account that does not exist")


def make_account(session: Session, name: str, password: str, role: Role = Role.PLANNER) -> Account:
    """
    Make a staff account.

    Raises
    ------
    InvalidInputError
        If the name is empty or the password too short.
    AlreadyExistsError
        If the name is taken.
    """
    name = name.strip().lower()
    if not name or len(name) > 64:
        raise InvalidInputError(
            say("An account needs a name of at most 64 signs."), say("Choose a short name.")
        )
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise InvalidInputError(
            say("A password has at least %(shortest)s signs.", shortest=SHORTEST_PASSWORD),
            say("Three or four unrelated words are easy to remember."),
        )
    if session.scalar(select(Account.id).where(Account.name == name)) is not None:
        raise AlreadyExistsError(
            say("There is an account called “%(name)s” already.", name=name), say("Choose another name.")
        )
    account = Account(name=name, password_hash=_hasher().hash(password), role=role.value)
    session.add(account)
    session.flush()
    return account


def check_password(session: Session, name: str, password: str) -> Account:
    """
    Find the account that this name and password belong to.

    An unknown name costs the same time as a wrong password, so that names cannot be guessed.

    Raises
    ------
    SignInFailedError
        If they do not belong together.
    """
    from argon2.exceptions import VerifyMismatchError

    account = find_account(session, name[:64])
    try:
        _hasher().verify(account.password_hash if account else _hash_of_nobody(), password[:LONGEST_PASSWORD])
    except VerifyMismatchError:
        account = None
    if account is None:
        raise SignInFailedError(
            say("The account name and the password do not belong together."),
            say("Check both and try again. If you have forgotten it, ask your administrator for a new one."),
        )
    if _hasher().check_needs_rehash(account.password_hash):
        account.password_hash = _hasher().hash(password)
    return account
