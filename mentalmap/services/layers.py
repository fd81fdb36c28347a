"""Building layers: table, filter, computation, disclosure; heat then leaves as grounds, never as cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from sqlalchemy.orm import Session

from mentalmap.domain.disclosure import (
    Level,
    Parents,
    disclose,
    parents_of,
    public_area_sets,
    public_threshold,
)
from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.headlines import with_headline
from mentalmap.domain.layers import compute_layer
from mentalmap.domain.layers.envelope import Layer
from mentalmap.domain.layers.grounds import join_alike
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.vocabulary import LayerName
from mentalmap.errors import AreaSetNotFoundError, InvalidFilterError
from mentalmap.messages import say
from mentalmap.services.tables import TableShelf
from mentalmap.store.areas import AreaSet, find_area_set, list_area_sets
from mentalmap.store.projects import Project
from mentalmap.store.surveys import find_survey, list_surveys

MOST_BREAKDOWNS = 2


def with_survey(session: Session, project: Project, chosen: PerceptionFilter) -> PerceptionFilter:
    """
    Let a filter without a survey mean the latest one: rounds are compared, never mixed.

    Raises
    ------
    SurveyNotFoundError
        If the filter names a survey that the project does not have.
    InvalidFilterError
        If it names several: who answered twice would count as two people.
    """
    if len(chosen.surveys) > 1:
        raise InvalidFilterError(
            say("One layer shows one survey, not %(named)s.", named=", ".join(sorted(chosen.surveys))),
            say("Choose one of them; rounds are compared, never mixed."),
        )
    for slug in chosen.surveys:
        find_survey(session, project.id, slug)
    if chosen.surveys:
        return chosen
    return replace(chosen, surveys=frozenset(survey.slug for survey in list_surveys(session, project.id)[:1]))


def check_breakdowns(chosen: PerceptionFilter) -> None:
    """
    Check that a filter for everybody is one of a kind that disclosure can answer for.

    Sums of several values would be overlapping groups, whose differences are groups that nobody
    has checked; three breakdowns at once leave too few people in nearly every area.

    Raises
    ------
    InvalidFilterError
        If a breakdown has several values, or there are more than two.
    """
    for name, values in chosen.breakdowns().items():
        if len(values) > 1:
            raise InvalidFilterError(
                say(
                    "Choose one %(name)s at a time, not %(values)s.",
                    name=name,
                    values=", ".join(sorted(values)),
                ),
                say("Differences between such sums would tell about single people."),
            )
    if len(chosen.breakdowns()) > MOST_BREAKDOWNS:
        raise InvalidFilterError(
            say("At most %(most)s filters can be combined.", most=MOST_BREAKDOWNS),
            say("Leave one of them out: %(named)s.", named=", ".join(chosen.breakdowns())),
        )


def list_public_areas(session: Session, shelf: TableShelf, project: Project) -> tuple[AreaSet, ...]:
    """
    List the area sets that everybody may choose from: the first, and those made of whole areas of it.

    Two sets that cross could be laid over each other, and their difference tells of a sliver that nobody
    has judged. See `domain.disclosure.public_area_sets`.
    """
    sets = list_area_sets(session, project.id)
    if len(sets) < 2:
        return tuple(sets)
    areas = [shelf.table(session, project, one).areas for one in sets]
    public = {id(one) for one in public_area_sets(areas)}
    return tuple(one for one, its in zip(sets, areas, strict=True) if id(its) in public)


def _parents(session: Session, shelf: TableShelf, project: Project, chosen: AreaSet | None) -> Parents:
    """Group the areas of a set as the coarser public sets do: their totals are told too."""
    parents: dict[str, Sequence[str]] = {}
    if chosen is not None:
        fine = shelf.table(session, project, chosen).areas
        for other in list_public_areas(session, shelf, project):
            if other.id != chosen.id:
                coarse = parents_of(fine, shelf.table(session, project, other).areas)
                parents |= {f"{other.slug}:{area}": ids for area, ids in coarse.items()}
    return parents


def build_layer(
    session: Session,
    shelf: TableShelf,
    project: Project,
    name: LayerName,
    chosen: PerceptionFilter,
    *,
    area_set: str | None = None,
) -> Layer:
    """
    Compute one layer of a project, ready to be shown to anyone.

    Parameters
    ----------
    chosen
        Which perceptions; without a survey the latest.
    area_set
        Slug of the areas; the project's first set when left out.

    Raises
    ------
    InvalidFilterError, SurveyNotFoundError, AreaSetNotFoundError
        If something is named that the project does not have, or not for everybody.
    """
    chosen = with_survey(session, project, chosen)
    check_breakdowns(chosen)
    areas = find_area_set(session, project.id, area_set)
    if area_set is not None and areas is not None:
        public = [one.slug for one in list_public_areas(session, shelf, project)]
        if areas.slug not in public:
            raise AreaSetNotFoundError(
                say("The area set “%(slug)s” is for those who plan.", slug=areas.slug),
                say("Known area sets: %(known)s.", known=", ".join(public)),
            )
    table = shelf.table(session, project, areas)
    key = (project.id, table.data_version, areas.id if areas else None, name, chosen, project.threshold)
    layer = shelf.layer(key)
    if layer is None:

        def compute(part: PerceptionFilter, threshold: int) -> Layer:
            if part != chosen.only_surveys():
                return _compute(name, table, part, threshold)
            # Every part is compared with the whole, which is computed once for all of them.
            whole_key = (*key[:4], "as computed", part, threshold)
            whole = shelf.layer(whole_key)
            if whole is None:
                whole = _compute(name, table, part, threshold)
                shelf.keep(whole_key, whole)
            return whole

        parents = _parents(session, shelf, project, areas)
        disclosed = public_layer(
            name, table, chosen, threshold=project.threshold, parents=parents, compute=compute
        )
        layer = with_headline(join_alike(disclosed))
        shelf.keep(key, layer)
    return layer


def public_layer(
    name: LayerName,
    table: PerceptionTable,
    chosen: PerceptionFilter,
    *,
    threshold: int,
    parents: Parents | None = None,
    compute: Callable[[PerceptionFilter, int], Layer] | None = None,
) -> Layer:
    """
    Compute one layer and disclose it to everybody: what the attack in the tests attacks.

    Parameters
    ----------
    chosen
        One survey and at most two breakdowns, see `check_breakdowns`.
    threshold
        The project's k; filters by who people are need more.
    parents
        Groups of areas that are published too, see `disclose`.
    compute
        Gives the layer of a filter at a threshold, for who has computed it before.
    """
    compute = compute or partial(_compute, name, table)
    everyone, parts = chosen.only_surveys(), chosen.single_breakdowns()
    whole = compute(everyone, threshold)
    return disclose(
        whole if everyone == chosen else compute(chosen, public_threshold(threshold, chosen)),
        level=Level.PUBLIC,
        whole=whole,
        between=[compute(part, public_threshold(threshold, part)) for part in parts]
        if len(parts) > 1
        else (),
        is_part=everyone != chosen,
        parents=parents,
    )


def _compute(name: LayerName, table: PerceptionTable, chosen: PerceptionFilter, threshold: int) -> Layer:
    return compute_layer(name, table.select(chosen), threshold=threshold)
