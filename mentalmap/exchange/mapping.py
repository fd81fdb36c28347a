"""How the columns of a foreign file become perceptions: the mapping file (TOML).

A mapping says which column holds what, which values hold for every row, and what the
file's own words mean. It is small on purpose: docs/IMPORTING.md explains every key.
"""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from mentalmap.domain.vocabulary import Kind
from mentalmap.errors import InvalidMappingError
from mentalmap.exchange.mapped_questions import MappedQuestion, check_questions, fields_of_questions
from mentalmap.messages import Message, say


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
    | {ImportField.ID, ImportField.VALENCE, ImportField.QUOTE}
    | {ImportField.NATURE, ImportField.PRECISION, ImportField.LANGUAGE}
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


LARGEST_MAPPING_BYTES = 1 << 20


def _as_text(value: object) -> object:
    """Let a constant be a number or a list in TOML: 2 is "2", ["trade", "service"] is "trade;service"."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:g}"
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ";".join(value)
    return value


Constant = Annotated[str, BeforeValidator(_as_text)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileOptions(_Strict):
    """`[file]`: what the reader should not find out by itself."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    layer: str | None = None


class ValenceOptions(_Strict):
    """
    `[valence]`: how the file's numbers become −2 … +2.

    `scale` names the file's worst and best number, mapped linearly to −2 and +2; the worst may be the higher
    one. `summary` is true where each row is the mean of several people.
    """

    scale: tuple[float, float] | None = None
    summary: bool = False

    @model_validator(mode="after")
    def _check_scale(self) -> Self:
        if self.scale is not None and self.scale[0] == self.scale[1]:
            raise ValueError("the scale's two ends are the same")
        return self


class PerceptionBlock(_Strict):
    """`[[perceptions]]`: columns of one perception in a file with one row per interview."""

    kind: Kind
    columns: dict[ImportField, str]
    constants: dict[ImportField, Constant] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check_fields(self) -> Self:
        _check_allowed((*self.columns, *self.constants), PERCEPTION_FIELDS, "perceptions")
        return self


class ImportMapping(_Strict):
    """
    The whole mapping.

    A file with one row per perception uses `columns` alone. In a file with one row per interview
    `columns` names what belongs to the person and each of `perceptions` yields one perception per row,
    or several where its place cell lists several places; a block whose cells are all empty yields none.
    A list in `constants` is joined by semicolons.
    """

    file: FileOptions = FileOptions()
    columns: dict[ImportField, str] = Field(default_factory=dict)
    constants: dict[ImportField, Constant] = Field(default_factory=dict)
    values: dict[ImportField, dict[str, str]] = Field(default_factory=dict)
    valence: ValenceOptions = ValenceOptions()
    crs: int | None = None  # EPSG of wkt, easting and northing
    separators: tuple[str, ...] = (";", "|")  # between the parts of a list
    decimal_comma: bool | None = None  # None: as the source was found to be
    date_format: str | None = None  # strptime; None: ISO 8601 first, then day/month/year
    perceptions: tuple[PerceptionBlock, ...] = ()
    answers: dict[str, MappedQuestion] = Field(default_factory=dict)  # by column of the file

    @model_validator(mode="after")
    def _check_fields(self) -> Self:
        _check_allowed(self.constants, CONSTANT_FIELDS, "constants")
        if any(len(separator) != 1 for separator in self.separators):
            raise ValueError("each of the separators is one character")
        check_questions(self.answers)
        return self

    @property
    def column_names(self) -> frozenset[str]:
        """Every column that the mapping reads, in blocks and as answers too."""
        blocks = [name for block in self.perceptions for name in block.columns.values()]
        return frozenset([*self.columns.values(), *blocks, *self.answers])

    @property
    def question_keys(self) -> frozenset[str]:
        """The keys of the questions that columns answer."""
        return frozenset(question.key for question in self.answers.values())


def parse_mapping(text: str, name: str = "mapping.toml") -> ImportMapping:
    """
    Read a mapping from TOML text.

    Raises
    ------
    InvalidMappingError
        Naming the line that is no TOML, or the key and the nearest allowed one.
    """
    try:
        return ImportMapping.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise InvalidMappingError(
            say("“%(file)s” is not valid TOML: %(reason)s.", file=name, reason=str(error)),
            say('Texts stand in quotation marks: place = "Målpunkt".'),
        ) from error
    except RecursionError as error:
        raise InvalidMappingError(say("“%(file)s” is nested too deeply.", file=name)) from error
    except ValidationError as error:
        raise _explain(error, name) from error


def load_mapping(path: Path) -> ImportMapping:
    """
    Read a mapping file.

    Raises
    ------
    InvalidMappingError
        If it is missing, not UTF-8, not TOML, or holds an unknown key.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_MAPPING_BYTES + 1)
        if len(content) > LARGEST_MAPPING_BYTES:
            raise InvalidMappingError(say("“%(file)s” is too large to be a mapping.", file=path.name))
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise InvalidMappingError(
            say("The mapping “%(path)s” cannot be opened.", path=path),
            say("A first one is written by --dry-run."),
        ) from error
    except UnicodeDecodeError as error:
        raise InvalidMappingError(
            say("“%(file)s” is not UTF-8.", file=path.name), say("Save it anew with the encoding UTF-8.")
        ) from error
    return parse_mapping(text, path.name)


def _check_allowed(
    found: tuple[ImportField, ...] | dict[ImportField, Any], allowed: frozenset[ImportField], place: str
) -> None:
    for one in found:
        if one not in allowed:
            raise ValueError(f"{one.value} may not stand in {place}")


_KEYS: dict[str, tuple[str, ...]] = {
    "": tuple(ImportMapping.model_fields),
    "file": tuple(FileOptions.model_fields),
    "valence": tuple(ValenceOptions.model_fields),
    "columns": tuple(ImportField),
    "values": tuple(ImportField),
    "constants": tuple(sorted(CONSTANT_FIELDS)),
    "kind": tuple(Kind),
}


def _explain(error: ValidationError, name: str) -> InvalidMappingError:
    """Turn pydantic's first complaint into a sentence with the nearest allowed key."""
    first = error.errors()[0]
    path = [part for part in first["loc"] if part != "[key]"]
    key = ".".join(str(part) for part in path)
    last = str(path[-1]) if path else ""
    parents = [str(part) for part in path[:-1] if not isinstance(part, int)]
    inside = parents[-1] if parents else ""
    allowed: tuple[str, ...] = ()
    if first["type"] == "extra_forbidden":
        allowed = tuple(PerceptionBlock.model_fields) if inside == "perceptions" else _KEYS.get(inside, ())
        allowed = fields_of_questions(path) or allowed
    elif first["type"] == "enum":
        allowed = _KEYS.get("kind" if last == "kind" else inside, ())
        if "perceptions" in parents and inside in ("columns", "constants"):
            allowed = tuple(sorted(PERCEPTION_FIELDS))
    if allowed:
        problem = say("“%(file)s” holds the unknown key “%(key)s”.", file=name, key=key)
        if last == "kind" and first["type"] == "enum":
            given = str(first["input"])
            problem = say("“%(file)s” names the unknown kind “%(kind)s”.", file=name, kind=given)
            last = given
        return InvalidMappingError(problem, _nearest(last, allowed))
    problem = say("“%(file)s”: the value of “%(key)s” cannot be used.", file=name, key=key)
    if not key:
        problem = say("“%(file)s” cannot be used.", file=name)
    return InvalidMappingError(
        problem, say("It should be: %(reason)s.", reason=first["msg"].removeprefix("Value error, "))
    )


def _nearest(key: str, allowed: tuple[str, ...]) -> Message:
    close = get_close_matches(key, allowed, n=1)
    if close:
        return say(
            "Did you mean “%(nearest)s”? Allowed: %(allowed)s.", nearest=close[0], allowed=", ".join(allowed)
        )
    return say("Allowed: %(allowed)s.", allowed=", ".join(allowed))
