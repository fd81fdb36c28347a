"""Vector tiles of exact marks, as the published view tells them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session


def marks_tile(session: Session, ids: Sequence[int], z: int, x: int, y: int) -> bytes:
    """
    Write the marks of these numbers as one vector tile, layer `marks`, properties `kind` and `valence`.

    Who asks has chosen by position already, and the numbers reach the table through its key: a
    condition on the geometry could use no index, since the view lets none but leakproof ones through.
    """
    tile = session.scalar(
        text(
            """
            WITH drawn AS (
                SELECT id, kind, valence,
                       ST_AsMVTGeom(
                           ST_Transform(geom_m, 3857), ST_TileEnvelope(:z, :x, :y), 4096, 256
                       ) AS geom
                FROM published_perception
                WHERE id = ANY(CAST(:ids AS bigint[])) AND geom_m IS NOT NULL
            )
            SELECT ST_AsMVT(drawn, 'marks', 4096, 'geom', 'id') FROM drawn WHERE geom IS NOT NULL
            """
        ),
        {"ids": list(ids), "z": z, "x": x, "y": y},
    )
    return bytes(tile or b"")
