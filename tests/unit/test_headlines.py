"""Headlines say the message of a map, and nothing that its figures do not bear."""

from dataclasses import replace

import shapely
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.disclosure import TOTALS_HIDDEN
from mentalmap.domain.headlines import headline_of, with_headline
from mentalmap.domain.layers.captions import caption_no_areas, caption_no_feelings, caption_no_homes
from mentalmap.domain.layers.envelope import NAMED_AFTER_PLACES, Feature, Layer, Status, Value
from mentalmap.domain.vocabulary import PUBLIC_LAYERS, LayerName
from mentalmap.messages import say

HERE = shapely.Point(0, 0)


def thing(name: str, people: int | None, status: Status = Status.OK, **values: Value) -> Feature:
    return Feature(name, name, HERE, people, people, status, values)


def layer_of(name: LayerName, *features: Feature) -> Layer:
    return Layer(name, features, 100, 100, 180, 5, "1", (say("How to read this."),), 3006)


def feeling(name: str, estimate: float, half: float) -> Feature:
    return thing(name, 30, estimate=estimate, lo90=estimate - half, hi90=estimate + half)


def test_a_headline_names_what_most_people_named() -> None:
    layer = layer_of(LayerName.DESTINATIONS, thing("Nyland", 14), thing("Kramfors", 30))
    assert str(headline_of(layer)) == "More people go to Kramfors than anywhere else: 30 of 180."


def test_two_that_share_the_first_place_have_no_headline() -> None:
    assert headline_of(layer_of(LayerName.LANDMARKS, thing("Bron", 9), thing("Berget", 9))) is None


def test_what_is_suppressed_or_nameless_is_never_in_a_headline() -> None:
    layer = layer_of(
        LayerName.BARRIERS, thing("Älven", None, Status.TOO_FEW), thing("", 40), thing("Vägen", 6)
    )
    assert "Vägen" in str(headline_of(layer))


def test_a_limit_is_said_to_be_where_it_is() -> None:
    near = thing("Bron", 34, distance_m=100)
    along = thing("Bron", 34, distance_m=100, between=("Nyland", "Väja"))
    said = [
        str(headline_of(layer_of(LayerName.BARRIERS, one))) for one in (near, along, thing("Docksta", 34))
    ]
    assert [words.removeprefix("The barrier that most people feel ") for words in said] == [
        "is near Bron: 34 of 180.",
        "runs between Nyland and Väja: 34 of 180.",
        "is in Docksta: 34 of 180.",
    ]


def test_a_spot_beside_a_place_is_not_said_to_be_the_place() -> None:
    layer = layer_of(LayerName.DESTINATIONS, thing("Ullånger", 30, distance_m=400))
    assert str(headline_of(layer)) == "More people go to a spot near Ullånger than anywhere else: 30 of 180."
    layer = layer_of(LayerName.LANDMARKS, thing("Ullånger", 30, distance_m=400))
    assert "is near Ullånger" in str(headline_of(layer))


def test_two_limits_called_after_one_place_that_share_the_first_place_have_no_headline() -> None:
    one = replace(thing("Bron", 12, distance_m=100), id="one")
    other = replace(thing("Bron", 12, distance_m=300), id="other")
    assert headline_of(layer_of(LayerName.BARRIERS, one, other)) is None


def test_journeys_within_an_area_are_no_flow() -> None:
    within = thing("Kramfors → Kramfors", 40, internal=True, origin="Kramfors", destination="Kramfors")
    between = thing("Lunde → Kramfors", 8, origin="Lunde", destination="Kramfors")
    assert "from Lunde to Kramfors: 8" in str(headline_of(layer_of(LayerName.ROUTES, within, between)))


def felt(name: str, estimate: float, differs: int = 0, code: str = "") -> Feature:
    one = replace(feeling(name, estimate, 0.3), id=code or name)
    return replace(one, values={**one.values, "diff_from_rest": differs})


def test_only_areas_that_were_tested_to_differ_from_the_rest_are_named() -> None:
    layer = layer_of(
        LayerName.ATTITUDE, felt("Docksta", 1.2, 1), felt("Mjällom", 1.1, 1), felt("Sandslån", 0.9, 1),
        felt("Frånö", 1.9), felt("Nyland", -1.9), felt("Väja", -0.6, -1),
    )  # fmt: skip
    assert str(headline_of(layer)) == (
        "People feel better about Docksta and Mjällom than about the rest, and worse about Väja."
    )


def test_extremes_that_no_test_bears_out_are_not_ranked_however_far_apart() -> None:
    noise = [felt(f"Area {n}", (n % 41) / 10 - 2.0) for n in range(1700)]
    assert str(headline_of(layer_of(LayerName.ATTITUDE, *noise))).startswith("No area stands out")


def test_where_areas_differ_to_one_side_only_the_other_is_not_spoken_of() -> None:
    better = layer_of(LayerName.ATTITUDE, felt("Docksta", 1.2, 1), felt("Väja", -0.6))
    worse = layer_of(LayerName.ATTITUDE, felt("Docksta", 1.2), felt("Väja", -0.6, -1))
    assert str(headline_of(better)) == "People feel better about Docksta than about the rest."
    assert str(headline_of(worse)) == "People feel worse about Väja than about the rest."


def cells(name: LayerName, *features: Feature) -> Layer:
    return replace(layer_of(name, *features), parameters={NAMED_AFTER_PLACES: True})


def test_a_cell_is_not_said_to_be_the_place_it_is_near_and_no_place_is_named_twice() -> None:
    layer = cells(
        LayerName.ATTITUDE, felt("Nyland", 1.2, 1, "1.1"), felt("Nyland", 1.1, 1, "1.2"), felt("Väja", -1, -1)
    )
    assert str(headline_of(layer)) == (
        "People feel better about ground near Nyland than about the rest, and worse about ground near Väja."
    )


def test_cells_without_a_name_or_with_one_on_both_sides_are_counted() -> None:
    for one, other in (("", "Väja"), ("Väja", "Väja"), ("", "")):
        said = str(
            headline_of(cells(LayerName.ATTITUDE, felt(one, 1.2, 1, "1.1"), felt(other, -1.0, -1, "1.2")))
        )
        assert said == "People feel better about 1 areas than about the rest, and worse about 1."


def test_cells_that_changed_are_named_after_places_only_where_each_has_its_own() -> None:
    one, other = replace(moved("Väja", -0.6), id="1.1"), replace(moved("Nyland", 0.7), id="1.2")
    assert str(headline_of(cells(LayerName.CHANGE, one, other))) == (
        "People feel better than before about ground near Nyland, and worse about ground near Väja."
    )
    nameless = replace(moved("", 0.7), id="1.3")
    assert "about 1 areas, and worse about 1." in str(headline_of(cells(LayerName.CHANGE, one, nameless)))


def test_a_map_that_shows_nothing_says_so_instead_of_how_to_read_it() -> None:
    for name in PUBLIC_LAYERS:
        empty = replace(layer_of(name), people=0, captions=(say("How to read this."), say("180 were asked.")))
        said = [str(caption) for caption in with_headline(empty).captions]
        assert said[0].startswith("Nobody has ")
        assert said[1:] == ["180 were asked."]


def test_a_project_without_answers_says_so_and_what_to_wait_for() -> None:
    for name in PUBLIC_LAYERS:
        empty = replace(layer_of(name), people=0, denominator=0)
        said = [str(caption) for caption in with_headline(empty).captions]
        assert said[0] == "There are no answers here yet."
        assert "imported" in said[1]
        assert len(said) == 2


def test_a_name_from_right_to_left_is_kept_from_turning_the_headline_round() -> None:
    for name, written in (("مرحبا", "\u2068مرحبا\u2069"), ("a\u202eb", "\u2068ab\u2069"), ("Ånge", "Ånge")):
        said = str(with_headline(layer_of(LayerName.DESTINATIONS, thing(name, 30))).captions[0])
        assert said == f"More people go to {written} than anywhere else: 30 of 180."


def test_nobody_is_only_said_where_it_may_be_told() -> None:
    hidden = replace(layer_of(LayerName.DISTRICTS), people=0, denominator=0, parameters={TOTALS_HIDDEN: True})
    few = replace(layer_of(LayerName.DISTRICTS, thing("Docksta", None, Status.TOO_FEW)), people=4)
    for layer in (hidden, few):
        assert str(with_headline(layer).captions[0]) == "Too few have answered for anything to be shown."


def test_many_people_are_not_said_to_be_too_few() -> None:
    for name in LayerName:
        layer = replace(layer_of(name, thing("Docksta", None, Status.TOO_FEW)), people=5552)
        said = [str(one) for one in with_headline(layer).captions]
        assert not any("Too few have answered" in one for one in said)
        if name not in (LayerName.COVERAGE, LayerName.CHANGE):  # they say themselves why they are empty
            assert said[0] == "People have answered, but too few about any one thing for it to be shown."


def test_a_reason_that_a_layer_gives_itself_comes_first() -> None:
    for reason in (caption_no_areas(), caption_no_feelings(), caption_no_homes()):
        layer = replace(layer_of(LayerName.ATTITUDE), people=0, captions=(reason,))
        assert with_headline(layer) == layer


@given(st.lists(st.integers(5, 60), min_size=1, max_size=12))
def test_the_order_of_features_does_not_change_the_headline(counts: list[int]) -> None:
    features = [thing(f"Place {index}", people) for index, people in enumerate(counts)]
    there = layer_of(LayerName.DESTINATIONS, *features)
    back = layer_of(LayerName.DESTINATIONS, *reversed(features))
    assert headline_of(there) == headline_of(back)


def image(name: str, inside: float | None, outside: float | None, half: float = 0.2) -> Feature:
    values: dict[str, Value] = {}
    for side, mean in (("self", inside), ("outside", outside)):
        values[f"{side}_image"] = mean
        values[f"{side}_lo90"] = None if mean is None else mean - half
        values[f"{side}_hi90"] = None if mean is None else mean + half
    return thing(name, 20, **values)


def test_the_clearest_gap_between_self_image_and_outsiders_is_told() -> None:
    layer = layer_of(LayerName.RELATIONS, image("Kramfors", 0.84, -0.2), image("Nyland", -0.9, 0.1),
                     image("Frånö", None, 2.0))  # fmt: skip
    assert str(headline_of(layer)) == (
        "Those who live in Kramfors see it better than others do: +0.8 against −0.2."
    )
    layer = layer_of(LayerName.RELATIONS, image("Nyland", -0.9, 0.1))
    assert "in Nyland see it worse than others do: −0.9 against +0.1." in str(headline_of(layer))


def test_images_that_cannot_be_told_apart_are_said_to_be_alike() -> None:
    layer = layer_of(LayerName.RELATIONS, image("Kramfors", 0.8, -0.2, half=0.6))
    assert "see it alike, as far as these answers can tell" in str(headline_of(layer))
    assert headline_of(layer_of(LayerName.RELATIONS, image("Frånö", None, 1.0))) is None


def moved(name: str, difference: float, *, flagged: bool = True) -> Feature:
    direction = 0 if not flagged else 1 if difference > 0 else -1
    return thing(name, 40, difference=difference, flagged=flagged, direction=direction)


def test_areas_that_changed_are_named_the_largest_change_first() -> None:
    layer = layer_of(LayerName.CHANGE, moved("Väja", -0.6), moved("Frånö", 0.4), moved("Kramfors", 0.7))
    assert str(headline_of(layer)) == (
        "People feel better than before about Kramfors and Frånö, and worse about Väja."
    )
    assert str(headline_of(layer_of(LayerName.CHANGE, moved("Väja", -0.6)))) == (
        "People feel worse than before about Väja."
    )


def test_a_change_that_is_not_flagged_is_in_no_headline() -> None:
    layer = layer_of(LayerName.CHANGE, moved("Kramfors", 1.5, flagged=False))
    assert headline_of(layer) is None
    assert with_headline(layer).captions == layer.captions


def test_many_changes_are_counted_and_not_listed() -> None:
    layer = layer_of(
        LayerName.CHANGE, *[moved(f"Area {n}", 0.5 + n / 10) for n in range(4)], moved("Väja", -1)
    )
    assert "about 4 areas, and worse about 1." in str(headline_of(layer))


def asked(name: str, mean: float, half: float = 0.2, scale: tuple[str, ...] = ("1", "5")) -> Feature:
    return thing(name, 40, group="", mean=mean, lo90=mean - half, hi90=mean + half, scale=scale)


def test_one_question_about_the_municipality_tells_its_mean_and_scale() -> None:
    layer = layer_of(LayerName.ORGANISATION, asked("Do you trust us?", 3.44))
    assert str(headline_of(layer)) == (
        "“Do you trust us?” On a scale from 1 to 5 people answer 3.4 on average."
    )


def test_several_questions_are_ranked_only_on_one_scale_and_where_they_differ() -> None:
    two = (asked("Trust?", 3.9), asked("Say?", 2.1))
    assert str(headline_of(layer_of(LayerName.ORGANISATION, *two))) == (
        "Highest answers (3.9): “Trust?” Lowest (2.1): “Say?”"
    )
    assert headline_of(layer_of(LayerName.ORGANISATION, two[0], asked("Say?", 3.8))) is None
    assert (
        headline_of(layer_of(LayerName.ORGANISATION, two[0], asked("Say?", 2.1, scale=("0", "10")))) is None
    )


def test_a_layer_that_knows_why_it_is_empty_says_it_itself() -> None:
    for name in (LayerName.ORGANISATION, LayerName.COVERAGE, LayerName.CHANGE):
        empty = replace(layer_of(name), people=0)
        assert with_headline(empty).captions == empty.captions


def test_names_inside_a_list_are_kept_from_turning_the_sentence_round() -> None:
    layer = layer_of(LayerName.CHANGE, moved("مرحبا", 0.7))
    assert "\u2068مرحبا\u2069" in str(with_headline(layer).captions[0])
