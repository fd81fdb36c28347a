"""Rate limits without surveillance: a keyed hash of the address, with a key that lives a day in memory."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, date, datetime

from flask import request

_keys: dict[date, bytes] = {}


def daily_key() -> str:
    """Name the client of this request for today, in a way that nobody can turn back into an address."""
    today = datetime.now(UTC).date()
    if today not in _keys:
        _keys.clear()
        _keys[today] = secrets.token_bytes(32)
    return hashlib.blake2b((request.remote_addr or "").encode(), key=_keys[today], digest_size=16).hexdigest()
