"""GeoPackage: one layer per mental-map layer, in metres, for QGIS and other desktop GIS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mentalmap.domain.layers.envelope import Layer
from mentalmap.domain.vocabulary import LayerName
from mentalmap.exchange.bundle import LayerBundle
from mentalmap.exchange.writing.about import about_rows, plain
from mentalmap.exchange.writing.files import written_whole
from mentalmap.exchange.writing.wording import SYNTHETIC_NOTICE
from mentalmap.messages import say

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

ABOUT_TABLE = "about"
MULTI_OF = {"Point": "MultiPoint", "LineString": "MultiLineString", "Polygon": "MultiPolygon"}
ANY_GEOMETRY = "Unknown"  # what GDAL calls a column that holds several families of geometry
EMPTY_GEOMETRY = {
    "destinations": "Point",
    "landmarks": "Point",
    "routes": "LineString",
    "districts": "MultiPolygon",
    "attitude": "MultiPolygon",
    "coverage": "MultiPolygon",
    "change": "MultiPolygon",
    "heat": "MultiPolygon",
}
"""Geometry type of a layer without features, so that a style made for it fits later."""


def write_geopackage(bundle: LayerBundle, path: Path) -> None:
    """
    Write every layer with its title and captions, and a table `about` without geometry.

    What lies nowhere (ages, genders, answers to questions) is written to a table of its own:
    `coverage_groups`, `organisation`. Geometry stays in each layer's metric CRS. Where single and multi
    geometries meet, all are promoted to multi; where lines meet polygons, the column takes any geometry.

    Raises
    ------
    InvalidInputError
        If the folder of `path` does not exist.
    """
    import pandas as pd
    from pyogrio import write_dataframe

    from mentalmap.exchange.frames import UNLOCATED_LAYERS, layer_to_frame

    with written_whole(path) as draft, _dated(bundle.made_on):
        for layer in bundle.layers:
            frame = layer_to_frame(layer)
            if layer.name in UNLOCATED_LAYERS:
                nowhere = frame.geometry.is_empty
                _write_table(frame[nowhere].drop(columns=frame.geometry.name), draft, layer, bundle)
                frame = frame[~nowhere]
            if layer.name is LayerName.ORGANISATION:
                continue
            geometry_type = _geometry_type(frame, layer)
            write_dataframe(
                frame,
                draft,
                layer=layer.name.value,
                driver="GPKG",
                geometry_type=geometry_type,
                promote_to_multi=geometry_type.startswith("Multi"),
                layer_options={
                    "IDENTIFIER": bundle.title_of(layer),
                    "DESCRIPTION": _description(layer, bundle),
                },
                layer_metadata={name: plain(value) for name, value in layer.parameters.items()} or None,
            )
        rows = pd.DataFrame([(row.layer, row.item, row.text) for row in about_rows(bundle)])
        rows.columns = pd.Index(["layer", "item", "text"])
        write_dataframe(rows, draft, layer=ABOUT_TABLE, driver="GPKG")


def _write_table(frame: DataFrame, draft: Path, layer: Layer, bundle: LayerBundle) -> None:
    """Write rows that lie nowhere as a table without geometry."""
    from pyogrio import write_dataframe

    name, title = layer.name.value, bundle.title_of(layer)
    if layer.name is not LayerName.ORGANISATION:
        name, title = f"{name}_groups", bundle.translate(say("%(layer)s: groups", layer=title))
    write_dataframe(
        frame,
        draft,
        layer=name,
        driver="GPKG",
        layer_options={"IDENTIFIER": title, "DESCRIPTION": _description(layer, bundle)},
    )


def _geometry_type(frame: GeoDataFrame, layer: Layer) -> str:
    found = {kind for kind in frame.geometry.geom_type if kind}
    if not found:
        return EMPTY_GEOMETRY.get(layer.name.value, ANY_GEOMETRY)
    if len(found) == 1:
        return found.pop()
    families = {MULTI_OF.get(kind, kind) for kind in found}
    return families.pop() if len(families) == 1 else ANY_GEOMETRY


def _description(layer: Layer, bundle: LayerBundle) -> str:
    sentences = [bundle.translate(caption) for caption in layer.captions]
    if bundle.is_synthetic:
        sentences.insert(0, bundle.translate(SYNTHETIC_NOTICE))
    return " ".join(sentences)


@contextmanager
def _dated(day: date) -> Iterator[None]:
    """Let GDAL write `day` where it would write the present moment."""
    from pyogrio import get_gdal_config_option, set_gdal_config_options

    before = get_gdal_config_option("OGR_CURRENT_DATE")
    set_gdal_config_options({"OGR_CURRENT_DATE": f"{day.isoformat()}T00:00:00.000Z"})
    try:
        yield
    finally:
        set_gdal_config_options({"OGR_CURRENT_DATE": before})
