"""What an import of responses tells of its own accord: new words, how names were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from mentalmap.domain.matches import MatchStatus
from mentalmap.domain.vocabulary import Kind
from mentalmap.exchange.coding.cells import Reading
from mentalmap.exchange.coding.coder import Coder
from mentalmap.exchange.coding.columns import CodedPerceptions
from mentalmap.messages import Message, say, say_n

# What shows only in the layers of attitude and heat, and there only with a valence.
FELT = (Kind.PRIDE, Kind.PROBLEM, Kind.MEMORY, Kind.ATTITUDE)
MOST_READINGS = 15  # of one rule; the rest is counted


def tell_codes(coder: Coder) -> tuple[dict[str, dict[str, str]], list[Message]]:
    """Name the words that join the project's lists."""
    codes, notes = {}, []
    for noun, one in (("themes", coder.themes), ("purposes", coder.purposes), ("groups", coder.groups)):
        if one.new:
            codes[noun] = dict(one.new)
            notes.append(
                say_n(
                    "New in the list of %(noun)s: %(labels)s.",
                    "%(n)s new in the list of %(noun)s: %(labels)s.",
                    len(one.new),
                    noun=noun,
                    labels=", ".join(one.new.values()),
                )
            )
    return codes, notes


def tell_readings(readings: Counter[Reading]) -> list[Message]:
    """Say which writings were read as which places, by rule, the most frequent first."""
    notes = []
    for rule in (MatchStatus.EXACT, MatchStatus.ALIAS, MatchStatus.GENITIVE, MatchStatus.COMPOUND):
        found = Counter({one: count for one, count in readings.items() if one.rule == rule.value and count})
        if not found:
            continue
        listed = sorted(found.items(), key=lambda item: (-item[1], item[0].written))
        names = ", ".join(f"“{one.written}” → {one.name} ({n})" for one, n in listed[:MOST_READINGS])
        names += f" … +{len(listed) - MOST_READINGS}" if len(listed) > MOST_READINGS else ""
        match rule:
            case MatchStatus.EXACT:
                note = say("Read without the words around the name: %(names)s.", names=names)
            case MatchStatus.ALIAS:
                note = say("Read by another name of the place: %(names)s.", names=names)
            case MatchStatus.GENITIVE:
                note = say("Read as a genitive of the name: %(names)s.", names=names)
            case _:
                note = say("Read as part of the place: %(names)s.", names=names)
        notes.append(note)
    return notes


def count_unvalued(perceptions: CodedPerceptions) -> dict[str, int]:
    """Count the marks without a valence by kind, those whose layers need one."""
    kinds = perceptions.kind
    if perceptions.valence is None:
        silent = np.ones(len(perceptions), dtype=bool)
    else:
        silent = np.isnan(perceptions.valence)
    codes = kinds.codes[silent]
    counts = np.bincount(codes[codes >= 0], minlength=len(kinds.values))
    return {kind: int(n) for kind, n in zip(kinds.values, counts, strict=True) if n and kind in FELT}


def tell_unvalued(counts: Mapping[str, int]) -> list[Message]:
    """Say that marks without a valence are stored, and which layers they are missing from."""
    if not counts:
        return []
    kinds = ", ".join(f"{kind} {n}" for kind, n in sorted(counts.items()))
    return [
        say_n(
            "%(n)s mark carries no valence (%(kinds)s): it is stored, counted and exported, but does not "
            "show in the layers of attitude and heat.",
            "%(n)s marks carry no valence (%(kinds)s): they are stored, counted and exported, but do not "
            "show in the layers of attitude and heat.",
            sum(counts.values()),
            kinds=kinds,
        )
    ]
