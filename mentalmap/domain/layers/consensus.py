"""Consensus: many people's strokes about the same thing, turned into one that is nobody's own.

Every stroke is widened by a tolerance and laid over the others on a grid; where at least k people
overlap, the best supported stroke is walked along and each step moved to the mean of the nearest
points of all who are near. Each point of the result rests on k people.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mentalmap.domain.arrays import BoolArray, IntArray, ObjectArray
from mentalmap.domain.layers.grids import (
    cell_centres,
    cell_keys,
    cells_in_polygons,
    components,
    disk_shifts,
    join_cells,
)
from mentalmap.domain.layers.samples import sample_shapes
from mentalmap.domain.layers.voices import count_people

MOST_CELLS = 2_000_000  # over all polygons, so that no input fills the memory
FEWEST_CELLS = 4  # what is left over beside a line is one of its own only if it is more than a crumb
MOST_FOUND = 500
MOST_STEPS = 2000  # along one stroke


@dataclass(frozen=True, eq=False)
class Strokes:
    """What people drew: geometry in metres and whose it is, columns of shape (s,)."""

    geometry: ObjectArray
    person: IntArray

    @cached_property
    def is_line(self) -> BoolArray:
        """Whether each stroke is a line rather than a point or a ground."""
        return np.asarray(shapely.get_dimensions(self.geometry) == 1)


@dataclass(frozen=True, eq=False)
class Cover:
    """Which stroke covers which cell, once widened by the tolerance; `stroke` and `at` one row per pair."""

    stroke: IntArray
    at: IntArray  # index into `cells`
    cells: IntArray  # keys in rising order
    cell_m: float

    def strokes_on(self, group: IntArray) -> IntArray:
        """Strokes that cover any cell of a group."""
        inside = np.zeros(len(self.cells), dtype=bool)
        inside[np.searchsorted(self.cells, group)] = True
        return np.flatnonzero(np.bincount(self.stroke[inside[self.at]]))

    def people(self, person: IntArray) -> IntArray:
        """Count distinct people on each cell; `person` is whose each stroke is."""
        return count_people(self.at, person[self.stroke], len(self.cells))


def _cover(strokes: Strokes, tolerance_m: float) -> Cover:
    ground = np.flatnonzero(shapely.get_dimensions(strokes.geometry) == 2)
    west, south, east, north = shapely.bounds(strokes.geometry[ground]).T
    cell_m = max(tolerance_m / 2, float(np.sqrt(((east - west) * (north - south)).sum() / MOST_CELLS)))
    owner, x_m, y_m = sample_shapes(
        np.where(
            shapely.get_dimensions(strokes.geometry) == 2,
            shapely.boundary(strokes.geometry),
            strokes.geometry,
        ),
        cell_m,
    )
    inside_of, inside = cells_in_polygons(strokes.geometry[ground], cell_m)
    shift, _ = disk_shifts(max(1.0, tolerance_m / cell_m))
    key = cell_keys(x_m, y_m, cell_m)
    step = np.ones(len(key), dtype=bool)  # where a stroke enters a new cell
    step[1:] = (key[1:] != key[:-1]) | (owner[1:] != owner[:-1])
    stroke = np.concatenate([np.repeat(owner[step], len(shift)), ground[inside_of]])
    cell = np.concatenate([(key[step][:, np.newaxis] + shift).ravel(), inside])
    cells, at = np.unique(cell, return_inverse=True)
    return Cover(stroke, at, cells, cell_m)


def find_consensus(
    strokes: Strokes, threshold: int, tolerance_m: float
) -> Iterator[tuple[BaseGeometry, IntArray]]:
    """
    Yield each line or ground that enough people share, with its people, the largest first.

    Where several meet, one after the other is peeled off. A line where at least half of its
    people drew lines, else the ground.

    Parameters
    ----------
    threshold
        k, at least 1.
    tolerance_m
        How far apart strokes about the same thing may run.
    """
    cover = _cover(strokes, tolerance_m)
    people_on = cover.people(strokes.person)
    enough = people_on >= threshold
    support = dict(zip(cover.cells[enough].tolist(), people_on[enough].tolist(), strict=True))
    waiting = _groups(cover.cells[enough])
    for _ in range(MOST_FOUND):
        if not waiting:
            return
        waiting.sort(key=lambda one: (-len(one), int(one[0])))
        group = waiting.pop(0)
        members = cover.strokes_on(group)
        line = _mean_line(
            strokes, members, _best_stroke(strokes, members, group, support, cover), threshold, tolerance_m
        )
        if line is None:
            yield _ground(group, cover.cell_m, tolerance_m), np.unique(strokes.person[members])
        else:
            yield line
            waiting = [
                rest
                for one in (group, *waiting)
                for rest in _beyond(one, line[0], 2 * tolerance_m, cover.cell_m, one is group)
            ]


def _groups(cells: IntArray) -> list[IntArray]:
    """Connected groups of cells."""
    if not len(cells):
        return []
    label = components(cells)
    order = np.argsort(label, kind="stable")
    return np.split(cells[order], np.flatnonzero(np.diff(label[order])) + 1)


def _beyond(
    group: IntArray, line: BaseGeometry, distance_m: float, cell_m: float, own: bool
) -> list[IntArray]:
    """What is left of a group when a line and its surroundings are taken off."""
    middles = shapely.points(*cell_centres(group, cell_m))
    beside = shapely.dwithin(middles, line, distance_m)
    if not beside.any():
        return [] if own else [group]  # a line's own group may not come up for ever
    return [rest for rest in _groups(group[~beside]) if len(rest) >= FEWEST_CELLS]


def _ground(group: IntArray, cell_m: float, tolerance_m: float) -> BaseGeometry:
    """Outline the ground that people share, without the tolerance by which it was widened."""
    joined = join_cells(group, cell_m).buffer(cell_m, quad_segs=4).buffer(-cell_m, quad_segs=4)
    narrow = joined.buffer(-tolerance_m, quad_segs=4)
    return joined if narrow.is_empty else narrow


def _mean_line(
    strokes: Strokes, members: IntArray, backbone: BaseGeometry | None, threshold: int, tolerance_m: float
) -> tuple[BaseGeometry, IntArray] | None:
    """
    Walk along the best supported stroke and take the mean of all people's nearest points.

    Returns
    -------
    line, people
        None where most people drew grounds or points, or where no stretch has enough people.
    """
    people = np.unique(strokes.person[members])
    drew_lines = np.unique(strokes.person[members[strokes.is_line[members]]])
    if backbone is None or 2 * len(drew_lines) < len(people):
        return None
    own = np.array(
        [shapely.union_all(strokes.geometry[members[strokes.person[members] == one]]) for one in people],
        dtype=object,
    )
    everyone = _walk(backbone, own, threshold, tolerance_m)
    if everyone is None:
        return None
    follows = follow(own, everyone[0], tolerance_m)
    followed = _walk(backbone, own[follows], threshold, tolerance_m)
    return None if followed is None else (followed[0], people[follows][followed[1]])


def follow(strokes: ObjectArray, line: BaseGeometry, tolerance_m: float) -> BoolArray:
    """
    Whether each stroke speaks of a line: most of it, or a long stretch, must run along it.

    Who merely crosses a line says nothing about it.
    """
    shapely.prepare(line)
    follows = np.asarray(shapely.dwithin(line, strokes, tolerance_m))
    near = np.flatnonzero(follows)
    along_m = shapely.length(shapely.intersection(strokes[near], line.buffer(tolerance_m)))
    follows[near] = along_m >= np.minimum(3 * tolerance_m, shapely.length(strokes[near]) / 2)
    return follows


def _walk(
    backbone: BaseGeometry, own: ObjectArray, threshold: int, tolerance_m: float
) -> tuple[BaseGeometry, BoolArray] | None:
    """Mean of the nearest points of all who are near, at each step where they are enough."""
    if len(own) < threshold:
        return None
    steps = max(2, math.ceil(backbone.length / (tolerance_m / 2)) + 1)
    distance_m = np.linspace(0.0, backbone.length, min(steps, MOST_STEPS))
    walk = np.array([backbone.interpolate(one) for one in distance_m], dtype=object)
    nearest = shapely.get_point(shapely.shortest_line(walk[:, np.newaxis], own), 1)
    near = shapely.distance(walk[:, np.newaxis], nearest) <= tolerance_m
    count = near.sum(axis=1)
    kept = count >= threshold
    x_m, y_m = (
        np.where(near, get(nearest), 0.0).sum(axis=1) / np.maximum(count, 1)
        for get in (shapely.get_x, shapely.get_y)
    )
    parts: list[shapely.LineString] = []
    used = np.zeros(len(walk), dtype=bool)
    for run in np.split(np.arange(len(walk)), np.flatnonzero(np.diff(kept)) + 1):
        if kept[run[0]] and len(run) > 1:
            part = shapely.LineString(np.round(np.column_stack([x_m[run], y_m[run]]), 2))
            if part.length >= tolerance_m:
                parts.append(shapely.LineString(part.simplify(tolerance_m / 16).coords))
                used[run] = True
    if not parts:
        return None
    return (parts[0] if len(parts) == 1 else shapely.MultiLineString(parts)), np.asarray(
        near[used].any(axis=0)
    )


def _best_stroke(
    strokes: Strokes, members: IntArray, group: IntArray, support: dict[int, int], cover: Cover
) -> BaseGeometry | None:
    """Find the stroke along which the most people agree for the longest way; None where none is a line."""
    inside = set(group.tolist())
    best: tuple[int, bytes, BaseGeometry] | None = None
    for stroke in members[strokes.is_line[members]]:
        for part in shapely.get_parts(strokes.geometry[stroke]):
            _, x_m, y_m = sample_shapes(np.array([part], dtype=object), cover.cell_m)
            cells = inside.intersection(cell_keys(x_m, y_m, cover.cell_m).tolist())
            # The geometry itself settles a tie, so that the order of the rows cannot.
            score = (sum(support[cell] for cell in cells), shapely.to_wkb(part), part)
            if best is None or score[:2] > best[:2]:
                best = score
    return best[2] if best else None
