"""Every sentence has its translation, and a translation has the gaps of its sentence."""

from __future__ import annotations

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

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


def test_every_sentence_is_translated(updating: ModuleType, template: Any) -> None:
    assert updating.untranslated(updating.updated("sv", template)) == []


def test_catalogues_hold_no_sentence_that_is_gone(updating: ModuleType, template: Any) -> None:
    known = {str(message.id) for message in updating.read_catalogue("sv") if message.id}
    assert known <= {str(message.id) for message in template if message.id}


def test_a_translation_fills_the_gaps_of_its_sentence(updating: ModuleType) -> None:
    for message in updating.read_catalogue("sv"):
        if not message.id or not all(texts(message.string)):
            continue
        wanted = set(GAP.findall(texts(message.id)[-1]))
        for text in texts(message.string)[-1:]:
            assert set(GAP.findall(text)) == wanted, message.id


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
