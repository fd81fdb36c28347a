from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.gazetteer import Gazetteer
from mentalmap.domain.matches import GazetteerEntry, Match, MatchStatus, describe_match, exact_name
from mentalmap.domain.names import key_of

NAMES = re.findall(
    r"\S+",
    "Kramfors Nordingrå Nyland Ullånger Docksta Hörnan Hornan Berg Styrnäs Sandö Bollstabruk Klockestrand "
    "Ytterlännäs Ås Höga-Kusten Bruket",
)


def place(name: str, *aliases: str, **facts) -> GazetteerEntry:
    return GazetteerEntry(facts.pop("id", name), name, aliases, **facts)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer([*(place(name) for name in NAMES), place("Sundsvall", "Svall", "سوندسفال", "Stor-Stan")])


def name_found(match: Match) -> str | None:
    return match.entry.name if match.entry else None


@pytest.mark.parametrize(
    ("text", "name", "status"),
    [
        ("Kramfors", "Kramfors", MatchStatus.EXACT),
        ("  kramfors\t", "Kramfors", MatchStatus.EXACT),
        ("HÖRNAN", "Hörnan", MatchStatus.EXACT),
        ("Ho\u0308rnan", "Hörnan", MatchStatus.EXACT),  # ö in two parts, as a Mac writes it
        ("i Kramfors", "Kramfors", MatchStatus.EXACT),
        ("på Sandö", "Sandö", MatchStatus.EXACT),
        ("Kramfors (nere vid torget)", "Kramfors", MatchStatus.EXACT),
        ("Styrnäs", "Styrnäs", MatchStatus.EXACT),
        ("Höga-Kusten", "Höga-Kusten", MatchStatus.EXACT),
        ("Svall", "Sundsvall", MatchStatus.ALIAS),
        ("سوندسفال", "Sundsvall", MatchStatus.ALIAS),
        ("\u200fسوندسفال\u200f", "Sundsvall", MatchStatus.ALIAS),
        ("Nordingrås", "Nordingrå", MatchStatus.GENITIVE),
        ("Nylands", "Nyland", MatchStatus.GENITIVE),
        ("Nyland:s", "Nyland", MatchStatus.GENITIVE),
        ("Nyland’s", "Nyland", MatchStatus.GENITIVE),
        ("Svalls", "Sundsvall", MatchStatus.GENITIVE),
        ("Nordingrå kyrka", "Nordingrå", MatchStatus.COMPOUND),
        ("Nordingrås kyrka", "Nordingrå", MatchStatus.COMPOUND),
        ("Nordingråbygden", "Nordingrå", MatchStatus.COMPOUND),
        ("Nordingråbygdens", "Nordingrå", MatchStatus.COMPOUND),
        ("Nordingrå-bygden", "Nordingrå", MatchStatus.COMPOUND),
        ("Ullångersskolan", "Ullånger", MatchStatus.COMPOUND),
        ("Nylandsborna", "Nyland", MatchStatus.COMPOUND),
        ("Kramforstrakten", "Kramfors", MatchStatus.COMPOUND),
        ("Kramfors centrum", "Kramfors", MatchStatus.COMPOUND),
        ("Kramfors C", "Kramfors", MatchStatus.COMPOUND),
        ("centrala Kramfors", "Kramfors", MatchStatus.COMPOUND),
        ("Sundsvallshamnen", "Sundsvall", MatchStatus.COMPOUND),
    ],
)
def test_a_name_is_read_by_the_rules_of_the_language(gazetteer, text, name, status):
    match = gazetteer.find(text)
    assert (name_found(match), match.status) == (name, status)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("Ulånger", "Ullånger"),
        ("Nylnad", "Nyland"),  # two letters turned
        ("Ullanger", "Ullånger"),  # a keyboard without å
        ("Nordingra", "Nordingrå"),
        ("Höga Kusten", "Höga-Kusten"),
        ("Kramforss", "Kramfors"),
        ("Kramfors kommun", "Kramfors"),  # the municipality is not the town
        ("där borta vid Docksta någonstans", "Docksta"),
        ("Parken, Kramfors", "Kramfors"),
        ("Dockstabron", "Docksta"),  # a bridge is not the village
        ("vid Nylandsbron", "Nyland"),
        ("Höga-Kustenbron", "Höga-Kusten"),
        ("Kramforsbo", "Kramfors"),
    ],
)
def test_what_only_resembles_a_name_is_offered_and_never_taken(gazetteer, text, offered):
    match = gazetteer.find(text)
    assert match.status is MatchStatus.FUZZY
    assert match.entry is None
    assert match.suggestions[0].name == offered


@pytest.mark.parametrize(
    "text",
    [
        "Xyzzy",
        "Bruk",  # not Bruket: the ending may be another place
        "Hörna",
        "Bergskolan",  # a mountain's school, or a mining school
        "Sandviken",
        "Åsviken",
        "Tramfors",  # another first letter is another name
        "Å",
        "s",
        ":s",
        "-",
        "()",
        "",
        " \t\n",
        "\x00",
        "\u202e\u202c",
        "1234",
        "'; DROP TABLE place; --",
        "%(name)s %d",
        "x" * 10_000_000,
        "Kramfors " * 1_000_000,
    ],
    ids=range(21),
)
def test_what_is_no_place_is_unknown(gazetteer, text):
    match = gazetteer.find(text)
    assert match == Match(MatchStatus.UNKNOWN)
    problem, remedy = describe_match(match, text)
    assert len(str(problem)) < 200
    assert str(remedy)


def test_the_s_of_kramfors_is_never_taken_away():
    without_kramfors = Gazetteer([place("Kramfor"), place("Styrnä")])
    for text in ("Kramfors", "Styrnäs", "i Kramfors", "Kramfors skola"):
        assert without_kramfors.find(text).entry is None


def test_a_name_as_written_goes_before_every_rule():
    both = Gazetteer(
        [place("Ny"), place("Nys"), place("Docksta"), place("Dockstabron"), place("Ullånger-Docksta")]
    )
    assert name_found(both.find("Nys")) == "Nys"
    assert name_found(both.find("Dockstabron")) == "Dockstabron"
    assert [name_found(match) for match in both.find_all("Ullånger-Docksta")] == ["Ullånger-Docksta"]


def test_a_name_goes_before_another_places_alias():
    both = Gazetteer([place("Hammarsbruk", "Hammar"), place("Hammar")])
    assert name_found(both.find("Hammar")) == "Hammar"


def test_two_spellings_that_differ_by_a_dot_stay_two_places(gazetteer):
    assert name_found(gazetteer.find("Hornan")) == "Hornan"
    assert name_found(gazetteer.find("Hörnan")) == "Hörnan"


def test_a_pair_names_two_places(gazetteer):
    assert gazetteer.find("Ullånger-Docksta").status is MatchStatus.AMBIGUOUS
    for text in ("Ullånger-Docksta", "Ullånger – Docksta", "Ullånger/Docksta", "Ullånger och Docksta"):
        assert [name_found(match) for match in gazetteer.find_all(text)] == ["Ullånger", "Docksta"]
    matches = gazetteer.find_all("Nylands, Xyzzy & Kramfors C")
    assert [match.status for match in matches] == [
        MatchStatus.GENITIVE,
        MatchStatus.UNKNOWN,
        MatchStatus.COMPOUND,
    ]


def test_a_list_without_end_is_not_a_list_of_places(gazetteer):
    assert len(gazetteer.find_all("Nyland," * 20)) == 1
    assert len(gazetteer.find_all("Nyland," * 1_000_000)) == 1


HOMONYMS = Gazetteer(
    [
        place("Näsviken", id="farm", type="farm", lon=17.90, lat=62.90),
        place("Näsviken", id="hamlet", type="locality", population=50, lon=17.20, lat=61.70),
        place("Näsviken", id="town", type="locality", population=900, lon=15.40, lat=64.00),
        place("Näsviken", id="somewhere", type="lake"),
    ]
)


def test_of_several_places_of_one_name_the_larger_stands_first_and_we_ask():
    match = HOMONYMS.find("Näsviken")
    assert (match.status, match.entry) == (MatchStatus.AMBIGUOUS, None)
    assert [entry.id for entry in match.suggestions] == ["town", "hamlet", "somewhere", "farm"]


def test_of_several_places_of_one_name_the_nearest_stands_first_and_we_still_ask():
    match = HOMONYMS.find("Näsvikens", near=(17.85, 62.93))
    assert (match.status, match.entry) == (MatchStatus.AMBIGUOUS, None)
    assert [entry.id for entry in match.suggestions] == ["farm", "hamlet", "town", "somewhere"]


def test_asking_near_one_place_does_not_change_the_next_answer():
    HOMONYMS.find("Näsviken", near=(17.85, 62.93))
    assert HOMONYMS.find("Näsviken").suggestions[0].id == "town"


def test_suggestions_begin_with_what_is_meant_most_likely(gazetteer):
    def names(text: str) -> list[str]:
        return [entry.name for entry in gazetteer.suggest(text)]

    assert names("ul") == ["Ullånger"]
    assert names("hor") == ["Hornan", "Hörnan"]
    assert names("Nordngrå") == ["Nordingrå"]
    assert names("Kramfors")[0] == "Kramfors"
    assert names("") == names("x" * 10_000_000) == []
    assert len(gazetteer.suggest("s", limit=2)) == 2


def test_a_question_is_asked_in_words_that_help(gazetteer):
    def asked(text: str) -> tuple[str, str]:
        problem, remedy = describe_match(gazetteer.find(text), text)
        return str(problem), str(remedy)

    assert asked("Ulånger") == (
        "“Ulånger” is not in the gazetteer.",
        "Did you mean Ullånger? Write it so, or add an alias with mentalmap import places.",
    )
    assert asked("") == ("The name of the place is missing.", "Fill it in, or leave the row out.")
    assert "mentalmap import places" in asked("Xyzzy")[1]
    assert asked("Nylands")[0] == "“Nylands” was read as Nyland."
    assert "\u202e" not in asked("\u202eabc\u202c")[0]
    problem, _ = describe_match(HOMONYMS.find("Näsviken"), "Näsviken")
    assert "Näsviken (farm, 17.900, 62.900)" in str(problem)


def test_a_namesake_is_named_by_its_position_as_the_question_writes_it():
    for text in ("Näsviken (17.900, 62.900)", "Näsviken (farm, 17.900, 62.900)"):
        assert HOMONYMS.find(text).entry is HOMONYMS.with_id("farm")
    assert HOMONYMS.find("Näsviken (17.100, 62.900)").status is MatchStatus.AMBIGUOUS
    match = HOMONYMS.find("Näsviken")
    assert "[values.place]" in str(describe_match(match, "Näsviken")[1])
    for entry in match.suggestions[:2]:
        assert HOMONYMS.find(exact_name(entry, match.suggestions)).entry is entry


word = st.text("abdefghijklmnoprtuvyåäö", min_size=2, max_size=12).map(str.capitalize)
distinct_names = st.lists(word, min_size=1, max_size=8, unique_by=key_of)


@given(distinct_names, st.data())
def test_every_entry_is_found_by_its_own_name(names, data):
    chosen = data.draw(st.sampled_from(names))
    entries = [place(name, id=str(number)) for number, name in enumerate(names)]
    match = Gazetteer(entries).find(data.draw(st.sampled_from([chosen, chosen.upper(), f" {chosen} "])))
    assert (match.status, name_found(match)) == (MatchStatus.EXACT, chosen)


@given(distinct_names, st.data())
def test_a_genitive_s_hides_no_name_that_does_not_end_in_s(names, data):
    chosen = data.draw(st.sampled_from(names))
    if (chosen + "s").lower().endswith(("fors", "näs", "hus")):
        return  # there the s is the name's own, as the test of Kramfors says
    match = Gazetteer([place(name) for name in names]).find(chosen + "s")
    assert (match.status, name_found(match)) == (MatchStatus.GENITIVE, chosen)


@given(st.text() | st.text("Kramforsnydåö s-,()'\u202e").map(lambda text: "Kramfors" + text))
def test_only_a_certain_match_carries_a_place(text):
    gazetteer = Gazetteer([place("Kramfors"), place("Nyland"), place("Nyland", id="other")])
    match = gazetteer.find(text)
    uncertain = match.status in (MatchStatus.FUZZY, MatchStatus.AMBIGUOUS, MatchStatus.UNKNOWN)
    assert (match.entry is None) == uncertain
    assert match.status is not MatchStatus.UNKNOWN or not match.suggestions
    assert match.entry is None or not match.suggestions
    assert gazetteer.find(text) == match
    assert gazetteer.find_all(text)
    assert all(str(message) for message in describe_match(match, text))


@given(st.text(max_size=400), st.lists(st.text(max_size=20), max_size=5))
def test_no_gazetteer_and_no_text_can_make_it_fail(text, names):
    gazetteer = Gazetteer(
        [GazetteerEntry(str(number), name, (name[::-1],)) for number, name in enumerate(names)]
    )
    match = gazetteer.find(text, near=(float("nan"), 1e9))
    assert set(match.suggestions) <= set(gazetteer.entries)
    assert set(gazetteer.suggest(text)) <= set(gazetteer.entries)


def test_every_swedish_place_is_found_or_asked_about(project_root: Path):
    path = project_root.parent / "shared/data/sweden/geonames_se.csv"
    if not path.exists():
        pytest.skip("the list of Swedish places is not on this machine")
    with path.open(encoding="utf-8", newline="") as file:
        entries = [
            GazetteerEntry(
                row["geonameid"],
                row["name"],
                tuple(row["alternatenames"].split("|")),
                float(row["lon"]),
                float(row["lat"]),
            )
            for row in csv.DictReader(file)
        ]
    gazetteer = Gazetteer(entries)
    written = [*((entry, entry.name) for entry in entries)]
    written += [(entry, entry.name + "s") for entry in entries if entry.name[-1] not in "sxz"]
    for entry, text in written:
        match = gazetteer.find(text)
        assert entry in (match.entry, *match.suggestions), text
    certain = [
        match.entry for match in map(gazetteer.find, (entry.name for entry in entries)) if match.accepted
    ]
    assert len(certain) > 1_100
