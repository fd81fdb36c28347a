"""`mentalmap project …` and `mentalmap survey …`."""

from __future__ import annotations

from datetime import datetime

import click

from mentalmap.commands.instance import opened_instance
from mentalmap.commands.removing import remove_project, remove_survey
from mentalmap.commands.rounds import close_round, list_questions, open_round
from mentalmap.domain.vocabulary import BasemapKind
from mentalmap.messages import say


@click.group()
def project() -> None:
    """Make, list and remove projects, choose their basemap."""


@project.command("add")
@click.argument("slug")
@click.option("--name", required=True, help="What people read, e.g. Kramfors.")
@click.option(
    "--locale", default="sv", show_default=True, type=click.Choice(["sv", "en"]), help="Main language."
)
@click.option(
    "--bounds", type=float, nargs=4, metavar="WEST SOUTH EAST NORTH", help="Outer limits in degrees."
)
@click.option(
    "--crs", help="Projected CRS to measure in, e.g. EPSG:3006. Chosen from the bounds if left out."
)
@click.option(
    "--threshold", default=5, show_default=True, help="Below this many people nothing is shown (3–20)."
)
def add_project(
    slug: str,
    name: str,
    locale: str,
    bounds: tuple[float, float, float, float] | None,
    crs: str | None,
    threshold: int,
) -> None:
    """Make a project. SLUG stands in its address: /p/SLUG."""
    from mentalmap.commands.import_answers import Speaker
    from mentalmap.domain.crs import parse_crs
    from mentalmap.services.projects import ProjectBounds, make_project
    from mentalmap.store.database import transaction

    with opened_instance() as (_, engine), transaction(engine) as session:
        made = make_project(
            session,
            slug,
            name=name,
            locale=locale,
            bounds=ProjectBounds(*bounds) if bounds else None,
            metric_crs=parse_crs(crs) if crs else None,
            threshold=threshold,
        )
        click.echo(f"{made.slug}  {made.name}  EPSG:{made.metric_srid}")
    Speaker(as_json=False).line(
        say(
            "Next, its areas: mentalmap import areas FILE --project %(slug)s --set NAME"
            " – or the answers: mentalmap import responses FILE --project %(slug)s --survey ROUND --create",
            slug=made.slug,
        )
    )


@project.command("list")
def list_all() -> None:
    """List the projects with their surveys."""
    from mentalmap.commands.import_answers import Speaker
    from mentalmap.store.database import transaction
    from mentalmap.store.projects import list_projects
    from mentalmap.store.surveys import list_surveys

    with opened_instance() as (_, engine), transaction(engine) as session:
        projects = list_projects(session)
        for one in projects:
            surveys = ", ".join(round_.slug for round_ in list_surveys(session, one.id)) or "–"
            click.echo(f"{one.slug}  {one.name}  EPSG:{one.metric_srid}  [{surveys}]")
    if not projects:
        speaker = Speaker(as_json=False)
        speaker.line(say("No projects yet. Make one with: mentalmap project add SLUG --name NAME"))
        speaker.line(say("Or look at the demo project first: mentalmap demo"))


@project.command("basemap")
@click.argument("slug")
@click.argument("kind", type=click.Choice([kind.value for kind in BasemapKind]))
@click.option("--url", default="", help="Address of XYZ or WMS pictures, https://…/{z}/{x}/{y}.png")
@click.option("--layers", default="", help="Names of the WMS layers.")
@click.option(
    "--file", "file_name", default="", help="Name of a .pmtiles file in the instance's basemaps folder."
)
@click.option("--attribution", default="", help="Who made the map; always visible on it.")
def choose_basemap(slug: str, kind: str, url: str, layers: str, file_name: str, attribution: str) -> None:
    """Choose what lies under the layers: the built-in outline, own tiles, XYZ or WMS."""
    from mentalmap.services.projects import set_basemap
    from mentalmap.store.database import transaction

    settings = {"url": url, "layers": layers, "file": file_name, "attribution": attribution}
    with opened_instance() as (_, engine), transaction(engine) as session:
        set_basemap(
            session, slug, BasemapKind(kind), {name: value for name, value in settings.items() if value}
        )
        click.echo(f"{slug}: {kind}")


@click.group()
def survey() -> None:
    """Add, open, close and remove rounds of asking."""


@survey.command("add")
@click.argument("project_slug", metavar="PROJECT")
@click.argument("slug")
@click.option("--name", help="What people read, e.g. Spring 2020.")
@click.option("--starts", type=click.DateTime(["%Y-%m-%d"]), help="First day.")
@click.option("--ends", type=click.DateTime(["%Y-%m-%d"]), help="Last day.")
def add_survey(
    project_slug: str, slug: str, name: str | None, starts: datetime | None, ends: datetime | None
) -> None:
    """Add a round of asking to PROJECT."""
    from mentalmap.services.projects import make_survey
    from mentalmap.store.database import transaction
    from mentalmap.store.projects import find_project

    with opened_instance() as (_, engine), transaction(engine) as session:
        made = make_survey(
            session,
            find_project(session, project_slug),
            slug,
            name=name,
            starts_on=starts.date() if starts else None,
            ends_on=ends.date() if ends else None,
        )
        click.echo(f"{project_slug}/{made.slug}  {made.name}")


project.add_command(remove_project)
survey.add_command(remove_survey)
for command in (open_round, close_round, list_questions):
    survey.add_command(command)
