"""What files say in words: column headings, and the sentences that belong to one feature."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real

from mentalmap.domain.layers.envelope import Feature, Layer, Status, Value
from mentalmap.domain.symbols import OTHER_PURPOSE
from mentalmap.domain.vocabulary import LayerName
from mentalmap.exchange.bundle import LayerBundle
from mentalmap.exchange.writing.numerals import NO_BREAK_SPACE, decimal, percent
from mentalmap.messages import Message, say, say_n

SYNTHETIC_NOTICE = say("Invented answers: this is a demonstration and describes no real people.")
PEOPLE_NOT_MARKS = say("n counts people, never marks. One person's many marks weigh as one person.")

NO_VALUE = {
    Status.TOO_FEW: say("Too few answers"),
    Status.NO_DATA: say("No answers"),
}

HEADINGS = {
    "id": say("Id"),
    "name": say("Name"),
    "n": say("People"),
    "marks": say("Marks"),
    "purposes": say("Purposes"),
    "status": say("Status"),
    "share": say("Share of those asked"),
    "rank": say("Rank"),
    "origin": say("From"),
    "destination": say("To"),
    "origin_id": say("From, id"),
    "destination_id": say("To, id"),
    "nature": say("Nature"),
    "level": say("Drawn by at least"),
    "estimate": say("Estimated attitude"),
    "class": say("Class"),
    "color": say("Colour"),
    "share_positive": say("Share positive"),
    "share_negative": say("Share negative"),
    "agreement": say("Agreement"),
    "lo90": say("90 %% interval, from"),
    "hi90": say("90 %% interval, to"),
    "alpha": say("Opacity"),
    "distance_m": say("Distance from that place, m"),
    "between": say("Between"),
    "area_km2": say("Area, km²"),
    "lon": say("Longitude"),
    "lat": say("Latitude"),
}
NEAR_A_BARRIER_M = 500  # a line has no middle that one could measure from more exactly
SHARES = frozenset({"share", "level", "share_positive", "share_negative", "agreement", "alpha"})
PURPOSES = "purposes_"

CLASS_NAMES = {
    -3: say("Very negative"),
    -2: say("Negative"),
    -1: say("Somewhat negative"),
    0: say("Neither negative nor positive"),
    1: say("Somewhat positive"),
    2: say("Positive"),
    3: say("Very positive"),
}
NATURES = {"physical": say("Physical barrier"), "emotional": say("Barrier in the mind")}


def heading(column: str, bundle: LayerBundle) -> str:
    """Name a column in the reader's language; an unknown one keeps its code."""
    if column.startswith(PURPOSES):
        purpose = purpose_name(column.removeprefix(PURPOSES), bundle)
        return bundle.translate(say("Purpose: %(purpose)s", purpose=purpose))
    known = HEADINGS.get(column)
    return bundle.translate(known) if known else column


def purpose_name(code: str, bundle: LayerBundle) -> str:
    """Name a purpose in the reader's language; one that the codebook does not name keeps its code."""
    if code == OTHER_PURPOSE and code not in bundle.purpose_names:
        return bundle.translate(say("Other purposes"))
    return bundle.purpose_names.get(code, code)


def name_of(feature: Feature, bundle: LayerBundle) -> str:
    """
    Say what a feature is called, in the reader's language.

    What is only called after the nearest place says so, since the place itself is something else.
    """
    between, distance_m = feature.values.get("between"), feature.values.get("distance_m")
    if isinstance(between, tuple):
        return bundle.translate(say("Between %(one)s and %(other)s", one=between[0], other=between[1]))
    if not isinstance(distance_m, Real) or not feature.name:
        return feature.name
    if "nature" in feature.values and distance_m <= NEAR_A_BARRIER_M:
        return bundle.translate(say("Near %(place)s", place=feature.name))
    return bundle.translate(say("%(metres)s m from %(place)s", metres=f"{distance_m:g}", place=feature.name))


def people_words(people: int) -> Message:
    """Say a number of people."""
    return say_n("%(n)s person", "%(n)s people", people)


def value_text(column: str, value: Value, locale: str) -> str:
    """Write one value of a layer for reading: shares as percent, attitudes with their sign."""
    if not isinstance(value, Real):
        return "" if value is None else str(value)
    if column in SHARES:
        return percent(float(value), locale)
    if column in ("estimate", "lo90", "hi90"):
        return decimal(float(value), locale, signed=True)
    return str(value)


def sentences_of(feature: Feature, layer: Layer, bundle: LayerBundle) -> list[str]:
    """Say what a card about one feature says, in the reader's language, the name left out."""
    if feature.status is not Status.OK:
        return [bundle.translate(NO_VALUE[feature.status])]
    messages = [*_own_words(feature, layer.name, bundle)]
    if feature.people is not None:
        messages.append(people_words(feature.people))
    share = feature.values.get("share")
    if isinstance(share, Real):
        messages.append(say("%(share)s of those asked", share=percent(float(share), bundle.locale)))
    said = [bundle.translate(message) for message in messages]
    purposes = feature.values.get("purposes")
    if isinstance(purposes, Mapping):
        said += [
            f"{purpose_name(code, bundle)}:{NO_BREAK_SPACE}{people:g}"
            for code, people in sorted(purposes.items(), key=lambda item: -item[1])
            if people
        ]
    return said


def _own_words(feature: Feature, name: LayerName, bundle: LayerBundle) -> list[Message]:
    values = feature.values
    if name in (LayerName.ATTITUDE, LayerName.HEAT):
        return _attitude_words(values, bundle.locale)
    if name is LayerName.BARRIERS and str(values.get("nature")) in NATURES:
        return [NATURES[str(values["nature"])]]
    if name is LayerName.DISTRICTS and isinstance(level := values.get("level"), Real):
        return [say("Drawn by at least %(level)s of the people", level=percent(float(level), bundle.locale))]
    return []


def _attitude_words(values: Mapping[str, Value], locale: str) -> list[Message]:
    words = []
    step, estimate = values.get("class"), values.get("estimate")
    if isinstance(step, int) and step in CLASS_NAMES:
        words.append(CLASS_NAMES[step])
    if isinstance(estimate, Real):
        words.append(
            say(
                "%(estimate)s on a scale from −2 to +2",
                estimate=decimal(float(estimate), locale, signed=True),
            )
        )
    low, high = values.get("lo90"), values.get("hi90")
    if isinstance(low, Real) and isinstance(high, Real):
        words.append(
            say(
                "Most likely between %(low)s and %(high)s",
                low=decimal(float(low), locale, signed=True),
                high=decimal(float(high), locale, signed=True),
            )
        )
    return words
