"""The envelope that every layer returns: what is shown, about how many people, said in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from shapely.geometry.base import BaseGeometry

from mentalmap.domain.vocabulary import LayerName
from mentalmap.messages import Message

DEFAULT_THRESHOLD = 5
# Parameter of layers whose areas are only called after a place near them, as hexagons are.
NAMED_AFTER_PLACES = "named_after_places"

Value: TypeAlias = float | int | str | bool | Mapping[str, float] | tuple[str, ...] | tuple[float, ...] | None


class Status(StrEnum):
    """Whether a feature may carry a value."""

    OK = "ok"
    TOO_FEW = "too_few"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True)
class Feature:
    """
    One thing on the map.

    Parameters
    ----------
    id
        Stable within the layer.
    name
        What it is called; empty where it has no name.
    geometry
        Shapely geometry in the layer's metric CRS.
    people
        n, distinct respondents; None where suppressed.
    marks
        Perceptions; None where suppressed.
    status
        `TOO_FEW` and `NO_DATA` features carry geometry and name, and no value at all.
    values
        The layer's own numbers by column name; empty unless `OK`.
    """

    id: str
    name: str
    geometry: BaseGeometry
    people: int | None
    marks: int | None
    status: Status = Status.OK
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layer:
    """
    A computed map product, with everything one needs to read it rightly.

    Parameters
    ----------
    features
        In drawing order, the strongest last; geometry in `crs_epsg`.
    people, marks
        Distinct respondents and perceptions that the layer is computed from.
    denominator
        People who were asked, after the respondent parts of the filter.
    threshold
        k: features about fewer people carry no value.
    captions
        Plain sentences, the message of the map first.
    parameters
        Numbers a legend needs, units in their names (`bandwidth_m`).
    """

    name: LayerName
    features: tuple[Feature, ...]
    people: int
    marks: int
    denominator: int
    threshold: int
    data_version: str
    captions: tuple[Message, ...]
    crs_epsg: int
    parameters: Mapping[str, Value] = field(default_factory=dict)
