"""What an attacker knows: every published number, the rounding, the thresholds and the code.

Unknown is the true count of people of each (publication, row, filter), where a row is an area, all
people who spoke, or all who were asked. Knowledge is an interval for each of them and linear
relations between them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from mentalmap.domain.disclosure import TOTALS_HIDDEN, freeze_against, public_threshold, rounding
from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.layers.envelope import Feature, Layer, Status
from mentalmap.domain.vocabulary import LayerName
from mentalmap.services.layers import public_layer
from tests.attack.counts import ASKED, PEOPLE, counts_of
from tests.attack.projects import COARSE, FINE, OF_PEOPLE, Cell, RandomProject, filter_of
from tests.attack.rules import ALL, Rules, in_force

THRESHOLD = 5
EVERYBODY: Cell = frozenset()
Key = tuple[int, str, Cell]  # publication, row, filter


@dataclass
class Knowledge:
    """
    Intervals and relations.

    Parameters
    ----------
    low, high
        Bounds of each unknown, by its number.
    relations
        Coefficients by number with a lower and an upper bound of their sum.
    hidden
        Numbers of the areas' counts that are suppressed.
    truth
        What the attacker does not know; checks that nothing believed is false.
    """

    number: dict[Key, int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    relations: list[tuple[dict[int, float], float, float]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    truth: list[int] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """How many counts of areas there are, told or not."""
        return sum(row not in (PEOPLE, ASKED) for _, row, _ in self.number)

    def learn(self, key: Key, bounds: tuple[float, float], truth: int) -> None:
        """Add an unknown."""
        self.number[key] = len(self.low)
        self.low.append(bounds[0])
        self.high.append(bounds[1])
        self.truth.append(truth)

    def relate(self, terms: Iterable[tuple[Key, float]], low: float, high: float) -> None:
        """Add a relation, if all of its unknowns are among those that exist."""
        named = list(terms)
        if all(key in self.number for key, _ in named):
            self.relations.append(({self.number[key]: factor for key, factor in named}, low, high))

    def falsehoods(self) -> list[str]:
        """Name what is believed and not true: a wrong attack would prove nothing."""
        truth, key_of = np.array(self.truth), {number: key for key, number in self.number.items()}
        wrong = [
            f"{key_of[number]}: {value} is not in {self.low[number]}…{self.high[number]}"
            for number, value in enumerate(self.truth)
            if not self.low[number] <= value <= self.high[number]
        ]
        for terms, low, high in self.relations:
            total = sum(factor * truth[number] for number, factor in terms.items())
            if not low <= total <= high:
                wrong.append(f"{[key_of[number] for number in terms]}: {total} is not in {low}…{high}")
        return wrong


def publish_all(project: RandomProject, area_set: str, rules: Rules = ALL) -> list[dict[Cell, Layer]]:
    """Publish the attitude layer under every public filter, twice."""
    with in_force(rules):
        first, then = (_publish(project, area_set, publication) for publication in (0, 1))
    if not rules.freezing:
        return [first, then]
    parents = project.parents if area_set == FINE else None
    return [first, {cell: freeze_against(then[cell], first[cell], parents=parents) for cell in then}]


def _publish(project: RandomProject, area_set: str, publication: int) -> dict[Cell, Layer]:
    counts = counts_of(project, area_set, publication)

    @cache
    def compute(chosen: PerceptionFilter, threshold: int) -> Layer:
        return counts.layer(cell_of[chosen], threshold)

    cell_of = {filter_of(cell): cell for cell in project.cells}
    table = project.table(area_set, publication)
    return {
        cell: public_layer(
            LayerName.ATTITUDE,
            table,
            chosen,
            threshold=THRESHOLD,
            parents=project.parents if area_set == FINE else None,
            compute=compute,
        )
        for chosen, cell in cell_of.items()
    }


def gather(project: RandomProject, rules: Rules = ALL) -> Knowledge:
    """Read every publication of a project and write down what follows from it."""
    with in_force(rules):
        return _gather(project, rules)


def _gather(project: RandomProject, rules: Rules) -> Knowledge:
    known = Knowledge()
    for area_set in project.areas:
        before: dict[Cell, Layer] = {}
        for publication, layers in enumerate(publish_all(project, area_set, rules)):
            counts = counts_of(project, area_set, publication)
            for cell, layer in layers.items():
                truth, earlier = counts.people(cell), before.get(cell)
                _learn_totals(known, publication, cell, layer, earlier, truth)
                was = {one.id: one for one in earlier.features} if earlier else {}
                # Who is told “too few” where “nobody” is told apart knows that it is somebody.
                fewest = 0 if cell and rules.silence else 1
                for feature in layer.features:
                    bounds = _bounds_of(feature, layer, was.get(feature.id), fewest)
                    key = (publication, feature.id, cell)
                    known.learn(key, bounds, truth[feature.id])
                    if feature.status is Status.TOO_FEW:
                        known.hidden.append(known.number[key])
            if rules.subtraction:
                _compare_with_wider(known, publication, layers, before)
            before = layers if rules.freezing else {}
    rows = {area_set: areas.ids for area_set, areas in project.areas.items()}
    every_row = [PEOPLE, ASKED, *(row for ids in rows.values() for row in ids)]
    for publication in (0, 1):
        for row in every_row:
            _add_up(known, project, publication, row)
        for cell in project.cells:
            _relate_rows(known, project, publication, cell, rows)
    for row in every_row:
        for cell in project.cells:
            _relate_publications(known, row, cell)
    return known


def _learn_totals(
    known: Knowledge, publication: int, cell: Cell, layer: Layer, earlier: Layer | None, truth: dict[str, int]
) -> None:
    if (publication, PEOPLE, cell) in known.number:
        return  # read off the other area set
    k, told = layer.threshold, layer.denominator
    of_people = any(name in OF_PEOPLE for name, _ in cell)
    asked: tuple[float, float] = (0, np.inf) if told == 0 else (told, told)
    if told and of_people:
        low, high = preimage(told, k, None)
        asked = (min(low, told), max(high, told))  # as many as were asked at all is told exactly
    if earlier is not None and told == earlier.denominator:
        asked = (asked[0], asked[1] + frozen_at_most(k))
    known.learn((publication, ASKED, cell), asked, truth[ASKED])
    people: tuple[float, float] = (0, np.inf)
    if not layer.parameters.get(TOTALS_HIDDEN):
        people = preimage(layer.people, k, layer.denominator)
        if earlier is not None and layer.people == earlier.people:
            people = (people[0], people[1] + frozen_at_most(k))
    known.learn((publication, PEOPLE, cell), people, truth[PEOPLE])


def _bounds_of(feature: Feature, layer: Layer, earlier: Feature | None, fewest: int) -> tuple[float, float]:
    k = layer.threshold
    if feature.status is Status.NO_DATA:
        return (0, 0) if earlier is None else (0, 3 * k)
    if feature.status is Status.TOO_FEW or feature.people is None:
        return fewest, np.inf
    if earlier is not None and earlier.people == feature.people:
        low, high = preimage(feature.people, k, layer.denominator or None)
        return low, high + frozen_at_most(k)
    share = [feature.values.get(name) for name in ("share_positive", "share_negative")]
    return preimage(feature.people, k, layer.denominator or None, tuple(share))


def frozen_at_most(threshold: int) -> int:
    """By how many people more than it tells a frozen number may have grown."""
    return threshold + rounding.STEP


def preimage(
    told: int, threshold: int, most: int | None, shares: tuple[object, ...] = ()
) -> tuple[float, float]:
    """Which counts are told like this, also by shares that must be so many of so many people."""
    counts = [
        n
        for n in range(0 if told == 0 else 1, told + 2 * threshold + 6)
        if (n == 0 or n >= threshold)
        and rounding.round_people(n, threshold, most) == told
        and all(not isinstance(share, float) or _is_share_of(share, n) for share in shares)
    ]
    return (min(counts), max(counts)) if counts else (np.inf, -np.inf)


def _is_share_of(share: float, n: int) -> bool:
    return any(abs(part / n - share) <= 0.05 + 1e-9 for part in range(n + 1))


def _compare_with_wider(
    known: Knowledge, publication: int, layers: dict[Cell, Layer], before: dict[Cell, Layer]
) -> None:
    """Told parts leave nobody or at least k people out of what is told about more."""
    told = {cell: _fresh(layer, before.get(cell)) for cell, layer in layers.items()}
    for cell in layers:
        k = public_threshold(THRESHOLD, filter_of(cell))
        wider_cells = {EVERYBODY, *(frozenset({one}) for one in cell)} - {cell}
        for row, people in told[cell].items():
            for wider in wider_cells:
                more = told[wider].get(row)
                if more is not None:
                    terms = [((publication, row, wider), 1.0), ((publication, row, cell), -1.0)]
                    known.relate(terms, 0 if more == people else k, np.inf)


def _fresh(layer: Layer, before: Layer | None) -> dict[str, int]:
    """What a publication tells anew, by row."""
    was = {one.id: one.people for one in before.features} if before else {}
    return {
        one.id: one.people
        for one in layer.features
        if one.people is not None and one.people != was.get(one.id)
    }


def _add_up(known: Knowledge, project: RandomProject, publication: int, row: str) -> None:
    for cell in project.cells:
        if len(cell) == 2:
            continue
        for name, values in project.catalogue.items():
            if any(name == one for one, _ in cell) or (row == ASKED and name not in OF_PEOPLE):
                continue
            parts = [(publication, row, cell | {(name, value)}) for value in values]
            terms = [((publication, row, cell), -1.0), *((part, 1.0) for part in parts)]
            disjoint = name in OF_PEOPLE or project.single
            covering = name not in OF_PEOPLE or project.complete
            known.relate(terms, 0 if covering else -np.inf, 0 if disjoint else np.inf)
            if not disjoint:
                for part in parts:
                    known.relate([((publication, row, cell), 1.0), (part, -1.0)], 0, np.inf)


def _relate_rows(
    known: Knowledge, project: RandomProject, publication: int, cell: Cell, rows: dict[str, tuple[str, ...]]
) -> None:
    people, asked = (publication, PEOPLE, cell), (publication, ASKED, cell)
    known.relate([(asked, 1.0), (people, -1.0)], 0, np.inf)
    wholes = {people: rows[COARSE if COARSE in rows else FINE]}
    wholes |= {(publication, parent, cell): ids for parent, ids in project.parents.items()}
    for whole, ids in wholes.items():
        parts = [(publication, row, cell) for row in ids]
        known.relate([(whole, -1.0), *((part, 1.0) for part in parts)], 0, 0 if project.single else np.inf)
        if not project.single:
            for part in parts:
                known.relate([(whole, 1.0), (part, -1.0)], 0, np.inf)


def _relate_publications(known: Knowledge, row: str, cell: Cell) -> None:
    """Between publications people came and nobody left, never more than were asked anew."""
    grown = [((1, row, cell), 1.0), ((0, row, cell), -1.0)]
    known.relate(grown, 0, np.inf)
    asked = frozenset((name, value) for name, value in cell if name in OF_PEOPLE)
    if row != ASKED:
        known.relate([((1, ASKED, asked), 1.0), ((0, ASKED, asked), -1.0), *_negative(grown)], 0, np.inf)


def _negative(terms: list[tuple[Key, float]]) -> list[tuple[Key, float]]:
    return [(key, -factor) for key, factor in terms]
