"""What the project knows and the coder needs: its lists, places, areas and limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mentalmap.domain.bounds import WORLD, Bounds
from mentalmap.domain.gazetteer import Gazetteer
from mentalmap.exchange.mapping import ImportMapping

AREA_ENTRY = "area:"  # begins the ids of gazetteer entries that are areas
PLACE_ENTRY = "place:"


@dataclass(frozen=True, eq=False)
class CodingContext:
    """
    Everything about the project that coding a file depends on.

    Parameters
    ----------
    keyspace
        Project and survey by their names; keys of rows are made for them.
    source_crs
        EPSG code of the file's own geometries, `None` where unknown.
    bounds
        Where positions must lie, margin included.
    gazetteer
        Places, and areas that no place is named like; ids begin with `PLACE_ENTRY` or `AREA_ENTRY`
        and end with the code.
    area_names
        Code → name of the areas of the default set; empty where the project has none.
    asked_in
        Year in which people were asked, to make ages of years of birth.
    locale
        Language of the project.
    themes, purposes, groups
        Code → labels.
    known_answers
        Key of a question → the answers that the project has to it.
    stored_hashes
        Gives for keys of perceptions the hash of the row that brought them; `None` for a survey
        that holds nothing yet.
    """

    mapping: ImportMapping
    keyspace: tuple[str, str]
    today: date
    decimal_comma: bool = False
    source_crs: int | None = None
    bounds: Bounds = WORLD
    asked_in: int | None = None
    locale: str = "sv"
    gazetteer: Gazetteer = field(default_factory=lambda: Gazetteer(()))
    area_names: Mapping[str, str] = field(default_factory=dict)
    themes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    purposes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    known_answers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    stored_hashes: Callable[[list[bytes]], Mapping[bytes, bytes | None]] | None = None
