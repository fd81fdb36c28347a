"""Localities and landmarks of Kramfors, placed by hand.

Facts: names and positions in EPSG:4326, (longitude, latitude), put down by hand and compared with
the open locality points of the statistics agency (2020) and with GeoNames; good to a few hundred
metres. How and against what: geodata/README.md. `bygd` names the area that grows round a place.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Locality:
    """
    A named place.

    Parameters
    ----------
    key
        Short name that the rounds use.
    role
        "locality" or "landmark".
    rank
        1 (drawn first) to 4, for labels.
    bygd
        Key of the area that grows round it; empty where it lies in another's.
    aliases
        Folk names, old names and short names.
    """

    key: str
    name: str
    lon: float
    lat: float
    role: str
    rank: int
    bygd: str = ""
    aliases: tuple[str, ...] = ()


def _locality(
    key: str, name: str, lon: float, lat: float, rank: int, bygd: str = "", *aliases: str
) -> Locality:
    return Locality(key, name, lon, lat, "locality", rank, bygd, aliases)


def _landmark(key: str, name: str, lon: float, lat: float, rank: int, *aliases: str) -> Locality:
    return Locality(key, name, lon, lat, "landmark", rank, "", aliases)


LOCALITIES = (
    _locality("kramfors", "Kramfors", 17.7765, 62.9316, 1, "kramfors", "Kramfors stad", "stan"),
    _locality("gudmundra", "Gudmundrå", 17.7560, 62.9120, 4, "kramfors"),
    _locality("frano", "Frånö", 17.8440, 62.9084, 3, "frano", "Franö"),
    _locality("bollstabruk", "Bollstabruk", 17.6735, 62.9978, 2, "bollstabruk", "Bollsta"),
    _locality("vaja", "Väja", 17.7003, 62.9655, 3, "bollstabruk", "Väja-Dynäs"),
    _locality("nyland", "Nyland", 17.7575, 63.0105, 2, "nyland", "Nyland i Ångermanland"),
    _locality("torsaker", "Torsåker", 17.7500, 63.0667, 4, "nyland"),
    _locality("sandslan", "Sandslån", 17.8098, 63.0200, 3, "sandslan", "Slån"),
    _locality("lugnvik", "Lugnvik", 17.9024, 62.9296, 3, "lugnvik"),
    _locality("bjartra", "Bjärtrå", 17.8850, 62.9472, 4, "lugnvik"),
    _locality("lunde", "Lunde", 17.8612, 62.8779, 3, "lunde"),
    _locality("svano", "Svanö", 17.8758, 62.8969, 4, "lunde"),
    _locality("klockestrand", "Klockestrand", 17.9119, 62.8754, 3, "nora", "Klocke"),
    _locality("nyadal", "Nyadal", 17.9450, 62.8142, 4, "nora"),
    _locality("herrskog", "Herrskog", 18.0297, 62.9136, 3, "herrskog"),
    _locality("nordingra", "Nordingrå", 18.2873, 62.9306, 2, "nordingra", "Nordingrån"),
    _locality("bonhamn", "Bönhamn", 18.4486, 62.8806, 4, "nordingra"),
    _locality("barsta", "Barsta", 18.3946, 62.8664, 4),
    _locality("mjallom", "Mjällom", 18.4336, 62.9856, 3, "mjallom", "Mjällomslandet"),
    _locality("norrfallsviken", "Norrfällsviken", 18.5180, 62.9750, 3, "mjallom", "Norrfälls"),
    _locality("ullanger", "Ullånger", 18.1860, 63.0098, 2, "ullanger"),
    _locality("docksta", "Docksta", 18.3255, 63.0535, 2, "docksta"),
    _landmark("centrum", "Kramfors centrum", 17.7750, 62.9323, 4, "centrum", "torget", "Kramfors torg"),
    _landmark(
        "station",
        "Kramfors resecentrum",
        17.7783,
        62.9303,
        4,
        "Kramfors station",
        "tågstationen",
        "resecentrum",
    ),
    _landmark("babelsberg", "Babelsberg", 17.7738, 62.9307, 4),
    _landmark(
        "halsocentral", "Kramfors hälsocentral", 17.7702, 62.9352, 4, "vårdcentralen", "Kramfors sjukhus"
    ),
    _landmark("adalsskolan", "Ådalsskolan", 17.7655, 62.9330, 4, "gymnasiet"),
    _landmark("simhallen", "Kramfors simhall", 17.7675, 62.9312, 4, "simhallen", "badhuset"),
    _landmark("biblioteket", "Kramfors bibliotek", 17.7762, 62.9309, 4, "biblioteket", "biblan"),
    _landmark("kommunhuset", "Kommunhuset", 17.7757, 62.9330, 4),
    _landmark("gudmundra_kyrka", "Gudmundrå kyrka", 17.7753, 62.9225, 4),
    _landmark("dynas", "Dynäs pappersbruk", 17.7060, 62.9728, 4, "Dynäs", "bruket i Väja"),
    _landmark("sagverket", "Bollsta sågverk", 17.6890, 62.9905, 4, "sågverket"),
    _landmark("bollsta_skola", "Bollsta skola", 17.6715, 62.9960, 4),
    _landmark("flygplatsen", "Höga Kusten Airport", 17.7686, 63.0486, 4, "flygplatsen", "Kramfors flygplats"),
    _landmark("hola", "Hola folkhögskola", 17.7227, 63.0773, 4, "Hola", "Hola i Prästmon"),
    _landmark("sandslansbadet", "Sandslåns friluftsbad", 17.8068, 63.0165, 4, "Sandslånsbadet"),
    _landmark(
        "monumentet", "Ådalen 31-monumentet", 17.8700, 62.8815, 4, "Lundemonumentet", "monumentet i Lunde"
    ),
    _landmark("sandobron", "Sandöbron", 17.8790, 62.8812, 3, "gamla bron", "Sandöbroa"),
    _landmark("hogakustenbron", "Högakustenbron", 17.9440, 62.8028, 2, "Höga Kusten-bron", "Vedabron"),
    _landmark("hornoberget", "Hornöberget", 17.9500, 62.8040, 4, "Hotell Höga Kusten"),
    _landmark("nordingra_kyrka", "Nordingrå kyrka", 18.2932, 62.9263, 4),
    _landmark("nordingra_skola", "Nordingrå skola", 18.2850, 62.9318, 4),
    _landmark("mannaminne", "Mannaminne", 18.2740, 62.9065, 4, "Mannaminne i Häggvik"),
    _landmark("rotsidan", "Rotsidan", 18.3640, 62.8462, 4),
    _landmark("hogbonden", "Högbonden", 18.4794, 62.8666, 3, "Högbondens fyr", "fyren"),
    _landmark("skuleberget", "Skuleberget", 18.3640, 63.0975, 2, "Skule"),
    _landmark("naturum", "Naturum Höga Kusten", 18.3735, 63.0958, 4, "naturum"),
    _landmark("skuleskogen", "Skuleskogen, entré syd", 18.4880, 63.0945, 3, "Skuleskogen", "nationalparken"),
    _landmark("docksta_havsbad", "Docksta havsbad", 18.3265, 63.0440, 4, "Docksta havet"),
    _landmark("ullangers_skola", "Ullångers skola", 18.1800, 63.0085, 4),
    _landmark("ullangers_halsocentral", "Ullångers hälsocentral", 18.1845, 63.0112, 4),
)

BY_KEY = {place.key: place for place in LOCALITIES}
