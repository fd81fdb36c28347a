"""Name the CRS of a file by an EPSG number where one fits (runs inside the sandbox)."""

from __future__ import annotations

WGS84 = 4326


def find_epsg(text: str | None) -> tuple[int | None, str | None]:
    """
    Give the EPSG number and the WKT of a CRS written as a name, WKT or PROJJSON.

    Heights are dropped: EPSG:4979 becomes 4326. Both are `None` where the text is no CRS.
    """
    if not text:
        return None, None
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        crs = CRS.from_user_input(text)
        if len(crs.axis_info) > 2:
            crs = crs.to_2d()
        epsg = crs.to_epsg(min_confidence=60)
        if epsg is None and crs.is_geographic and "84" in crs.name:
            epsg = WGS84  # OGC:CRS84: the same with the axes named in the order that files use
        return epsg, crs.to_wkt()
    except CRSError:
        return None, None
