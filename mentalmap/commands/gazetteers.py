"""`mentalmap place …` and `mentalmap area-set …`: what a project's ground is made of."""

from __future__ import annotations

import click

from mentalmap.commands.instance import opened_instance
from mentalmap.commands.removing import PROJECT, remove_area_set, remove_place
from mentalmap.messages import say


@click.group()
def place() -> None:
    """List and remove the places of a project."""


@place.command("list")
@PROJECT
def list_places(project: str) -> None:
    """List places: code, name, kind, longitude and latitude, other names."""
    from mentalmap.commands.import_answers import Speaker
    from mentalmap.domain.printable import printable
    from mentalmap.store.database import transaction
    from mentalmap.store.places import list_named_places
    from mentalmap.store.projects import find_project

    with opened_instance() as (_, engine), transaction(engine) as session:
        places = list_named_places(session, find_project(session, project).id, None)
    for one in places:
        others = printable("; ".join(one.aliases), 200)
        words = (one.code, printable(one.name), printable(one.type), f"({one.lon:.3f}, {one.lat:.3f})")
        click.echo("  ".join([*words, others]).rstrip())
    if not places:
        Speaker(as_json=False).line(
            say(
                "No places yet. Bring them in with: mentalmap import places FILE --project %(project)s",
                project=project,
            )
        )


@click.group("area-set")
def area_set() -> None:
    """List and remove the area sets of a project."""


@area_set.command("list")
@PROJECT
def list_sets(project: str) -> None:
    """List area sets: short name, version, name."""
    from mentalmap.commands.import_answers import Speaker
    from mentalmap.domain.printable import printable
    from mentalmap.store.areas import list_area_sets
    from mentalmap.store.database import transaction
    from mentalmap.store.projects import find_project

    with opened_instance() as (_, engine), transaction(engine) as session:
        sets = list_area_sets(session, find_project(session, project).id)
    for one in sets:
        click.echo(f"{one.slug}  {one.version}  {printable(one.name)}")
    if not sets:
        Speaker(as_json=False).line(
            say(
                "No areas yet. Bring them in with:"
                " mentalmap import areas FILE --project %(project)s --set NAME",
                project=project,
            )
        )


place.add_command(remove_place)
area_set.add_command(remove_area_set)
