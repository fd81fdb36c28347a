"""Read query results straight into numpy columns, without a Python object per value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from psycopg import Connection
from sqlalchemy.orm import Session

from mentalmap.domain.arrays import IntArray, ObjectArray

# Big-endian, as PostgreSQL sends values in binary.
INT4: np.dtype[Any] = np.dtype(">i4")
INT8: np.dtype[Any] = np.dtype(">i8")
FLOAT4: np.dtype[Any] = np.dtype(">f4")
FLOAT8: np.dtype[Any] = np.dtype(">f8")
BOOL: np.dtype[Any] = np.dtype("?")

Column: TypeAlias = np.ndarray[Any, np.dtype[Any]]

_ARRAY_HEADER = 20  # dimensions, whether nulls, element type, length, first index
_LENGTH = np.dtype(">i4")


def read_columns(
    session: Session, query: str, parameters: Sequence[object], columns: Mapping[str, np.dtype[Any]]
) -> dict[str, np.ndarray[Any, np.dtype[Any]]]:
    """
    Run a SELECT whose columns are all fixed-width and never null.

    PostgreSQL gathers each column into one array, so that a million rows arrive as a dozen values:
    rows sent one by one, even by COPY, cost a message each, and Python a second or two.

    Parameters
    ----------
    query
        SELECT with `%s` gaps; its columns in the order and types of `columns`. At most some millions
        of rows: an array must stay below a gigabyte.
    columns
        Name and big-endian type of each column.

    Returns
    -------
    columns
        Native-endian arrays of equal length, by name.
    """
    names = [f"c{number}" for number in range(len(columns))]
    gathered = ", ".join(f"array_agg({name})" for name in names)
    with _driver(session).cursor(binary=True) as cursor:
        # Our own words; whatever comes from outside stands in the parameters.
        cursor.execute(f"SELECT {gathered} FROM ({query}) AS rows ({', '.join(names)})", parameters)  # noqa: S608
        answer = cursor.pgresult
        if answer is None:
            raise TypeError("a SELECT gave no answer")
        return {
            name: _unpack(answer.get_value(0, place), dtype)
            for place, (name, dtype) in enumerate(columns.items())
        }


def read_geometries(
    session: Session, query: str, parameters: Sequence[object]
) -> tuple[IntArray, ObjectArray]:
    """Run a SELECT of (number, WKB) and give the numbers and shapely geometries."""
    import shapely

    with _driver(session).cursor(binary=True) as cursor:
        rows = cursor.execute(query, parameters).fetchall()
    numbers = np.array([row[0] for row in rows], dtype=np.int64)
    return numbers, np.asarray(shapely.from_wkb([row[1] for row in rows]), dtype=object)


def _unpack(array: bytes | None, dtype: np.dtype[Any]) -> np.ndarray[Any, np.dtype[Any]]:
    """Take the values out of an array as PostgreSQL sends it: a header, then length and value in turn."""
    native = dtype.newbyteorder("=")
    if array is None:  # of no rows
        return np.empty(0, dtype=native)
    elements = np.frombuffer(array, dtype=[("length", _LENGTH), ("value", dtype)], offset=_ARRAY_HEADER)
    if (elements["length"] != dtype.itemsize).any():
        raise TypeError(f"a column holds nulls or values of another type than {dtype}")
    return elements["value"].astype(native)


def _driver(session: Session) -> Connection[Any]:
    driver = session.connection().connection.dbapi_connection  # also of one that left its pool
    if not isinstance(driver, Connection):
        raise TypeError("columns are read with the psycopg driver")
    return driver
