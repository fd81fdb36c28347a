"""The gazetteer of a project: its places, and the areas that no place is named like."""

from __future__ import annotations

from sqlalchemy.orm import Session

from mentalmap.domain.gazetteer import Gazetteer
from mentalmap.domain.matches import GazetteerEntry
from mentalmap.domain.synonyms import fold
from mentalmap.exchange.coding.context import AREA_ENTRY, PLACE_ENTRY
from mentalmap.store.areas import AreaSet, list_area_points
from mentalmap.store.places import list_named_places


def build_gazetteer(session: Session, project_id: int, area_set: AreaSet | None) -> Gazetteer:
    """
    Gather every name a file may use for a place of the project.

    Areas of the given set join where no place has their name; a position in them is a point inside.
    """
    area_set_id = None if area_set is None else area_set.id
    entries = [
        GazetteerEntry(
            id=PLACE_ENTRY + one.code,
            name=one.name,
            aliases=tuple(one.aliases),
            lon=one.lon,
            lat=one.lat,
            area_id=one.area_code,
            type=one.type,
            population=one.population,
        )
        for one in list_named_places(session, project_id, area_set_id)
    ]
    taken = {fold(name) for entry in entries for name in (entry.name, *entry.aliases)}
    if area_set_id is not None:
        entries += [
            GazetteerEntry(
                id=AREA_ENTRY + one.code,
                name=one.name,
                lon=one.lon,
                lat=one.lat,
                area_id=one.code,
                type="area",
            )
            for one in list_area_points(session, area_set_id)
            if fold(one.name) not in taken
        ]
    return Gazetteer(entries)
