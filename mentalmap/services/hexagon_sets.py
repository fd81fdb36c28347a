"""Hexagons as area sets: a closed catalogue of sizes, named like `hex-1000`."""

from __future__ import annotations

from mentalmap.domain.hexagons import HEXAGON_SIZES_M
from mentalmap.errors import InvalidFilterError
from mentalmap.messages import say

__all__ = ["HEXAGON_SIZES_M", "check_area_set", "hexagon_size_m", "hexagon_slug"]

_PREFIX = "hex-"


def hexagon_slug(size_m: int) -> str:
    """Name the hexagons of a size as an area set."""
    return f"{_PREFIX}{size_m}"


def hexagon_size_m(slug: str | None) -> int | None:
    """Give the size of the hexagons that an area set is; None for a stored set."""
    for size_m in HEXAGON_SIZES_M:
        if slug == hexagon_slug(size_m):
            return size_m
    return None


def check_area_set(slug: str | None, stored: tuple[str, ...]) -> None:
    """
    Check that a project has an area set.

    Raises
    ------
    InvalidFilterError
        If it is neither stored nor in the catalogue of hexagons.
    """
    if slug is None or slug in stored or hexagon_size_m(slug) is not None:
        return
    known = (*stored, *(hexagon_slug(size_m) for size_m in HEXAGON_SIZES_M))
    raise InvalidFilterError(
        say("There is no area set called “%(slug)s” in this project.", slug=slug[:64]),
        say("Known area sets: %(known)s.", known=", ".join(known)),
    )
