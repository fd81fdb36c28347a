"""The builder's data: who may change what is asked, how it is refused, and what comes back."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from mentalmap.domain.permissions import Role
from mentalmap.services.accounts import make_account
from tests.store.making import a_project, a_survey
from tests.unit.questionnaire_examples import a_document, a_perception
from tests.web.conftest import PASSWORD

HERE = "/p/kramfors/questionnaires"
ROUND = f"{HERE}/2026"
OURS = {"X-Mentalmap": "1"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def as_administrator(app: Flask, committed: Session) -> FlaskClient:
    """Ada, who makes questionnaires, signed in; the project has one empty round."""
    a_survey(committed, a_project(committed, slug="kramfors"), "2026")
    make_account(committed, "ada", PASSWORD, Role.ADMINISTRATOR)
    committed.commit()
    client = app.test_client()
    assert client.post("/sign-in", data={"account": "ada", "password": PASSWORD}).status_code == 302
    return client


def draft(client: FlaskClient) -> dict[str, Any]:
    """What is there now."""
    return dict(client.get(f"{ROUND}/draft.json").json)


def save(client: FlaskClient, **changes: object) -> Any:
    """Save the example over whatever is there."""
    body = {**a_document(), "fingerprint": draft(client)["fingerprint"], **changes}
    return client.put(f"{ROUND}/draft.json", json=body, headers=OURS)


def test_a_questionnaire_is_made_published_opened_and_asked(as_administrator: FlaskClient) -> None:
    empty = draft(as_administrator)
    assert (empty["version"], empty["questions"], empty["survey"]["is_open"]) == (0, [], False)
    made = as_administrator.post(
        f"{ROUND}/template/pride_and_problems", json={"fingerprint": empty["fingerprint"]}, headers=OURS
    )
    assert made.status_code == 200, made.text
    assert [one["key"] for one in made.json["questions"]] == ["pride", "problem", "wish"]
    assert made.json["faults"] == []
    assert made.json["lix"]["sv-easy"] < made.json["lix_wanted"]["sv-easy"]
    assert as_administrator.post(f"{ROUND}/open", json={}, headers=OURS).status_code == 422
    body = {"fingerprint": made.json["fingerprint"]}
    published = as_administrator.post(f"{ROUND}/publish", json=body, headers=OURS)
    assert (published.status_code, published.json["is_published"]) == (200, True)
    assert as_administrator.post(f"{ROUND}/publish", json=body, headers=OURS).status_code == 409
    opened = as_administrator.post(f"{ROUND}/open", json={}, headers=OURS)
    assert opened.json["survey"]["is_open"] is True
    form = as_administrator.get("/p/kramfors/svara/form.json").json
    assert form["survey"]["slug"] == "2026"
    [listed] = as_administrator.get(f"{HERE}/rounds.json").json["rounds"]
    assert (listed["is_asked"], listed["published_version"], listed["people"]) == (True, 1, 0)
    closed = as_administrator.post(f"{ROUND}/close", json={}, headers=OURS)
    assert closed.json["survey"]["is_open"] is False


def test_what_is_wrong_is_told_as_problems_at_their_places(as_administrator: FlaskClient) -> None:
    refused = save(as_administrator, questions=[a_perception("A"), a_perception(colour="red")])
    assert (refused.status_code, refused.mimetype) == (422, "application/problem+json")
    assert refused.json["code"] == "invalid"
    assert [one["pointer"] for one in refused.json["errors"]] == [
        "#/questions/0/key",
        "#/questions/1/settings/colour",
    ]
    assert draft(as_administrator)["version"] == 0
    kept = save(as_administrator, questions=[{**a_perception(), "wording": {}}])
    assert kept.status_code == 200
    assert [(one["pointer"], one["code"]) for one in kept.json["faults"]] == [
        ("#/questions/0/wording/sv", "incomplete")
    ]


def test_two_who_write_at_once_do_not_write_over_each_other(as_administrator: FlaskClient) -> None:
    begun = draft(as_administrator)["fingerprint"]
    assert save(as_administrator).status_code == 200
    late = save(as_administrator, fingerprint=begun, questions=[a_perception("late")])
    assert (late.status_code, late.json["code"]) == (409, "changed_meanwhile")
    assert [one["key"] for one in draft(as_administrator)["questions"]] == ["pride", "lived"]


def test_the_preview_shows_the_draft_of_a_closed_round(as_administrator: FlaskClient) -> None:
    save(as_administrator)
    form = as_administrator.get(f"{ROUND}/preview.json").json
    assert (form["survey"]["slug"], form["questionnaire"]["version"]) == ("2026", 1)
    assert as_administrator.get("/p/kramfors/svara/form.json").json["survey"] is None


def test_a_new_round_takes_over_the_questions(as_administrator: FlaskClient) -> None:
    save(as_administrator)
    body = {"slug": "2027", "name": "Våren 2027", "copy_from": "2026"}
    made = as_administrator.post(f"{HERE}/rounds.json", json=body, headers=OURS)
    assert made.status_code == 201, made.text
    assert [one["key"] for one in made.json["questions"]] == ["pride", "lived"]
    changed = as_administrator.put(
        f"{HERE}/2027/settings.json", json={"shows_others": True, "wanted_people": 50}, headers=OURS
    )
    assert (changed.json["survey"]["shows_others"], changed.json["survey"]["wanted_people"]) == (True, 50)


def test_files_go_out_and_come_in(as_administrator: FlaskClient) -> None:
    save(as_administrator)
    before = draft(as_administrator)
    for name, mimetype in (("export.json", "application/json"), ("export.xlsx", XLSX)):
        out = as_administrator.get(f"{ROUND}/{name}")
        assert out.mimetype == mimetype
        assert "attachment" in out.headers["Content-Disposition"]
        save(as_administrator, questions=[a_perception("other")])
        taken = as_administrator.post(f"{ROUND}/import", data=out.data, content_type=mimetype, headers=OURS)
        assert (taken.status_code, taken.json["notes"]) == (200, [])
        assert taken.json["questions"] == before["questions"]


def test_a_foreign_form_that_asks_for_a_place_is_taken_once_its_kind_is_said(
    as_administrator: FlaskClient,
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for row in (("type", "name", "label"), ("geopoint", "fav", "Var?"), ("audio", "talk", "Säg")):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    sent = {"data": stream.getvalue(), "content_type": XLSX, "headers": OURS}
    refused = as_administrator.post(f"{ROUND}/import", **sent)
    assert [(one["pointer"], one["code"]) for one in refused.json["errors"]] == [
        ("#/survey/2", "kind_needed")
    ]
    taken = as_administrator.post(f"{ROUND}/import?kinds=fav:pride", **sent)
    assert taken.status_code == 200, taken.text
    assert [one["kind"] for one in taken.json["questions"]] == ["pride"]
    assert [note["row"] for note in taken.json["notes"]] == [3]


@pytest.mark.parametrize("mimetype", [XLSX, "application/json"])
def test_a_file_that_cannot_be_read_is_a_fault_of_the_whole(
    as_administrator: FlaskClient, mimetype: str
) -> None:
    refused = as_administrator.post(f"{ROUND}/import", data=b"[[[", content_type=mimetype, headers=OURS)
    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.json["errors"]] == ["#"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("put", f"{ROUND}/draft.json", {}),
        ("put", f"{ROUND}/draft.json", []),
        ("put", f"{ROUND}/draft.json", {"fingerprint": 3}),
        ("put", f"{ROUND}/draft.json", {"fingerprint": "", "questionnaire": {}}),
        ("post", f"{ROUND}/publish", {}),
        ("post", f"{ROUND}/open", {"now": True}),
        ("post", f"{HERE}/rounds.json", {"slug": "x"}),
        ("post", f"{HERE}/rounds.json", {"slug": "x", "name": "x", "copy_from": 3}),
        ("put", f"{ROUND}/settings.json", {"wanted_people": "many"}),
    ],
)
def test_a_body_that_is_not_meant_is_refused(
    as_administrator: FlaskClient, method: str, path: str, body: object
) -> None:
    answer = getattr(as_administrator, method)(path, json=body, headers=OURS)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_only_administrators_and_no_other_site_may_change_what_is_asked(
    as_administrator: FlaskClient, as_planner: FlaskClient, as_anyone: FlaskClient
) -> None:
    for client in (as_planner, as_anyone):
        assert client.get(f"{ROUND}/draft.json").status_code == 403
        assert client.put(f"{ROUND}/draft.json", json={}, headers=OURS).status_code == 403
        assert client.post(f"{ROUND}/open", json={}, headers=OURS).status_code == 403
    assert as_administrator.post(f"{ROUND}/open", json={}).status_code == 403
    assert as_administrator.post(f"{ROUND}/open", data="{}", headers=OURS).status_code == 415
    elsewhere = {**OURS, "Sec-Fetch-Site": "cross-site"}
    assert as_administrator.post(f"{ROUND}/open", json={}, headers=elsewhere).status_code == 403
    assert as_administrator.get("/p/kramfors/questionnaires/1999/draft.json").status_code == 404
    assert (
        as_administrator.post(f"{ROUND}/template/none", json={"fingerprint": ""}, headers=OURS).status_code
        == 404
    )
