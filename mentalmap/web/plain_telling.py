"""One's own answers in words: every question with what was said to it, for a page without map or script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mentalmap.domain.questionnaires import BackgroundField, Questionnaire
from mentalmap.domain.vocabulary import ModerationState
from mentalmap.messages import Message, say
from mentalmap.web.plain_wording import FEELINGS, NATURES, PlainWording

STATES: Mapping[str, Message] = {
    ModerationState.PENDING: say("Waits to be read before others see it"),
    ModerationState.PUBLISHED: say("Is part of the map"),
    ModerationState.HIDDEN: say("Is not shown to others"),
}
ON_THE_MAP: Mapping[str, Message] = {
    "Point": say("A place that you marked on the map"),
    "LineString": say("A line that you drew on the map"),
    "Polygon": say("An area that you drew on the map"),
}
_SEEN = say("Your mark on the map")


@dataclass(frozen=True, slots=True)
class ToldMark:
    """One place: where, words about it, what was written, and who may see it."""

    where: str | Message
    words: str
    said: tuple[str | Message, ...]
    text: str
    has_photo: bool
    state: Message


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """One question and what was said to it."""

    question: str | Message
    texts: tuple[str | Message, ...] = ()
    marks: tuple[ToldMark, ...] = field(default=())


def tell_answers(
    own: Mapping[str, Any], form: Mapping[str, Any], asked: Questionnaire, locale: str
) -> Iterator[ToldAnswer]:
    """
    Tell a response question by question, in the order of asking, and then what was said about the person.

    Parameters
    ----------
    own
        From `services.receipts.read_own_response`.
    form
        The `Form` of the project, for the names of places, areas and codes.
    asked
        The version of the questions that was answered.
    """
    wording = PlainWording(form, asked, locale)
    names = {noun: {one["code"]: one["name"] for one in form[noun]} for noun in ("places", "areas")}
    response = own["response"]
    for question in asked.questions:
        marks = [mark for mark in response["marks"] if mark["question"] == question.key]
        given = response["answers"].get(question.key)
        values = () if given is None else (given,) if isinstance(given, str) else given
        labels = dict(wording.choices(question))
        if marks or values:
            yield ToldAnswer(
                wording.text(question.wording),
                tuple(labels.get(value, value) for value in values),
                tuple(_tell_mark(mark, own, names, wording) for mark in marks),
            )
    for key, value in (response.get("background") or {}).items():
        if value is not None:
            one = BackgroundField(key)
            yield ToldAnswer(wording.label_of(one), (dict(wording.background(one)).get(value, value),))


def _tell_mark(
    mark: Mapping[str, Any],
    own: Mapping[str, Any],
    names: Mapping[str, Mapping[str, str]],
    wording: PlainWording,
) -> ToldMark:
    where = mark["where"]
    said: list[str | Message] = []
    if mark.get("nature"):
        said.append(NATURES[mark["nature"]])
    for noun in ("purposes", "themes"):
        labels = dict(wording.coded(noun))
        said += [labels.get(code, code) for code in mark.get(noun) or ()]
    if mark.get("valence") is not None:
        said.append(FEELINGS[str(mark["valence"])])
    return ToldMark(
        where=_tell_where(where, names),
        words=where.get("words") or "",
        said=tuple(said),
        text=mark.get("text") or "",
        has_photo=mark["id"] in own["photos"],
        state=STATES[own["states"][mark["id"]]],
    )


def _tell_where(where: Mapping[str, Any], names: Mapping[str, Mapping[str, str]]) -> str | Message:
    for key, noun in (("place", "places"), ("area", "areas")):
        if where.get(key):
            code = str(where[key])
            return names[noun].get(code, code)
    return ON_THE_MAP.get((where.get("geometry") or {}).get("type", ""), _SEEN)
