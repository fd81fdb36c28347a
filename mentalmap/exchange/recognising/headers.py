"""Words that head columns, in Swedish and English."""

from __future__ import annotations

from dataclasses import dataclass

from mentalmap.domain.synonyms import fold
from mentalmap.exchange.mapping import ImportField as F

EXACT, INSIDE, ENDING = 3, 2, 1  # how surely a header names a field

_HEADERS: dict[F, str] = {
    F.RESPONDENT: "respondent|resp|resp id|respid|resp nr|respnr|"
    "respondent id|respondentnr|respondentnummer|svarande|svarsid|svars id|"
    "person|person id|"
    "personid|intervju|intervju nr|intervjunr|intervju id|intervjuid|intervjunummer|interview|interview id|"
    "interview no|informant|deltagare|deltagarnr|participant|participant id|user id|userid|response id|ip nr",
    F.ID: "id|globalid|global id|objectid|object id|fid|uuid|guid|rowid|row id|rad id|radid|nr|no|"
    "nummer|number|"
    "löpnr|löpnummer|record id|recordid|unique id|post id|perception id|markering id",
    F.LON: "longitud|longitude|long|lng|lon|x|x koordinat|xkoordinat|x coordinate|xcoord|koordinat x|koord x|"
    "coord x|geo lon|point x|wgs84 lon|wgs84 long",
    F.LAT: "latitud|latitude|lat|y|y koordinat|ykoordinat|y coordinate|ycoord|koordinat y|koord y|coord "
    "y|geo lat|"
    "point y|wgs84 lat",
    F.EASTING: "easting|east|öst|ost|e|ö|sweref e|sweref öst|sweref99 e|sweref 99 e|sweref99tm e|östlig|"
    "e koordinat|öst koordinat|sweref x|utm e",
    F.NORTHING: "northing|north|nord|norr|n|sweref n|sweref nord|sweref99 n|sweref 99 n|sweref99tm n|nordlig|"
    "n koordinat|nord koordinat|sweref y|utm n",
    F.WKT: "wkt|wkb|geom|geometry|geometri|the geom|shape|geometry text|wkt geom|geometry wkt",
    F.PLACE: "plats|platsnamn|plats namn|ort|ortnamn|ställe|stället|place|place name|placename|locality|"
    "location|"
    "location name|var|where|lokal|platsens namn|vilken plats|vilken ort|site",
    F.ORIGIN: "från|from|start|startplats|startort|startpunkt|origin|från ort|från plats|resa från|"
    "utgångspunkt",
    F.DESTINATION: "till|to|slut|slutplats|slutpunkt|målort|till ort|till plats|resa till|end",
    F.KIND: "slag|kind|typ av markering|markeringstyp|markering|perception kind|typ av upplevelse|sort",
    F.VALENCE: "känsla|betyg|valens|valence|score|rating|attityd|attitude|omdöme|sentiment|hur känns "
    "det|värde|"
    "poäng|skattning|gradering|feeling|grade|skala|känslovärde|inställning",
    F.PURPOSES: "ärende|ärenden|syfte|syften|purpose|purposes|ändamål|errand|vad gör du där|aktivitet|"
    "activity",
    F.THEMES: "tema|teman|theme|themes|kategori|kategorier|category|categories|ämne|ämnen|topic|topics|"
    "typ|type|"
    "request type|requesttype|issue type|ärendetyp|kod|koder|code|codes|kodning|etikett|etiketter|labels",
    F.QUOTE: "citat|kommentar|kommentarer|comment|comments|quote|quotes|fritext|egna ord|text|beskrivning|"
    "description|motivering|varför|why|reason|anteckning|anteckningar|notes|note|vad sades|utsaga|berätta|"
    "övrigt|message|meddelande|synpunkt|synpunkter",
    F.LANGUAGE: "språk|language|lang",
    F.PRECISION: "precision|noggrannhet|exakthet|accuracy",
    F.NATURE: "typ av barriär|barriärtyp|typ av hinder|barrier type|nature|fysisk eller mental|"
    "fysisk eller känslomässig|fysisk mental",
    F.SAID_ON: "datum|date|tid|time|tidpunkt|timestamp|tidsstämpel|submitted at|submitted|created|created at|"
    "skapad|inskickad|intervjudatum|svarsdatum|request date|requestdate|dag|said on|datum för intervju",
    F.HOME_AREA: "hemort|hemområde|bostadsort|bostadsområde|boendeort|bor|bor i|var bor du|bostad|hem|home|"
    "home area|home place|lives in|residence|hemdistrikt|område där du bor",
    F.AGE: "ålder|age|åldersgrupp|ålders grupp|age group|agegroup|age band|födelseår|född|birth year|"
    "year of birth|"
    "åldersintervall|din ålder",
    F.GENDER: "kön|gender|sex|könstillhörighet|könsidentitet|ditt kön",
    F.GROUP: "grupp|group|målgrupp|roll|role|user type|usertype|svarandegrupp|respondentgrupp|kategori "
    "av svarande|"
    "typ av respondent|respondent type|tillhör|du är",
    F.CHANNEL: "kanal|channel|insamlingsmetod|insamlingssätt|metod|method|survey mode",
    F.CONSENT_VERSION: "samtycke|samtyckesversion|consent|consent version",
    F.WEIGHT: "vikt|weight|antal|count|antal svar|antal svarande|antal personer|rating count|n people|"
    "number of people|"
    "ratings|responses",
}
_AREAS = frozenset(
    fold(word)
    for word in [
        "distrikt",
        "district",
        "stadsdel",
        "område",
        "area",
        "neighbourhood",
        "neighborhood",
        "delområde",
        "bydel",
        "kommundel",
        "bygd",
        "bygdområde",
        "district name",
        "area name",
        "område namn",
        "områdesnamn",
        "socken",
        "parish",
        "zone",
    ]
)
# Words that end compounds without a gap, as in REQUESTDATE.
_ENDINGS: dict[str, F] = {
    "date": F.SAID_ON,
    "datum": F.SAID_ON,
    "comments": F.QUOTE,
    "comment": F.QUOTE,
    "kommentar": F.QUOTE,
    "type": F.THEMES,
    "category": F.THEMES,
    "kategori": F.THEMES,
    "theme": F.THEMES,
    "latitude": F.LAT,
    "longitude": F.LON,
    "betyg": F.VALENCE,
    "rating": F.VALENCE,
}
# Too short or too common to be looked for inside longer headers.
_WHOLE_ONLY = frozenset(
    fold(word)
    for word in [
        "x",
        "y",
        "e",
        "n",
        "ö",
        "id",
        "nr",
        "no",
        "var",
        "to",
        "till",
        "from",
        "från",
        "start",
        "slut",
        "end",
        "n",
        "where",
        "hem",
        "home",
        "bor",
        "text",
        "antal",
        "value",
        "värde",
        "person",
        "time",
        "tid",
        "dag",
        "typ",
        "type",
        "kod",
        "code",
        "note",
        "count",
        "sex",
        "long",
        "skala",
        "grade",
        "date",
        "name",
        "mark",
        "by",
        "east",
        "north",
        "öst",
        "nord",
        "norr",
        "intervju",
        "interview",
        "respondent",
        "grupp",
        "group",
        "site",
        "location",
        "place",
        "plats",
        "ort",
        "ställe",
        "rating",
        "ratings",
        "responses",
        "score",
        "submitted",
        "created",
        "number",
        "nummer",
        "reason",
        "age",
        "hem",
        "bostad",
        "område",
        "test",
        "shape",
        "born",
        "född",
        "språk",
        "method",
        "metod",
    ]
) - {
    fold(word)
    for word in ("date", "rating", "score", "place", "plats", "ort", "reason", "count", "typ", "type")
}
_INDEX: dict[str, list[F]] = {}
for _field, _words in _HEADERS.items():
    for _word in _words.split("|"):
        _INDEX.setdefault(fold(_word), []).append(_field)


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """A field that a header may name, and how surely."""

    field: F
    strength: int


def match_header(header: str) -> tuple[HeaderMatch, ...]:
    """List the fields that a header may name, the surest first."""
    folded = fold(header)
    found = dict.fromkeys(_INDEX.get(folded, []), EXACT)
    tokens = folded.split()
    if len(tokens) <= 8:
        for size in range(len(tokens), 0, -1):
            for start in range(len(tokens) - size + 1):
                part = " ".join(tokens[start : start + size])
                if part in _WHOLE_ONLY:
                    continue
                for field in _INDEX.get(part, []):
                    found.setdefault(field, INSIDE)
    if len(tokens) == 1 and not found:
        for ending, field in _ENDINGS.items():
            if folded.endswith(fold(ending)) and len(folded) > len(ending):
                found.setdefault(field, ENDING)
    ranked = sorted(found.items(), key=lambda item: -item[1])
    return tuple(HeaderMatch(field, strength) for field, strength in ranked)


def is_area_header(header: str) -> bool:
    """Whether a header names an area without saying whose: where a mark is, or where a person lives."""
    return fold(header) in _AREAS
