"""Sentences of a poster."""

from __future__ import annotations

from collections.abc import Mapping

from mentalmap.messages import Message, say

STRINGS: Mapping[str, Message] = {
    "headline": say("What is it like to live here?"),
    "show": say("Show on the map where you go, what you are proud of and what is hard."),
    "easy": say("You can answer on your phone. It takes a few minutes."),
    "nobody": say("You need no account, and we do not ask for your name."),
    "scan": say("Scan the picture with your phone, or write this address:"),
    "who": say("Mental map of %(name)s", name=""),
}
