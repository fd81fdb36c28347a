"""Legends and page tables: what the map shows, in words, and nothing that it does not show."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given

from mentalmap.domain.layers.envelope import Status
from mentalmap.domain.symbols import PALETTE
from mentalmap.domain.vocabulary import PUBLIC_LAYERS, LayerName
from mentalmap.exchange.writing.legends import legend_of, size_steps
from mentalmap.exchange.writing.page_tables import page_table
from mentalmap.exchange.writing.wording import sentences_of
from tests.unit.bundles import feature, make_bundle, make_layer, square

BUNDLE = make_bundle()
LAYERS = {layer.name: layer for layer in BUNDLE.layers}


def symbols(name):
    return [item.symbol for item in legend_of(LAYERS[name], BUNDLE)]


def test_attitudes_have_seven_classes_from_positive_to_negative_then_what_has_no_value():
    items = legend_of(LAYERS[LayerName.ATTITUDE], BUNDLE)
    assert [item.color for item in items[:7]] == list(reversed(PALETTE))
    assert [item.symbol for item in items[7:]] == ["dots", "hatch"]


def test_a_pattern_that_does_not_occur_is_not_explained():
    layer = make_layer(LayerName.ATTITUDE, (feature("a", "", square(0, 0)),))
    assert {item.symbol for item in legend_of(layer, BUNDLE)} == {"fill"}


def test_purposes_and_natures_that_do_not_occur_are_not_explained():
    rings = [
        item.label for item in legend_of(LAYERS[LayerName.DESTINATIONS], BUNDLE) if item.symbol == "ring"
    ]
    assert rings == ["Trade", "Service", "Other purposes"]
    only_physical = make_layer(LayerName.BARRIERS, (feature("b", "", square(0, 0), {"nature": "physical"}),))
    assert [item.symbol for item in legend_of(only_physical, BUNDLE)] == ["physical"]


def test_people_whose_purpose_is_not_told_are_explained_where_there_are_any():
    def symbols_for(purposes):
        here = feature("a", "Nyland", square(0, 0).centroid, {"purposes": purposes})
        return [one.symbol for one in legend_of(make_layer(LayerName.DESTINATIONS, (here,)), BUNDLE)]

    people = feature("a", "Nyland", square(0, 0).centroid).people
    assert "untold" in symbols_for({"trade": people - 1})
    assert "untold" not in symbols_for({"trade": people})
    assert "ring" not in symbols_for({}) and "untold" not in symbols_for({})


def test_a_barrier_in_one_spot_is_explained_where_there_is_one():
    for shape, explained in ((square(0, 0).centroid, True), (square(0, 0).buffer(9000), False)):
        layer = make_layer(LayerName.BARRIERS, (feature("b", "", shape, {"nature": "physical"}),))
        assert ("spot" in [item.symbol for item in legend_of(layer, BUNDLE)]) is explained


def test_every_layer_has_a_legend_and_an_empty_one_explains_no_sizes():
    assert all(symbols(name) for name in PUBLIC_LAYERS)
    assert legend_of(make_layer(LayerName.ROUTES, ()), BUNDLE) == ()


@given(st.integers(0, 10_000_000))
def test_size_steps_are_round_fall_and_never_exceed_the_largest(most):
    steps = size_steps(most)
    assert len(steps) <= 3
    assert list(steps) == sorted(set(steps), reverse=True)
    assert all(step <= most and str(step).rstrip("0") in {"1", "2", "5"} for step in steps)
    assert bool(steps) == (most >= 1)


def test_a_table_lists_the_strongest_first_and_the_untold_last():
    rows = page_table(LAYERS[LayerName.DESTINATIONS], BUNDLE).rows
    assert [row.name for row in rows] == [
        "Kramfors",
        "Ullånger",
        "Nyland",
        "Bollstabruk",
        "Docksta",
        "Nordingrå",
    ]
    assert rows[0].cells == ("90", "44%", "Trade 60, Service 20, Other purposes 7")
    assert (rows[-1].cells, rows[-1].note) == ((), "Too few answers")


def test_a_card_says_people_before_share_and_nothing_where_few_answered():
    layer = LAYERS[LayerName.DESTINATIONS]
    told, untold = layer.features[0], layer.features[-1]
    assert sentences_of(told, layer, BUNDLE)[:2] == ["90 people", "44% of those asked"]
    assert untold.status is Status.TOO_FEW
    assert sentences_of(untold, layer, BUNDLE) == ["Too few answers"]


def test_an_attitude_is_said_in_words_before_it_is_said_in_numbers():
    layer = make_layer(
        LayerName.ATTITUDE,
        (feature("a", "", square(0, 0), {"estimate": -0.84, "class": -2, "lo90": -1.2, "hi90": -0.4}),),
    )
    assert sentences_of(layer.features[0], layer, make_bundle(locale="sv")) == [
        "Negative",
        "−0,8 on a scale from −2 to +2",
        "Most likely between −1,2 and −0,4",
        "12 people",
    ]
