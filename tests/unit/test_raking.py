"""Raking: weights resemble the population, and are refused where they would do harm."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mentalmap.domain.layers.captions import captions_of_source
from mentalmap.domain.perceptions import MISSING, PerceptionTable
from mentalmap.domain.populations import Margin, margins_of
from mentalmap.domain.raking import FEWEST_IN_GROUP, collapse, rake, raked
from tests.unit.making import make_squares, make_table, people


def margin(name: str, group: list[int], population: list[float], *, ordered: bool = False) -> Margin:
    codes = tuple(f"{name}{i}" for i in range(len(population)))
    return Margin(name, codes, np.array(group), np.array(population, dtype=float), ordered)


def plain_fitting(margins: list[Margin], cycles: int = 2000) -> np.ndarray:
    """Iterative proportional fitting of a table of cells, as in a textbook, without trimming."""
    cells = np.zeros([len(one.population) for one in margins])
    for groups in zip(*(one.group for one in margins), strict=True):
        cells[groups] += 1
    fitted = cells.copy()
    for _ in range(cycles):
        for axis, one in enumerate(margins):
            others = tuple(i for i in range(len(margins)) if i != axis)
            target = one.population / one.population.sum() * cells.sum()
            shape = [-1 if i == axis else 1 for i in range(len(margins))]
            fitted *= (target / fitted.sum(axis=others)).reshape(shape)
    return np.array(
        [fitted[groups] / cells[groups] for groups in zip(*(one.group for one in margins), strict=True)]
    )


def skewed(n: int = 240, seed: int = 3) -> list[Margin]:
    rng = np.random.default_rng(seed)
    return [
        margin("gender", list(rng.choice(2, n, p=[0.6, 0.4])), [50, 50]),
        margin("age", list(rng.choice(4, n, p=[0.15, 0.3, 0.25, 0.3])), [20, 26, 24, 30], ordered=True),
        margin("area", list(rng.choice(3, n, p=[0.5, 0.3, 0.2])), [30, 40, 30]),
    ]


def test_weights_equal_plain_iterative_proportional_fitting() -> None:
    weights = rake(skewed(), np.ones(240))
    assert weights.is_settled
    assert weights.weight == pytest.approx(plain_fitting(skewed()), abs=1e-5)


def test_every_margin_is_met_where_no_weight_is_trimmed() -> None:
    weight = rake(skewed(), np.ones(240)).weight
    for one in skewed():
        share = np.bincount(one.group, weight) / weight.sum()
        assert share == pytest.approx(one.population / one.population.sum(), abs=1e-5)


def test_the_design_effect_is_kishs() -> None:
    weights = rake(skewed(), np.ones(240))
    w = weights.weight
    assert weights.deff == pytest.approx(240 * (w**2).sum() / w.sum() ** 2)
    assert weights.n_eff == pytest.approx(240 / weights.deff)
    assert 1.0 < weights.deff < 1.5


def test_no_weight_leaves_the_limits() -> None:
    lopsided = margin("gender", [0] * 195 + [1] * 5, [1, 99])
    weight = rake([lopsided], np.ones(200)).weight
    assert weight.max() <= 3.0 * weight.mean() + 1e-5
    assert weight.min() >= 0.3 * weight.mean() - 1e-5
    assert weight[-1] > weight[0]


def test_who_did_not_state_a_group_keeps_their_weight() -> None:
    one = margin("gender", [0] * 60 + [1] * 40 + [MISSING] * 20, [50, 50])
    weight = rake([one], np.ones(120)).weight
    assert weight[100:] == pytest.approx(np.ones(20))
    assert weight[:60].sum() == pytest.approx(weight[60:100].sum(), abs=1e-4)


def test_a_group_of_few_joins_its_neighbour_in_age_and_the_smallest_elsewhere() -> None:
    heard = [0] * 50 + [1] * 3 + [2] * 40 + [3] * 6
    by_age = collapse(margin("age", heard, [10, 20, 30, 40], ordered=True))
    by_area = collapse(margin("area", heard, [10, 20, 30, 40]))
    assert by_age is not None and by_age.codes == ("age0", "age1+age2", "age3")
    assert by_area is not None and by_area.codes == ("area0", "area2", "area1+area3")
    assert list(by_age.population) == [10, 50, 40]
    assert list(by_area.population) == [10, 30, 60]
    assert np.bincount(by_area.group).min() >= FEWEST_IN_GROUP


def test_a_margin_with_one_group_left_is_none() -> None:
    assert collapse(margin("gender", [0] * 50 + [1] * 2, [50, 50])) is None
    assert collapse(margin("gender", [0] * 50 + [1] * 50, [50, np.nan])) is None


def asked_of(homes: list[int], populations: list[float]) -> PerceptionTable:
    who = people(len(homes))
    areas = replace(make_squares(len(populations)), populations=np.array(populations, dtype=float))
    return make_table(areas=areas, homes={name: f"a{h}" for name, h in zip(who, homes, strict=True)})


def said(table: PerceptionTable) -> str:
    return " ".join(str(notice) for notice in raked(table)[1])


def test_a_table_is_weighted_to_its_areas_and_says_so() -> None:
    table = asked_of([0] * 80 + [1] * 40, [500, 500])
    weighted, notices = raked(table)
    weight = weighted.respondents.weight
    assert weight[:80].sum() == pytest.approx(weight[80:].sum(), abs=1e-4)
    assert "Weighted to the population by area: 120 answers" in str(notices[0])
    assert "random sample" in str(notices[1])


@pytest.mark.parametrize(
    ("homes", "populations", "reason"),
    [
        ([0] * 60 + [1] * 39, [500, 500], "99 people are too few"),
        ([0] * 60 + [1] * 60, [np.nan, np.nan], "how many people live here"),
        ([0] * 400 + [1] * 12, [10, 990], "differ too much"),
    ],
)
def test_weights_that_would_do_harm_are_refused_with_the_reason(
    homes: list[int], populations: list[float], reason: str
) -> None:
    table = asked_of(homes, populations)
    assert reason in said(table)
    assert raked(table)[0] is table


def test_only_those_who_were_asked_are_weighted() -> None:
    table = asked_of([0] * 150 + [1] * 50, [500, 500])
    asked = np.arange(200) >= 50
    weighted, _ = raked(table.asked_of(asked))
    assert list(weighted.respondents.weight[:50]) == [1.0] * 50
    assert weighted.respondents.weight[50] == pytest.approx(0.75, abs=1e-4)


def counted(by: dict[tuple[str, str], list[float]]) -> PerceptionTable:
    table = asked_of([0] * 10 + [1] * 10, [100, 100])
    population = {key: np.array(column, dtype=float) for key, column in by.items()}
    return replace(table, areas=replace(table.areas, population_by=population))


def test_children_who_were_not_asked_are_missed_by_no_margin() -> None:
    area, age, _ = margins_of(counted({("0-15", "all"): [50, 10], ("16-29", "all"): [50, 90]}))
    assert list(area.population) == [50, 90]
    assert age.left_out == ("0-15",)


def test_a_band_that_nobody_answered_from_is_missed_and_not_forgotten() -> None:
    table = counted({("16-29", "all"): [1, 1], ("30-49", "all"): [2, 2], ("50+", "all"): [4, 4]})
    table = replace(table, respondents=replace(table.respondents, age_band_codes=("16-29", "30-49")))
    _, age, _ = margins_of(table)
    assert age.codes == ("16-29", "30-49", "50+")
    assert list(age.population) == [2, 4, 8]


def test_finer_bands_of_the_population_add_up_to_those_of_the_respondents_only_where_they_fit() -> None:
    table = counted({("16-19", "all"): [1, 1], ("20-29", "woman"): [2, 2], ("20-29", "man"): [3, 3],
                     ("30-64", "all"): [5, 5], ("65+", "all"): [7, 7]})  # fmt: skip
    _, age, gender = margins_of(table)
    population = dict(zip(age.codes, age.population, strict=True))
    assert (population["16-29"], population["65+"]) == (12, 14)
    assert np.isnan(population["30-49"])
    assert gender.population[0] == 4


def test_a_layer_of_weighted_answers_says_that_they_are_weighted() -> None:
    weighted, _ = raked(asked_of([0] * 80 + [1] * 40, [500, 500]))
    [note] = captions_of_source(weighted)
    assert "weighted" in str(note)
