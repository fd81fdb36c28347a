"""Read GeoPackage, shapefile, KML, FlatGeobuf and GPX through GDAL (runs inside the sandbox)."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mentalmap.errors import UnreadableFileError
from mentalmap.exchange.reading.cells import text_column
from mentalmap.exchange.reading.crs import find_epsg
from mentalmap.exchange.reading.geometries import plain_wkb
from mentalmap.exchange.reading.opened import Block, Opened, Options, make_head, name_columns, unreadable
from mentalmap.exchange.reading.source import RowFault
from mentalmap.messages import Message, say

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_ROWS = 16_384
# Drivers that stay: formats that we read. All others, which fetch, link or guess, are turned off.
KEPT_DRIVERS = ("ESRI Shapefile", "FlatGeobuf", "GPKG", "GPX", "LIBKML")
SKIPPED_DRIVERS = (
    "ADBC,AIVector,AVCBin,AVCE00,AmigoCloud,CSV,CSW,Carto,DGN,DXF,EDIGEO,EEDA,ESRIJSON,Elasticsearch,GDALG,GML,"
    "GPSBabel,GTFS,GeoJSON,GeoJSONSeq,GeoRSS,HTTP,Idrisi,JML,JSONFG,KML,LVBAG,MBTiles,MEM,MVT,MapInfo File,"
    "MapML,MiraMonVector,NGW,OAPIF,ODS,OGCAPI,OGR_GMT,OGR_PDS,OGR_VRT,OSM,OpenFileGDB,PCIDSK,PDF,PDS4,PGDUMP,"
    "PLSCENES,PMTiles,S57,SQLite,SXF,Selafin,TopoJSON,VDV,VFK,VICAR,WAsP,WFS,XLSX"
)
ENVIRONMENT = {
    "GDAL_SKIP": SKIPPED_DRIVERS,
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_HTTP_TIMEOUT": "1",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
    "CPL_CURL_GZIP": "NO",
    "OGR_SQLITE_LOAD_EXTENSIONS": "NO",
    "OGR_SQLITE_PRAGMA": "trusted_schema=0",
    "SHAPE_RESTORE_SHX": "NO",
    "LIBKML_RESOLVE_STYLE": "NO",
    "GDAL_CACHEMAX": "64",
    "CPL_LOG": os.devnull,
}
SAVE_AGAIN = say("Open it in a GIS program such as QGIS and export it anew, for instance as GeoPackage.")


def open_features(path: Path, format_name: str, member: str | None, options: Options) -> Opened:
    """Open a feature file: choose the layer, then stream its features."""
    os.environ.update(ENVIRONMENT)  # before GDAL is loaded
    import pyogrio
    from pyogrio.errors import DataSourceError

    warnings.simplefilter("ignore")
    address = _address(path, member)
    notes: list[Message] = []
    try:
        layer = _choose_layer(path, address, options.layer, notes)
        info = pyogrio.read_info(address, layer=layer, encoding=options.encoding, force_feature_count=True)
    except (DataSourceError, ValueError, UnicodeDecodeError) as error:
        if isinstance(error, UnreadableFileError):
            raise
        raise _broken(path, format_name) from error
    geometry = bool(info["geometry_type"])
    epsg, wkt = find_epsg(info["crs"]) if geometry else (None, None)
    if format_name == "shapefile" and geometry and not info["crs"]:
        notes.append(say("The shapefile comes without a .prj file, so its coordinate system is unknown."))
    kind = str(info["geometry_type"] or "")
    if " Z" in kind or " M" in kind or "25D" in kind:
        notes.append(say("Heights and measures of the geometries were left out."))
    count = int(info["features"])
    fields = [str(name) for name in info["fields"]]
    return Opened(
        make_head(
            format_name,
            name_columns(fields),
            geometry=geometry,
            crs_epsg=epsg,
            crs_wkt=wkt,
            encoding=info.get("encoding"),
            layer=layer,
            row_count=count if count >= 0 else None,
            notes=notes,
        ),
        _read_blocks(path, address, format_name, layer, options.encoding, fields, geometry, count),
    )


def _address(path: Path, member: str | None) -> str:
    if member is None:
        return str(path)
    return f"/vsizip/{{{path}}}/{member}"


def _choose_layer(path: Path, address: str, asked: str | None, notes: list[Message]) -> str:
    import pyogrio

    listed = pyogrio.list_layers(address)
    names = [str(name) for name, _ in listed]
    if asked is not None:
        if asked not in names:
            raise unreadable(
                path,
                say("it has no layer called “%(layer)s”.", layer=asked),
                say("Its layers are: %(layers)s.", layers=", ".join(names)),
            )
        return asked
    counts = {
        str(name): int(pyogrio.read_info(address, layer=str(name), force_feature_count=True)["features"])
        for name, kind in listed
        if kind is not None or all(other is None for _, other in listed)
    }
    filled = [name for name, count in counts.items() if count]
    if not filled:
        raise unreadable(path, say("it holds no features."))
    best = max(filled, key=lambda name: counts[name])
    others = [name for name in filled if name != best]
    if others:
        notes.append(
            say(
                "The layer “%(layer)s” was read; the file also has: %(others)s.",
                layer=best,
                others=", ".join(others),
            )
        )
    return best


def _read_blocks(
    path: Path,
    address: str,
    format_name: str,
    layer: str,
    encoding: str | None,
    fields: list[str],
    geometry: bool,
    count: int,
) -> Iterator[Block]:
    import pyarrow as pa
    import pyogrio
    import pyogrio.raw
    from pyogrio.errors import DataSourceError

    first = 1
    options: dict[str, Any] = {
        "layer": layer,
        "encoding": encoding,
        "batch_size": BATCH_ROWS,
        "use_pyarrow": True,
    }
    try:
        with pyogrio.open_arrow(address, **options) as (meta, reader):
            for batch in reader:
                name = str(meta["geometry_name"] or "wkb_geometry")
                wkb = _find_wkb(batch, name, address, layer, first) if geometry else None
                yield _make_block(batch, fields, wkb, first)
                first += batch.num_rows
            if format_name == "flatgeobuf" and first <= count:
                raise _broken(path, format_name)  # it ends early, which GDAL passes over
    except (DataSourceError, pa.ArrowInvalid, OSError, UnicodeDecodeError) as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise _broken(path, format_name) from error


def _find_wkb(batch: pa.RecordBatch, name: str, address: str, layer: str, first: int) -> pa.Array:
    """Give a batch's geometries; curves are read again in the way that makes lines of them."""
    import pyarrow as pa
    import pyogrio

    index = batch.schema.get_field_index(name)
    column = batch.column(index if index >= 0 else len(batch.schema) - 1)
    if not any(_is_curve(value) for value in column.to_pylist()):
        return column
    _, _, geometries, _ = pyogrio.raw.read(
        address, layer=layer, columns=[], skip_features=first - 1, max_features=batch.num_rows
    )
    return pa.array(list(geometries), pa.binary())


def _is_curve(wkb: bytes | None) -> bool:
    """Whether a WKB's type is one of 8 … 12 (circular string to multisurface), 2D or not."""
    if wkb is None or len(wkb) < 5:
        return False
    code = int.from_bytes(wkb[1:5], "little" if wkb[0] else "big") & 0x0FFFFFFF
    return 8 <= code % 1000 <= 12


def _make_block(batch: pa.RecordBatch, fields: list[str], wkb: pa.Array | None, first: int) -> Block:
    import pyarrow as pa

    rows = np.arange(first, first + batch.num_rows)
    present = set(batch.schema.names)
    columns = [
        text_column(batch.column(batch.schema.get_field_index(field)))
        if field in present
        else pa.nulls(batch.num_rows, pa.string())
        for field in fields
    ]
    faults: list[RowFault] = []
    if wkb is not None:
        wkb, faults = plain_wkb(wkb, rows)
    return Block(pa.array(rows, pa.int64()), columns, wkb, tuple(faults))


def _broken(path: Path, format_name: str) -> UnreadableFileError:
    names = {"gpkg": "GeoPackage", "flatgeobuf": "FlatGeobuf", "shapefile": "shapefile"}
    name = names.get(format_name, format_name.upper())
    return unreadable(path, say("it is not a complete %(format)s.", format=name), SAVE_AGAIN)
