"""The page for those who plan: who gets it, and what it knows."""

import json
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from mentalmap.domain.vocabulary import LayerName
from tests.web.planning import PLAN, a_planned_project, somebody


def page_data(client: FlaskClient, query: str = "") -> dict[str, object]:
    """The JSON that the page hands to its script."""
    answer = client.get(PLAN + query)
    assert answer.status_code == 200, answer.text
    found = re.search(r'<script type="application/json" id="page-data">(.*?)</script>', answer.text, re.S)
    assert found
    return dict(json.loads(found[1]))


def test_a_stranger_is_asked_to_sign_in(as_anyone: FlaskClient, committed: Session) -> None:
    a_planned_project(committed)
    committed.commit()
    answer = as_anyone.get(f"{PLAN}?theme=safety")
    assert (answer.status_code, answer.location) == (302, f"/sign-in?next={PLAN}?theme%3Dsafety")


@pytest.mark.parametrize(
    "address",
    ["layers/attitude.json", "charts.json", "quotes.json", "areas/A.json", "grid/8/140/69.bin", "views.json"],
)
def test_a_strangers_script_is_told_so_as_data(
    as_anyone: FlaskClient, committed: Session, address: str
) -> None:
    a_planned_project(committed)
    committed.commit()
    answer = as_anyone.get(f"{PLAN}/{address}")
    assert answer.status_code == 403
    assert answer.mimetype == "application/problem+json"


def test_the_page_offers_all_layers_and_what_enough_people_spoke_of(
    as_planner: FlaskClient, committed: Session
) -> None:
    _, survey = a_planned_project(committed)
    for _ in range(5):
        somebody(committed, survey, valence=1, theme="safety", group="youth")
    somebody(committed, survey, valence=1, theme="service")
    committed.commit()
    page = page_data(as_planner, "?lang=en")
    assert [one["name"] for one in page["layers"]] == list(LayerName)
    options = {one["key"]: one["options"] for one in page["catalogue"]}
    assert options["theme"] == [{"code": "safety", "label": "Safety"}]
    assert options["group"] == [
        {"code": "youth", "label": "Youth"},
        {"code": "business", "label": "Business"},
    ]
    assert options["home_area"] == [{"code": "A", "label": "Area A"}, {"code": "B", "label": "Area B"}]
    assert page["surveys"] == [{"slug": "2016", "name": survey.name, "people": 6}]
    assert [one["slug"] for one in page["area_sets"]][:2] == ["bygder", "hex-500"]
    assert page["urls"]["layers"] == f"{PLAN}/layers/"
    assert page["csrf_token"]


def test_the_page_stays_open_to_links_with_additions(as_planner: FlaskClient, committed: Session) -> None:
    a_planned_project(committed)
    committed.commit()
    page = page_data(as_planner, "?theme=nothing&fbclid=x&theme=%3C/script%3E%3Cscript%3E")
    assert page["state"] == {"theme": ["nothing", "</script><script>"], "fbclid": ["x"]}


def test_a_project_without_anything_has_a_page(as_planner: FlaskClient, committed: Session) -> None:
    from tests.store.making import a_project

    a_project(committed, slug="kramfors", bounds=None)
    committed.commit()
    page = page_data(as_planner)
    assert page["surveys"] == []
    assert page["views"] == []


def test_no_project_no_page(as_planner: FlaskClient, committed: Session) -> None:
    committed.commit()
    assert as_planner.get("/p/nowhere/plan").status_code == 404
    assert as_planner.get("/p/nowhere/plan/charts.json").mimetype == "application/problem+json"
