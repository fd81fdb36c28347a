"""Importing areas: a file becomes a new version of an area set, all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from sqlalchemy.orm import Session

from mentalmap.domain.arrays import ObjectArray
from mentalmap.domain.crs import WGS84, crs_label, metric_crs_for, parse_crs, transform_geometries
from mentalmap.domain.geometry import GeometryFault, GeometryLimits, check_geometries
from mentalmap.errors import InvalidInputError, ProjectNotFoundError
from mentalmap.exchange.areas_files import LONGEST_CODE, PopulationCount, ReadArea, ReadAreas, read_areas
from mentalmap.exchange.coding.problems import CellFault
from mentalmap.messages import say
from mentalmap.services.area_partitions import compare_areas
from mentalmap.services.import_reports import ImportReport, RowsRejectedError
from mentalmap.services.projects import ProjectBounds, check_slug, make_project
from mentalmap.store.areas import NewArea, add_area_set, list_stored_areas
from mentalmap.store.copying import lock_imports
from mentalmap.store.import_runs import ImportRun
from mentalmap.store.outbox import record_event
from mentalmap.store.projects import Project, find_project

LIMITS = GeometryLimits(
    types=frozenset({"Polygon", "MultiPolygon"}), max_vertices=200_000, max_parts=20_000, max_area_m2=1e13
)
UNREADABLE_OUTLINE = CellFault(
    "unreadable_position",
    say("The outline cannot be read; a ring may not be closed."),
    say("Draw it anew, or repair it in a GIS program."),
)
LONGEST_NAME = 200
_SAME_DEGREES = 1e-9


@dataclass(frozen=True)
class AreasRequest:
    """What is to be imported, and how; see `mentalmap import areas --help`."""

    path: Path
    project: str
    area_set: str
    name: str | None = None
    name_column: str | None = None
    code_column: str | None = None
    population_column: str | None = None
    where: tuple[str, str] | None = None
    layer: str | None = None
    encoding: str | None = None
    create: bool = False
    dry_run: bool = False
    locale: str = "sv"


def import_areas(session: Session, request: AreasRequest) -> ImportReport:
    """
    Import a file as a new version of an area set, within the caller's transaction.

    The same areas again make no new version. A project without bounds gets those of the areas.

    Raises
    ------
    UnreadableFileError, InvalidMappingError, InvalidInputError, ProjectNotFoundError
        If the import cannot begin.
    RowsRejectedError
        If an area cannot be stored; the caller's transaction must then be rolled back.
    """
    check_slug(request.area_set)
    read = read_areas(
        request.path,
        layer=request.layer,
        id_column=request.code_column,
        name_column=request.name_column,
        population_column=request.population_column,
        where=request.where,
        encoding=request.encoding,
    )
    lock_imports(session, request.project)
    report = ImportReport("areas", request.path.name, request.project)
    report.notes += read.notes
    project = _find(session, request)
    outlines = _check(read, report)
    if report.rejected:
        if request.dry_run:
            return report
        raise RowsRejectedError(report)
    metric = project.metric_srid if project else metric_crs_for(*_middle(outlines))
    outlines_m = transform_geometries(outlines, WGS84, metric)
    _check_reach(read.areas, outlines_m, metric, report)
    if report.rejected:
        if request.dry_run:
            return report
        raise RowsRejectedError(report)
    compare_areas(read.areas, outlines_m, report)
    if request.dry_run:
        return report
    project = project or _make_project(session, request, metric, report)
    areas = [_new_area(one, outline) for one, outline in zip(read.areas, outlines, strict=True)]
    if _is_stored(session, project, request.area_set, areas):
        report.notes.append(say("The project has exactly these areas already; nothing was added."))
        report.accepted, report.skipped = 0, report.accepted
        return report
    made = add_area_set(session, project, request.area_set, request.name, areas)
    report.notes.append(
        say(
            "Stored: version %(version)s of the area set “%(slug)s” with %(areas)s areas.",
            version=made.version,
            slug=made.slug,
            areas=len(areas),
        )
    )
    _set_bounds(project, outlines, report)
    run = ImportRun(
        project_id=project.id,
        noun="areas",
        file_name=request.path.name[:255],
        file_sha256=bytes.fromhex(read.sha256),
        rows_read=report.read,
        rows_accepted=report.accepted,
        rows_rejected=0,
    )
    session.add(run)
    session.flush()
    made.import_run_id = run.id
    record_event(session, project.id, "areas", area_set=made.slug, version=made.version)
    report.stored = True
    return report


def _find(session: Session, request: AreasRequest) -> Project | None:
    try:
        return find_project(session, request.project)
    except ProjectNotFoundError:
        if request.create:
            return None
        raise


def _check(read: ReadAreas, report: ImportReport) -> ObjectArray:
    """Judge every area; give the outlines as multipolygons in WGS 84, shape (a,)."""
    for lost_row in read.faults:
        report.problems.add_fault(lost_row)
    bad = {fault.row for fault in read.faults if not fault.doubtful}
    lost = bad - {one.row for one in read.areas}
    wkb = np.array([one.geometry for one in read.areas], dtype=object)
    given: ObjectArray = np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)
    gate = check_geometries(given, limits=LIMITS, epsg=_crs(read))
    for at in np.flatnonzero(~gate.accepted):
        refused = read.areas[int(at)]
        fault = UNREADABLE_OUTLINE
        if given[at] is not None:
            problem, remedy = gate.describe(int(at))
            fault = CellFault(GeometryFault(int(gate.fault[at])).name.lower(), problem, remedy)
        report.problems.add(refused.row, None, refused.name, fault)
        bad.add(refused.row)
    for one in read.areas:
        long_code = len(one.id) > LONGEST_CODE
        if long_code or len(one.name) > LONGEST_NAME:
            fault = CellFault(
                "text_too_long",
                say("The code of the area is longer than %(most)s signs.", most=LONGEST_CODE)
                if long_code
                else say("The name of the area is longer than %(most)s signs.", most=LONGEST_NAME),
                say("Shorten it, or name another column with --code-column or --name-column."),
            )
            report.problems.add(one.row, None, one.name, fault)
            bad.add(one.row)
    report.read = len(read.areas) + len(lost)
    report.rejected = len(bad)
    report.accepted = report.read - report.rejected
    outlines = np.full(len(read.areas), None, dtype=object) if gate.geometries is None else gate.geometries
    for index, outline in enumerate(outlines):
        if outline is not None and outline.geom_type == "Polygon":
            outlines[index] = shapely.MultiPolygon([outline])
    return outlines


def _check_reach(
    areas: Sequence[ReadArea], outlines_m: ObjectArray, metric: int, report: ImportReport
) -> None:
    """Refuse areas so far away that the project's CRS has no numbers for them."""
    for one, outline in zip(areas, outlines_m, strict=True):
        if not shapely.is_valid(outline) or not np.isfinite(outline.bounds).all():
            fault = CellFault(
                "outside",
                say("The area lies where %(crs)s does not reach.", crs=crs_label(metric)),
                say("Is it the right project? Its coordinate reference system was chosen for where it lies."),
            )
            report.problems.add(one.row, None, one.name, fault)
            report.rejected += 1
            report.accepted -= 1


def _crs(read: ReadAreas) -> int:
    if read.crs_epsg is not None:
        return read.crs_epsg
    if read.crs_wkt is not None:
        return parse_crs(read.crs_wkt)
    raise InvalidInputError(
        say("The file does not say which coordinate reference system its outlines are in."),
        say("Save it anew as GeoPackage or GeoJSON, which say so."),
    )


def _middle(outlines: ObjectArray) -> tuple[float, float]:
    west, south, east, north = shapely.total_bounds(outlines)
    return float(west + east) / 2, float(south + north) / 2


def _make_project(session: Session, request: AreasRequest, metric: int, report: ImportReport) -> Project:
    made = make_project(
        session,
        request.project,
        name=request.project.replace("-", " ").capitalize(),
        locale=request.locale,
        metric_crs=metric,
    )
    report.notes.append(
        say("The project “%(slug)s” was made; it measures in EPSG:%(crs)s.", slug=request.project, crs=metric)
    )
    return made


def _set_bounds(project: Project, outlines: ObjectArray, report: ImportReport) -> None:
    """Give a project without bounds those of its areas."""
    if project.west is not None:
        return
    west, south, east, north = (float(side) for side in shapely.total_bounds(outlines))
    bounds = ProjectBounds(west, south, east, north)
    project.west, project.south, project.east, project.north = west, south, east, north
    written = f"{bounds.west:.3f}, {bounds.south:.3f}, {bounds.east:.3f}, {bounds.north:.3f}"
    report.notes.append(say("The project's bounds are now those of the areas: %(bounds)s.", bounds=written))


def _new_area(read: ReadArea, outline: shapely.MultiPolygon) -> NewArea:
    breakdown = {
        (one.age or "all", one.gender.value if one.gender else "all"): one.count for one in read.population
    }
    return NewArea(
        read.id,
        read.name,
        outline,
        _total(read.population),
        {key: round(count) for key, count in breakdown.items()},
    )


def _total(population: Sequence[PopulationCount]) -> int | None:
    """Give all inhabitants: as stated, or the sum over genders, or over ages."""
    for wanted in (
        [one for one in population if one.gender is None and one.age is None],
        [one for one in population if one.gender is not None and one.age is None],
        [one for one in population if one.gender is None and one.age is not None],
        list(population),
    ):
        if wanted:
            return round(sum(one.count for one in wanted))
    return None


def _is_stored(session: Session, project: Project, slug: str, areas: Sequence[NewArea]) -> bool:
    """Tell whether the newest version of the set holds exactly these areas."""
    stored = {one.code: one for one in list_stored_areas(session, project.id, slug)}
    if set(stored) != {one.code for one in areas}:
        return False
    return all(
        stored[one.code].name == one.name
        and stored[one.code].population == one.population
        and shapely.equals_exact(stored[one.code].outline.normalize(), one.outline.normalize(), _SAME_DEGREES)
        for one in areas
    )
