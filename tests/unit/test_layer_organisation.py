"""The organisation layer: how people see the municipality, group by group."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mentalmap.domain.disclosure import Level, disclose
from mentalmap.domain.layers.envelope import Feature, Layer, Status
from mentalmap.domain.layers.organisation import organisation
from mentalmap.domain.perceptions import MISSING, AnswerColumn, PerceptionTable
from tests.unit.making import make_table

SCALE = ("1", "2", "3", "4", "5")


def asked(
    *answers: int | None, groups: str = "", scale: tuple[str, ...] = SCALE, **more: object
) -> PerceptionTable:
    """Respondents who answered so on the scale (None: not at all); groups by letter, r or y."""
    table = make_table(asked=len(answers))
    given = np.array([0 if answer is None else 1 << (answer - 1) for answer in answers])
    column = AnswerColumn("trust", scale, given, is_scale=True, about="organisation",
                          wording={"sv": "Litar du på kommunen?", "en": "Do you trust us?"})  # fmt: skip
    group = np.array([{"r": 0, "y": 1}[letter] for letter in groups] or [MISSING] * len(answers))
    people = replace(table.respondents, group=group, answers={"trust": replace(column, **more)})  # type: ignore[arg-type]
    return replace(table, respondents=people)


def by_id(layer: Layer) -> dict[str, Feature]:
    return {feature.id: feature for feature in layer.features}


def test_everybody_and_each_group_have_their_mean_and_shares() -> None:
    features = by_id(organisation(asked(*[1] * 5, *[5] * 5, groups="r" * 5 + "y" * 5)))
    assert {code: one.values["mean"] for code, one in features.items()} == {
        "trust:all": 3.0, "trust:resident": 1.0, "trust:youth": 5.0,
    }  # fmt: skip
    assert features["trust:all"].values["shares"] == {"1": 0.5, "2": 0.0, "3": 0.0, "4": 0.0, "5": 0.5}
    assert features["trust:all"].values["scale"] == SCALE
    assert features["trust:youth"].values["group"] == "youth"


def test_an_interval_holds_its_mean_and_stays_on_the_scale() -> None:
    for feature in organisation(asked(*[1] * 5, *[2] * 7, *[5] * 6, groups="r" * 9 + "y" * 9)).features:
        low, mean, high = (feature.values[key] for key in ("lo90", "mean", "hi90"))
        assert 1 <= low <= mean <= high <= 5  # type: ignore[operator]
        assert low < high  # type: ignore[operator]


def test_a_group_that_agrees_is_no_surer_than_people_usually_are() -> None:
    few = by_id(organisation(asked(*[3] * 5, 1, 5, 1, 5, 1, 5, groups="r" * 5 + "y" * 6)))
    low, high = (few["trust:resident"].values[key] for key in ("lo90", "hi90"))
    assert high - low > 1.0  # type: ignore[operator]


def test_a_group_of_too_few_people_says_nothing() -> None:
    layer = organisation(asked(*[4] * 8, 1, 1, groups="r" * 8 + "y" * 2))
    youth = by_id(layer)["trust:youth"]
    assert (youth.status, youth.people) == (Status.TOO_FEW, None)
    assert "mean" not in youth.values
    shown = by_id(disclose(layer, level=Level.STAFF))
    assert not shown["trust:youth"].values


def test_who_did_not_answer_is_not_counted() -> None:
    layer = organisation(asked(5, 5, 5, 5, 5, None, None))
    assert (layer.people, layer.denominator) == (5, 7)
    assert by_id(layer)["trust:all"].values["mean"] == 5.0


def test_weights_move_the_mean() -> None:
    table = asked(*[1] * 8, *[5] * 8)
    heavy = replace(table.respondents, weight=np.array([3.0] * 8 + [1.0] * 8))
    assert by_id(organisation(replace(table, respondents=heavy)))["trust:all"].values[
        "mean"
    ] == pytest.approx(2.0)


def test_two_answers_of_one_person_are_one_voice() -> None:
    table = asked(*[1] * 5)
    twice = replace(table.respondents.answers["trust"], given=np.array([0b10001] * 5))
    table = replace(table, respondents=replace(table.respondents, answers={"trust": twice}))
    values = by_id(organisation(table))["trust:all"].values
    assert values["mean"] == 3.0
    assert values["shares"] == {"1": 0.5, "2": 0.0, "3": 0.0, "4": 0.0, "5": 0.5}


def test_answers_in_words_count_from_one() -> None:
    words = ("dåligt", "varken eller", "bra")
    assert by_id(organisation(asked(*[3] * 5, scale=words)))["trust:all"].values["mean"] == 3.0


def test_the_wording_follows_the_language_and_falls_back_to_the_first() -> None:
    table = asked(*[3] * 5)
    assert organisation(table, language="en").features[0].name == "Do you trust us?"
    assert organisation(table, language="fi").features[0].name == "Litar du på kommunen?"
    assert organisation(asked(*[3] * 5, wording={})).features[0].name == "trust"


@pytest.mark.parametrize("more", [{"about": ""}, {"is_scale": False}])
def test_other_questions_are_not_about_the_organisation(more: dict[str, object]) -> None:
    layer = organisation(asked(*[3] * 5, **more))
    assert layer.features == ()
    assert "asked nothing about the municipality" in str(layer.captions[0])


def test_questions_that_nobody_answered_say_so() -> None:
    layer = organisation(asked(None, None, None))
    assert layer.features == ()
    assert "Nobody has answered" in str(layer.captions[0])


def test_everybody_of_one_opinion_still_has_shares_when_disclosed() -> None:
    shown = by_id(disclose(organisation(asked(*[4] * 6)), level=Level.STAFF))
    assert shown["trust:all"].values["shares"] == {"1": 0.0, "2": 0.0, "3": 0.0, "4": 1.0, "5": 0.0}
