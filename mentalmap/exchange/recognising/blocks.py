"""Columns of files with one row per interview: “Målpunkt 1”, “Ärende 1”, “Stråk 1 från” …

A header belongs to a block only if every word of it is understood; anything else is left to a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mentalmap.domain.synonyms import fold
from mentalmap.domain.vocabulary import Kind
from mentalmap.exchange.mapping import ImportField as F
from mentalmap.exchange.mapping import PerceptionBlock
from mentalmap.exchange.recognising.looks import ColumnLook
from mentalmap.messages import Message, say


def _index(words: dict[str, str]) -> dict[str, str]:
    return {fold(word): code for code, listed in words.items() for word in listed.split("|")}


# Words for kinds that are plain enough to head a column; “område” or “väg” could be anything.
_KINDS = _index(
    {
        Kind.DESTINATION: "målpunkt|målpunkter|destination|destinations|besöksmål|mötesplats",
        Kind.ROUTE: "stråk|rutt|rutter|route|routes|resväg|färdväg|resa",
        Kind.BARRIER: "barriär|barriärer|barrier|barriers|hinder",
        Kind.LANDMARK: "landmärke|landmärken|landmark|landmarks",
        Kind.DISTRICT: "distrikt|district|districts",
        Kind.PRIDE: "stolthet|stolt|pride|stolthetsplats|smultronställe",
        Kind.PROBLEM: "problem|problems|problemplats|brist",
        Kind.WISH: "önskan|önskemål|önskning|wish|wishes|förslag",
        Kind.MEMORY: "minne|minnen|memory|memories",
    }
)
_PARTS = _index(
    {
        F.PLACE: "plats|ort|ställe|place|platsnamn|namn|name|var",
        F.ORIGIN: "från|from|start|startplats|startort|origin",
        F.DESTINATION: "till|to|slut|slutplats|mål|målort|end",
        F.LON: "lon|long|lng|longitud|longitude|x",
        F.LAT: "lat|latitud|latitude|y",
        F.EASTING: "e|öst|easting",
        F.NORTHING: "n|nord|northing",
        F.WKT: "wkt|geometri|geometry",
        F.PURPOSES: "ärende|ärenden|syfte|syften|purpose|purposes|ändamål",
        F.VALENCE: "känsla|betyg|valens|valence|score|rating|attityd",
        F.THEMES: "tema|teman|theme|themes|kategori|category",
        F.QUOTE: "citat|kommentar|kommentarer|comment|quote|varför|why|motivering|beskrivning|fritext|text",
        F.NATURE: "typ|type|slag|nature|art",
    }
)
_STOP = frozenset(
    fold(word)
    for word in [
        "nr",
        "nummer",
        "no",
        "av",
        "för",
        "the",
        "of",
        "din",
        "ditt",
        "dina",
        "your",
        "med",
        "på",
        "över",
        "i",
        "är",
        "vid",
    ]
)
# A part that names no kind can only belong to these.
_KIND_OF_PART = {
    F.PURPOSES: Kind.DESTINATION,
    F.ORIGIN: Kind.ROUTE,
    F.DESTINATION: Kind.ROUTE,
    F.NATURE: Kind.BARRIER,
}


@dataclass(frozen=True, slots=True)
class BlockHeader:
    """What a header says: of which kind, the how-manieth, and which part of it."""

    kind: Kind | None
    number: int | None
    part: F | None


@dataclass
class Blocks:
    """Blocks that were found, with what remains open; `named` counts those whose header names a kind."""

    blocks: list[PerceptionBlock] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    doubts: list[Message] = field(default_factory=list)


def parse_block_header(header: str) -> BlockHeader | None:
    """Understand a header completely, or give `None`."""
    kind: Kind | None = None
    number: int | None = None
    part: F | None = None
    for token in _split_digits(fold(header)):
        if token.isascii() and token.isdigit():
            if number is not None or len(token) > 3:
                return None
            number = int(token)
        elif token in _KINDS and (kind is None or token not in _PARTS):
            if kind is not None:
                return None
            kind = Kind(_KINDS[token])
        elif token in _PARTS:
            if part not in (None, F.PLACE):
                return None
            part = F(_PARTS[token])
        elif token not in _STOP:
            return None
    if kind is None and (part is None or number is None):
        return None
    return BlockHeader(kind, number, part)


def find_blocks(looks: Sequence[ColumnLook]) -> Blocks:
    """Gather columns into blocks: one perception each, for every row that fills one of them."""
    parsed = [(look, header) for look in looks if (header := parse_block_header(look.name)) is not None]
    groups: dict[tuple[Kind, int | None], dict[F, str]] = {}
    found = Blocks()
    for look, header in parsed:
        if header.kind is not None:
            part = header.part or _default_part(header.kind, look)
            columns = groups.setdefault((header.kind, header.number), {})
            if part in columns:
                found.doubts.append(_same(look.name, columns[part]))
            else:
                columns[part] = look.name
                found.used.add(look.name)
    for look, header in parsed:
        if header.kind is None and header.part is not None:
            _place_part(look, header.part, header.number, groups, found)
    for (kind, _), columns in groups.items():
        columns = {part: columns[part] for part in F if part in columns}
        found.blocks.append(PerceptionBlock(kind=kind, columns=columns))
    return found


def _default_part(kind: Kind, look: ColumnLook) -> F:
    """A column headed by a kind alone names its place, unless it holds sentences."""
    if look.is_wkt or look.is_wkb:
        return F.WKT
    return F.QUOTE if look.is_prose and kind is not Kind.DESTINATION else F.PLACE


def _place_part(
    look: ColumnLook,
    part: F,
    number: int | None,
    groups: dict[tuple[Kind, int | None], dict[F, str]],
    found: Blocks,
) -> None:
    own = _KIND_OF_PART.get(part)
    if own is not None and (own in (Kind.ROUTE,) or (own, number) in groups):
        candidates = [(own, number)]
    else:
        candidates = [key for key in groups if key[1] == number]
    if len(candidates) == 1 and part not in groups.setdefault(candidates[0], {}):
        groups[candidates[0]][part] = look.name
        found.used.add(look.name)
    else:
        found.doubts.append(
            say(
                "It is unclear which mark “%(column)s” belongs to; put it into one of the [[perceptions]].",
                column=look.name,
            )
        )


def _same(column: str, other: str) -> Message:
    return say(
        "“%(column)s” and “%(other)s” seem to say the same of one mark; only the second is used.",
        column=column,
        other=other,
    )


def _split_digits(folded: str) -> list[str]:
    """Split “malpunkt1” into its word and its number."""
    tokens: list[str] = []
    for token in folded.split():
        word = token.rstrip("0123456789")
        tokens += [part for part in (word, token[len(word) :]) if part]
    return tokens
