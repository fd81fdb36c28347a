"""A questionnaire as the sheets of an XLSForm, with columns of our own that bring it back as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mentalmap.domain.questionnaires import Aspect, Question, Questionnaire, Shape, Texts
from mentalmap.domain.vocabulary import QuestionForm
from mentalmap.exchange.questionnaires.xlsform_conditions import write_condition
from mentalmap.exchange.questionnaires.xlsform_words import ASPECTS, LANGUAGES, NATURES, VALENCES, WHERE

Row = dict[str, str]
Codes = Sequence[tuple[str, Texts]]

GEO = {Shape.POINT: "geopoint", Shape.LINE: "geotrace", Shape.ENDS: "geotrace", Shape.AREA: "geoshape"}
OWN = "mentalmap::"
NATURE_LIST, VALENCE_LIST, PURPOSE_LIST, THEME_LIST = (
    "mentalmap_nature",
    "mentalmap_valence",
    "mentalmap_purposes",
    "mentalmap_themes",
)


@dataclass(frozen=True, slots=True)
class Sheets:
    """The rows of each sheet, by column."""

    survey: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    settings: list[Row] = field(default_factory=list)


def write_sheets(
    questionnaire: Questionnaire, main_locale: str, purposes: Codes = (), themes: Codes = ()
) -> Sheets:
    """
    Write the sheets of a questionnaire.

    Parameters
    ----------
    purposes, themes
        Code and label of the project's lists, for the questions about each mark.
    """
    sheets = Sheets()
    for part, texts in (
        ("title", questionnaire.title),
        ("information", questionnaire.information),
        ("thanks", questionnaire.thanks),
    ):
        sheets.survey.append(
            {"type": "note", "name": f"mentalmap_{part}", f"{OWN}part": part, **_columns("label", texts)}
        )
    for question in questionnaire.questions:
        _add_question(sheets, question, questionnaire)
    used = {aspect for question in questionnaire.questions for aspect in question.asks}
    for aspect, name, codes in (
        (Aspect.NATURE, NATURE_LIST, NATURES.items()),
        (Aspect.VALENCE, VALENCE_LIST, VALENCES.items()),
        (Aspect.PURPOSES, PURPOSE_LIST, purposes),
        (Aspect.THEMES, THEME_LIST, themes),
    ):
        if aspect in used:
            _add_list(sheets, name, codes)
    sheets.settings.append(
        {
            "form_title": questionnaire.title.get(main_locale, ""),
            "default_language": language_name(main_locale),
            "version": str(questionnaire.version),
            f"{OWN}locales": " ".join(questionnaire.locales),
            f"{OWN}background": " ".join(one.value for one in questionnaire.background),
        }
    )
    return sheets


def language_name(locale: str) -> str:
    """Name a language as XLSForms do: `Svenska (sv)`."""
    return f"{LANGUAGES.get(locale, locale)} ({locale})"


def _columns(name: str, texts: Texts) -> Row:
    return {f"{name}::{language_name(locale)}": text for locale, text in texts.items()}


def _add_question(sheets: Sheets, question: Question, questionnaire: Questionnaire) -> None:
    row: Row = {
        "name": question.key,
        **_columns("label", question.wording),
        **_columns("hint", question.help),
        "required": "yes" if question.required else "",
        f"{OWN}only_in": question.only_in or "",
    }
    if question.shown_if is not None:
        row["relevant"] = write_condition(
            question.shown_if, questionnaire.question(question.shown_if.question)
        )
    match question.form:
        case QuestionForm.TEXT:
            sheets.survey.append({"type": "text", f"{OWN}longest": str(question.longest), **row})
        case QuestionForm.PERCEPTION:
            _add_perception(sheets, question, row)
        case _:
            several = "select_multiple" if question.several else "select_one"
            form = "scale" if question.form is QuestionForm.SCALE else "choice"
            own = {f"{OWN}form": form, f"{OWN}about": question.about}
            sheets.survey.append({"type": f"{several} {question.key}", **own, **row})
            _add_list(sheets, question.key, ((one.value, one.label) for one in question.choices))


def _add_perception(sheets: Sheets, question: Question, row: Row) -> None:
    sheets.survey.append(
        {
            "type": "begin_repeat",
            f"{OWN}kind": "" if question.kind is None else question.kind.value,
            f"{OWN}shapes": " ".join(shape.value for shape in question.shapes),
            f"{OWN}asks": " ".join(aspect.value for aspect in question.asks),
            f"{OWN}about": question.subject.value,
            f"{OWN}most": str(question.most),
            **row,
        }
    )
    sheets.survey.append(_part(GEO[question.shapes[0]], question, "where", WHERE))
    types: Mapping[Aspect, str] = {
        Aspect.NATURE: f"select_one {NATURE_LIST}",
        Aspect.PURPOSES: f"select_multiple {PURPOSE_LIST}",
        Aspect.VALENCE: f"select_one {VALENCE_LIST}",
        Aspect.THEMES: f"select_multiple {THEME_LIST}",
        Aspect.TEXT: "text",
        Aspect.PHOTO: "image",
    }
    sheets.survey.extend(
        _part(types[aspect], question, aspect.value, ASPECTS[aspect]) for aspect in question.asks
    )
    sheets.survey.append({"type": "end_repeat", "name": question.key})


def _part(row_type: str, question: Question, part: str, label: Texts) -> Row:
    return {
        "type": row_type,
        "name": f"{question.key}_{part}",
        f"{OWN}part": part,
        **_columns("label", label),
    }


def _add_list(sheets: Sheets, name: str, codes: Iterable[tuple[str, Texts]]) -> None:
    for code, label in codes:
        sheets.choices.append({"list_name": name, "name": code, **_columns("label", label)})
