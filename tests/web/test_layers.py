"""What the layers' addresses answer."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from mentalmap.domain.vocabulary import PUBLIC_LAYERS, Kind, ModerationState
from tests.store.making import a_perception, a_place, a_project, a_response, a_survey, some_areas
from tests.web.conftest import Publish

ATTITUDE = "/p/kramfors/layers/attitude.json"


def attitudes(client: FlaskClient, query: str = "") -> dict[str, dict[str, object]]:
    """Properties of each area by its name."""
    answer = client.get(ATTITUDE + query, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return {feature["properties"]["name"]: feature["properties"] for feature in answer.json["features"]}


def kramfors(session: Session, slug: str = "kramfors") -> tuple[object, object]:
    """A project with two areas and one round."""
    project = a_project(session, slug=slug)
    some_areas(session, project)
    return project, a_survey(session, project)


def test_one_eager_respondent_counts_once(
    as_anyone: FlaskClient, committed: Session, publish: Publish
) -> None:
    _, survey = kramfors(committed)
    for _ in range(4):
        a_response(committed, survey, valences=(2,))
    a_response(committed, survey, valences=(-2,) * 10)
    publish()
    area = attitudes(as_anyone)["Area A"]
    assert area["people"] == 5
    assert abs(float(str(area["estimate"])) - (4 * 2 - 2) / 5) < 1e-6


def test_an_area_with_too_few_people_carries_no_value(
    as_anyone: FlaskClient, committed: Session, publish: Publish
) -> None:
    _, survey = kramfors(committed)
    for _ in range(4):
        a_response(committed, survey, valences=(2, 2, 2))
    publish()
    assert attitudes(as_anyone)["Area A"] == {
        "name": "Area A",
        "people": None,
        "marks": None,
        "status": "too_few",
    }


def test_what_waits_for_moderation_reaches_nobody(
    as_anyone: FlaskClient, committed: Session, publish: Publish
) -> None:
    _, survey = kramfors(committed)
    for _ in range(6):
        a_response(committed, survey, valences=(2,), state=ModerationState.PENDING)
        a_response(committed, survey, valences=(-2,), state=ModerationState.HIDDEN)
    publish()
    answer = as_anyone.get(ATTITUDE, follow_redirects=True).json
    assert answer["mentalmap"]["marks"] == 0
    assert answer["mentalmap"]["denominator"] >= 10  # asked they were
    assert {feature["properties"]["status"] for feature in answer["features"]} == {"no_data"}


def test_another_project_shows_nothing_of_ours(
    as_anyone: FlaskClient, committed: Session, publish: Publish
) -> None:
    _, survey = kramfors(committed)
    kramfors(committed, slug="hagfors")
    for _ in range(6):
        a_response(committed, survey, valences=(2,))
    publish("hagfors")
    theirs = as_anyone.get("/p/hagfors/layers/attitude.json", follow_redirects=True).json
    assert (theirs["mentalmap"]["people"], theirs["mentalmap"]["denominator"]) == (0, 0)
    assert as_anyone.get(ATTITUDE).status_code == 404


def test_rounds_are_never_mixed(as_anyone: FlaskClient, committed: Session, publish: Publish) -> None:
    project, first = kramfors(committed)
    second = a_survey(committed, project, "2020")
    for _ in range(6):
        a_response(committed, first, valences=(2,))
        a_response(committed, second, valences=(-2,))
    publish(survey="2016")
    publish(survey="2020")
    assert attitudes(as_anyone, "?survey=2020")["Area A"]["estimate"] == -2
    assert attitudes(as_anyone, "?survey=2016")["Area A"]["estimate"] == 2
    assert as_anyone.get(ATTITUDE + "?survey=2016&survey=2020").status_code == 400


def test_new_responses_are_seen_once_they_are_published(
    as_anyone: FlaskClient, committed: Session, publish: Publish
) -> None:
    _, survey = kramfors(committed)
    for _ in range(5):
        a_response(committed, survey, valences=(2,))
    publish()
    for _ in range(10):
        a_response(committed, survey, valences=(2,))
    committed.commit()
    assert attitudes(as_anyone)["Area A"]["people"] == 5
    publish()
    assert attitudes(as_anyone)["Area A"]["people"] == 15


def test_destinations_count_people_not_marks(
    as_anyone: FlaskClient, committed: Session, publish: Publish
) -> None:
    project, survey = kramfors(committed)
    place = a_place(committed, project, "Nyland", 17.77, 62.93)
    for _ in range(6):
        response = a_response(committed, survey)
        for _ in range(3):
            a_perception(committed, response, kind=Kind.DESTINATION, place_id=place.id)
    a_response(committed, survey)  # asked, marked nothing
    publish()
    answer = as_anyone.get("/p/kramfors/layers/destinations.json", follow_redirects=True).json
    [nyland] = [feature["properties"] for feature in answer["features"]]
    assert (nyland["name"], nyland["people"], nyland["marks"]) == (
        "Nyland",
        5,
        20,
    )  # six and eighteen, told to five


def test_unknown_names_are_refused_by_name(
    as_anyone: FlaskClient, committed: Session, publish: Publish
) -> None:
    kramfors(committed)
    publish()
    for address, status, word in (
        ("/p/nowhere/layers/attitude.json", 404, "nowhere"),
        ("/p/kramfors/layers/feelings.json", 404, "feelings"),
        (ATTITUDE + "?survey=1999", 400, "1999"),
        (ATTITUDE + "?kind=pin", 400, "pin"),
        (ATTITUDE + "?theme=gold", 400, "gold"),
        (ATTITUDE + "?colour=red", 400, "colour"),
        (ATTITUDE + "?kind=pride", 400, "kind=pride"),
        (ATTITUDE + "?kind=pride&kind=problem", 400, "kind"),
        (ATTITUDE + "?kind=pride&theme=a", 400, "theme=a"),
        (ATTITUDE + "?purpose=trade", 400, "purpose"),
        (ATTITUDE + "?survey=%00", 400, "survey"),
        ("/p/%00/layers/attitude.json", 404, "control"),
        (ATTITUDE + "?area_set=deso", 400, "deso"),
        ("/p/kramfors/download/pdf", 404, "pdf"),
    ):
        answer = as_anyone.get(address, headers={"Accept": "application/json", "Accept-Language": "en"})
        assert answer.status_code == status, address
        assert answer.mimetype == "application/problem+json"
        assert word in answer.json["detail"]


def test_every_layer_answers_for_a_round_in_which_nothing_was_said(
    as_anyone: FlaskClient, committed: Session, publish: Publish
) -> None:
    a_survey(committed, a_project(committed, slug="empty"))
    publish("empty")
    for name in PUBLIC_LAYERS:
        answer = as_anyone.get(f"/p/empty/layers/{name}.json", follow_redirects=True)
        assert answer.status_code == 200, (name, answer.text)
        assert answer.json["features"] == []
        assert answer.json["mentalmap"]["captions"]


def test_the_basemap_has_the_projects_own_areas(
    as_anyone: FlaskClient, committed: Session, publish: Publish
) -> None:
    kramfors(committed)
    publish()
    answer = as_anyone.get("/p/kramfors/basemap.json", follow_redirects=True).json
    assert [feature["properties"]["name"] for feature in answer["areas"]["features"]] == ["Area A", "Area B"]
    assert answer["bounds"] == [17.0, 62.5, 18.8, 63.3]


def test_a_page_forgives_what_others_added_to_its_link(
    as_anyone: FlaskClient, committed: Session, publish: Publish
) -> None:
    kramfors(committed)
    publish()
    assert as_anyone.get("/p/kramfors?fbclid=abc&utm_source=post").status_code == 200
    moved = as_anyone.get("/p/kramfors/?layer=attitude")
    assert (moved.status_code, moved.location) == (302, "/p/kramfors?layer=attitude")


def test_what_two_filters_tell_gives_nobody_away(
    as_anyone: FlaskClient, committed: Session, publish: Publish
) -> None:
    _, survey = kramfors(committed)
    for number in range(12):
        response = a_response(committed, survey, valences=(2,), kind=Kind.PRIDE)
        if number < 9:
            a_perception(committed, response, valence=-2, kind=Kind.PROBLEM)
    publish()
    proud = attitudes(as_anyone, "?kind=pride")["Area A"]
    assert (proud["people"], proud["marks"]) == (10, None)  # marks would add up across kinds
    # Three of twelve saw no problem: to tell of the nine would tell of the three.
    assert attitudes(as_anyone, "?kind=problem")["Area A"]["status"] == "too_few"


def test_pages_are_kept_by_no_cache(as_anyone: FlaskClient, committed: Session, publish: Publish) -> None:
    assert as_anyone.get("/sign-in").headers["Cache-Control"] == "no-store"
