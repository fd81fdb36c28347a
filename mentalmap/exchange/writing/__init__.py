"""Layers as files: one writer per format, found by its key. Importing this loads none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mentalmap.exchange.bundle import LayerBundle


@dataclass(frozen=True, slots=True)
class Writer:
    """
    One format.

    Parameters
    ----------
    key
        What people write on the command line and what stands in addresses.
    media_type
        For the `Content-Type` of a download.
    suffix
        End of the file name, with its dot.
    write
        Writes a bundle to a path, whole or not at all; the last argument is the folder of the
        built front end's folium files, which only the page needs.
    """

    key: str
    media_type: str
    suffix: str
    write: Callable[[LayerBundle, Path, Path], None]


def _write_geopackage(bundle: LayerBundle, path: Path, assets: Path) -> None:
    from mentalmap.exchange.writing.geopackage import write_geopackage

    write_geopackage(bundle, path)


def _write_geojson(bundle: LayerBundle, path: Path, assets: Path) -> None:
    from mentalmap.exchange.writing.geojson import write_geojson

    write_geojson(bundle, path)


def _write_csv(bundle: LayerBundle, path: Path, assets: Path) -> None:
    from mentalmap.exchange.writing.csv import write_csv

    write_csv(bundle, path)


def _write_spreadsheet(bundle: LayerBundle, path: Path, assets: Path) -> None:
    from mentalmap.exchange.writing.spreadsheet import write_spreadsheet

    write_spreadsheet(bundle, path)


def _write_folium_page(bundle: LayerBundle, path: Path, assets: Path) -> None:
    from mentalmap.exchange.writing.folium_page import write_folium_page

    write_folium_page(bundle, path, assets)


WRITERS: dict[str, Writer] = {
    writer.key: writer
    for writer in (
        Writer("html", "text/html; charset=utf-8", ".html", _write_folium_page),
        Writer("gpkg", "application/geopackage+sqlite3", ".gpkg", _write_geopackage),
        Writer("geojson", "application/zip", ".geojson.zip", _write_geojson),
        Writer("csv", "application/zip", ".csv.zip", _write_csv),
        Writer(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ".xlsx",
            _write_spreadsheet,
        ),
    )
}
"""All formats by key, in the order of the download menu."""
