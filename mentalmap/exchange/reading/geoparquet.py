"""Read GeoParquet and plain Parquet (runs inside the sandbox)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mentalmap.exchange.reading.cells import text_column
from mentalmap.exchange.reading.crs import WGS84, find_epsg
from mentalmap.exchange.reading.geometries import plain_wkb
from mentalmap.exchange.reading.opened import BLOCK_ROWS, Block, Opened, make_head, name_columns, unreadable
from mentalmap.exchange.reading.source import RowFault
from mentalmap.messages import say

if TYPE_CHECKING:
    import pyarrow.parquet as pq


def open_geoparquet(path: Path) -> Opened:
    """Open a Parquet file, with its geometry where it is GeoParquet with WKB."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
        schema = file.schema_arrow
    except (pa.ArrowException, OSError) as error:
        raise unreadable(path, say("it is not a complete Parquet file."), say("Save it anew.")) from error
    geo = _geo_metadata((schema.metadata or {}).get(b"geo"))
    primary = geo.get("primary_column")
    column = _as_dict(_as_dict(geo.get("columns")).get(str(primary)))
    geometry = str(primary) if primary in schema.names else None
    if geometry is not None and column.get("encoding") != "WKB":
        raise unreadable(
            path,
            say("its geometries are not written as WKB."),
            say("Save it as GeoPackage, or as GeoParquet 1.0."),
        )
    epsg: int | None = None
    wkt: str | None = None
    if geometry is not None:
        if "crs" not in column:
            epsg = WGS84  # the specification's default
        elif column["crs"] is not None:
            epsg, wkt = find_epsg(json.dumps(column["crs"]))
    fields = [
        field.name
        for field in schema
        if field.name != geometry and not pa.types.is_binary(field.type) and field.name != "__index_level_0__"
    ]
    head = make_head(
        "parquet",
        name_columns(fields),
        geometry=geometry is not None,
        crs_epsg=epsg,
        crs_wkt=wkt,
        row_count=file.metadata.num_rows,
    )
    return Opened(head, _read_blocks(path, file, fields, geometry))


def _read_blocks(
    path: Path, file: pq.ParquetFile, fields: list[str], geometry: str | None
) -> Iterator[Block]:
    import pyarrow as pa

    first = 1
    wanted = [*fields, *([geometry] if geometry is not None else [])]
    try:
        for batch in file.iter_batches(batch_size=BLOCK_ROWS, columns=wanted):
            rows = np.arange(first, first + batch.num_rows)
            first += batch.num_rows
            faults: list[RowFault] = []
            wkb = None
            if geometry is not None:
                wkb, faults = plain_wkb(batch.column(geometry).cast(pa.binary()), rows)
            texts = [text_column(batch.column(field)) for field in fields]
            yield Block(pa.array(rows, pa.int64()), texts, wkb, tuple(faults))
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise unreadable(path, say("it is damaged inside."), say("Save it anew.")) from error


def _geo_metadata(raw: bytes | None) -> dict[str, object]:
    try:
        return _as_dict(json.loads(raw or b"{}"))
    except ValueError:
        return {}


def _as_dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}
