"""Picks quotes that fit what was marked, how it felt, and who is speaking."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from mentalmap.demo.localities import BY_KEY
from mentalmap.demo.persons import Person
from mentalmap.demo.sayings import Saying, sayings
from mentalmap.domain.vocabulary import Channel, Kind

QUOTED = {Channel.INTERVIEW: 0.6, Channel.WEB: 0.5, Channel.WORKSHOP: 0.35, Channel.PAPER: 0.4}
MOST_USES = 2  # of a saying in one round, so that a reader seldom meets it twice …
MOST_USES_OF_GENERAL = 4  # … unless it fits many places


@dataclass(slots=True)
class Quoter:
    """Remembers which sayings of a round have been used."""

    rng: np.random.Generator
    used: Counter[str] = field(default_factory=Counter)

    def quote(
        self,
        person: Person,
        kind: Kind,
        key: str,
        valence: int | None,
        purposes: tuple[str, ...] = (),
    ) -> Saying | None:
        """Pick what the person says about a place or a barrier, or None where nothing was written down."""
        quoted = self.rng.random() < QUOTED[person.response.channel]
        fitting = [one for one in sayings()[kind] if self._may_say(person, one, key, valence, purposes)]
        spoken = person.response.language
        own = [one for one in fitting if one.language == spoken] if spoken != "sv" else []
        if not (quoted or own):  # what was said in another language was always written down
            return None
        fitting = own or [one for one in fitting if one.language == "sv"]
        if not fitting:
            return None
        weights = np.array([4.0 * bool(one.places) + 2.0 * bool(one.voice) + 1.0 for one in fitting])
        saying = fitting[int(self.rng.choice(len(fitting), p=weights / weights.sum()))]
        self.used[saying.text] += 1
        return saying

    def _may_say(
        self, person: Person, one: Saying, key: str, valence: int | None, purposes: tuple[str, ...]
    ) -> bool:
        if self.used[one.text] >= (MOST_USES if one.places else MOST_USES_OF_GENERAL):
            return False
        if (one.voice == "young" and not person.young) or (one.voice == "old" and not person.old):
            return False
        if "{place}" in one.text and (key not in BY_KEY or BY_KEY[key].role != "locality"):
            return False
        return one.fits(key, valence, frozenset(purposes))

    def usual_themes(
        self, kind: Kind, key: str, valence: int | None, purposes: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Give what was said without a quote the themes that others speak of there."""
        told = frozenset(purposes)
        fitting = [one for one in sayings()[kind] if one.fits(key, valence, told)]
        fitting = [one for one in fitting if one.places] or fitting
        return fitting[int(self.rng.integers(len(fitting)))].themes if fitting else ()
