"""What no honest address holds: control characters, refused before anything is looked up."""

from __future__ import annotations

import re

from flask import request

from mentalmap.errors import InvalidInputError, NotFoundError
from mentalmap.messages import say

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def refuse_control_characters() -> None:
    """
    Refuse a request whose address holds control characters.

    Raises
    ------
    NotFoundError
        If they stand in the path.
    InvalidInputError
        If they stand in a parameter; its name is told, not its value.
    """
    if _CONTROL.search(request.path):
        raise NotFoundError(say("The address holds control characters."), say("Type it anew."))
    for key, value in request.args.items(multi=True):
        if _CONTROL.search(key) or _CONTROL.search(value):
            name = _CONTROL.sub("", key)[:64]
            raise InvalidInputError(
                say("The parameter “%(name)s” holds control characters.", name=name), say("Leave them out.")
            )
