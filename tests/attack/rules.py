"""The rules of disclosure, each of which can be switched off to see what it is worth."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from mentalmap.domain import disclosure
from mentalmap.domain.disclosure import levels, rounding, suppression
from mentalmap.domain.layers.envelope import Feature


@dataclass(frozen=True)
class Rules:
    """
    Which rules hold; the attacker knows it.

    Parameters
    ----------
    rounding
        Counts are rounded to five.
    subtraction
        A part is told only if those left out are nobody or at least k.
    complements
        Areas are hidden with a single small one.
    silence
        Under a filter “nobody” is told as “too few”.
    demographic
        Parts of people need ten.
    freezing
        A later publication keeps what too few people changed.
    """

    rounding: bool = True
    subtraction: bool = True
    complements: bool = True
    silence: bool = True
    demographic: bool = True
    freezing: bool = True


ALL = Rules()


@contextmanager
def in_force(rules: Rules) -> Iterator[None]:
    """Let only these rules hold; freezing is left to who publishes."""

    def as_it_is(people: int, threshold: int, most: int | None = None) -> int:
        return people

    def nothing(*_: Any, **__: Any) -> set[str]:
        return set()

    hide = disclosure._hide

    def say_nobody(feature: Feature, **_: bool) -> Feature:
        return hide(feature, nobody_is_told=True)

    with ExitStack() as stack:
        if not rules.rounding:
            stack.enter_context(patch.object(rounding, "round_people", as_it_is))
        if not rules.subtraction:
            stack.enter_context(patch.object(suppression, "_found_by_subtraction", nothing))
        if not rules.complements:
            stack.enter_context(patch.object(suppression, "complements", nothing))
        if not rules.silence:
            stack.enter_context(patch.object(disclosure, "_hide", say_nobody))
        if not rules.demographic:
            stack.enter_context(patch.object(levels, "DEMOGRAPHIC_THRESHOLD", 0))
        yield
