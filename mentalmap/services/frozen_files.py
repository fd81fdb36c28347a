"""The files of a publication: each layer said in every language, the ground, and what one takes away."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.orm import Session

from mentalmap.domain.labels import LAYER_TITLES
from mentalmap.domain.layers.envelope import Layer
from mentalmap.exchange.bundle import LayerBundle
from mentalmap.exchange.frozen_addresses import LayerKey, download_path, ground_path, layer_path, words_path
from mentalmap.exchange.frozen_layers import freeze_layer
from mentalmap.exchange.frozen_versions import PRIVATE, FrozenFile
from mentalmap.exchange.payload import payload_json
from mentalmap.exchange.writing import WRITERS
from mentalmap.exchange.writing.page_tables import page_table
from mentalmap.i18n import LOCALES, translator
from mentalmap.services.exports import label_of
from mentalmap.services.outlines import outline_payload, outline_shapes
from mentalmap.store.areas import AreaSet
from mentalmap.store.codebooks import Purpose, list_codes
from mentalmap.store.projects import Project

About = Mapping[str, Any]
NO_DAY = date(1970, 1, 1)  # for a bundle of which only words are taken


def layer_files(
    session: Session, project: Project, layers: Mapping[LayerKey, Layer]
) -> dict[str, FrozenFile]:
    """Write every layer for map and readers in every language, and once for the next publication."""
    files = {}
    for locale in LOCALES:
        say_it = translator(locale)
        purposes = _purposes(session, project, locale)
        for key, layer in layers.items():
            drawn = payload_json(layer, say_it, say_it(LAYER_TITLES[layer.name]))
            files[layer_path(locale, key)] = FrozenFile(drawn)
            bundle = _bundle(project, locale, "", (layer,), NO_DAY, purposes)
            table = page_table(bundle.layers[0], bundle)
            words = {
                "captions": [say_it(caption) for caption in layer.captions],
                "table": None if table is None else asdict(table),
            }
            files[words_path(locale, key)] = FrozenFile(_json(words))
    for key, layer in layers.items():
        files[key.within(PRIVATE.rstrip("/"))] = FrozenFile(freeze_layer(layer))
    return files


def ground_files(
    session: Session, project: Project, area_sets: Mapping[str, AreaSet | None]
) -> dict[str, FrozenFile]:
    """Write the built-in outline over each area set."""
    return {
        ground_path(name): FrozenFile(_json(outline_payload(session, project, area_set)))
        for name, area_set in area_sets.items()
    }


def download_files(
    session: Session,
    project: Project,
    survey: tuple[str, str],
    area_sets: Mapping[str, AreaSet | None],
    layers_over: Callable[[str], Sequence[Layer]],
    made_on: date,
    assets: Path,
) -> dict[str, FrozenFile]:
    """
    Write every format in every language over each area set, unfiltered.

    Parameters
    ----------
    survey
        Its slug and its name.
    layers_over
        Gives the disclosed layers over an area set.
    """
    files = {}
    for name, area_set in area_sets.items():
        outline = outline_shapes(session, project, area_set)
        for locale in LOCALES:
            purposes = _purposes(session, project, locale)
            layers = tuple(layers_over(name))
            bundle = _bundle(project, locale, survey[1], layers, made_on, purposes, outline=outline)
            for writer in WRITERS.values():
                with TemporaryDirectory() as folder:
                    path = Path(folder) / f"{project.slug}-{survey[0]}{writer.suffix}"
                    writer.write(bundle, path, assets)
                    file = FrozenFile(path.read_bytes(), writer.media_type)
                files[download_path(locale, name, path.name)] = file
    return files


def _bundle(
    project: Project,
    locale: str,
    survey_name: str,
    layers: tuple[Layer, ...],
    made_on: date,
    purposes: Mapping[str, str],
    **more: Any,
) -> LayerBundle:
    say_it = translator(locale)
    return LayerBundle(
        project_name=project.name,
        project_slug=project.slug,
        is_synthetic=project.is_synthetic,
        surveys=(survey_name,) if survey_name else (),
        filters=(),
        layers=layers,
        titles={name: say_it(title) for name, title in LAYER_TITLES.items()},
        translate=say_it,
        locale=locale,
        made_on=made_on,
        purpose_names=purposes,
        **more,
    )


def _purposes(session: Session, project: Project, locale: str) -> dict[str, str]:
    codes = list_codes(session, Purpose, project.id)
    return {one.code: label_of(one.labels, one.code, locale) for one in codes}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
