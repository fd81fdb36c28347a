"""What an address asks for: its parameters as a filter, refused by name when unknown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.vocabulary import PUBLIC_LAYERS, Kind, LayerName
from mentalmap.errors import InvalidFilterError, NotFoundError
from mentalmap.messages import say

W = TypeVar("W", bound=StrEnum)

FILTER_KEYS = ("survey", "theme", "kind", "area_set")
PAGE_KEYS = ("layer", "lang", "view", "selected", "sort")


@dataclass(frozen=True, slots=True)
class LayerQuery:
    """The parameters of a layer: what it is computed from and over which areas."""

    chosen: PerceptionFilter
    area_set: str | None


def parse_query(parameters: MultiDict[str, str], *, strict: bool = True) -> LayerQuery:
    """
    Read a layer's parameters; a key may repeat.

    Parameters
    ----------
    strict
        Whether an unknown key is an error. On a page it is not: links are passed on with additions
        that others have made.

    Raises
    ------
    InvalidFilterError
        If a key is unknown, or a kind is none of ours. Surveys, themes and areas are checked
        where they are looked up.
    """
    for key in parameters:
        if strict and key not in FILTER_KEYS and key not in PAGE_KEYS:
            raise InvalidFilterError(
                say("There is no filter called “%(key)s”.", key=key[:64]),
                say("Allowed: %(allowed)s.", allowed=", ".join(FILTER_KEYS)),
            )
    return LayerQuery(
        PerceptionFilter(
            surveys=_given(parameters, "survey"),
            themes=_given(parameters, "theme"),
            kinds=frozenset(_member(Kind, "kind", value) for value in _given(parameters, "kind")),
        ),
        parameters.get("area_set") or None,
    )


def parse_layer(name: str | None) -> LayerName:
    """
    Read a layer's name; without one the first layer.

    Raises
    ------
    NotFoundError
        If there is no such layer.
    """
    if not name:
        return LayerName.DESTINATIONS
    if name not in set(PUBLIC_LAYERS):
        raise NotFoundError(
            say("There is no layer called “%(name)s”.", name=name[:64]),
            say("Allowed: %(allowed)s.", allowed=", ".join(PUBLIC_LAYERS)),
        )
    return LayerName(name)


def _given(parameters: MultiDict[str, str], key: str) -> frozenset[str]:
    return frozenset(value for value in parameters.getlist(key) if value)


def _member(words: type[W], key: str, value: str) -> W:
    if value not in set(words):
        raise InvalidFilterError(
            say("The filter %(name)s does not know “%(value)s”.", name=key, value=value[:64]),
            say("Allowed: %(allowed)s.", allowed=", ".join(words)),
        )
    return words(value)
