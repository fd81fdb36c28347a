"""Saved views: what a browser may send, twice, from elsewhere, and too much of."""

from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from mentalmap.domain.permissions import Role
from mentalmap.services.accounts import make_account
from tests.web.conftest import PASSWORD
from tests.web.planning import PLAN, a_planned_project

VIEWS = f"{PLAN}/views"


def a_view(**details: object) -> dict[str, object]:
    """What the browser sends."""
    words = {
        "client_id": str(uuid4()),
        "name": "Unga om service",
        "note": "Till nämnden",
        "query": "group=youth",
    }
    return {**words, **details}


def views(client: FlaskClient, address: str = VIEWS) -> list[dict[str, object]]:
    """What the list tells."""
    return list(client.get(f"{address}.json").json["views"])


def test_a_view_is_saved_once_however_often_it_is_sent(as_planner: FlaskClient, committed: Session) -> None:
    a_planned_project(committed)
    committed.commit()
    view = a_view()
    first, again = as_planner.post(VIEWS, json=view), as_planner.post(VIEWS, json=view)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    other = as_planner.post(VIEWS, json={**view, "name": "Något annat"})
    assert (other.status_code, other.mimetype) == (422, "application/problem+json")
    [told] = views(as_planner)
    assert (told["name"], told["note"], told["query"], told["by"]) == (
        "Unga om service",
        "Till nämnden",
        "group=youth",
        "bob",
    )


def test_whoever_plans_sees_the_views_and_only_the_author_or_an_administrator_removes_them(
    app: Flask, as_planner: FlaskClient, committed: Session
) -> None:
    a_planned_project(committed)
    make_account(committed, "beata", PASSWORD, Role.PLANNER)
    make_account(committed, "adam", PASSWORD, Role.ADMINISTRATOR)
    committed.commit()
    number = as_planner.post(VIEWS, json=a_view()).json["id"]
    mine = as_planner.post(VIEWS, json=a_view()).json["id"]
    beata, adam = app.test_client(), app.test_client()
    beata.post("/sign-in", data={"account": "beata", "password": PASSWORD})
    adam.post("/sign-in", data={"account": "adam", "password": PASSWORD})
    assert [one["by"] for one in views(beata)] == ["bob", "bob"]
    assert beata.delete(f"{VIEWS}/{number}").status_code == 403
    assert adam.delete(f"{VIEWS}/{number}").status_code == 204
    assert as_planner.delete(f"{VIEWS}/{mine}").status_code == 204
    assert views(as_planner) == []


def test_a_view_of_another_project_is_nobodys_here(as_planner: FlaskClient, committed: Session) -> None:
    a_planned_project(committed)
    a_planned_project(committed, slug="hagfors")
    committed.commit()
    view = a_view()
    number = as_planner.post(VIEWS, json=view).json["id"]
    assert views(as_planner, "/p/hagfors/plan/views") == []
    for name in (str(number), "0", "-1", "x", "9" * 400, "1;drop", "٣"):
        answer = as_planner.delete(f"/p/hagfors/plan/views/{name}")
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json"), name[:20]
    assert as_planner.post("/p/hagfors/plan/views", json=view).status_code == 201  # numbers are per project
    assert len(views(as_planner)) == 1


def test_what_no_browser_of_ours_sends_is_refused(as_planner: FlaskClient, committed: Session) -> None:
    a_planned_project(committed)
    committed.commit()
    refused: list[object] = [
        [],
        "text",
        None,
        1,
        a_view(client_id="1"),
        a_view(client_id=None),
        a_view(client_id=7),
        a_view(name=""),
        a_view(name=" \u200b\u202e\x00 "),
        a_view(name="x" * 121),
        a_view(name=["x"]),
        a_view(note="x" * 2001),
        a_view(note=None),
        a_view(query="theme=a%00b\x00"),
        a_view(query="colour=red"),
        a_view(query="b.colour=red"),
        a_view(query="valence_min=nan"),
        a_view(query="b.from=0000-00-00"),
        a_view(query="theme=" + "x" * 201),
        a_view(query="&".join(f"theme={number}" for number in range(1100))),
        a_view(query="view=" + "%20" * 1500),
        {**a_view(), "account_id": 1},
    ]
    for body in refused:
        answer = as_planner.post(VIEWS, json=body)
        assert (answer.status_code, answer.mimetype) == (400, "application/problem+json"), str(body)[:80]
    for content in (b"{", b"\xff\xfe", b'{"name": "\\ud800"}', b"[" * 100_000):
        answer = as_planner.post(VIEWS, data=content, content_type="application/json")
        assert answer.status_code == 400, content[:20]
    assert as_planner.post(VIEWS, data={"name": "form"}).status_code == 400
    assert views(as_planner) == []


def test_a_huge_body_is_turned_away_unread(as_planner: FlaskClient, committed: Session) -> None:
    a_planned_project(committed)
    committed.commit()
    answer = as_planner.post(VIEWS, data=b'{"name": "' + b"x" * 10_000_000, content_type="application/json")
    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")


def test_text_that_turns_itself_round_or_hides_is_straightened(
    as_planner: FlaskClient, committed: Session
) -> None:
    a_planned_project(committed)
    committed.commit()
    saved = as_planner.post(
        VIEWS,
        json=a_view(
            name="\u202eevil\u2066 \u0645\u0631\u062d\u0628\u0627\t <b>x</b>\r\n",
            note="rad 1\r\nrad 2\u2028rad 3\x07\ufeff",
        ),
    ).json
    assert saved["name"] == "evil \u0645\u0631\u062d\u0628\u0627 <b>x</b>"
    assert saved["note"] == "rad 1\nrad 2\nrad 3"
    page = as_planner.get(PLAN).text
    assert "<b>x</b>" not in page


def test_a_view_may_hold_both_columns(as_planner: FlaskClient, committed: Session) -> None:
    a_planned_project(committed)
    committed.commit()
    query = (
        "layer=attitude&survey=2016&weights=population&marks=1&split=1&b.survey=2016&b.layer=heat"
        "&b.theme=safety&b.weights=population&b.marks=1&view=11/62.9/17.8"
    )
    saved = as_planner.post(VIEWS, json=a_view(query="?" + query))
    assert (saved.status_code, saved.json["query"]) == (201, query)


def test_saving_needs_the_pages_token_and_an_account(
    app: Flask, as_planner: FlaskClient, committed: Session
) -> None:
    a_planned_project(committed)
    committed.commit()
    assert app.test_client().post(VIEWS, json=a_view()).status_code == 403
    app.config["WTF_CSRF_ENABLED"] = True
    for headers in ({}, {"X-CSRFToken": "x"}):
        answer = as_planner.post(VIEWS, json=a_view(), headers=headers)
        assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert as_planner.delete(f"{VIEWS}/1").status_code == 400
    token = str(as_planner.get(PLAN).text).split('"csrf_token": "')[1].split('"')[0]
    assert as_planner.post(VIEWS, json=a_view(), headers={"X-CSRFToken": token}).status_code == 201
