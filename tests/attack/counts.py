"""True counts of a random project, and a layer of them: attitude without its statistics, which cost time.

A test holds them against the real layer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from mentalmap.domain.areas import Areas
from mentalmap.domain.arrays import BoolArray, IntArray
from mentalmap.domain.layers.captions import caption_asked
from mentalmap.domain.layers.envelope import Feature, Layer, Status, Value
from mentalmap.domain.layers.voices import PEOPLE as PEOPLE_INSIDE
from mentalmap.domain.symbols import POSITIVE_FROM
from mentalmap.domain.vocabulary import Gender, Kind, LayerName, code_of
from tests.attack.projects import AGES, OF_PEOPLE, PURPOSES, THEMES, Cell, RandomProject

PEOPLE, ASKED = "people", "asked"


@dataclass(frozen=True, eq=False)
class Counts:
    """Who said what where, as plain columns; `background` is about people, the others about marks."""

    areas: Areas
    area: IntArray
    respondent: IntArray
    valence: IntArray
    columns: dict[str, IntArray]
    background: dict[str, IntArray]
    codes: dict[tuple[str, str], int]
    asked: int

    def people(self, cell: Cell) -> dict[str, int]:
        """Count the people of every row under a filter."""
        rows, asked = self._rows(cell)
        pairs = np.unique(self.area[rows] * self.asked + self.respondent[rows])
        of_area = np.bincount(pairs // self.asked, minlength=len(self.areas))
        return dict(zip(self.areas.ids, of_area.tolist(), strict=True)) | {
            PEOPLE: len(np.unique(self.respondent[rows])),
            ASKED: asked,
        }

    def layer(self, cell: Cell, threshold: int) -> Layer:
        """Compute what attitude computes, without estimates."""
        rows, asked = self._rows(cell)
        pairs, voice = np.unique(self.area[rows] * self.asked + self.respondent[rows], return_inverse=True)
        mean = np.bincount(voice, self.valence[rows]) / np.maximum(1, np.bincount(voice))
        area, count = pairs // self.asked, len(self.areas)
        people = np.bincount(area, minlength=count).tolist()
        positive = np.bincount(area, mean > POSITIVE_FROM, count).tolist()
        negative = np.bincount(area, mean < -POSITIVE_FROM, count).tolist()
        everyone = len(np.unique(self.respondent[rows]))
        return Layer(
            name=LayerName.ATTITUDE,
            features=tuple(
                self._feature(index, people[index], positive[index], negative[index], threshold)
                for index in range(count)
            ),
            people=everyone,
            marks=len(rows),
            denominator=asked,
            threshold=threshold,
            data_version="0",
            captions=(caption_asked(everyone, asked),),
            crs_epsg=3006,
        )

    def _feature(self, index: int, people: int, positive: float, negative: float, threshold: int) -> Feature:
        status = Status.NO_DATA if people == 0 else Status.OK if people >= threshold else Status.TOO_FEW
        values: dict[str, Value] = {PEOPLE_INSIDE: people}
        told = None
        if status is Status.OK:
            told = people
            values |= {"share_positive": positive / people, "share_negative": negative / people}
        name = self.areas.ids[index]
        return Feature(name, name, self.areas.geometries[index], told, told, status, values)

    def _rows(self, cell: Cell) -> tuple[IntArray, int]:
        passes: BoolArray = np.ones(self.asked, dtype=bool)
        kept: BoolArray = np.ones(len(self.area), dtype=bool)
        for name, value in cell:
            code = self.codes[name, value]
            if name in OF_PEOPLE:
                passes &= self.background[name] == code
            elif name == "kind":
                kept &= self.columns[name] == code
            else:
                kept &= self.columns[name] >> code & 1 == 1
        return np.flatnonzero(kept & passes[self.respondent]), int(passes.sum())


@cache
def counts_of(project: RandomProject, area_set: str, publication: int) -> Counts:
    """Take the counts of one publication over one area set."""
    asked = project.asked(publication)
    kept = project.columns["respondent"] < asked
    said = {name: column[kept] for name, column in project.columns.items()}
    who = project.respondents
    lists = {
        "theme": THEMES,
        "purpose": PURPOSES,
        "group": who.group_codes,
        "age": AGES,
    }
    codes = {(name, value): code for name, values in lists.items() for code, value in enumerate(values)}
    codes |= {("kind", kind.value): code_of(kind) for kind in Kind}
    codes |= {("gender", gender.value): code_of(gender) for gender in Gender}
    return Counts(
        areas=project.areas[area_set],
        area=said[area_set],
        respondent=said["respondent"],
        valence=said["valence"],
        columns={"kind": said["kind"], "theme": said["themes"], "purpose": said["purposes"]},
        background={"group": who.group[:asked], "age": who.age_band[:asked], "gender": who.gender[:asked]},
        codes=codes,
        asked=asked,
    )
