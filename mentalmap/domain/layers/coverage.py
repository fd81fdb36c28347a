"""Coverage: respondents against the population by area, age and gender. Who have we not heard?

Shares of those who answered are compared with shares of the inhabitants (science.md 1.3). A group is
called missing only if chance would seldom leave it so small; a group of too few people is tested as
if it held one person less than the threshold, so that the answer tells nothing that is hidden.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import shapely

from mentalmap.domain.arrays import BoolArray, IntArray
from mentalmap.domain.estimation.testing import benjamini_hochberg
from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.layers.captions import caption_no_areas
from mentalmap.domain.layers.coverage_comparison import Comparison, compare_margins
from mentalmap.domain.layers.envelope import DEFAULT_THRESHOLD, Feature, Layer, Status, Value
from mentalmap.domain.layers.voices import MARKS, PEOPLE
from mentalmap.domain.numerals import listed
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.populations import Margin, margins_of
from mentalmap.domain.vocabulary import LayerName
from mentalmap.messages import Message, say, say_n

FALSE_DISCOVERIES = 0.10
CONFIDENCE = 0.90
FAR = 2.0  # a ratio of 2 or 1/2 is the outer class
MOST_NAMED = 3
DECIMALS = 6


def coverage(
    table: PerceptionTable, *, threshold: int = DEFAULT_THRESHOLD, chosen: PerceptionFilter | None = None
) -> Layer:
    """
    Set who has answered against who lives here.

    Only the parts of a filter that belong to the respondent count: who has answered was heard,
    whatever they said. Features are areas (`area:<id>`, with their polygon), age bands (`age:<band>`) and
    genders (`gender:<code>`), the latter two without geometry.

    Values of a feature: `dimension`, `heard` (people), `population`, `expected` (people, had all been heard
    alike), `share_heard`, `share_population`, `ratio` (heard ÷ expected) with `ratio_lo90` and
    `ratio_hi90`, `heard_per_1000`, `class` -2 (fewer than half of those expected) … +2 (more than
    twice), 0 where chance may explain it. The parameter `not_heard` names the groups (ids) of too
    few people or none that are missing all the same.

    Parameters
    ----------
    chosen
        The filter that chose who counts, where it is known. What it chooses by is not compared: who asks
        for two ages has not missed the others. Everything else is, however few groups are left. Without
        it, or where it chooses by group, a margin of which one group is left is taken for chosen by it.
    """
    asked = np.ones(len(table.respondents), dtype=bool)
    if table.selected_respondents is not None:
        asked = table.selected_respondents
    parts = compare_margins(table, asked, threshold, chosen)
    flagged = benjamini_hochberg(np.concatenate([part.p for part in parts]), FALSE_DISCOVERIES)
    missing: list[tuple[float, str, Message | str]] = []
    features: list[Feature] = []
    not_heard: list[str] = []
    start = 0
    for part in parts:
        marked = flagged[start : start + len(part.p)]
        start += len(part.p)
        hidden = _hidden(part.heard, threshold)
        for index, code in enumerate(part.margin.codes):
            ratio = max(int(part.heard[index]), threshold - 1) / part.expected[index]
            is_missing = bool(marked[index]) and ratio < 1.0
            if is_missing:
                missing.append((ratio, code, _name(table, part.margin, index)))
            if is_missing and hidden[index]:
                not_heard.append(f"{part.margin.name}:{code}")
            if part.heard[index] or np.isfinite(part.expected[index]) or part.margin.name == "area":
                features.append(_feature(table, part, index, bool(marked[index]), bool(hidden[index])))
    missing.sort(key=lambda one: one[:2])
    people = int(np.count_nonzero(asked))
    return Layer(
        name=LayerName.COVERAGE,
        features=tuple(features),
        people=people,
        marks=len(table),
        denominator=people,
        threshold=threshold,
        data_version=table.data_version,
        captions=(
            _caption_missing(table, [name for _, _, name in missing], parts) if people else caption_nobody(),
            *_captions(parts, people, threshold),
        ),
        crs_epsg=table.crs_epsg,
        parameters={"not_heard": tuple(not_heard)},
    )


def caption_nobody() -> Message:
    """Say why nobody can be compared with the population."""
    return say("Nobody has answered yet, so nobody can be compared with the population.")


def _hidden(heard: IntArray, threshold: int) -> BoolArray:
    """Groups too small to tell, and the next smallest where one alone would be the rest of a sum."""
    small = (heard > 0) & (heard < threshold)
    if small.any():
        for index in np.argsort(heard, kind="stable"):
            if np.count_nonzero(small) >= 2 and heard[small].sum() >= threshold:
                break
            small[index] |= bool(heard[index] > 0)
    return np.asarray(small | (heard == 0))


def _feature(
    table: PerceptionTable, part: Comparison, index: int, is_marked: bool, is_hidden: bool
) -> Feature:
    margin, people, marks = part.margin, int(part.heard[index]), int(part.marks[index])
    is_area = margin.name == "area"
    name = table.areas.names[index] if is_area else margin.codes[index]
    geometry = table.areas.geometries[index] if is_area else shapely.Point()
    internal: dict[str, Value] = {PEOPLE: people, MARKS: marks}
    code = f"{margin.name}:{margin.codes[index]}"
    if is_hidden:
        status = Status.TOO_FEW if people else Status.NO_DATA
        return Feature(code, name, geometry, None, None, status, internal)
    values: dict[str, Value] = {"dimension": margin.name, "heard": people}
    values |= dict.fromkeys(_COMPARED)
    population, expected = float(margin.population[index]), float(part.expected[index])
    if np.isfinite(population):
        values["population"] = int(population)
        values["heard_per_1000"] = round(1000.0 * people / population, DECIMALS)
    if np.isfinite(expected):
        ratio = people / expected
        low, high = _interval(people, float(part.heard[np.isfinite(part.expected)].sum()))
        share = float(part.share_population[index])
        values |= {
            "expected": round(expected, DECIMALS),
            "share_heard": round(float(part.share_heard[index]), DECIMALS),
            "share_population": round(share, DECIMALS),
            "ratio": round(ratio, DECIMALS),
            "ratio_lo90": round(low / share, DECIMALS),
            "ratio_hi90": round(high / share, DECIMALS),
            "class": _class(ratio) if is_marked else 0,
        }
    return Feature(code, name, geometry, people, marks, Status.OK, values | internal)


_COMPARED = (
    "population", "expected", "share_heard", "share_population", "ratio", "ratio_lo90", "ratio_hi90",
    "heard_per_1000", "class",
)  # fmt: skip


def _interval(people: int, n: float) -> tuple[float, float]:
    """Wilson's 90 % interval of a share, which stays within 0 … 1 for small counts too."""
    z = NormalDist().inv_cdf((1.0 + CONFIDENCE) / 2.0)
    share = people / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5
    return max(0.0, middle - reach), min(1.0, middle + reach)


def _class(ratio: float) -> int:
    if ratio < 1.0:
        return -2 if ratio < 1.0 / FAR else -1
    return 2 if ratio > FAR else 1


def _name(table: PerceptionTable, margin: Margin, index: int) -> Message | str:
    if margin.name == "area":
        return table.areas.names[index]
    if margin.name == "age":
        return say("people aged %(ages)s", ages=margin.codes[index].replace("-", "–"))
    return _GENDERS[margin.codes[index]]


_CHOSEN = {
    "area": say("Areas are not compared: only people of some areas are counted here."),
    "age": say("Ages are not compared: only people of some ages are counted here."),
    "gender": say("Women and men are not compared: only people of some genders are counted here."),
}
_GENDERS = {"woman": say("women"), "man": say("men"), "other": say("people of another gender")}


def _caption_missing(
    table: PerceptionTable, missing: list[Message | str], parts: list[Comparison]
) -> Message:
    if missing:
        return say("We have heard fewer than expected from %(groups)s.", groups=listed(missing[:MOST_NAMED]))
    if not any(np.isfinite(part.p).any() for part in parts):
        if not any(margin.is_known for margin in margins_of(table)):
            return say(
                "Whom we have not heard cannot be told: how many people live where is not known here. "
                "Import areas with their population."
            )
        if any(part.is_chosen for part in parts):
            return say(
                "Whom we have not heard cannot be told: "
                "only people of some areas, ages or genders are counted here."
            )
        return say(
            "Whom we have not heard cannot be told: "
            "too little is known of where those who answered live, their age and their gender."
        )
    return say("No group is clearly missing: the differences are no larger than chance makes them.")


def _about(people: int, threshold: int) -> int | Message:
    """Tell a number of people, or only that it is small where it is."""
    return say("fewer than %(n)s", n=threshold) if 0 < people < threshold else people


def _captions(parts: list[Comparison], people: int, threshold: int) -> list[Message]:
    area, age, gender = parts
    said = [say_n("One person has answered.", "%(n)s people have answered.", people)]
    if any(part.not_stated for part in parts):
        said.append(
            say(
                "Not compared, because they did not say or are too few: "
                "%(home)s people by home, %(age)s by age, %(gender)s by gender.",
                home=_about(area.not_stated, threshold),
                age=_about(age.not_stated, threshold),
                gender=_about(gender.not_stated, threshold),
            )
        )
    if not area.margin.codes:
        said.append(caption_no_areas())
    unknown = int(np.count_nonzero(~np.isfinite(area.margin.population)))
    if area.margin.codes and unknown == len(area.margin.codes):
        said.append(say("Areas are not compared: their population is not known here."))
    elif unknown:
        said.append(
            say_n(
                "One area is not compared, because nobody lives there or its population is not known.",
                "%(n)s areas are not compared, because nobody lives there or their population is not known.",
                unknown,
            )
        )
    said.extend(_CHOSEN[part.margin.name] for part in parts if part.is_chosen)
    if not np.isfinite(age.p).any() and not age.is_chosen:
        said.append(say("Ages are not compared: the population by age is not known here."))
    if not np.isfinite(gender.p).any() and not gender.is_chosen:
        said.append(say("Women and men are not compared: the population by gender is not known here."))
    if age.margin.left_out:
        left_out = ", ".join(age.margin.left_out).replace("-", "–")
        said.append(say("Nobody aged %(ages)s was asked, so they are not counted here.", ages=left_out))
    said.append(say("Those who answered chose to do so; they are not a random sample."))
    return said
