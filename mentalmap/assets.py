"""Where the files lie that are not Python: templates, built scripts, geodata, migrations, translations."""

from __future__ import annotations

from pathlib import Path


def asset_root() -> Path:
    """
    Give the folder that holds templates/, static/dist/, geodata/, migrations/ and translations/.

    That is the root of the repository in a checkout, and `mentalmap/_assets` where the package
    was installed from a wheel.
    """
    package = Path(__file__).resolve().parent
    in_wheel = package / "_assets"
    return in_wheel if in_wheel.is_dir() else package.parent


def is_checkout() -> bool:
    """Answer whether the program runs from a checkout rather than from an installed wheel."""
    return (asset_root() / "pyproject.toml").is_file()
