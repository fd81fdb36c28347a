"""The folium page: the mental map as one HTML file that opens from a memory stick, offline."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from mentalmap.domain.layers.envelope import Layer
from mentalmap.domain.vocabulary import LayerName
from mentalmap.errors import MissingDataError
from mentalmap.exchange.bundle import LayerBundle
from mentalmap.exchange.writing.drawings import bounds_of, drawing_of, outline_of, script_json
from mentalmap.exchange.writing.files import written_whole
from mentalmap.exchange.writing.legends import LegendItem, legend_of, purpose_colors
from mentalmap.exchange.writing.page_tables import PageTable, page_table
from mentalmap.exchange.writing.wording import PEOPLE_NOT_MARKS, SYNTHETIC_NOTICE, people_words
from mentalmap.messages import Message, say, say_n

SCRIPT_FILE, STYLE_FILE = "page.js", "page.css"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ku", "ps", "ur", "yi"})
# What folium puts into its script for one layer, and last of all.
LAYER_SCRIPT = """{% macro script(this, kwargs) %}
var {{ this.get_name() }} = mentalmap.layer({{ this.data }});
{% endmacro %}"""
START_SCRIPT = """{% macro script(this, kwargs) %}
mentalmap.start({{ this._parent.get_name() }}, {{ this.data }});
{% endmacro %}"""


@dataclass(frozen=True, slots=True)
class _Section:
    """The words about one layer."""

    code: str
    title: str
    captions: list[str]
    counts: str
    legend: tuple[LegendItem, ...]
    has_classes: bool
    table: PageTable | None


def write_folium_page(bundle: LayerBundle, path: Path, assets: Path) -> None:
    """
    Write a page with all layers, a switch between them, legends, captions and tables.

    Script, style and font stand inside the file, and its content policy forbids every
    request and every script but the ones it was written with.

    Parameters
    ----------
    bundle
        What to show; without an outline the ground stays empty.
    path
        The HTML file.
    assets
        Folder with `page.js` and `page.css`, as the front-end build leaves them.

    Raises
    ------
    MissingDataError
        If the front end was not built.
    InvalidInputError
        If the folder of `path` does not exist.
    """
    page = folium_page(bundle, assets)
    with written_whole(path) as draft:
        draft.write_text(page, encoding="utf-8", newline="\n")


def folium_page(bundle: LayerBundle, assets: Path) -> str:
    """Give the page as text; see `write_folium_page`."""
    from jinja2 import Environment, StrictUndefined

    map_html, map_script = _folium_parts(bundle)
    scripts = [_asset(assets, SCRIPT_FILE), map_script]
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(files(__package__).joinpath("folium_page.html").read_text("utf-8"))
    return template.render(
        bundle=bundle,
        locale=bundle.locale.replace("_", "-"),
        direction="rtl" if bundle.locale.replace("-", "_").split("_")[0] in RIGHT_TO_LEFT else "ltr",
        title=f"{bundle.project_name} – {bundle.translate(say('Mental map'))}",
        policy=_policy(scripts),
        style=_asset(assets, STYLE_FILE) + purpose_style(bundle),
        scripts=scripts,
        map=map_html,
        sections=[_section(layer, bundle) for layer in bundle.layers],
        words=_words(bundle),
    )


def purpose_style(bundle: LayerBundle) -> str:
    """Say the colours of the project's purposes to the style sheet, which knows them by number."""
    colors = purpose_colors(bundle.layers, bundle.purpose_names).values()
    return ":root{" + "".join(f"--purpose-{index}:{color};" for index, color in enumerate(colors)) + "}"


def _folium_parts(bundle: LayerBundle) -> tuple[str, str]:
    """Let folium make the map with its layers and their control; give its markup and its script."""
    import folium
    from folium.template import Template

    class DrawnLayer(folium.map.Layer):
        _template = Template(LAYER_SCRIPT)

        def __init__(self, layer: Layer, show: bool) -> None:
            # The control takes names as HTML.
            super().__init__(name=escape(bundle.title_of(layer)), overlay=False, show=show)
            self._name, self._id = "layer", layer.name.value
            self.data = script_json(drawing_of(layer, bundle))

    class Start(folium.map.Layer):
        _template = Template(START_SCRIPT)

        def __init__(self, settings: dict[str, Any]) -> None:
            super().__init__(control=False, show=False)
            self.data = script_json(settings)

    west, south, east, north = bounds = bounds_of(bundle)
    page_map = folium.Map(
        location=((south + north) / 2, (west + east) / 2),
        tiles=None,  # nothing is loaded from anywhere
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0.25,
        min_zoom=3,
        max_zoom=17,
    )
    page_map._id = "page"  # folium's own names are random, and equal input shall give an equal file
    for index, layer in enumerate(bundle.layers):
        DrawnLayer(layer, show=index == 0).add_to(page_map)
    control = folium.LayerControl(position="topleft", collapsed=False)
    control._id = "switch"
    control.add_to(page_map)
    settings = {
        "bounds": bounds,
        "outline": outline_of(bundle),
        "zoomIn": bundle.translate(say("Zoom in")),
        "zoomOut": bundle.translate(say("Zoom out")),
    }
    Start(settings).add_to(page_map)
    figure = folium.Figure()
    figure.add_child(page_map)
    figure.render()
    return figure.html.render(), figure.script.render()


def _policy(scripts: list[str]) -> str:
    """Allow exactly these scripts, and nothing from outside the file."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts
    )
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _asset(assets: Path, name: str) -> str:
    try:
        return (assets / name).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise MissingDataError(
            say("The front end was not built: %(file)s is missing.", file=assets / name),
            say("Build it: make build."),
        ) from error


def _section(layer: Layer, bundle: LayerBundle) -> _Section:
    return _Section(
        code=layer.name.value,
        title=bundle.title_of(layer),
        captions=[bundle.translate(caption) for caption in layer.captions],
        counts=" · ".join(bundle.translate(message) for message in _counts(layer)),
        legend=legend_of(layer, bundle),
        has_classes=layer.name in (LayerName.ATTITUDE, LayerName.HEAT),
        table=page_table(layer, bundle),
    )


def _counts(layer: Layer) -> tuple[Message, ...]:
    return (
        people_words(layer.people),
        say_n("%(n)s mark", "%(n)s marks", layer.marks),
        say("%(asked)s asked", asked=layer.denominator),
    )


def _words(bundle: LayerBundle) -> dict[str, str]:
    messages = {
        "mental_map": say("Mental map"),
        "synthetic": SYNTHETIC_NOTICE,
        "layers": say("What the map shows"),
        "legend": say("Legend"),
        "table": say("The same as a table"),
        "unnamed": say("Without a name"),
        "people_not_marks": PEOPLE_NOT_MARKS,
        "made_on": say("Made on %(day)s.", day=bundle.made_on.isoformat()),
    }
    return {name: bundle.translate(message) for name, message in messages.items()}
