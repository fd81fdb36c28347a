"""Places: the project's gazetteer, with folk names and old names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geoalchemy2 import Geometry, WKBElement
from geoalchemy2.shape import from_shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Row,
    String,
    UniqueConstraint,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from mentalmap.store.base import Base
from mentalmap.store.import_runs import ImportRun
from mentalmap.store.projects import Project


class Place(Base):
    """One gazetteer entry, a point or a polygon."""

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("id", "project_id"),
        UniqueConstraint("project_id", "code"),
        ForeignKeyConstraint(
            ["project_id", "metric_srid"], ["project.id", "project.metric_srid"], ondelete="CASCADE"
        ),
        CheckConstraint("ST_IsValid(geom) AND NOT ST_IsEmpty(geom)", name="geom_valid"),
        CheckConstraint("name <> ''", name="name_given"),
        Index("ix_place_geom_m", "geom_m", postgresql_using="gist"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int]
    metric_srid: Mapped[int]
    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    type: Mapped[str] = mapped_column(String(32), default="place", server_default="place")
    population: Mapped[int | None]
    geom: Mapped[WKBElement] = mapped_column(Geometry("GEOMETRY", srid=4326, spatial_index=False))
    geom_m: Mapped[WKBElement] = mapped_column(
        Geometry("GEOMETRY", srid=-1, spatial_index=False),
        Computed("ST_Transform(geom, metric_srid)", persisted=True),
    )
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey(ImportRun.id, ondelete="SET NULL"))
    aliases: Mapped[list[PlaceAlias]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class PlaceAlias(Base):
    """Another name of a place: a folk name, an old name, a spelling."""

    __tablename__ = "place_alias"
    __table_args__ = (UniqueConstraint("place_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey(ImportRun.id, ondelete="SET NULL"))


def place_ids(session: Session, project_id: int) -> dict[str, int]:
    """Give the number of each place of a project by its code."""
    return dict(session.execute(select(Place.code, Place.id).where(Place.project_id == project_id)).all())


def list_named_places(session: Session, project_id: int, area_set_id: int | None) -> Sequence[Row[Any]]:
    """List each place with its aliases, a position in it, and the area of the set in which it lies."""
    return session.execute(
        text(
            """
            SELECT place.code, place.name, place.type, place.population,
                   ST_X(ST_PointOnSurface(place.geom)) AS lon, ST_Y(ST_PointOnSurface(place.geom)) AS lat,
                   coalesce((SELECT array_agg(place_alias.name ORDER BY place_alias.id) FROM place_alias
                             WHERE place_alias.place_id = place.id), '{}') AS aliases,
                   (SELECT area.code FROM area
                    WHERE area.area_set_id = :area_set
                      AND ST_Intersects(area.geom_m, ST_PointOnSurface(place.geom_m))
                    ORDER BY area.id LIMIT 1) AS area_code
            FROM place WHERE place.project_id = :project ORDER BY place.id
            """
        ),
        {"project": project_id, "area_set": area_set_id},
    ).all()


@dataclass(eq=False)
class NewPlace:
    """A place to be stored, or as it is stored (`id`); position and geometry in WGS 84."""

    code: str
    name: str
    lon: float
    lat: float
    aliases: list[str]
    geometry: BaseGeometry | None = None
    type: str = "place"
    population: int | None = None
    id: int | None = None


class NamedPlaces:
    """A project's places by code and by name, and what is to be added to them."""

    def __init__(self, session: Session, project: Project) -> None:
        self._session = session
        self._project = project
        self.by_code: dict[str, NewPlace] = {}
        self._by_name: dict[str, list[NewPlace]] = {}
        self._new_places: list[NewPlace] = []
        self._new_names: list[tuple[NewPlace, str]] = []
        self._counted: list[NewPlace] = []
        ids = place_ids(session, project.id)
        for row in list_named_places(session, project.id, None):
            self._remember(
                NewPlace(
                    row.code,
                    row.name,
                    row.lon,
                    row.lat,
                    list(row.aliases),
                    type=row.type,
                    population=row.population,
                    id=ids[row.code],
                )
            )

    def called(self, name: str) -> list[NewPlace]:
        """List the places of this name, in any case."""
        return self._by_name.get(name.casefold(), [])

    def free_code(self, wanted: str) -> str:
        """Give the code, with a number behind it where it is taken."""
        code, number = wanted, 1
        while code in self.by_code:
            number += 1
            code = f"{wanted}-{number}"
        return code

    def add(self, place: NewPlace, aliases: Sequence[str]) -> None:
        """Add a place with its other names."""
        self._new_places.append(place)
        self._remember(place)
        self.add_names(place, aliases)

    def add_names(self, place: NewPlace, names: Sequence[str]) -> int:
        """Add those names that the place does not have yet; count them."""
        added = 0
        for name in names:
            if name.casefold() not in {one.casefold() for one in (place.name, *place.aliases)}:
                place.aliases.append(name)
                self._new_names.append((place, name))
                self._by_name.setdefault(name.casefold(), []).append(place)
                added += 1
        return added

    def count_people(self, place: NewPlace, population: int | None) -> int:
        """Give a place its inhabitants where they were not known; count what changed."""
        if population is None or place.population is not None:
            return 0
        place.population = population
        if place.id is not None:
            self._counted.append(place)
        return 1

    def store(self, import_run_id: int | None = None) -> None:
        """Write what was added, with the run that brought it."""
        rows = [
            {
                "project_id": self._project.id,
                "metric_srid": self._project.metric_srid,
                "code": one.code,
                "name": one.name,
                "type": one.type,
                "population": one.population,
                "geom": from_shape(one.geometry, srid=4326),
                "import_run_id": import_run_id,
            }
            for one in self._new_places
            if one.geometry is not None
        ]
        if rows:
            self._session.execute(insert(Place), rows)
        ids = place_ids(self._session, self._project.id)
        names = [
            {"place_id": ids[place.code], "name": name, "import_run_id": import_run_id}
            for place, name in self._new_names
        ]
        if names:
            self._session.execute(insert(PlaceAlias), names)
        if self._counted:
            people = [{"id": place.id, "population": place.population} for place in self._counted]
            self._session.execute(update(Place), people)

    def _remember(self, place: NewPlace) -> None:
        self.by_code[place.code] = place
        for name in (place.name, *place.aliases):
            self._by_name.setdefault(name.casefold(), []).append(place)
