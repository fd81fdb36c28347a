"""Photos at a busy time: they come again, and hold up nobody's answers."""

from __future__ import annotations

import secrets
from contextlib import ExitStack

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from mentalmap.exchange import photos
from tests.web.answering import a_body, an_asking_project, post
from tests.web.test_receipts import a_photo, send_photo


def test_a_photo_whose_turn_does_not_come_is_asked_to_come_again(
    as_anyone: FlaskClient, committed: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_asking_project(committed)
    committed.commit()
    secret = secrets.token_bytes(16)
    body = a_body(secret)
    post(as_anyone, body)
    monkeypatch.setattr(photos, "TURN_S", 0.01)
    mark = body["marks"][0]["id"]
    with ExitStack() as others:
        for _ in range(photos.AT_ONCE):
            others.enter_context(photos._turns)
        busy = send_photo(as_anyone, secret, body, mark, a_photo())
    assert (busy.status_code, busy.json and busy.json["code"]) == (503, "unavailable")
    assert int(busy.headers["Retry-After"]) > 0
    assert send_photo(as_anyone, secret, body, mark, a_photo()).status_code == 201
