"""Layers for those who plan: any filter, any areas of the catalogue, disclosed at staff level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mentalmap.domain.arrays import FloatArray
from mentalmap.domain.disclosure import Level, disclose
from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.headlines import with_headline
from mentalmap.domain.hexagons import hexagon_table
from mentalmap.domain.layers import compute_layer
from mentalmap.domain.layers.change import change, no_change
from mentalmap.domain.layers.coverage import coverage
from mentalmap.domain.layers.envelope import Layer
from mentalmap.domain.layers.grounds import join_alike
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.selection import mask_of_respondents
from mentalmap.domain.vocabulary import LayerName
from mentalmap.errors import InvalidFilterError
from mentalmap.exchange.payload import payload_json
from mentalmap.i18n import translator
from mentalmap.messages import Message, say
from mentalmap.services.following import Current
from mentalmap.services.hexagon_sets import check_area_set, hexagon_size_m
from mentalmap.services.plan_answers import AnswerShelf, weight_of_layer
from mentalmap.services.plan_weights import NOT_WEIGHED, WEIGHED_LAYERS, Weights, weigh_rounds, with_weight

BYTES_OF_A_HEXAGON = 600  # its outline, number and name
# The layers that estimate something of each cell; the others need real areas, or none at all.
OVER_HEXAGONS = frozenset({LayerName.ATTITUDE, LayerName.CHANGE})
ABOUT_HOMES = frozenset({LayerName.ROUTES, LayerName.RELATIONS, LayerName.COVERAGE})
NO_HOMES_IN_HEXAGONS = say("Nobody is asked for a home finer than an area, so this map keeps to areas.")
WEIGHTS_SAID = "weights_said"  # parameter: first caption about weights, and the one after the last
STALE_SINCE = "stale_since"  # parameter: the database has not answered since then


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """
    What one column of the page speaks about, checked against the project.

    Parameters
    ----------
    chosen
        Which perceptions, of exactly one survey where the project has any.
    area_set
        Slug of a stored set or of hexagons; None for the default.
    before
        The survey that the change layer compares with; None where there is none.
    weights
        What the answers are weighed by; None for each person alike.
    """

    chosen: PerceptionFilter
    area_set: str | None = None
    before: str | None = None
    weights: Weights | None = None


def choose(
    current: Current,
    chosen: PerceptionFilter,
    *,
    area_set: str | None = None,
    before: str | None = None,
    weights: Weights | None = None,
) -> PlanChoice:
    """
    Check a choice against a project.

    Where no survey is named it is the latest one that enough people have answered, and where no round before
    is, the one before it of which that is true: a round that has just been opened is no news yet.

    Raises
    ------
    InvalidFilterError
        If something is named that the project does not have.
    """
    known = [one.slug for one in current.surveys]
    for name, slug in (("survey", next(iter(chosen.surveys), None)), ("before", before)):
        if slug is not None and slug not in known:
            raise InvalidFilterError(
                say("The filter %(name)s does not know “%(value)s”.", name=name, value=slug[:64]),
                say("Allowed: %(allowed)s.", allowed=", ".join(known) or "–"),
            )
    check_area_set(area_set, tuple(one.slug for one in current.area_sets))
    if not chosen.surveys:
        chosen = replace(chosen, surveys=frozenset(_with_answers(current, known)[:1] or known[:1]))
    if before is None:
        (survey,) = chosen.surveys or (None,)
        earlier = _with_answers(current, known[known.index(survey) + 1 :]) if survey else []
        before = earlier[0] if earlier else None
    elif before in chosen.surveys:
        raise InvalidFilterError(
            say("The filter %(name)s does not know “%(value)s”.", name="before", value=before),
            say("Choose another survey: a round is compared with another one."),
        )
    return PlanChoice(chosen, area_set, before, weights)


def _with_answers(current: Current, surveys: Sequence[str]) -> list[str]:
    """
    Give those of some surveys that enough people have answered to be told of, in their order.

    Where none has so many, those that somebody has answered.
    """
    people = current.index().table.respondents
    counts = np.bincount(people.survey, minlength=len(people.survey_slugs)).tolist()
    asked = dict(zip(people.survey_slugs, counts, strict=True))
    told = [slug for slug in surveys if asked.get(slug, 0) >= current.project.threshold]
    return told or [slug for slug in surveys if asked.get(slug, 0) > 0]


def select(current: Current, shelf: AnswerShelf, choice: PlanChoice) -> PerceptionTable:
    """
    Give the perceptions of a choice, over its areas, each person as loud as the next.

    Raises
    ------
    InvalidFilterError
        If the filter names a theme, group, area or answer that the project does not have.
    """
    return _select_weighed(current, shelf, choice, None)


def _select_weighed(
    current: Current, shelf: AnswerShelf, choice: PlanChoice, weight: FloatArray | None
) -> PerceptionTable:
    """Select with these weights of the project's respondents."""
    chosen, size_m = choice.chosen, hexagon_size_m(choice.area_set)
    over = homes(current, choice.area_set)
    if size_m is None:
        return current.index().select(chosen, with_weight(over, weight))
    cells = with_weight(_over_hexagons(current, shelf, over, size_m), weight)
    living = PerceptionFilter(home_areas=chosen.home_areas)
    selected = current.index().select(replace(chosen, home_areas=frozenset()), cells)
    if living.is_empty:
        return selected
    # Nobody lives in a hexagon: homes are areas of the default set.
    asked = mask_of_respondents(over, living)
    kept = selected.take(asked[selected.respondent])
    before = selected.selected_respondents
    return kept.asked_of(asked if before is None else asked & before)


def homes(current: Current, area_set: str | None) -> PerceptionTable:
    """Give the project's table over the set whose areas people live in."""
    return current.table(None if hexagon_size_m(area_set) else area_set)


def _over_hexagons(
    current: Current, shelf: AnswerShelf, table: PerceptionTable, size_m: int
) -> PerceptionTable:
    key = ("hexagons", current.project.id, current.data_version, size_m)
    return shelf.get_or_make(
        key,
        lambda: hexagon_table(table, size_m),
        # The other columns are those of the table that is held anyway.
        lambda cells: int(cells.area.nbytes) + BYTES_OF_A_HEXAGON * len(cells.areas),
    )


def may_tell_single_answers(table: PerceptionTable, chosen: PerceptionFilter, threshold: int) -> bool:
    """
    Whether quotes and exact marks of a selection may be shown.

    Staff may read every published answer. Chosen by who people are, an answer would also tell that
    about whoever gave it, so then enough people must stand behind the selection (science.md 5.2, rule 7).
    """
    by_person = replace(chosen.only_respondents(), surveys=frozenset())
    return by_person.is_empty or table.people >= threshold


def build_plan_layer(current: Current, shelf: AnswerShelf, name: LayerName, choice: PlanChoice) -> Layer:
    """
    Compute one layer for those who plan.

    Raises
    ------
    InvalidFilterError
        If the filter names something that the project does not have.
    """
    project = current.project
    if hexagon_size_m(choice.area_set) is not None and name not in OVER_HEXAGONS:
        layer = build_plan_layer(current, shelf, name, replace(choice, area_set=None))
        notes = (NO_HOMES_IN_HEXAGONS,) if name in ABOUT_HOMES else ()
        return replace(layer, captions=(*layer.captions, *notes))
    if choice.weights is not None and name not in WEIGHED_LAYERS:
        layer = build_plan_layer(current, shelf, name, replace(choice, weights=None))
        return _saying(layer, (NOT_WEIGHED,))
    if name is not LayerName.CHANGE:
        choice = replace(choice, before=None)  # one answer, whatever is compared elsewhere
    key = ("layer", project.id, current.data_version, project.threshold, name, choice)

    def make() -> Layer:
        layer, notices = _compute(current, shelf, name, choice)
        return _saying(with_headline(join_alike(disclose(layer, level=Level.STAFF))), notices)

    return shelf.get_or_make(key, make, weight_of_layer)


def plan_layer_json(
    current: Current,
    shelf: AnswerShelf,
    name: LayerName,
    choice: PlanChoice,
    *,
    title: Message,
    locale: str,
) -> bytes:
    """Write one layer for the browser; it says so where it may be out of date."""
    stale_since = current.stale_since.isoformat() if current.stale_since else None
    translate = translator(locale)

    def make() -> bytes:
        layer = build_plan_layer(current, shelf, name, choice)
        if stale_since:
            layer = replace(layer, parameters={**layer.parameters, STALE_SINCE: stale_since})
        return payload_json(layer, translate, translate(title))

    key = ("json", current.project.id, current.data_version, current.project.threshold, name, choice)
    return shelf.get_or_make((*key, locale, stale_since), make, len)


def _saying(layer: Layer, notices: tuple[Message, ...]) -> Layer:
    """Add what weights did as last captions, and which captions those are, so that no page hides them."""
    if not notices:
        return layer
    first = len(layer.captions)
    told = {**layer.parameters, WEIGHTS_SAID: (first, first + len(notices))}
    return replace(layer, captions=(*layer.captions, *notices), parameters=told)


def _compute(
    current: Current, shelf: AnswerShelf, name: LayerName, choice: PlanChoice
) -> tuple[Layer, tuple[Message, ...]]:
    """Compute a layer, and what is to be said about weights."""
    threshold = current.project.threshold
    (survey,) = choice.chosen.surveys or (None,)
    before = choice.before if name is LayerName.CHANGE else None
    rounds = [one for one in (before, survey) if one is not None]
    weight, notices = (
        weigh_rounds(current, shelf, homes(current, choice.area_set), rounds)
        if choice.weights and rounds
        else ({}, ())
    )
    table = _select_weighed(current, shelf, choice, weight.get(survey or ""))
    if name is LayerName.COVERAGE:
        layer = coverage(table, threshold=threshold, chosen=choice.chosen)
    elif name is not LayerName.CHANGE:
        layer = compute_layer(name, table, threshold=threshold)
    elif before is None:
        layer = no_change(table, threshold=threshold)
    else:
        # Days of this round say nothing about the one before.
        earlier = replace(choice.chosen, surveys=frozenset({before}), said_from=None, said_to=None)
        first = _select_weighed(current, shelf, replace(choice, chosen=earlier), weight.get(before))
        layer = change(first, table, threshold=threshold)
    return layer, notices
