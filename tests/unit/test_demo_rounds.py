"""A synthetic round is plausible, repeatable, and consistent with itself."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest
import shapely

from mentalmap.demo import tendencies
from mentalmap.demo.codebook import AGE_BANDS, GROUPS, PURPOSES, THEMES
from mentalmap.demo.geography import DemoGeography, kramfors_geography
from mentalmap.demo.interviews import interviews_mapping, write_interviews_csv, write_interviews_xlsx
from mentalmap.demo.localities import BY_KEY
from mentalmap.demo.rounds import ROUND_NAMES, DemoRound, demo_generator, demo_round
from mentalmap.demo.sayings import sayings
from mentalmap.demo.telling import DemoPerception
from mentalmap.domain.synonyms import code_for
from mentalmap.domain.vocabulary import Channel, Kind
from mentalmap.errors import InvalidInputError
from mentalmap.exchange.mapping import parse_mapping


@pytest.fixture(scope="module")
def kramfors() -> DemoGeography:
    return kramfors_geography()


@pytest.fixture(scope="module")
def rounds(kramfors: DemoGeography) -> dict[str, DemoRound]:
    return {name: demo_round(name, demo_generator(name), kramfors) for name in ROUND_NAMES}


def told(rounds: dict[str, DemoRound]) -> list[DemoPerception]:
    return [one for demo in rounds.values() for one in demo.perceptions]


def scores_by_bygd(demo: DemoRound, kramfors: DemoGeography) -> dict[str, dict[str, list[int]]]:
    """Valences of every respondent in every bygd, by where the middle of the mark lies."""
    areas = kramfors.area_sets[0].areas
    tree = shapely.STRtree([area.geometry for area in areas])
    scored = [one for one in demo.perceptions if one.valence is not None and one.kind is not Kind.WISH]
    rows, hits = tree.query(
        shapely.point_on_surface([one.geometry for one in scored]), predicate="intersects"
    )
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row, hit in zip(rows, hits, strict=True):
        found[areas[hit].code][scored[row].respondent].append(scored[row].valence or 0)
    return found


def barrier_meant(one: DemoPerception) -> str:
    """The barrier of the same nature whose line the drawing follows most closely."""
    vertices = shapely.points(shapely.get_coordinates(one.geometry))

    def away(key: str) -> float:
        line = tendencies.BARRIERS[key].line
        known = shapely.LineString(line) if len(line) > 1 else shapely.Point(line[0])
        return float(np.mean(shapely.distance(vertices, known)))

    return min((key for key, known in tendencies.BARRIERS.items() if known.nature is one.nature), key=away)


def person_mean(scores: dict[str, list[int]]) -> float:
    return float(np.mean([np.mean(one) for one in scores.values()]))


def test_the_same_seed_tells_the_same_round(rounds: dict[str, DemoRound], kramfors: DemoGeography) -> None:
    assert demo_round("2016", demo_generator("2016"), kramfors) == rounds["2016"]


def test_another_seed_tells_another_round(rounds: dict[str, DemoRound], kramfors: DemoGeography) -> None:
    other = demo_round("2016", np.random.default_rng(1), kramfors)
    assert other.perceptions != rounds["2016"].perceptions
    assert len(other.responses) == 203


def test_an_unknown_round_is_refused(kramfors: DemoGeography) -> None:
    with pytest.raises(InvalidInputError, match="2031"):
        demo_round("2031", np.random.default_rng(1), kramfors)


def test_rounds_have_their_published_size(rounds: dict[str, DemoRound]) -> None:
    assert [len(rounds[name].responses) for name in ROUND_NAMES] == [203, 180]
    assert 1_350 < len(rounds["2016"].perceptions) < 1_700
    keys = [one.key for demo in rounds.values() for one in demo.responses]
    assert len(keys) == len(set(keys))


def test_every_channel_and_every_kind_is_used(rounds: dict[str, DemoRound]) -> None:
    for demo in rounds.values():
        assert {one.channel for one in demo.responses} == set(Channel) - {Channel.IMPORT}
        assert {one.kind for one in demo.perceptions} == set(Kind)


def test_everything_was_said_by_somebody_who_was_asked(rounds: dict[str, DemoRound]) -> None:
    for demo in rounds.values():
        asked = {one.key for one in demo.responses}
        speakers = {one.respondent for one in demo.perceptions}
        assert speakers < asked, "somebody was asked and marked nothing, or the denominator is untried"


def test_codes_come_from_the_codebook(rounds: dict[str, DemoRound], kramfors: DemoGeography) -> None:
    themes, purposes, groups = ({code.code for code in codes} for codes in (THEMES, PURPOSES, GROUPS))
    areas = {area.code for area in kramfors.area_sets[0].areas}
    for demo in rounds.values():
        assert {one.home_area for one in demo.responses} == areas
        assert {one.group for one in demo.responses} <= groups
        assert {one.age_band for one in demo.responses} <= {*AGE_BANDS, None}
    assert {theme for one in told(rounds) for theme in one.themes} == themes
    assert {purpose for one in told(rounds) for purpose in one.purposes} == purposes


def test_a_valence_has_a_source_and_stays_on_its_scale(rounds: dict[str, DemoRound]) -> None:
    for one in told(rounds):
        assert (one.valence is None) == (one.valence_source is None)
        assert one.valence is None or -2 <= one.valence <= 2


def test_only_barriers_have_a_nature_and_only_errands_a_purpose(rounds: dict[str, DemoRound]) -> None:
    for one in told(rounds):
        assert (one.nature is not None) == (one.kind is Kind.BARRIER)
        assert not one.purposes or one.kind in {Kind.DESTINATION, Kind.ROUTE}


def test_geometry_suits_the_kind(rounds: dict[str, DemoRound], kramfors: DemoGeography) -> None:
    for one in told(rounds):
        shape = one.geometry.geom_type
        assert one.geometry.is_valid
        if one.kind is Kind.ROUTE:
            assert shape == "LineString"
        elif one.kind is Kind.DISTRICT:
            assert shape == "Polygon"
        elif one.kind is Kind.BARRIER:
            assert shape in {"LineString", "Polygon"}
        elif shape == "Point":
            assert kramfors.land.covers(one.geometry), one
        assert kramfors.municipality.intersects(one.geometry)


def test_quotes_never_contradict_the_feeling_beside_them(rounds: dict[str, DemoRound]) -> None:
    for one in told(rounds):
        assert (one.quote is None) == (one.language is None)
        if one.quote and one.valence is not None:
            spans = [
                (saying.low, saying.high)
                for saying in sayings()[one.kind]
                if saying.text.replace("{place}", one.place or "") == one.quote
            ]
            assert any(low <= one.valence <= high for low, high in spans), one.quote


def test_quotes_are_many_varied_and_in_several_languages(rounds: dict[str, DemoRound]) -> None:
    assert sum(len(some) for some in sayings().values()) >= 120
    for demo in rounds.values():
        quotes = Counter(one.quote for one in demo.perceptions if one.quote)
        assert len(quotes) >= 120
        assert max(quotes.values()) <= 4
        assert not any("{" in quote for quote in quotes)
    assert {"sv", "ar", "ti", "fi", "en"} <= {one.language for one in told(rounds)}


def test_every_saying_fits_a_place_or_barrier_that_exists() -> None:
    for kind, some in sayings().items():
        known = set(tendencies.BARRIERS) if kind is Kind.BARRIER else set(BY_KEY)
        for saying in some:
            assert saying.places <= known, saying.text
            assert set(saying.themes) <= {theme.code for theme in THEMES}, saying.text
            assert saying.purposes <= {purpose.code for purpose in PURPOSES}, saying.text
            assert -2 <= saying.low <= saying.high <= 2
            assert saying.voice in {"", "young", "old"}


def test_attitudes_change_in_two_bygder_by_most_of_a_step(
    rounds: dict[str, DemoRound], kramfors: DemoGeography
) -> None:
    before, after = (scores_by_bygd(rounds[name], kramfors) for name in ROUND_NAMES)
    change = {code: person_mean(after[code]) - person_mean(before[code]) for code in before}
    assert 0.6 < change["kramfors"] < 1.0
    assert -1.0 < change["bollstabruk"] < -0.6
    heard = [code for code in before if min(len(before[code]), len(after[code])) >= 25]
    steady = [change[code] for code in heard if code not in {"kramfors", "bollstabruk"}]
    assert len(steady) >= 4
    assert max(map(abs, steady)) < 0.35


def test_some_bygd_is_spoken_of_by_too_few(rounds: dict[str, DemoRound], kramfors: DemoGeography) -> None:
    for demo in rounds.values():
        scores = scores_by_bygd(demo, kramfors)
        assert any(len(scores[area.code]) < 5 for area in kramfors.area_sets[0].areas)


def test_hardly_anybody_confirms_the_river_and_many_confirm_the_railway(
    rounds: dict[str, DemoRound],
) -> None:
    people: dict[str, set[str]] = defaultdict(set)
    for one in rounds["2016"].perceptions:
        if one.kind is Kind.BARRIER:
            people[barrier_meant(one)].add(one.respondent)
    assert 0 < len(people["river"]) < 8
    assert len(people["railway"]) > 3 * len(people["river"])
    assert len(people["e4_ullanger"]) > len(people["river"])


def test_one_eager_person_marks_more_than_anyone_and_is_one_person(rounds: dict[str, DemoRound]) -> None:
    marks = Counter(one.respondent for one in rounds["2016"].perceptions)
    (_, most), (_, next_most) = marks.most_common(2)
    assert most >= 26
    assert next_most < most


def test_the_spreadsheet_has_one_row_per_interview_in_swedish(
    rounds: dict[str, DemoRound], tmp_path: Path
) -> None:
    path = tmp_path / "intervjuer.csv"
    write_interviews_csv(rounds["2016"], path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == 203
    assert {row["Kanal"] for row in rows} == {"Intervju", "Webb", "Workshop", "Papper"}
    places = {row["Målpunkt 1 plats"] for row in rows} - {""}
    assert places <= {place.name for place in BY_KEY.values()}
    longitudes = {row["Barriär 1 longitud"] for row in rows} - {""}
    assert longitudes
    assert all("," in longitude and "." not in longitude for longitude in longitudes)


def test_workbook_and_csv_say_the_same(rounds: dict[str, DemoRound], tmp_path: Path) -> None:
    from openpyxl import load_workbook

    write_interviews_csv(rounds["2020"], tmp_path / "i.csv")
    write_interviews_xlsx(rounds["2020"], tmp_path / "i.xlsx")
    with (tmp_path / "i.csv").open(encoding="utf-8-sig", newline="") as file:
        plain = list(csv.reader(file, delimiter=";"))
    book = load_workbook(tmp_path / "i.xlsx")
    sheet = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    assert len(sheet) == len(plain) == 181
    assert list(sheet[0]) == plain[0]
    column = plain[0].index("Problem 1 citat")
    assert [row[column] or "" for row in sheet[1:]] == [row[column] for row in plain[1:]]


def test_the_mapping_of_the_spreadsheet_names_its_columns(
    rounds: dict[str, DemoRound], tmp_path: Path
) -> None:
    path = tmp_path / "i.csv"
    write_interviews_csv(rounds["2016"], path)
    headers = set(path.read_text(encoding="utf-8-sig").splitlines()[0].split(";"))
    mapping = parse_mapping(interviews_mapping(rounds["2016"]))
    assert mapping.column_names == headers
    assert {block.kind for block in mapping.perceptions} == set(Kind)


def test_the_importer_knows_the_words_of_the_spreadsheet() -> None:
    for purpose in PURPOSES:
        assert code_for("purpose", purpose.swedish) == purpose.code
    for group in GROUPS:
        assert code_for("group", group.swedish) == group.code
    for word in ("Intervju", "Webb", "Workshop", "Papper"):
        assert code_for("channel", word) is not None
    for word in ("Fysisk", "Känslomässig"):
        assert code_for("nature", word) is not None
