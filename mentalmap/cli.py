"""`mentalmap …`: the commands, each loaded only when it is called."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click
from click.exceptions import NoSuchCommand

from mentalmap import __version__
from mentalmap.errors import MentalMapError

# Name → where it lives and what it is for. Help must answer at once, so nothing is imported for it.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("mentalmap.commands.serving:demo", "Load the demo project once and serve it."),
    "serve": ("mentalmap.commands.serving:serve", "Serve the maps of this instance."),
    "project": (
        "mentalmap.commands.projects:project",
        "Make, list and remove projects, choose their basemap.",
    ),
    "survey": ("mentalmap.commands.projects:survey", "Add, open, close and remove rounds of asking."),
    "import": (
        "mentalmap.commands.importing:import_group",
        "Bring in responses, areas and places from files, and undo it.",
    ),
    "place": ("mentalmap.commands.gazetteers:place", "List and remove places."),
    "area-set": ("mentalmap.commands.gazetteers:area_set", "List and remove area sets."),
    "publish": (
        "mentalmap.commands.publishing:publish",
        "Freeze the public layers of a round: what everybody sees.",
    ),
    "unpublish": ("mentalmap.commands.publishing:unpublish", "Withdraw what was published."),
    "publications": ("mentalmap.commands.publishing:publications", "List what is published."),
    "export": ("mentalmap.commands.exporting:export", "Write the layers of a project to a file."),
    "analyse": ("mentalmap.commands.analysing:analyse", "Compute layers from files, without a database."),
    "user": ("mentalmap.commands.accounts:user", "Make accounts for staff."),
}


class LateGroup(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order of a first visit."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, purpose) for name, (_, purpose) in COMMANDS.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find the command, or say which names come close, as click does for groups it knows all of."""
        try:
            return super().resolve_command(ctx, args)
        except NoSuchCommand as error:
            raise NoSuchCommand(error.command_name, possibilities=COMMANDS, ctx=ctx) from error


@click.group(cls=LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="mentalmap %(version)s")
def commands() -> None:
    """From interviews to a mental map."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; an error of ours ends in its sentence and remedy, and exit code 2."""
    # Read when numpy is first imported. Requests run in parallel already; with threads of its own under each,
    # linear algebra of a few hundred areas takes ten times longer on a busy machine.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        commands.main(args=arguments, prog_name="mentalmap", standalone_mode=True)
    except MentalMapError as error:
        from mentalmap.i18n import locale_of_terminal, translator

        translate = translator(locale_of_terminal())
        click.echo(translate(error.message), err=True)
        if error.remedy is not None:
            click.echo(translate(error.remedy), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
