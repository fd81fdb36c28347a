"""Bad answers: one problem per fault with a pointer, in the sender's language, and nothing half-stored."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentalmap.store.codebooks import Theme, add_codes
from mentalmap.store.deliveries import Delivery
from mentalmap.store.perceptions import Perception
from mentalmap.store.responses import Response
from mentalmap.web.site import limiter
from tests.store.making import some_areas
from tests.web.answering import (
    KRAMFORS,
    OURS,
    RESPONSES,
    SVARA,
    a_body,
    a_mark,
    an_asking_project,
    faults,
    post,
    proven,
)

FIRST = "#/marks/0"
PYDANTIC_ENGLISH = re.compile(r"Input should|Field required|String should|Extra inputs|pydantic", re.I)


def stored(session: Session) -> int:
    """How many rows there are of anything that an answer writes."""
    return sum(
        session.scalar(select(func.count()).select_from(noun)) or 0
        for noun in (Response, Perception, Delivery)
    )


def a_where(**details: Any) -> dict[str, Any]:
    """A mark that lies there."""
    return a_mark(where={"by": "map", "precision": "exact", **details})


def a_shape(name: str, *coordinates: Any) -> dict[str, Any]:
    """A mark of this shape."""
    return a_where(geometry={"type": name, "coordinates": list(coordinates)})


RING = [[17.76, 62.92], [17.77, 62.92], [17.77, 62.93], [17.76, 62.92]]
TWISTED = [[17.76, 62.92], [17.77, 62.93], [17.77, 62.92], [17.76, 62.93], [17.76, 62.92]]
WHERE = f"{FIRST}/where"
GEOMETRY = f"{WHERE}/geometry"
DAY = timedelta(days=1)


def when(ago: timedelta) -> str:
    """A time before now."""
    return (datetime.now(UTC) - ago).isoformat()


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({"id": "1"}, {"#/id": "wrong_form"}),
        ({"id": str(uuid4()).upper()}, {"#/id": "wrong_form"}),
        ({"more": 1}, {"#/more": "unknown_field"}),
        ({"a/b~c": 1}, {"#/a~1b~0c": "unknown_field"}),
        ({"version": 7}, {"#/version": "unknown_version"}),
        ({"version": True}, {"#/version": "wrong_form"}),
        ({"said_at": when(401 * DAY)}, {"#/said_at": "too_old"}),
        ({"said_at": when(-2 * DAY)}, {"#/said_at": "in_future"}),
        ({"said_at": "9999-12-31T23:59:59Z"}, {"#/said_at": "in_future"}),
        ({"said_at": "0001-01-01T00:00:00+14:00"}, {"#/said_at": "too_old"}),
        ({"said_at": "2026-05-17T09:30:00"}, {"#/said_at": "wrong_form"}),
        ({"receipt_hash": "A" * 64}, {"#/receipt_hash": "wrong_form"}),
        ({"background": {"home_area": "Z"}}, {"#/background/home_area": "unknown_code"}),
        ({"background": {"age_band": "young", "gender": "x"}}, {"#/background/gender": "unknown_code"}),
        ({"background": {"age_band": "young"}}, {"#/background/age_band": "wrong_form"}),
        ({"answers": {"who": "1"}}, {"#/answers/who": "unknown_question"}),
        ({"answers": {"pride": "1"}}, {"#/answers/pride": "wrong_form"}),
        ({"answers": {"listens": "4"}}, {"#/answers/listens": "unknown_choice"}),
        ({"answers": {"listens": ["1"]}}, {"#/answers/listens": "wrong_form"}),
        ({"answers": {"listens": 1}}, {"#/answers/listens": "wrong_form"}),
        ({"answers": {"uses": ["1", "9"]}}, {"#/answers/uses": "unknown_choice"}),
        ({"answers": {"why": "för att"}}, {"#/answers/why": "not_asked"}),
        ({"answers": {"listens": "1", "why": "x" * 5000}}, {"#/answers/why": "too_long"}),
        ({"answers": {"talk": "hej"}}, {"#/answers/talk": "not_asked"}),
        ({"marks": [a_mark(question="listens")]}, {f"{FIRST}/question": "unknown_question"}),
        ({"marks": [a_mark(valence=3)]}, {f"{FIRST}/valence": "out_of_range"}),
        ({"marks": [a_mark(valence=1.5)]}, {f"{FIRST}/valence": "wrong_form"}),
        ({"marks": [a_mark(nature="physical")]}, {f"{FIRST}/nature": "not_asked"}),
        ({"marks": [a_mark(purposes=["trade", "war"])]}, {f"{FIRST}/purposes/1": "unknown_code"}),
        ({"marks": [a_mark(text="x" * 4001)]}, {f"{FIRST}/text": "too_long"}),
        ({"marks": [a_mark(text="Hej\u0000")]}, {f"{FIRST}/text": "control_character"}),
        ({"marks": [a_mark(text="Hej\u202e!")]}, {f"{FIRST}/text": "bidi_character"}),
        ({"marks": [a_where(area="A", words="\u2066x")]}, {f"{WHERE}/words": "bidi_character"}),
        ({"marks": [a_where(by="words", area="A")]}, {f"{WHERE}/words": "missing"}),
        ({"marks": [a_where()]}, {WHERE: "wrong_form"}),
        ({"marks": [a_where(area="A", place="nyland")]}, {WHERE: "wrong_form"}),
        ({"marks": [a_where(place="Z")]}, {f"{WHERE}/place": "unknown_code"}),
        ({"marks": [a_where(geometry=KRAMFORS, zoom=25)]}, {f"{WHERE}/zoom": "out_of_range"}),
        ({"marks": [a_shape("MultiPoint", [17.77, 62.93])]}, {GEOMETRY: "wrong_shape"}),
        ({"marks": [a_shape("LineString", *RING)]}, {GEOMETRY: "wrong_shape"}),
        ({"marks": [a_shape("Point", 62.93, 17.77)]}, {GEOMETRY: "geometry"}),
        ({"marks": [a_shape("Point", 0, 0)]}, {GEOMETRY: "geometry"}),
        ({"marks": [a_shape("Point", 18.07, 59.33)]}, {GEOMETRY: "geometry"}),
        ({"marks": [a_shape("Point", "17.77", "62.93")]}, {GEOMETRY: "geometry"}),
        ({"marks": [a_shape("GeometryCollection")]}, {GEOMETRY: "geometry"}),
        ({"marks": [{**a_shape("Polygon", TWISTED), "question": "wall"}]}, {GEOMETRY: "geometry"}),
        ({"marks": [{**a_shape("Polygon", RING[:3]), "question": "wall"}]}, {GEOMETRY: "geometry"}),
        (
            {"marks": [{**a_shape("LineString", *RING[:3]), "question": "start_and_end"}]},
            {GEOMETRY: "wrong_shape"},
        ),
        ({"marks": [same := a_mark(), a_mark(), same]}, {"#/marks/2/id": "duplicate"}),
        ({"marks": "none"}, {"#/marks": "wrong_form"}),
    ],
)
def test_each_fault_is_told_where_it_is(
    as_anyone: FlaskClient, committed: Session, details: Mapping[str, Any], expected: Mapping[str, str]
) -> None:
    an_asking_project(committed)
    committed.commit()
    answer = post(as_anyone, a_body(**details))
    assert (answer.status_code, faults(answer)) == (422, expected)
    assert stored(committed) == 0
    assert not PYDANTIC_ENGLISH.search(answer.text)


def test_all_faults_are_told_at_once_and_no_more_than_anybody_reads(
    as_anyone: FlaskClient, committed: Session
) -> None:
    an_asking_project(committed)
    committed.commit()
    marks = [a_where(geometry=KRAMFORS, place="Z"), a_mark(text="\u0007"), a_shape("Point", 62.93, 17.77)]
    told = faults(post(as_anyone, a_body(answers={"listens": "4"}, background={"group": "x"}, marks=marks)))
    assert told == {
        "#/background/group": "unknown_code",
        "#/answers/listens": "unknown_choice",
        "#/marks/0/where": "wrong_form",
        "#/marks/0/where/place": "unknown_code",
        "#/marks/1/text": "control_character",
        "#/marks/2/where/geometry": "geometry",
    }
    many = post(as_anyone, a_body(marks=[a_mark(text="\u0007") for _ in range(200)]))
    assert len(faults(many)) == 50
    very_many = post(as_anyone, a_body(marks=[a_mark() for _ in range(2501)]))
    assert faults(very_many) == {"#/marks": "too_many"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe{}",
        b"[" * 100_000,
        b'{"marks":' + b"[" * 100_000,
        b"null",
        b'"text"',
        json.dumps(proven(a_body())).encode().replace(b"13.5", b"NaN"),
        json.dumps(proven(a_body())).encode().replace(b"13.5", b"Infinity"),
        json.dumps(proven(a_body())).encode().replace(b"13.5", b"1e400"),
        json.dumps(proven(a_body())).encode().replace(b"17.77", b"1e400"),
        json.dumps(proven(a_body())).encode().replace(b"17.77", b"9" * 5000),
        json.dumps(proven(a_body())).encode().replace(b'"pride"', b'"\\ud800"'),
        b'{"id": {"id": {"id": {}}}}',
        json.dumps({str(number): 0 for number in range(100_000)}).encode(),
        json.dumps({"marks": [{}] * 400_000}).encode(),
    ],
    ids=range(15),
)
def test_what_is_no_answer_at_all_is_a_problem_and_not_a_crash(
    as_anyone: FlaskClient, committed: Session, body: bytes
) -> None:
    an_asking_project(committed)
    committed.commit()
    answer = as_anyone.post(RESPONSES, data=body, content_type="application/json", headers=OURS)
    assert answer.status_code == 422, answer.text
    assert 1 <= len(faults(answer)) <= 50
    assert not PYDANTIC_ENGLISH.search(answer.text)
    assert stored(committed) == 0


def test_too_large_too_foreign_and_of_the_wrong_kind(as_anyone: FlaskClient, committed: Session) -> None:
    an_asking_project(committed)
    committed.commit()
    large = post(as_anyone, a_body(marks=[a_mark(text="x" * 10_000_000)]))
    assert (large.status_code, large.json and large.json["code"]) == (413, "too_large")
    body = json.dumps(proven(a_body()))
    foreign = as_anyone.post(
        RESPONSES,
        data=body,
        content_type="application/json",
        headers={**OURS, "Sec-Fetch-Site": "cross-site"},
    )
    bare = as_anyone.post(RESPONSES, data=body, content_type="application/json")
    form = as_anyone.post(RESPONSES, data=body, content_type="text/plain", headers=OURS)
    assert (foreign.status_code, bare.status_code, form.status_code) == (403, 403, 415)
    assert {one.mimetype for one in (large, foreign, bare, form)} == {"application/problem+json"}
    assert stored(committed) == 0


def test_a_round_that_is_unknown_closed_or_without_proof_is_told_by_its_word(
    as_anyone: FlaskClient, committed: Session
) -> None:
    _, survey = an_asking_project(committed)
    committed.commit()
    cases = [(post(as_anyone, a_body(survey="1999")), 404, "unknown_survey")]
    bare = as_anyone.post(
        RESPONSES, data=json.dumps({**a_body(), "proof": "1"}), content_type="application/json", headers=OURS
    )
    cases.append((bare, 422, "proof_missing"))
    sent = proven(a_body())
    first = post(as_anyone, sent)
    other = post(as_anyone, {**sent, "language": "en"})
    cases.append((other, 422, "conflicting_retry"))
    survey.is_open = False
    committed.commit()
    cases.append((post(as_anyone, a_body()), 409, "survey_closed"))
    # Nobody is told to mend what would not be taken when mended.
    cases.append((post(as_anyone, a_body(marks=[a_mark(themes=["war"])])), 409, "survey_closed"))
    for answer, status, code in cases:
        assert (answer.status_code, answer.json and answer.json["code"]) == (status, code)
        assert answer.headers["Cache-Control"] == "no-store"
    again = post(as_anyone, sent)  # was stored while it was open
    assert (first.status_code, again.status_code, again.json) == (201, 201, first.json)
    nowhere = post(as_anyone, a_body(), address="/p/nowhere/svara/responses")
    assert nowhere.status_code == 404
    assert stored(committed) == 3


def test_faults_speak_the_language_of_the_answer_unless_the_address_asks(
    as_anyone: FlaskClient, committed: Session
) -> None:
    an_asking_project(committed)
    committed.commit()
    body = a_body(marks=[a_where()])
    swedish, english = post(as_anyone, body), post(as_anyone, {**body, "language": "en"})
    asked = post(as_anyone, body, address=f"{RESPONSES}?lang=en")
    unread = post(as_anyone, {**body, "language": "en", "id": 5})
    titles = [one.json and one.json["title"] for one in (swedish, english, asked, unread)]
    assert titles[1] == titles[2] == titles[3] == "That cannot be taken as it is"
    assert titles[0] != titles[1]


def test_areas_of_another_project_are_unknown_here(as_anyone: FlaskClient, committed: Session) -> None:
    an_asking_project(committed)
    other, _ = an_asking_project(committed, slug="elsewhere")
    some_areas(committed, other, slug="more")
    committed.commit()
    there = post(as_anyone, a_body(marks=[a_where(area="A")]), address="/p/elsewhere/svara/responses")
    assert there.status_code == 201
    used = there.json and there.json["id"]
    assert used
    mark = a_mark()
    assert post(as_anyone, a_body(marks=[mark])).status_code == 201
    assert faults(post(as_anyone, a_body(marks=[a_mark(), mark]))) == {"#/marks/1/id": "duplicate"}
    assert (
        post(as_anyone, a_body(marks=[mark]), address=RESPONSES.replace("kramfors", "elsewhere")).status_code
        == 201
    )


def test_a_code_that_was_added_a_moment_ago_is_known_and_one_that_was_removed_is_not(
    as_anyone: FlaskClient, committed: Session
) -> None:
    project, _ = an_asking_project(committed)
    committed.commit()
    assert post(as_anyone, a_body()).status_code == 201  # the codes are remembered now
    some_areas(committed, project, slug="bygder-2")
    add_codes(committed, Theme, project.id, [("snow", {"sv": "snö"})])
    committed.commit()
    assert post(as_anyone, a_body(marks=[a_mark(themes=["snow"])])).status_code == 201
    committed.execute(Perception.__table__.update().values(theme_ids=[]))
    committed.execute(Theme.__table__.delete().where(Theme.code == "snow"))
    committed.commit()
    answer = post(as_anyone, a_body(marks=[a_mark(themes=["snow"])]))
    assert faults(answer) == {f"{FIRST}/themes/0": "unknown_code"}


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
OF_A_MARK = ("id", "question", "where", "nature", "purposes", "valence", "themes", "text")
OF_WHERE = ("by", "geometry", "place", "area", "words", "zoom", "precision")
PATHS = st.sampled_from(
    [(key,) for key in a_body()]
    + [("marks", 0, key) for key in OF_A_MARK]
    + [("marks", 0, "where", key) for key in OF_WHERE]
    + [("marks", 0, "where", "geometry", key) for key in ("type", "coordinates")]
    + [("answers", "why"), ("answers", "uses"), ("background", "age_band"), ("effort", "taps")]
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=PATHS, value=ANY_JSON)
def test_whatever_stands_in_a_field_is_stored_or_told(
    as_anyone: FlaskClient, committed: Session, path: tuple[str | int, ...], value: object
) -> None:
    limiter.enabled = False
    try:
        if not committed.scalar(select(func.count()).select_from(Response.metadata.tables["project"])):
            an_asking_project(committed)
            committed.commit()
        body: Any = deepcopy(a_body())  # the point is shared
        part = body
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = value
        answer = post(as_anyone, body)
        assert answer.status_code in (201, 404, 409, 422), answer.text
        assert answer.status_code == 201 or answer.mimetype == "application/problem+json"
        assert not PYDANTIC_ENGLISH.search(answer.text)
    finally:
        limiter.enabled = True


def test_the_ground_fits_a_phone_and_an_unknown_language_is_told(
    as_anyone: FlaskClient, committed: Session
) -> None:
    an_asking_project(committed)
    committed.commit()
    ground = as_anyone.get(f"{SVARA}/ground.json")
    assert ground.json is not None
    assert [one["properties"]["name"] for one in ground.json["areas"]["features"]] == ["Area A", "Area B"]
    again = as_anyone.get(f"{SVARA}/ground.json", headers={"If-None-Match": ground.headers["ETag"]})
    assert again.status_code == 304
    assert as_anyone.get(f"{SVARA}/words/xx.json").status_code == 404
    arabic = as_anyone.get(f"{SVARA}/words/ar.json")
    assert arabic.json is not None
    assert (arabic.json["locale"], arabic.json["dir"]) == ("ar", "rtl")
    assert as_anyone.get(f"{SVARA}?preview=2026").status_code == 403
