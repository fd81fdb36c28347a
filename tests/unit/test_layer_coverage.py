"""The coverage layer: who has not been heard, without shouting about chance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mentalmap.domain.disclosure import Level, disclose
from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.headlines import with_headline
from mentalmap.domain.layers.coverage import coverage
from mentalmap.domain.layers.envelope import Feature, Layer, Status
from mentalmap.domain.perceptions import MISSING, PerceptionTable
from mentalmap.domain.respondents import AnswerColumn
from mentalmap.domain.vocabulary import Gender
from tests.unit.demo_tables import demo_table
from tests.unit.making import make_squares, make_table, mark, people

CLEAR = "No group is clearly missing"


def homes(*counts: int, populations: list[float]) -> PerceptionTable:
    """So many people who live in a0, a1, …, in areas of so many inhabitants."""
    areas = replace(make_squares(len(populations)), populations=np.array(populations, dtype=float))
    lived = [f"a{area}" for area, count in enumerate(counts) for _ in range(count)]
    return make_table(areas=areas, homes=dict(zip(people(len(lived)), lived, strict=True)))


def by_id(layer: Layer) -> dict[str, Feature]:
    return {feature.id: feature for feature in layer.features}


def said(layer: Layer) -> str:
    return " ".join(str(caption) for caption in layer.captions)


def test_what_is_expected_adds_up_to_those_who_were_heard() -> None:
    layer = coverage(homes(30, 10, 20, populations=[500, 300, 200]))
    features = by_id(layer)
    expected = [features[f"area:a{i}"].values["expected"] for i in range(3)]
    assert expected == pytest.approx([30, 18, 12])
    assert features["area:a1"].values["ratio"] == pytest.approx(10 / 18, abs=1e-6)
    assert features["area:a1"].values["heard_per_1000"] == pytest.approx(1000 * 10 / 300, abs=1e-6)
    assert layer.people == layer.denominator == 60


def test_hearing_everybody_alike_calls_nobody_missing() -> None:
    layer = coverage(homes(50, 30, 20, populations=[500, 300, 200]))
    assert {feature.values.get("class") for feature in layer.features if "area" in feature.id} == {0}
    assert CLEAR in str(layer.captions[0])


def test_the_interval_of_a_ratio_holds_it_and_narrows_with_more_people() -> None:
    few, many = (
        by_id(coverage(homes(*counts, populations=[500, 500])))["area:a0"].values
        for counts in ((12, 8), (120, 80))
    )
    for values in (few, many):
        assert values["ratio_lo90"] < values["ratio"] < values["ratio_hi90"]  # type: ignore[operator]
    assert many["ratio_lo90"] > few["ratio_lo90"]  # type: ignore[operator]


def test_a_small_difference_among_few_people_is_not_shouted_about() -> None:
    assert CLEAR in str(coverage(homes(14, 6, populations=[500, 500])).captions[0])


def test_who_is_clearly_missing_is_named_the_most_missing_first_and_at_most_three() -> None:
    layer = coverage(homes(200, 20, 25, 15, 10, populations=[100, 100, 100, 100, 100]))
    assert str(layer.captions[0]) == "We have heard fewer than expected from Area 4, Area 3 and Area 1."
    assert [by_id(layer)[f"area:a{i}"].values["class"] for i in range(5)] == [2, -2, -2, -2, -2]


def test_areas_of_which_nobody_or_too_few_were_heard_are_named_but_not_counted() -> None:
    layer = coverage(homes(100, 3, 0, populations=[500, 300, 200]))
    shown = by_id(disclose(layer))
    told = by_id(layer)
    assert layer.parameters["not_heard"] == ("area:a1", "area:a2")
    assert "from Area 1 and Area 2." in str(layer.captions[0])
    assert told["area:a1"].people is None and "heard" not in told["area:a1"].values
    assert "area:a1" not in shown or not shown["area:a1"].values


def test_what_is_said_about_a_group_of_too_few_does_not_depend_on_how_few() -> None:
    def telling(few: int) -> tuple[str, object]:
        layer = coverage(homes(100 - few, few, 40, populations=[500, 300, 200]))
        return str(layer.captions[0]), layer.parameters["not_heard"]

    assert len({telling(few) for few in range(1, 5)}) == 1


def test_one_hidden_group_is_never_the_rest_of_a_sum() -> None:
    layer = coverage(homes(40, 2, 30, populations=[500, 300, 200]))
    hidden = [feature for feature in layer.features if feature.status is Status.TOO_FEW]
    assert {feature.id for feature in hidden} == {"area:a1", "area:a2"}


def test_areas_without_a_population_say_so_and_take_no_part() -> None:
    layer = coverage(homes(30, 10, 20, populations=[500, 500, np.nan]))
    a2 = by_id(layer)["area:a2"]
    assert a2.values["heard"] == 20 and a2.values["ratio"] is None and a2.values["population"] is None
    assert by_id(layer)["area:a0"].values["expected"] == pytest.approx(20)
    assert "One area is not compared" in said(layer)


def test_an_area_where_nobody_lives_is_expected_to_be_silent() -> None:
    layer = coverage(homes(30, 10, 0, populations=[500, 500, 0]))
    assert "area:a2" not in layer.parameters["not_heard"]  # type: ignore[operator]


def test_without_any_population_the_layer_says_that_it_cannot_tell() -> None:
    layer = coverage(homes(30, 10, populations=[np.nan, np.nan]))
    for told in (layer, with_headline(disclose(layer, level=Level.STAFF))):
        assert "how many people live where is not known here. Import" in str(told.captions[0])
    assert "Ages are not compared" in said(layer) and "Women and men are not compared" in said(layer)
    assert by_id(layer)["area:a0"].values["heard"] == 30


def test_where_nobody_said_where_they_live_the_population_is_not_to_blame() -> None:
    silent = [mark(who, at=(500, 500)) for who in people(12)]
    areas = replace(make_squares(2), populations=np.array([100.0, 300.0]))
    said_first = str(with_headline(coverage(make_table(*silent, areas=areas))).captions[0])
    assert "cannot be told: too little is known of where those who answered live" in said_first


def test_nobody_at_all_is_a_sentence() -> None:
    assert "Nobody has answered yet" in str(coverage(make_table()).captions[0])
    assert coverage(make_table()).people == 0


def test_who_did_not_say_where_they_live_is_counted_and_said() -> None:
    table = homes(30, 10, populations=[500, 500])
    silent = make_table(areas=table.areas, homes={}, asked=7)
    layer = coverage(silent)
    assert "did not say or are too few: 7 people by home" in said(layer)


def test_a_filter_for_one_area_does_not_call_all_others_missing() -> None:
    table = homes(30, 30, populations=[500, 500])
    layer = coverage(table.select(PerceptionFilter(home_areas=frozenset({"a0"}))))
    assert not any(feature.values.get("class") for feature in layer.features)
    assert layer.parameters["not_heard"] == ()
    assert layer.people == 30


def one_sender(homes_of: dict[str, int]) -> tuple[PerceptionTable, PerceptionFilter]:
    """People of two areas, of whom one sender has reached so many, and the filter by that sender."""
    table = homes(30, 30, populations=[500, 500])
    said = np.zeros(60, dtype=np.int64)
    said[: homes_of.get("a0", 0)] = 1
    said[30 : 30 + homes_of.get("a1", 0)] = 1
    answers = {"reached_by": AnswerColumn("reached_by", ("library",), said)}
    table = replace(table, respondents=replace(table.respondents, answers=answers))
    return table, PerceptionFilter(answers=frozenset({("reached_by", "library")}))


def test_whom_a_sender_reached_is_compared_with_all_inhabitants_even_if_they_live_in_one_area() -> None:
    table, chosen = one_sender({"a0": 25})
    layer = coverage(table.select(chosen), chosen=chosen)
    assert str(layer.captions[0]) == "We have heard fewer than expected from Area 1."
    assert by_id(layer)["area:a0"].values["population"] == 500
    assert by_id(layer)["area:a0"].values["expected"] == pytest.approx(12.5)


def test_what_people_were_chosen_by_is_said_not_to_be_compared_and_no_population_is_called_unknown() -> None:
    table = homes(30, 20, 10, populations=[500, 300, 200])
    chosen = PerceptionFilter(home_areas=frozenset({"a0", "a1"}))
    layer = coverage(table.select(chosen), chosen=chosen)
    assert layer.parameters["not_heard"] == ()
    assert "only people of some areas are counted here" in said(layer)
    assert "population is not known here" not in said(layer).split("Ages")[0]
    told = by_id(layer)["area:a0"].values
    assert told["population"] == 500 and told["ratio"] is None
    assert "only people of some areas, ages or genders" in str(layer.captions[0])


def with_genders(table: PerceptionTable, women: int, men: int, other: int) -> PerceptionTable:
    codes = [0] * women + [1] * men + [2] * other
    codes += [MISSING] * (len(table.respondents) - len(codes))
    half = {("all", "woman"): np.array([250.0, 250.0]), ("all", "man"): np.array([250.0, 250.0])}
    return replace(
        table,
        respondents=replace(table.respondents, gender=np.array(codes)),
        areas=replace(table.areas, population_by=half),
    )


def test_genders_are_compared_and_a_few_of_another_gender_hide_neither_women_nor_men() -> None:
    layer = coverage(with_genders(homes(60, 60, populations=[500, 500]), 90, 27, 2))
    features = by_id(layer)
    assert features["gender:woman"].values["class"] == 1
    assert features["gender:man"].values["class"] == -2
    assert f"gender:{Gender.OTHER}" not in features
    assert "fewer than expected from men." in str(layer.captions[0])
    assert "fewer than 5 by gender" in said(layer)


def test_in_the_demo_older_people_are_missed_and_children_are_not() -> None:
    layer = coverage(demo_table("2016"))
    assert str(layer.captions[0]) == "We have heard fewer than expected from people aged 65+."
    assert "Nobody aged 0–15 was asked" in said(layer)
    assert by_id(layer)["age:65+"].values["class"] == -1


def test_a_group_that_nobody_belongs_to_is_missed() -> None:
    table = demo_table("2016")
    band = table.respondents.age_band
    without = replace(
        table.respondents,
        age_band=np.where(band == 3, MISSING, band),
        age_band_codes=("16-29", "30-49", "50-64"),
    )
    layer = coverage(replace(table, respondents=without))
    assert "people aged 65+" in str(layer.captions[0])
    assert "age:65+" in layer.parameters["not_heard"]  # type: ignore[operator]
