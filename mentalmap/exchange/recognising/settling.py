"""What is left when headers have spoken: areas, the kind, words that nobody knows."""

from __future__ import annotations

from collections.abc import Sequence

from mentalmap.domain.synonyms import code_for
from mentalmap.domain.vocabulary import Kind
from mentalmap.exchange.mapping import PLACE_FIELDS, ValenceOptions
from mentalmap.exchange.mapping import ImportField as F
from mentalmap.exchange.reading import Source
from mentalmap.exchange.recognising.fits import fits
from mentalmap.exchange.recognising.headers import is_area_header
from mentalmap.exchange.recognising.looks import ColumnLook
from mentalmap.exchange.recognising.proposal import Proposal
from mentalmap.exchange.recognising.valences import find_scale, is_mean
from mentalmap.messages import say

# Lists whose words we know; words that we do not know are a doubt.
CODED = (
    F.KIND,
    F.GENDER,
    F.CHANNEL,
    F.PRECISION,
    F.NATURE,
)
MOST_SHOWN = 6


def doubt_between(name: F, columns: Sequence[ColumnLook], proposal: Proposal) -> None:
    """Ask which of several columns that claim the same is meant; those with plain names come first."""
    columns = sorted(columns, key=lambda look: len(look.name.split("_")) + len(look.name.split()))
    listed = ", ".join(f"“{look.name}”" for look in columns[:MOST_SHOWN])
    if name is F.VALENCE:
        scale = find_scale(columns[0])
        proposal.valence = ValenceOptions(scale=scale.ends if scale else None, summary=is_mean(columns[0]))
        if scale is not None and scale.ends is not None:
            proposal.doubts.append(
                say(
                    "Which of %(columns)s is the valence, if any? They look like a scale from %(low)s "
                    "to %(high)s.",
                    columns=listed,
                    low=f"{scale.ends[0]:g}",
                    high=f"{scale.ends[1]:g}",
                )
            )
            return
    proposal.doubts.append(
        say("Which of %(columns)s is the %(field)s? None was taken.", columns=listed, field=name.value)
    )


def settle_area(looks: Sequence[ColumnLook], source: Source, proposal: Proposal) -> None:
    """A column headed “district” names where a mark is, or else where its person lives; in doubt we ask."""
    areas = [look for look in looks if is_area_header(look.name) and fits(look, F.PLACE)]
    if not areas or proposal.blocks:
        return
    if len(areas) > 1:
        doubt_between(F.PLACE, areas, proposal)
        return
    [look] = areas
    placed = source.geometry or {F.PLACE, F.WKT, F.LON, F.EASTING, F.ORIGIN} & set(proposal.columns)
    if placed:
        if F.HOME_AREA not in proposal.columns:
            proposal.reasons.append(
                say(
                    "“%(column)s” was left out: positions tell the area. "
                    "If people live there, write it as home_area.",
                    column=look.name,
                )
            )
        return
    proposal.columns[F.PLACE] = look.name
    if F.HOME_AREA in proposal.columns or _differs_within_a_respondent(look.name, source, proposal):
        proposal.reasons.append(
            say("“%(column)s” was taken for where the mark is, not where people live.", column=look.name)
        )
        return
    proposal.doubts.append(
        say(
            "Is “%(column)s” where the mark is? If people live there, write it as home_area.",
            column=look.name,
        )
    )


def _differs_within_a_respondent(column: str, source: Source, proposal: Proposal) -> bool:
    """Whether somebody has two of them: people speak of several areas, and live in one."""
    if F.RESPONDENT not in proposal.columns:
        return False
    people = source.sample.column(proposal.columns[F.RESPONDENT]).to_pylist()
    areas = source.sample.column(column).to_pylist()
    first: dict[str, str] = {}
    return any(
        person is not None and area is not None and first.setdefault(person, area) != area
        for person, area in zip(people, areas, strict=True)
    )


def settle_kind(proposal: Proposal) -> None:
    """Ask what the marks are about where neither a column nor a header says so."""
    if F.KIND in proposal.columns or F.KIND in proposal.constants or proposal.blocks:
        return
    if F.ORIGIN in proposal.columns and F.DESTINATION in proposal.columns:
        proposal.constants[F.KIND] = Kind.ROUTE.value
        proposal.reasons.append(say("Rows with a start and an end are routes."))
        return
    proposal.doubts.append(
        say(
            "What are the marks about? Write one of these as constants.kind, or name its column: %(kinds)s.",
            kinds=", ".join(kind.value for kind in Kind),
        )
    )


def settle_rest(source: Source, looks: Sequence[ColumnLook], proposal: Proposal) -> None:
    """Say whether people can be told apart, and ask for positions and for words that nobody knows."""
    by_name = {look.name: look for look in looks}
    if proposal.blocks and F.RESPONDENT not in proposal.columns and F.ID in proposal.columns:
        proposal.columns[F.RESPONDENT] = proposal.columns.pop(F.ID)
    if F.RESPONDENT not in proposal.columns and not proposal.blocks:
        proposal.reasons.append(
            say("No column tells people apart, so each row becomes a response of its own.")
        )
    placed = {*PLACE_FIELDS, F.WKT, F.LON, F.EASTING} & set(proposal.columns)
    if not (placed or source.geometry or proposal.blocks):
        proposal.doubts.append(
            say(
                "No column says where the marks are: coordinates, a geometry or the name of a place are "
                "needed."
            )
        )
    for name in CODED:
        column = proposal.columns.get(name)
        if column is None:
            continue
        unknown = [text for text in by_name[column].counts if code_for(name.value, text) is None]
        if unknown:
            proposal.doubts.append(
                say(
                    "“%(column)s” holds words that are not known: %(words)s. Say what they mean in "
                    "values.%(field)s.",
                    column=column,
                    words=", ".join(f"“{word[:40]}”" for word in unknown[:MOST_SHOWN]),
                    field=name.value,
                )
            )
