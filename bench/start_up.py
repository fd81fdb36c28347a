"""`mentalmap --help` beside the bare interpreter: how long a person waits for the list of commands."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench._measuring import alternate, median, p95, print_table

GOAL_S = 0.3
ROUNDS = 15


def main() -> None:
    """Print the table."""
    mentalmap = Path(sys.executable).with_name("mentalmap")
    seconds = alternate(
        {
            "bare interpreter (floor)": lambda: subprocess.run([sys.executable, "-c", "pass"], check=True),
            "mentalmap --help": lambda: subprocess.run(
                [mentalmap, "--help"], check=True, stdout=subprocess.DEVNULL
            ),
        },
        ROUNDS,
    )
    floor = median(seconds["bare interpreter (floor)"])
    print_table(
        f"Start-up (goal: mentalmap --help under {GOAL_S} s)",
        ("what", "median s", "p95 s", "× floor"),
        [
            (name, f"{median(values):.3f}", f"{p95(values):.3f}", f"{median(values) / floor:.1f}")
            for name, values in seconds.items()
        ],
    )


if __name__ == "__main__":
    main()
