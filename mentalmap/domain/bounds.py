"""The rectangle that a project's positions lie in, stated or read from the data."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mentalmap.domain.arrays import BoolArray, FloatArray
from mentalmap.errors import InvalidInputError
from mentalmap.messages import say

METRES_PER_DEGREE = 111_320.0
_MARGIN_M = 10_000.0

# How the rectangle is read from the data; the reasons stand in `Bounds.around`.
_CORE_M = 250_000.0
_CORE_SPREADS = 4.0
_CORE_SHARE = 0.8
_TAIL = 0.01
_SURE_ROWS = 5_000
_MAX_THIN_MARGIN_M = 150_000.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """
    A rectangle in degrees, WGS 84.

    Raises
    ------
    InvalidInputError
        If the sides are not on Earth or the wrong way round.
    """

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        # Written so that nan fails too.
        if not (-180 <= self.west <= self.east <= 180 and -90 <= self.south <= self.north <= 90):
            raise InvalidInputError(
                say(
                    "%(bounds)s is not a rectangle of west, south, east and north in degrees.",
                    bounds=f"{self.west}, {self.south}, {self.east}, {self.north}",
                )
            )

    @property
    def middle(self) -> tuple[float, float]:
        """Longitude and latitude of the middle."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    def expanded_m(self, margin_m: float) -> Bounds:
        """Move every side outwards by at least a distance in metres, not past the ends of the Earth."""
        dlat = margin_m / METRES_PER_DEGREE
        # The side nearest a pole has the shortest degrees of longitude.
        widest = min(max(abs(self.south - dlat), abs(self.north + dlat)), 89.0)
        dlon = dlat / math.cos(math.radians(widest))
        return Bounds(
            max(self.west - dlon, -180.0),
            max(self.south - dlat, -90.0),
            min(self.east + dlon, 180.0),
            min(self.north + dlat, 90.0),
        )

    def contains(self, lon: FloatArray, lat: FloatArray) -> BoolArray:
        """Tell which positions lie inside or on the rectangle, shape (n,); nan does not."""
        inside: BoolArray = (
            (lon >= self.west) & (lon <= self.east) & (lat >= self.south) & (lat <= self.north)
        )
        return inside

    def distance_m(self, lon: FloatArray, lat: FloatArray) -> FloatArray:
        """Measure how far positions lie outside, in metres along the ground, 0 inside, shape (n,)."""
        lon = np.asarray(lon, dtype=np.float64)
        lat = np.asarray(lat, dtype=np.float64)
        return great_circle_m(
            lon, lat, np.clip(lon, self.west, self.east), np.clip(lat, self.south, self.north)
        )

    @classmethod
    def around(cls, lon: FloatArray, lat: FloatArray) -> Bounds:
        """
        Read the rectangle from the positions of a project that has none stated; margin included.

        The rectangle from the 1 % to the 99 % quantile is widened by half its span, at least 10 km.
        A quantile of few rows says little about their edge: 203 interviews have two rows in each
        tail, and two people may well have spoken of a town 80 km away. So the margin grows
        in proportion as there are fewer than 5,000 rows, up to 150 km.

        The quantiles are taken among the rows that can belong together: without 0,0, without
        rows whose swapped coordinates lie where the others are, and within 250 km (or four times
        the median distance, for a project spread wider) of the middle, provided that this holds
        for four rows in five; otherwise the project has several centres and all of them count.

        Parameters
        ----------
        lon, lat
            Positions in degrees, shape (n,); what is not finite or not on Earth is passed over.

        Returns
        -------
        Bounds
            The rectangle; the whole world if there is no usable position.
        """
        lon = np.asarray(lon, dtype=np.float64)
        lat = np.asarray(lat, dtype=np.float64)
        usable = WORLD.contains(lon, lat) & ~((np.abs(lon) < 1e-6) & (np.abs(lat) < 1e-6))
        lon, lat = lon[usable], lat[usable]
        if not len(lon):
            return WORLD
        lon, lat = _core(lon, lat)
        west, east = (float(side) for side in np.quantile(lon, (_TAIL, 1 - _TAIL)))
        south, north = (float(side) for side in np.quantile(lat, (_TAIL, 1 - _TAIL)))
        box = cls(west, south, east, north)
        lon_0, lat_0 = box.middle
        width_m = float(great_circle_m(west, lat_0, east, lat_0))
        height_m = float(great_circle_m(lon_0, south, lon_0, north))
        return box._widened_m(
            _margin_for(width_m, len(lon)),
            _margin_for(height_m, len(lon)),
        )

    def _widened_m(self, east_west_m: float, north_south_m: float) -> Bounds:
        """Widen by one distance sideways and another up and down."""
        sideways = self.expanded_m(east_west_m)
        upright = self.expanded_m(north_south_m)
        return Bounds(sideways.west, upright.south, sideways.east, upright.north)


WORLD = Bounds(-180.0, -90.0, 180.0, 90.0)


def great_circle_m(
    lon_1: FloatArray | float, lat_1: FloatArray | float, lon_2: FloatArray | float, lat_2: FloatArray | float
) -> FloatArray:
    """Measure along the ground between positions in degrees, in metres (haversine, to within 0.5 %)."""
    phi_1, phi_2 = np.radians(lat_1), np.radians(lat_2)
    half_lat = (phi_2 - phi_1) / 2
    half_lon = (np.radians(lon_2) - np.radians(lon_1)) / 2
    haversine = np.sin(half_lat) ** 2 + np.cos(phi_1) * np.cos(phi_2) * np.sin(half_lon) ** 2
    metres: FloatArray = 2 * 6_371_000.0 * np.arcsin(np.sqrt(np.clip(haversine, 0, 1)))
    return metres


def _core(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Keep the positions that can belong to one project."""
    lon_0, lat_0 = float(np.median(lon)), float(np.median(lat))
    away_m = great_circle_m(lon, lat, lon_0, lat_0)
    reach_m = max(_CORE_M, _CORE_SPREADS * float(np.median(away_m)))
    near = away_m <= reach_m
    swapped = np.zeros(len(lon), dtype=bool)
    mirrored = np.abs(lon) <= 90
    swapped[mirrored] = great_circle_m(lat[mirrored], lon[mirrored], lon_0, lat_0) <= reach_m
    swapped &= ~near
    kept = near if near.sum() >= _CORE_SHARE * (~swapped).sum() else ~swapped
    return lon[kept], lat[kept]


def _margin_for(span_m: float, rows: int) -> float:
    """Choose how far beyond the quantiles a position may lie, in metres."""
    margin_m = max(_MARGIN_M, span_m / 2)
    thin_m = min(margin_m * _SURE_ROWS / rows, _MAX_THIN_MARGIN_M)
    return max(margin_m, thin_m)
