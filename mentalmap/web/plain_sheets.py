"""The sheet behind a plain form: number and receipt of a response, made when the page is first served.

They travel in a hidden field, signed, so that sending twice is one response, and so that a program which
fills in forms without reading them must at least wait as long as a person takes.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from flask import current_app, request
from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer

from mentalmap.domain.receipt_codes import SECRET_BYTES
from mentalmap.errors import NotPermittedError
from mentalmap.messages import say

LEAST_S = 3.0
"""Nobody reads the page and answers in less."""

SHOWN_S = 3600
"""How long the page after sending shows the receipt again when it is loaded anew."""

HONEYPOT = "website"
"""A field that nobody sees, and only programs fill in."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One empty sheet: the response's number, the secret of its receipt, and when it was handed out."""

    id: UUID
    secret: bytes
    begun_at: datetime

    def is_hasty(self, now: datetime) -> bool:
        """Whether it comes back sooner than a person can write."""
        return (now - self.begun_at).total_seconds() < LEAST_S


def new_sheet(now: datetime) -> Sheet:
    """Hand out a sheet; whole seconds, as they are written."""
    return Sheet(uuid4(), secrets.token_bytes(SECRET_BYTES), now.replace(microsecond=0))


def sign_sheet(sheet: Sheet, project_slug: str) -> str:
    """Write a sheet so that it can travel through a page."""
    told = [sheet.id.hex, sheet.secret.hex(), int(sheet.begun_at.timestamp())]
    return str(_serializer(project_slug).dumps(told))


def read_sheet(text: str, project_slug: str) -> Sheet | None:
    """Read a sheet that comes back; None if it is not one of ours, or of another project."""
    try:
        number, secret, begun_s = _serializer(project_slug).loads(text)
    except BadData:
        return None
    return Sheet(UUID(number), bytes.fromhex(secret), datetime.fromtimestamp(begun_s, UTC))


def seal_sheet(sheet: Sheet, project_slug: str) -> str:
    """
    Write a sheet so that it can stand in an address for an hour, without the secret itself.

    The secret is covered by a pad that the number of the response and the server's key make. Each number is
    given once, so no pad covers two secrets.
    """
    covered = _cover(sheet.id, sheet.secret)
    return str(_sealer(project_slug).dumps([sheet.id.hex, covered.hex(), int(sheet.begun_at.timestamp())]))


def open_sheet(text: str, project_slug: str) -> Sheet | None:
    """Read a sealed sheet; None if it is not one of ours, of another project, or older than an hour."""
    try:
        number, covered, begun_s = _sealer(project_slug).loads(text, max_age=SHOWN_S)
    except BadData:
        return None
    id_ = UUID(number)
    return Sheet(id_, _cover(id_, bytes.fromhex(covered)), datetime.fromtimestamp(begun_s, UTC))


def _cover(id_: UUID, secret: bytes) -> bytes:
    """Cover a secret, or uncover it."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    pad = hmac.digest(key, b"receipt of a plain answer " + id_.bytes, "sha256")
    return bytes(one ^ other for one, other in zip(secret, pad, strict=False))


def _sealer(project_slug: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=f"plain receipt of {project_slug}")


def refuse_other_sites() -> None:
    """
    Refuse a form that a page of another site sends; these pages know nobody, so they need no form token.

    Raises
    ------
    NotPermittedError
        If the browser says that it comes from elsewhere.
    """
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise NotPermittedError(
            say("This was not sent by a page of this site."),
            say("Open the page itself and send it from there."),
        )


def _serializer(project_slug: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"plain answers of {project_slug}")
