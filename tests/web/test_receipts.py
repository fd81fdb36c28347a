"""Receipts: who holds the secret sees, changes and withdraws; nobody else learns anything."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from mentalmap.store.deliveries import Delivery
from mentalmap.store.perceptions import Perception
from mentalmap.store.photos import Photo
from mentalmap.store.questionnaires import Answer
from mentalmap.store.responses import Response
from tests.web.answering import OURS, RESPONSES, a_body, a_mark, an_asking_project, faults, post, proven

RECEIPT = "/p/kramfors/kvitto/response.json"


def holding(secret: bytes) -> dict[str, str]:
    """The headers of a page that holds a receipt."""
    return {**OURS, "Authorization": f"Receipt {base64.urlsafe_b64encode(secret).decode().rstrip('=')}"}


def put(client: FlaskClient, secret: bytes, body: dict[str, Any]) -> TestResponse:
    """Change what was said."""
    return client.put(
        RECEIPT, data=json.dumps(body), content_type="application/json", headers=holding(secret)
    )


def send_photo(
    client: FlaskClient, secret: bytes, body: dict[str, Any], mark: str, photo: bytes
) -> TestResponse:
    """Send a photo of a mark."""
    return client.put(
        f"{RESPONSES}/{body['id']}/photos/{mark}",
        data=photo,
        content_type="image/jpeg",
        headers=holding(secret),
    )


def a_photo(width: int = 640, height: int = 480, **how: Any) -> bytes:
    """A picture with the place, the time and the camera in it, lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Kamerafabriken"
    exif[0x8825] = {1: "N", 2: (62.0, 55.0, 48.0), 3: "E", 4: (17.0, 46.0, 12.0)}
    room = BytesIO()
    Image.new("RGB", (width, height), "green").save(room, how.get("format", "JPEG"), exif=exif)
    return room.getvalue()


@pytest.fixture
def secret() -> bytes:
    """Sixteen bytes that the page drew."""
    return secrets.token_bytes(16)


def test_what_is_read_behind_a_receipt_is_what_was_sent(
    as_anyone: FlaskClient, committed: Session, secret: bytes
) -> None:
    an_asking_project(committed)
    committed.commit()
    line = {"type": "LineString", "coordinates": [[17.765, 62.93], [17.785, 62.93]]}
    body = a_body(
        secret,
        background={"home_area": "A", "age_band": "30-49", "gender": "woman", "group": "youth"},
        answers={"listens": "1", "why": "För att de svarar.", "uses": ["1", "3"]},
        marks=[
            a_mark(valence=2, purposes=["school", "trade"], themes=["nature"], text="Älven", language="sv"),
            a_mark(where={"by": "search", "place": "nyland", "precision": "exact"}),
            a_mark(where={"by": "list", "area": "B", "precision": "village"}),
            a_mark(question="way", where={"by": "map", "geometry": line, "precision": "street"}),
            a_mark(question="wall", nature="emotional",
                   where={"by": "words", "area": "A", "words": "Vid bron", "precision": "village"}),
        ],
    )  # fmt: skip
    sent = post(as_anyone, body)
    assert sent.status_code == 201, sent.text
    answer = as_anyone.get(RECEIPT, headers=holding(secret))
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    read = answer.json["response"]
    assert {key: read[key] for key in ("id", "survey", "version", "language", "background", "answers")} == {
        key: body[key] for key in ("id", "survey", "version", "language", "background", "answers")
    }
    assert read["marks"] == body["marks"]
    assert answer.json["survey"] == {"slug": "2026", "name": "2026", "is_open": True, "is_published": False}
    states = [answer.json["states"][mark["id"]] for mark in body["marks"]]
    assert states == ["pending", "published", "published", "published", "pending"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_change_keeps_what_stays_and_what_a_moderator_hid(
    as_anyone: FlaskClient, committed: Session, secret: bytes
) -> None:
    an_asking_project(committed)
    committed.commit()
    kept, dropped, hidden = a_mark(text="Ån"), a_mark(text="Bron"), a_mark(text="Skällsord")
    body = a_body(secret, marks=[kept, dropped, hidden], answers={"uses": ["1"]})
    post(as_anyone, body)
    assert send_photo(as_anyone, secret, body, kept["id"], a_photo()).status_code == 201
    committed.execute(text("UPDATE perception SET moderation_state = 'hidden' WHERE quote = 'Skällsord'"))
    committed.execute(text("UPDATE perception SET moderation_state = 'published' WHERE quote = 'Ån'"))
    committed.commit()
    changed = {
        **body,
        "answers": {"listens": "2"},
        "background": {"gender": "man"},
        "marks": [{**kept, "valence": 1}, hidden, new := a_mark(text="Skogen")],
    }
    answer = put(as_anyone, secret, changed)
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    assert answer.json["photos"] == [kept["id"]]
    assert answer.json["states"] == {kept["id"]: "published", hidden["id"]: "hidden", new["id"]: "pending"}
    assert answer.json["response"]["answers"] == {"listens": "2"}
    assert committed.scalar(select(func.count()).select_from(Answer)) == 1
    assert committed.scalar(text("SELECT noun FROM outbox_event ORDER BY id DESC LIMIT 1")) == "responses"
    again = put(as_anyone, secret, changed)
    assert again.json == answer.json


def test_a_change_that_may_not_be_stored_leaves_everything_as_it_was(
    as_anyone: FlaskClient, committed: Session, secret: bytes
) -> None:
    _, survey = an_asking_project(committed)
    committed.commit()
    body, foreign = a_body(secret), a_mark()
    post(as_anyone, body)
    post(as_anyone, a_body(marks=[foreign]))
    before = as_anyone.get(RECEIPT, headers=holding(secret)).json
    assert faults(put(as_anyone, secret, {**body, "id": str(uuid4())})) == {"#/id": "conflict"}
    assert faults(put(as_anyone, secret, {**body, "marks": [foreign]})) == {"#/marks/0/id": "duplicate"}
    assert faults(put(as_anyone, secret, {**body, "answers": {"no": "1"}})) == {
        "#/answers/no": "unknown_question"
    }
    survey.is_open = False
    committed.commit()
    assert put(as_anyone, secret, body).status_code == 409
    after = as_anyone.get(RECEIPT, headers=holding(secret)).json
    assert before is not None and after is not None
    assert after["response"] == before["response"]


def test_what_was_withdrawn_is_gone_and_a_late_retry_does_not_bring_it_back(
    as_anyone: FlaskClient, committed: Session, secret: bytes
) -> None:
    _, survey = an_asking_project(committed)
    committed.commit()
    body = proven(a_body(secret, answers={"uses": ["1"]}))
    post(as_anyone, body)
    send_photo(as_anyone, secret, body, body["marks"][0]["id"], a_photo())
    survey.is_open = False  # always allowed, closed or not
    committed.commit()
    assert as_anyone.delete(RECEIPT, headers=holding(secret)).status_code == 204
    for noun in (Response, Perception, Answer, Photo):
        assert committed.scalar(select(func.count()).select_from(noun)) == 0, noun
    assert committed.scalar(select(func.count()).select_from(Delivery)) == 1
    survey.is_open = True
    committed.commit()
    late = post(as_anyone, body)
    assert (late.status_code, late.json and late.json["code"]) == (410, "withdrawn")
    assert committed.scalar(select(func.count()).select_from(Response)) == 0
    assert as_anyone.delete(RECEIPT, headers=holding(secret)).status_code == 404


def test_a_wrong_secret_learns_nothing(as_anyone: FlaskClient, committed: Session, secret: bytes) -> None:
    an_asking_project(committed)
    an_asking_project(committed, slug="elsewhere")
    committed.commit()
    post(as_anyone, a_body(secret))
    right = holding(secret)["Authorization"]
    told = set()
    for header in ("", "Receipt", "Receipt x", f"Bearer {right}", f"{right}x", right[:-2], "Receipt åäö", *[
        holding(other)["Authorization"] for other in (b"", secret[:-1], secret + b"x", bytes(16))
    ]):  # fmt: skip
        answer = as_anyone.get(RECEIPT, headers={**OURS, "Authorization": header})
        assert answer.status_code == 404, header
        told.add(answer.text)
    elsewhere = as_anyone.get("/p/elsewhere/kvitto/response.json", headers=holding(secret))
    assert (elsewhere.status_code, elsewhere.text) == (404, next(iter(told)))
    assert len(told) == 1


def test_only_the_picture_of_a_photo_is_kept(
    as_anyone: FlaskClient, committed: Session, secret: bytes
) -> None:
    an_asking_project(committed)
    committed.commit()
    body = a_body(secret)
    mark = body["marks"][0]["id"]
    post(as_anyone, body)
    sent = a_photo()
    assert b"Kamerafabriken" in sent
    first, again = (send_photo(as_anyone, secret, body, mark, sent) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    photo = committed.scalars(select(Photo)).one()
    assert photo.sent_sha256 == hashlib.sha256(sent).digest()
    assert (photo.width, photo.height) == (480, 640)
    kept = as_anyone.get(f"/p/kramfors/kvitto/photos/{mark}", headers=holding(secret))
    assert kept.mimetype == "image/jpeg"
    assert b"Kamerafabriken" not in kept.data and b"Exif" not in kept.data
    with Image.open(BytesIO(kept.data)) as picture:
        assert (picture.size, dict(picture.getexif())) == ((480, 640), {})
    assert committed.scalar(select(Perception.moderation_state)) == "pending"
    other = send_photo(as_anyone, secret, body, mark, a_photo(100, 100))
    committed.expire_all()
    assert (other.status_code, committed.scalars(select(Photo.width)).all()) == (201, [100])


@pytest.mark.parametrize(
    "photo",
    [
        b"",
        b"\xff\xd8\xff",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        a_photo()[:300],
        b"x" * 100_000,
    ],
)
def test_a_broken_photo_is_told_and_nothing_is_stored(
    as_anyone: FlaskClient, committed: Session, secret: bytes, photo: bytes
) -> None:
    an_asking_project(committed)
    committed.commit()
    body = a_body(secret)
    post(as_anyone, body)
    answer = send_photo(as_anyone, secret, body, body["marks"][0]["id"], photo)
    assert (answer.status_code, answer.json and answer.json["code"]) == (422, "broken_photo")
    assert committed.scalar(select(func.count()).select_from(Photo)) == 0


def test_a_photo_needs_the_receipt_of_its_own_response_and_has_a_size(
    as_anyone: FlaskClient, committed: Session, secret: bytes
) -> None:
    an_asking_project(committed)
    committed.commit()
    body, other = a_body(secret), a_body()
    post(as_anyone, body)
    post(as_anyone, other)
    foreign = send_photo(as_anyone, secret, other, other["marks"][0]["id"], a_photo())
    nobody = send_photo(as_anyone, secret, body, "not-a-number", a_photo())
    assert (foreign.status_code, nobody.status_code) == (404, 404)
    large = send_photo(as_anyone, secret, body, body["marks"][0]["id"], bytes(12 * 1024 * 1024 + 1))
    assert (large.status_code, large.json and large.json["code"]) == (413, "too_large")


def test_receipts_are_asked_for_at_a_human_pace(as_anyone: FlaskClient, committed: Session) -> None:
    an_asking_project(committed)
    committed.commit()
    statuses = [
        as_anyone.get(RECEIPT, headers=holding(secrets.token_bytes(16))).status_code for _ in range(31)
    ]
    assert statuses == [404] * 30 + [429]


def test_people_of_one_device_have_receipts_of_their_own(as_anyone: FlaskClient, committed: Session) -> None:
    an_asking_project(committed)
    committed.commit()
    device, secret_of = str(uuid4()), [secrets.token_bytes(16) for _ in range(8)]
    for number, one in enumerate(secret_of):
        told = {"listens": "1", "why": f"hemligt {number}"}
        body = a_body(one, device=device, answers=told, marks=[a_mark()])
        assert post(as_anyone, body).status_code == 201
    for number, one in enumerate(secret_of):
        told = as_anyone.get(RECEIPT, headers=holding(one))
        assert told.json is not None
        assert told.json["response"]["answers"]["why"] == f"hemligt {number}"
        assert len(told.json["response"]["marks"]) == 1
    assert as_anyone.delete(RECEIPT, headers=holding(secret_of[4])).status_code == 204
    left = committed.scalars(select(Response).order_by(Response.id)).all()
    # The sixth is the device's fifth person now, and the others count with it.
    assert [one.same_person_as for one in left] == [None] * 5 + [left[4].id] * 2
