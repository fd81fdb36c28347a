"""Conditions between their JSON and the formulas of the column `relevant`."""

from __future__ import annotations

import re

from mentalmap.domain.questionnaires import Condition, Question
from mentalmap.domain.vocabulary import QuestionForm

_NAME = r"\$\{\s*([A-Za-z_][\w.-]*)\s*\}"
_QUOTED = r"""(?:'([^']*)'|"([^"]*)")"""
_EQUALS = re.compile(rf"{_NAME}\s*=\s*(?:{_QUOTED}|(-?\d+(?:\.\d+)?))")
_SELECTED = re.compile(rf"selected\(\s*{_NAME}\s*,\s*{_QUOTED}\s*\)")
_ANSWERED = re.compile(rf"{_NAME}\s*!=\s*(?:''|\"\")|(?:string-length|count)\(\s*{_NAME}\s*\)\s*>\s*0")
# Outside quotes only: an answer may well be called “this or that”.
_OR = re.compile(r"""\s+or\s+(?=(?:[^'"]|'[^']*'|"[^"]*")*$)""")


def write_condition(condition: Condition, named: Question | None) -> str:
    """Write a condition as a formula; `named` is the question it names."""
    key = f"${{{condition.question}}}"
    if condition.any_of:
        if named is not None and named.several:
            return " or ".join(f"selected({key}, '{value}')" for value in condition.any_of)
        return " or ".join(f"{key} = '{value}'" for value in condition.any_of)
    if named is not None and named.form is QuestionForm.PERCEPTION:
        return f"count({key}) > 0"
    return f"{key} != ''"


def read_condition(formula: str) -> Condition | None:
    """Read a formula; None where it says more than one earlier question having one of some answers."""
    text = formula.strip()
    whole = _ANSWERED.fullmatch(text)
    if whole:
        return Condition(whole[1] or whole[2])
    key, values = "", []
    for part in _OR.split(text):
        found = _EQUALS.fullmatch(part.strip()) or _SELECTED.fullmatch(part.strip())
        if found is None or (key and found[1] != key):
            return None
        key = found[1]
        value = next((one for one in found.groups()[1:] if one is not None), "")
        if not value:
            return None
        values.append(value)
    return Condition(key, tuple(dict.fromkeys(values)))
