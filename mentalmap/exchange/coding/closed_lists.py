"""Fields whose words are given by the method: kind, gender, channel and the like."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum

from mentalmap.domain.printable import printable
from mentalmap.domain.synonyms import code_for, fold
from mentalmap.domain.vocabulary import BarrierNature, Channel, Gender, Kind, Precision, ValenceSource
from mentalmap.exchange.coding.cells import Meaning
from mentalmap.exchange.coding.problems import CellFault
from mentalmap.exchange.mapping import ImportField
from mentalmap.messages import say

LISTS: dict[ImportField, type[StrEnum]] = {
    ImportField.KIND: Kind,
    ImportField.GENDER: Gender,
    ImportField.CHANNEL: Channel,
    ImportField.PRECISION: Precision,
    ImportField.NATURE: BarrierNature,
    ImportField.VALENCE_SOURCE: ValenceSource,
}
# Folded texts that say that nothing was said.
NOT_STATED = frozenset(
    {
        "",
        "ej svar",
        "inget svar",
        "svar saknas",
        "uppgift saknas",
        "vet ej",
        "vet inte",
        "ej angivet",
        "ej uppgivet",
        "vill ej ange",
        "vill ej svara",
        "vill inte svara",
        "vill inte uppge",
        "okand",
        "okant",
        "saknas",
        "ingen uppgift",
        "unknown",
        "not stated",
        "no answer",
        "dont know",
        "don t know",
        "prefer not to say",
    }
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def replacing(values: Mapping[str, str]) -> Callable[[str], str | None]:
    """Make the step that puts the mapping's words for the file's own; an empty word is "not stated"."""
    folded = {fold(written): meant for written, meant in values.items() if fold(written)}

    def replace(text: str) -> str | None:
        meant = values.get(text)
        if meant is None:
            meant = folded.get(fold(text))
        if meant is not None:
            return meant or None
        # A dash or another sign without letter or digit says nothing either.
        spoken = any(letter.isalnum() for letter in text)
        return text if spoken and fold(text) not in NOT_STATED else None

    return replace


def understand_closed(field: ImportField, values: Mapping[str, str]) -> Callable[[str], Meaning[str]]:
    """Understand the words of a closed list; an unknown word is a fault, never a guess."""
    replace = replacing(values)
    members = {member.value: member.value for member in LISTS[field]}
    allowed = ", ".join(members)

    def understand(text: str) -> Meaning[str]:
        meant = replace(text)
        if meant is None:
            return Meaning()
        code = members.get(meant) or code_for(field.value, meant)
        if code in members:
            return Meaning(code)
        return Meaning(
            fault=CellFault(
                f"unknown_{field.value}",
                say("“%(word)s” is not a known %(field)s.", word=printable(meant), field=field.value),
                say(
                    "Write one of %(allowed)s, or say in the mapping what it means: [values.%(field)s].",
                    allowed=allowed,
                    field=field.value,
                ),
            )
        )

    return understand


def understand_language(values: Mapping[str, str]) -> Callable[[str], Meaning[str]]:
    """Understand the language of a quote: a word or a code such as sv or pt-BR."""
    replace = replacing(values)

    def understand(text: str) -> Meaning[str]:
        meant = replace(text)
        if meant is None:
            return Meaning()
        code = code_for(ImportField.LANGUAGE.value, meant) or meant
        head, dash, rest = code.replace("_", "-").partition("-")
        code = head.lower() + dash + rest
        if len(code) <= 16 and _LANGUAGE.fullmatch(code):
            return Meaning(code)
        return Meaning(
            fault=CellFault(
                "unknown_language",
                say("“%(word)s” is not a known language.", word=printable(text)),
                say("Write its code, such as sv, en or ar."),
            )
        )

    return understand
