"""Publishing: the public layers of a survey computed once, in one snapshot, and frozen into files.

What everybody sees is made here and nowhere else. The catalogue is closed: each public layer, over each
public area set that changes it, whole and by one theme or one kind; what is not in it is not answered.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mentalmap import __version__
from mentalmap.domain.disclosure import parents_of
from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.layers.envelope import Feature, Layer
from mentalmap.domain.vocabulary import PUBLIC_LAYERS, Kind
from mentalmap.exchange.frozen_addresses import LAYERS_BY_AREA, LAYERS_BY_KIND, WHOLE, WITHOUT_AREAS, LayerKey
from mentalmap.exchange.frozen_addresses import filter_name as named
from mentalmap.exchange.frozen_versions import FrozenFile, Version
from mentalmap.exchange.snapshots import Publications
from mentalmap.i18n import LOCALES
from mentalmap.services.freezing import hold_back
from mentalmap.services.frozen_files import download_files, ground_files, layer_files
from mentalmap.services.layers import build_layer, list_public_areas
from mentalmap.services.map_pages import Offered, name_purposes, name_themes, offer
from mentalmap.services.outlines import project_rectangle
from mentalmap.services.tables import TableShelf
from mentalmap.store.areas import AreaSet
from mentalmap.store.database import Audience, transaction
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
    engine: Engine,
    publications: Publications,
    project_slug: str,
    survey_slug: str,
    *,
    made_on: date,
    assets: Path,
) -> Published:
    """
    Freeze the public layers of a survey into a new version, unless the current one says the same.

    They are computed in one snapshot of what everybody may read. It is taken when nobody else publishes
    the survey any more, so that who waited does not lay older answers over newer ones.

    Parameters
    ----------
    made_on
        The day that stands in the files.
    assets
        Folder of the built front end's files for the folium page.

    Raises
    ------
    ProjectNotFoundError, SurveyNotFoundError
        If there is no such project or survey; no folder is made then.
    MissingDataError
        If the front end was not built, or what was published before cannot be read.
    UnwritableFolderError
        If the files cannot be written.
    """
    with transaction(engine, Audience.PUBLIC) as session:
        find_survey(session, find_project(session, project_slug).id, survey_slug)
    with (
        publications.changing(project_slug, survey_slug),
        transaction(engine, Audience.PUBLIC) as session,
    ):
        return _publish(session, publications, project_slug, survey_slug, made_on, assets)


def _publish(
    session: Session,
    publications: Publications,
    project_slug: str,
    survey_slug: str,
    made_on: date,
    assets: Path,
) -> Published:
    project = find_project(session, project_slug)
    survey = find_survey(session, project.id, survey_slug)
    shelf = TableShelf()
    area_sets = public_areas(session, shelf, project)
    before = publications.told_before(project_slug, survey_slug)
    current = publications.version(project_slug, survey_slug)
    whole = PerceptionFilter(surveys=frozenset([survey_slug]))
    table = shelf.table(session, project, next(iter(area_sets.values())))
    offered = offer(table.select(whole), project.threshold, _offered_by(before[-1]) if before else None)
    filters, names = _catalogue(whole, offered)
    built = _build(session, shelf, project, area_sets, filters)
    parents = {one: _parents(session, shelf, project, area_sets, one) for one in area_sets}
    layers = hold_back(built, before, parents)
    about = _about(project, survey, area_sets, layers, offered, names)
    about["words"] = _words(session, project, offered, layers)
    about["project"]["bounds"] = list(project_rectangle(session, project))
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


def _offered_by(version: Version) -> Offered:
    """Read what one could choose in an earlier version."""
    themes = (theme["code"] for theme in version.manifest["words"][LOCALES[0]]["themes"])
    return Offered(frozenset(themes), frozenset(Kind(kind) for kind in version.manifest["kinds"]))


def _catalogue(
    whole: PerceptionFilter, offered: Offered
) -> tuple[dict[str, PerceptionFilter], dict[str, str]]:
    """List the filters by their names in addresses, and the names by what a person chooses."""
    filters, names = {WHOLE: whole}, {}
    for theme in sorted(offered.themes):
        name = names[f"theme={theme}"] = named("theme", theme)
        filters[name] = replace(whole, themes=frozenset([theme]))
    for kind in sorted(offered.kinds):
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


def _about(
    project: Project,
    survey: Survey,
    area_sets: Mapping[str, AreaSet | None],
    layers: Mapping[LayerKey, Layer],
    offered: Offered,
    names: Mapping[str, str],
) -> dict[str, Any]:
    """Describe the page that offers these layers, by nothing but what they tell."""
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
        "kinds": [kind.value for kind in Kind if kind in offered.kinds],
        "basemap": {**project.basemap_settings, "kind": project.basemap_kind},
    }


def _words(
    session: Session, project: Project, offered: Offered, layers: Mapping[LayerKey, Layer]
) -> dict[str, Any]:
    """Say in every language what one may choose, and the purposes that the layers tell."""
    told = {
        purpose for layer in layers.values() for feature in layer.features for purpose in _purposes(feature)
    }
    return {
        locale: {
            "themes": name_themes(session, project, offered.themes, locale),
            "purposes": name_purposes(session, project, told, locale),
        }
        for locale in LOCALES
    }


def _purposes(feature: Feature) -> Iterable[str]:
    told = feature.values.get("purposes")
    return told if isinstance(told, Mapping) else ()


def _checksum(files: Mapping[str, FrozenFile], about: Mapping[str, Any], data_version: str) -> str:
    """Name what is told, whatever the name of the data's state and the day it is told on."""
    sums = hashlib.sha256(json.dumps(about, sort_keys=True).encode())
    state = f'"data_version":{json.dumps(data_version)}'.encode()
    for path, file in sorted(files.items()):
        sums.update(path.encode())
        sums.update(hashlib.sha256(file.content.replace(state, b"")).digest())
    return sums.hexdigest()
