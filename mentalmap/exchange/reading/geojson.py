"""Read GeoJSON feature by feature, so that each broken one is named (runs inside the sandbox).

GDAL would skip broken features in silence or refuse the whole file without saying where.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from mentalmap.exchange.reading.cells import cell_text
from mentalmap.exchange.reading.crs import WGS84, find_epsg
from mentalmap.exchange.reading.encodings import decode_pieces, find_encoding
from mentalmap.exchange.reading.geojson_geometry import GEOMETRY_TYPES, FaultyGeometryError, build_shape
from mentalmap.exchange.reading.geometries import plain_shapes
from mentalmap.exchange.reading.opened import (
    BLOCK_ROWS,
    Block,
    Opened,
    Options,
    make_head,
    name_columns,
    unreadable,
)
from mentalmap.exchange.reading.source import RowFault
from mentalmap.messages import Message, say

LARGEST_BYTES = 400 << 20
REPAIR = say("Correct the feature, or export the file anew from the program that it comes from.")
TYPES = {name.casefold(): name for name in ("FeatureCollection", "Feature", *GEOMETRY_TYPES)}


def open_geojson(path: Path, options: Options) -> Opened:
    """Open a GeoJSON file: RFC 7946, the older kind with `crs`, single features, or one feature per line."""
    if path.stat().st_size > LARGEST_BYTES:
        raise unreadable(
            path, say("it is too large for GeoJSON."), say("Save it as GeoPackage or FlatGeobuf.")
        )
    encoding = find_encoding(path, options.encoding)
    text = "".join(decode_pieces(path, encoding.codec, encoding.skip, "replace"))
    document = _parse(path, text)
    notes = list(encoding.notes)
    features = _list_features(path, document, notes)
    epsg, wkt = _find_crs(path, document)
    keys = _list_keys(features)
    head = make_head(
        "geojson",
        name_columns([name for _, name in keys]),
        geometry=True,
        crs_epsg=epsg,
        crs_wkt=wkt,
        encoding=encoding.codec,
        row_count=len(features),
        notes=notes,
    )
    return Opened(head, _read_blocks(features, keys))


def _parse(path: Path, text: str) -> dict[str, object]:
    try:
        document = json.loads(text)
    except RecursionError as error:
        raise unreadable(path, say("its brackets are nested too deeply."), REPAIR) from error
    except json.JSONDecodeError as error:
        lines = _parse_lines(text)
        if lines is None:
            problem = say(
                "it is not JSON from line %(line)s, character %(character)s on.",
                line=error.lineno,
                character=error.colno,
            )
            raise unreadable(path, problem, say("Is it complete? Export it anew.")) from error
        document = {"type": "FeatureCollection", "features": lines}
    except ValueError as error:  # a number too long to be one
        raise unreadable(path, say("it holds a number that cannot be read."), REPAIR) from error
    if not isinstance(document, dict):
        raise unreadable(path, say("it is JSON, but not a GeoJSON object."), say("Export it as GeoJSON."))
    return document


def _parse_lines(text: str) -> list[object] | None:
    """One feature per line (GeoJSON text sequence), or `None` where it is not that."""
    lines = [line.strip("\x1e \r\t") for line in text.split("\n")]
    filled = [line for line in lines if line]
    if len(filled) < 2:
        return None
    try:
        return [json.loads(line) for line in filled]
    except ValueError:
        return None


def _list_features(path: Path, document: dict[str, object], notes: list[Message]) -> list[object]:
    kind = document.get("type")
    name = TYPES.get(kind.casefold()) if isinstance(kind, str) else None
    if name is not None and name != kind:
        notes.append(say("The type “%(type)s” should be written “%(name)s”.", type=kind, name=name))
    if name == "FeatureCollection":
        features = document.get("features")
        if not isinstance(features, list):
            raise unreadable(path, say("its “features” are not a list."), REPAIR)
        if not features:
            raise unreadable(path, say("it holds no features."))
        return features
    if name == "Feature":
        return [document]
    if name == "GeometryCollection":
        parts = document.get("geometries")
        if not isinstance(parts, list) or not parts:
            raise unreadable(path, say("its “geometries” are not a list."), REPAIR)
        return [{"type": "Feature", "geometry": part, "properties": None} for part in parts]
    if name is not None:
        return [{"type": "Feature", "geometry": document, "properties": None}]
    if kind == "Topology":
        raise unreadable(path, say("it is TopoJSON."), say("Save it as GeoJSON."))
    if "rings" in document or "geometryType" in document:
        raise unreadable(path, say("it is Esri JSON."), say("Save it as GeoJSON."))
    if isinstance(kind, str):
        raise unreadable(
            path, say("its type is “%(type)s”, which GeoJSON does not have.", type=kind[:50]), REPAIR
        )
    raise unreadable(path, say("it is JSON without a GeoJSON “type”."), say("Export it as GeoJSON."))


def _find_crs(path: Path, document: dict[str, object]) -> tuple[int | None, str | None]:
    """WGS 84 as RFC 7946 demands, unless the older `crs` member names another."""
    crs = document.get("crs")
    if crs is None:
        return WGS84, None
    name = None
    if isinstance(crs, dict) and isinstance(crs.get("properties"), dict):
        name = crs["properties"].get("name") or crs["properties"].get("code")
        if crs.get("type") == "EPSG":
            name = f"EPSG:{name}"
    epsg, wkt = find_epsg(name) if isinstance(name, str) else (None, None)
    if epsg is None and wkt is None:
        raise unreadable(
            path,
            say("its coordinate system “%(name)s” is unknown.", name=str(name)[:100]),
            say("Name it as EPSG:3006, for instance, or convert the file to WGS 84."),
        )
    return epsg, wkt


def _list_keys(features: list[object]) -> list[tuple[str | None, str]]:
    """Property keys in order of first appearance; key `None` is the feature's own id."""
    keys: dict[str, None] = {}
    has_id = False
    for feature in features:
        if isinstance(feature, dict):
            has_id = has_id or isinstance(feature.get("id"), str | int | float)
            properties = feature.get("properties")
            if isinstance(properties, dict):
                keys.update(dict.fromkeys(properties))
    listed: list[tuple[str | None, str]] = [(key, key) for key in keys]
    if has_id and "id" not in keys:
        listed.insert(0, (None, "id"))
    return listed


def _read_blocks(features: list[object], keys: list[tuple[str | None, str]]) -> Iterator[Block]:
    import pyarrow as pa

    for start in range(0, len(features), BLOCK_ROWS):
        numbers: list[int] = []
        shapes: list[object] = []
        cells: list[list[str | None]] = [[] for _ in keys]
        faults: list[RowFault] = []
        for number, feature in enumerate(features[start : start + BLOCK_ROWS], start=start + 1):
            if not isinstance(feature, dict) or not _is_feature(feature):
                faults.append(RowFault(number, None, say("This is not a GeoJSON feature."), REPAIR))
                continue
            try:
                shape, doubt = build_shape(feature.get("geometry"))
            except FaultyGeometryError as error:
                shape, doubt = None, None
                faults.append(RowFault(number, None, error.problem, REPAIR))
            if doubt is not None:
                faults.append(RowFault(number, None, doubt, say("Look whether the outline is right."), True))
            properties = feature.get("properties")
            if properties is not None and not isinstance(properties, dict):
                faults.append(RowFault(number, None, say("The properties are not a JSON object."), REPAIR))
            values = properties if isinstance(properties, dict) else {}
            numbers.append(number)
            shapes.append(shape)
            for column, (key, _) in zip(cells, keys, strict=True):
                column.append(_text(feature.get("id") if key is None else values.get(key)))
        objects = np.empty(len(shapes), dtype=object)
        objects[:] = shapes
        wkb, more = plain_shapes(objects, np.array(numbers, dtype=np.int64))
        columns = [pa.array(column, pa.string()) for column in cells]
        faults = sorted(faults + more, key=lambda fault: fault.row)
        yield Block(pa.array(numbers, pa.int64()), columns, wkb, tuple(faults))


def _is_feature(value: dict[str, object]) -> bool:
    kind = value.get("type")
    return isinstance(kind, str) and kind.casefold() == "feature"


def _text(value: object) -> str | None:
    text = cell_text(value)
    return None if text is None else text.encode("utf-8", "replace").decode("utf-8")
