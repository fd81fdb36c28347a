"""Every dependency has its reason in writing, and no reason outlives its dependency."""

from __future__ import annotations

import json
import re
import tomllib

from tests.architecture.tracked import ROOT


def required() -> set[str]:
    """Collect what the project asks for, of Python's packages and of npm's."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    npm = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    python = [
        *project["project"]["dependencies"],
        *(line for group in project["project"]["optional-dependencies"].values() for line in group),
        *(line for group in project["dependency-groups"].values() for line in group),
    ]
    names = {re.split(r"[\[<>=~! ;]", line)[0] for line in python}
    return names | set(npm.get("dependencies", {})) | set(npm.get("devDependencies", {}))


def test_every_dependency_has_its_reason_and_no_other_is_named() -> None:
    manual = (
        (ROOT / "docs" / "DEPENDENCIES.md").read_text(encoding="utf-8").partition("\n## On the system")[0]
    )
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", manual, re.MULTILINE)
    reasons = {
        name.strip(): reason.strip()
        for names, reason in rows
        if names.strip() not in {"package", "---"}
        for name in names.split(",")
    }
    assert set(reasons) == required()
    assert all(reasons.values())
