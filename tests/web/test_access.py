"""Who gets in, and what every answer carries."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from mentalmap import errors
from mentalmap.domain.permissions import Action
from mentalmap.web.access import declared_action
from mentalmap.web.errors import STATUS
from tests.web.conftest import PASSWORD

WORDS_OF_NOBODY = {"account": "nobody", "password": "whatever it may be"}


def test_every_route_declares_who_may_use_it(app: Flask) -> None:
    undeclared = [
        rule.rule for rule in app.url_map.iter_rules() if declared_action(app, rule.endpoint) is None
    ]
    assert undeclared == []


def test_a_route_without_a_rule_is_served_to_nobody(app: Flask) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    answer = app.test_client().get("/forgotten")
    assert answer.status_code == 403
    assert "secret" not in answer.text


def test_every_error_has_a_status() -> None:
    def below(parent: type[Exception]) -> set[type[Exception]]:
        return {parent}.union(*(below(child) for child in parent.__subclasses__()))

    ours = {error for error in below(errors.MentalMapError) if error.__module__ == "mentalmap.errors"}
    assert ours == set(STATUS)


def test_staff_pages_ask_a_stranger_to_sign_in_and_bring_her_back(
    as_anyone: FlaskClient, committed: Session
) -> None:
    answer = as_anyone.get("/staff")
    assert (answer.status_code, answer.location) == (302, "/sign-in?next=/staff")


def test_bob_signs_in_and_out(as_planner: FlaskClient) -> None:
    assert as_planner.get("/staff").status_code == 200
    assert as_planner.post("/sign-out").status_code == 302
    assert as_planner.get("/staff").status_code == 302


@pytest.mark.parametrize("words", [WORDS_OF_NOBODY, {"account": "bob", "password": "wrong"}, {}], ids=str)
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(
    as_planner: FlaskClient, app: Flask, words: dict[str, str]
) -> None:
    answer = app.test_client().post("/sign-in", data=words)
    assert answer.status_code == 401
    assert "do not belong together" in answer.text or "hör inte ihop" in answer.text


def test_guessing_passwords_is_slowed_down_without_storing_an_address(app: Flask, committed: Session) -> None:
    client = app.test_client()
    statuses = [client.post("/sign-in", data=WORDS_OF_NOBODY).status_code for _ in range(12)]
    assert statuses[:10] == [401] * 10
    assert statuses[10:] == [429] * 2


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_signing_in_never_leads_to_another_host(app: Flask, as_planner: FlaskClient, elsewhere: str) -> None:
    answer = app.test_client().post(
        "/sign-in", data={"account": "bob", "password": PASSWORD, "next": elsewhere}
    )
    assert answer.location == "/staff"


def test_a_form_without_its_token_is_refused(app: Flask, committed: Session) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert app.test_client().post("/sign-in", data=WORDS_OF_NOBODY).status_code == 400


@pytest.mark.parametrize(
    "address", ["/", "/sign-in", "/healthz", "/nowhere", "/p/nowhere", "/static/nothing.js"]
)
def test_every_answer_forbids_foreign_hosts_and_inline_script(
    as_anyone: FlaskClient, committed: Session, address: str
) -> None:
    headers = as_anyone.get(address).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_pages_speak_the_language_that_was_asked_for_and_remember_it(
    as_anyone: FlaskClient, committed: Session
) -> None:
    assert '<html lang="sv"' in as_anyone.get("/").text
    assert '<html lang="en"' in as_anyone.get("/?lang=en").text
    assert '<html lang="en"' in as_anyone.get("/").text
    assert '<html lang="en"' in as_anyone.get("/?lang=tlh").text


def test_a_broken_database_is_said_to_be_broken(tmp_path: object) -> None:
    from pathlib import Path

    from mentalmap.app import create_app
    from mentalmap.config import Settings

    gone = Settings(
        instance_folder=Path(str(tmp_path)), database_url="postgresql://nobody@/gone?host=/nowhere"
    )
    answer = create_app(gone).test_client().get("/")
    assert answer.status_code == 503
    assert "0 " not in answer.text


def test_actions_are_all_used(app: Flask) -> None:
    used = {declared_action(app, rule.endpoint) for rule in app.url_map.iter_rules()}
    assert used == set(Action)
