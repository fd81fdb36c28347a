"""Columns as the CSV text that COPY reads: assembled as whole columns, never row by row.

Null is an empty field, the empty text is `""`; PostgreSQL tells the two apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from mentalmap.domain.arrays import BoolArray, FloatArray, IntArray, ObjectArray
from mentalmap.domain.crs import WGS84
from mentalmap.domain.perceptions import MISSING
from mentalmap.exchange.coding.columns import NO_DAY, Words

if TYPE_CHECKING:
    import pyarrow as pa

# Two hexadecimal digits for each byte.
_DIGITS = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
_HEX = np.stack((np.repeat(_DIGITS, 16), np.tile(_DIGITS, 16)), axis=1)

# A point as PostGIS reads it: little-endian, type 1 with the flag "an SRID follows".
_EWKB_POINT = np.dtype([("order", "u1"), ("type", "<u4"), ("srid", "<u4"), ("x", "<f8"), ("y", "<f8")])
_WITH_SRID = 0x20000000


def word_column(words: Words[Any] | None, texts: Sequence[str | None], n: int) -> pa.Array:
    """Write a column of words, `texts[i]` standing for `words.values[i]`."""
    import pyarrow as pa

    if words is None or not texts:
        return pa.nulls(n, pa.string())
    codes = pa.array(words.codes.astype(np.int32), mask=words.codes == MISSING)
    return pa.DictionaryArray.from_arrays(codes, pa.array(texts, pa.string())).dictionary_decode()


def constant_column(value: object, n: int) -> pa.Array:
    """Write the same value in every row."""
    import pyarrow as pa

    return pa.nulls(n, pa.string()) if value is None else pa.repeat(pa.scalar(value), n)


def number_column(values: FloatArray | IntArray | BoolArray | None, n: int) -> pa.Array:
    """Write numbers or truth values, nan as null."""
    import pyarrow as pa

    if values is None:
        return pa.nulls(n, pa.string())
    return pa.array(values, from_pandas=True)


def day_column(days: IntArray | None, n: int) -> pa.Array:
    """Write days since 1970-01-01 as dates."""
    import pyarrow as pa

    if days is None:
        return pa.nulls(n, pa.string())
    return pa.array(days.astype(np.int32), mask=days == NO_DAY).cast(pa.date32())


def key_column(keys: IntArray | None, n: int, prefix: bytes = b"") -> pa.Array:
    """Write keys of 16 bytes as hexadecimal digits: a uuid, or with its prefix a bytea."""
    import pyarrow as pa

    if keys is None:
        return pa.nulls(n, pa.string())
    return _hex_column(np.ascontiguousarray(keys, dtype=np.uint8), prefix)


def text_column(texts: pa.Array | Sequence[str | None] | None, n: int) -> pa.Array:
    """Write free text."""
    import pyarrow as pa

    if texts is None:
        return pa.nulls(n, pa.string())
    return texts if isinstance(texts, pa.Array) else pa.array(texts, pa.string())


def geometry_column(
    lon: FloatArray | None, lat: FloatArray | None, shapes: ObjectArray | None, n: int
) -> pa.Array:
    """Write geometries in WGS 84 as hexadecimal EWKB; points never become objects."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column = pa.nulls(n, pa.string())
    if lon is not None and lat is not None:
        points = np.empty(n, dtype=_EWKB_POINT)
        points["order"], points["type"], points["srid"] = 1, 1 | _WITH_SRID, WGS84
        points["x"], points["y"] = lon, lat
        written = _hex_column(points.view(np.uint8).reshape(n, _EWKB_POINT.itemsize))
        column = pc.if_else(pa.array(np.isfinite(lon) & np.isfinite(lat)), written, column)
    if shapes is not None:
        drawn = np.flatnonzero(shapely.is_geometry(shapes))
        if len(drawn):
            texts = shapely.to_wkb(
                shapely.set_srid(shapely.force_2d(shapes[drawn]), WGS84),
                hex=True,
                include_srid=True,
                byte_order=1,
            )
            mask = np.zeros(n, dtype=bool)
            mask[drawn] = True
            column = pc.replace_with_mask(column, pa.array(mask), pa.array(texts, pa.string()))
    return column


def as_csv(columns: Sequence[pa.Array]) -> bytes:
    """Write columns of equal length as CSV without a header."""
    import pyarrow as pa
    from pyarrow import csv

    table = pa.table(list(columns), names=[str(index) for index in range(len(columns))])
    out = BytesIO()
    csv.write_csv(table, out, csv.WriteOptions(include_header=False, batch_size=8192))
    return out.getvalue()


def _hex_column(rows: IntArray, prefix: bytes = b"") -> pa.Array:
    """Write rows of bytes, uint8, shape (n, k), as hexadecimal digits."""
    import pyarrow as pa

    n, width = rows.shape
    digits = np.empty((n, len(prefix) + 2 * width), dtype=np.uint8)
    digits[:, : len(prefix)] = np.frombuffer(prefix, dtype=np.uint8)
    digits[:, len(prefix) :] = _HEX[rows].reshape(n, 2 * width)
    offsets = np.arange(n + 1, dtype=np.int32) * digits.shape[1]
    return pa.StringArray.from_buffers(n, pa.py_buffer(offsets), pa.py_buffer(digits))
