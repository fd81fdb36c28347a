"""Given: what somebody answered, as it was sent, before it is held against the questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from mentalmap.domain.questionnaires import AnswerValue
from mentalmap.domain.vocabulary import BarrierNature, Gender, PlacedBy, Precision


@dataclass(frozen=True, slots=True)
class GivenWhere:
    """
    Where something is.

    Parameters
    ----------
    place, area, geometry
        Exactly one of them: a code of the project, or GeoJSON as a JSON parser made it, not yet looked at.
    words
        Where it is in the person's own words, beside a place or an area.
    zoom
        How close the map was, 0 … 24.
    """

    by: PlacedBy
    precision: Precision = Precision.EXACT
    place: str | None = None
    area: str | None = None
    geometry: object = None
    words: str | None = None
    zoom: float | None = None

    def stored_precision(self) -> Precision:
        """Give how closely it may be told: what was said by area or in words is known to the area only."""
        by_area = self.area is not None or bool(self.words) or self.by is PlacedBy.WORDS
        return Precision.VILLAGE if by_area else self.precision


@dataclass(frozen=True, slots=True)
class GivenMark:
    """One mark: the question that it answers, where it is, and what was said about it."""

    id: UUID
    question: str
    where: GivenWhere
    nature: BarrierNature | None = None
    purposes: tuple[str, ...] = ()
    valence: int | None = None
    themes: tuple[str, ...] = ()
    text: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class GivenBackground:
    """What somebody chose to say about themselves; every field may be left out."""

    home_area: str | None = None
    age_band: str | None = None
    gender: Gender | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class GivenResponse:
    """
    Everything that one person answered.

    Parameters
    ----------
    id
        The number that the sender chose before the first attempt.
    digest
        SHA-256 of the body as it was sent, 32 bytes: sent again, it is the same answer. Whoever builds a
        response from a form hashes the form.
    survey, version
        Slug of the round, and the version of the questions that was answered.
    said_at
        When, with its time zone.
    receipt_hash
        SHA-256 of the receipt's secret, 32 bytes; None where no receipt was given out.
    device
        A random number that the page keeps per project; None where several people share a device.
    invitation
        Code of the link that led here.
    """

    id: UUID
    digest: bytes
    survey: str
    version: int
    language: str
    said_at: datetime
    receipt_hash: bytes | None = None
    device: UUID | None = None
    invitation: str | None = None
    background: GivenBackground = field(default_factory=GivenBackground)
    answers: Mapping[str, AnswerValue] = field(default_factory=dict)
    marks: tuple[GivenMark, ...] = ()
    effort: Mapping[str, float] = field(default_factory=dict)
    proof: str | None = None
