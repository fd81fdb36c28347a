"""GeoJSON: a zip with one FeatureCollection per layer, the same text that the map page reads."""

from __future__ import annotations

from pathlib import Path

from mentalmap.exchange.bundle import LayerBundle
from mentalmap.exchange.payload import payload_json
from mentalmap.exchange.writing.about import about_text
from mentalmap.exchange.writing.files import write_zip, written_whole


def write_geojson(bundle: LayerBundle, path: Path) -> None:
    """
    Write `<layer>.geojson` for each layer in EPSG:4326, and README.txt, into one zip.

    Raises
    ------
    InvalidInputError
        If the folder of `path` does not exist.
    """
    entries = [
        (f"{layer.name.value}.geojson", payload_json(layer, bundle.translate, bundle.title_of(layer)))
        for layer in bundle.layers
    ]
    entries.append(("README.txt", about_text(bundle, {}).encode()))
    with written_whole(path) as draft:
        write_zip(draft, entries, bundle.made_on)
