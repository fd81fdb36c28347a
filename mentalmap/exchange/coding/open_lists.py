"""Fields whose words the project owns: themes, purposes and groups; new words join its codebook."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from mentalmap.domain.printable import printable
from mentalmap.domain.synonyms import code_for, fold, labels_of
from mentalmap.errors import ImportRejectedError
from mentalmap.exchange.coding.cells import Meaning
from mentalmap.exchange.coding.closed_lists import replacing
from mentalmap.exchange.coding.problems import CellFault
from mentalmap.exchange.mapping import ImportField
from mentalmap.messages import say

MOST_CODES = 60
LONGEST_WORD = 100

_LETTERS = str.maketrans(
    {"å": "a", "ä": "a", "ö": "o", "ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ł": "l", "þ": "th"}
)


def slug_of(text: str) -> str:
    """Make a code of a label: "Trygghet & belysning på kvällen" → "trygghet-belysning-pa-kvallen"."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "-", kept).strip("-")[:64].rstrip("-")


@dataclass
class OpenList:
    """
    One list of the project, growing while a file is read.

    Parameters
    ----------
    field
        THEMES, PURPOSES or GROUP.
    known
        Code → labels in any language, of what the project has.
    locale
        Language in which the project's new codes are labelled.
    """

    field: ImportField
    known: Mapping[str, Iterable[str]]
    values: Mapping[str, str]
    separators: tuple[str, ...] = ()
    locale: str = "sv"
    new: dict[str, str] = dataclass_field(
        default_factory=dict
    )  # code → label, as the method has it or as it was written first

    def __post_init__(self) -> None:
        self._codes = set(self.known)
        self._by_word = {fold(code): code for code in self.known}
        for code, labels in self.known.items():
            for label in labels:
                self._by_word.setdefault(fold(label), code)
        self._replace = replacing(self.values)

    def understand(self, text: str) -> Meaning[tuple[str, ...]]:
        """Understand a list of words; the order does not matter and a word counts once."""
        codes: set[str] = set()
        for part in self._parts(text):
            meant = self._replace(part.strip())
            if meant is None:
                continue
            # A word of the mapping may itself be a list.
            for one in self._parts(meant) if meant != part.strip() else [meant]:
                code = self._code(one.strip())
                if code is None:
                    return Meaning(fault=self._unusable(one))
                codes.add(code)
        return Meaning(tuple(sorted(codes)) or None)

    def understand_one(self, text: str) -> Meaning[str]:
        """Understand a single word."""
        meant = self._replace(text)
        if meant is None:
            return Meaning()
        code = self._code(meant)
        return Meaning(fault=self._unusable(meant)) if code is None else Meaning(code)

    def _parts(self, text: str) -> list[str]:
        if not self.separators:
            return [text]
        return [part for part in re.split("|".join(map(re.escape, self.separators)), text) if part.strip()]

    def _code(self, text: str) -> str | None:
        """Find the code of a word, making one where the project has none."""
        word = fold(text)
        code = self._by_word.get(word)
        if code is not None:
            return code
        if len(text) > LONGEST_WORD:
            return None
        code = code_for(self.field.value, text) or slug_of(text)
        if not code:
            return None
        if code not in self._codes:
            self._codes.add(code)
            # One of the method's own words may have been written in many ways; it keeps its name.
            own = labels_of(self.field.value, code)
            known = own.get(self.locale) or own.get("en") or text
            self.new[code] = printable(known, LONGEST_WORD)
            if len(self._codes) > MOST_CODES and self.field is not ImportField.GROUP:
                self._refuse()
        self._by_word[word] = code
        return code

    def _refuse(self) -> None:
        raise ImportRejectedError(
            say(
                "The project would have more than %(most)s %(field)s; nobody tells so many apart.",
                most=MOST_CODES,
                field=self.field.value,
            ),
            say(
                "Is it a column of free text? Map it to quote. Otherwise merge words in the mapping:"
                ' [values.%(field)s] "their word" = "your word".',
                field=self.field.value,
            ),
        )

    def _unusable(self, text: str) -> CellFault:
        return CellFault(
            f"unknown_{self.field.value}",
            say(
                "“%(word)s” cannot be a word of the list of %(field)s.",
                word=printable(text),
                field=self.field.value,
            ),
            say(
                "Shorten it, or say in the mapping what it means: [values.%(field)s].", field=self.field.value
            ),
        )
