"""The engine over HTTP: grid tiles and layers under any filter, beside the app's own empty route and tipg.

Growth is measured with tables made in memory (the database has no part in answering); the comparison
with tipg, which asks PostGIS for each tile, with the same rows in the same database.
`python -m bench.engine --sizes 10000,100000` measures fewer sizes.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
from sqlalchemy import text

from bench._database import scratch_database
from bench._generated import AGES, GROUPS, PURPOSES, SEED, THEMES, generate_table
from bench._measuring import median, p95, print_table
from bench._perceptions import make_large_project
from bench._tipg import serving_tipg, tile_path
from bench._worker import SLUG, Client, serving
from mentalmap.domain.arrays import FloatArray
from mentalmap.domain.curve import to_unit_square
from mentalmap.domain.vocabulary import Channel, Gender, Kind
from mentalmap.store.database import make_engine, transaction

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
GOALS = {100_000: 2.0, 1_000_000: 3.0, 10_000_000: 8.0}  # of the empty route, grid tile
ASKED = 300
PARTS: dict[str, tuple[str, ...]] = {
    "theme": THEMES,
    "purpose": PURPOSES,
    "kind": tuple(Kind),
    "group": GROUPS,
    "age": AGES,
    "gender": tuple(Gender),
    "channel": tuple(Channel),
}
PEER_PERCEPTIONS = 100_000
CLOSE_ZOOM = 15


@dataclass(frozen=True, slots=True)
class Spot:
    """Where on the map of tiles the perceptions lie, 0 … 1."""

    west: float
    north: float
    east: float
    south: float
    u: float  # where one of them lies
    v: float

    def whole(self) -> tuple[int, int, int]:
        """The deepest tile that holds all of them."""
        z = 0
        while int(self.west * 2**z) == int(self.east * 2**z) and int(self.north * 2**z) == int(
            self.south * 2**z
        ):
            z += 1
        z -= 1
        return z, int(self.west * 2**z), int(self.north * 2**z)

    def close(self, z: int = CLOSE_ZOOM) -> tuple[int, int, int]:
        """The tile of a zoom in which one of them lies."""
        return z, int(self.u * 2**z), int(self.v * 2**z)


def four_filters(rng: np.random.Generator) -> str:
    """Make the query of four filters on different columns."""
    names = rng.choice(list(PARTS), 4, replace=False)
    return urlencode([(name, rng.choice(PARTS[name])) for name in names])


def broad_filters(rng: np.random.Generator) -> str:
    """Make the query of four filters that each let most pass."""
    names = rng.choice(list(PARTS), 4, replace=False)
    parts: list[tuple[str, str]] = []
    for name in names:
        values = PARTS[name]
        kept = rng.choice(values, max(1, round(0.75 * len(values))), replace=False)
        parts += [(name, str(value)) for value in kept]
    return urlencode(parts)


class Asking:
    """Questions to one worker about one project, each timed in milliseconds."""

    def __init__(self, client: Client, spot: Spot) -> None:
        self.client = client
        self.rng = np.random.default_rng(SEED)
        self.tile = f"/p/{SLUG}/plan/grid/{_path(spot.whole())}.bin"
        self.close_tile = f"/p/{SLUG}/plan/grid/{_path(spot.close())}.bin"
        self.layer = f"/p/{SLUG}/plan/layers/attitude.json"
        self.etag = client.get(self.tile)[2]["ETag"]

    def empty(self) -> float:
        """What the app costs when there is nothing to do."""
        return 1000 * self.client.time("/empty")

    def unfiltered(self) -> float:
        """The whole project."""
        return 1000 * self.client.time(self.tile)

    def four(self) -> float:
        """The whole project under four filters."""
        return 1000 * self.client.time(f"{self.tile}?{four_filters(self.rng)}")

    def close(self) -> float:
        """A tile close by under four filters."""
        return 1000 * self.client.time(f"{self.close_tile}?{four_filters(self.rng)}")

    def unchanged(self) -> float:
        """An answer that the reader holds already."""
        return 1000 * self.client.time(self.tile, **{"If-None-Match": self.etag})

    def broad(self) -> float:
        """The whole project under four filters that each let three quarters of the values pass."""
        return 1000 * self.client.time(f"{self.tile}?{broad_filters(self.rng)}")

    def layer_of_four(self) -> float:
        """The attitude layer under four filters."""
        return 1000 * self.client.time(f"{self.layer}?{four_filters(self.rng)}")

    def layer_of_two(self) -> float:
        """The attitude layer of a theme and a span of valences that nobody asked for before."""
        span = f"valence_min={-1.5 - self.rng.random() / 2:.6f}"
        return 1000 * self.client.time(f"{self.layer}?theme={self.rng.choice(THEMES)}&{span}")

    def layer_of_all(self) -> float:
        """The attitude layer of everything, under a filter that lets it pass and nobody asked for before."""
        day = date(2000, 1, 1) + timedelta(days=int(self.rng.integers(6_000)))
        return 1000 * self.client.time(f"{self.layer}?from={day}")


def measure_growth(url: str, folder: Path, sizes: list[int]) -> None:
    """Grid tiles and the attitude layer from 10⁴ to 10⁷ perceptions."""
    rows, layer_rows = [], []
    for size in sizes:
        with serving(url, folder, size) as client:
            ask = Asking(client, _spot_of_generated(min(size, 100_000)))
            for _ in range(60):  # a worker that has served for a while has met the common filters
                ask.four()
            subjects = (ask.empty, ask.unfiltered, ask.four, ask.close, ask.unchanged)
            asked = ASKED if size <= 1_000_000 else ASKED // 2
            turns = [[subject() for subject in subjects] for _ in range(asked)]  # A B C A B C
            seen = [list(times) for times in zip(*turns, strict=True)]
            seen.append([ask.broad() for _ in range(15)])
            layers = [
                [subject() for _ in range(15)]
                for subject in (ask.layer_of_four, ask.layer_of_two, ask.layer_of_all)
            ]
        floor = median(seen[0])
        goal = f"≤ {GOALS[size]:.0f}×" if size in GOALS else ""
        ratios = (f"{_ms(times)} = {median(times) / floor:.1f}×" for times in seen[1:])
        rows.append((f"{size:,}", _ms(seen[0]), *ratios, goal))
        layer_rows.append((f"{size:,}", *map(_ms, layers)))
    print_table(
        "Grid tile of the whole project over HTTP (median / p95 ms, median in times of the empty route)",
        (
            "perceptions", "empty route", "unfiltered", "four filters", f"four filters at z{CLOSE_ZOOM}",
            "unchanged (304)", "four broad filters, first time", "goal for four filters",
        ),
        rows,
    )  # fmt: skip
    print("\nGoal for the unchanged answer: at most 1.2× the empty route.")
    print_table(
        "Attitude layer over HTTP, 300 areas, every filter for the first time (median / p95 ms)",
        ("perceptions", "four filters", "theme and valence", "nearly everything"),
        layer_rows,
    )
    print("\nGoal at 1,000,000: under 150 ms.")


def measure_peer(url: str, folder: Path) -> None:
    """The same rows from the same database: our tiles beside tipg's."""
    engine = make_engine(url)
    make_large_project(engine, "peer", PEER_PERCEPTIONS)
    spot = _spot_of_database(url)
    rng = np.random.default_rng(SEED)
    tick = count()
    with serving(url, folder) as ours, serving_tipg(url) as tipg:
        rows = []
        for name, (z, x, y), goal in (
            ("whole project", spot.whole(), "≥ 150× faster, ≤ 1/1000 of the bytes"),
            (f"z{CLOSE_ZOOM}", spot.close(), "≥ 10× faster"),
        ):
            grid = f"/p/peer/plan/grid/{z}/{x}/{y}.bin"
            themes = [f"theme=theme{number}" for number in rng.integers(0, 8, 1000)]
            marks = f"/p/peer/plan/marks/{z}/{x}/{y}.mvt"
            seen: dict[str, list[float]] = {"ours": [], "filtered": [], "marks": [], "tipg": []}
            for _ in range(3):
                ours.get(grid), tipg.get(tile_path(z, x, y))
            for _ in range(25 if z < 12 else 100):  # A B A B
                seen["ours"].append(1000 * ours.time(grid))
                seen["filtered"].append(
                    1000 * ours.time(f"{grid}?{themes[next(tick) % 1000]}&valence_min=-1")
                )
                seen["tipg"].append(1000 * tipg.time(tile_path(z, x, y)))
                if z >= CLOSE_ZOOM:
                    seen["marks"].append(1000 * ours.time(marks))
            small, large = len(ours.get(grid)[1]), len(tipg.get(tile_path(z, x, y))[1])
            rows.append(
                (
                    name,
                    *(_ms(times) if times else "" for times in seen.values()),
                    f"{median(seen['tipg']) / median(seen['ours']):.0f}×",
                    f"{small:,} B",
                    f"{large:,} B",
                    f"1/{large / max(small, 1):,.0f}",
                    goal,
                )
            )
    print_table(
        f"Beside tipg, {PEER_PERCEPTIONS:,} perceptions in the same database (median / p95 ms)",
        (
            "tile",
            "grid tile",
            "two filters",
            "exact marks",
            "tipg",
            "tipg / grid",
            "our bytes",
            "its bytes",
            "share",
            "goal",
        ),
        rows,
    )
    engine.dispose()


def _spot_of_generated(perceptions: int) -> Spot:
    table = generate_table(perceptions)
    return _spot(*to_unit_square(table.x_m, table.y_m, table.crs_epsg))


def _spot_of_database(url: str) -> Spot:
    engine = make_engine(url)
    with transaction(engine) as session:
        west, south, east, north, x, y = session.execute(
            text(
                "SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box),"
                " (SELECT ST_X(ST_PointOnSurface(geom_m)) FROM perception ORDER BY id LIMIT 1),"
                " (SELECT ST_Y(ST_PointOnSurface(geom_m)) FROM perception ORDER BY id LIMIT 1)"
                " FROM (SELECT ST_Extent(geom_m) AS box FROM perception) AS all_of_them"
            )
        ).one()
    engine.dispose()
    return _spot(*to_unit_square(np.array([west, east, x]), np.array([south, north, y]), 3006))


def _spot(u: FloatArray, v: FloatArray) -> Spot:
    return Spot(u.min(), v.min(), u.max(), v.max(), u[-1], v[-1])


def _path(tile: tuple[int, int, int]) -> str:
    return "/".join(map(str, tile))


def _ms(values: list[float]) -> str:
    return f"{median(values):.2f} / {p95(values):.2f}"


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", default=",".join(map(str, SIZES)))
    arguments.add_argument("--no-peer", action="store_true")
    chosen = arguments.parse_args()
    with scratch_database() as (url, folder):
        if not chosen.no_peer:
            measure_peer(url, folder)
        measure_growth(url, folder, [int(size) for size in chosen.sizes.split(",")])


if __name__ == "__main__":
    main()
