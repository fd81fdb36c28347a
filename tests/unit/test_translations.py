"""Every sentence has its translation, and a translation has the gaps of its sentence."""

from __future__ import annotations

import ast
import re
from gettext import c2py
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mentalmap.i18n import catalogue
from mentalmap.web.languages import RESIDENT_BLUEPRINTS

GAP = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%%")


@pytest.fixture(scope="module")
def updating(project_root: Path) -> ModuleType:
    """The script that brings catalogues up to date."""
    spec = spec_from_file_location("update_translations", project_root / "scripts" / "update_translations.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def template(updating: ModuleType) -> Any:
    return updating.collect_sentences()


def texts(value: str | tuple[str, ...] | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


LOCALES = ("sv", "sv-easy", "ar", "fi")
PLURAL_FORMS = {"sv": 2, "sv-easy": 2, "fi": 2, "ar": 6}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sentence_is_translated(updating: ModuleType, template: Any, locale: str) -> None:
    assert updating.untranslated(updating.updated(locale, template)) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_catalogues_hold_no_sentence_that_is_gone(updating: ModuleType, template: Any, locale: str) -> None:
    known = {str(message.id) for message in updating.read_catalogue(locale) if message.id}
    assert known <= {str(message.id) for message in updating.sentences_for(locale, template) if message.id}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_translation_fills_the_gaps_of_its_sentence(updating: ModuleType, locale: str) -> None:
    for message in updating.read_catalogue(locale):
        if not message.id or not all(texts(message.string)):
            continue
        wanted = set(GAP.findall(texts(message.id)[-1]))
        forms = texts(message.string)
        # “One” and “two” may be words of their own; every other form says the number.
        assert set(GAP.findall(forms[-1])) == wanted, message.id
        for text in forms:
            assert set(GAP.findall(text)) <= wanted, message.id
        for text in forms[3:]:
            assert set(GAP.findall(text)) == wanted, message.id


@pytest.mark.parametrize("locale", LOCALES)
def test_every_plural_form_of_a_language_is_said(updating: ModuleType, locale: str) -> None:
    several = [one for one in updating.read_catalogue(locale) if one.id and not isinstance(one.id, str)]
    assert several
    for message in several:
        assert len(message.string) == PLURAL_FORMS[locale], message.id
        assert all(message.string), message.id


@pytest.mark.parametrize(
    ("n", "form"),
    [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (110, "few"), (11, "many"), (100, "other")],
)
def test_the_rule_for_arabic_plurals_has_the_order_of_its_forms(
    updating: ModuleType, n: int, form: str
) -> None:
    rule = updating.ARABIC_PLURALS.split("plural=")[1].rstrip(";")
    assert ["zero", "one", "two", "few", "many", "other"][c2py(rule)(n)] == form


def test_translations_are_compiled_as_they_stand(updating: ModuleType, template: Any) -> None:
    """A language is read under our own code, and says a sentence of its own."""
    for locale in LOCALES:
        spoken = catalogue(locale)
        for message in updating.read_catalogue(locale):
            if message.id and isinstance(message.id, str):
                assert spoken.gettext(message.id) == message.string, locale
                break


MET_BY_NOBODY_ELSE = (
    # Only who is signed in can be refused by these.
    "mentalmap.web.access",
    # Files and layers of those who plan, loaded beside; residents reach none of their sentences.
    "mentalmap.services.following",
    "mentalmap.services.plan_answers",
    "mentalmap.services.outlines",
    "mentalmap.web.publications",
    # The definition was checked when the questions were written; its faults are for who writes them.
    "mentalmap.exchange.questionnaires",
    "mentalmap.exchange.sandbox",
    "mentalmap.exchange.reading",
    "mentalmap.services.accounts",
    # Bounds and reference systems are set by who makes a project; names of files are matched at import.
    "mentalmap.domain.bounds",
    "mentalmap.domain.crs",
    "mentalmap.domain.matches",
    "mentalmap.exchange.posters",
    "mentalmap.store",
    "mentalmap.config",
    "mentalmap.web.assets",
)


# Said to programmers who hand it columns that do not fit; everything that people draw is explained elsewhere.
FOR_PROGRAMMERS = {"mentalmap/domain/geometry.py"}


def test_every_file_whose_sentences_residents_meet_is_listed(
    updating: ModuleType, template: Any, project_root: Path
) -> None:
    """Follow what the residents' pages import, but not into rooms that only staff enter."""
    with_sentences = {file for message in template for file, _ in message.locations}
    waiting = [f"mentalmap.web.{name}" for name in RESIDENT_BLUEPRINTS]
    seen: set[str] = set()
    missing: set[str] = set()
    while waiting:
        module = waiting.pop()
        if module in seen or module.startswith(MET_BY_NOBODY_ELSE):
            continue
        seen.add(module)
        path = project_root / (module.replace(".", "/") + ".py")
        if not path.is_file():
            path = project_root / module.replace(".", "/") / "__init__.py"
        if not path.is_file():
            continue
        file = path.relative_to(project_root).as_posix()
        if file in with_sentences and not updating.is_for_residents(file):
            missing.add(file)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mentalmap"):
                waiting.append(str(node.module))
                waiting += [f"{node.module}.{one.name}" for one in node.names]
    assert seen >= {"mentalmap.web.answer_api", "mentalmap.services.collecting"}
    assert sorted(missing - FOR_PROGRAMMERS) == []


def test_templates_and_their_parts_are_read(template: Any) -> None:
    files = {file for message in template for file, _ in message.locations}
    assert "templates/_components/strings.html" in files
    assert "mentalmap/domain/labels.py" in files


def test_what_scripts_say_is_sent_to_them(project_root: Path) -> None:
    sent = (project_root / "templates/_components/strings.html").read_text(encoding="utf-8")
    known = set(re.findall(r'^  "([\w-]+)":', sent, re.MULTILINE))
    said: set[str] = set()
    for source in (project_root / "static/js/ui").glob("*.ts"):
        text = source.read_text(encoding="utf-8")
        said |= set(re.findall(r'words(?:\.count)?\(\s*"([\w-]+)"', text))
    assert said, "the pattern no longer finds what scripts say"
    assert said <= known
