"""Write a mapping as TOML that explains itself, in the reader's language."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from mentalmap.exchange.mapped_questions import MappedQuestion
from mentalmap.exchange.mapping import ImportField, ImportMapping
from mentalmap.exchange.recognising.answers import suggest_answers
from mentalmap.messages import Message, say, say_n

if TYPE_CHECKING:
    from mentalmap.exchange.reading import Source

MEANINGS: Mapping[ImportField, Message] = {
    ImportField.RESPONDENT: say("who was asked: a number or code for each person, never a name"),
    ImportField.ID: say("a number of the row itself, so that the same row is not stored twice"),
    ImportField.LON: say("longitude in degrees, in Sweden 10 to 25"),
    ImportField.LAT: say("latitude in degrees, in Sweden 55 to 70"),
    ImportField.WKT: say("geometry as WKT, such as POINT (18 63)"),
    ImportField.EASTING: say("easting in metres, needs crs"),
    ImportField.NORTHING: say("northing in metres, needs crs"),
    ImportField.PLACE: say("name of a place, looked up in the project's places"),
    ImportField.ORIGIN: say("place where a route starts"),
    ImportField.DESTINATION: say("place where a route ends"),
    ImportField.KIND: say("what the mark is about, see values.kind"),
    ImportField.VALENCE: say("how it feels, from −2 to +2"),
    ImportField.VALENCE_SOURCE: say("who set the valence"),
    ImportField.PURPOSES: say("why people go there; several are separated by a semicolon"),
    ImportField.THEMES: say("themes of the codebook; several are separated by a semicolon"),
    ImportField.QUOTE: say("what was said, in own words"),
    ImportField.LANGUAGE: say("language of the quote, such as sv"),
    ImportField.PRECISION: say("exact, street or village"),
    ImportField.NATURE: say("of a barrier: physical or emotional"),
    ImportField.SAID_ON: say("date"),
    ImportField.HOME_AREA: say("area in which the person lives"),
    ImportField.AGE: say("age in years, year of birth or age band"),
    ImportField.GENDER: say("woman, man or other"),
    ImportField.GROUP: say("group that the person belongs to"),
    ImportField.CHANNEL: say("interview, web, workshop, paper or import"),
    ImportField.CONSENT_VERSION: say("version of the text that the person agreed to"),
    ImportField.WEIGHT: say("how many people the row stands for"),
}

MOST_UNSETTLED = 200

Translate = Callable[[str], str]
TranslateSeveral = Callable[[str, str, int], str]


def mapping_template(
    mapping: ImportMapping,
    source: Source,
    gettext: Translate | None = None,
    ngettext: TranslateSeveral | None = None,
    doubts: Iterable[Message] = (),
    unsettled: Sequence[tuple[str, tuple[str, ...], int]] = (),
) -> str:
    """
    Write a mapping as commented TOML that `parse_mapping` reads back.

    Parameters
    ----------
    mapping
        What is known already.
    source
        The file; its columns that are not used yet are listed, with an example of each.
    gettext, ngettext
        The catalogue of the reader's language; English without them.
    doubts
        What a person should settle; they stand at the top.
    unsettled
        Names that are no place: as written, what may be meant, in how many cells. They become lines
        that a person may take the # from.
    """
    writer = _Writer(gettext or str, ngettext or (lambda one, many, n: one if n == 1 else many))
    writer.note(
        say(
            "How the columns of “%(file)s” become marks on the mental map. Lines that begin with # are "
            "not read.",
            file=source.path.name,
        )
    )
    doubts = tuple(doubts)
    if doubts:
        writer.gap()
        writer.note(say("To be settled:"))
        for doubt in doubts:
            writer.note(doubt, bullet=True)
    _write_options(writer, mapping)
    _write_columns(writer, mapping, source)
    _write_constants(writer, mapping)
    for field, words in mapping.values.items():
        writer.table(f"values.{field.value}", say("What the file's own words mean, on the right our code."))
        for word, code in words.items():
            writer.pair(word, code)
        if field is ImportField.PLACE:
            _write_unsettled(writer, unsettled)
    if unsettled and ImportField.PLACE not in mapping.values:
        writer.table("values.place")
        _write_unsettled(writer, unsettled)
    _write_answers(writer, mapping, suggest_answers(mapping, source))
    for block in mapping.perceptions:
        writer.gap()
        writer.note(say("Each row yields a mark of this kind, where one of these cells is filled."))
        writer.line("[[perceptions]]")
        writer.pair("kind", block.kind.value)
        for prefix, pairs in (("columns", block.columns), ("constants", block.constants)):
            for field, value in pairs.items():
                writer.line(f"{prefix}.{field.value} = {_toml(value)}")
    return writer.text()


class _Writer:
    def __init__(self, gettext: Translate, ngettext: TranslateSeveral) -> None:
        self._gettext, self._ngettext = gettext, ngettext
        self._lines: list[str] = []

    def say(self, message: Message) -> str:
        """Render a message on one line, so that it stays a comment."""
        return " ".join(message.render(self._gettext, self._ngettext).split())

    def note(self, message: Message, *, bullet: bool = False) -> None:
        first, rest = ("# - ", "#   ") if bullet else ("# ", "# ")
        self._lines += textwrap.wrap(
            _plain(self.say(message)), 100, initial_indent=first, subsequent_indent=rest
        )

    def gap(self) -> None:
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def line(self, text: str) -> None:
        self._lines.append(text)

    def table(self, name: str, note: Message | None = None) -> None:
        self.gap()
        if note is not None:
            self.note(note)
        self.line(f"[{name}]")

    def pair(self, key: str, value: object, note: str = "") -> None:
        self.line(f"{_toml_key(key)} = {_toml(value)}" + (f"  # {_plain(note)}" if note else ""))

    def question(self, column: str, question: MappedQuestion, mark: str = "") -> None:
        """Write a question on one line, so that a # takes it out and no table begins in between."""
        text = f"{_toml(column)} = {_toml(question.model_dump(exclude_defaults=True))}"
        self.line(mark + _plain(text) if mark else text)

    def text(self) -> str:
        return "\n".join(self._lines) + "\n"


def _write_unsettled(writer: _Writer, unsettled: Sequence[tuple[str, tuple[str, ...], int]]) -> None:
    """Write what may be meant by names that are no place, as comments: nobody has said so yet."""
    if not unsettled:
        return
    writer.note(
        say(
            "Names that are not among the project's places. Write on the right which place is meant and "
            "take away the #; empty quotation marks leave the marks out."
        )
    )
    for word, instead, count in unsettled[:MOST_UNSETTLED]:
        told = writer.say(say_n("%(n)s cell", "%(n)s cells", count))
        told += "; " + ", ".join(instead[1:]) if len(instead) > 1 else ""
        writer.line(f"# {_toml(word)} = {_toml(instead[0] if instead else '')}  # {_plain(told)}")


def _write_options(writer: _Writer, mapping: ImportMapping) -> None:
    writer.gap()
    if mapping.crs is not None:
        writer.note(
            say("Coordinate system of wkt, easting and northing, as EPSG number: 3006 is SWEREF 99 TM.")
        )
        writer.pair("crs", mapping.crs)
    if mapping.separators != (";", "|"):
        writer.pair("separators", list(mapping.separators))
    if mapping.decimal_comma is not None:
        writer.pair("decimal_comma", mapping.decimal_comma)
    if mapping.date_format is not None:
        writer.pair("date_format", mapping.date_format)
    chosen = mapping.file.model_dump(exclude_none=True)
    if chosen:
        writer.table("file")
        for key, value in chosen.items():
            writer.pair(key, value)
    if mapping.valence.scale is not None or mapping.valence.summary:
        writer.table("valence", say("The file's worst and best number; they become −2 and +2."))
        if mapping.valence.scale is not None:
            writer.pair("scale", list(mapping.valence.scale))
        if mapping.valence.summary:
            writer.pair("summary", True, writer.say(say("each row is the mean of several people")))


def _write_columns(writer: _Writer, mapping: ImportMapping, source: Source) -> None:
    writer.table("columns", say("On the left what we need, on the right the column of the file."))
    for field, column in mapping.columns.items():
        writer.pair(field.value, column, writer.say(MEANINGS[field]))
    used = mapping.column_names
    unused = [name for name in source.columns if name not in used]
    if unused:
        writer.gap()
        writer.note(say("Columns of the file that are not used:"))
        for name in unused:
            writer.line(_plain(f"#   {_toml(name)}{_example(source, name)}"))
    free = [field for field in ImportField if field not in mapping.columns]
    writer.note(say("What else a column may be:"))
    for field in free:
        writer.line(f'# {field.value} = ""  # {_plain(writer.say(MEANINGS[field]))}')


def _write_constants(writer: _Writer, mapping: ImportMapping) -> None:
    if mapping.perceptions and not mapping.constants:
        return
    writer.table("constants", say("What holds for every row."))
    for field, value in mapping.constants.items():
        writer.pair(field.value, value, writer.say(MEANINGS[field]))
    for field, example in ((ImportField.KIND, "destination"), (ImportField.CHANNEL, "interview")):
        if field not in mapping.constants and field not in mapping.columns and not mapping.perceptions:
            writer.line(f'# {field.value} = "{example}"')


def _write_answers(writer: _Writer, mapping: ImportMapping, suggested: Mapping[str, MappedQuestion]) -> None:
    """Write the questions, and as comments what looks like one: nobody has said so yet."""
    if not mapping.answers and not suggested:
        return
    writer.table(
        "answers",
        say(
            "Answers to questions that are not about places. On the left the column of the file; the key "
            "names the question in every round."
        ),
    )
    for column, question in mapping.answers.items():
        writer.question(column, question)
    if suggested:
        writer.note(
            say(
                "Columns that look like answers to choose from. Take away the # where they are, and add "
                'about = "organisation" where they say how people see the municipality.'
            )
        )
    for column, question in suggested.items():
        writer.question(column, question, "# ")


def _example(source: Source, name: str) -> str:
    for value in source.sample.column(name).slice(0, 50).to_pylist():
        if value is not None:
            return "  " + textwrap.shorten(value, 60, placeholder=" …")
    return ""


def _plain(text: str) -> str:
    """Keep control characters, which TOML forbids in comments, out of them."""
    return "".join(character if character.isprintable() else " " for character in text)


def _toml_key(key: str) -> str:
    return key if key.replace("_", "").isalnum() and key.isascii() else _toml(key)


def _toml(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return repr(value)
        case dict():
            return "{ " + ", ".join(f"{_toml_key(key)} = {_toml(part)}" for key, part in value.items()) + " }"
        case list() | tuple():
            return "[" + ", ".join(_toml(part) for part in value) + "]"
    # A JSON string is a TOML basic string, but for DEL, which TOML wants escaped too.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
