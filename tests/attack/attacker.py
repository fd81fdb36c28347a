"""The attacker: narrows what may be true, first by subtracting, then by linear programming."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack

from mentalmap.domain.arrays import FloatArray
from tests.attack.knowledge import Knowledge

ROUNDS = 30
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Findings:
    """
    What an attack found out about suppressed counts.

    Parameters
    ----------
    cells
        How many counts of areas there are, told or not.
    by_subtraction
        Width of the interval of each of them, 0 where the count is known.
    by_programming
        The same for those of a random sample, solved with linear programming too.
    narrowest
        The same for those that subtraction had left the narrowest.
    """

    cells: int
    by_subtraction: FloatArray
    by_programming: FloatArray
    narrowest: FloatArray

    @property
    def attacked(self) -> int:
        """How many were attacked with everything."""
        return len(self.by_programming)

    @property
    def exact(self) -> int:
        """How many are known: by subtraction anywhere, or by programming where it was tried."""
        return max(int((one < 1).sum()) for one in (self.by_subtraction, self.by_programming, self.narrowest))

    @property
    def within_one(self) -> float:
        """Share of the sample that is known to one person up or down."""
        return float((self.by_programming <= 2).mean()) if self.attacked else 0.0


def attack(known: Knowledge, sample: int, seed: int) -> Findings:
    """
    Attack a project: subtraction everywhere, linear programming on a random sample and the weakest.

    Raises
    ------
    AssertionError
        If the attacker comes to believe what is not true: the attack would prove nothing.
    """
    system = _System(known)
    low, high = system.narrow(np.array(known.low, dtype=float), np.array(known.high, dtype=float))
    hidden = np.array(known.hidden, dtype=int)
    truth = np.array(known.truth)[hidden]
    assert ((low[hidden] <= truth) & (truth <= high[hidden])).all(), "the attacker believes what is not true"
    width = (high - low)[hidden]
    chosen = np.random.default_rng(seed).permutation(hidden)[:sample]
    weakest = hidden[np.argsort(width, kind="stable")[: sample // 4]]
    solved, narrowest = (
        np.array([system.solve(int(number), low, high) for number in numbers])
        for numbers in (chosen, weakest)
    )
    return Findings(known.cells, width, solved, narrowest)


class _System:
    """Relations as a sparse matrix, with the part of it that matters to one unknown."""

    def __init__(self, known: Knowledge) -> None:
        self.keys = list(known.number)
        terms = [
            (row, number, factor)
            for row, (one, _, _) in enumerate(known.relations)
            for number, factor in one.items()
        ]
        rows, numbers, factors = (np.array(column) for column in zip(*terms, strict=True))
        shape = (len(known.relations), len(known.low))
        self.rows, self.numbers, self.factors = rows, numbers, factors.astype(float)
        self.matrix = csr_matrix((self.factors, (rows, numbers)), shape=shape)
        self.least = np.array([low for _, low, _ in known.relations], dtype=float)
        self.most = np.array([high for _, _, high in known.relations], dtype=float)
        self.row_name = np.array([row for _, row, _ in self.keys])
        self.scopes: dict[str, tuple[np.ndarray, csr_matrix, FloatArray]] = {}

    def narrow(self, low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Subtract until nothing changes: each unknown is its relation's bound less the others."""
        high = np.minimum(high, 1e6)
        for _ in range(ROUNDS):
            before = low.copy(), high.copy()
            up, down = self.factors > 0, self.factors < 0
            smallest = np.where(up, self.factors * low[self.numbers], self.factors * high[self.numbers])
            largest = np.where(up, self.factors * high[self.numbers], self.factors * low[self.numbers])
            least_rest = np.bincount(self.rows, smallest, len(self.least))[self.rows] - smallest
            most_rest = np.bincount(self.rows, largest, len(self.most))[self.rows] - largest
            at_most = self.most[self.rows] - least_rest  # factor * x ≤
            at_least = self.least[self.rows] - most_rest
            np.minimum.at(high, self.numbers[up], at_most[up])
            np.maximum.at(low, self.numbers[up], at_least[up])
            np.maximum.at(low, self.numbers[down], -at_most[down])
            np.minimum.at(high, self.numbers[down], -at_least[down])
            low, high = np.ceil(low - TOLERANCE), np.floor(high + TOLERANCE)
            if np.array_equal(low, before[0]) and np.array_equal(high, before[1]):
                break
        return low, high

    def solve(self, number: int, low: FloatArray, high: FloatArray) -> float:
        """Bound one unknown by linear programming over everything known about its area."""
        inside, matrix, bound = self._scope(str(self.row_name[number]))
        objective = (inside == number).astype(float)
        ends = []
        for sign in (1.0, -1.0):
            found = linprog(
                sign * objective,
                A_ub=matrix,
                b_ub=bound,
                bounds=np.column_stack([low[inside], high[inside]]),
                method="highs",
            )
            assert found.status == 0, f"the attacker's beliefs contradict each other: {found.message}"
            ends.append(sign * found.fun)
        return float(np.floor(ends[1] + TOLERANCE) - np.ceil(ends[0] - TOLERANCE))

    def _scope(self, row: str) -> tuple[np.ndarray, csr_matrix, FloatArray]:
        if row not in self.scopes:
            within = np.isin(self.row_name, [row, "asked", "people"])
            inside = np.flatnonzero(within)
            outside = np.bincount(self.rows, ~within[self.numbers], len(self.least)) > 0
            about = np.bincount(self.rows, self.row_name[self.numbers] == row, len(self.least)) > 0
            kept = np.flatnonzero(~outside & about)
            matrix = self.matrix[kept][:, inside]
            most, least = np.isfinite(self.most[kept]), np.isfinite(self.least[kept])
            self.scopes[row] = (
                inside,
                vstack([matrix[most], -matrix[least]]).tocsr(),
                np.concatenate([self.most[kept][most], -self.least[kept][least]]),
            )
        return self.scopes[row]
