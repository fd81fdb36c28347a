"""Faults of whole rows: what is missing from them, or does not go together."""

from __future__ import annotations

from mentalmap.exchange.coding.problems import CellFault, Severity
from mentalmap.messages import say

LONGEST_QUOTE = 10_000

NO_POSITION = CellFault(
    "no_position",
    say("The position is missing."),
    say("Fill in the coordinates or the name of a place, or leave the row out."),
)
UNREADABLE_POSITION = CellFault(
    "unreadable_position",
    say("The position cannot be read."),
    say("Write two decimal numbers, or well-formed WKT such as POINT (17.9 63.0)."),
)
KIND_MISSING = CellFault(
    "kind_missing",
    say("It is not said what the mark is about."),
    say('Fill in the kind, or write one for all rows into the mapping: [constants] kind = "problem".'),
)
HALF_ROUTE = CellFault(
    "half_route",
    say("Only one end of the route is given."),
    say("Fill in both the place it starts from and the place it leads to."),
)
ROUTE_IN_PLACE = CellFault(
    "route_in_place",
    say("The route ends where it starts."),
    say("Correct one of its ends, or make it a destination."),
)
QUOTE_TOO_LONG = CellFault(
    "text_too_long",
    say("The quote is longer than %(most)s signs.", most=LONGEST_QUOTE),
    say("Shorten it; a missing quotation mark can also join many rows into one."),
)
CONTROL_SIGNS = CellFault(
    "control_signs",
    say("The quote holds invisible control signs; they became blanks."),
    say("Look at the quote after the import."),
    Severity.DOUBTFUL,
)
NO_BARRIER = CellFault(
    "nature_without_barrier",
    say("Only a barrier is physical or emotional; this was left out."),
    say("Correct the kind if a barrier is meant."),
    Severity.DOUBTFUL,
)
SAME_ID = CellFault(
    "duplicate_row_id",
    say("An earlier row of the file has the same key."),
    say("Give each row its own key, or leave the repeated row out."),
)
CHANGED = CellFault(
    "changed_row",
    say("A row with this key was imported before and said something else."),
    say("Nothing was overwritten. Give the row a new key if it is a new answer."),
)
CONTRADICTION = CellFault(
    "contradiction",
    say("Another row of the same respondent says otherwise; the first one was kept."),
    say("Check whether two people share a number."),
    Severity.DOUBTFUL,
)
NOBODY_NAMED = CellFault(
    "respondent_missing",
    say("Nobody is named; the row became a response of its own."),
    say("Fill in the respondent if this person said more than this."),
    Severity.DOUBTFUL,
)
WEIGHT_MISSING = CellFault(
    "weight_missing",
    say("It is not said how many people the row stands for."),
    say("Fill in the number, or leave the row out."),
)
