"""The method's words as people read them: titles, kinds, channels; translated where they are shown."""

from __future__ import annotations

from mentalmap.domain.vocabulary import Channel, Gender, Kind, LayerName
from mentalmap.messages import Message, say

KINDS: dict[Kind, Message] = {
    Kind.DESTINATION: say("Destinations"),
    Kind.ROUTE: say("Routes"),
    Kind.BARRIER: say("Barriers"),
    Kind.LANDMARK: say("Landmarks"),
    Kind.DISTRICT: say("Districts"),
    Kind.PRIDE: say("Pride"),
    Kind.PROBLEM: say("Problems"),
    Kind.WISH: say("Wishes"),
    Kind.MEMORY: say("Memories"),
    Kind.ATTITUDE: say("Attitudes"),
}

GENDERS: dict[Gender, Message] = {
    Gender.WOMAN: say("Women"),
    Gender.MAN: say("Men"),
    Gender.OTHER: say("Another gender"),
}

CHANNELS: dict[Channel, Message] = {
    Channel.INTERVIEW: say("Interviews"),
    Channel.WEB: say("On the web"),
    Channel.WORKSHOP: say("Workshops"),
    Channel.PAPER: say("On paper"),
    Channel.IMPORT: say("From files"),
}

LAYER_TITLES: dict[LayerName, Message] = {
    LayerName.DESTINATIONS: say("Destinations"),
    LayerName.ROUTES: say("Routes"),
    LayerName.BARRIERS: say("Barriers"),
    LayerName.LANDMARKS: say("Landmarks"),
    LayerName.DISTRICTS: say("Districts"),
    LayerName.ATTITUDE: say("Attitude"),
    LayerName.RELATIONS: say("How places see each other"),
    LayerName.HEAT: say("Feeling, as a surface"),
    LayerName.ORGANISATION: say("The municipality as an organisation"),
    LayerName.COVERAGE: say("Who has been heard"),
    LayerName.CHANGE: say("Change"),
}

LAYER_QUESTIONS: dict[LayerName, Message] = {
    LayerName.DESTINATIONS: say("Where do people go?"),
    LayerName.ROUTES: say("Which ways do they take?"),
    LayerName.BARRIERS: say("What divides us?"),
    LayerName.LANDMARKS: say("What do people find their way by?"),
    LayerName.DISTRICTS: say("Which places belong together?"),
    LayerName.ATTITUDE: say("How do people feel about each area?"),
    LayerName.RELATIONS: say("How do the places see each other?"),
    LayerName.HEAT: say("Where does the feeling change?"),
    LayerName.ORGANISATION: say("How do people see the municipality as an organisation?"),
    LayerName.COVERAGE: say("Who have we not heard?"),
    LayerName.CHANGE: say("What has changed since last time?"),
}

# Keys are those of `exchange.writing.WRITERS`.
FORMATS: dict[str, Message] = {
    "html": say("A page that opens anywhere, offline (HTML)"),
    "gpkg": say("For map programs such as QGIS (GeoPackage)"),
    "geojson": say("For web developers (GeoJSON)"),
    "csv": say("Tables (CSV)"),
    "xlsx": say("Tables for Excel (XLSX)"),
}
