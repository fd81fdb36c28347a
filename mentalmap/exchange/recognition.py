"""Recognise what the columns of a foreign file hold, by their headers and by their content.

What is clear becomes a mapping, with the reason; what is not becomes a doubt that a person
settles in the mapping file. Nothing is guessed in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mentalmap.domain.vocabulary import Kind
from mentalmap.exchange.mapping import (
    GEOMETRY_FIELDS,
    PLACE_FIELDS,
    FileOptions,
    ImportMapping,
    PerceptionBlock,
    ValenceOptions,
)
from mentalmap.exchange.mapping import ImportField as F
from mentalmap.exchange.reading import Source
from mentalmap.exchange.recognising.blocks import find_blocks
from mentalmap.exchange.recognising.dates import find_date_format
from mentalmap.exchange.recognising.fits import fits, match_column, surest_matches
from mentalmap.exchange.recognising.headers import match_header
from mentalmap.exchange.recognising.looks import ColumnLook
from mentalmap.exchange.recognising.positions import find_position
from mentalmap.exchange.recognising.proposal import Proposal
from mentalmap.exchange.recognising.settling import doubt_between, settle_area, settle_kind, settle_rest
from mentalmap.exchange.recognising.valences import find_scale, is_mean
from mentalmap.messages import Message, say

COORDINATES = frozenset({F.LON, F.LAT, F.EASTING, F.NORTHING, F.WKT})


@dataclass(frozen=True, slots=True)
class Recognition:
    """A proposed mapping, why each column was chosen, and what a person must settle."""

    mapping: ImportMapping
    reasons: tuple[Message, ...]
    doubts: tuple[Message, ...]


def recognise(source: Source) -> Recognition:
    """
    Propose a mapping for a file from its headers and its first 1,000 rows.

    Returns
    -------
    recognition
        `doubts` is empty only where every question was answered by the file itself.
    """
    looks = [_look(source, name) for name in source.columns]
    filled = [look for look in looks if look.filled]
    proposal = Proposal()
    left = _take_blocks(filled, proposal)
    _take_position(source, left, proposal)
    taken = set(proposal.columns.values())
    _take_headers([look for look in left if look.name not in taken], proposal)
    taken = set(proposal.columns.values())
    settle_area([look for look in left if look.name not in taken], source, proposal)
    settle_kind(proposal)
    settle_rest(source, looks, proposal)
    mapping = ImportMapping(
        file=FileOptions(sheet=source.sheet, layer=None if source.layer is None else source.layer),
        columns={name: proposal.columns[name] for name in F if name in proposal.columns},
        constants=proposal.constants,
        valence=proposal.valence,
        crs=proposal.crs,
        date_format=proposal.date_format,
        decimal_comma=True if source.decimal_comma else None,
        perceptions=proposal.blocks,
    )
    return Recognition(mapping, tuple(proposal.reasons), tuple(proposal.doubts))


def _look(source: Source, name: str) -> ColumnLook:
    cells = tuple(cell for cell in source.sample.column(name).to_pylist() if cell is not None)
    return ColumnLook(name, cells, source.sample.num_rows, source.decimal_comma)


def _take_blocks(looks: Sequence[ColumnLook], proposal: Proposal) -> list[ColumnLook]:
    """Take columns of a file with one row per interview; a single unnumbered kind is an ordinary file."""
    if any(fits(look, F.KIND) for look in looks if _names(look, F.KIND)):
        return list(looks)
    found = find_blocks(looks)
    kinds = [block for block in found.blocks if not _is_bare_journey(block)]
    if len(kinds) == 1 and kinds[0].kind is Kind.DISTRICT:
        return list(looks)  # a single district names where a mark is, or where a person lives
    if len(kinds) == 1 and not any(character.isdigit() for name in found.used for character in name):
        block = kinds[0]
        proposal.columns.update(block.columns)
        proposal.constants[F.KIND] = block.kind.value
        names = ", ".join(f"“{name}”" for name in block.columns.values())
        proposal.reasons.append(
            say("%(columns)s: every row is a %(kind)s.", columns=names, kind=block.kind.value)
        )
        return [look for look in looks if look.name not in found.used]
    if not kinds:
        return list(looks)
    proposal.blocks = tuple(found.blocks)
    proposal.doubts += found.doubts
    proposal.reasons.append(
        say(
            "Each row is an interview with up to %(count)s marks: %(columns)s.",
            count=len(found.blocks),
            columns=", ".join(f"“{name}”" for block in found.blocks for name in block.columns.values()),
        )
    )
    return [look for look in looks if look.name not in found.used]


def _is_bare_journey(block: PerceptionBlock) -> bool:
    """Whether only “från” or “till” was found, which head many other things."""
    return block.kind is Kind.ROUTE and len(block.columns) == 1 and F.PLACE not in block.columns


def _take_position(source: Source, looks: Sequence[ColumnLook], proposal: Proposal) -> None:
    if source.geometry:
        proposal.reasons.append(say("The file carries its own geometries."))
        if source.crs_epsg is None and source.crs_wkt is None:
            proposal.doubts.append(
                say("The file does not say in which coordinate system it is. Write its EPSG number as crs.")
            )
        return
    named: dict[F, list[ColumnLook]] = {}
    for strength in (3, 2, 1):
        for look in looks:
            for match in match_header(look.name):
                if match.strength == strength and match.field in COORDINATES:
                    named.setdefault(match.field, []).append(look)
    found = find_position(looks, named, blocks=bool(proposal.blocks))
    proposal.columns.update(found.columns)
    proposal.crs = found.crs
    proposal.reasons += found.reasons
    proposal.doubts += found.doubts


def _names(look: ColumnLook, wanted: F) -> bool:
    return any(match.field is wanted for match in match_header(look.name))


def _take_headers(looks: Sequence[ColumnLook], proposal: Proposal) -> None:
    """Give each column the field that its header names surest, and each field its surest column."""
    claims: dict[F, list[tuple[int, ColumnLook]]] = {}
    for look in looks:
        matches = [m for m in match_column(look) if m.field not in COORDINATES and fits(look, m.field)]
        if proposal.blocks:
            matches = [m for m in matches if m.field not in PLACE_FIELDS | GEOMETRY_FIELDS]
        for match in surest_matches(look, matches):
            claims.setdefault(match.field, []).append((match.strength, look))
    for name in F:
        listed = claims.get(name)
        if listed is None or name in proposal.columns:
            continue
        best = max(strength for strength, _ in listed)
        columns = [look for strength, look in listed if strength == best]
        if len(columns) > 1:
            doubt_between(name, columns, proposal)
        else:
            _choose(name, columns[0], proposal)


def _choose(name: F, look: ColumnLook, proposal: Proposal) -> None:
    proposal.columns[name] = look.name
    if name is F.VALENCE:
        _take_scale(look, proposal)
    elif name is F.SAID_ON:
        proposal.date_format, doubt = find_date_format(look)
        if doubt is not None:
            proposal.doubts.append(doubt)
    elif name is F.WEIGHT:
        proposal.doubts.append(
            say(
                "Does each row stand for as many people as “%(column)s” says? If not, remove weight.",
                column=look.name,
            )
        )
    proposal.reasons.append(say("“%(column)s” is read as %(field)s.", column=look.name, field=name.value))


def _take_scale(look: ColumnLook, proposal: Proposal) -> None:
    scale = find_scale(look)
    if scale is None:
        return
    summary = is_mean(look)
    proposal.valence = ValenceOptions(scale=scale.ends, summary=summary)
    if scale.odd:
        worst, best = scale.ends or (-2.0, 2.0)
        proposal.doubts.append(
            say(
                "“%(column)s” looks like a scale from %(low)s to %(high)s, but also holds %(odd)s. Those "
                "rows are listed and must be corrected; if the scale is another, write it as valence.scale.",
                column=look.name,
                low=f"{worst:g}",
                high=f"{best:g}",
                odd=", ".join(f"{number:g}" for number in scale.odd),
            )
        )
        return
    if scale.ends is None:
        return
    low, high = (f"{end:g}" for end in scale.ends)
    if scale.sure:
        proposal.reasons.append(
            say(
                "“%(column)s”: %(low)s becomes −2 and %(high)s becomes +2.",
                column=look.name,
                low=low,
                high=high,
            )
        )
    else:
        proposal.doubts.append(
            say(
                "Is “%(column)s” a scale from %(low)s (worst) to %(high)s (best)? If not, correct "
                "valence.scale.",
                column=look.name,
                low=low,
                high=high,
            )
        )
