"""The rectangle that a project's positions lie in, stated or read from the data."""

from __future__ import annotations

from dataclasses import dataclass

from mentalmap.domain.arrays import BoolArray, FloatArray


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle in degrees, WGS 84."""

    west: float
    south: float
    east: float
    north: float

    def expanded_m(self, margin_m: float) -> Bounds:
        """Move every side outwards by a distance in metres."""
        raise NotImplementedError

    def contains(self, lon: FloatArray, lat: FloatArray) -> BoolArray:
        """Tell which positions lie inside or on the rectangle, shape (n,)."""
        raise NotImplementedError

    def distance_m(self, lon: FloatArray, lat: FloatArray) -> FloatArray:
        """Measure how far positions lie outside, in metres, 0 inside, shape (n,)."""
        raise NotImplementedError

    @classmethod
    def around(cls, lon: FloatArray, lat: FloatArray) -> Bounds:
        """Read the rectangle from the positions of a project that has none. Margin included."""
        raise NotImplementedError


WORLD = Bounds(-180.0, -90.0, 180.0, 90.0)
