"""Removing things with the commands: what would go is said first, and a person agrees to it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from mentalmap.commands.instance import opened_instance
from mentalmap.messages import say

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from mentalmap.commands.import_answers import Speaker
    from mentalmap.services.removals import Removed

PROJECT = click.option("--project", "project", required=True, help="Project that it belongs to.")
YES = click.option("--yes", is_flag=True, help="Remove without asking.")


def remove_when_agreed(
    removal: Callable[[Session], Removed],
    *,
    yes: bool,
    published: tuple[str, str | None] | None = None,
) -> None:
    """
    Remove in one transaction, after a person has agreed or where `yes` says so.

    What would go is found by removing it and rolling back, so that no transaction waits for an answer.
    The files that everybody sees go before the transaction ends: whoever is killed in between leaves
    answers that are not published, never published files of answers that are gone.

    Parameters
    ----------
    published
        The project, and the survey if only that goes, whose publications go too.

    Raises
    ------
    InvalidInputError
        If nobody is there to be asked; nothing is removed then.
    """
    from mentalmap.commands.import_answers import Speaker
    from mentalmap.errors import InvalidInputError
    from mentalmap.exchange.snapshots import Publications
    from mentalmap.store.database import transaction

    speaker = Speaker(as_json=False)
    with opened_instance() as (settings, engine):
        shelf = Publications(settings.publications_folder)
        is_public = published is not None and shelf.remembers(*published)
        if not yes:
            with transaction(engine) as session:
                _tell(speaker, removal(session), is_public=is_public)
                session.rollback()
            if not somebody_is_there():
                raise InvalidInputError(
                    say("Nothing was removed: this would be, and nobody is here to agree to it."),
                    say("Agree to it with --yes."),
                )
            if not click.confirm(speaker.translate(say("Remove this for good?"))):
                speaker.line(say("Nothing was removed."))
                click.get_current_context().exit(1)
        with transaction(engine) as session:
            removed = removal(session)
            if published is not None:
                shelf.withdraw_all(*published)
        if published is not None:  # and what somebody published meanwhile
            shelf.forget(*published)
        if yes:
            _tell(speaker, removed, is_public=is_public)
        speaker.line(say("Removed."))


def somebody_is_there() -> bool:
    """Tell whether a person can answer a question."""
    return sys.stdin.isatty()


def _tell(speaker: Speaker, removed: Removed, *, is_public: bool) -> None:
    speaker.line(removed.heading)
    for line in removed.lines():
        click.echo(f"  {speaker.translate(line)}")
    if is_public:
        click.echo(f"  {speaker.translate(say('everything that was published of it'))}")
        speaker.line(
            say(
                "If a round of the same name is published later, it starts anew: laid beside files that "
                "somebody kept, it could tell about single people."
            )
        )


@click.command("list")
@PROJECT
def list_imports(project: str) -> None:
    """List the imports of a project, with the numbers that undo takes."""
    from mentalmap.commands.import_answers import Speaker
    from mentalmap.domain.printable import printable
    from mentalmap.store.database import transaction
    from mentalmap.store.import_runs import list_runs
    from mentalmap.store.projects import find_project
    from mentalmap.store.surveys import list_surveys

    speaker = Speaker(as_json=False)
    with opened_instance() as (_, engine), transaction(engine) as session:
        found = find_project(session, project)
        surveys = {one.id: one.slug for one in list_surveys(session, found.id)}
        runs = list_runs(session, found.id)
    if not runs:
        speaker.line(say("Nothing was imported into “%(project)s” yet.", project=project))
        return
    for run in runs:
        into = run.noun if run.survey_id is None else f"{run.noun} {surveys[run.survey_id]}"
        rows = speaker.translate(
            say("%(stored)s of %(read)s rows", stored=run.rows_accepted, read=run.rows_read)
        )
        made_at = run.made_at.astimezone()
        click.echo(f"{run.id}  {made_at:%Y-%m-%d %H:%M}  {into}  {printable(run.file_name)}  {rows}")
    speaker.line(say("Undo one with: mentalmap import undo %(run)s", run=runs[-1].id))


@click.command("undo")
@click.argument("run", type=click.IntRange(1, 2**31 - 1))
@YES
def undo(run: int, yes: bool) -> None:
    """Take out what import RUN brought; `mentalmap import list` shows the numbers."""
    from mentalmap.services.removals import undo_run

    remove_when_agreed(lambda session: undo_run(session, run), yes=yes)


@click.command("remove")
@click.argument("slug")
@YES
def remove_project(slug: str, yes: bool) -> None:
    """Remove project SLUG with everything that belongs to it."""
    from mentalmap.services import removals

    remove_when_agreed(
        lambda session: removals.remove_project(session, slug), yes=yes, published=(slug, None)
    )


@click.command("remove")
@click.argument("project_slug", metavar="PROJECT")
@click.argument("slug")
@YES
def remove_survey(project_slug: str, slug: str, yes: bool) -> None:
    """Remove round SLUG of PROJECT with all its responses."""
    from mentalmap.services import removals

    remove_when_agreed(
        lambda session: removals.remove_survey(session, project_slug, slug),
        yes=yes,
        published=(project_slug, slug),
    )


@click.command("remove")
@click.argument("slug", metavar="SET")
@PROJECT
@YES
def remove_area_set(slug: str, project: str, yes: bool) -> None:
    """Remove area set SET in all its versions."""
    from mentalmap.services import removals

    remove_when_agreed(lambda session: removals.remove_area_set(session, project, slug), yes=yes)


@click.command("remove")
@click.argument("name", metavar="NAME|ID")
@PROJECT
@YES
def remove_place(name: str, project: str, yes: bool) -> None:
    """Remove one place, by its name or by the code that `mentalmap place list` shows."""
    from mentalmap.services import removals

    remove_when_agreed(lambda session: removals.remove_place(session, project, name), yes=yes)
