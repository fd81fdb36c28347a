"""Roads, railway and river as hand-made lines: where people travel, and what may divide them.

Illustrative, EPSG:4326, (longitude, latitude), a vertex every kilometre or so. No package carries
roads; these lines follow the valley and the coast well enough to draw a synthetic round on.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from functools import cache
from itertools import pairwise
from math import hypot

from mentalmap.demo.localities import BY_KEY

Position = tuple[float, float]

# Each road joins two places by way of the vertices between them.
ROADS: tuple[tuple[str, tuple[Position, ...], str], ...] = (
    ("hogakustenbron", (), "hornoberget"),
    ("hornoberget", (), "nyadal"),
    ("nyadal", ((17.950, 62.824), (17.968, 62.845), (17.985, 62.875), (18.012, 62.900)), "herrskog"),
    ("herrskog", ((18.065, 62.935),), "gallsater"),
    ("gallsater", ((18.135, 62.980),), "ullanger"),
    ("ullanger", ((18.215, 63.022), (18.260, 63.037), (18.300, 63.046)), "docksta"),
    ("docksta", ((18.335, 63.066), (18.355, 63.080)), "naturum"),
    ("naturum", ((18.400, 63.112), (18.440, 63.108)), "skuleskogen"),
    ("naturum", (), "skuleberget"),
    ("gallsater", ((18.150, 62.949), (18.215, 62.943)), "nordingra"),
    ("nordingra", ((18.325, 62.945), (18.375, 62.965), (18.405, 62.984)), "mjallom"),
    ("mjallom", ((18.460, 62.984), (18.500, 62.979)), "norrfallsviken"),
    ("nordingra", ((18.320, 62.922),), "vagsfjarden"),
    ("vagsfjarden", ((18.410, 62.889),), "bonhamn"),
    ("vagsfjarden", ((18.385, 62.880),), "barsta"),
    ("barsta", (), "rotsidan"),
    ("nordingra", ((18.282, 62.915),), "mannaminne"),
    ("lunde", ((17.8720, 62.8808),), "sandobron"),
    ("sandobron", ((17.893, 62.8835), (17.9085, 62.8790)), "klockestrand"),
    ("klockestrand", ((17.922, 62.850), (17.928, 62.832)), "nyadal"),
    ("klockestrand", ((17.935, 62.885), (17.975, 62.900)), "herrskog"),
    ("klockestrand", ((17.915, 62.890), (17.932, 62.903), (17.927, 62.920)), "lugnvik"),
    ("lugnvik", (), "bjartra"),
    ("bjartra", ((17.870, 62.962), (17.842, 62.985), (17.846, 63.002), (17.838, 63.017)), "sandslan"),
    ("sandslan", ((17.797, 63.009), (17.780, 63.007)), "nyland"),
    ("lunde", ((17.852, 62.893),), "frano"),
    ("frano", ((17.825, 62.917), (17.800, 62.926)), "kramfors"),
    ("kramfors", ((17.764, 62.943), (17.735, 62.957)), "vaja"),
    ("vaja", ((17.693, 62.977), (17.683, 62.988)), "bollstabruk"),
    ("bollstabruk", ((17.688, 63.008), (17.722, 63.011)), "nyland"),
    ("nyland", ((17.764, 63.030),), "flygplatsen"),
    ("flygplatsen", ((17.756, 63.058),), "torsaker"),
    ("torsaker", (), "hola"),
)

JUNCTIONS: dict[str, Position] = {"gallsater": (18.105, 62.957), "vagsfjarden": (18.370, 62.900)}

RIVER: tuple[Position, ...] = (
    (17.778, 63.000), (17.774, 62.984), (17.785, 62.966), (17.810, 62.952), (17.838, 62.940),
    (17.851, 62.925), (17.858, 62.908), (17.862, 62.893), (17.876, 62.885), (17.890, 62.874),
    (17.902, 62.862), (17.900, 62.845), (17.906, 62.832), (17.915, 62.818), (17.935, 62.803),
)  # fmt: skip

RAILWAY_IN_KRAMFORS: tuple[Position, ...] = (
    (17.7960, 62.9250), (17.7900, 62.9265), (17.7840, 62.9286), (17.7783, 62.9303), (17.7735, 62.9340),
    (17.7690, 62.9375),
)  # fmt: skip

E4_IN_ULLANGER: tuple[Position, ...] = (
    (18.1560, 62.9920), (18.1700, 63.0010), (18.1830, 63.0082), (18.1960, 63.0145), (18.2150, 63.0220),
)  # fmt: skip

E4_IN_DOCKSTA: tuple[Position, ...] = (
    (18.2900, 63.0440), (18.3080, 63.0480), (18.3240, 63.0530), (18.3320, 63.0620), (18.3440, 63.0730),
)  # fmt: skip

VALLEY_AND_COAST: tuple[Position, ...] = (
    (17.990, 62.850), (18.010, 62.890), (18.050, 62.940), (18.075, 62.985), (18.085, 63.035),
    (18.075, 63.090),
)  # fmt: skip

KRAMFORS_AND_BOLLSTA: tuple[Position, ...] = ((17.7150, 62.9440), (17.7380, 62.9560), (17.7600, 62.9670))

LAST_BUS: tuple[Position, ...] = ((18.130, 62.990), (18.142, 62.965), (18.150, 62.940), (18.160, 62.912))

SANDO_BRIDGE: tuple[Position, ...] = ((17.8705, 62.8806), (17.8790, 62.8812), (17.8900, 62.8830))


def position(node: str) -> Position:
    """Look up where a place or a junction lies."""
    if node in JUNCTIONS:
        return JUNCTIONS[node]
    return (BY_KEY[node].lon, BY_KEY[node].lat)


@cache
def road_between(start: str, end: str) -> tuple[Position, ...]:
    """
    Find the shortest way by road between two places (Dijkstra over the lines above).

    Returns
    -------
    tuple of (lon, lat)
        From start to end; empty where no road joins them.
    """
    ways = _ways()
    queue: list[tuple[float, str, tuple[Position, ...]]] = [(0.0, start, (position(start),))]
    done: set[str] = set()
    while queue:
        length, node, path = heapq.heappop(queue)
        if node == end:
            return path
        if node in done:
            continue
        done.add(node)
        for other, stretch in ways[node]:
            if other not in done:
                heapq.heappush(queue, (length + _length(stretch), other, path + stretch[1:]))
    return ()


@cache
def nearest_node(lon: float, lat: float) -> str:
    """Find the place on the road network that lies nearest to a position; never a mere junction."""
    places = [node for node in _ways() if node not in JUNCTIONS]
    return min(places, key=lambda node: _length(((lon, lat), position(node))))


@cache
def _ways() -> dict[str, list[tuple[str, tuple[Position, ...]]]]:
    ways: dict[str, list[tuple[str, tuple[Position, ...]]]] = defaultdict(list)
    for start, between, end in ROADS:
        stretch = (position(start), *between, position(end))
        ways[start].append((end, stretch))
        ways[end].append((start, stretch[::-1]))
    return dict(ways)


def _length(stretch: tuple[Position, ...]) -> float:
    # At 63° N a degree of longitude is 0.454 of a degree of latitude.
    return sum(hypot(0.454 * (b[0] - a[0]), b[1] - a[1]) for a, b in pairwise(stretch))
