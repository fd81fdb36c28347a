"""What residents read is easy to read: LIX at most 35 in Swedish, at most 25 in easy Swedish."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mentalmap.domain.readability import WANTED, lix

GAP = re.compile(r"%\(\w+\)[sd]|\{\w+\}")

LEAST_WORDS = 5

# Each part is what somebody reads in one sitting.
PARTS = {
    "the questions": ("mentalmap/web/wording/flow.py", "templates/answer/answer.html"),
    "where": ("mentalmap/web/wording/where.py",),
    "sending": ("mentalmap/web/wording/sending.py",),
    "the receipt": ("mentalmap/web/wording/receipt.py", "mentalmap/web/plain_telling.py"),
    "the conversation": ("mentalmap/web/wording/interview.py",),
    "the poster": ("mentalmap/web/wording/poster.py",),
    "answering without script": (
        "templates/answer/plain",
        "mentalmap/web/plain_answers.py",
        "mentalmap/web/plain_places.py",
        "mentalmap/web/plain_reading.py",
        "mentalmap/web/plain_receipts.py",
        "mentalmap/web/plain_wording.py",
    ),
    "the accessibility statement": ("templates/accessibility.html",),
    "what is wrong with an answer": (
        "mentalmap/domain/collecting.py",
        "mentalmap/domain/geometry_explanations.py",
        "mentalmap/domain/marks.py",
        "mentalmap/domain/texts.py",
        "mentalmap/errors.py",
        "mentalmap/exchange/answering/",
        "mentalmap/exchange/photos.py",
        "mentalmap/services/collecting.py",
        "mentalmap/services/receipts.py",
        "mentalmap/web/errors.py",
    ),
}


@pytest.fixture(scope="module")
def updating(project_root: Path) -> ModuleType:
    """The script that knows which sentences residents meet."""
    path = project_root / "scripts" / "update_translations.py"
    spec = spec_from_file_location("update_translations", path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def said_in(updating: ModuleType, locale: str, files: Iterable[str]) -> Iterator[str]:
    """Every sentence of these files in a language, a word in each gap; short labels would flatter it."""
    catalogue: Any = updating.read_catalogue(locale)
    known = {one.id if isinstance(one.id, str) else one.id[0]: one.string for one in catalogue if one.id}
    for message in updating.read_catalogue("sv-easy"):
        if message.id and any(file.startswith(tuple(files)) for file, _ in message.locations):
            string = known[message.id if isinstance(message.id, str) else message.id[0]]
            text = GAP.sub("ord", string if isinstance(string, str) else string[-1])
            if len(text.split()) >= LEAST_WORDS:
                yield text


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("locale", ["sv", "sv-easy"])
def test_residents_read_plain_sentences(updating: ModuleType, locale: str, part: str) -> None:
    texts = list(said_in(updating, locale, PARTS[part]))
    assert texts, "the part has moved"
    measured = lix(texts)
    assert measured is not None and measured <= WANTED[locale]


def test_easy_swedish_is_easier_than_swedish(updating: ModuleType) -> None:
    everything = [file for files in PARTS.values() for file in files]
    easy, usual = (lix(said_in(updating, locale, everything)) for locale in ("sv-easy", "sv"))
    assert easy is not None and usual is not None
    assert easy < usual - 3


def test_a_hard_text_would_be_noticed() -> None:
    hard = "Tillgänglighetsredogörelsens bestämmelser tillämpas kommunövergripande beträffande inrättningar."
    assert (lix([hard]) or 0) > WANTED["sv"]
