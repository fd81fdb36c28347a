"""LayerBundle: everything a file that leaves the house is written from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from shapely.geometry.base import BaseGeometry

from mentalmap.domain.layers.envelope import Feature, Layer, Status
from mentalmap.domain.layers.grounds import join_alike
from mentalmap.domain.vocabulary import LayerName
from mentalmap.messages import Message


@dataclass(frozen=True, slots=True)
class OutlineShape:
    """
    One shape of the built-in basemap.

    Parameters
    ----------
    name
        What it is called; empty where nobody needs to know.
    geometry
        Shapely geometry in EPSG:4326; a point for a label.
    rank
        Importance of a label: 1 is shown from the first zoom, 4 only close by.
    is_water
        Whether a label names water.
    """

    name: str
    geometry: BaseGeometry
    rank: int = 1
    is_water: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """The built-in basemap: the project's own land, water, rivers, areas and place labels."""

    land: tuple[OutlineShape, ...] = ()
    water: tuple[OutlineShape, ...] = ()
    rivers: tuple[OutlineShape, ...] = ()
    areas: tuple[OutlineShape, ...] = ()
    labels: tuple[OutlineShape, ...] = ()


@dataclass(frozen=True)
class LayerBundle:
    """
    Disclosed layers of one project with all words that must travel with them.

    Features that may not carry a value lose every number here, whatever the caller handed
    in, so that no writer can tell what was suppressed.

    Parameters
    ----------
    project_name, project_slug
        The project as people read it, and as it stands in addresses and file names.
    is_synthetic
        Whether the answers are invented; every file then says so.
    surveys, filters
        Labels of the surveys, and sentences that say what was filtered, in the reader's language.
    layers
        Layers as `disclosure` released them, at most one of each name; heat is kept as grounds.
    titles
        Localised title of each layer.
    translate
        Turns a `Message` into a sentence of the reader's language.
    locale
        Language of the reader, such as `sv` or `en_GB`; decides the decimal sign.
    made_on
        The day that stands in the files; handed in, so that the same input gives the same file.
    outline
        The built-in basemap, for formats that draw one.
    purpose_names
        Localised name of each purpose code.
    """

    project_name: str
    project_slug: str
    is_synthetic: bool
    surveys: tuple[str, ...]
    filters: tuple[str, ...]
    layers: tuple[Layer, ...]
    titles: Mapping[LayerName, str]
    translate: Callable[[Message], str]
    locale: str
    made_on: date
    outline: Outline | None = None
    purpose_names: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        layers = tuple(join_alike(without_suppressed_values(layer)) for layer in self.layers)
        object.__setattr__(self, "layers", layers)

    def title_of(self, layer: Layer) -> str:
        """Title of a layer in the reader's language; its code where nobody named it."""
        return self.titles.get(layer.name, layer.name.value)


def without_suppressed_values(layer: Layer) -> Layer:
    """Empty every feature that may not carry a value, down to its name and geometry."""
    return replace(layer, features=tuple(_emptied(feature) for feature in layer.features))


def _emptied(feature: Feature) -> Feature:
    if feature.status is Status.OK:
        return feature
    return replace(feature, people=None, marks=None, values={})
