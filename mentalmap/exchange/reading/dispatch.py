"""Open a file of any format (runs inside the sandbox); each format's module is imported when needed."""

from __future__ import annotations

from pathlib import Path

from mentalmap.exchange.reading.identify import identify
from mentalmap.exchange.reading.opened import Opened, Options


def open_any(path: Path, options: Options) -> Opened:
    """Identify the format and open the file with its reader."""
    format_name, member = identify(path)
    match format_name:
        case "csv":
            from mentalmap.exchange.reading.delimited import open_delimited

            return open_delimited(path, options)
        case "xlsx":
            from mentalmap.exchange.reading.workbooks import open_workbook

            return open_workbook(path, options)
        case "geojson":
            from mentalmap.exchange.reading.geojson import open_geojson

            return open_geojson(path, options)
        case "parquet":
            from mentalmap.exchange.reading.geoparquet import open_geoparquet

            return open_geoparquet(path)
    from mentalmap.exchange.reading.features import open_features

    return open_features(path, format_name, member, options)
