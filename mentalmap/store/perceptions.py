"""Perceptions: one place-tagged statement each, and the areas PostGIS assigned it to."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import ARRAY, REAL
from sqlalchemy.orm import Mapped, mapped_column

from mentalmap.domain.vocabulary import (
    BarrierNature,
    Kind,
    ModerationState,
    PlacedBy,
    Precision,
    ValenceSource,
)
from mentalmap.store.base import LANGUAGE, Base, looks_like, one_of
from mentalmap.store.import_runs import ImportRun

MOST_VERTICES = 10_000


class Perception(Base):
    """One statement: kind, geometry and what was said."""

    __tablename__ = "perception"
    __table_args__ = (
        UniqueConstraint("project_id", "client_id"),
        # One composite key keeps project, survey and CRS consistent at the price of a single look-up per row.
        ForeignKeyConstraint(
            ["response_id", "survey_id", "project_id", "metric_srid"],
            ["response.id", "response.survey_id", "response.project_id", "response.metric_srid"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(["place_id", "project_id"], ["place.id", "place.project_id"]),
        one_of("kind", Kind),
        one_of("nature", BarrierNature),
        one_of("precision", Precision),
        one_of("moderation_state", ModerationState),
        one_of("valence_source", ValenceSource),
        one_of("placed_by", PlacedBy),
        looks_like("language", LANGUAGE),
        CheckConstraint("valence BETWEEN -2 AND 2", name="valence_range"),
        CheckConstraint("valence = round(valence) OR valence_source = 'summary'", name="valence_whole"),
        CheckConstraint("(valence IS NULL) = (valence_source IS NULL)", name="valence_has_source"),
        CheckConstraint("nature IS NULL OR kind = 'barrier'", name="nature_of_barrier"),
        CheckConstraint("geom IS NOT NULL OR place_id IS NOT NULL", name="somewhere"),
        CheckConstraint(
            "GeometryType(geom) IN"
            " ('POINT', 'LINESTRING', 'POLYGON', 'MULTIPOINT', 'MULTILINESTRING', 'MULTIPOLYGON')"
            f" AND NOT ST_IsEmpty(geom) AND ST_NPoints(geom) <= {MOST_VERTICES} AND ST_IsValid(geom)",
            name="geom_valid",
        ),
        CheckConstraint("zoom BETWEEN 0 AND 24", name="zoom_range"),
        Index("ix_perception_response_id", "response_id"),
        Index("ix_perception_waiting", "project_id", postgresql_where="moderation_state = 'pending'"),
        Index("ix_perception_survey_id", "survey_id"),
        Index("ix_perception_place_id", "place_id", postgresql_where="place_id IS NOT NULL"),
        Index("ix_perception_import_run_id", "import_run_id", postgresql_where="import_run_id IS NOT NULL"),
        Index("ix_perception_geom_m", "geom_m", postgresql_using="gist"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    response_id: Mapped[int] = mapped_column(BigInteger)
    survey_id: Mapped[int]
    project_id: Mapped[int]
    metric_srid: Mapped[int]
    client_id: Mapped[UUID]
    # What the row of the file said when it was imported; a changed row is noticed by it.
    content_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    kind: Mapped[str] = mapped_column(String(16))
    nature: Mapped[str | None] = mapped_column(String(16))
    valence: Mapped[float | None] = mapped_column(REAL)
    valence_source: Mapped[str | None] = mapped_column(String(24))
    # Arrays instead of link tables: a trigger holds them to the project's codebooks once per statement.
    purpose_ids: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list, server_default="{}")
    theme_ids: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list, server_default="{}")
    quote: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(16))
    precision: Mapped[str] = mapped_column(String(16), default="exact", server_default="exact")
    moderation_state: Mapped[str] = mapped_column(String(16), default="pending", server_default="pending")
    place_id: Mapped[int | None]
    said_on: Mapped[date | None]
    # The run that brought it, only where its response was there before: an empty key costs nothing.
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey(ImportRun.id, ondelete="SET NULL"))
    # The question it answers; None where it was imported.
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    placed_by: Mapped[str | None] = mapped_column(String(16))
    # How close the map was when it was placed: who sees a whole municipality points roughly.
    zoom: Mapped[float | None] = mapped_column(REAL)
    # Where it is in the respondent's words; like a position, it leaves through no public view.
    described: Mapped[str | None] = mapped_column(Text)
    geom: Mapped[WKBElement | None] = mapped_column(Geometry("GEOMETRY", srid=4326, spatial_index=False))
    geom_m: Mapped[WKBElement | None] = mapped_column(
        Geometry("GEOMETRY", srid=-1, spatial_index=False),
        Computed("ST_Transform(geom, metric_srid)", persisted=True),
    )


class PerceptionArea(Base):
    """
    Which share of a perception lies in which area of each area set.

    A derived table: triggers on perception and area write it, nothing else does. Foreign keys
    would look up two rows per entry and double the time of an import, so the triggers also
    remove what no longer stands.
    """

    __tablename__ = "perception_area"
    __table_args__ = (
        CheckConstraint("share >= 0 AND share <= 1", name="share_range"),
        CheckConstraint("share > 0 OR starts_here OR ends_here", name="says_something"),
        Index("ix_perception_area_area_set_id", "area_set_id"),
    )

    perception_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    area_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    area_set_id: Mapped[int]
    share: Mapped[float] = mapped_column(REAL)
    starts_here: Mapped[bool] = mapped_column(default=False, server_default="false")
    ends_here: Mapped[bool] = mapped_column(default=False, server_default="false")
