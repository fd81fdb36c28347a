"""What people said, and the card of one area."""

from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from mentalmap.domain.vocabulary import ModerationState
from tests.web.planning import IN_B, PLAN, a_planned_project, somebody

QUOTES = f"{PLAN}/quotes.json"


def said(client: FlaskClient, query: str = "") -> list[str]:
    """The quotes of an answer."""
    answer = client.get(f"{QUOTES}?lang=en&{query}")
    assert answer.status_code == 200, answer.text
    return [one["quote"] for one in answer.json["quotes"]]


def a_talkative_project(session: Session) -> None:
    """Six people of whom some are quoted, in two areas, over three days."""
    _, survey = a_planned_project(session)
    somebody(session, survey, quote="Mörkt vid bron", said_on="2016-05-01", theme="safety", valence=-1)
    somebody(session, survey, quote="100 % ljus på torget", said_on="2016-05-03", wkt=IN_B)
    somebody(session, survey, quote="<script>alert(1)</script>", said_on="2016-05-02", language="en")
    somebody(session, survey, quote="مرحبا بالعالم", language="ar")
    somebody(session, survey, quote="  \t ")
    somebody(session, survey, quote="bron är vacker", said_on="2016-05-01")
    somebody(session, survey, quote="väntar", state=ModerationState.PENDING)
    somebody(session, survey, quote="dold", state=ModerationState.HIDDEN)
    session.commit()


def test_quotes_come_the_newest_first_and_page_by_page(as_planner: FlaskClient, committed: Session) -> None:
    a_talkative_project(committed)
    everything = [
        "100 % ljus på torget",
        "<script>alert(1)</script>",
        "bron är vacker",
        "Mörkt vid bron",
        "مرحبا بالعالم",
    ]
    assert said(as_planner) == everything
    assert said(as_planner, "limit=2&offset=2") == everything[2:4]
    assert said(as_planner, "limit=0") == []
    assert said(as_planner, "offset=9999999") == []
    assert as_planner.get(QUOTES).json["total"] == 5


def test_a_search_finds_words_in_any_case_and_takes_signs_as_they_are(
    as_planner: FlaskClient, committed: Session
) -> None:
    a_talkative_project(committed)
    assert said(as_planner, "search=BRON") == ["bron är vacker", "Mörkt vid bron"]
    assert said(as_planner, "search=bron+mörkt") == ["Mörkt vid bron"]
    assert said(as_planner, "search=%25") == ["100 % ljus på torget"]
    for nothing in ("_____", "%25%25", "\\", "'; DROP TABLE perception; --", "%s", ".*", "väntar", "dold"):
        assert said(as_planner, f"search={nothing}") == [], nothing
    assert said(as_planner, "search=مرحبا") == ["مرحبا بالعالم"]


def test_quotes_follow_the_filter_and_the_area(as_planner: FlaskClient, committed: Session) -> None:
    a_talkative_project(committed)
    assert said(as_planner, "theme=safety") == ["Mörkt vid bron"]
    assert said(as_planner, "area=B") == ["100 % ljus på torget"]
    assert said(as_planner, "valence_max=-1&area=B") == []
    [quote] = as_planner.get(f"{QUOTES}?lang=en&theme=safety").json["quotes"]
    assert {
        key: quote[key] for key in ("kind", "kind_label", "valence", "themes", "area_name", "said_on")
    } == {
        "kind": "pride",
        "kind_label": "Pride",
        "valence": -1.0,
        "themes": ["Safety"],
        "area_name": "Area A",
        "said_on": "2016-05-01",
    }


def test_what_was_hidden_a_moment_ago_is_not_quoted(as_planner: FlaskClient, committed: Session) -> None:
    a_talkative_project(committed)
    assert "Mörkt vid bron" in said(as_planner)
    # Behind the back of the workers: no event tells them.
    committed.execute(text("UPDATE perception SET moderation_state = 'hidden' WHERE quote LIKE 'Mörkt%'"))
    committed.commit()
    assert "Mörkt vid bron" not in said(as_planner)


def test_questions_that_make_no_sense_are_refused(as_planner: FlaskClient, committed: Session) -> None:
    a_talkative_project(committed)
    for query in (
        "limit=101",
        "limit=-1",
        "limit=x",
        "limit=٣",
        "offset=1e3",
        "offset=99999999999999999999",
        "area=nowhere",
        "search=" + "x" * 201,
        "search=" + "+".join("abcdefghijkl"),
        "words=x",
    ):
        answer = as_planner.get(f"{QUOTES}?{query}")
        assert (answer.status_code, answer.mimetype) == (400, "application/problem+json"), query


def test_the_card_says_it_in_words_first(as_planner: FlaskClient, committed: Session) -> None:
    _, survey = a_planned_project(committed)
    for number in range(12):
        somebody(committed, survey, valence=2, theme="safety", quote=f"Fint {number}", group="youth")
        somebody(committed, survey, theme="service")  # says nothing of how it feels
    for _ in range(4):
        somebody(committed, survey, valence=-2, wkt=IN_B)
    somebody(committed, survey, wkt=IN_B, theme="service")
    committed.commit()
    card = as_planner.get(f"{PLAN}/areas/A.json?lang=en").json
    assert (card["id"], card["name"], card["status"]) == ("A", "Area A", "ok")
    assert card["sentences"][0].startswith("Positive: probably between +")
    assert "12 people have spoken about this area." in card["sentences"]
    assert "Most of it is about Safety." in card["sentences"]
    assert {"label": "People", "value": "12"} in card["numbers"]
    assert card["themes"] == [
        {"code": "safety", "label": "Safety", "people": 12, "share": 1.0, "is_top": True}
    ]
    assert (len(card["quotes"]), card["quotes_total"]) == (5, 12)
    few = as_planner.get(f"{PLAN}/areas/B.json?lang=en").json
    assert (few["status"], few["sentences"], few["numbers"], few["themes"]) == (
        "too_few",
        ["Too few answers to show."],
        [],
        [],
    )
    nobody = as_planner.get(f"{PLAN}/areas/B.json?lang=en&theme=safety").json
    assert (nobody["status"], nobody["sentences"]) == (
        "no_data",
        ["Nobody in this choice has marked anything here."],
    )
    unfelt = as_planner.get(f"{PLAN}/areas/A.json?lang=en&theme=service").json
    assert (unfelt["status"], unfelt["sentences"]) == (
        "no_data",
        ["12 people have marked something here, but not how they feel."],
    )
    assert as_planner.get(f"{PLAN}/areas/B.json?lang=en&theme=service").json["sentences"] == [
        "Fewer than 5 people have marked something here, and nobody has said how it feels."
    ]
    assert as_planner.get(f"{PLAN}/areas/B.json?group=youth").json["quotes"] == []


def test_a_feeling_that_is_not_certain_is_called_probable(
    as_planner: FlaskClient, committed: Session
) -> None:
    _, survey = a_planned_project(committed)
    for valence in (-2, -2, -2, 1, 1, -1, 0):
        somebody(committed, survey, valence=valence)
    committed.commit()
    first = as_planner.get(f"{PLAN}/areas/A.json?lang=en").json["sentences"][0]
    assert first in (
        "Probably negative; we cannot say how much.",
        "We cannot say whether people feel good or bad about it.",
    )


def test_an_area_with_a_stroke_in_its_code_has_a_card(as_planner: FlaskClient, committed: Session) -> None:
    a_talkative_project(committed)
    committed.execute(text("UPDATE area SET code = 'Å/1.json' WHERE code = 'A'"))
    committed.commit()
    assert as_planner.get(f"{PLAN}/areas/%C3%85%2F1.json.json").json["id"] == "Å/1.json"


def test_an_area_that_is_not_in_the_set_has_no_card(as_planner: FlaskClient, committed: Session) -> None:
    a_talkative_project(committed)
    for area in ("nowhere", "A%20", "%2e%2e", "A?area_set=hex-1000", "x" * 3000):
        answer = as_planner.get(
            f"{PLAN}/areas/{area.replace('?', '.json?') if '?' in area else area + '.json'}"
        )
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json"), area[:30]
