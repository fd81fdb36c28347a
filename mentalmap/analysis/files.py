"""Frames from files: the reading, recognising and coding of an import, without a database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mentalmap.analysis.places import read_place_entries
from mentalmap.domain.bounds import WORLD, Bounds
from mentalmap.domain.crs import WGS84
from mentalmap.domain.gazetteer import Gazetteer
from mentalmap.domain.matches import GazetteerEntry
from mentalmap.domain.synonyms import fold
from mentalmap.errors import InvalidInputError, InvalidMappingError
from mentalmap.exchange.areas_files import read_areas
from mentalmap.exchange.coding.context import AREA_ENTRY, PLACE_ENTRY, CodingContext
from mentalmap.exchange.coding.problems import ProblemLog
from mentalmap.exchange.mapping import ImportMapping
from mentalmap.messages import Message, say

if TYPE_CHECKING:
    import geopandas as gpd

    from mentalmap.exchange.coding.coder import CodedBatch
    from mentalmap.exchange.coding.columns import Words
    from mentalmap.exchange.reading import Source

    Unsettled = Sequence[tuple[str, tuple[str, ...], int]]
    WithSource = Callable[[Source, ImportMapping, Sequence[Message], Unsettled], None]

MARGIN_M = 10_000.0  # people speak of what lies just outside


@dataclass
class PerceptionFile:
    """
    A file of perceptions as a frame that the layers are computed from.

    Parameters
    ----------
    frame
        One row per perception, EPSG:4326, with the columns respondent, kind, valence, weight, nature,
        home_area, place, purposes and themes.
    asked
        Number of responses in the file, also of those who marked nothing.
    respondents_known
        False where no column tells people apart.
    read, rejected
        Rows of the file.
    notes, problems
        What was decided, and every row that was refused or is doubtful.
    """

    frame: gpd.GeoDataFrame
    asked: int
    respondents_known: bool
    read: int
    rejected: int
    notes: tuple[Message, ...]
    problems: ProblemLog


def read_area_frame(path: Path) -> gpd.GeoDataFrame:
    """
    Read a file of areas; columns `area_id` and `area_name` name them.

    Raises
    ------
    UnreadableFileError
        If the file cannot be read or holds no outlines.
    InvalidInputError
        If it does not say its CRS, or an outline cannot be used.
    """
    import geopandas
    import shapely

    read = read_areas(path)
    if read.crs_epsg is None and read.crs_wkt is None:
        raise InvalidInputError(
            say("The file of areas does not say its coordinate system."),
            say("Save it as GeoPackage with its coordinate system."),
        )
    wrong = [fault for fault in read.faults if not fault.doubtful]
    if wrong:
        raise InvalidInputError(
            say("Row %(row)s of the areas: %(problem)s", row=wrong[0].row, problem=wrong[0].problem),
            wrong[0].remedy,
        )
    return geopandas.GeoDataFrame(
        {"area_id": [area.id for area in read.areas], "area_name": [area.name for area in read.areas]},
        geometry=shapely.from_wkb([area.geometry for area in read.areas]),
        crs=read.crs_epsg or read.crs_wkt,
    )


def read_perception_file(
    path: Path,
    areas: gpd.GeoDataFrame | None,
    mapping: ImportMapping | None,
    today: date,
    *,
    places: Path | None = None,
    with_source: WithSource | None = None,
) -> PerceptionFile:
    """
    Read a file of perceptions as an import would, with names of places and areas as its gazetteer.

    Parameters
    ----------
    areas
        As `read_area_frame` gives them; positions must lie within 10 km of them.
    mapping
        What the columns mean; recognised from the file where left out.
    places
        File of places whose names are looked up; areas join where no place has their name.
    with_source
        Called once with the opened file, its mapping, what is still to be settled, and the names that
        are no place: to write a mapping template. Called also where the file is then refused.

    Raises
    ------
    UnreadableFileError, InvalidMappingError
        If the file cannot be read, or it is not clear what its columns mean.
    """
    from mentalmap.exchange.coding.coder import Coder
    from mentalmap.exchange.coding.positions import infer_bounds
    from mentalmap.exchange.reading import open_source
    from mentalmap.exchange.recognition import recognise

    options = mapping.file.model_dump() if mapping else {}
    with open_source(path, **options) as source:
        notes = list(source.notes)
        if mapping is None:
            proposal = recognise(source)
            if proposal.doubts:
                if with_source is not None:
                    with_source(source, proposal.mapping, proposal.doubts, ())
                raise InvalidMappingError(
                    proposal.doubts[0],
                    say(
                        "Let --write-mapping FILE write a mapping, say in it what the columns mean, and give"
                        " it with --mapping."
                    ),
                )
            mapping = proposal.mapping
            notes += proposal.reasons
        comma = source.decimal_comma if mapping.decimal_comma is None else mapping.decimal_comma
        near = _bounds_of(areas)
        entries: list[GazetteerEntry] = []
        if places is not None:
            entries, remarks = read_place_entries(places, areas, near)
            notes += remarks
        context = CodingContext(
            mapping=mapping,
            keyspace=("file", path.name),
            today=today,
            decimal_comma=comma,
            source_crs=source.crs_epsg,
            bounds=near or infer_bounds(source, mapping, decimal_comma=comma) or WORLD,
            gazetteer=_gazetteer_of(areas, entries),
            area_names=_names_of(areas),
        )
        coder = Coder(context, source.columns, file_geometry=source.geometry)
        batches = [coder.code(batch) for batch in source.batches()]
        if with_source is not None:
            with_source(source, mapping, (), coder.log.unsettled_places())
    return PerceptionFile(
        frame=_frame(batches, {one.id.removeprefix(PLACE_ENTRY): (one.lon, one.lat) for one in entries}),
        asked=sum(len(batch.responses) for batch in batches),
        respondents_known=coder.respondents_known,
        read=sum(batch.read for batch in batches),
        rejected=sum(batch.rejected for batch in batches),
        notes=tuple(notes),
        problems=coder.log,
    )


def _frame(batches: list[CodedBatch], spots: Mapping[str, tuple[float, float]]) -> gpd.GeoDataFrame:
    """
    Lay coded batches out as one frame; what a respondent has stands in each of their rows.

    A mark that only names a place lies where the place lies (`spots`, WGS 84).
    """
    import geopandas
    import pandas as pd
    import shapely

    background: dict[str, list[Any]] = {"weight": [], "home_area": []}
    rows: dict[str, list[Any]] = {
        name: []
        for name in ("respondent", "kind", "valence", "nature", "place", "purposes", "themes", "geometry")
    }
    for batch in batches:
        people, said = batch.responses, batch.perceptions
        background["weight"] += [1.0] * len(people) if people.weight is None else people.weight.tolist()
        background["home_area"] += _spelt(people.home_area, len(people))
        n = len(said)
        rows["respondent"] += said.response.tolist()
        rows["kind"] += _spelt(said.kind, n)
        rows["valence"] += [np.nan] * n if said.valence is None else said.valence.tolist()
        rows["nature"] += _spelt(said.nature, n)
        rows["place"] += _spelt(said.place, n)
        rows["purposes"] += [";".join(codes or ()) for codes in _spelt(said.purposes, n)]
        rows["themes"] += [";".join(codes or ()) for codes in _spelt(said.themes, n)]
        geometry = np.full(n, None, dtype=object)
        if said.lon is not None and said.lat is not None:
            there = np.isfinite(said.lon) & np.isfinite(said.lat)
            geometry[there] = shapely.points(said.lon[there], said.lat[there])
        if said.shapes is not None:
            drawn = ~shapely.is_missing(said.shapes)
            geometry[drawn] = said.shapes[drawn]
        for at, name in enumerate(_spelt(said.place, n)):
            if geometry[at] is None and name in spots:
                geometry[at] = shapely.Point(spots[name])
        rows["geometry"] += geometry.tolist()
    frame = pd.DataFrame(rows)
    for name, values in background.items():
        frame[name] = pd.Series(values, dtype=object).reindex(frame["respondent"]).to_numpy()
    return geopandas.GeoDataFrame(frame, geometry="geometry", crs=WGS84)


def _spelt(words: Words[Any] | None, n: int) -> list[Any]:
    return [None] * n if words is None else [words.at(row) for row in range(n)]


def _bounds_of(areas: gpd.GeoDataFrame | None) -> Bounds | None:
    if areas is None or areas.empty:
        return None
    return Bounds(*areas.to_crs(WGS84).total_bounds).expanded_m(MARGIN_M)


def _gazetteer_of(areas: gpd.GeoDataFrame | None, places: list[GazetteerEntry]) -> Gazetteer:
    if areas is None:
        return Gazetteer(places)
    taken = {fold(name) for place in places for name in (place.name, *place.aliases)}
    spots = areas.geometry.representative_point().to_crs(WGS84)
    return Gazetteer(
        places
        + [
            GazetteerEntry(
                id=f"{AREA_ENTRY}{area_id}",
                name=name,
                aliases=(),
                lon=float(lon),
                lat=float(lat),
                area_id=area_id,
                type="area",
                population=None,
            )
            for area_id, name, lon, lat in zip(
                areas["area_id"], areas["area_name"], spots.x, spots.y, strict=True
            )
            if fold(name) not in taken
        ]
    )


def _names_of(areas: gpd.GeoDataFrame | None) -> Mapping[str, str]:
    return {} if areas is None else dict(zip(areas["area_id"], areas["area_name"], strict=True))
