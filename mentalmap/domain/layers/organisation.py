"""Organisation: how people see the municipality as an organisation, group by group; no map."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import shapely

from mentalmap.domain.arrays import BoolArray, FloatArray
from mentalmap.domain.estimation.direct import STEP_VARIANCE, moderate
from mentalmap.domain.layers.captions import captions_of_source
from mentalmap.domain.layers.envelope import DEFAULT_THRESHOLD, Feature, Layer, Status, Value
from mentalmap.domain.layers.voices import LARGEST_SHARE, MARKS, PEOPLE, weights_of
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.respondents import AnswerColumn
from mentalmap.domain.vocabulary import LayerName
from mentalmap.messages import Message, say, say_n

ABOUT = "organisation"
EVERYBODY = "all"
CONFIDENCE = 0.90
DECIMALS = 6
_NUMBER = re.compile(r"[-−]?\d+(?:[.,]\d+)?")


def organisation(table: PerceptionTable, *, threshold: int = DEFAULT_THRESHOLD, language: str = "") -> Layer:
    """
    Show what people answered to each question about the municipality on a scale.

    Features have no geometry. There is one per question for everybody (`<question>:all`) and one for
    each group that answered (`<question>:<group>`). Values: `question`, `wording`, `group`
    (empty for everybody), `mean` on the question's own scale with `lo90` and `hi90`, `shares` of
    the people by answer, `scale` (the answers, lowest first).

    Parameters
    ----------
    language
        Of the wording; a question that was not asked in it keeps its first wording.
    """
    questions = [one for one in table.respondents.answers.values() if one.about == ABOUT and one.is_scale]
    asked = np.ones(len(table.respondents), dtype=bool)
    if table.selected_respondents is not None:
        asked = table.selected_respondents
    features: list[Feature] = []
    answered = np.zeros(len(asked), dtype=bool)
    for question in questions:
        read = _read(question, asked)
        answered |= read.answered
        features += _features(table, question, read, threshold, language)
    people = int(np.count_nonzero(answered))
    return Layer(
        name=LayerName.ORGANISATION,
        features=tuple(features),
        people=people,
        marks=0,
        denominator=table.asked,
        threshold=threshold,
        data_version=table.data_version,
        captions=(_message(len(questions), people), *captions_of_source(table)),
        crs_epsg=table.crs_epsg,
    )


@dataclass(frozen=True, eq=False)
class _Answers:
    """
    Answers to one question.

    Parameters
    ----------
    answered
        Who answered, shape (m,).
    scale
        Number of each answer, shape (v,).
    parts
        How much of each respondent's voice each answer has, shape (m, v): who ticked two has halves.
    """

    answered: BoolArray
    scale: FloatArray
    parts: FloatArray


def _read(question: AnswerColumn, asked: BoolArray) -> _Answers:
    given = np.asarray(question.given, dtype=np.int64)
    ticked = (given[:, None] >> np.arange(len(question.values)) & 1).astype(float) * asked[:, None]
    ticks = ticked.sum(axis=1)
    parts = np.divide(ticked, ticks[:, None], out=np.zeros_like(ticked), where=ticks[:, None] > 0)
    return _Answers(ticks > 0, _numbers(question.values), parts)


def _numbers(values: tuple[str, ...]) -> FloatArray:
    """Read the answers of a scale; answers in words count from 1."""
    read = [_NUMBER.match(value.strip()) for value in values]
    if all(read) and len(values):
        texts = [match[0].replace(",", ".").replace("−", "-") for match in read if match]
        return np.array(texts, dtype=float)
    return np.arange(1.0, len(values) + 1.0)


def _features(
    table: PerceptionTable, question: AnswerColumn, read: _Answers, threshold: int, language: str
) -> list[Feature]:
    people = table.respondents
    weight = weights_of(table) * read.answered
    codes = (EVERYBODY, *people.group_codes)
    # Row 0 is everybody; who belongs to no group counts only there.
    members = np.array([read.answered, *(read.answered & (people.group == i) for i in range(len(codes) - 1))])
    mean, sd, n_eff, largest = _estimate(read, weight, members)
    wording = question.wording.get(language) or next(iter(question.wording.values()), question.key)
    features = []
    for index, code in enumerate(codes):
        n = int(np.count_nonzero(members[index]))
        if not n:
            continue
        is_group = index > 0
        values: dict[str, Value] = {PEOPLE: n, MARKS: 0, LARGEST_SHARE: float(largest[index])}
        is_told = n >= threshold and n_eff[index] >= threshold - 10.0**-DECIMALS
        if is_told:
            shares = (weight * members[index]) @ read.parts / (weight * members[index]).sum()
            reach = NormalDist().inv_cdf((1.0 + CONFIDENCE) / 2.0) * sd[index]
            values |= {
                "question": question.key,
                "wording": wording,
                "group": code if is_group else "",
                "mean": round(float(mean[index]), DECIMALS),
                "lo90": round(max(float(read.scale.min()), float(mean[index] - reach)), DECIMALS),
                "hi90": round(min(float(read.scale.max()), float(mean[index] + reach)), DECIMALS),
                "shares": {
                    value: round(float(share), DECIMALS)
                    for value, share in zip(question.values, shares, strict=True)
                },
                "scale": question.values,
            }
        features.append(
            Feature(
                id=f"{question.key}:{code}",
                name=f"{wording} – {code}" if is_group else wording,
                geometry=shapely.Point(),
                people=n if is_told else None,
                marks=0 if is_told else None,
                status=Status.OK if is_told else Status.TOO_FEW,
                values=values,
            )
        )
    return features


def _estimate(
    read: _Answers, weight: FloatArray, members: BoolArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Mean, its standard deviation, effective people and the largest voice's share, shape (1 + groups,)."""
    y = read.parts @ read.scale
    u = members * weight
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = u @ y / u.sum(axis=1)
        n_eff = np.round(u.sum(axis=1) ** 2 / (u**2).sum(axis=1), 9)
        variance = (u * (y - mean[:, None]) ** 2).sum(axis=1) / u.sum(axis=1)
        largest = u.max(axis=1, initial=0.0) / u.sum(axis=1)
        # What is usual within the groups steadies a group that happens to agree (science.md 2.3).
        n = np.count_nonzero(members, axis=1)
        squares = (members[1:] * (y - np.nan_to_num(mean[1:])[:, None]) ** 2).sum()
        df = np.maximum(n[1:] - 1, 0).sum()
        pooled = max(squares / df if df else float(variance[0]), STEP_VARIANCE)
        moderated = moderate(pooled / n_eff, variance, n_eff)
    return mean, np.sqrt(moderated), n_eff, largest


def _message(questions: int, people: int) -> Message:
    if not questions:
        return say("This survey asked nothing about the municipality as an organisation.")
    if not people:
        return say("Nobody has answered the questions about the municipality as an organisation.")
    return say_n(
        "One person has told how they see the municipality as an organisation.",
        "%(n)s people have told how they see the municipality as an organisation.",
        people,
    )
