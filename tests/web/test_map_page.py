"""What the map page says by itself, before and without any script."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.store.making import a_project, a_response, a_survey, some_areas
from tests.web.conftest import Publish


def page_of(client: FlaskClient, query: str = "") -> str:
    """The page in English."""
    answer = client.get(f"/p/kramfors?lang=en&{query}")
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_project_without_answers_says_so_first(
    as_anyone: FlaskClient, committed: Session, publish: Publish
) -> None:
    project = a_project(committed, slug="kramfors")
    some_areas(committed, project)
    a_survey(committed, project)
    publish()
    for layer in ("destinations", "districts", "attitude", "heat"):
        headline = page_of(as_anyone, f"layer={layer}").split('id="headline">')[1].split("<")[0]
        assert headline == "There are no answers here yet."


def test_the_only_round_is_named_though_it_cannot_be_chosen(
    as_anyone: FlaskClient, committed: Session, publish: Publish
) -> None:
    project = a_project(committed, slug="kramfors")
    some_areas(committed, project)
    survey = a_survey(committed, project)
    publish()
    page = page_of(as_anyone)
    assert '<select id="survey"' not in page
    shown = page.split('class="only-survey"')[1].split("</span>")[0]
    assert f"<bdi>{survey.name}</bdi>" in shown
    printed = page.split('class="on-print"')[1].split("</p>")[0]
    assert survey.name in printed


def test_the_table_stands_in_the_page_for_those_without_scripts(
    as_anyone: FlaskClient, committed: Session, publish: Publish
) -> None:
    project = a_project(committed, slug="kramfors")
    some_areas(committed, project)
    survey = a_survey(committed, project)
    for _ in range(6):
        a_response(committed, survey, valences=(2,))
    publish()
    table = page_of(as_anyone, "layer=attitude").split("<noscript>")[1].split("</noscript>")[0]
    assert "<bdi>Area A</bdi></th><td>+2.0</td>" in " ".join(table.split()).replace("> <", "><")


def test_a_filter_with_nothing_to_choose_is_not_offered(
    as_anyone: FlaskClient, committed: Session, publish: Publish
) -> None:
    project = a_project(committed, slug="kramfors")
    some_areas(committed, project)
    a_survey(committed, project)
    publish()
    page = page_of(as_anyone, "layer=attitude")
    assert 'name="theme"' not in page
    assert 'name="kind"' not in page
