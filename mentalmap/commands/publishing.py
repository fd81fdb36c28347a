"""`mentalmap publish`, `mentalmap unpublish` and `mentalmap publications`."""

from __future__ import annotations

from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING

import click

from mentalmap.commands.instance import opened_instance
from mentalmap.messages import say

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from mentalmap.commands.import_answers import Speaker
    from mentalmap.config import Settings


@click.command()
@click.argument("project_slug", metavar="PROJECT")
@click.option(
    "--survey", "surveys", multiple=True, help="Round to publish; the latest if left out. Repeatable."
)
def publish(project_slug: str, surveys: tuple[str, ...]) -> None:
    """Freeze the public layers of PROJECT into files: this is what everybody sees."""
    from mentalmap.commands.import_answers import Speaker
    from mentalmap.errors import NotFoundError
    from mentalmap.store.database import Audience, transaction
    from mentalmap.store.projects import find_project
    from mentalmap.store.surveys import list_surveys

    with opened_instance() as (settings, engine):
        if not surveys:
            with transaction(engine, Audience.PUBLIC) as session:
                known = list_surveys(session, find_project(session, project_slug).id)
            if not known:
                raise NotFoundError(
                    say(
                        "The project “%(project)s” has no survey yet, so nothing can be published.",
                        project=project_slug,
                    ),
                    say("Add one: mentalmap survey add %(project)s 2024", project=project_slug),
                )
            surveys = (known[0].slug,)
        publish_all(settings, engine, project_slug, surveys, Speaker(as_json=False))


def publish_all(
    settings: Settings, engine: Engine, project_slug: str, surveys: tuple[str, ...], speaker: Speaker
) -> None:
    """Publish surveys one after the other, and say what came of each."""
    from mentalmap.config import asset_root
    from mentalmap.exchange.snapshots import Publications
    from mentalmap.services.publications import publish_survey, record_publication
    from mentalmap.store.database import transaction

    publications = Publications(settings.publications_folder)
    for slug in surveys:
        started = perf_counter()
        published = publish_survey(
            engine,
            publications,
            project_slug,
            slug,
            made_on=datetime.now(UTC).date(),
            assets=asset_root() / "static" / "dist" / "folium",
        )
        version = published.version
        about = {"survey": slug, "version": version.number}
        if not published.is_new:
            speaker.line(say("%(survey)s: nothing changed; version %(version)s stays as it is.", **about))
            continue
        with transaction(engine) as session:
            record_publication(session, published.project_id, slug, version.number, stands=True)
        files, stored_bytes = version.size()
        speaker.line(
            say(
                "%(survey)s: version %(version)s published, %(files)s files, %(bytes)s B, %(seconds)s s.",
                **about,
                files=files,
                bytes=f"{stored_bytes:,}",
                seconds=f"{perf_counter() - started:.1f}",
            )
        )


@click.command()
@click.argument("project_slug", metavar="PROJECT")
@click.option("--survey", required=True, help="Round to withdraw.")
@click.option("--version", "number", type=click.IntRange(1, 999_999), help="The current one if left out.")
def unpublish(project_slug: str, survey: str, number: int | None) -> None:
    """Withdraw a published version of PROJECT; from the next request on nobody is served it."""
    from mentalmap.commands.import_answers import Speaker
    from mentalmap.config import Settings
    from mentalmap.exchange.snapshots import Publications
    from mentalmap.services.publications import record_publication
    from mentalmap.store.database import transaction
    from mentalmap.store.projects import list_projects

    # First the files, so that nothing that ails the database keeps them up.
    gone = Publications(Settings.read().publications_folder).withdraw(project_slug, survey, number)
    Speaker(as_json=False).line(
        say("%(survey)s: version %(version)s is withdrawn.", survey=survey, version=gone)
    )
    with opened_instance() as (_, engine), transaction(engine) as session:
        for project in list_projects(session):  # it may be gone, and its files with this
            if project.slug == project_slug:
                record_publication(session, project.id, survey, gone, stands=False)


@click.command()
@click.argument("project_slug", metavar="[PROJECT]", required=False)
def publications(project_slug: str | None) -> None:
    """List what is published: project, round, version, day, size; the current one has a star."""
    from mentalmap.commands.import_answers import Speaker
    from mentalmap.config import Settings
    from mentalmap.exchange.snapshots import Publications

    shelf = Publications(Settings.read().publications_folder)
    found = False
    for project in [project_slug] if project_slug else shelf.projects():
        for survey in shelf.survey_slugs(project):
            standing = shelf.standing(project, survey)
            for number in sorted(standing.versions, reverse=True):
                version = shelf.version(project, survey, number)
                if version is None:
                    continue
                found = True
                star = "*" if number == standing.current else " "
                files, stored_bytes = version.size()
                made_on, state = version.manifest["made_on"], version.manifest["data_version"]
                click.echo(
                    f"{star} {project}/{survey}  {number}  {made_on}  {state}  {files}  {stored_bytes:,} B"
                )
    if not found:
        Speaker(as_json=False).line(say("Nothing is published. Publish with: mentalmap publish PROJECT"))
