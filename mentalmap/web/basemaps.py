"""What lies under the layers of a page: the same for every audience."""

from __future__ import annotations

from typing import Any

from flask import url_for

from mentalmap.domain.vocabulary import BasemapKind
from mentalmap.store.projects import Project
from mentalmap.web.security import allow_tiles_from


def describe_basemap(project: Project) -> dict[str, Any]:
    """Describe what lies under the layers, and let the page load it."""
    kind = BasemapKind(project.basemap_kind)
    settings = project.basemap_settings
    described: dict[str, Any] = {
        "kind": kind.value,
        "attribution": str(settings.get("attribution", "")),
        "url": url_for("resident.basemap", project_slug=project.slug),
    }
    if kind is BasemapKind.PMTILES:
        described["url"] = url_for("resident.basemap_tiles", project_slug=project.slug)
    elif kind in (BasemapKind.XYZ, BasemapKind.WMS):
        described["url"] = str(settings.get("url", ""))
        described["layers"] = str(settings.get("layers", ""))
        allow_tiles_from(described["url"])
    return described
