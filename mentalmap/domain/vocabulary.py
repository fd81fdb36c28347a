"""The method's words as enumerations: the lists that code branches on.

Lists that a municipality edits (themes, purposes, groups) are rows, not enumerations.
Members are stored by their value and packed into tables by their position (`code_of`).
Source of the words: docs/METHOD.md and docs/GLOSSARY.md.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a perception is about. A kind implies no valence."""

    DESTINATION = "destination"
    ROUTE = "route"
    BARRIER = "barrier"
    LANDMARK = "landmark"
    DISTRICT = "district"
    PRIDE = "pride"
    PROBLEM = "problem"
    WISH = "wish"
    MEMORY = "memory"
    ATTITUDE = "attitude"


class Channel(StrEnum):
    """How a response reached us."""

    INTERVIEW = "interview"
    WEB = "web"
    WORKSHOP = "workshop"
    PAPER = "paper"
    IMPORT = "import"


class Gender(StrEnum):
    """Gender as the respondent chose to state it; `None` where it was not stated."""

    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"


class Precision(StrEnum):
    """How closely a position may be told: exact, within a street (~250 m), or by area only."""

    EXACT = "exact"
    STREET = "street"
    VILLAGE = "village"


class ModerationState(StrEnum):
    """Whether a perception may leave moderation."""

    PENDING = "pending"
    PUBLISHED = "published"
    HIDDEN = "hidden"


class ValenceSource(StrEnum):
    """Who set a valence. A suggestion counts only after a person confirmed it."""

    RESPONDENT = "respondent"
    CODER = "coder"
    CONFIRMED = "suggested+confirmed"
    SUMMARY = "summary"  # the mean of several people, from a file that no longer tells them apart


class BarrierNature(StrEnum):
    """Whether a barrier stands in the terrain or in the mind."""

    PHYSICAL = "physical"
    EMOTIONAL = "emotional"


class QuestionForm(StrEnum):
    """What an answer to a question is."""

    PERCEPTION = "perception"
    CHOICE = "choice"
    SCALE = "scale"
    TEXT = "text"


class PlacedBy(StrEnum):
    """How somebody said where: all ways are equal in effect."""

    MAP = "map"  # tapped, or under the crosshair
    SEARCH = "search"
    LIST = "list"
    POSITION = "position"  # where they were
    WORDS = "words"  # described; told to the area only


class Via(StrEnum):
    """By what an invitation reached people."""

    AMBASSADOR = "ambassador"
    EVENT = "event"
    POSTER = "poster"
    LETTER = "letter"
    KIOSK = "kiosk"
    OTHER = "other"


class LayerName(StrEnum):
    """The computed map products, in the order of the layer switch."""

    DESTINATIONS = "destinations"
    ROUTES = "routes"
    BARRIERS = "barriers"
    LANDMARKS = "landmarks"
    DISTRICTS = "districts"
    ATTITUDE = "attitude"
    RELATIONS = "relations"
    HEAT = "heat"
    ORGANISATION = "organisation"
    COVERAGE = "coverage"
    CHANGE = "change"


PUBLIC_LAYERS = (
    LayerName.DESTINATIONS,
    LayerName.ROUTES,
    LayerName.BARRIERS,
    LayerName.LANDMARKS,
    LayerName.DISTRICTS,
    LayerName.ATTITUDE,
    LayerName.HEAT,
)
"""The layers that everybody may see; the others are for those who plan."""


class BasemapKind(StrEnum):
    """What lies under the layers."""

    OUTLINE = "outline"  # drawn from the project's own areas, land, water and places
    PMTILES = "pmtiles"  # a file on our own server
    XYZ = "xyz"
    WMS = "wms"


def code_of(member: StrEnum) -> int:
    """Give a member's position in its enumeration, the number that stands in packed columns."""
    return list(type(member)).index(member)
