"""Bring the catalogues up to date with code and templates: `python scripts/update_translations.py`.

English is the source and needs no catalogue. What is new comes without a translation, and a test
names it until somebody has written one; what is gone is dropped. Nothing is guessed (no fuzzy entries).
Swedish holds every sentence; the other languages hold what residents can meet (`RESIDENT_FILES`).
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ("sv", "sv-easy", "ar", "fi")
RESIDENT_FILES = (
    "mentalmap/domain/collecting.py",
    "mentalmap/domain/geometry_explanations.py",
    "mentalmap/domain/geometry_faults.py",
    "mentalmap/domain/geometry_json.py",
    "mentalmap/domain/known_codes.py",
    "mentalmap/domain/marked_shapes.py",
    "mentalmap/domain/marks.py",
    "mentalmap/domain/proofs.py",
    "mentalmap/domain/texts.py",
    "mentalmap/errors.py",
    "mentalmap/exchange/answering/*",
    "mentalmap/exchange/photos.py",
    "mentalmap/services/collecting.py",
    "mentalmap/services/forms.py",
    "mentalmap/services/judging.py",
    "mentalmap/services/known_codes.py",
    "mentalmap/services/photos.py",
    "mentalmap/services/receipts.py",
    "mentalmap/web/answer_api.py",
    "mentalmap/web/answering.py",
    "mentalmap/web/errors.py",
    "mentalmap/web/installing.py",
    "mentalmap/web/plain_*.py",
    "mentalmap/web/receipt_api.py",
    "mentalmap/web/receipts.py",
    "mentalmap/web/requests.py",
    "mentalmap/web/short_addresses.py",
    "mentalmap/web/wording/*",
    "templates/_components/footer.html",
    "templates/_components/icon.html",
    "templates/_components/synthetic_notice.html",
    "templates/accessibility.html",
    "templates/answer/*",
    "templates/base.html",
    "templates/error.html",
)
"""Whose sentences residents can meet, as patterns; a test follows the imports of residents' pages."""
STAFF_FILES = ("mentalmap/web/plain_tables.py",)  # a pattern above catches it
# Babel's own rule for Arabic counts 11 to 99 last; this is the usual order: zero, one, two, few, many, other.
ARABIC_PLURALS = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
)
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


def is_for_residents(file_name: str) -> bool:
    """Whether residents can meet the sentences of a file."""
    return any(fnmatch(file_name, pattern) for pattern in RESIDENT_FILES) and file_name not in STAFF_FILES


def sentences_for(locale: str, template: Catalog) -> Catalog:
    """Give what a locale's catalogue must hold: everything in Swedish, else what residents can meet."""
    if locale == "sv":
        return template
    chosen = Catalog(project=template.project, charset="utf-8")
    for message in template:
        files = [file for file, _ in message.locations if is_for_residents(file)]
        if message.id and files:
            chosen.add(message.id, locations=[(file, 0) for file in files], flags=message.flags)
    return chosen


def catalogue_path(locale: str) -> Path:
    """Give the file that holds a locale's translations."""
    return ROOT / "translations" / locale.replace("-", "_") / "LC_MESSAGES" / "messages.po"


def read_catalogue(locale: str) -> Catalog:
    """Read a locale's translations; empty where there are none yet."""
    path = catalogue_path(locale)
    if not path.is_file():
        return Catalog(locale=locale[:2], project="mentalmap", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale[:2])


def updated(locale: str, template: Catalog) -> Catalog:
    """Give a catalogue with exactly the sentences of the template, keeping what is translated."""
    known = read_catalogue(locale)
    result = Catalog(
        locale=locale[:2],
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
    if locale == "ar":
        result.mime_headers = [("Plural-Forms", ARABIC_PLURALS)]
    for message in sentences_for(locale, template):
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
