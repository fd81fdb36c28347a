"""Read numbers as people write them: with a decimal point or a decimal comma."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

POINT = re.compile(r"\s*[-+−]?\d+\.\d+\s*")
COMMA = re.compile(r"\s*[-+−]?\d+,\d+\s*")
THOUSANDS = re.compile(r"[-+−]?\d{1,3}(,\d{3})+")
# Blanks that stand between thousands in Swedish: space, no-break space, narrow no-break space.
BLANKS = re.compile("[ \u00a0\u202f]")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")


def has_decimal_comma(table: pa.Table) -> bool:
    """Whether the numbers of a sample are written with a decimal comma."""
    points = commas = 0
    for column in table.columns:
        for text in column.to_pylist():
            if text is None or len(text) > 40:
                continue
            points += POINT.fullmatch(text) is not None
            commas += COMMA.fullmatch(text) is not None and THOUSANDS.fullmatch(text.strip()) is None
    return commas > points


def parse_number(text: str, *, decimal_comma: bool = False) -> float | None:
    """Read a number, or `None` where the text is none; blanks between thousands are allowed."""
    plain = BLANKS.sub("", text.strip()).replace("−", "-")
    if decimal_comma:
        plain = plain.replace(".", "").replace(",", ".") if plain.count(",") == 1 else plain
    return float(plain) if NUMBER.fullmatch(plain) else None
