"""Bring the catalogues up to date with code and templates: `python scripts/update_translations.py`.

English is the source and needs no catalogue. What is new comes without a translation, and a test
names it until somebody has written one; what is gone is dropped. Nothing is guessed (no fuzzy entries).
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ("sv",)
BEGUN_ON = datetime(2026, 11, 21, tzinfo=UTC)
METHODS = [("mentalmap/**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "say": (1,),
    "say_n": (1, 2),
}


def collect_sentences() -> Catalog:
    """Collect every sentence that can be translated, sorted by the file that it stands in."""
    template = Catalog(project="mentalmap", charset="utf-8")
    options = {"*": {"encoding": "utf-8"}}
    found = extract_from_dir(
        ROOT,
        METHODS,
        options,
        keywords=KEYWORDS,
        # Unlike the default, look into folders that begin with an underscore.
        directory_filter=lambda path: not Path(path).name.startswith("."),
    )
    for file_name, _, message, _, _ in sorted(found, key=lambda one: (one[0], one[1])):
        template.add(message, locations=[(file_name.replace("\\", "/"), 0)])
    return template


def catalogue_path(locale: str) -> Path:
    """Give the file that holds a locale's translations."""
    return ROOT / "translations" / locale / "LC_MESSAGES" / "messages.po"


def read_catalogue(locale: str) -> Catalog:
    """Read a locale's translations; empty where there are none yet."""
    path = catalogue_path(locale)
    if not path.is_file():
        return Catalog(locale=locale, project="mentalmap", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def updated(locale: str, template: Catalog) -> Catalog:
    """Give a catalogue with exactly the sentences of the template, keeping what is translated."""
    known = read_catalogue(locale)
    result = Catalog(
        locale=locale,
        project="mentalmap",
        version="0.1",
        header_comment=f"# Translations of mentalmap into {locale}, written by hand.",
        msgid_bugs_address="the project's issues",
        last_translator="The Mental Map authors",
        language_team=locale,
        creation_date=BEGUN_ON,
        revision_date=BEGUN_ON,  # no dates that change with every run
        charset="utf-8",
        fuzzy=False,
    )
    for message in template:
        if message.id:
            translation = known.get(message.id)
            string = translation.string if translation else None
            result.add(message.id, string, locations=message.locations, flags=message.flags - {"fuzzy"})
    return result


def untranslated(catalogue: Catalog) -> list[str]:
    """Name the sentences that still lack a translation."""
    return [
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue
        if message.id
        and not (all(message.string) if isinstance(message.string, (tuple, list)) else message.string)
    ]


def main() -> None:
    """Update every catalogue and say what is missing."""
    template = collect_sentences()
    missing = []
    for locale in LOCALES:
        catalogue = updated(locale, template)
        path = catalogue_path(locale)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=100, omit_header=False, include_lineno=False)
        missing += [f"{locale}: {text}" for text in untranslated(catalogue)]
    print("\n".join(missing))
    if missing:
        sys.exit(f"{len(missing)} sentences wait for a translation.")


if __name__ == "__main__":
    main()
