"""Files of what the planner's page shows: the same layers, at staff level, with real numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from mentalmap.domain.filters import BREAKDOWNS
from mentalmap.domain.labels import LAYER_TITLES
from mentalmap.domain.vocabulary import LayerName
from mentalmap.exchange.bundle import LayerBundle
from mentalmap.exchange.writing.numerals import decimal
from mentalmap.i18n import translator
from mentalmap.messages import Message, say
from mentalmap.services.exports import label_of
from mentalmap.services.following import Current
from mentalmap.services.hexagon_sets import hexagon_size_m
from mentalmap.services.outlines import outline_shapes
from mentalmap.services.plan_answers import AnswerShelf
from mentalmap.services.plan_layers import PlanChoice, build_plan_layer, homes
from mentalmap.services.plan_pages import TITLES, labels_of
from mentalmap.store.areas import find_area_set


def build_plan_bundle(
    session: Session,
    current: Current,
    shelf: AnswerShelf,
    choice: PlanChoice,
    layers: Sequence[LayerName],
    *,
    locale: str,
    made_on: date,
) -> LayerBundle:
    """
    Compute the layers of a download with all the words that travel with them.

    Raises
    ------
    InvalidFilterError
        If the filter names something that the project does not have.
    """
    project, translate = current.project, translator(locale)
    stored = None if hexagon_size_m(choice.area_set) else choice.area_set
    return LayerBundle(
        project_name=project.name,
        project_slug=project.slug,
        is_synthetic=project.is_synthetic,
        surveys=tuple(one.name for one in current.surveys if one.slug in choice.chosen.surveys),
        filters=tuple(translate(sentence) for sentence in _sentences(current, choice, locale)),
        layers=tuple(build_plan_layer(current, shelf, name, choice) for name in layers),
        titles={name: translate(title) for name, title in LAYER_TITLES.items()},
        translate=translate,
        locale=locale,
        made_on=made_on,
        outline=outline_shapes(session, project, find_area_set(session, project.id, stored)),
        purpose_names={one.code: label_of(one.labels, one.code, locale) for one in current.purposes},
    )


def _sentences(current: Current, choice: PlanChoice, locale: str) -> Iterator[Message]:
    """Say every part of the filter: a file must tell what it is about when the page is long closed."""
    chosen = choice.chosen
    table = homes(current, choice.area_set)
    labels = labels_of(current, table, locale)
    for name in BREAKDOWNS:
        codes = getattr(chosen, BREAKDOWNS[name])
        if codes and name != "answer":
            told = sorted(labels[name].get(str(code), str(code)) for code in codes)
            yield say("Only %(what)s: %(chosen)s.", what=TITLES[name], chosen=", ".join(told))
    for question, answer in sorted(chosen.answers):
        wording = label_of(dict(table.respondents.answers[question].wording), question, locale)
        yield say("Only those who answered “%(answer)s” to: %(question)s", answer=answer, question=wording)
    if chosen.valence_min is not None or chosen.valence_max is not None:
        yield say(
            "Only feelings from %(low)s to %(high)s.",
            low=decimal(-2.0 if chosen.valence_min is None else chosen.valence_min, locale, signed=True),
            high=decimal(2.0 if chosen.valence_max is None else chosen.valence_max, locale, signed=True),
        )
    if chosen.said_from is not None:
        yield say("Only what was said on %(day)s or later.", day=chosen.said_from.isoformat())
    if chosen.said_to is not None:
        yield say("Only what was said on %(day)s or earlier.", day=chosen.said_to.isoformat())
    if (size_m := hexagon_size_m(choice.area_set)) is not None:
        yield say("Over hexagons of %(size_m)s m.", size_m=size_m)
