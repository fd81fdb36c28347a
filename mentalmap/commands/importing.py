"""`mentalmap import …`: responses, areas and places from files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from mentalmap.commands.removing import list_imports, undo

FILE = click.Path(path_type=Path, dir_okay=False)


@click.group("import")
def import_group() -> None:
    """Bring in responses, areas and places from files."""


import_group.add_command(list_imports)
import_group.add_command(undo)


@import_group.command("responses")
@click.argument("file", type=FILE)
@click.option("--project", "project", required=True, help="Project that the responses belong to.")
@click.option("--survey", "survey", required=True, help="Round of asking.")
@click.option("--mapping", "mapping_path", type=FILE, help="What the columns mean (TOML).")
@click.option("--dry-run", is_flag=True, help="Say what would happen and write a mapping; store nothing.")
@click.option(
    "--write-mapping", type=FILE, help="Where a dry run writes the mapping. An existing file is kept."
)
@click.option("--accept-valid", is_flag=True, help="Store the good rows although others are rejected.")
@click.option("--create", is_flag=True, help="Make the survey, and the project, where they are missing.")
@click.option("--problems", "problems_path", type=FILE, help="Write every problem to this CSV file.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole report for machines.")
@click.option("--encoding", help="Such as utf-8 or cp1252; found out if left out.")
@click.option("--delimiter", help="Sign between the cells; found out if left out.")
@click.option("--sheet", help="Sheet of a workbook; the first if left out.")
@click.option("--layer", help="Layer of a GeoPackage or the like; the only one if left out.")
@click.pass_context
def responses(
    ctx: click.Context,
    file: Path,
    project: str,
    survey: str,
    mapping_path: Path | None,
    dry_run: bool,
    write_mapping: Path | None,
    accept_valid: bool,
    create: bool,
    problems_path: Path | None,
    as_json: bool,
    encoding: str | None,
    delimiter: str | None,
    sheet: str | None,
    layer: str | None,
) -> None:
    """
    Import FILE into a survey: CSV, XLSX, GeoJSON, GeoPackage, Shapefile, KML, FlatGeobuf.

    All rows or none, unless --accept-valid. Ends with 0 when all is stored (or was before), with 1 when
    rows or questions stand in the way, with 2 when the import cannot begin.
    """
    from datetime import datetime

    from mentalmap.commands import import_answers as answers
    from mentalmap.commands.instance import opened_instance
    from mentalmap.errors import ImportRejectedError
    from mentalmap.exchange.mapping import FileOptions, load_mapping
    from mentalmap.exchange.mapping_template import mapping_template
    from mentalmap.exchange.reading import Source
    from mentalmap.services.import_reports import RowsRejectedError, UnsettledFileError
    from mentalmap.services.import_requests import ResponsesOutcome, ResponsesRequest
    from mentalmap.services.import_responses import import_responses
    from mentalmap.store.database import transaction

    say = answers.Speaker(as_json=as_json)
    request = ResponsesRequest(
        path=file,
        project=project,
        survey=survey,
        today=datetime.now().astimezone().date(),
        mapping=load_mapping(mapping_path) if mapping_path else None,
        options=FileOptions(encoding=encoding, delimiter=delimiter, sheet=sheet, layer=layer),
        accept_valid=accept_valid,
        create=create,
        dry_run=dry_run,
        locale=say.locale,
    )
    template = write_mapping or file.with_name(file.name + ".mapping.toml")

    def write_template(source: Source, so_far: ResponsesOutcome) -> None:
        if (dry_run and mapping_path is None) or write_mapping is not None:
            unsettled = so_far.report.problems.unsettled_places()
            text = mapping_template(
                so_far.mapping, source, say.gettext, say.ngettext, so_far.questions, unsettled
            )
            say.template(template, text)

    try:
        with opened_instance() as (_, engine), transaction(engine) as session, say.progress() as progress:
            outcome = import_responses(session, request, progress=progress, with_source=write_template)
            if dry_run:
                session.rollback()
    except RowsRejectedError as error:
        say.report(error.report, problems_path, dry_run=False)
        say.error(error)
        ctx.exit(1)
    except UnsettledFileError as error:
        say.error(error)
        say.questions(error.doubts)
        ctx.exit(1)
    except ImportRejectedError as error:
        say.error(error)
        ctx.exit(1)
    say.report(outcome.report, problems_path, dry_run=dry_run)
    say.questions(outcome.questions)
    if outcome.questions or (dry_run and outcome.report.rejected):
        ctx.exit(1)


def _run_simple(
    ctx: click.Context,
    run: Callable[[Any], Any],
    *,
    as_json: bool,
    problems_path: Path | None,
    dry_run: bool,
) -> None:
    """Run an import of areas or places and tell its outcome."""
    from mentalmap.commands import import_answers as answers
    from mentalmap.commands.instance import opened_instance
    from mentalmap.services.import_reports import RowsRejectedError
    from mentalmap.store.database import transaction

    say = answers.Speaker(as_json=as_json)
    try:
        with opened_instance() as (_, engine), transaction(engine) as session:
            report = run(session)
            if dry_run:
                session.rollback()
    except RowsRejectedError as error:
        say.report(error.report, problems_path, dry_run=False)
        say.error(error)
        ctx.exit(1)
    say.report(report, problems_path, dry_run=dry_run)
    if dry_run and report.rejected:
        ctx.exit(1)


@import_group.command("areas")
@click.argument("file", type=FILE)
@click.option("--project", "project", required=True, help="Project that the areas divide.")
@click.option("--set", "area_set", required=True, help="Short name of the area set, e.g. bygder.")
@click.option("--name", help="What people read, e.g. Bygdeområden.")
@click.option("--name-column", help="Column of the areas' names; found by its header if left out.")
@click.option("--code-column", help="Column of the areas' codes; found by its header if left out.")
@click.option("--population-column", help="Column of inhabitants; found by its header if left out.")
@click.option("--where", help="Only rows in which a column has a value: kommun=Kramfors.")
@click.option("--layer", help="Layer of a GeoPackage or the like.")
@click.option("--encoding", help="Such as utf-8 or cp1252; found out if left out.")
@click.option("--create", is_flag=True, help="Make the project if it is missing.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; store nothing.")
@click.option("--problems", "problems_path", type=FILE, help="Write every problem to this CSV file.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole report for machines.")
@click.pass_context
def areas(
    ctx: click.Context,
    file: Path,
    project: str,
    area_set: str,
    name: str | None,
    name_column: str | None,
    code_column: str | None,
    population_column: str | None,
    where: str | None,
    layer: str | None,
    encoding: str | None,
    create: bool,
    dry_run: bool,
    problems_path: Path | None,
    as_json: bool,
) -> None:
    """Import FILE as a new version of an area set; all of it or nothing."""
    from mentalmap.i18n import locale_of_terminal
    from mentalmap.services.import_areas import AreasRequest, import_areas

    request = AreasRequest(
        path=file,
        project=project,
        area_set=area_set,
        name=name,
        name_column=name_column,
        code_column=code_column,
        population_column=population_column,
        where=_condition(where),
        layer=layer,
        encoding=encoding,
        create=create,
        dry_run=dry_run,
        locale=locale_of_terminal(),
    )
    _run_simple(
        ctx,
        lambda session: import_areas(session, request),
        as_json=as_json,
        problems_path=problems_path,
        dry_run=dry_run,
    )


@import_group.command("places")
@click.argument("file", type=FILE)
@click.option("--project", "project", required=True, help="Project whose gazetteer grows.")
@click.option("--name-column", help="Column of the names; found by its header if left out.")
@click.option("--crs", help="CRS of the coordinates, e.g. EPSG:3006, where the file does not say.")
@click.option("--layer", help="Layer of a GeoPackage or the like.")
@click.option("--sheet", help="Sheet of a workbook.")
@click.option("--encoding", help="Such as utf-8 or cp1252; found out if left out.")
@click.option("--delimiter", help="Sign between the cells; found out if left out.")
@click.option("--accept-valid", is_flag=True, help="Store the good rows although others are rejected.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; store nothing.")
@click.option("--problems", "problems_path", type=FILE, help="Write every problem to this CSV file.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole report for machines.")
@click.pass_context
def places(
    ctx: click.Context,
    file: Path,
    project: str,
    name_column: str | None,
    crs: str | None,
    layer: str | None,
    sheet: str | None,
    encoding: str | None,
    delimiter: str | None,
    accept_valid: bool,
    dry_run: bool,
    problems_path: Path | None,
    as_json: bool,
) -> None:
    """Import FILE into the gazetteer: names, other names, positions."""
    from mentalmap.domain.crs import parse_crs
    from mentalmap.services.import_places import PlacesRequest, import_places

    request = PlacesRequest(
        path=file,
        project=project,
        name_column=name_column,
        crs=parse_crs(crs) if crs else None,
        layer=layer,
        sheet=sheet,
        encoding=encoding,
        delimiter=delimiter,
        accept_valid=accept_valid,
        dry_run=dry_run,
    )
    _run_simple(
        ctx,
        lambda session: import_places(session, request),
        as_json=as_json,
        problems_path=problems_path,
        dry_run=dry_run,
    )


def _condition(text: str | None) -> tuple[str, str] | None:
    """Split `column=value`."""
    if text is None:
        return None
    column, equals, value = text.partition("=")
    if not equals or not column.strip():
        raise click.BadParameter("Write it as column=value, e.g. kommun=Kramfors.", param_hint="--where")
    return column.strip(), value.strip()
