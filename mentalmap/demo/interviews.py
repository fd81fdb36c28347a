"""A round as the spreadsheet that a process leader keeps: one row per interview.

Swedish headers, place names as people write them, several columns per question. What was marked
away from every named place stands as a longitude and a latitude with decimal commas. Outlines
and the course of drawn lines do not fit in a spreadsheet and stay out: a district is a name, a
route a start and an end, a barrier its middle.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import shapely

from mentalmap.demo.area_sets import BYGDER
from mentalmap.demo.codebook import GROUPS, PURPOSES
from mentalmap.demo.corridors import nearest_node
from mentalmap.demo.localities import BY_KEY
from mentalmap.demo.questions import QUESTIONS, answer_generator, draw_answers
from mentalmap.demo.respondents import DemoResponse
from mentalmap.demo.rounds import FIRST_ROUND, DemoRound
from mentalmap.demo.telling import DemoPerception
from mentalmap.domain.vocabulary import BarrierNature, Channel, Gender, Kind
from mentalmap.exchange.interview_sheets import SheetCell, write_interview_csv, write_interview_workbook

HEADINGS = {
    Kind.DESTINATION: "Målpunkt",
    Kind.ROUTE: "Stråk",
    Kind.BARRIER: "Barriär",
    Kind.LANDMARK: "Landmärke",
    Kind.DISTRICT: "Distrikt",
    Kind.PRIDE: "Stolthet",
    Kind.PROBLEM: "Problem",
    Kind.WISH: "Önskan",
    Kind.MEMORY: "Minne",
    Kind.ATTITUDE: "Attityd",
}
PERSON_COLUMNS = {
    "respondent": "Respondent",
    "said_on": "Datum",
    "channel": "Kanal",
    "home_area": "Hemområde",
    "age": "Ålder",
    "gender": "Kön",
    "group": "Grupp",
}
COLUMNS_OF_A_MARK = {
    "place": "plats",
    "lon": "longitud",
    "lat": "latitud",
    "origin": "från",
    "destination": "till",
    "purposes": "ärende",
    "nature": "slag",
    "valence": "känsla",
    "quote": "citat",
}
FIELDS_OF_A_KIND = {
    Kind.DESTINATION: ("place", "purposes", "valence", "quote"),
    Kind.ROUTE: ("origin", "destination", "purposes", "quote"),
    Kind.BARRIER: ("lon", "lat", "nature", "quote"),
    Kind.DISTRICT: ("place", "valence", "quote"),
    Kind.LANDMARK: ("place", "valence", "quote"),
}
USUAL_FIELDS = ("place", "lon", "lat", "valence", "quote")

CHANNEL_WORDS = {
    Channel.INTERVIEW: "Intervju",
    Channel.WEB: "Webb",
    Channel.WORKSHOP: "Workshop",
    Channel.PAPER: "Papper",
}
GENDER_WORDS = {Gender.WOMAN: "Kvinna", Gender.MAN: "Man", Gender.OTHER: "Annat", None: None}
NATURE_WORDS = {BarrierNature.PHYSICAL: "Fysisk", BarrierNature.EMOTIONAL: "Känslomässig", None: None}
GROUP_WORDS = {group.code: group.swedish for group in GROUPS}
PURPOSE_WORDS = {purpose.code: purpose.swedish for purpose in PURPOSES}
ANSWER_WORDS = {one.key: {choice.code: choice.swedish for choice in one.choices} for one in QUESTIONS}
MOST_BLOCKS = 6  # of one kind; an interviewer's form has no room for more


@dataclass(frozen=True, slots=True)
class _Block:
    """The columns of the n-th mark of one kind."""

    kind: Kind
    number: int

    @property
    def columns(self) -> dict[str, str]:
        """Header of each field."""
        stem = f"{HEADINGS[self.kind]} {self.number}"
        fields = FIELDS_OF_A_KIND.get(self.kind, USUAL_FIELDS)
        return {field: f"{stem} {COLUMNS_OF_A_MARK[field]}" for field in fields}


def write_interviews_csv(demo: DemoRound, path: Path) -> None:
    """
    Write a round as one CSV row per interview.

    Raises
    ------
    InvalidInputError
        If the folder of `path` does not exist.
    """
    write_interview_csv(path, *_sheet(demo))


def write_interviews_xlsx(demo: DemoRound, path: Path) -> None:
    """
    Write a round as one XLSX row per interview.

    Raises
    ------
    InvalidInputError
        If the folder of `path` does not exist.
    """
    write_interview_workbook(path, *_sheet(demo), title=f"Intervjuer {demo.name}")


def interviews_mapping(demo: DemoRound) -> str:
    """Say in a mapping file (TOML) how the spreadsheet of a round becomes perceptions."""
    lines = ["crs = 4326", "", "[columns]"]
    lines += [f'{field} = "{header}"' for field, header in PERSON_COLUMNS.items()]
    lines += ["", "[answers]"]
    for one in QUESTIONS:
        values = ", ".join(f'"{choice.swedish}" = "{choice.code}"' for choice in one.choices)
        about = f', about = "{one.about}"' if one.about else ""
        lines.append(f'"{one.swedish}" = {{ key = "{one.key}"{about}, values = {{ {values} }} }}')
    for block in _blocks(_marks_of(demo)):
        lines += ["", "[[perceptions]]", f'kind = "{block.kind}"', "[perceptions.columns]"]
        lines += [f'{field} = "{header}"' for field, header in block.columns.items()]
    return "\n".join(lines) + "\n"


def _sheet(demo: DemoRound) -> tuple[list[str], list[list[SheetCell]]]:
    marks = _marks_of(demo)
    blocks = _blocks(marks)
    headers = [*PERSON_COLUMNS.values(), *(one.swedish for one in QUESTIONS)]
    headers += [name for block in blocks for name in block.columns.values()]
    # As the demo draws them, so that the spreadsheet and the stored round say the same.
    answers = draw_answers(demo.responses, answer_generator(demo.name), is_later=demo.name != FIRST_ROUND)
    rows = []
    for response, given in zip(demo.responses, answers, strict=True):
        row: list[SheetCell] = _person_cells(response)
        row += [ANSWER_WORDS[one.key].get(given.get(one.key, "")) for one in QUESTIONS]
        for block in blocks:
            told = marks[response.key, block.kind]
            mark = told[block.number - 1] if block.number <= len(told) else None
            cells = _mark_cells(mark) if mark else {}
            row += [cells.get(field) for field in block.columns]
        rows.append(row)
    return headers, rows


def _marks_of(demo: DemoRound) -> dict[tuple[str, Kind], list[DemoPerception]]:
    marks: dict[tuple[str, Kind], list[DemoPerception]] = defaultdict(list)
    for one in demo.perceptions:
        if len(marks[one.respondent, one.kind]) < MOST_BLOCKS:
            marks[one.respondent, one.kind].append(one)
    return marks


def _blocks(marks: dict[tuple[str, Kind], list[DemoPerception]]) -> list[_Block]:
    most = dict.fromkeys(Kind, 0)
    for (_, kind), told in marks.items():
        most[kind] = max(most[kind], len(told))
    return [_Block(kind, number) for kind in Kind for number in range(1, most[kind] + 1)]


def _person_cells(response: DemoResponse) -> list[SheetCell]:
    return [
        response.key,
        response.said_on,
        CHANNEL_WORDS[response.channel],
        BYGDER[response.home_area][0],
        response.age_band,
        GENDER_WORDS[response.gender],
        GROUP_WORDS[response.group],
    ]


def _mark_cells(mark: DemoPerception) -> dict[str, SheetCell]:
    cells: dict[str, SheetCell] = {
        "place": mark.place,
        "purposes": "; ".join(PURPOSE_WORDS[code] for code in mark.purposes) or None,
        "nature": NATURE_WORDS[mark.nature],
        "valence": mark.valence,
        "quote": mark.quote,
    }
    if mark.kind is Kind.ROUTE:
        ends = (mark.geometry.coords[0], mark.geometry.coords[-1])
        cells["origin"], cells["destination"] = (BY_KEY[nearest_node(*end)].name for end in ends)
    elif mark.place is None:
        middle = shapely.point_on_surface(mark.geometry)
        cells["lon"], cells["lat"] = (round(degrees, 6) for degrees in middle.coords[0])
    return cells
