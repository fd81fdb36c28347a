"""What an address of the planner's page asks for: every key read strictly, refused by name when unknown.

An error names the key and what it may hold, never how many people or marks stand behind a value.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.vocabulary import Channel, Gender, Kind, LayerName
from mentalmap.errors import InvalidFilterError, NotFoundError
from mentalmap.messages import say
from mentalmap.services.plan_weights import Weights

W = TypeVar("W", bound=StrEnum)

LIST_KEYS = ("theme", "kind", "purpose", "group", "age", "gender", "channel", "home_area", "answer")
SINGLE_KEYS = ("survey", "valence_min", "valence_max", "from", "to", "area_set", "before", "weights")
PLAN_FILTER_KEYS = ("survey", *LIST_KEYS, *SINGLE_KEYS[1:])
PLAN_PAGE_KEYS = ("layer", "view", "selected", "lang", "split", "marks")
SECOND_COLUMN = "b."
MOST_VALUES = 200  # of one key; the largest municipality has fewer areas that one would tick by hand
LONGEST_VALUE = 200
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[+-]?[0-9](\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class PlanQuery:
    """
    The choice of one column of the page.

    Parameters
    ----------
    chosen
        Which perceptions; no survey means the latest.
    area_set
        Slug of a stored area set or of hexagons such as `hex-1000`; the default set if None.
    before
        Slug of the survey that the change layer compares with; the one before if None.
    weights
        What the answers are weighed by; None for each person alike.
    """

    chosen: PerceptionFilter
    area_set: str | None = None
    before: str | None = None
    weights: Weights | None = None


def parse_plan_query(parameters: MultiDict[str, str], *, more_keys: tuple[str, ...] = ()) -> PlanQuery:
    """
    Read the choice of an address; values of the project's own lists are checked where it is known.

    Parameters
    ----------
    more_keys
        Keys of the endpoint itself, which are not read here.

    Raises
    ------
    InvalidFilterError
        If a key is unknown, repeated where it may stand once, or holds what it cannot.
    """
    allowed = (*PLAN_FILTER_KEYS, *more_keys)
    for key, values in parameters.lists():
        if key not in allowed and key not in PLAN_PAGE_KEYS:
            raise InvalidFilterError(
                say("There is no filter called “%(key)s”.", key=key[:64]),
                say("Allowed: %(allowed)s.", allowed=", ".join(allowed)),
            )
        _check_values(key, values)
    since, until = _date(parameters, "from"), _date(parameters, "to")
    return PlanQuery(
        chosen=PerceptionFilter(
            surveys=_given(parameters, "survey"),
            groups=_given(parameters, "group"),
            # Whoever types "65+" into an address sends "65 ".
            age_bands=frozenset(
                f"{age[:-1]}+" if age.endswith(" ") else age for age in _given(parameters, "age")
            ),
            genders=_members(Gender, parameters, "gender"),
            channels=_members(Channel, parameters, "channel"),
            home_areas=_given(parameters, "home_area"),
            answers=frozenset(_answer(value) for value in _given(parameters, "answer")),
            kinds=_members(Kind, parameters, "kind"),
            themes=_given(parameters, "theme"),
            purposes=_given(parameters, "purpose"),
            valence_min=_valence(parameters, "valence_min"),
            valence_max=_valence(parameters, "valence_max"),
            said_from=since,
            said_to=until,
        ),
        area_set=parameters.get("area_set") or None,
        before=parameters.get("before") or None,
        weights=_weights(parameters),
    )


def parse_plan_state(parameters: MultiDict[str, str]) -> None:
    """
    Check the state of a page: one column, or two of which the second's keys begin with `b.`.

    Raises
    ------
    InvalidFilterError
        If a key or a value cannot stand in the page's address.
    """
    columns: dict[bool, MultiDict[str, str]] = {False: MultiDict(), True: MultiDict()}
    for key, value in parameters.items(multi=True):
        is_second = key.startswith(SECOND_COLUMN)
        columns[is_second].add(key.removeprefix(SECOND_COLUMN), value)
    for column in columns.values():
        parse_plan_query(column)


def parse_plan_layer(name: str) -> LayerName:
    """
    Read the name of a layer; planners see all of them.

    Raises
    ------
    NotFoundError
        If there is no such layer.
    """
    if name not in set(LayerName):
        raise NotFoundError(
            say("There is no layer called “%(name)s”.", name=name[:64]),
            say("Allowed: %(allowed)s.", allowed=", ".join(LayerName)),
        )
    return LayerName(name)


def parse_whole_number(parameters: MultiDict[str, str], key: str, otherwise: int, most: int) -> int:
    """
    Read a whole number from 0 to `most`.

    Raises
    ------
    InvalidFilterError
        If it is none.
    """
    text = parameters.get(key) or str(otherwise)
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) <= most):
        raise _refused(key, text, f"0 … {most}")
    return int(text)


def _check_values(key: str, values: list[str]) -> None:
    if key in SINGLE_KEYS and len({value for value in values if value}) > 1:
        raise InvalidFilterError(
            say("The filter %(name)s takes one value.", name=key),
            say("Choose one of them; rounds are compared, never mixed.") if key == "survey" else None,
        )
    if len(values) > MOST_VALUES:
        raise InvalidFilterError(
            say("The filter %(name)s takes at most %(most)s values.", name=key, most=MOST_VALUES)
        )
    for value in values:
        if len(value) > LONGEST_VALUE:
            raise InvalidFilterError(
                say("A value of %(name)s is longer than %(most)s signs.", name=key, most=LONGEST_VALUE)
            )


def _given(parameters: MultiDict[str, str], key: str) -> frozenset[str]:
    return frozenset(value for value in parameters.getlist(key) if value)


def _members(words: type[W], parameters: MultiDict[str, str], key: str) -> frozenset[W]:
    return frozenset(words(_one_of(value, key, tuple(words))) for value in _given(parameters, key))


def _one_of(value: str, key: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise _refused(key, value, ", ".join(allowed))
    return value


def _weights(parameters: MultiDict[str, str]) -> Weights | None:
    value = parameters.get("weights")
    return Weights(_one_of(value, "weights", tuple(Weights))) if value else None


def _answer(value: str) -> tuple[str, str]:
    question, colon, answered = value.partition(":")
    if not (question and colon and answered):
        raise _refused("answer", value, "<question>:<value>")
    return question, answered


def _valence(parameters: MultiDict[str, str], key: str) -> float | None:
    text = parameters.get(key)
    if not text:
        return None
    # The form comes first: float() also reads "nan", "1e400" and digits of other scripts.
    value = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not -2.0 <= value <= 2.0:
        raise _refused(key, text, "-2 … 2")
    return value


def _date(parameters: MultiDict[str, str], key: str) -> date | None:
    text = parameters.get(key)
    if not text:
        return None
    try:
        # The form comes first: fromisoformat() also reads weeks and dates without hyphens.
        return date.fromisoformat(text if _ISO_DATE.fullmatch(text) else "")
    except ValueError:
        raise _refused(key, text, "YYYY-MM-DD") from None


def _refused(key: str, value: str, allowed: str) -> InvalidFilterError:
    return InvalidFilterError(
        say("The filter %(name)s does not know “%(value)s”.", name=key, value=value[:64]),
        say("Allowed: %(allowed)s.", allowed=allowed),
    )
