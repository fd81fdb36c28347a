"""The attack: from all that everybody is told, no suppressed count can be worked out.

    pytest tests/attack -s

prints what was found out with all rules in force, and with each of them switched off.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
import pytest

from mentalmap.domain.layers.attitude import attitude
from tests.attack.attacker import Findings, attack
from tests.attack.counts import counts_of
from tests.attack.knowledge import THRESHOLD, gather
from tests.attack.projects import FINE, filter_of, make_project
from tests.attack.rules import ALL, Rules

PROJECTS = range(10)
FEWER_PROJECTS = (0, 2)
SAMPLE = 60  # of each project, solved by linear programming
FEWEST_ATTACKED = 500
MOST_WITHIN_ONE = 0.02

SWITCHED_OFF = {
    "rounding": Rules(rounding=False),
    "subtraction": Rules(subtraction=False),
    "complements": Rules(complements=False),
    "silence": Rules(silence=False),
    "demographic": Rules(demographic=False),
    "freezing": Rules(freezing=False),
    "others than rounding": Rules(True, False, False, False, False, False),
    "any but the threshold": Rules(False, False, False, False, False, False),
}


def attack_all(seeds: Sequence[int], rules: Rules, sample: int) -> list[Findings]:
    found = []
    for seed in seeds:
        known = gather(make_project(seed), rules)
        assert not known.falsehoods(), "the attacker believes what is not true, which proves nothing"
        found.append(attack(known, sample, seed))
    return found


def summary(name: str, found: Sequence[Findings]) -> str:
    subtracted = np.concatenate([one.by_subtraction for one in found])
    solved = np.concatenate([one.by_programming for one in found])
    narrowest = np.concatenate([one.narrowest for one in found])
    return (
        f"{name:30} {len(subtracted):7} {int((subtracted < 1).sum()):6}"
        f" {100 * (subtracted <= 2).mean():6.1f} %"
        f" {len(solved):6} {int((solved < 1).sum()):6} {100 * (solved <= 2).mean():6.1f} %"
        f" {len(narrowest):7} {int((narrowest < 1).sum()):6}"
    )


def tell(line: str) -> None:
    """Write for who runs pytest with -s."""
    sys.stdout.write(f"\n{line}")


HEADING = (
    f"{'rules':30} {'hidden':>7} {'exact':>6} {'within 1':>8} {'solved':>6} {'exact':>6} {'within 1':>8}"
    f" {'weakest':>7} {'exact':>6}"
)


def test_no_hidden_count_is_recovered_from_ten_random_projects() -> None:
    found = attack_all(PROJECTS, ALL, SAMPLE)
    tell(f"{HEADING}\n{summary('all in force', found)}")
    assert sum(one.attacked for one in found) >= FEWEST_ATTACKED
    assert [one.exact for one in found] == [0] * len(found)
    solved = np.concatenate([one.by_programming for one in found])
    subtracted = np.concatenate([one.by_subtraction for one in found])
    assert (solved <= 2).mean() <= MOST_WITHIN_ONE
    assert (subtracted <= 2).mean() <= MOST_WITHIN_ONE
    # Hidden cells would be safe, too, if nothing were told at all.
    assert all(len(one.by_subtraction) < one.cells for one in found)


@pytest.mark.parametrize("off", list(SWITCHED_OFF))
def test_with_a_rule_switched_off_the_attack_succeeds(off: str) -> None:
    found = attack_all(FEWER_PROJECTS, SWITCHED_OFF[off], 20)
    tell(summary(f"without {off}", found))
    assert sum(one.exact for one in found) > 0


def test_the_counts_that_stand_in_for_the_layer_are_those_of_the_layer() -> None:
    project = make_project(1)
    table, counts = project.table(FINE, 1), counts_of(project, FINE, 1)
    for cell in project.cells[::17]:
        real = attitude(table.select(filter_of(cell)), threshold=THRESHOLD)
        stand_in = counts.layer(cell, THRESHOLD)
        assert (real.people, real.marks, real.denominator) == (
            stand_in.people, stand_in.marks, stand_in.denominator,
        )  # fmt: skip
        for one, other in zip(real.features, stand_in.features, strict=True):
            assert (one.id, one.status, one.people) == (other.id, other.status, other.people)
            for name, value in other.values.items():
                assert one.values[name] == pytest.approx(value)
