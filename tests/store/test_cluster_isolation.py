"""Each test starts from the same empty ground."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_one_test_commits_the_next_does_not_see(session: Session, turn: str) -> None:
    session.execute(text("CREATE TABLE footprint (turn text)"))
    session.execute(text("INSERT INTO footprint VALUES (:turn)"), {"turn": turn})
    session.commit()
    assert session.scalars(text("SELECT turn FROM footprint")).all() == [turn]


def test_the_database_can_measure_in_metres(session: Session) -> None:
    metres = session.scalar(
        text("SELECT ST_Distance(ST_SetSRID(ST_Point(0, 0), 3006), ST_SetSRID(ST_Point(3, 4), 3006))")
    )
    assert metres == 5.0
