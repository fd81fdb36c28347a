"""`mentalmap user …`."""

from __future__ import annotations

import sys

import click

from mentalmap.commands.instance import opened_instance
from mentalmap.domain.permissions import Role

_STAFF = [role.value for role in Role if role is not Role.ANYONE]


@click.group()
def user() -> None:
    """Make accounts for staff; residents need none."""


@user.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(_STAFF), default=Role.PLANNER.value, show_default=True)
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input instead of asking for it."
)
def add(name: str, role: str, password_stdin: bool) -> None:
    """Make an account called NAME; the password is asked for, never given as an argument."""
    from mentalmap.services.accounts import make_account
    from mentalmap.store.database import transaction

    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    with opened_instance() as (_, engine), transaction(engine) as session:
        account = make_account(session, name, password, Role(role))
        click.echo(f"{account.name}  {account.role}")
