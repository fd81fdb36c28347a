"""The shapes of a response's marks: of a type that the question takes, and through the geometry gate."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mentalmap.domain.bounds import Bounds
from mentalmap.domain.geometry import GeometryLimits, check_geometries
from mentalmap.domain.geometry_json import read_geometry
from mentalmap.domain.given import GivenMark
from mentalmap.domain.questionnaires import MOST_MARKS, Questionnaire, Shape
from mentalmap.errors import Fault, InvalidGeometryError
from mentalmap.messages import Message, say

LIMITS = GeometryLimits(types=frozenset({"Point", "LineString", "Polygon"}), max_parts=1)
"""What somebody may draw by hand: one point, one line, one area of at most 2,000 corners."""

MOST_VERTICES = 50_000
"""Corners of all marks together; 2,500 marks of 20 corners each."""

_TYPES = {
    Shape.POINT: "Point",
    Shape.ENDS: "LineString",
    Shape.LINE: "LineString",
    Shape.AREA: "Polygon",
}


def check_shapes_of(
    marks: Sequence[GivenMark], questions: Questionnaire, bounds: Bounds
) -> tuple[tuple[BaseGeometry | None, ...], list[Fault]]:
    """
    Read the geometries of the marks and judge all of them at once.

    Parameters
    ----------
    bounds
        Where they must lie, margin included.

    Returns
    -------
    shapes, faults
        The geometry of each mark in WGS 84, None where it has none or a fault; what is wrong.
    """
    faults: list[Fault] = []
    read: dict[int, BaseGeometry] = {}
    vertices = 0
    for index, mark in enumerate(marks[: MOST_MARKS + 1]):
        if mark.where.geometry is None:
            continue
        pointer = f"#/marks/{index}/where/geometry"
        try:
            shape = read_geometry(mark.where.geometry, max_vertices=LIMITS.max_vertices)
        except InvalidGeometryError as error:
            faults.append(Fault(pointer, error.message, error.remedy, "geometry"))
            continue
        vertices += shapely.count_coordinates(shape)
        if vertices > MOST_VERTICES:
            faults.append(
                Fault(
                    "#/marks",
                    say("The marks have more than %(most)s corners together.", most=MOST_VERTICES),
                    say("Draw more simply, or send the others as a second response."),
                    "too_many",
                )
            )
            break
        found = _check_type(shape, mark.question, questions)
        if found is None:
            read[index] = shape
        else:
            faults.append(Fault(pointer, *found))
    shapes: list[BaseGeometry | None] = [None] * len(marks)
    if read:
        rows = list(read)
        column = np.empty(len(rows), dtype=object)
        column[:] = list(read.values())
        report = check_geometries(column, bounds=bounds, limits=LIMITS)
        accepted = report.geometries
        for row, (index, is_accepted) in enumerate(zip(rows, report.accepted.tolist(), strict=True)):
            if is_accepted and accepted is not None:
                shapes[index] = accepted[row]
            else:
                faults.append(Fault(f"#/marks/{index}/where/geometry", *report.describe(row), "geometry"))
    return tuple(shapes), faults


def _check_type(
    shape: BaseGeometry, key: str, questions: Questionnaire
) -> tuple[Message, Message, str] | None:
    """Tell why a question does not take a shape of this type; an unknown question is told elsewhere."""
    question = questions.question(key)
    taken = {_TYPES[one] for one in question.shapes} if question is not None else set(_TYPES.values())
    if shape.geom_type not in taken:
        return (
            say("This question does not take a geometry of the type %(type)s.", type=shape.geom_type),
            say("Use one of: %(types)s.", types=", ".join(sorted(taken))),
            "wrong_shape",
        )
    ends_only = question is not None and Shape.ENDS in question.shapes and Shape.LINE not in question.shapes
    if shape.geom_type == "LineString" and ends_only and len(shape.coords) != 2:
        return (
            say("This way is told by its start and its end, and this line has more positions."),
            say("Send the first and the last position."),
            "wrong_shape",
        )
    return None
