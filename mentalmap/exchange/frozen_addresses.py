"""Paths of the files within a publication: one place names them, for whoever writes, serves or links."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from mentalmap.domain.vocabulary import LayerName

_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
WHOLE = "all"
WITHOUT_AREAS = "-"
LAYERS_BY_AREA = frozenset({LayerName.ATTITUDE, LayerName.ROUTES})
"""The public layers that another area set changes; the others are frozen once, under `WITHOUT_AREAS`."""
LAYERS_BY_KIND = frozenset({LayerName.ATTITUDE, LayerName.HEAT})
"""The public layers that speak of several kinds."""


@dataclass(frozen=True, slots=True)
class LayerKey:
    """One entry of the catalogue, by the names that stand in addresses."""

    layer: LayerName
    area_set: str
    chosen: str

    @classmethod
    def of(cls, layer: LayerName, area_set: str, chosen: str) -> LayerKey:
        """Name a layer over an area set, which is left out where it changes nothing."""
        return cls(layer, area_set if layer in LAYERS_BY_AREA else WITHOUT_AREAS, chosen)

    def within(self, folder: str) -> str:
        """Give the path of what is said about this in a folder of the version."""
        return f"{folder}/{self.layer.value}/{self.area_set}/{self.chosen}.json"


def layer_path(locale: str, key: LayerKey) -> str:
    """Give the path of a layer as the map draws it."""
    return key.within(f"{locale}/layers")


def words_path(locale: str, key: LayerKey) -> str:
    """Give the path of a layer's captions and table, for a page without scripts."""
    return key.within(f"{locale}/words")


def ground_path(area_set: str) -> str:
    """Give the path of the built-in outline."""
    return f"basemap/{area_set}.json"


def download_path(locale: str, area_set: str, file_name: str) -> str:
    """Give the path of a file to take away."""
    return f"{locale}/download/{area_set}/{file_name}"


def filter_name(key: str, code: str) -> str:
    """
    Name the filter by one value as addresses and file names do.

    A code that some file system would not tell from another is named by its checksum.
    """
    name = code if _PLAIN.fullmatch(code) else hashlib.sha256(code.encode()).hexdigest()[:16]
    return f"{key}-{name}"
