"""Make a bundle of all seven layers in tests, small and made up by hand, in the square of Kramfors.

    bundle = make_bundle(locale="sv")
    bundle = make_bundle(layers=(make_layer(LayerName.ATTITUDE, some_features),))

Features that may not carry a value are handed in with numbers on purpose (`SECRETS`): a writer
that lets one of them through is found by looking for its digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from mentalmap.domain.layers.envelope import Feature, Layer, Status, Value
from mentalmap.domain.symbols import color_of_class
from mentalmap.domain.vocabulary import LayerName
from mentalmap.exchange.bundle import LayerBundle, Outline, OutlineShape
from mentalmap.messages import Message, say

CRS_EPSG = 3006
X_M, Y_M = 640_000.0, 6_980_000.0
SECRET_PEOPLE, SECRET_MARKS, SECRET_VALUE = 739_182_645, 846_291_735, 957_314_826.25
SECRETS = ("739182645", "846291735", "957314826")
MADE_ON = date(2024, 5, 17)

TITLES = {
    LayerName.DESTINATIONS: "Where people go",
    LayerName.ROUTES: "Between localities",
    LayerName.BARRIERS: "What divides",
    LayerName.LANDMARKS: "Landmarks",
    LayerName.DISTRICTS: "Districts",
    LayerName.ATTITUDE: "How it feels",
    LayerName.HEAT: "Warm and cold",
}
NAMES = ("Kramfors", "Ullånger", "Nyland", "Bollstabruk", "Docksta", "Nordingrå")


def square(column: float, row: float, side_m: float = 9_000.0) -> shapely.Polygon:
    """Make a square, counted in squares of 10 km from the corner."""
    west, south = X_M + column * 10_000, Y_M + row * 10_000
    return shapely.box(west, south, west + side_m, south + side_m)


def feature(
    id: str,
    name: str,
    geometry: BaseGeometry,
    values: Mapping[str, Value] | None = None,
    people: int = 12,
    status: Status = Status.OK,
) -> Feature:
    """Make a feature; one that is not OK is given secrets that no file may tell."""
    if status is Status.OK:
        return Feature(id, name, geometry, people, 2 * people, status, values or {})
    secret: dict[str, Value] = {
        "estimate": SECRET_VALUE,
        "share": SECRET_VALUE,
        "purposes": {"trade": SECRET_PEOPLE},
    }
    return Feature(id, name, geometry, SECRET_PEOPLE, SECRET_MARKS, status, secret)


def make_layer(
    name: LayerName,
    features: tuple[Feature, ...],
    captions: tuple[Message, ...] = (say("People go to %(place)s.", place="Kramfors"),),
    parameters: Mapping[str, Value] | None = None,
) -> Layer:
    """Wrap features in an envelope about 203 people."""
    return Layer(
        name=name,
        features=features,
        people=187,
        marks=1_498,
        denominator=203,
        threshold=5,
        data_version="17",
        captions=captions,
        crs_epsg=CRS_EPSG,
        parameters=parameters or {},
    )


def make_layers() -> tuple[Layer, ...]:
    """Make one layer of each name, with at least one feature about too few people where that can be."""
    places = [square(i % 3, i // 3).centroid for i in range(len(NAMES))]
    attitudes = ((-3, -1.6), (-1, -0.5), (0, 0.1), (3, 1.7))
    return (
        make_layer(
            LayerName.DESTINATIONS,
            (
                *(
                    feature(
                        f"d{i}",
                        name,
                        places[i],
                        {
                            "share": (90 - 14 * i) / 203,
                            "rank": i + 1,
                            "purposes": {"trade": 60 - 10 * i, "service": 20, "other": 7},
                        },
                        people=90 - 14 * i,
                    )
                    for i, name in enumerate(NAMES[:5])
                ),
                feature("d5", "Nordingrå", places[5], status=Status.TOO_FEW),
            ),
            parameters={"max_people": 90},
        ),
        make_layer(
            LayerName.ROUTES,
            tuple(
                feature(
                    f"r{i}",
                    f"{NAMES[i]} → Kramfors",
                    shapely.LineString([places[i], places[0]]),
                    {"origin": NAMES[i], "destination": "Kramfors", "share": 0.3 / i},
                    people=60 // i,
                )
                for i in range(1, 5)
            ),
            parameters={"max_people": 60},
        ),
        make_layer(
            LayerName.BARRIERS,
            (
                feature(
                    "b0",
                    "The river",
                    shapely.LineString([(X_M, Y_M + 9_500), (X_M + 28_000, Y_M + 9_500)]),
                    {"nature": "physical", "share": 0.2, "rank": 1},
                    people=40,
                ),
                feature(
                    "b1",
                    "The old rivalry",
                    square(1, 1, 4_000),
                    {"nature": "emotional", "share": 0.1, "rank": 2},
                ),
            ),
        ),
        make_layer(
            LayerName.LANDMARKS,
            tuple(
                feature(f"l{i}", name, places[i], {"rank": i + 1, "share": 0.3 - i / 20}, people=60 - i)
                for i, name in enumerate(NAMES[:4])
            ),
        ),
        make_layer(
            LayerName.DISTRICTS,
            tuple(
                feature(
                    f"k{level}",
                    "Ådalen",
                    square(0, 0).buffer(3_000 * (1 - level)),
                    {"level": level, "share": 0.2},
                )
                for level in (0.25, 0.5, 0.75)
            ),
        ),
        make_layer(
            LayerName.ATTITUDE,
            (
                *(
                    feature(
                        f"a{i}",
                        NAMES[i],
                        square(i % 3, i // 3),
                        {
                            "estimate": estimate,
                            "class": valence_class,
                            "color": color_of_class(valence_class),
                            "share_positive": 0.4,
                            "share_negative": 0.3,
                            "agreement": 0.6,
                        },
                        people=30 + i,
                    )
                    for i, (valence_class, estimate) in enumerate(attitudes)
                ),
                feature("a4", "Docksta", square(1, 1), status=Status.TOO_FEW),
                feature("a5", "Nordingrå", square(2, 1), status=Status.NO_DATA),
            ),
        ),
        make_layer(
            LayerName.HEAT,
            tuple(
                feature(
                    f"h{x}-{y}",
                    "",
                    shapely.box(X_M + 500 * x, Y_M + 500 * y, X_M + 500 * x + 500, Y_M + 500 * y + 500),
                    {
                        "estimate": x / 10 - 1,
                        "class": (x // 3) - 3,
                        "color": color_of_class((x // 3) - 3),
                        "alpha": (y + 1) / 25,
                    },
                )
                for x in range(20)
                for y in range(20)
            ),
            parameters={"bandwidth_m": 1_500.0, "cell_m": 500.0},
        ),
    )


def make_outline() -> Outline:
    """Make a small piece of land with a lake, in EPSG:4326."""
    return Outline(
        land=(OutlineShape("", shapely.box(17.5, 62.8, 18.6, 63.2)),),
        water=(OutlineShape("Gålsjön", shapely.Point(18.1, 63.1).buffer(0.03)),),
        areas=(OutlineShape("Ådalen", shapely.box(17.7, 62.9, 18.3, 63.15)),),
        labels=(OutlineShape("Härnösand", shapely.Point(17.94, 62.92), rank=1),),
    )


def make_bundle(**changes: Any) -> LayerBundle:
    """Make a bundle in English; name what shall be different."""
    parts: dict[str, Any] = {
        "project_name": "Kramfors",
        "project_slug": "kramfors",
        "is_synthetic": True,
        "surveys": ("Round 2016",),
        "filters": ("Only young people.",),
        "layers": make_layers(),
        "titles": TITLES,
        "translate": str,
        "locale": "en",
        "made_on": MADE_ON,
        "outline": make_outline(),
        "purpose_names": {"trade": "Trade", "service": "Service", "work": "Work"},
    }
    return LayerBundle(**(parts | changes))
