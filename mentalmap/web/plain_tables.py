"""The table of a layer for a page without scripts: the rows that files carry, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from mentalmap.domain.labels import LAYER_TITLES
from mentalmap.domain.layers.envelope import Layer
from mentalmap.exchange.bundle import LayerBundle
from mentalmap.exchange.writing.page_tables import PageTable, page_table
from mentalmap.store.projects import Project
from mentalmap.web.languages import locale_code, render_message


def plain_table(project: Project, layer: Layer, purposes: Iterable[Mapping[str, str]]) -> PageTable | None:
    """List the features of a disclosed layer; None for one that has no things to list."""
    bundle = LayerBundle(
        project_name=project.name,
        project_slug=project.slug,
        is_synthetic=project.is_synthetic,
        surveys=(),
        filters=(),
        layers=(layer,),
        titles={layer.name: render_message(LAYER_TITLES[layer.name])},
        translate=render_message,
        locale=locale_code(),
        made_on=datetime.now(UTC).date(),
        purpose_names={one["code"]: one["label"] for one in purposes},
    )
    return page_table(bundle.layers[0], bundle)
