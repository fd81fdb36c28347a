"""Weights that planners may ask for: a round's respondents weighed to the population, or the reason why not.

Weights belong to a round, not to a filter: whoever looks at women only must find each of them weighing
what she weighs among all who were asked (science.md 2.5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from mentalmap.domain.arrays import FloatArray
from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.raking import raked
from mentalmap.domain.vocabulary import LayerName
from mentalmap.messages import Message, say
from mentalmap.services.following import Current
from mentalmap.services.plan_answers import AnswerShelf

# The layers that estimate something of everybody; the others count, compare with or draw those who answered.
WEIGHED_LAYERS = frozenset(
    {LayerName.ATTITUDE, LayerName.RELATIONS, LayerName.HEAT, LayerName.CHANGE, LayerName.ORGANISATION}
)
NOT_WEIGHED = say("Weights are not used here: this map tells of those who answered.")
BOTH_OR_NEITHER = say("Two rounds are weighted both or not at all, so neither is.")


class Weights(StrEnum):
    """What answers may be weighed by."""

    POPULATION = "population"


@dataclass(frozen=True, eq=False)
class RoundWeights:
    """
    The weights of one or more rounds.

    Parameters
    ----------
    weight
        Of every respondent of the project, shape (m,); None where weights would do harm.
    notices
        Sentences that say what was done, or why nothing was.
    """

    weight: FloatArray | None
    notices: tuple[Message, ...]


def weigh_rounds(
    current: Current,
    shelf: AnswerShelf,
    over: PerceptionTable,
    surveys: Iterable[str],
) -> tuple[Mapping[str, FloatArray | None], tuple[Message, ...]]:
    """
    Weigh rounds that are shown together; where one of them cannot be, none is.

    Parameters
    ----------
    over
        The project's table over the areas that people live in.
    surveys
        Slugs.

    Returns
    -------
    weights, notices
        Weights of each round, by slug, and the sentences that belong under the map.
    """
    found = {survey: _weigh(current, shelf, over, survey) for survey in surveys}
    if len(found) == 1:
        ((survey, one),) = found.items()
        return {survey: one.weight}, one.notices
    refused = {survey: one for survey, one in found.items() if one.weight is None}
    if refused:
        return dict.fromkeys(found), (*_named(current, refused), BOTH_OR_NEITHER)
    return {survey: one.weight for survey, one in found.items()}, _named(current, found)


def _named(current: Current, rounds: Mapping[str, RoundWeights]) -> tuple[Message, ...]:
    """Say of which round each notice is; what is true of all of several is said once."""
    names = {one.slug: one.name for one in current.surveys}
    of_all = [
        notice
        for notice in next(iter(rounds.values())).notices
        if len(rounds) > 1 and all(notice in one.notices for one in rounds.values())
    ]
    of_one = [
        say("%(survey)s: %(notice)s", survey=names.get(survey, survey), notice=notice)
        for survey, one in rounds.items()
        for notice in one.notices
        if notice not in of_all
    ]
    return (*of_one, *of_all)


def with_weight(table: PerceptionTable, weight: FloatArray | None) -> PerceptionTable:
    """Give a table with these weights of its respondents, or as it is."""
    if weight is None:
        return table
    return replace(table, respondents=replace(table.respondents, weight=weight))


def _weigh(current: Current, shelf: AnswerShelf, over: PerceptionTable, survey: str) -> RoundWeights:
    def make() -> RoundWeights:
        whole = current.index().select(PerceptionFilter(surveys=frozenset({survey})), over)
        weighed, notices = raked(whole)
        is_weighed = weighed is not whole
        return RoundWeights(weighed.respondents.weight if is_weighed else None, notices)

    key = ("weights", current.project.id, current.data_version, over.areas.ids, survey)
    return shelf.get_or_make(key, make, lambda one: 1000 + (0 if one.weight is None else one.weight.nbytes))
