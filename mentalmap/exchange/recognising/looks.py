"""What the cells of a column look like, whatever its header says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from mentalmap.exchange.reading.numbers import parse_number

WKT = re.compile(
    r"\s*(SRID=\d+;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON)\s*(Z|M|ZM)?\s*(\(|EMPTY)", re.IGNORECASE
)
GEOMETRY_COLLECTION = re.compile(r"\s*(SRID=\d+;)?\s*GEOMETRYCOLLECTION", re.IGNORECASE)
HEX_WKB = re.compile(r"\s*0[01][0-9a-fA-F]{16,}\s*")
DATE = re.compile(
    r"\s*(\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|(19|20)\d{6})([T "
    r"].*)?\s*"
)
ENOUGH = 0.9  # share of the filled cells that must look alike; a few typing errors are normal
MOST = 0.8  # share of the numbers that settles what all of them are; the others are wrong rows


def mostly_within(numbers: Sequence[float], low: float, high: float) -> bool:
    """Whether most numbers lie between two bounds; 0 stands for nothing and does not count."""
    told = [number for number in numbers if number != 0]
    return sum(low <= number <= high for number in told) >= MOST * len(told)


@dataclass(frozen=True, eq=False)
class ColumnLook:
    """The filled cells of one column of the sample."""

    name: str
    cells: tuple[str, ...]
    rows: int
    decimal_comma: bool = False

    @property
    def filled(self) -> int:
        """How many cells say something."""
        return len(self.cells)

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each text stands in the column."""
        return Counter(self.cells)

    @property
    def distinct(self) -> int:
        """How many different texts there are."""
        return len(self.counts)

    @property
    def is_unique(self) -> bool:
        """Whether every row has a text of its own."""
        return self.filled == self.rows and self.distinct == self.rows and self.rows > 1

    @property
    def is_list(self) -> bool:
        """Whether few texts come again and again, as codes do."""
        return 0 < self.distinct <= max(3, min(60, self.filled // 2))

    @cached_property
    def numbers(self) -> tuple[float, ...]:
        """The cells that are numbers."""
        found = (parse_number(cell, decimal_comma=self.decimal_comma) for cell in self.cells)
        return tuple(number for number in found if number is not None)

    @property
    def is_numeric(self) -> bool:
        """Whether the column holds numbers."""
        return self.filled > 0 and len(self.numbers) >= ENOUGH * self.filled

    @property
    def is_half_numeric(self) -> bool:
        """Whether at least half of the cells are numbers: enough where the header says so too."""
        return self.filled > 0 and len(self.numbers) * 2 >= self.filled

    @cached_property
    def range(self) -> tuple[float, float]:
        """Lowest and highest number without the outermost hundredths, where errors live."""
        ordered = sorted(number for number in self.numbers if number != 0) or [0.0]
        cut = len(ordered) // 100
        return ordered[cut], ordered[len(ordered) - 1 - cut]

    @property
    def has_decimals(self) -> bool:
        """Whether most numbers carry three decimals or more, as coordinates in degrees do."""
        precise = sum(1 for cell in self.cells if re.search(r"[.,]\d{3,}", cell))
        return precise >= 0.5 * max(self.filled, 1)

    def within(self, low: float, high: float) -> bool:
        """Whether the column's numbers lie between two bounds."""
        return self.is_half_numeric and low <= self.range[0] and self.range[1] <= high

    def mostly_within(self, low: float, high: float) -> bool:
        """Whether most numbers lie between two bounds, though some rows be wrong altogether."""
        return self.is_half_numeric and mostly_within(self.numbers, low, high)

    def share(self, pattern: re.Pattern[str]) -> float:
        """Share of the filled cells that begin as a pattern says."""
        return sum(1 for cell in self.cells if pattern.match(cell)) / max(self.filled, 1)

    @cached_property
    def is_wkt(self) -> bool:
        """Whether the column holds WKT."""
        return self.filled > 0 and self.share(WKT) + self.share(GEOMETRY_COLLECTION) >= ENOUGH

    @cached_property
    def is_wkb(self) -> bool:
        """Whether the column holds hexadecimal WKB."""
        return self.filled > 0 and sum(1 for c in self.cells if HEX_WKB.fullmatch(c)) >= ENOUGH * self.filled

    @cached_property
    def is_date(self) -> bool:
        """Whether the column holds dates."""
        return self.filled > 0 and sum(1 for c in self.cells if DATE.fullmatch(c)) >= ENOUGH * self.filled

    @cached_property
    def mean_length(self) -> float:
        """Mean number of characters."""
        return sum(map(len, self.cells)) / max(self.filled, 1)

    @property
    def is_prose(self) -> bool:
        """Whether the cells are sentences rather than names or codes."""
        return not self.is_numeric and not self.is_wkt and not self.is_wkb and self.mean_length > 40
