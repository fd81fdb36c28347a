"""What lies under the layers of a page, and the colours of its purposes: the same for every audience."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for

from mentalmap.domain.symbols import OTHER_PURPOSE, color_of_purposes
from mentalmap.domain.vocabulary import BasemapKind
from mentalmap.messages import say
from mentalmap.store.projects import Project
from mentalmap.web.languages import render_message
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


def painted_purposes(purposes: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Give each purpose its colour, and the people who named none of them theirs."""
    known = [dict(one) for one in purposes]
    colors = color_of_purposes([one["code"] for one in known])
    if OTHER_PURPOSE not in {one["code"] for one in known}:
        known.append({"code": OTHER_PURPOSE, "label": render_message(say("Other purposes"))})
    return [{**one, "color": colors[one["code"]]} for one in known]
