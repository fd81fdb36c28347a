"""Files that leave the house: every layer of one choice, disclosed, in one file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.labels import KINDS, LAYER_TITLES
from mentalmap.domain.vocabulary import PUBLIC_LAYERS, LayerName
from mentalmap.exchange.bundle import LayerBundle
from mentalmap.i18n import translator
from mentalmap.messages import say
from mentalmap.services.layers import build_layer, with_survey
from mentalmap.services.outlines import outline_shapes
from mentalmap.services.tables import TableShelf
from mentalmap.store.areas import find_area_set
from mentalmap.store.codebooks import Purpose, Theme, list_codes
from mentalmap.store.projects import Project
from mentalmap.store.surveys import find_survey


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What an export speaks about: a filter, an area set (the default if None), and the layers."""

    chosen: PerceptionFilter
    area_set: str | None = None
    layers: tuple[LayerName, ...] = PUBLIC_LAYERS


def build_bundle(
    session: Session, shelf: TableShelf, project: Project, choice: ExportChoice, *, locale: str, made_on: date
) -> LayerBundle:
    """
    Compute the layers of an export with all the words that travel with them.

    Parameters
    ----------
    locale
        Language of the file, `sv` or `en`.
    made_on
        The day that stands in the file.

    Raises
    ------
    InvalidFilterError, SurveyNotFoundError, AreaSetNotFoundError
        If something is named that the project does not have.
    """
    translate = translator(locale)
    chosen = with_survey(session, project, choice.chosen)
    themes = {
        one.code: label_of(one.labels, one.code, locale) for one in list_codes(session, Theme, project.id)
    }
    purposes = {
        one.code: label_of(one.labels, one.code, locale) for one in list_codes(session, Purpose, project.id)
    }
    sentences = [
        say(sentence, chosen=", ".join(sorted(words)))
        for sentence, words in (
            (_ONLY_KINDS, [translate(KINDS[kind]) for kind in chosen.kinds]),
            (_ONLY_THEMES, [themes.get(code, code) for code in chosen.themes]),
            (_ONLY_PURPOSES, [purposes.get(code, code) for code in chosen.purposes]),
        )
        if words
    ]
    return LayerBundle(
        project_name=project.name,
        project_slug=project.slug,
        is_synthetic=project.is_synthetic,
        surveys=tuple(sorted(find_survey(session, project.id, slug).name for slug in chosen.surveys)),
        filters=tuple(translate(sentence) for sentence in sentences),
        layers=tuple(
            build_layer(session, shelf, project, name, chosen, area_set=choice.area_set)
            for name in choice.layers
        ),
        titles={name: translate(title) for name, title in LAYER_TITLES.items()},
        translate=translate,
        locale=locale,
        made_on=made_on,
        outline=outline_shapes(session, project, find_area_set(session, project.id, choice.area_set)),
        purpose_names=purposes,
    )


def label_of(labels: dict[str, str], code: str, locale: str) -> str:
    """Give a code's label in this language, else in any, else the code itself."""
    return labels.get(locale) or next(iter(labels.values()), code)


_ONLY_KINDS = say("Only these kinds: %(chosen)s.").text
_ONLY_THEMES = say("Only these themes: %(chosen)s.").text
_ONLY_PURPOSES = say("Only these purposes: %(chosen)s.").text
