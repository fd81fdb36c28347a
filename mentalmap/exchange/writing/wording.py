"""What files say in words: column headings, and the sentences that belong to one feature."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real

from mentalmap.domain.labels import GENDERS
from mentalmap.domain.layers.envelope import Feature, Layer, Status, Value
from mentalmap.domain.symbols import OTHER_PURPOSE
from mentalmap.domain.vocabulary import LayerName
from mentalmap.exchange.bundle import LayerBundle
from mentalmap.exchange.writing.missing import no_value
from mentalmap.exchange.writing.numerals import NO_BREAK_SPACE, decimal, percent
from mentalmap.messages import Message, say, say_n

SYNTHETIC_NOTICE = say("Invented answers: this is a demonstration and describes no real people.")
PEOPLE_NOT_MARKS = say("n counts people, never marks. One person's many marks weigh as one person.")

UNNAMED = "–"

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
    "certainty": say("Certainty (0 sure, 1 fair, 2 unsure)"),
    "conflict": say("Conflict"),
    "p_positive": say("Probability of being positive"),
    "reliability": say("Reliability"),
    "quality": say("Quality"),
    "direction": say("Direction"),
    "top_theme": say("Most told theme"),
    "diff_from_rest": say("Differs from the rest"),
    "insiders": say("Those who live here"),
    "insiders_lo90": say("Those who live here, 90 %% interval, from"),
    "insiders_hi90": say("Those who live here, 90 %% interval, to"),
    "insiders_people": say("Those who live here, people"),
    "outsiders": say("All others"),
    "outsiders_lo90": say("All others, 90 %% interval, from"),
    "outsiders_hi90": say("All others, 90 %% interval, to"),
    "outsiders_people": say("All others, people"),
    "home": say("Living in, id"),
    "home_name": say("Living in"),
    "about": say("The place they speak of, id"),
    "about_name": say("The place they speak of"),
    "is_self": say("About their own place"),
    "self_image": say("Self-image"),
    "self_lo90": say("Self-image, 90 %% interval, from"),
    "self_hi90": say("Self-image, 90 %% interval, to"),
    "self_people": say("Self-image, people"),
    "outside_image": say("Image that others have"),
    "outside_lo90": say("Image that others have, 90 %% interval, from"),
    "outside_hi90": say("Image that others have, 90 %% interval, to"),
    "outside_people": say("Image that others have, people"),
    "question": say("Question, id"),
    "wording": say("Question"),
    "group": say("Group"),
    "mean": say("Mean"),
    "scale": say("Answers, lowest first"),
    "dimension": say("Divided by"),
    "heard": say("People heard"),
    "population": say("Inhabitants"),
    "expected": say("People expected"),
    "share_heard": say("Share of those heard"),
    "share_population": say("Share of the inhabitants"),
    "ratio": say("Heard against expected"),
    "ratio_lo90": say("Heard against expected, 90 %% interval, from"),
    "ratio_hi90": say("Heard against expected, 90 %% interval, to"),
    "heard_per_1000": say("Heard per 1,000 inhabitants"),
    "difference": say("Difference"),
    "before": say("Before"),
    "after": say("After"),
    "flagged": say("Changed more than chance explains"),
    "testable": say("Enough answers for a test"),
    "mdc": say("Smallest change that would be seen"),
    "p": say("Probability of such a difference by chance"),
    "people_before": say("People, before"),
    "people_after": say("People, after"),
    "internal": say("Stays within the area"),
    "sd": say("Standard deviation of the estimate"),
    "n_eff": say("Effective number of people"),
    "lon": say("Longitude"),
    "lat": say("Latitude"),
}
NEAR_A_BARRIER_M = 500  # a line has no middle that one could measure from more exactly
SHARES = frozenset(
    {
        "share", "level", "share_positive", "share_negative", "agreement", "alpha", "conflict",
        "p_positive", "reliability", "share_heard", "share_population",
    }
)  # fmt: skip
# On the scale of valences, or differences on it.
SIGNED = frozenset(
    {
        "estimate", "lo90", "hi90", "insiders", "insiders_lo90", "insiders_hi90", "outsiders",
        "outsiders_lo90", "outsiders_hi90", "self_image", "self_lo90", "self_hi90", "outside_image",
        "outside_lo90", "outside_hi90", "difference", "before", "after",
    }
)  # fmt: skip
PLAIN = frozenset({"mean", "ratio", "ratio_lo90", "ratio_hi90", "expected", "heard_per_1000", "mdc"})
PURPOSES, ANSWERS = "purposes_", "shares_"

CLASS_NAMES = {
    -3: say("Very negative"),
    -2: say("Negative"),
    -1: say("Somewhat negative"),
    0: say("Neither negative nor positive"),
    1: say("Somewhat positive"),
    2: say("Positive"),
    3: say("Very positive"),
}
CHANGE_NAMES = {
    3: say("Much more positive than before"),
    2: say("More positive than before"),
    1: say("Somewhat more positive than before"),
    0: say("No detectable change"),
    -1: say("Somewhat more negative than before"),
    -2: say("More negative than before"),
    -3: say("Much more negative than before"),
}
GENDER_NAMES = {gender.value: title for gender, title in GENDERS.items()}
NATURES = {"physical": say("Physical barrier"), "emotional": say("Barrier in the mind")}


def heading(column: str, bundle: LayerBundle) -> str:
    """Name a column in the reader's language; an unknown one keeps its code."""
    if column.startswith(PURPOSES):
        purpose = purpose_name(column.removeprefix(PURPOSES), bundle)
        return bundle.translate(say("Purpose: %(purpose)s", purpose=purpose))
    if column.startswith(ANSWERS):
        answer = column.removeprefix(ANSWERS)
        return bundle.translate(say("Share who answered %(answer)s", answer=answer))
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
    if feature.id.startswith("gender:") and feature.name in GENDER_NAMES:
        return bundle.translate(GENDER_NAMES[feature.name])
    between, distance_m = feature.values.get("between"), feature.values.get("distance_m")
    if isinstance(between, tuple):
        return bundle.translate(say("Between %(one)s and %(other)s", one=between[0], other=between[1]))
    if not isinstance(distance_m, Real) or not feature.name:
        return feature.name or UNNAMED
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
    if column in SIGNED:
        return decimal(float(value), locale, signed=True)
    if column in PLAIN:
        return decimal(float(value), locale)
    return str(value)


def sentences_of(feature: Feature, layer: Layer, bundle: LayerBundle) -> list[str]:
    """Say what a card about one feature says, in the reader's language, the name left out."""
    if feature.status is not Status.OK:
        return [bundle.translate(no_value(feature.status, layer.name))]
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
    if name is LayerName.RELATIONS:
        return _relation_words(values, bundle.locale)
    if name is LayerName.CHANGE:
        return _change_words(values, bundle.locale)
    if name is LayerName.COVERAGE:
        return _coverage_words(values, bundle.locale)
    if name is LayerName.BARRIERS and str(values.get("nature")) in NATURES:
        return [NATURES[str(values["nature"])]]
    if name is LayerName.DISTRICTS and isinstance(level := values.get("level"), Real):
        return [say("Drawn by at least %(level)s of the people", level=percent(float(level), bundle.locale))]
    return []


def _relation_words(values: Mapping[str, Value], locale: str) -> list[Message]:
    own, others = values.get("self_image"), values.get("outside_image")
    words: list[Message] = []
    if isinstance(own, Real):
        words.append(say("Those who live here: %(image)s", image=decimal(float(own), locale, signed=True)))
    if isinstance(others, Real):
        words.append(say("Others: %(image)s", image=decimal(float(others), locale, signed=True)))
    return words or _attitude_words(values, locale)


def _change_words(values: Mapping[str, Value], locale: str) -> list[Message]:
    difference, mdc = values.get("difference"), values.get("mdc")
    if values.get("flagged") and isinstance(difference, Real):
        up = float(difference) > 0
        word = say("More positive than before") if up else say("More negative than before")
        return [word, say("Difference %(size)s", size=decimal(float(difference), locale, signed=True))]
    if not values.get("testable") or not isinstance(mdc, Real):
        return [say("Too few answers to detect any change")]
    return [
        say(
            "No detectable change: we would only see changes larger than %(mdc)s",
            mdc=decimal(float(mdc), locale),
        )
    ]


def _coverage_words(values: Mapping[str, Value], locale: str) -> list[Message]:
    expected, ratio = values.get("expected"), values.get("class")
    words: list[Message] = []
    if isinstance(ratio, int) and ratio < 0:
        words.append(say("Fewer heard than expected"))
    if isinstance(ratio, int) and ratio > 0:
        words.append(say("More heard than expected"))
    if isinstance(expected, Real):
        words.append(say("%(expected)s expected", expected=decimal(float(expected), locale)))
    return words


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
