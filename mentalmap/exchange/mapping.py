"""How the columns of a foreign file become perceptions: the mapping file (TOML).

A mapping says which column holds what, which values hold for every row, and what the
file's own words mean. It is small on purpose: docs/IMPORTING.md explains every key.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from mentalmap.domain.vocabulary import Kind

if TYPE_CHECKING:
    from mentalmap.exchange.reading import Source


class ImportField(StrEnum):
    """What a column may hold."""

    RESPONDENT = "respondent"
    ID = "id"  # key of the row itself, so that the same row twice is stored once
    LON = "lon"
    LAT = "lat"
    WKT = "wkt"  # WKT or hexadecimal WKB
    EASTING = "easting"
    NORTHING = "northing"
    PLACE = "place"
    ORIGIN = "origin"  # place in which a route starts
    DESTINATION = "destination"  # place in which a route ends
    KIND = "kind"
    VALENCE = "valence"
    VALENCE_SOURCE = "valence_source"
    PURPOSES = "purposes"
    THEMES = "themes"
    QUOTE = "quote"
    LANGUAGE = "language"
    PRECISION = "precision"
    NATURE = "nature"  # of a barrier: physical or emotional
    SAID_ON = "said_on"
    HOME_AREA = "home_area"
    AGE = "age"
    GENDER = "gender"
    GROUP = "group"
    CHANNEL = "channel"
    CONSENT_VERSION = "consent_version"
    WEIGHT = "weight"  # how many people a row stands for


LIST_FIELDS = frozenset({ImportField.PURPOSES, ImportField.THEMES})
GEOMETRY_FIELDS = frozenset(
    {ImportField.LON, ImportField.LAT, ImportField.WKT, ImportField.EASTING, ImportField.NORTHING}
)
PLACE_FIELDS = frozenset({ImportField.PLACE, ImportField.ORIGIN, ImportField.DESTINATION})
# What belongs to one perception, and so may stand in a block of a file with one row per interview.
PERCEPTION_FIELDS = (
    GEOMETRY_FIELDS
    | PLACE_FIELDS
    | LIST_FIELDS
    | {ImportField.VALENCE, ImportField.QUOTE, ImportField.NATURE, ImportField.PRECISION, ImportField.LANGUAGE}
)
# What may hold for every row.
CONSTANT_FIELDS = frozenset(
    {
        ImportField.KIND,
        ImportField.VALENCE,
        ImportField.VALENCE_SOURCE,
        ImportField.PURPOSES,
        ImportField.THEMES,
        ImportField.LANGUAGE,
        ImportField.PRECISION,
        ImportField.NATURE,
        ImportField.SAID_ON,
        ImportField.GROUP,
        ImportField.CHANNEL,
        ImportField.CONSENT_VERSION,
        ImportField.PLACE,
    }
)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileOptions(_Strict):
    """`[file]`: what the reader should not find out by itself."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    layer: str | None = None


class ValenceOptions(_Strict):
    """`[valence]`: `scale` is mapped linearly to −2 … +2; `summary` = each row is a mean of several people."""

    scale: tuple[float, float] | None = None
    summary: bool = False


class PerceptionBlock(_Strict):
    """`[[perceptions]]`: columns of one perception in a file with one row per interview."""

    kind: Kind
    columns: dict[ImportField, str]
    constants: dict[ImportField, str] = Field(default_factory=dict)


class ImportMapping(_Strict):
    """
    The whole mapping.

    A file with one row per perception uses `columns` alone. In a file with one row per interview
    `columns` names what belongs to the person and each of `perceptions` yields one perception per row,
    or several where its place cell lists several places; a block whose cells are all empty yields none.
    Lists in `constants` are joined by the first separator.
    """

    file: FileOptions = FileOptions()
    columns: dict[ImportField, str] = Field(default_factory=dict)
    constants: dict[ImportField, str] = Field(default_factory=dict)
    values: dict[ImportField, dict[str, str]] = Field(default_factory=dict)
    valence: ValenceOptions = ValenceOptions()
    crs: int | None = None  # EPSG of wkt, easting and northing
    separators: tuple[str, ...] = (";", "|")  # between the parts of a list
    decimal_comma: bool | None = None  # None: as the source was found to be
    date_format: str | None = None  # strptime; None: ISO 8601 first, then day/month/year
    perceptions: tuple[PerceptionBlock, ...] = ()


def parse_mapping(text: str, name: str = "mapping") -> ImportMapping:
    """Read a mapping from TOML text; InvalidMappingError names the key and the nearest allowed one."""
    raise NotImplementedError


def load_mapping(path: Path) -> ImportMapping:
    """Read a mapping file."""
    raise NotImplementedError


def mapping_template(
    mapping: ImportMapping,
    source: Source,
    gettext: Callable[[str], str] | None = None,
    ngettext: Callable[[str, str, int], str] | None = None,
) -> str:
    """Write a mapping as commented TOML for this file, in the reader's language."""
    raise NotImplementedError
