"""Fields with a form of their own: age, date, valence, weight, consent."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from mentalmap.domain.printable import printable
from mentalmap.domain.synonyms import code_for
from mentalmap.exchange.coding.cells import Meaning
from mentalmap.exchange.coding.closed_lists import replacing
from mentalmap.exchange.coding.problems import CellFault
from mentalmap.exchange.mapping import ImportField, ValenceOptions
from mentalmap.exchange.reading.numbers import parse_number
from mentalmap.messages import say

_AGE = re.compile(r"(\d{1,3})(?:[.,]0+)?\s*(?:år|ar|years?|yrs?|y)?", re.IGNORECASE)
_SPAN = re.compile(
    r"(\d{1,3})\s*(?:år)?\s*(?:-|–|—|−|till|to|t\.?o\.?m\.?|_)\s*(\d{1,3})\s*(?:år|ar|years?|yrs?)?",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"(?:från|fr\.?o\.?m\.?|minst|över|over|at least|≥|>=)\s*(\d{1,3})\s*(?:år|years?)?"
    r"|(\d{1,3})\s*(?:år|years?)?\s*(?:\+|-|–|och äldre|eller äldre|eller mer|uppåt|plus"
    r"|and (?:over|older|above|up)|or (?:over|older|more))\s*(?:år|years?)?",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"(?:under|yngre än|younger than|below|less than|<)\s*(\d{1,3})\s*(?:år|years?)?", re.IGNORECASE
)
_BANDS = ((0, 15, "0-15"), (16, 29, "16-29"), (30, 49, "30-49"), (50, 64, "50-64"), (65, 120, "65+"))
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[T ].*)?")
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})(?:[T ].*)?")
_EPOCH = date(1970, 1, 1).toordinal()
_NEARLY = 1e-6
_YEAR = re.compile(r"(?:19|20)\d\d(?:[.,]0+)?")

BORN_WHEN = CellFault(
    "unknown_age",
    say("This is a year of birth, and it is not known in which year people were asked."),
    say("Say when the survey began: mentalmap survey add … --starts 2016-05-01; or write ages."),
)


def understand_age(values: Mapping[str, str], asked_in: int | None = None) -> Callable[[str], Meaning[str]]:
    """
    Understand an age, an age band or a year of birth; a single age becomes the band it lies in.

    Years of birth need the year in which people were asked.
    """
    replace = replacing(values)

    def understand(text: str) -> Meaning[str]:
        meant = replace(text)
        if meant is None:
            return Meaning()
        band = age_band_of(meant)
        if band is None and _YEAR.fullmatch(meant):
            if asked_in is None:
                return Meaning(fault=BORN_WHEN)
            band = age_band_of(str(asked_in - int(meant[:4])))
        if band is not None:
            return Meaning(band)
        return Meaning(
            fault=CellFault(
                "unknown_age",
                say("“%(word)s” is neither an age nor an age band.", word=printable(text)),
                say("Write an age such as 34 or a band such as 30-49 or 65+."),
            )
        )

    return understand


def age_band_of(text: str) -> str | None:
    """Read "34", "30–49 år", "65 år och äldre", "under 16" as a band such as "30-49" or "65+"."""
    text = text.strip()
    if age := _AGE.fullmatch(text):
        years = int(age[1])
        return next((band for low, high, band in _BANDS if low <= years <= high), None)
    if span := _SPAN.fullmatch(text):
        low, high = int(span[1]), int(span[2])
        return f"{low}-{high}" if low <= high <= 120 else None
    if above := _FROM.fullmatch(text):
        low = int(above[1] or above[2])
        return f"{low}+" if low <= 120 else None
    if below := _BELOW.fullmatch(text):
        return f"0-{int(below[1]) - 1}" if 1 <= int(below[1]) <= 120 else None
    return None


def understand_day(
    values: Mapping[str, str], date_format: str | None, today: date
) -> Callable[[str], Meaning[int]]:
    """Understand a date as days since 1970-01-01: ISO 8601 first, then day/month/year."""
    replace = replacing(values)

    def understand(text: str) -> Meaning[int]:
        meant = replace(text)
        if meant is None:
            return Meaning()
        day = _read_day(meant, date_format)
        if day is None:
            return Meaning(
                fault=CellFault(
                    "unknown_date",
                    say("“%(word)s” is not a date.", word=printable(text)),
                    say("Write dates as 2024-05-31, or give date_format in the mapping."),
                )
            )
        if day > today:
            return Meaning(
                fault=CellFault(
                    "future_date",
                    say("%(day)s lies in the future.", day=day.isoformat()),
                    say("Correct the date; day and month may have changed places."),
                )
            )
        if day.year < 1900:
            return Meaning(
                fault=CellFault(
                    "unknown_date",
                    say("%(day)s lies too far back.", day=day.isoformat()),
                    say("Correct the year."),
                )
            )
        return Meaning(day.toordinal() - _EPOCH)

    return understand


def _read_day(text: str, date_format: str | None) -> date | None:
    try:
        if date_format is not None:
            return datetime.strptime(text, date_format).date()
        for form in (_ISO_DAY, _YEAR_FIRST, _COMPACT_DAY):
            if found := form.fullmatch(text):
                return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_FIRST.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None
    return None


def understand_valence(
    values: Mapping[str, str], options: ValenceOptions, *, decimal_comma: bool
) -> Callable[[str], Meaning[float]]:
    """Understand how somebody feels, as −2 … +2: a number of the mapping's scale, or a word."""
    replace = replacing(values)

    def understand(text: str) -> Meaning[float]:
        meant = replace(text)
        if meant is None:
            return Meaning()
        number = parse_number(meant.replace("−", "-"), decimal_comma=decimal_comma)
        if number is None:
            word = code_for(ImportField.VALENCE.value, meant)
            if word is not None:
                return Meaning(float(word))
            return Meaning(
                fault=CellFault(
                    "valence_not_a_number",
                    say("“%(word)s” is not a valence.", word=printable(text)),
                    say("Write −2 … +2, or say in the mapping what it means: [values.valence]."),
                )
            )
        if options.scale is None:
            low, high, valence = -2.0, 2.0, number
        else:
            low, high = sorted(options.scale)
            worst, best = options.scale
            valence = -2 + 4 * (number - worst) / (best - worst)
        if not -2 - _NEARLY <= valence <= 2 + _NEARLY:
            return Meaning(
                fault=CellFault(
                    "valence_out_of_range",
                    say(
                        "The valence %(word)s lies outside %(low)s … %(high)s.",
                        word=printable(text),
                        low=f"{low:g}",
                        high=f"{high:g}",
                    ),
                    say("Correct it, or give the scale in the mapping: [valence] scale = [1, 5]."),
                )
            )
        valence = min(max(valence, -2.0), 2.0)
        if abs(valence - round(valence)) < _NEARLY:
            return Meaning(float(round(valence)))
        if options.summary:
            return Meaning(valence)
        return Meaning(
            fault=CellFault(
                "valence_not_whole",
                say("The valence %(word)s is between two steps of the scale.", word=printable(text)),
                say("If rows are means of several people, write: [valence] summary = true"),
            )
        )

    return understand


def understand_weight(values: Mapping[str, str], *, decimal_comma: bool) -> Callable[[str], Meaning[float]]:
    """Understand how many people a row stands for."""
    replace = replacing(values)

    def understand(text: str) -> Meaning[float]:
        meant = replace(text)
        if meant is None:
            return Meaning()
        number = parse_number(meant, decimal_comma=decimal_comma)
        if number is not None and 0 < number < 1e9:
            return Meaning(number)
        return Meaning(
            fault=CellFault(
                "bad_weight",
                say("“%(word)s” is not a number of people.", word=printable(text)),
                say("Write a number greater than 0, or leave the row out: nobody stands behind it."),
            )
        )

    return understand


def understand_consent(values: Mapping[str, str]) -> Callable[[str], Meaning[str]]:
    """Understand the version of the consent text."""
    replace = replacing(values)

    def understand(text: str) -> Meaning[str]:
        meant = replace(text)
        if meant is None or len(meant) <= 32:
            return Meaning(meant)
        return Meaning(
            fault=CellFault(
                "text_too_long",
                say("The version of the consent is longer than 32 signs."),
                say("Name versions shortly, such as 2024-1."),
            )
        )

    return understand
