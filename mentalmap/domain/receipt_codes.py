"""A receipt's secret as people write it off a screen or paper: letters and digits that are not mistaken."""

from __future__ import annotations

import base64
import binascii
import re
from hashlib import sha256

SECRET_BYTES = 16
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # base 32 of Crockford: no I, L, O, U
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})
_LENGTH = 26
_GROUP = 4
_SEPARATORS = re.compile(r"[\s\-–—_.·]+")


def write_secret(secret: bytes) -> str:
    """Write a secret as it stands in the link of a receipt: base64url without padding, 22 characters."""
    return base64.urlsafe_b64encode(secret).rstrip(b"=").decode()


def write_code(secret: bytes) -> str:
    """Write a secret of 16 bytes in seven groups of capital letters and digits, to be copied by hand."""
    number = int.from_bytes(secret, "big")
    signs = "".join(_SIGNS[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))
    return "-".join(signs[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def read_code(text: str) -> bytes | None:
    """
    Read a code as somebody wrote it, in any case and grouping, or the end of a receipt's link.

    Returns
    -------
    secret
        16 bytes; None if the text is neither.
    """
    written = text.strip().rpartition("#")[2]
    if len(written) > 4 * _LENGTH:
        return None
    return _read_secret(written) or _read_signs(written)


def receipt_hash(secret: bytes) -> str:
    """Give what the server keeps of a secret: lower-case hexadecimal SHA-256."""
    return sha256(secret).hexdigest()


def _read_secret(written: str) -> bytes | None:
    if not re.fullmatch(r"[A-Za-z0-9_-]{22}", written):
        return None
    try:
        secret = base64.urlsafe_b64decode(written + "==")
    except binascii.Error:
        return None
    return secret if len(secret) == SECRET_BYTES and write_secret(secret) == written else None


def _read_signs(written: str) -> bytes | None:
    signs = _SEPARATORS.sub("", written).upper().translate(_MISREAD)
    if len(signs) != _LENGTH or any(sign not in _SIGNS for sign in signs):
        return None
    number = 0
    for sign in signs:
        number = number << 5 | _SIGNS.index(sign)
    return number.to_bytes(SECRET_BYTES, "big") if number >> 8 * SECRET_BYTES == 0 else None
