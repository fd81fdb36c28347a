"""Questionnaires as files of our own: JSON with a format version. Described in docs/QUESTIONNAIRES.md."""

from __future__ import annotations

import json
from collections.abc import Mapping

from mentalmap.domain.printable import printable
from mentalmap.domain.questionnaires import Questionnaire
from mentalmap.errors import UnreadableFileError
from mentalmap.exchange.questionnaires.definitions import (
    ReadQuestionnaire,
    read_questionnaire,
    write_questionnaire,
)
from mentalmap.messages import Message, say

FORMAT, FORMAT_VERSION = "mentalmap-questionnaire", 1
MOST_BYTES = 4_000_000


def write_json_file(questionnaire: Questionnaire, main_locale: str) -> bytes:
    """Write a questionnaire as a JSON file that `read_json_file` reads again."""
    whole = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "main_locale": main_locale,
        "questionnaire": write_questionnaire(questionnaire),
    }
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def read_json_file(content: bytes, main_locale: str) -> ReadQuestionnaire:
    """
    Read a questionnaire from a JSON file.

    Parameters
    ----------
    main_locale
        The main language of the project that takes it in; the file may come from another one.

    Raises
    ------
    UnreadableFileError
        If it is no such file; what is wrong inside is told as faults.
    """
    if len(content) > MOST_BYTES:
        raise _refused(say("The file is larger than %(most)s MB.", most=MOST_BYTES // 1_000_000))
    try:
        whole = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise _refused(say("The file is not JSON.")) from None
    if not isinstance(whole, Mapping) or whole.get("format") != FORMAT:
        raise _refused(say("The file holds no questionnaire of this program."))
    if whole.get("format_version") != FORMAT_VERSION:
        raise _refused(
            say(
                "The file has the format version %(given)s; this program reads %(known)s.",
                given=printable(str(whole.get("format_version")), 12),
                known=FORMAT_VERSION,
            )
        )
    return read_questionnaire(whole.get("questionnaire"), main_locale)


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


def _refused(message: Message) -> UnreadableFileError:
    return UnreadableFileError(
        message, say("Take a file that was saved with “Export” on the page of a questionnaire.")
    )
