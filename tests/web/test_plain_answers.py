"""Answering without JavaScript: places by their names, nothing written is lost, and sent twice is once."""

from __future__ import annotations

import re
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from mentalmap.domain.receipt_codes import read_code, receipt_hash
from mentalmap.store.invitations import Invitation
from mentalmap.store.perceptions import Perception
from mentalmap.store.places import Place
from mentalmap.store.questionnaires import Answer, Question, Questionnaire, publish_questionnaire
from mentalmap.store.responses import Response
from mentalmap.store.surveys import Survey
from mentalmap.web import plain_sheets
from mentalmap.web.wording.flow import STRINGS as FLOW
from tests.store.making import a_place, a_project, a_survey, some_areas

URL = "/p/kramfors/svara/enkel"

ASKED: tuple[dict[str, Any], ...] = (
    {
        "key": "go",
        "form": "perception",
        "kind": "destination",
        "wording": {"en": "Where do you go?", "ar": "إلى أين تذهب؟"},
        "settings": {"shapes": ["point"], "asks": ["valence", "text"], "most": 5},
    },
    {
        "key": "way",
        "form": "perception",
        "kind": "route",
        "wording": {"en": "Which way do you take?"},
        "settings": {"shapes": ["ends", "line"], "asks": ["valence"], "most": 2},
    },
    {
        "key": "own",
        "form": "perception",
        "kind": "attitude",
        "wording": {"en": "How is it where you live?"},
        "settings": {"shapes": ["point"], "asks": ["valence"], "about": "home_area", "most": 1},
    },
    {
        "key": "stay",
        "form": "choice",
        "wording": {"en": "Will you stay?"},
        "settings": {
            "choices": [{"value": "yes", "label": {"en": "Yes"}}, {"value": "no", "label": {"en": "No"}}]
        },
    },
    {
        "key": "why",
        "form": "text",
        "wording": {"en": "Why would you leave?"},
        "settings": {"shown_if": {"question": "stay", "any_of": ["no"]}},
    },
)


@pytest.fixture(autouse=True)
def a_round(committed: Session, monkeypatch: pytest.MonkeyPatch) -> Iterator[Survey]:
    """A round is open that asks a little of everything; whoever answers in a test may be quick."""
    monkeypatch.setattr(plain_sheets, "LEAST_S", 0.0)
    project = a_project(committed, slug="kramfors", locale="en")
    some_areas(committed, project)
    for name, lon in (("Nyland", 17.765), ("Docksta", 17.79), ("Ullånger", 17.795)):
        a_place(committed, project, name, lon, 62.93)
    survey = a_survey(committed, project)
    survey.is_open = True
    asked = Questionnaire(
        survey_id=survey.id,
        version=1,
        title={"en": "Your place", "ar": "مكانك"},
        information={"en": "We want to know.\n\nYou choose."},
        thanks={"en": "The map comes in December."},
        settings={"locales": ["en", "ar"], "background": ["home_area", "gender"]},
        questions=[Question(position=number, **one) for number, one in enumerate(ASKED)],
    )
    committed.add(asked)
    committed.flush()
    publish_questionnaire(committed, asked)
    committed.commit()
    yield survey


def fields_of(page: str) -> dict[str, str]:
    """The hidden fields of a page, as a browser would send them."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in found}


def begin(client: FlaskClient, query: str = "lang=en") -> dict[str, str]:
    page = client.get(f"{URL}?{query}")
    assert page.status_code == 200, page.text
    return fields_of(page.text)


def send(client: FlaskClient, page: dict[str, str], do: str = "send", **told: Any) -> Any:
    written = {name.replace("__", "."): value for name, value in told.items()}
    return client.post(URL, data={**page, **written, "do": do}, follow_redirects=True)


def stored(session: Session) -> list[Perception]:
    session.rollback()
    return list(session.scalars(select(Perception).order_by(Perception.id)))


def test_somebody_answers_by_place_names(as_anyone: FlaskClient, committed: Session) -> None:
    answer = send(
        as_anyone,
        begin(as_anyone),
        go__0__where__name="nyland",
        go__0__valence="2",
        go__0__text="The shop",
        own__0__valence="-1",
        background__home_area="B",
        background__gender="woman",
        answer__stay="no",
        answer__why="No bus",
    )
    assert answer.status_code == 200, answer.text
    shop, home = stored(committed)
    assert (shop.kind, shop.valence, shop.quote, shop.precision) == ("destination", 2, "The shop", "exact")
    assert (shop.place_id is not None, shop.language, shop.placed_by) == (True, "en", "search")
    assert (home.kind, home.valence, home.precision) == ("attitude", -1, "village")
    response = committed.scalars(select(Response)).one()
    assert (response.channel, response.gender, response.device_hash) == ("web", "woman", None)
    assert committed.scalars(select(Answer.value).order_by(Answer.question_id)).all() == ["no", "No bus"]
    assert "The map comes in December." in answer.text


def test_the_receipt_on_the_thanks_page_is_the_one_that_is_kept(
    as_anyone: FlaskClient, committed: Session
) -> None:
    answer = send(as_anyone, begin(as_anyone), answer__stay="yes")
    [code] = re.findall(r'class="code"><bdi dir="ltr">([0-9A-Z-]+)</bdi>', answer.text)
    [link] = re.findall(r'href="([^"]+/kvitto#[^"]+)"', answer.text)
    secret = read_code(code)
    assert secret is not None and secret == read_code(link)
    kept = committed.scalars(select(Response.receipt_hash)).one()
    assert kept is not None and kept.hex() == receipt_hash(secret)


def test_sent_twice_is_stored_once_and_told_twice(as_anyone: FlaskClient, committed: Session) -> None:
    page = begin(as_anyone)
    first, second = (send(as_anyone, page, go__0__where__name="Nyland") for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.text == second.text
    assert len(stored(committed)) == 1


def test_other_answers_from_the_same_page_are_refused_and_kept_on_it(
    as_anyone: FlaskClient, committed: Session
) -> None:
    page = begin(as_anyone)
    send(as_anyone, page, go__0__where__name="Nyland")
    again = send(as_anyone, page, go__0__where__name="Docksta", go__0__text="Wait, this one")
    assert again.status_code == 422
    assert "Answers from this page have been sent before" in again.text
    assert "Wait, this one" in again.text
    assert len(stored(committed)) == 1


def test_a_name_that_is_not_found_is_asked_about_and_nothing_is_lost(
    as_anyone: FlaskClient, committed: Session
) -> None:
    told = {"go__0__where__name": "Nylan", "go__0__text": "The <b>shop</b>", "go__0__valence": "-2"}
    asked = send(as_anyone, begin(as_anyone), **told, answer__stay="yes")
    assert asked.status_code == 422
    assert "Did you mean" in asked.text
    assert 'value="place:nyland"' in asked.text
    assert "The &lt;b&gt;shop&lt;/b&gt;" in asked.text
    assert re.search(r'name="go\.0\.valence" value="-2" checked', asked.text)
    assert re.search(r'name="answer\.stay" value="yes" checked', asked.text)
    assert stored(committed) == []
    picked = {**told, "go__0__where__pick": "place:nyland", "answer__stay": "yes"}
    assert send(as_anyone, fields_of(asked.text), **picked).status_code == 200
    [shop] = stored(committed)
    assert (shop.quote, shop.valence) == ("The <b>shop</b>", -2)


def test_a_choice_is_forgotten_when_the_name_is_written_anew(
    as_anyone: FlaskClient, committed: Session
) -> None:
    asked = send(as_anyone, begin(as_anyone), go__0__where__name="Nylan")
    answer = send(
        as_anyone,
        fields_of(asked.text),
        go__0__where__name="Docksta",
        go__0__where__pick="place:nyland",
    )
    assert answer.status_code == 200
    [mark] = stored(committed)
    placed = committed.execute(select(func.ST_X(Perception.geom), Perception.place_id)).one()
    assert mark.place_id == placed.place_id
    assert committed.scalars(select(Place.name).where(Place.id == mark.place_id)).one() == "Docksta"


def test_words_are_enough_beside_an_area(as_anyone: FlaskClient, committed: Session) -> None:
    unknown = {"go__0__where__name": "behind the old barn"}
    asked = send(as_anyone, begin(as_anyone), **unknown)
    assert asked.status_code == 422
    answer = send(as_anyone, fields_of(asked.text), **unknown, go__0__where__area="A")
    assert answer.status_code == 200, answer.text
    [mark] = stored(committed)
    assert (mark.described, mark.precision, mark.placed_by) == ("behind the old barn", "village", "words")


def test_who_chose_none_of_the_suggestions_is_asked_for_the_area(as_anyone: FlaskClient) -> None:
    asked = send(as_anyone, begin(as_anyone), go__0__where__name="Nylan")
    again = send(as_anyone, fields_of(asked.text), go__0__where__name="Nylan", go__0__where__pick="words")
    assert again.status_code == 422
    assert "Choose the area where it is" in again.text


def test_a_way_is_told_by_its_ends(as_anyone: FlaskClient, committed: Session) -> None:
    way = {"way__0__where__name": "Nyland", "way__0__to__name": "Docksta", "way__0__valence": "1"}
    assert send(as_anyone, begin(as_anyone), **way).status_code == 200
    drawn = committed.scalars(select(func.ST_AsText(Perception.geom))).one()
    assert drawn == "LINESTRING(17.765 62.93,17.79 62.93)"


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ({"way__0__where__name": "Nyland"}, "Tell where it is"),
        ({"way__0__where__name": "Nyland", "way__0__to__name": "nyland"}, "begins and ends at the same"),
        ({"way__0__valence": "1"}, "Tell where it is"),
    ],
)
def test_a_way_needs_two_different_ends(
    as_anyone: FlaskClient, committed: Session, ends: dict[str, str], said: str
) -> None:
    answer = send(as_anyone, begin(as_anyone), **ends)
    assert answer.status_code == 422
    assert said in answer.text
    assert stored(committed) == []


def test_what_is_not_asked_is_neither_stored_nor_lost(as_anyone: FlaskClient, committed: Session) -> None:
    page = begin(as_anyone)
    answer = send(as_anyone, page, answer__stay="yes", answer__why="Still, no bus")
    assert answer.status_code == 422
    assert "Still, no bus" in answer.text
    assert "Only for you who answered “No” to the question “Will you stay?”" in answer.text
    assert stored(committed) == []


def test_more_rows_come_with_everything_that_was_written(as_anyone: FlaskClient) -> None:
    page = begin(as_anyone)
    told = {f"go.{row}.where.name": name for row, name in enumerate(("Nyland", "Docksta", "Nowhere"))}
    more = as_anyone.post(URL, data={**page, **told, "more": "go"})
    assert more.status_code == 200
    for name in told.values():
        assert f'value="{name}"' in more.text
    assert 'name="go.4.where.name"' in more.text
    assert 'name="go.5.where.name"' not in more.text  # five places at most
    assert 'name="more" value="go"' not in more.text


def test_the_language_changes_without_losing_answers(as_anyone: FlaskClient) -> None:
    page = begin(as_anyone)
    arabic = as_anyone.post(URL, data={**page, "go.0.text": "Bageriet", "speak": "ar"})
    assert '<html lang="ar" dir="rtl">' in arabic.text
    assert "إلى أين تذهب؟" in arabic.text
    assert "Bageriet" in arabic.text
    sent = send(as_anyone, fields_of(arabic.text), go__0__where__name="Nyland")
    assert '<html lang="ar" dir="rtl">' in sent.text


def test_enter_looks_places_up_and_sends_nothing(as_anyone: FlaskClient, committed: Session) -> None:
    page = as_anyone.get(f"{URL}?lang=en").text
    first = re.findall(r"<button[^>]*>", page)[0]
    assert 'value="look"' in first
    looked = send(as_anyone, fields_of(page), do="look", go__0__where__name="Nyland")
    assert "We found all your places" in looked.text
    assert stored(committed) == []


def test_an_empty_page_is_not_an_answer(as_anyone: FlaskClient, committed: Session) -> None:
    answer = send(as_anyone, begin(as_anyone))
    assert answer.status_code == 422
    assert "You have not answered anything yet" in answer.text
    assert committed.scalar(select(func.count()).select_from(Response)) == 0


def test_programs_that_fill_in_everything_or_at_once_are_stopped_and_people_lose_nothing(
    as_anyone: FlaskClient, committed: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = begin(as_anyone)
    told = {"go__0__where__name": "Nyland", "go__0__text": "My words"}
    trapped = send(as_anyone, page, **told, website="https://x.example")
    monkeypatch.setattr(plain_sheets, "LEAST_S", 3600.0)
    hasty = send(as_anyone, page, **told)
    for answer in (trapped, hasty):
        assert answer.status_code == 422
        assert "My words" in answer.text
    assert 'name="website" tabindex="-1" autocomplete="off">' in trapped.text
    assert stored(committed) == []


@pytest.mark.parametrize("sheet", ["", "x", "a.b", "W10.abc", "\u0000", "é" * 400])
def test_a_sheet_that_is_not_ours_is_replaced(as_anyone: FlaskClient, committed: Session, sheet: str) -> None:
    page = begin(as_anyone)
    answer = send(as_anyone, {**page, "sheet": sheet}, go__0__where__name="Nyland", go__0__text="Kept")
    assert answer.status_code == 400
    assert "Kept" in answer.text
    assert stored(committed) == []
    again = send(as_anyone, fields_of(answer.text), go__0__where__name="Nyland")
    assert again.status_code == 200


def test_a_sheet_of_another_project_is_replaced(as_anyone: FlaskClient, committed: Session) -> None:
    with as_anyone.application.app_context():
        other = plain_sheets.sign_sheet(plain_sheets.new_sheet(datetime.now(UTC)), "elsewhere")
    assert send(as_anyone, {**begin(as_anyone), "sheet": other}, answer__stay="yes").status_code == 400


def test_questions_that_close_meanwhile_leave_the_words_for_copying(
    as_anyone: FlaskClient, committed: Session
) -> None:
    page = begin(as_anyone)
    committed.execute(update(Survey).values(is_open=False))
    committed.commit()
    answer = send(as_anyone, page, go__0__where__name="Nyland", go__0__text="The <i>bakery</i>")
    assert answer.status_code == 409
    assert "The &lt;i&gt;bakery&lt;/i&gt;" in answer.text and "Nyland" in answer.text
    assert "No questions are asked now" in as_anyone.get(f"{URL}?lang=en").text


def test_who_sends_again_after_the_end_is_told_that_the_answers_arrived(
    as_anyone: FlaskClient, committed: Session
) -> None:
    page = begin(as_anyone)
    send(as_anyone, page, go__0__where__name="Nyland")
    committed.execute(update(Survey).values(is_open=False))
    committed.commit()
    again = send(as_anyone, page, go__0__where__name="Nyland")
    assert "arrived before that" in again.text
    assert "has not been sent" not in again.text


def test_changed_questions_are_shown_before_anything_is_sent(as_anyone: FlaskClient) -> None:
    page = begin(as_anyone)
    answer = send(as_anyone, {**page, "version": "7"}, go__0__where__name="Nyland")
    assert answer.status_code == 422
    assert "The questions have been changed meanwhile" in answer.text
    assert send(as_anyone, fields_of(answer.text), go__0__where__name="Nyland").status_code == 200


def test_an_invitation_comes_along(as_anyone: FlaskClient, committed: Session, a_round: Survey) -> None:
    committed.add(
        Invitation(
            project_id=a_round.project_id,
            survey_id=a_round.id,
            metric_srid=a_round.metric_srid,
            code="abcd23",
            via="poster",
            sender="The library",
        )
    )
    committed.commit()
    send(as_anyone, begin(as_anyone, "lang=en&k=abcd23"), answer__stay="yes")
    assert committed.scalars(select(Response.invitation_id)).one() is not None


@pytest.mark.parametrize(
    "told",
    [
        {"rows.go": "999999999"},
        {"rows.go": "-1"},
        {"rows.go": "٣"},
        {"go.0.valence": "9", "go.0.where.name": "Nyland"},
        {"answer.stay": "maybe"},
        {"background.gender": "robot"},
        {"go.0.where.area": "ZZZ"},
        {"go.0.where.name": "\u202eNyland\x00"},
        {"go.0.where.name": "x" * 5000},
        {"go.0.where.pick": "place:nope", "go.0.where.asked": "", "go.0.where.name": ""},
        {"speak": "../../etc"},
        {"k": "%00" * 50},
        {"background.home_area": "nowhere"},
    ],
)
def test_hostile_fields_end_in_a_page(as_anyone: FlaskClient, told: dict[str, str]) -> None:
    told = {**begin(as_anyone), "answer.stay": "yes", **told, "do": "send"}
    answer = as_anyone.post(URL, data=told, follow_redirects=True)
    assert answer.status_code in (200, 422), answer.text
    assert "<html lang=" in answer.text


def test_a_text_too_long_is_said_beside_its_field(as_anyone: FlaskClient, committed: Session) -> None:
    long = "a" * 4_001
    answer = send(as_anyone, begin(as_anyone), go__0__where__name="Nyland", go__0__text=long)
    assert answer.status_code == 422
    assert '<a href="#go.0.text">' in answer.text
    assert long in answer.text
    assert stored(committed) == []


def test_another_site_cannot_send_the_form(as_anyone: FlaskClient) -> None:
    page = begin(as_anyone)
    answer = as_anyone.post(
        URL, data={**page, "answer.stay": "yes", "do": "send"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403


def test_no_page_needs_a_cookie(as_anyone: FlaskClient) -> None:
    assert "Set-Cookie" not in as_anyone.get(URL).headers


CODE = "/p/kramfors/kvitto/kod"


def a_receipt(client: FlaskClient) -> str:
    """Answer, and give the code of the receipt."""
    told = {"go.0.where.name": "Nyland", "go.0.text": "<b>Bread</b>", "go.0.valence": "2"}
    answer = client.post(
        URL,
        data={**begin(client), **told, "answer.stay": "no", "background.home_area": "B", "do": "send"},
        follow_redirects=True,
    )
    [code] = re.findall(r'class="code"><bdi dir="ltr">([0-9A-Z-]+)</bdi>', answer.text)
    return str(code)


def test_the_code_of_a_receipt_shows_the_answers_in_words(as_anyone: FlaskClient) -> None:
    code = a_receipt(as_anyone)
    assert "Write the code of your receipt" in as_anyone.get(f"{CODE}?lang=en").text
    page = as_anyone.post(f"{CODE}?lang=en", data={"code": code.lower().replace("-", " ")})
    assert page.status_code == 200, page.text
    for words in ("Where do you go?", "Nyland", "&lt;b&gt;Bread&lt;/b&gt;", "Very good", "Area B"):
        assert words in page.text
    assert "Waits to be read before others see it" in page.text
    assert "Round of questions:" in page.text and "Sent on " in page.text
    assert '<dd dir="auto">No</dd>' in page.text


def test_answers_are_taken_back_only_when_it_was_confirmed(
    as_anyone: FlaskClient, committed: Session
) -> None:
    code = a_receipt(as_anyone)
    unsure = as_anyone.post(f"{CODE}/withdraw?lang=en", data={"code": code})
    assert unsure.status_code == 422
    assert "Nothing has been taken back" in unsure.text
    assert len(stored(committed)) == 1
    done = as_anyone.post(f"{CODE}/withdraw?lang=en", data={"code": code, "sure": "yes"})
    assert "Your answers have been taken back" in done.text
    assert stored(committed) == []
    assert as_anyone.post(f"{CODE}/withdraw", data={"code": code, "sure": "yes"}).status_code == 404


@pytest.mark.parametrize("code", ["", "K7DM", "0" * 26, "<script>", "x" * 100_000])
def test_a_code_that_nobody_was_given_shows_nothing(as_anyone: FlaskClient, code: str) -> None:
    page = as_anyone.post(f"{CODE}?lang=en", data={"code": code})
    assert page.status_code == 404
    assert "No answers have this code" in page.text
    assert "<script>" not in page.text


def test_a_code_opens_nothing_in_another_project(as_anyone: FlaskClient, committed: Session) -> None:
    code = a_receipt(as_anyone)
    a_project(committed, slug="elsewhere")
    committed.commit()
    assert as_anyone.post("/p/elsewhere/kvitto/kod", data={"code": code}).status_code == 404


def test_loading_the_thanks_anew_shows_the_receipt_again_and_sends_nothing(
    as_anyone: FlaskClient, committed: Session
) -> None:
    page = begin(as_anyone)
    answer = as_anyone.post(URL, data={**page, "answer.stay": "yes", "do": "send"})
    assert answer.status_code == 303
    thanks = answer.headers["Location"]
    codes = {re.findall(r'class="code">(.*?)</p>', as_anyone.get(thanks).text)[0] for _ in range(2)}
    assert len(codes) == 1
    [secret] = [read_code(re.sub("<[^>]*>", "", code)) for code in codes]
    assert secret is not None and secret.hex() not in unsealed(thanks)
    assert len(committed.scalars(select(Response)).all()) == 1


def unsealed(address: str) -> str:
    """What anybody can read in the address of the thanks."""
    payload = parse_qs(urlsplit(address).query)["of"][0].rsplit(".", 2)[0]
    plain = urlsafe_b64decode(payload.lstrip(".") + "=" * 3)
    return (zlib.decompress(plain) if payload.startswith(".") else plain).decode()


def test_an_address_of_thanks_ends_after_an_hour_and_belongs_to_one_project(
    as_anyone: FlaskClient, committed: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    thanks = as_anyone.post(URL, data={**begin(as_anyone), "answer.stay": "yes", "do": "send"}).headers[
        "Location"
    ]
    a_project(committed, slug="hagfors")
    committed.commit()
    for wrong in (thanks.replace("/kramfors/", "/hagfors/"), thanks.replace("of=", "of=x"), f"{URL}/thanks"):
        away = as_anyone.get(wrong)
        assert (away.status_code, 'class="code"' in away.text) == (302, False), wrong
    monkeypatch.setattr(plain_sheets, "SHOWN_S", -1)
    assert as_anyone.get(thanks).status_code == 302


def test_the_words_are_those_of_the_pages_with_scripts(as_anyone: FlaskClient) -> None:
    page = unescape(as_anyone.get(f"{URL}?lang=en").text)
    for key in ("feels_m2", "feels_m1", "feels_0", "feels_p1", "feels_p2", "gender_other", "feeling"):
        assert f"{FLOW[f'flow_{key}'].text}<" in page, key
