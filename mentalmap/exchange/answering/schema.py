"""The shape of a response on its way here: `ResponseBody` of static/js/core/draft.ts, and nothing else."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from mentalmap.domain.questionnaires import MOST_MARKS
from mentalmap.domain.vocabulary import BarrierNature, Gender, PlacedBy, Precision

Uuid = Annotated[str, StringConstraints(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Slug = Annotated[str, StringConstraints(pattern="^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$")]
Language = Annotated[str, StringConstraints(pattern="^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=16)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Codes = Annotated[tuple[Code, ...], Field(max_length=100)]
# How long a text may be is for the questions to say; here only what no question ever takes.
LongText = Annotated[str, StringConstraints(max_length=2_000_000)]
Hash = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
Nonce = Annotated[str, StringConstraints(pattern="^[0-9]{1,20}$")]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
Amount = Annotated[float, Field(ge=0, le=1_000_000_000)]


class Part(BaseModel):
    """What every part of a body holds to: no further fields, no guessing of types, no infinity."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False, hide_input_in_errors=True)


class WherePart(Part):
    """Where something is."""

    by: PlacedBy
    precision: Precision
    place: Code | None = None
    area: Code | None = None
    geometry: Any = None  # the geometry gate reads it
    words: LongText | None = None
    zoom: Annotated[float, Field(ge=0, le=24)] | None = None


class MarkPart(Part):
    """One mark."""

    id: Uuid
    question: Code
    where: WherePart
    nature: BarrierNature | None = None
    purposes: Codes = ()
    valence: Annotated[int, Field(ge=-2, le=2)] | None = None
    themes: Codes = ()
    text: LongText | None = None
    language: Language | None = None


class BackgroundPart(Part):
    """What somebody chose to say about themselves."""

    home_area: Code | None = None
    age_band: Code | None = None
    gender: Gender | None = None
    group: Code | None = None


class EffortPart(Part):
    """How long it took."""

    seconds: Amount
    taps: Count


class Body(Part):
    """A whole response."""

    id: Uuid
    survey: Slug
    version: Annotated[int, Field(ge=1, le=2_147_483_647)]
    language: Language
    said_at: AwareDatetime
    receipt_hash: Hash
    device: Uuid | None = None
    invitation: Annotated[str, StringConstraints(max_length=64)] | None = None
    background: BackgroundPart = BackgroundPart()
    # A text or a list of texts; which of them is for the question to say.
    answers: Annotated[dict[Code, Any], Field(max_length=500)] = {}
    marks: Annotated[tuple[MarkPart, ...], Field(max_length=MOST_MARKS)] = ()
    effort: EffortPart = EffortPart(seconds=0, taps=0)
    proof: Nonce | None = None
