"""`mentalmap survey open`, `close` and `questions`: what a round asks, and whether it takes answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from mentalmap.commands.instance import opened_instance
from mentalmap.errors import InvalidQuestionnaireError
from mentalmap.messages import say


@click.command("open")
@click.argument("project_slug", metavar="PROJECT")
@click.argument("slug")
def open_round(project_slug: str, slug: str) -> None:
    """Let round SLUG of PROJECT take answers; its questions must have been published."""
    from mentalmap.commands.import_answers import Speaker
    from mentalmap.services.rounds import open_survey
    from mentalmap.store.database import transaction
    from mentalmap.store.projects import find_project
    from mentalmap.store.surveys import find_survey

    with opened_instance() as (_, engine), _telling_faults(), transaction(engine) as session:
        project = find_project(session, project_slug)
        open_survey(session, project, find_survey(session, project.id, slug))
    Speaker(as_json=False).line(
        say("%(project)s/%(survey)s takes answers at /p/%(project)s/svara", project=project_slug, survey=slug)
    )


@click.command("close")
@click.argument("project_slug", metavar="PROJECT")
@click.argument("slug")
def close_round(project_slug: str, slug: str) -> None:
    """Let round SLUG of PROJECT take no more answers."""
    from mentalmap.commands.import_answers import Speaker
    from mentalmap.services.rounds import close_survey
    from mentalmap.store.database import transaction
    from mentalmap.store.projects import find_project
    from mentalmap.store.surveys import find_survey

    with opened_instance() as (_, engine), transaction(engine) as session:
        project = find_project(session, project_slug)
        close_survey(session, project, find_survey(session, project.id, slug))
    Speaker(as_json=False).line(
        say("%(project)s/%(survey)s takes no more answers.", project=project_slug, survey=slug)
    )


@click.command("questions")
@click.argument("project_slug", metavar="PROJECT")
@click.argument("slug")
@click.option(
    "--template",
    type=click.Choice(["mental_map", "pride_and_problems"]),
    help="Replace the draft by a template.",
)
@click.option("--publish", "does_publish", is_flag=True, help="Publish the draft.")
def list_questions(project_slug: str, slug: str, template: str | None, does_publish: bool) -> None:
    """List what round SLUG of PROJECT asks."""
    from mentalmap.services.questionnaires import load_state, publish, start_from_template
    from mentalmap.store.database import transaction
    from mentalmap.store.projects import find_project
    from mentalmap.store.surveys import find_survey

    with opened_instance() as (_, engine), _telling_faults(), transaction(engine) as session:
        project = find_project(session, project_slug)
        survey = find_survey(session, project.id, slug)
        state = load_state(session, project, survey)
        if template is not None:
            state = start_from_template(session, project, survey, template, state.fingerprint)
        if does_publish:
            state = publish(session, project, survey, state.fingerprint)
        star = "*" if state.is_published else " "
        for question in state.questionnaire.questions:
            wording = question.wording.get(project.locale, "–")
            click.echo(f"{star} {state.version}  {question.key}  {question.kind or question.form}  {wording}")


@contextmanager
def _telling_faults() -> Iterator[None]:
    """Say each thing that is wrong before the error itself is said."""
    from mentalmap.commands.import_answers import Speaker

    try:
        yield
    except InvalidQuestionnaireError as error:
        for fault in error.faults:
            Speaker(as_json=False).line(
                say("%(where)s: %(problem)s", where=fault.pointer, problem=fault.message)
            )
        raise
