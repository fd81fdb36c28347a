"""Whether the cells of a column can be what its header says."""

from __future__ import annotations

from collections.abc import Sequence

from mentalmap.domain.synonyms import code_for
from mentalmap.exchange.mapping import ImportField as F
from mentalmap.exchange.recognising.headers import EXACT, INSIDE, HeaderMatch, match_header
from mentalmap.exchange.recognising.looks import ColumnLook
from mentalmap.exchange.recognising.valences import find_scale, is_mean


def fits(look: ColumnLook, wanted: F) -> bool:
    """Whether the cells of a column can be what its header says."""
    match wanted:
        case F.KIND | F.CHANNEL | F.PRECISION | F.NATURE | F.GENDER:
            known = sum(n for text, n in look.counts.items() if code_for(wanted.value, text) is not None)
            return known * 2 >= look.filled > 0
        case F.VALENCE:
            return find_scale(look) is not None
        case F.ID:
            return look.is_unique
        case F.WEIGHT:
            return look.is_numeric and min(look.numbers) >= 0
        case F.SAID_ON:
            return look.is_date
        case F.AGE:
            return (
                look.filled > 0
                and sum(1 for cell in look.cells if any(c.isdigit() for c in cell)) * 2 >= look.filled
            )
        case F.RESPONDENT:
            return look.mean_length <= 60 and not look.is_date
        case F.PLACE | F.ORIGIN | F.DESTINATION | F.HOME_AREA:
            return not look.is_numeric and not look.is_date and look.mean_length <= 80
        case F.THEMES | F.GROUP | F.PURPOSES:
            if look.is_numeric:
                return look.is_list and not look.has_decimals
            return look.is_list or (look.mean_length <= 60 and not look.is_date)
        case F.QUOTE:
            return not look.is_numeric and not look.is_date and not look.is_wkt and not look.is_wkb
        case F.LANGUAGE:
            return look.mean_length <= 12 and not look.is_numeric
    return True


def match_column(look: ColumnLook) -> tuple[HeaderMatch, ...]:
    """What a header may name, helped by the cells where it names nothing or only a type."""
    matches = match_header(look.name)
    named = {match.field for match in matches}
    if look.is_list and named <= {F.THEMES, F.KIND}:
        known = sum(count for text, count in look.counts.items() if code_for("kind", text) is not None)
        if known >= 0.8 * look.filled:
            return (HeaderMatch(F.KIND, EXACT),)
    if not named and is_mean(look):
        return (HeaderMatch(F.VALENCE, INSIDE),)
    return matches


def surest_matches(look: ColumnLook, matches: Sequence[HeaderMatch]) -> Sequence[HeaderMatch]:
    """One claim for each column; a type column is the kind where its words are kinds, else a theme."""
    if not matches:
        return ()
    best = [match for match in matches if match.strength == matches[0].strength]
    if len(best) > 1 and look.is_unique:  # “Intervju nr” and “nr” number rows as well as people
        best = [match for match in best if match.field is not F.RESPONDENT] or best
    return best[:1]
