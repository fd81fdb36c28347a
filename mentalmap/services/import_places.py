"""Importing places: the project's gazetteer grows, and no name is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from sqlalchemy.orm import Session

from mentalmap.domain.arrays import ObjectArray
from mentalmap.domain.bounds import WORLD, great_circle_m
from mentalmap.domain.crs import parse_crs
from mentalmap.domain.geometry import GeometryFault, GeometryLimits, check_geometries
from mentalmap.errors import InvalidInputError
from mentalmap.exchange.coding.open_lists import slug_of
from mentalmap.exchange.coding.problems import CellFault, Severity
from mentalmap.exchange.coding.row_faults import UNREADABLE_POSITION
from mentalmap.exchange.places_files import ReadPlace, ReadPlaces, read_places
from mentalmap.messages import say, say_n
from mentalmap.services.import_grounds import bounds_of
from mentalmap.services.import_reports import ImportReport, RowsRejectedError
from mentalmap.store.copying import lock_imports
from mentalmap.store.import_runs import ImportRun
from mentalmap.store.outbox import record_event
from mentalmap.store.places import NamedPlaces, NewPlace
from mentalmap.store.projects import Project, find_project

LIMITS = GeometryLimits(
    types=frozenset({"Point", "MultiPoint", "Polygon", "MultiPolygon"}),
    max_vertices=100_000,
    max_parts=10_000,
)
SAME_PLACE_M = 1_000.0  # places of one name that lie closer are one place
SAME_SETTLEMENT_M = 3_000.0  # so far apart do two sources put the middle of one town
_SETTLEMENTS = frozenset(
    ["place", "city", "town", "locality", "village", "hamlet", "suburb", "tätort", "småort", "by", "ort"]
)
MOST_JOINED = 15  # named in the note
LONGEST_NAME = 200

MOVED = CellFault(
    "moved_place",
    say("The project has this place elsewhere; it was kept where it is."),
    say("Give the place a code of its own if it is another one."),
    Severity.DOUBTFUL,
)


@dataclass(frozen=True)
class PlacesRequest:
    """What is to be imported, and how; see `mentalmap import places --help`."""

    path: Path
    project: str
    name_column: str | None = None
    crs: int | None = None
    layer: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    accept_valid: bool = False
    dry_run: bool = False


def import_places(session: Session, request: PlacesRequest) -> ImportReport:
    """
    Import a file of places into a project's gazetteer, within the caller's transaction.

    Places that the project has already gain the names that are new, and their inhabitants where those
    were not known; places outside the project are left out and listed.

    Raises
    ------
    UnreadableFileError, InvalidMappingError, InvalidInputError, ProjectNotFoundError
        If the import cannot begin.
    RowsRejectedError
        If rows must not be stored; the caller's transaction must then be rolled back.
    """
    read = read_places(
        request.path,
        layer=request.layer,
        sheet=request.sheet,
        name_column=request.name_column,
        crs=request.crs,
        encoding=request.encoding,
        delimiter=request.delimiter,
    )
    lock_imports(session, request.project)
    project = find_project(session, request.project)
    report = ImportReport("places", request.path.name, request.project)
    report.notes += read.notes
    found = _check(read, project, report)
    if report.rejected and not request.accept_valid and not request.dry_run:
        raise RowsRejectedError(report)
    known = NamedPlaces(session, project)
    added = aliases = people = 0
    joined: list[str] = []
    for place, outline in found:
        same = _known_as(known, place, outline, report, joined)
        if same is None:
            _add(known, place, outline)
            added += 1
        else:
            aliases += known.add_names(same, (place.name, *_names(place)))
            people += known.count_people(same, _population(place))
    if joined:
        report.notes.append(
            say_n(
                "%(n)s place was taken for one of the same name that the project has up to 3 km away: "
                "%(names)s.",
                "%(n)s places were taken for those of the same name that the project has up to 3 km away: "
                "%(names)s.",
                len(joined),
                names=", ".join(joined[:MOST_JOINED]) + (" …" if len(joined) > MOST_JOINED else ""),
            )
        )
    report.skipped += len(found) - added
    report.accepted = report.read - report.rejected - report.skipped
    report.notes.append(
        say("New places: %(places)s; new names of known places: %(aliases)s.", places=added, aliases=aliases)
    )
    if request.dry_run or not added + aliases + people:
        return report
    run = ImportRun(
        project_id=project.id,
        noun="places",
        file_name=request.path.name[:255],
        file_sha256=bytes.fromhex(read.sha256),
        rows_read=report.read,
        rows_accepted=report.accepted,
        rows_rejected=report.rejected,
    )
    session.add(run)
    session.flush()
    known.store(run.id)
    record_event(session, project.id, "places", added=added)
    report.stored = True
    return report


def _check(
    read: ReadPlaces, project: Project, report: ImportReport
) -> list[tuple[ReadPlace, shapely.geometry.base.BaseGeometry]]:
    """Judge every place; give those that lie in the project, in WGS 84."""
    for lost in read.faults:
        report.problems.add_fault(lost)
    bad = {fault.row for fault in read.faults if not fault.doubtful}
    rows = {place.row for place in read.places}
    report.read = len(rows | bad)
    given: ObjectArray = np.asarray(
        shapely.from_wkb(
            np.array([place.geometry for place in read.places], dtype=object), on_invalid="ignore"
        ),
        dtype=object,
    )
    gate = check_geometries(given, limits=LIMITS, epsg=_crs(read), bounds=bounds_of(project) or WORLD)
    found = []
    outside: set[int] = set()
    for at, place in enumerate(read.places):
        if gate.fault[at] == GeometryFault.OUTSIDE:
            # A list of a whole country is no mistake: what lies elsewhere is left out, and listed.
            problem, remedy = gate.describe(at)
            fault = CellFault("outside", problem, remedy, Severity.DOUBTFUL)
            report.problems.add(place.row, None, place.name, fault)
            if place.row not in bad:
                outside.add(place.row)
        elif not gate.accepted[at]:
            fault = UNREADABLE_POSITION
            if given[at] is not None:
                problem, remedy = gate.describe(at)
                fault = CellFault(GeometryFault(int(gate.fault[at])).name.lower(), problem, remedy)
            report.problems.add(place.row, None, place.name, fault)
            bad.add(place.row)
        elif len(place.name) > LONGEST_NAME:
            fault = CellFault(
                "text_too_long",
                say("The name is longer than %(most)s signs.", most=LONGEST_NAME),
                say("Shorten it."),
            )
            report.problems.add(place.row, None, place.name, fault)
            bad.add(place.row)
        elif place.row in bad:
            continue
        elif gate.geometries is not None:
            found.append((place, gate.geometries[at]))
    report.rejected = len(bad)
    report.skipped = len(outside)
    if outside:
        report.notes.append(
            say_n(
                "%(n)s place lies outside the project and was left out.",
                "%(n)s places lie outside the project and were left out.",
                len(outside),
            )
        )
    return found


def _crs(read: ReadPlaces) -> int:
    if read.crs_epsg is not None:
        return read.crs_epsg
    if read.crs_wkt is not None:
        return parse_crs(read.crs_wkt)
    raise InvalidInputError(
        say("The file does not say which coordinate reference system its positions are in."),
        say("Say so: --crs EPSG:3006 (SWEREF 99 TM) or --crs EPSG:4326 (longitude, latitude)."),
    )


def _known_as(
    known: NamedPlaces,
    place: ReadPlace,
    outline: shapely.geometry.base.BaseGeometry,
    report: ImportReport,
    joined: list[str],
) -> NewPlace | None:
    """Find the place that the project has already; `joined` names those that two sources put apart."""
    at = outline.representative_point()
    same = known.by_code.get(place.id) if place.id else None
    if same is not None:
        if _apart_m(same, at) > SAME_PLACE_M:
            report.problems.add(place.row, None, place.name, MOVED)
        return same
    called = known.called(place.name)
    close = [one for one in called if _apart_m(one, at) <= SAME_PLACE_M]
    if close:
        return close[0]
    apart = [
        one
        for one in called
        if one.id is not None  # two rows of one file are two places
        and one.name.casefold() == place.name.casefold()
        and _are_alike(one.type, place.kind or "place")
        and _apart_m(one, at) <= SAME_SETTLEMENT_M
    ]
    if len(apart) != 1:
        return None
    joined.append(place.name)
    return apart[0]


def _are_alike(one: str, other: str) -> bool:
    """Tell whether two kinds of place may be one: a village is not the lake that it is named after."""
    kinds = {one.casefold(), other.casefold()}
    return len(kinds) == 1 or kinds <= _SETTLEMENTS


def _add(known: NamedPlaces, place: ReadPlace, outline: shapely.geometry.base.BaseGeometry) -> None:
    at = outline.representative_point()
    known.add(
        NewPlace(
            code=known.free_code((place.id or slug_of(place.name) or "place")[:60]),
            name=place.name,
            lon=at.x,
            lat=at.y,
            geometry=outline,
            type=(place.kind or "place")[:32],
            population=_population(place),
            aliases=[],
        ),
        _names(place),
    )


def _names(place: ReadPlace) -> tuple[str, ...]:
    return tuple(name.strip()[:LONGEST_NAME] for name in place.aliases if name.strip())


def _population(place: ReadPlace) -> int | None:
    return None if place.population is None else round(place.population)


def _apart_m(place: NewPlace, at: shapely.Point) -> float:
    return float(great_circle_m(place.lon, place.lat, at.x, at.y))
