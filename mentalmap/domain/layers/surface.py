"""Surface: the person-normalised kernel mean on a grid (science.md 3.4).

    kappa_r(x) = max over r's marks of K         one person weighs at most one voice anywhere
    s_r(x)     = sum K s / sum K                 what that person says about x
    m(x)       = (k0 mu + sum w kappa s) / (k0 + sum w kappa)

K is a Gaussian of the distance, cut at three bandwidths; of a line or polygon, the mean kernel of
its sample points. Marks are first brought to cells per person, so a million of them take seconds.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mentalmap.domain.arrays import BoolArray, FloatArray, IntArray
from mentalmap.domain.layers.grids import cell_keys, components, pack_cells, unpack_cells

REACH = 3.0  # bandwidths after which the kernel is cut
CELLS_PER_BANDWIDTH = (3.0, 2.0, 1.5, 1.0)  # fine where that is affordable
MOST_CELLS = 250_000
MOST_PAIRS = 20_000_000  # of a person's cell and a cell it reaches
PAIRS_AT_ONCE = 2_000_000


@dataclass(frozen=True, eq=False)
class Samples:
    """
    Points that carry a valence, columns of shape (n,).

    `mark` is the same number for all sample points of one line or polygon and -1 for a mark
    that is a point; `share` is 1 over the number of its points.
    """

    person: IntArray
    mark: IntArray
    x_m: FloatArray
    y_m: FloatArray
    share: FloatArray
    valence: FloatArray
    weight: FloatArray

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: IntArray | BoolArray) -> Samples:
        """Keep these rows."""
        return Samples(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


@dataclass(frozen=True, eq=False)
class Surface:
    """Sums at each cell that somebody reaches, columns of shape (c,), keys in rising order."""

    key: IntArray
    cell_m: float
    bandwidth_m: float
    weight: FloatArray  # sum of w kappa
    weight_squared: FloatArray  # sum of (w kappa)²
    valence: FloatArray  # sum of w kappa s
    people: IntArray
    marks: IntArray


def spread(samples: Samples, bandwidth_m: float, fewest: int) -> Surface:
    """
    Spread people's valences over the cells around their marks.

    Parameters
    ----------
    bandwidth_m
        h. Widened, and the cells coarsened, only where the map would not fit into bounds.
    fewest
        Groups of marks of fewer people, out of reach of all others, are left out: they could
        never be shown, and one lost mark on another continent must not stretch the grid.
    """
    while True:
        parts = _parts(samples, bandwidth_m, fewest)
        for cells in CELLS_PER_BANDWIDTH:
            cell_m, radius_cells = bandwidth_m / cells, REACH * cells
            if sum(_Frame.around(part, cell_m, radius_cells).size for part in parts) > MOST_CELLS:
                continue
            boards = [_Board(part, cell_m, radius_cells) for part in parts]
            if sum(board.pairs for board in boards) <= MOST_PAIRS:
                return _joined([board.play() for board in boards], bandwidth_m / cells, bandwidth_m)
        bandwidth_m *= 2.0


def _parts(samples: Samples, bandwidth_m: float, fewest: int) -> list[Samples]:
    """Split where no kernel of one part reaches the other."""
    bucket = cell_keys(samples.x_m, samples.y_m, 2 * REACH * bandwidth_m)
    keys, bucket_of = np.unique(bucket, return_inverse=True)
    part_of = components(keys)[bucket_of] if len(keys) else bucket_of
    parts = []
    order = np.argsort(part_of, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(part_of[order])) + 1):
        if len(np.unique(samples.person[rows])) >= max(1, fewest):
            parts.append(samples.take(rows))
    return parts


@dataclass(frozen=True)
class _Frame:
    """A rectangle of cells round samples, with a margin as wide as the kernel reaches."""

    west: int
    south: int
    width: int
    height: int

    @property
    def size(self) -> int:
        return self.width * self.height

    @classmethod
    def around(cls, samples: Samples, cell_m: float, radius_cells: float) -> _Frame:
        west, east, south, north = (
            math.floor(edge / cell_m)
            for edge in (samples.x_m.min(), samples.x_m.max(), samples.y_m.min(), samples.y_m.max())
        )
        reach = int(radius_cells)
        return cls(west - reach, south - reach, east - west + 2 * reach + 1, north - south + 2 * reach + 1)


class _Board:
    """The cells of a frame, laid out densely, on which kernels are added up."""

    def __init__(self, samples: Samples, cell_m: float, radius_cells: float) -> None:
        frame = _Frame.around(samples, cell_m, radius_cells)
        self.west, self.south, self.width, self.size = frame.west, frame.south, frame.width, frame.size
        column, row = unpack_cells(cell_keys(samples.x_m, samples.y_m, cell_m))
        at = (row - self.south) * self.width + column - self.west
        self._disk(radius_cells)
        self._bin(samples, at.astype(np.int64))
        self._find_alone(int(radius_cells))
        self.pairs = int(np.count_nonzero(~self.alone)) * len(self.step)
        self.sums = [np.zeros(self.size) for _ in range(5)]

    def _disk(self, radius_cells: float) -> None:
        reach = int(radius_cells)
        row, column = np.mgrid[-reach : reach + 1, -reach : reach + 1]
        near = np.hypot(row, column) <= radius_cells
        self.step = (row[near] * self.width + column[near]).astype(np.int64)
        distance = np.hypot(row[near], column[near]) * REACH / radius_cells  # in bandwidths
        self.kernel = np.exp(-0.5 * distance**2)

    def _bin(self, samples: Samples, at: IntArray) -> None:
        """Merge a person's marks in one cell: their count and mean valence say all the kernel asks."""
        # A shape's samples stay apart from other marks: they are one mark, however many cells it has.
        group = samples.person * (samples.mark.max(initial=-1) + 2) + samples.mark + 1
        _, group_of = np.unique(group, return_inverse=True)
        cell, entry = np.unique(group_of * self.size + at, return_inverse=True)
        first = np.zeros(len(cell), dtype=np.int64)
        first[entry] = np.arange(len(entry))
        self.at = cell % self.size
        self.person, self.mark = samples.person[first], samples.mark[first]
        self.share = np.bincount(entry, samples.share)
        self.valence = np.round(np.bincount(entry, samples.share * samples.valence) / self.share, 12)
        self.weight = samples.weight[first]

    def _find_alone(self, reach: int) -> None:
        """Find entries that meet no other of the same person: those simply add up."""
        side = 2 * reach + 1
        column, row = self.at % self.width // side, self.at // self.width // side
        across = self.width // side + 3  # a margin, so that neighbours never wrap round
        down = self.size // self.width // side + 3
        key = self.person * (across * down) + (row + 1) * across + column + 1
        ordered = np.sort(key)
        meets = np.zeros(len(key), dtype=np.int64)
        for rows in (-1, 0, 1):  # three neighbours in a row are one run of keys
            meets += np.searchsorted(ordered, key + rows * across + 1, side="right")
            meets -= np.searchsorted(ordered, key + rows * across - 1, side="left")
        self.alone = (meets == 1) & (self.mark < 0)

    def play(self) -> tuple[IntArray, list[FloatArray]]:
        """Give the keys of the reached cells and the five sums there."""
        self._add_alone()
        for rows in self._chunks():
            self._add_meeting(rows)
        reached = np.flatnonzero(self.sums[3] > 0.5)
        key = pack_cells(reached % self.width + self.west, reached // self.width + self.south)
        return key, [column[reached] for column in self.sums]

    def _add_alone(self) -> None:
        at, w, s = self.at[self.alone], self.weight[self.alone], self.valence[self.alone]
        columns = [
            np.bincount(at, values, minlength=self.size)
            for values in (w, w**2, w * s, np.ones(len(at)), self.share[self.alone])
        ]
        occupied = np.flatnonzero(columns[3])
        columns = [column[occupied] for column in columns]
        for step, k in zip(self.step, self.kernel, strict=True):
            for total, column, factor in zip(self.sums, columns, (k, k * k, k, 1.0, 1.0), strict=True):
                total[occupied + step] += factor * column

    def _chunks(self) -> Iterator[IntArray]:
        """Rows that meet others, whole persons together, a bounded number at a time."""
        rows = np.flatnonzero(~self.alone)
        rows = rows[np.argsort(self.person[rows], kind="stable")]
        starts = np.flatnonzero(np.diff(self.person[rows], prepend=-1))
        chunk = starts * len(self.step) // PAIRS_AT_ONCE
        for part in np.split(np.arange(len(starts)), np.flatnonzero(np.diff(chunk)) + 1):
            if len(part):
                end = starts[part[-1] + 1] if part[-1] + 1 < len(starts) else len(rows)
                yield rows[starts[part[0]] : end]

    def _add_meeting(self, rows: IntArray) -> None:
        people, person = np.unique(self.person[rows], return_inverse=True)
        spot: IntArray = (
            person[:, np.newaxis] * self.size + self.at[rows][:, np.newaxis] + self.step
        ).ravel()
        each = len(self.step)
        kernel: FloatArray = np.tile(self.kernel, len(rows))
        is_shape = np.repeat(self.mark[rows] >= 0, each)
        share: FloatArray = np.repeat(self.share[rows], each)
        valence: FloatArray = np.repeat(self.valence[rows], each)
        if is_shape.any():
            spot, kernel, share, valence = self._merge_shapes(rows, spot, kernel, share, valence, is_shape)
        order = np.argsort(spot)
        spot, kernel, share, valence = spot[order], kernel[order], share[order], valence[order]
        starts = np.flatnonzero(np.diff(spot, prepend=-1))
        kappa = np.maximum.reduceat(kernel, starts)
        said = np.add.reduceat(share * kernel * valence, starts) / np.add.reduceat(share * kernel, starts)
        weight = np.zeros(len(people))
        weight[person] = self.weight[rows]
        w = weight[spot[starts] // self.size] * kappa
        at = spot[starts] % self.size
        marks = np.add.reduceat(share, starts)
        for total, values in zip(self.sums, (w, w**2, w * said, np.ones(len(at)), marks), strict=True):
            total += np.bincount(at, values, minlength=self.size)

    def _merge_shapes(
        self,
        rows: IntArray,
        spot: IntArray,
        kernel: FloatArray,
        share: FloatArray,
        valence: FloatArray,
        is_shape: BoolArray,
    ) -> tuple[IntArray, FloatArray, FloatArray, FloatArray]:
        """Make one kernel of all sample points of a shape, their mean; it then counts as one mark."""
        mark = np.repeat(self.mark[rows], len(self.step))[is_shape]
        span = int(spot.max()) + 1
        pair, pair_of = np.unique(mark * span + spot[is_shape], return_inverse=True)
        merged = np.bincount(pair_of, (share * kernel)[is_shape])
        said = np.zeros(len(pair))
        said[pair_of] = valence[is_shape]
        points = ~is_shape
        return (
            np.concatenate([spot[points], pair % span]),
            np.concatenate([kernel[points], merged]),
            np.concatenate([share[points], np.ones(len(merged))]),
            np.concatenate([valence[points], said]),
        )


def _joined(parts: list[tuple[IntArray, list[FloatArray]]], cell_m: float, bandwidth_m: float) -> Surface:
    key = np.concatenate([part[0] for part in parts] or [np.empty(0, dtype=np.int64)])
    columns = [np.concatenate([part[1][number] for part in parts] or [np.empty(0)]) for number in range(5)]
    order = np.argsort(key)
    weight, squared, valence, people, marks = (column[order] for column in columns)
    return Surface(
        key[order], cell_m, bandwidth_m, weight, squared, valence,
        np.rint(people).astype(np.int64), np.rint(marks).astype(np.int64),
    )  # fmt: skip
