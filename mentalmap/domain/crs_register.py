"""The EPSG register: a coordinate reference system by its number or its text, and its number back."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mentalmap.domain.printable import printable
from mentalmap.errors import InvalidInputError
from mentalmap.messages import Message, say

if TYPE_CHECKING:
    # Imported inside functions: it costs a quarter of a second and the forms never need it.
    import pyproj


def epsg_of(crs: pyproj.CRS, text: str, remedy: Message) -> int:
    """Give the EPSG code of a horizontal system, or raise `InvalidInputError` that says why it has none."""
    if crs.is_compound:  # a height system on top, which a map does not need
        crs = crs.sub_crs_list[0]
    if not (crs.is_geographic or crs.is_projected):
        raise InvalidInputError(
            say("“%(given)s” is not a system of positions on the ground.", given=printable(text)), remedy
        )
    epsg = crs.to_epsg(min_confidence=70)
    if epsg is None:
        raise InvalidInputError(
            say(
                "“%(name)s” is a coordinate reference system without an EPSG number.",
                name=printable(crs.name),
            ),
            say("Save the file in EPSG:3006 (SWEREF 99 TM) or EPSG:4326 and try again."),
        )
    return int(epsg)


def crs_from_text(text: str, remedy: Message) -> pyproj.CRS:
    """Read WKT or a name that the EPSG register knows; anything else raises `InvalidInputError`."""
    import pyproj
    from pyproj.exceptions import CRSError

    try:
        return pyproj.CRS.from_user_input(text)
    except CRSError as error:
        raise InvalidInputError(
            say("“%(given)s” names no coordinate reference system that we know.", given=printable(text)),
            remedy,
        ) from error


@lru_cache(maxsize=64)
def crs_of(epsg: int) -> pyproj.CRS:
    """Look a system up by its number; a number that is none raises `InvalidInputError`."""
    import pyproj
    from pyproj.exceptions import CRSError

    try:
        return pyproj.CRS.from_epsg(epsg)
    except CRSError as error:
        raise InvalidInputError(
            say("There is no coordinate reference system EPSG:%(epsg)s.", epsg=epsg),
            say("Look the number up at epsg.io; EPSG:3006 is SWEREF 99 TM, EPSG:4326 is WGS 84."),
        ) from error
