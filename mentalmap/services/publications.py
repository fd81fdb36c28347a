"""Publishing: the public layers of a survey computed once, in one snapshot, and frozen into files.

What everybody sees is made here and nowhere else. The catalogue is closed: each public layer, over each
public area set that changes it, whole and by one theme or one kind; what is not in it is not answered.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from mentalmap import __version__
from mentalmap.domain.disclosure import Parents, freeze_against, parents_of
from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.headlines import with_headline
from mentalmap.domain.layers.envelope import Feature, Layer
from mentalmap.domain.vocabulary import PUBLIC_LAYERS, LayerName
from mentalmap.exchange.frozen_addresses import LAYERS_BY_AREA, LAYERS_BY_KIND, WHOLE, WITHOUT_AREAS, LayerKey
from mentalmap.exchange.frozen_addresses import filter_name as named
from mentalmap.exchange.frozen_layers import thaw_layer
from mentalmap.exchange.frozen_versions import PRIVATE, FrozenFile, Version
from mentalmap.exchange.snapshots import Publications
from mentalmap.i18n import LOCALES
from mentalmap.services.frozen_files import download_files, ground_files, layer_files
from mentalmap.services.layers import build_layer, list_public_areas
from mentalmap.services.map_pages import MapPage, describe_map_page
from mentalmap.services.tables import TableShelf
from mentalmap.store.areas import AreaSet
from mentalmap.store.outbox import record_event
from mentalmap.store.projects import Project, find_project
from mentalmap.store.surveys import Survey, find_survey

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Published:
    """What came of publishing: `is_new` is False where the current version says the same already."""

    version: Version
    is_new: bool
    project_id: int


def publish_survey(
    session: Session,
    publications: Publications,
    project_slug: str,
    survey_slug: str,
    *,
    made_on: date,
    assets: Path,
) -> Published:
    """
    Freeze the public layers of a survey into a new version, unless the current one says the same.

    Parameters
    ----------
    session
        One snapshot of what is published, read as the public reads it.
    made_on
        The day that stands in the files.
    assets
        Folder of the built front end's files for the folium page.

    Raises
    ------
    ProjectNotFoundError, SurveyNotFoundError
        If there is no such project or survey.
    MissingDataError
        If the front end was not built.
    """
    project = find_project(session, project_slug)
    survey = find_survey(session, project.id, survey_slug)
    shelf = TableShelf()
    area_sets = public_areas(session, shelf, project)
    with publications.changing(project_slug, survey_slug):
        current = publications.version(project_slug, survey_slug)
        whole = PerceptionFilter(surveys=frozenset([survey_slug]))
        table = shelf.table(session, project, next(iter(area_sets.values())))
        pages = {locale: describe_map_page(session, project, table, whole, locale) for locale in LOCALES}
        filters, names = _catalogue(whole, pages[LOCALES[0]])
        built = _build(session, shelf, project, area_sets, filters)
        parents = {one: _parents(session, shelf, project, area_sets, one) for one in area_sets}
        layers = _told_safely(built, _versions(publications, project_slug, survey_slug), parents)
        about = _about(project, survey, pages, area_sets, layers, names)
        files = layer_files(session, project, layers) | ground_files(session, project, area_sets)
        about["content"] = _checksum(files, about, table.data_version)
        if current is not None and current.manifest["content"] == about["content"]:
            return Published(current, False, project.id)
        files |= download_files(
            session,
            project,
            (survey.slug, survey.name),
            area_sets,
            lambda area: [layers[LayerKey.of(name, area, WHOLE)] for name in PUBLIC_LAYERS],
            made_on,
            assets,
        )
        about |= {"made_on": made_on.isoformat(), "data_version": table.data_version}
        return Published(publications.add(project_slug, survey_slug, files, about), True, project.id)


def record_publication(session: Session, project_id: int, survey: str, version: int, *, stands: bool) -> None:
    """Write that a version of a survey was published, or withdrawn."""
    record_event(session, project_id, "publication", survey=survey, version=version, stands=stands)


def public_areas(session: Session, shelf: TableShelf, project: Project) -> dict[str, AreaSet | None]:
    """List the public area sets by their names in addresses; None alone where there is no set."""
    return {one.slug: one for one in list_public_areas(session, shelf, project)} or {WITHOUT_AREAS: None}


def _catalogue(whole: PerceptionFilter, page: MapPage) -> tuple[dict[str, PerceptionFilter], dict[str, str]]:
    """List the filters by their names in addresses, and the names by what a person chooses."""
    filters, names = {WHOLE: whole}, {}
    for theme in page.themes:
        name = names[f"theme={theme['code']}"] = named("theme", theme["code"])
        filters[name] = replace(whole, themes=frozenset([theme["code"]]))
    for kind in page.kinds:
        name = names[f"kind={kind.value}"] = named("kind", kind.value)
        filters[name] = replace(whole, kinds=frozenset([kind]))
    return filters, names


def _build(
    session: Session,
    shelf: TableShelf,
    project: Project,
    area_sets: Mapping[str, AreaSet | None],
    filters: Mapping[str, PerceptionFilter],
) -> dict[LayerKey, Layer]:
    """Compute every layer of the catalogue once; other languages only say it otherwise."""
    layers = {}
    for name in PUBLIC_LAYERS:
        for area, area_set in area_sets.items():
            for chosen, wanted in filters.items():
                key = LayerKey.of(name, area, chosen)
                if key not in layers and (not wanted.kinds or name in LAYERS_BY_KIND):
                    slug = area_set.slug if area_set else None
                    layers[key] = build_layer(session, shelf, project, name, wanted, area_set=slug)
    return layers


def _parents(
    session: Session, shelf: TableShelf, project: Project, area_sets: Mapping[str, AreaSet | None], name: str
) -> dict[str, tuple[str, ...]]:
    """Group the areas of a set as the other public sets do, since their totals are told too."""
    fine = shelf.table(session, project, area_sets[name]).areas
    others = {slug: one for slug, one in area_sets.items() if slug != name}
    return {
        f"{slug}:{area}": ids
        for slug, one in others.items()
        for area, ids in parents_of(fine, shelf.table(session, project, one).areas).items()
    }


def _told_safely(
    layers: Mapping[LayerKey, Layer], before: Sequence[Version], parents: Mapping[str, Parents]
) -> dict[LayerKey, Layer]:
    """Hold back what, beside the versions that went out before, would tell about too few newcomers."""
    told = dict(layers)
    for version in before:
        for key, layer in told.items():
            stored = version.file(key.within(PRIVATE.rstrip("/")))
            if stored is not None:
                told[key] = _frozen(layer, thaw_layer(stored.content()), parents.get(key.area_set))
    return told


def _frozen(new: Layer, old: Layer, parents: Parents | None) -> Layer:
    """Freeze a layer against what was published before, and read its message off what is left."""
    frozen = freeze_against(_without_headline(new), _without_headline(old), parents=parents)
    if frozen.name is LayerName.HEAT:  # the drawing order of grounds is that of `join_alike`
        frozen = replace(frozen, features=tuple(sorted(frozen.features, key=_ground_order)))
    return with_headline(frozen)


def _ground_order(ground: Feature) -> tuple[float, ...]:
    parts = (ground.values.get("alpha"), ground.values.get("class"))
    return tuple(float(part) for part in parts if isinstance(part, (int, float)))


def _without_headline(layer: Layer) -> Layer:
    rest = replace(layer, captions=layer.captions[1:])
    return rest if with_headline(rest).captions == layer.captions else layer


def _versions(publications: Publications, project: str, survey: str) -> list[Version]:
    """List every version that stands, the oldest first: links in reports show them all."""
    standing = publications.standing(project, survey)
    found: Iterable[Version | None] = (
        publications.version(project, survey, number) for number in sorted(standing.versions)
    )
    return [one for one in found if one is not None]


def _about(
    project: Project,
    survey: Survey,
    pages: Mapping[str, MapPage],
    area_sets: Mapping[str, AreaSet | None],
    layers: Mapping[LayerKey, Layer],
    names: Mapping[str, str],
) -> dict[str, Any]:
    """Describe the page that offers these layers."""
    page = pages[LOCALES[0]]
    return {
        "format": FORMAT,
        "code_version": __version__,
        "languages": list(LOCALES),
        "project": {
            "slug": project.slug,
            "name": project.name,
            "locale": project.locale,
            "is_synthetic": project.is_synthetic,
            "threshold": project.threshold,
            "bounds": list(page.bounds),
        },
        "survey": {
            "slug": survey.slug,
            "name": survey.name,
            "people": max(layer.denominator for layer in layers.values()),
            "order": [survey.starts_on.isoformat() if survey.starts_on else "0001-01-01", survey.id],
        },
        "area_sets": [{"slug": slug, "label": one.name} for slug, one in area_sets.items() if one],
        "layers_by_area": sorted(name.value for name in LAYERS_BY_AREA),
        "layers": {
            name.value: {
                "area_sets": sorted({key.area_set for key in layers if key.layer is name}),
                "filters": sorted({key.chosen for key in layers if key.layer is name}),
            }
            for name in PUBLIC_LAYERS
        },
        "filters": dict(names),
        "kinds": [kind.value for kind in page.kinds],
        "words": {
            locale: {"themes": list(one.themes), "purposes": list(one.purposes)}
            for locale, one in pages.items()
        },
        "basemap": {**project.basemap_settings, "kind": project.basemap_kind},
    }


def _checksum(files: Mapping[str, FrozenFile], about: Mapping[str, Any], data_version: str) -> str:
    """Name what is told, whatever the name of the data's state and the day it is told on."""
    sums = hashlib.sha256(json.dumps(about, sort_keys=True).encode())
    state = f'"data_version":{json.dumps(data_version)}'.encode()
    for path, file in sorted(files.items()):
        sums.update(path.encode())
        sums.update(hashlib.sha256(file.content.replace(state, b"")).digest())
    return sums.hexdigest()
