"""Change: how people's feelings have moved between two surveys, and how much of that is chance.

Each area is tested with moderated variances and the false discovery rate controlled over all of
them (science.md 4, 9.5). Only what is flagged is coloured, whatever else the difference may be.
"""

from __future__ import annotations

import numpy as np

from mentalmap.domain.certainty import GREY, REACH
from mentalmap.domain.layers.captions import caption_no_areas, captions_of_source
from mentalmap.domain.layers.envelope import (
    DEFAULT_THRESHOLD,
    NAMED_AFTER_PLACES,
    Feature,
    Layer,
    Status,
    Value,
)
from mentalmap.domain.layers.rounds import (
    DECIMALS,
    FALSE_DISCOVERIES,
    SEED,
    Difference,
    Round,
    compare,
    listen,
    rounded,
)
from mentalmap.domain.layers.voices import LARGEST_SHARE, MARKS, PEOPLE
from mentalmap.domain.numerals import tenths
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.realignment import realigned
from mentalmap.domain.symbols import color_of_class
from mentalmap.domain.vocabulary import LayerName
from mentalmap.errors import InvalidInputError
from mentalmap.messages import Message, say

BREAKS = (0.25, 0.5, 1.0)  # of the size of a difference; science.md 3.1


def change(
    before: PerceptionTable,
    after: PerceptionTable,
    *,
    threshold: int = DEFAULT_THRESHOLD,
    of: LayerName = LayerName.ATTITUDE,
    seed: int = SEED,
) -> Layer:
    """
    Compare two rounds, area by area.

    Values of a feature: `difference` (after less before, drawn toward that of all areas and of neighbours)
    with `lo90`, `hi90`; `before` and `after` (what the attitude layer of each round says); `flagged`
    (a change that chance would seldom make), `direction` -1, 0, +1 and `class` -3 … +3, both 0 unless
    flagged; `color`, grey unless flagged; `testable`; `p`; `mdc`, the smallest change
    that would be found here in four of five cases; `people_before` and `people_after`. People, marks and
    those asked, of a feature and of the layer, are those of the later round: the two rounds ask different
    people, and their sum would be nobody's number. Parameters: `common_shift` with interval, which all areas
    share; `mdc` of the usual area; `q`; `before`, `after` (surveys); `people_before`, `asked_before`.

    Parameters
    ----------
    before, after
        Two rounds, or the same filter of two. Where their areas differ, `before` is computed anew on
        those of `after`.
    of
        The layer that is compared; so far attitude.
    seed
        Decides the shuffles that confirm a flag.

    Raises
    ------
    InvalidInputError
        If another layer is to be compared, or the rounds are in different reference systems.
    """
    if of is not LayerName.ATTITUDE:
        raise InvalidInputError(
            say("Changes of the layer %(layer)s cannot be computed.", layer=of.value),
            say("Compare attitudes: of=attitude."),
        )
    if before.crs_epsg != after.crs_epsg:
        raise InvalidInputError(
            say("The two surveys are measured in different reference systems."),
            say("Bring both to the same one first."),
        )
    first, second = listen(realigned(before, after.areas), threshold), listen(after, threshold)
    found = compare(after, first, second, seed)
    return Layer(
        name=LayerName.CHANGE,
        features=tuple(_feature(after, first, second, found, index) for index in range(len(after.areas))),
        people=second.people,
        marks=int(second.marks.sum()),
        denominator=after.asked,
        threshold=threshold,
        data_version=after.data_version,
        captions=_captions(before, after, found),
        crs_epsg=after.crs_epsg,
        parameters={
            "breaks": BREAKS,
            "q": FALSE_DISCOVERIES,
            "before": _survey(before),
            "after": _survey(after),
            "mdc": found.usual_mdc,
            "common_shift": found.shift[0],
            "common_shift_lo90": found.shift[1],
            "common_shift_hi90": found.shift[2],
            "people_before": _told(first.people, threshold),
            "asked_before": _told(before.asked, threshold),
            **({NAMED_AFTER_PLACES: True} if after.areas.named_after_places else {}),
        },
    )


def no_change(table: PerceptionTable, *, threshold: int = DEFAULT_THRESHOLD) -> Layer:
    """Give the layer of a project that has nothing to compare with, which says so."""
    return Layer(
        name=LayerName.CHANGE,
        features=(),
        people=0,
        marks=0,
        denominator=table.asked,
        threshold=threshold,
        data_version=table.data_version,
        captions=(caption_nothing_before(),),
        crs_epsg=table.crs_epsg,
    )


def caption_nothing_before() -> Message:
    """Say why no change is shown."""
    return say("Change needs two surveys: choose an earlier one to compare with.")


def _feature(table: PerceptionTable, first: Round, second: Round, found: Difference, index: int) -> Feature:
    n = [int(one.direct.n[index]) for one in (first, second)]
    marks = int(second.marks[index])
    values: dict[str, Value] = {PEOPLE: min(n), MARKS: marks}
    is_told = bool(found.told[index])
    if is_told:
        reach = REACH * float(found.sd[index])
        difference, direction = float(found.difference[index]), int(found.direction[index])
        size = max(1, int(np.searchsorted(BREAKS, round(abs(difference), DECIMALS), side="left")))
        values |= {
            LARGEST_SHARE: float(max(one.direct.largest_share[index] for one in (first, second))),
            "difference": rounded(difference),
            "lo90": rounded(max(-4.0, difference - reach)),
            "hi90": rounded(min(4.0, difference + reach)),
            "before": rounded(float(first.estimate[index])),
            "after": rounded(float(second.estimate[index])),
            "flagged": bool(found.flagged[index]),
            "direction": direction,
            "class": direction * size,
            "color": color_of_class(direction * size) if direction else GREY,
            "testable": bool(found.testable[index]),
            "p": rounded(float(found.p[index])) if found.testable[index] else None,
            "mdc": rounded(float(found.mdc[index])),
            # Both are enough, or nothing of this area would be told.
            "people_before": n[0],
            "people_after": n[1],
        }
    return Feature(
        id=table.areas.ids[index],
        name=table.areas.names[index],
        geometry=table.areas.geometries[index],
        people=n[1] if is_told else None,
        marks=marks if is_told else None,
        status=Status.OK if is_told else Status.TOO_FEW if min(n) else Status.NO_DATA,
        values=values,
    )


def _told(people: int, threshold: int) -> int | None:
    return people if people == 0 or people >= threshold else None


def _survey(table: PerceptionTable) -> str:
    """The survey that a table is about; empty where it is several or none."""
    people = table.respondents
    asked = people.survey if table.selected_respondents is None else people.survey[table.selected_respondents]
    found = np.unique(asked)
    return people.survey_slugs[int(found[0])] if len(found) == 1 else ""


def _captions(before: PerceptionTable, after: PerceptionTable, found: Difference) -> tuple[Message, ...]:
    if not len(after.areas) and not after.areas.named_after_places:
        return (caption_no_areas(),)
    if found.usual_mdc is None:
        return (say("No area has enough answers in both surveys to tell what has changed."),)
    said = []
    smallest = tenths(found.usual_mdc)
    if found.flagged.any():
        said += [
            say("Coloured areas have changed by more than chance explains; grey ones have not."),
            say(
                "Grey is not the same as unchanged: "
                "in a usual area we would only see changes larger than %(mdc)s.",
                mdc=smallest,
            ),
        ]
    else:
        said.append(
            say(
                "No detectable change: with this many answers we would only see changes larger than %(mdc)s "
                "in a usual area.",
                mdc=smallest,
            )
        )
    said += _captions_of_shift(found.shift)
    said.append(
        say(
            "%(before)s people were asked in the earlier survey and %(after)s in the later one.",
            before=before.asked,
            after=after.asked,
        )
    )
    for table in (before, after):
        said += [one for one in captions_of_source(table) if one not in said]
    return tuple(said)


def _captions_of_shift(shift: tuple[float | None, float | None, float | None]) -> list[Message]:
    level, low, high = shift
    if level is None or low is None or high is None:
        return []
    said = [
        say(
            "All areas together have moved by %(shift)s, most likely between %(low)s and %(high)s.",
            shift=tenths(level, signed=True),
            low=tenths(low, signed=True),
            high=tenths(high, signed=True),
        )
    ]
    if low > 0 or high < 0:
        said.append(
            say(
                "When everything moves at once, other questions, interviewers or ways of asking "
                "may be the reason."
            )
        )
    return said
