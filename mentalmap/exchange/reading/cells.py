"""Write values of typed formats as text: numbers canonically, dates as ISO 8601."""

from __future__ import annotations

import json
import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from mentalmap.exchange.reading.opened import NULL_TEXTS

if TYPE_CHECKING:
    import pyarrow as pa


def cell_text(value: object) -> str | None:
    """Write one value as text; `None` where it says nothing."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            if not math.isfinite(value):
                return None
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case str():
            text = value.replace("\r\n", "\n")
            return None if text.strip() in NULL_TEXTS else text
        case datetime():
            midnight = value.time() == time() and value.tzinfo is None
            return value.date().isoformat() if midnight else value.isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta() | Decimal():
            return str(value)
        case bytes():
            return None
    return json.dumps(value, ensure_ascii=False, default=str)


def text_column(column: pa.Array) -> pa.Array:
    """Write an Arrow column as strings."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        text = column.cast(pa.string())
        blank = pc.is_in(pc.utf8_trim_whitespace(text), pa.array(NULL_TEXTS))
        return pc.if_else(blank, pa.scalar(None, pa.string()), text)
    if pa.types.is_integer(kind):
        return column.cast(pa.string())
    return pa.array([cell_text(value) for value in column.to_pylist()], pa.string())
