"""Build hook of the wheel: everything that is not Python goes to `mentalmap/_assets`.

An editable install in a checkout needs none of it, because there the files lie in the
root of the repository; `make demo` builds them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = ("templates", "static/dist", "geodata", "migrations", "translations")


class AssetsHook(BuildHookInterface[Any]):
    """Build the front end, then put the assets into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Prepare one wheel; `version` is `editable` for a development install."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        if not (root / "static" / "dist" / "manifest.json").is_file():
            subprocess.run(
                [sys.executable, str(root / "scripts" / "build_frontend.py")], cwd=root, check=True
            )
        included = build_data.setdefault("force_include", {})
        for folder in ASSETS:
            if (root / folder).is_dir():
                included[str(root / folder)] = f"mentalmap/_assets/{folder}"
