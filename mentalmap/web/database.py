"""The transactions of a request: the public's read-only one, and the staff's."""

from __future__ import annotations

from contextlib import AbstractContextManager

from flask import current_app
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mentalmap.services.following import Current, Follower
from mentalmap.services.plan_answers import AnswerShelf
from mentalmap.store.database import Audience, lone_statements, transaction

ENGINE = "mentalmap.engine"
FOLLOWER = "mentalmap.follower"
ANSWERS = "mentalmap.answers"


def engine() -> Engine:
    """Give the engine that `create_app` made."""
    found: Engine = current_app.extensions[ENGINE]
    return found


def follower() -> Follower:
    """Give what this worker holds of each project and keeps at its current version."""
    found: Follower = current_app.extensions[FOLLOWER]
    return found


def current_project(slug: str) -> Current:
    """Give a project as this process holds it, without asking the database."""
    return follower().current(slug)


def answers() -> AnswerShelf:
    """Give what this process computed for planners before."""
    found: AnswerShelf = current_app.extensions[ANSWERS]
    return found


def staff_transaction() -> AbstractContextManager[Session]:
    """Open a transaction that staff pages read and write in."""
    return transaction(engine(), Audience.STAFF)


def staff_statements() -> AbstractContextManager[Session]:
    """Open a session in which each statement is a transaction of its own: for writing with one."""
    return lone_statements(engine())


def public_transaction() -> AbstractContextManager[Session]:
    """Open one snapshot that can read the published views and nothing else, and write nothing."""
    return transaction(engine(), Audience.PUBLIC)
