"""Read query results straight into numpy columns, without a Python object per value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from mentalmap.domain.arrays import IntArray, ObjectArray

# Big-endian, as PostgreSQL's binary COPY writes them.
INT4 = np.dtype(">i4")
INT8 = np.dtype(">i8")
FLOAT4 = np.dtype(">f4")
FLOAT8 = np.dtype(">f8")
BOOL = np.dtype("?")

_HEADER = 11 + 4 + 4  # signature, flags, length of the header extension
_TRAILER = 2


def read_columns(
    session: Session, query: str, parameters: Sequence[object], columns: Mapping[str, np.dtype[Any]]
) -> dict[str, np.ndarray[Any, np.dtype[Any]]]:
    """
    Run a SELECT whose columns are all fixed-width and never null.

    PostgreSQL's binary COPY then writes every row with the same number of bytes, so the whole
    answer is one structured array: a million rows cost a copy, not a million tuples.

    Parameters
    ----------
    query
        SELECT with `%s` gaps; its columns in the order and types of `columns`.
    columns
        Name and big-endian type of each column.

    Returns
    -------
    columns
        Native-endian arrays of equal length, by name.
    """
    fields: list[tuple[str, np.dtype[Any]]] = [("_count", np.dtype(">i2"))]
    for name, dtype in columns.items():
        fields += [(f"_length_{name}", INT4), (name, dtype)]
    rows = np.frombuffer(_copy_out(session, query, parameters), dtype=np.dtype(fields))
    return {name: rows[name].astype(dtype.newbyteorder("=")) for name, dtype in columns.items()}


def read_geometries(
    session: Session, query: str, parameters: Sequence[object]
) -> tuple[IntArray, ObjectArray]:
    """Run a SELECT of (number, WKB) and give the numbers and shapely geometries."""
    import shapely

    connection = session.connection().connection.driver_connection
    assert connection is not None  # noqa: S101 - a session in a transaction has one
    with connection.cursor(binary=True) as cursor:
        rows = cursor.execute(query, parameters).fetchall()
    numbers = np.array([row[0] for row in rows], dtype=np.int64)
    return numbers, np.asarray(shapely.from_wkb([row[1] for row in rows]), dtype=object)


def _copy_out(session: Session, query: str, parameters: Sequence[object]) -> bytes:
    connection = session.connection().connection.driver_connection
    assert connection is not None  # noqa: S101 - a session in a transaction has one
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT BINARY)", parameters) as copy,
    ):
        answer = b"".join(bytes(block) for block in copy)
    return answer[_HEADER:-_TRAILER]
