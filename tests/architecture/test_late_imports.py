"""What is heavy is imported when it is used: pages and help answer without it."""

import subprocess
import sys

import pytest

HEAVY = ("pandas", "geopandas", "folium", "scipy", "pyogrio", "pyarrow", "openpyxl")


def imported_by(statement: str) -> set[str]:
    """Top-level packages that a fresh interpreter has loaded after this statement."""
    script = f"{statement}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "statement",
    ["import mentalmap.app", "import mentalmap.analysis", "import mentalmap.exchange.writing"],
)
def test_starting_needs_nothing_heavy(statement: str) -> None:
    assert imported_by(statement).isdisjoint(HEAVY)


def test_help_needs_neither_the_web_nor_the_database() -> None:
    loaded = imported_by(
        "from mentalmap.cli import commands\ncommands.main(['--help'], standalone_mode=False)"
    )
    assert loaded.isdisjoint({*HEAVY, "flask", "sqlalchemy", "numpy", "shapely"})


def test_every_command_of_the_table_can_be_loaded() -> None:
    from mentalmap.cli import COMMANDS, commands

    for name in COMMANDS:
        command = commands.get_command(None, name)  # type: ignore[arg-type]  # no context is needed to look one up
        assert command is not None
        assert command.help, name
