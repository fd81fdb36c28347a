"""Public pages lead to the questions while a round is open, and are whole without a database."""

from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from mentalmap.web.open_rounds import FRESH_S, OpenRounds
from tests.store.making import a_project, a_survey


class Clock:
    """Time that a test moves."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_the_page_of_a_project_offers_to_answer_only_while_a_round_is_open(
    as_anyone: FlaskClient, committed: Session
) -> None:
    project = a_project(committed, slug="kramfors")
    a_survey(committed, project).is_open = True
    a_project(committed, slug="hagfors")
    committed.commit()
    assert "/p/kramfors/svara" in as_anyone.get("/p/kramfors").text
    assert "/p/hagfors/svara" not in as_anyone.get("/p/hagfors").text
    home = as_anyone.get("/").text
    assert "/p/kramfors/svara" in home and "/p/hagfors/svara" not in home


def test_what_is_open_is_looked_up_now_and_then() -> None:
    clock, answers = Clock(), iter([frozenset({"kramfors"}), frozenset[str]()])
    rounds = OpenRounds(lambda: next(answers), clock)
    assert rounds.has("kramfors")
    assert rounds.has("kramfors")
    clock.now_s = FRESH_S + 1
    assert not rounds.has("kramfors")


def test_what_was_known_stays_while_the_database_does_not_answer() -> None:
    clock = Clock()
    works = True

    def look_up() -> frozenset[str]:
        if works:
            return frozenset({"kramfors"})
        raise OperationalError("", {}, Exception())

    rounds = OpenRounds(look_up, clock)
    assert rounds.has("kramfors")
    works = False
    clock.now_s = FRESH_S + 1
    assert rounds.has("kramfors")


def test_the_statement_names_whom_to_write_to_where_one_was_given(as_anyone: FlaskClient) -> None:
    assert "mailto:" not in as_anyone.get("/accessibility").text
    for contact, link in (
        ("karta@kommun.example", 'href="mailto:karta@kommun.example"'),
        ("https://kommun.example/hjalp?x=1&y=2", 'href="https://kommun.example/hjalp?x=1&amp;y=2"'),
    ):
        as_anyone.application.config["CONTACT"] = contact
        assert link in as_anyone.get("/accessibility").text
    as_anyone.application.config["CONTACT"] = None
