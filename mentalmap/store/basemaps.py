"""Basemaps: what the built-in outline is drawn from."""

from __future__ import annotations

from typing import Any

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from mentalmap.store.base import Base


class BasemapFeature(Base):
    """Land, water, rivers and labels of the built-in outline."""

    __tablename__ = "basemap_feature"
    __table_args__ = (
        CheckConstraint("role IN ('land', 'water', 'river', 'label')", name="role_known"),
        Index("ix_basemap_feature_project_id", "project_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(200), default="", server_default="")
    rank: Mapped[int] = mapped_column(default=1, server_default="1")
    details: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default="{}")
    geom: Mapped[WKBElement] = mapped_column(Geometry("GEOMETRY", srid=4326, spatial_index=False))
