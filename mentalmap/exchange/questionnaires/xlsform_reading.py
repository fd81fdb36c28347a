"""The sheets of an XLSForm as a questionnaire: ours come back as they were, others as far as they can."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mentalmap.domain.printable import printable
from mentalmap.domain.vocabulary import Kind
from mentalmap.errors import Fault
from mentalmap.exchange.questionnaires.question_definitions import KEY, RESERVED
from mentalmap.exchange.questionnaires.values import LANGUAGE, pointer_to
from mentalmap.exchange.questionnaires.xlsform_conditions import read_condition
from mentalmap.exchange.questionnaires.xlsform_words import OTHER_NAMES
from mentalmap.exchange.questionnaires.xlsform_writing import OWN
from mentalmap.messages import Message, say

NumberedRow = tuple[int, Mapping[str, str]]
SHAPES = {"geopoint": "point", "geotrace": "line", "geoshape": "area"}
AS_TEXT = ("integer", "decimal", "date", "time", "datetime", "string")
NOT_KEPT = ("constraint", "calculation", "default", "choice_filter", "repeat_count", "trigger", "read_only")
_HEADER = re.compile(r"(label|hint)(?:::?\s*(.+))?", re.IGNORECASE)
_CODE = re.compile(r".*\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*")


@dataclass(frozen=True, slots=True)
class Note:
    """What was left out or read otherwise; `row` as a spreadsheet numbers it."""

    row: int | None
    message: Message


@dataclass(slots=True)
class XlsformReader:
    """
    Reads the rows one by one.

    Parameters
    ----------
    kinds
        What geo questions are about that do not say it themselves, by their name in the form.
    """

    main_locale: str
    kinds: Mapping[str, str]
    choices: Mapping[str, Sequence[NumberedRow]]
    notes: list[Note] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    document: dict[str, Any] = field(default_factory=lambda: {"questions": []})
    _keys: dict[str, str] = field(default_factory=dict)
    _conditions: list[str] = field(default_factory=list)
    _repeat: dict[str, Any] | None = None  # the one we are in, as a question that awaits its place
    _repeat_name: str = ""

    def read_row(self, number: int, row: Mapping[str, str]) -> None:
        """Read one row of the sheet `survey`."""
        words = row.get("type", "").strip().split()
        if not words:
            return
        kind = words[0].lower()
        if kind in ("select", "begin", "end") and len(words) > 1:  # written with a blank in old forms
            kind, words = f"{kind}_{words[1].lower()}", words[1:]
        part = row.get(f"{OWN}part", "")
        if part in ("title", "information", "thanks") and kind == "note":
            self.document[part] = self.texts(number, row, "label")
        elif kind == "begin_repeat":
            self._begin_repeat(number, row)
        elif kind == "end_repeat":
            self._end_repeat(number)
        elif part and self._repeat is not None:
            return  # of our own repeat, which says all of it
        elif kind == "begin_group":
            self._conditions.append(row.get("relevant", ""))
            self.note(number, say("The group was flattened: its questions stand by themselves."))
        elif kind == "end_group":
            if self._conditions:
                self._conditions.pop()
        elif kind in SHAPES:
            self._read_place(number, row, kind)
        elif kind in ("select_one", "select_multiple"):
            self._read_choice(number, row, words)
        elif kind == "range":
            self._read_range(number, row)
        elif kind == "text" or kind in AS_TEXT:
            self._read_text(number, row, kind)
        elif kind == "image" and self._repeat is not None:
            self._repeat["settings"]["asks"].append("photo")
        else:
            self.note(
                number, say("“%(type)s” is not asked here; the row was left out.", type=printable(kind))
            )

    def texts(self, number: int, row: Mapping[str, str], name: str) -> dict[str, str]:
        """Gather the texts of a row's columns `label::Svenska (sv)`; a bare `label` is the main language."""
        found: dict[str, str] = {}
        for column, text in row.items():
            header = _HEADER.fullmatch(column.strip())
            if header is None or header[1].lower() != name or not text.strip():
                continue
            locale = self.main_locale if header[2] is None else locale_of(header[2])
            if locale is None:
                self.note(
                    number,
                    say(
                        "The language of the column “%(column)s” is not known; its text was left out.",
                        column=printable(column),
                    ),
                )
            else:
                found.setdefault(locale, text)
        return found

    def note(self, number: int | None, message: Message) -> None:
        """Note what was left out."""
        self.notes.append(Note(number, message))

    def _begin_repeat(self, number: int, row: Mapping[str, str]) -> None:
        if self._repeat is not None:
            self.note(
                number, say("A repeat inside a repeat is not known; its questions stand by themselves.")
            )
            return
        question = self._question(number, row, "perception", keep=bool(row.get(f"{OWN}kind")))
        self._repeat, self._repeat_name = question, row.get("name", "").strip()
        question["settings"]["asks"] = []
        if not row.get(f"{OWN}kind"):
            question["kind"] = None
            return
        question["kind"] = row[f"{OWN}kind"]
        question["settings"].update(
            shapes=row.get(f"{OWN}shapes", "").split(),
            asks=row.get(f"{OWN}asks", "").split(),
            about=row.get(f"{OWN}about", "") or "anywhere",
        )
        if row.get(f"{OWN}most"):
            question["settings"]["most"] = _number(row[f"{OWN}most"])
        self.document["questions"].append(question)

    def _end_repeat(self, number: int) -> None:
        if self._repeat is not None and self._repeat["kind"] is None:
            self.note(number, say("A repeat without a place was asked once instead."))
        self._repeat = None

    def _read_place(self, number: int, row: Mapping[str, str], geo_type: str) -> None:
        name = row.get("name", "").strip()
        kind = (
            row.get(f"{OWN}kind")
            or self.kinds.get(name)
            or self.kinds.get(self._repeat_name if self._repeat else "")
        )
        if kind not in set(Kind):
            self.faults.append(
                Fault(
                    pointer_to("survey", number),
                    say("Row %(row)s asks for a place, but not what the place is.", row=number),
                    say(
                        "Say which kind “%(name)s” is, for example in a column mentalmap::kind: %(kinds)s.",
                        name=printable(name),
                        kinds=", ".join(Kind),
                    ),
                    "kind_needed",
                )
            )
        question = self._question(number, row, "perception")
        question["kind"] = kind if kind in set(Kind) else Kind.LANDMARK.value
        question["settings"]["shapes"] = [SHAPES[geo_type]]
        repeat = self._repeat
        if repeat is not None and repeat["kind"] is None:
            question["wording"] = repeat["wording"] or question["wording"]
            question["settings"] = {**repeat["settings"], **question["settings"]}
            question["settings"]["asks"] = repeat["settings"]["asks"]
            self._repeat = question
        else:
            question["settings"]["most"] = 1
        self.document["questions"].append(question)

    def _read_choice(self, number: int, row: Mapping[str, str], words: Sequence[str]) -> None:
        question = self._question(number, row, "choice")
        name = words[1] if len(words) > 1 else ""
        if len(words) > 2:
            self.note(number, say("“Other” with a text of one's own was left out."))
        rows = self.choices.get(name, ())
        if not rows:
            self.note(number, say("The list “%(name)s” has no answers.", name=printable(name)))
        settings = question["settings"]
        settings["choices"] = [
            {"value": _value(choice.get("name", "")), "label": self.texts(at, choice, "label")}
            for at, choice in rows
        ]
        if words[0].lower().endswith("multiple"):
            settings["several"] = True
        if row.get(f"{OWN}form") == "scale":
            question["form"] = "scale"
        if row.get(f"{OWN}about"):
            settings["about"] = row[f"{OWN}about"]
        self._add(number, question)

    def _read_range(self, number: int, row: Mapping[str, str]) -> None:
        given = dict(re.findall(r"(start|end|step)\s*=\s*(-?\d{1,4})", row.get("parameters", "")))
        start, end = int(given.get("start", 1)), int(given.get("end", 5))
        step = max(1, abs(int(given.get("step", 1))))
        values = [str(value) for value in range(min(start, end), max(start, end) + 1, step)][:60]
        question = self._question(number, row, "scale")
        question["settings"]["choices"] = [
            {"value": value, "label": {self.main_locale: value}} for value in values
        ]
        self._add(number, question)

    def _read_text(self, number: int, row: Mapping[str, str], kind: str) -> None:
        if kind == "text" and self._repeat is not None and "text" not in self._repeat["settings"]["asks"]:
            self._repeat["settings"]["asks"].append("text")
            return
        if kind != "text":
            self.note(number, say("“%(type)s” is asked as a text here.", type=printable(kind)))
        question = self._question(number, row, "text")
        if row.get(f"{OWN}longest"):
            question["settings"]["longest"] = _number(row[f"{OWN}longest"])
        self._add(number, question)

    def _add(self, number: int, question: dict[str, Any]) -> None:
        if self._repeat is not None and self._repeat["kind"] is not None:
            self.note(number, say("What is asked about each place was left out, except a text and a photo."))
            return
        self.document["questions"].append(question)

    def _question(
        self, number: int, row: Mapping[str, str], form: str, *, keep: bool = True
    ) -> dict[str, Any]:
        """Begin a question with what all have in common."""
        settings: dict[str, Any] = {}
        if help_texts := self.texts(number, row, "hint"):
            settings["help"] = help_texts
        if row.get("required", "").strip().lower() in ("yes", "true", "true()", "1", "ja"):
            settings["required"] = True
        if row.get(f"{OWN}only_in"):
            settings["only_in"] = row[f"{OWN}only_in"]
        condition = self._condition(number, row)
        if condition:
            settings["shown_if"] = condition
        for column in NOT_KEPT:
            if row.get(column, "").strip():
                self.note(number, say("The column “%(column)s” was left out.", column=column))
        name = row.get("name", "").strip()
        return {
            "key": self._key(name) if keep else name,
            "form": form,
            "kind": None,
            "wording": self.texts(number, row, "label"),
            "settings": settings,
        }

    def _condition(self, number: int, row: Mapping[str, str]) -> dict[str, Any] | None:
        formula = row.get("relevant", "") or next((one for one in reversed(self._conditions) if one), "")
        if not formula.strip():
            return None
        condition = read_condition(formula)
        key = None if condition is None else self._keys.get(condition.question)
        if condition is None or key is None:
            self.note(
                number,
                say("The condition “%(formula)s” was left out.", formula=printable(formula, 120)),
            )
            return None
        if condition.any_of:
            return {"question": key, "any_of": [_value(value) for value in condition.any_of]}
        return {"question": key, "answered": True}

    def _key(self, name: str) -> str:
        """Make a key of a name in the form; the same name is the same key in conditions."""
        key = re.sub(r"[^a-z0-9_]+", "_", name.lower())[:56]
        if not KEY.fullmatch(key) or key in RESERVED:
            key = f"q_{key}".rstrip("_")[:60] or "q"
        if KEY.fullmatch(name) and name not in RESERVED:
            key = name
        made, count = key, 1
        while made in self._keys.values():
            count += 1
            made = f"{key[:58]}_{count}"
        self._keys.setdefault(name, made)
        return made


def locale_of(language: str) -> str | None:
    """Tell a language's code: `Svenska (sv)`, `Swedish`, `sv`; None where it is not known."""
    coded = _CODE.fullmatch(language)
    code = coded[1] if coded else OTHER_NAMES.get(language.strip().lower(), language.strip())
    return code if LANGUAGE.fullmatch(code) else None


def _value(value: str) -> str:
    return value.strip().replace("'", "’").replace('"', "”")[:64].strip()


def _number(text: str) -> int | str:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else text
