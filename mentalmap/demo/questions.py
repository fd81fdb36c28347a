"""The demo's questions that are not about places: the municipality, and how long people have lived here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentalmap.demo.codebook import Code
from mentalmap.demo.respondents import DemoResponse

AGREEMENT_LABELS = (
    Code("1", "Stämmer inte alls", "Not true at all"),
    Code("2", "Stämmer dåligt", "Hardly true"),
    Code("3", "Varken eller", "Neither"),
    Code("4", "Stämmer ganska bra", "Fairly true"),
    Code("5", "Stämmer helt", "Quite true"),
)
LISTENS, REACHABLE, HELPS, LIVED_HERE = "org_listens", "org_reachable", "org_helps", "lived_here"
NOT_ANSWERED = 0.06
ANSWER_SEED = 17


@dataclass(frozen=True, slots=True)
class DemoQuestion:
    """
    One closed question.

    Parameters
    ----------
    about
        `organisation` where it asks how people see the municipality as an organisation.
    """

    key: str
    swedish: str
    english: str
    choices: tuple[Code, ...]
    is_scale: bool = True
    about: str = "organisation"


QUESTIONS = (
    DemoQuestion(
        LISTENS,
        "Kommunen lyssnar på oss som bor här.",
        "The municipality listens to those of us who live here.",
        AGREEMENT_LABELS,
    ),
    DemoQuestion(
        REACHABLE,
        "Det är lätt att nå rätt person på kommunen.",
        "It is easy to reach the right person at the municipality.",
        AGREEMENT_LABELS,
    ),
    DemoQuestion(
        HELPS,
        "Kommunen hjälper den som vill få något gjort.",
        "The municipality helps those who want to get something done.",
        AGREEMENT_LABELS,
    ),
    DemoQuestion(
        LIVED_HERE,
        "Hur länge har du bott här?",
        "How long have you lived here?",
        (
            Code("under_5", "Mindre än 5 år", "Less than 5 years"),
            Code("5_20", "5 till 20 år", "5 to 20 years"),
            Code("over_20", "Mer än 20 år", "More than 20 years"),
        ),
        is_scale=False,
        about="",
    ),
)

# Invented, like everything the demo says: officials and elected see the house from inside.
MEAN_OF_GROUP = {"official": 3.9, "politician": 4.0, "youth": 2.6, "business": 2.5, "association": 3.2}
USUAL_MEAN = 2.9
MEAN_OF_QUESTION = {LISTENS: -0.15, REACHABLE: 0.1, HELPS: 0.05}
LATER_ROUND = {LISTENS: 0.35}  # what changes from the first round to the second
SD = 0.95
LIVED_CHANCES = {"16-29": (0.3, 0.55, 0.15), "30-49": (0.25, 0.4, 0.35)}
USUAL_LIVED_CHANCES = (0.1, 0.25, 0.65)


def answer_generator(round_name: str) -> np.random.Generator:
    """Make the generator of a round's answers: its own stream, so that the marks stay what they are."""
    return np.random.default_rng([ANSWER_SEED, int(round_name)])


def draw_answers(
    responses: tuple[DemoResponse, ...], rng: np.random.Generator, *, is_later: bool
) -> list[dict[str, str]]:
    """Draw what each respondent answers, by key of the question; what is left out was not answered."""
    return [_answers(one, rng, is_later) for one in responses]


def _answers(one: DemoResponse, rng: np.random.Generator, is_later: bool) -> dict[str, str]:
    answers = {}
    mean = MEAN_OF_GROUP.get(one.group, USUAL_MEAN)
    for key in (LISTENS, REACHABLE, HELPS):
        shift = MEAN_OF_QUESTION[key] + (LATER_ROUND.get(key, 0.0) if is_later else 0.0)
        drawn = rng.normal(mean + shift, SD)
        if rng.random() >= NOT_ANSWERED:
            answers[key] = str(int(np.clip(np.round(drawn), 1, 5)))
    chances = LIVED_CHANCES.get(one.age_band or "", USUAL_LIVED_CHANCES)
    if one.group == "newly_arrived":
        chances = (0.8, 0.2, 0.0)
    if rng.random() >= NOT_ANSWERED:
        answers[LIVED_HERE] = str(rng.choice(("under_5", "5_20", "over_20"), p=chances))
    return answers
