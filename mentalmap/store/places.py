"""Places: the project's gazetteer, with folk names and old names."""

from __future__ import annotations

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from mentalmap.store.base import Base


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
    aliases: Mapped[list[PlaceAlias]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class PlaceAlias(Base):
    """Another name of a place: a folk name, an old name, a spelling."""

    __tablename__ = "place_alias"
    __table_args__ = (UniqueConstraint("place_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))


def place_ids(session: Session, project_id: int) -> dict[str, int]:
    """Give the number of each place of a project by its code."""
    return dict(
        session.execute(select(Place.code, Place.id).where(Place.project_id == project_id)).tuples().all()
    )
