"""Areas: one version of a partition of the project, as columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from mentalmap.domain.arrays import FloatArray, ObjectArray


@dataclass(frozen=True, eq=False)
class Areas:
    """
    One area set, ordered by area id so that index `i` names the same area everywhere.

    Parameters
    ----------
    ids
        Stable identifier of each area, shape (a,).
    names
        Name of each area, shape (a,).
    geometries
        Polygons or multipolygons in the project's metric CRS, object array of shape (a,).
    populations
        Inhabitants of each area, shape (a,), nan where unknown.
    label
        Name of the area set with its version, for captions.
    population_by
        Inhabitants by age band and gender, each `all` where a file does not tell them apart; columns
        of shape (a,), nan where unknown.
    named_after_places
        Whether an area is only called after a place near it, so that several may share a name or have none.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    geometries: ObjectArray
    populations: FloatArray
    label: str = ""
    population_by: Mapping[tuple[str, str], FloatArray] = field(default_factory=dict)
    named_after_places: bool = False

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def index_of(self) -> dict[str, int]:
        """Index of each area by its id."""
        return {area_id: index for index, area_id in enumerate(self.ids)}

    @classmethod
    def empty(cls) -> Areas:
        """Make an area set without areas."""
        return cls((), (), np.empty(0, dtype=object), np.empty(0))


@dataclass(frozen=True, eq=False)
class Places:
    """
    The project's gazetteer entries that perceptions point at, as columns.

    Parameters
    ----------
    ids, names
        Stable identifier and name of each place, shape (p,).
    x_m, y_m
        Position in the project's metric CRS in metres, shape (p,).
    area
        Index of the area each place lies in, shape (p,), -1 where none.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    x_m: FloatArray
    y_m: FloatArray
    area: np.ndarray[tuple[int], np.dtype[np.int32]]

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def empty(cls) -> Places:
        """Make an empty gazetteer."""
        return cls((), (), np.empty(0), np.empty(0), np.empty(0, dtype=np.int32))
