"""Weights that planners ask for: what they change, what they leave alone, and where they are refused."""

import io
import zipfile
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentalmap.domain.vocabulary import LayerName
from mentalmap.services.plan_weights import WEIGHED_LAYERS
from mentalmap.store.areas import Area
from mentalmap.store.projects import Project
from mentalmap.store.surveys import Survey
from tests.store.making import a_perception, a_response, a_survey
from tests.web.planning import PLAN, a_planned_project

WEIGHED = "weights=population"


def a_skewed_project(session: Session, *, of_a: int = 80, of_b: int = 40, populations: bool = True) -> Survey:
    """Twice as many from A, who like the place, as from B, who do not; as many live in A as in B."""
    project, survey = a_planned_project(session)
    some_people(session, survey, of_a=of_a, of_b=of_b)
    if populations:
        for area in session.scalars(select(Area).where(Area.project_id == project.id)):
            area.population = 500
    session.commit()
    return survey


def some_people(session: Session, survey: Survey, *, of_a: int, of_b: int) -> None:
    """People of A and B who speak of the same spot, and of a place of their own."""
    homes = {
        one.code: one.id for one in session.scalars(select(Area).where(Area.project_id == survey.project_id))
    }
    for home, number, valence in (("A", of_a, 2), ("B", of_b, -2)):
        for _ in range(number):
            person = a_response(session, survey, home_area_id=homes[home])
            a_perception(session, person, valence=valence, wkt="POINT(17.765 62.93)")


def told(client: FlaskClient, address: str) -> Any:
    """An answer in English."""
    answer = client.get(f"{PLAN}/{address}&lang=en")
    assert answer.status_code == 200, answer.text
    return answer.json


def estimate(client: FlaskClient, query: str) -> float:
    """How people feel about area A."""
    features = told(client, f"layers/attitude.json?{query}")["features"]
    [area] = [one["properties"] for one in features if one["properties"]["name"] == "Area A"]
    return float(area["estimate"])


def test_weights_bring_the_estimate_to_that_of_the_population(
    as_planner: FlaskClient, committed: Session
) -> None:
    a_skewed_project(committed)
    plain, weighed = estimate(as_planner, ""), estimate(as_planner, WEIGHED)
    assert plain > 0.4
    assert abs(weighed) < 0.1
    captions = told(as_planner, f"layers/attitude.json?{WEIGHED}")["mentalmap"]["captions"]
    assert any("120 answers tell as much as" in one for one in captions)
    assert estimate(as_planner, "") == plain


def test_a_filter_changes_nobodys_weight(as_planner: FlaskClient, committed: Session) -> None:
    a_skewed_project(committed)
    of_b = told(as_planner, f"layers/attitude.json?{WEIGHED}&home_area=B")["mentalmap"]["captions"]
    assert any("120 answers tell as much as" in one for one in of_b)
    assert estimate(as_planner, f"{WEIGHED}&home_area=A") == estimate(as_planner, "home_area=A")


def test_where_weights_would_do_harm_the_plain_map_comes_with_the_reason(
    as_planner: FlaskClient, committed: Session
) -> None:
    a_skewed_project(committed, of_a=20, of_b=10)
    plain, weighed = (told(as_planner, f"layers/attitude.json?{query}") for query in ("", WEIGHED))
    assert weighed["features"] == plain["features"]
    assert any("30 people are too few for weights" in one for one in weighed["mentalmap"]["captions"])


def test_without_a_population_nobody_is_weighed(as_planner: FlaskClient, committed: Session) -> None:
    a_skewed_project(committed, populations=False)
    captions = told(as_planner, f"layers/attitude.json?{WEIGHED}")["mentalmap"]["captions"]
    assert "Not weighted: nobody has said how many people live here." in captions


def test_every_layer_says_what_weights_did_to_it(as_planner: FlaskClient, committed: Session) -> None:
    a_skewed_project(committed)
    for name in LayerName:
        plain, weighed = (told(as_planner, f"layers/{name}.json?{query}") for query in ("", WEIGHED))
        said = weighed["mentalmap"]["captions"]
        if name in WEIGHED_LAYERS - {LayerName.CHANGE}:
            first, after = weighed["mentalmap"]["parameters"]["weights_said"]
            assert said[first:after][-1] == "Weights do not make this a random sample.", name
        elif name is not LayerName.CHANGE:
            assert said == [*plain["mentalmap"]["captions"], said[-1]], name
            assert said[-1].startswith("Weights are not used here"), name
            assert weighed["features"] == plain["features"], name


def two_rounds(session: Session, *, of_a: int, of_b: int) -> str:
    """A first round that can be weighed and a second of so many people; the query that compares them."""
    first = a_skewed_project(session)
    later = a_survey(session, session.get_one(Project, first.project_id), "2020")
    some_people(session, later, of_a=of_a, of_b=of_b)
    session.commit()
    return "before=2016&survey=2020"


def test_a_round_is_not_weighed_beside_one_that_cannot_be(
    as_planner: FlaskClient, committed: Session
) -> None:
    query = two_rounds(committed, of_a=20, of_b=10)
    plain, weighed = (told(as_planner, f"layers/change.json?{query}&{more}") for more in ("", WEIGHED))
    assert weighed["features"] == plain["features"]
    said = weighed["mentalmap"]["captions"]
    assert "Two rounds are weighted both or not at all, so neither is." in said
    assert any("Not weighted: 30 people are too few" in one for one in said)


def test_each_of_two_rounds_is_weighed_by_itself(as_planner: FlaskClient, committed: Session) -> None:
    query = two_rounds(committed, of_a=80, of_b=40)
    plain, weighed = (told(as_planner, f"layers/change.json?{query}&{more}") for more in ("", WEIGHED))
    values = [
        next(one["properties"] for one in layer["features"] if one["properties"]["name"] == "Area A")
        for layer in (plain, weighed)
    ]
    assert values[0]["before"] > 0.4
    assert abs(values[1]["before"]) < 0.1
    assert abs(values[1]["after"]) < 0.1
    said = weighed["mentalmap"]["captions"]
    assert said.count("Weights do not make this a random sample.") == 1


def test_cards_and_hexagons_follow_the_map(as_planner: FlaskClient, committed: Session) -> None:
    a_skewed_project(committed)
    plain, weighed = (told(as_planner, f"areas/A.json?{query}")["numbers"] for query in ("", WEIGHED))
    assert plain[0] != weighed[0]
    over = told(as_planner, f"layers/attitude.json?area_set=hex-500&{WEIGHED}")
    [cell] = [one["properties"] for one in over["features"] if one["properties"]["status"] == "ok"]
    assert abs(cell["estimate"]) < 0.1


def test_a_file_says_that_it_is_weighed(as_planner: FlaskClient, committed: Session) -> None:
    a_skewed_project(committed)
    file = as_planner.get(f"{PLAN}/download/geojson?layer=attitude&lang=en&{WEIGHED}")
    assert file.status_code == 200
    folder = zipfile.ZipFile(io.BytesIO(file.data))
    words = "".join(folder.read(name).decode() for name in folder.namelist())
    assert "Weights do not make this a random sample." in words
