"""A mapping file is strict: what it cannot mean is refused by name, with the nearest word that it can."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentalmap.domain.vocabulary import Kind
from mentalmap.errors import InvalidMappingError
from mentalmap.exchange.mapped_questions import AnswerForm, MappedQuestion, canonical
from mentalmap.exchange.mapping import (
    CONSTANT_FIELDS,
    PERCEPTION_FIELDS,
    FileOptions,
    ImportField,
    ImportMapping,
    PerceptionBlock,
    ValenceOptions,
    load_mapping,
    parse_mapping,
)
from mentalmap.exchange.mapping_template import MEANINGS, mapping_template
from mentalmap.exchange.reading import open_source
from mentalmap.exchange.reading.numbers import THOUSANDS
from mentalmap.messages import say
from tests.unit.foreign_files import write

WHOLE = """
crs = 3006
decimal_comma = true
date_format = "%d/%m %Y"
separators = [";"]

[file]
sheet = "Svar"

[columns]
respondent = "Intervju nr"
age = "Ålder"

[constants]
channel = "interview"
themes = ["trade", "service"]
valence = -2

[values.gender]
"Vill ej säga" = ""

[valence]
scale = [1, 5]
summary = true

[answers]
"Kommunen lyssnar" = { key = "org_listens", about = "organisation", values = { "Instämmer helt" = 5 } }

[[perceptions]]
kind = "destination"
columns.place = "Målpunkt 1"
columns.purposes = "Ärende 1"

[[perceptions]]
kind = "barrier"
columns.place = "Hinder"
constants.nature = "emotional"
"""


def test_a_whole_mapping_is_read() -> None:
    mapping = parse_mapping(WHOLE)
    assert mapping.columns == {ImportField.RESPONDENT: "Intervju nr", ImportField.AGE: "Ålder"}
    assert mapping.constants[ImportField.THEMES] == "trade;service"
    assert mapping.constants[ImportField.VALENCE] == "-2"
    assert mapping.valence == ValenceOptions(scale=(1, 5), summary=True)
    assert [block.kind for block in mapping.perceptions] == [Kind.DESTINATION, Kind.BARRIER]
    assert mapping.answers["Kommunen lyssnar"].values == {"Instämmer helt": "5"}
    assert mapping.answers["Kommunen lyssnar"].settled_form is AnswerForm.SCALE
    assert mapping.column_names == {
        *("Intervju nr", "Ålder", "Målpunkt 1", "Ärende 1", "Hinder", "Kommunen lyssnar")
    }


@pytest.mark.parametrize(
    ("text", "key", "nearest"),
    [
        ("colums.place = 'x'", "colums", "columns"),
        ("columns.plaec = 'x'", "columns.plaec", "place"),
        ("values.knid = {a = 'b'}", "values.knid", "kind"),
        ("valence.scal = [1, 5]", "valence.scal", "scale"),
        ("file.shet = 'x'", "file.shet", "sheet"),
        ("answer = {}", "answer", "answers"),
        ("answers.Lyssnar = {key = 'a', wordng = 'x'}", "answers.Lyssnar.wordng", "wording"),
        ("[[perceptions]]\nkind = 'destinaton'\ncolumns = {}", "destinaton", "destination"),
        ("[[perceptions]]\nkind = 'route'\ncolumns.orign = 'x'", "orign", "origin"),
    ],
)
def test_an_unknown_key_is_named_with_the_nearest(text: str, key: str, nearest: str) -> None:
    with pytest.raises(InvalidMappingError) as refused:
        parse_mapping(text, "min.toml")
    assert key in str(refused.value) and "min.toml" in str(refused.value)
    assert f"“{nearest}”" in str(refused.value.remedy)


@pytest.mark.parametrize(
    "text",
    [
        "a =",
        "crs = 'SWEREF'",
        "valence.scale = [3, 3]",
        "valence.scale = [1, 2, 3]",
        "constants.respondent = '7'",
        "separators = ['och']",
        "[[perceptions]]\nkind = 'route'\ncolumns.age = 'x'",
        "[[perceptions]]\nkind = 'route'",
        "columns = 5",
        "answers = 5",
        "answers.Lyssnar = 'org_listens'",
        "answers.Lyssnar = {}",
        "answers.Lyssnar = {key = ''}",
        "answers.Lyssnar = {key = 'Lyssnar'}",
        "answers.Lyssnar = {key = 'a:b'}",
        "answers.Lyssnar = {key = '" + "a" * 65 + "'}",
        "answers.Lyssnar = {key = 'a', form = 'text'}",
        "answers.Lyssnar = {key = 'a', about = 'school'}",
        "answers.Lyssnar = {key = 'a', form = 'scale', values = {ja = 'yes'}}",
        "answers.Lyssnar = {key = 'a', values = {ja = true}}",
        "answers.Lyssnar = {key = 'a', values = {ja = '" + "x" * 101 + "'}}",
        "answers.Lyssnar = {key = 'a', values = {" + ", ".join(f"a{n} = {n}" for n in range(64)) + "}}",
        "answers = {A = {key = 'a'}, B = {key = 'a'}}",
        "x = " + "[" * 5000,
    ],
)
def test_what_a_mapping_cannot_mean_is_refused(text: str) -> None:
    with pytest.raises(InvalidMappingError):
        parse_mapping(text)


def test_a_missing_or_foreign_mapping_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidMappingError, match="cannot be opened"):
        load_mapping(tmp_path / "saknas.toml")
    with pytest.raises(InvalidMappingError, match="UTF-8"):
        load_mapping(write(tmp_path, "columns.place = 'Målpunkt'", "a.toml", encoding="cp1252"))
    assert load_mapping(write(tmp_path, "columns.place = 'Målpunkt'", "b.toml", encoding="utf-8-sig"))


def test_every_field_has_a_meaning() -> None:
    assert set(MEANINGS) == set(ImportField)


NAMES = st.text(min_size=1, max_size=12)
NUMBERS = st.floats(-100, 100).map(lambda number: round(number, 2))
MAPPINGS = st.builds(
    ImportMapping,
    file=st.builds(FileOptions, sheet=st.none() | NAMES, delimiter=st.none() | st.sampled_from(";\t")),
    columns=st.dictionaries(st.sampled_from(list(ImportField)), NAMES, max_size=4),
    constants=st.dictionaries(st.sampled_from(sorted(CONSTANT_FIELDS)), NAMES, max_size=3),
    values=st.dictionaries(
        st.sampled_from(list(ImportField)), st.dictionaries(NAMES, NAMES, min_size=1, max_size=3), max_size=2
    ),
    valence=st.builds(
        ValenceOptions,
        scale=st.none() | st.tuples(NUMBERS, NUMBERS).filter(lambda ends: ends[0] != ends[1]),
        summary=st.booleans(),
    ),
    crs=st.none() | st.just(3006),
    decimal_comma=st.none() | st.booleans(),
    date_format=st.none() | NAMES,
    answers=st.dictionaries(
        NAMES,
        st.builds(
            MappedQuestion,
            key=st.uuids().map(lambda number: f"q{number.hex}"),
            form=st.none() | st.just(AnswerForm.CHOICE),
            about=st.sampled_from([None, "", "organisation"]),
            wording=NAMES | st.just(""),
            values=st.dictionaries(NAMES, st.text("abc 1å\"'\\", max_size=5), max_size=3),
        ),
        max_size=2,
    ),
    perceptions=st.lists(
        st.builds(
            PerceptionBlock,
            kind=st.sampled_from(Kind),
            columns=st.dictionaries(
                st.sampled_from(sorted(PERCEPTION_FIELDS)), NAMES, min_size=1, max_size=3
            ),
        ),
        max_size=3,
    ).map(tuple),
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mapping=MAPPINGS, doubt=NAMES)
def test_a_template_reads_back_as_the_mapping_it_was_written_from(
    odd_source: object, mapping: ImportMapping, doubt: str
) -> None:
    text = mapping_template(mapping, odd_source, doubts=[say("%(doubt)s", doubt=doubt)])  # type: ignore[arg-type]
    assert parse_mapping(text) == mapping


@pytest.fixture
def odd_source(tmp_path: Path) -> object:
    """A file whose headers and cells hold everything that could break a comment or a quoted text."""
    path = write(tmp_path, 'a"b;c\\d;e#f;"g\nh";\u2028i\n"x\ny";[z];"""";]]];\x7f\n')
    with open_source(path) as source:
        return source


def test_a_template_speaks_the_readers_language_and_lists_unused_columns(tmp_path: Path) -> None:
    with open_source(write(tmp_path, "Plats;Citat\nNyland;Så fint\n")) as source:
        mapping = ImportMapping(columns={ImportField.PLACE: "Plats"})
        text = mapping_template(
            mapping, source, gettext=lambda sentence: sentence.upper().replace("%(FILE)S", "%(file)s")
        )
    assert 'place = "Plats"  # NAME OF A PLACE' in text
    assert '"Citat"  Så fint' in text


CLOSED = """Plats;Lyssnar;Resa;Ålder;Kod;Löpnr;Fritext;Lika
Nyland;5;bil;34;2;1;Det är mörkt vid bron när man går hem om kvällen;ja
Nyland;3;buss;51;950;2;Bussen går aldrig när man behöver den, sa hon;ja
Nyland;4;bil;18;31;3;Där finns allt;ja
Nyland;3;"bil; buss";77;402;4;Ingen plogar;ja
"""


def test_a_template_suggests_what_looks_like_answers_and_takes_none_of_it(tmp_path: Path) -> None:
    mapping = ImportMapping(columns={ImportField.PLACE: "Plats"})
    with open_source(write(tmp_path, CLOSED)) as source:
        text = mapping_template(mapping, source)
    assert parse_mapping(text) == mapping
    suggested = [line for line in text.splitlines() if "{ key = " in line]
    assert suggested == [
        '# "Lyssnar" = { key = "lyssnar", form = "scale" }',
        '# "Resa" = { key = "resa", form = "choice" }',
    ]
    taken = parse_mapping(text.replace("\n".join(suggested), "\n".join(line[2:] for line in suggested)))
    assert [question.key for question in taken.answers.values()] == ["lyssnar", "resa"]


@given(st.floats(-1e6, 1e6).map(lambda number: round(number, 3)))
def test_a_number_is_one_answer_however_it_is_written(number: float) -> None:
    text = f"{number:.3f}"
    written = {text, text + "0", " " + text + " ", text.replace(".", ","), text.replace("-", "−")}
    assert len({canonical(one) for one in written if not THOUSANDS.fullmatch(one.strip())}) == 1
    assert float(canonical(text) or "nan") == number


@pytest.mark.parametrize("text", ["", "fem", "nan", "inf", "1e9", "1;2", "1,000", "5 av 5", "1,2,3"])
def test_what_is_no_number_answers_no_scale(text: str) -> None:
    assert canonical(text) is None
