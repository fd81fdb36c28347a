"""Sentences that the core can say without knowing the reader's language.

A domain function may not know who reads its answer, yet captions and errors must reach
people in their own language. So it returns a `Message`: an English sentence with named
gaps and the values for them. The outermost room translates the sentence, then fills it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Message:
    """
    One translatable sentence.

    Parameters
    ----------
    text
        English sentence with `%(name)s` gaps; the key of the translation catalogue.
    values
        What fills the gaps. A value may be another `Message`.
    plural
        The sentence for several, chosen by the whole number `values["n"]`.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    plural: str | None = None

    def __str__(self) -> str:
        return self.render(lambda text: text, lambda one, many, n: one if n == 1 else many)

    def render(
        self,
        gettext: Callable[[str], str],
        ngettext: Callable[[str, str, int], str],
    ) -> str:
        """Translate with a catalogue's two functions and fill the gaps."""
        values = {
            name: value.render(gettext, ngettext) if isinstance(value, Message) else value
            for name, value in self.values.items()
        }
        if self.plural is None:
            sentence = gettext(self.text)
        else:
            n = values["n"]
            if not isinstance(n, int):
                raise TypeError("a plural message needs a whole number n")
            sentence = ngettext(self.text, self.plural, n)
        return sentence % values if values else sentence.replace("%%", "%")


def say(text: str, **values: object) -> Message:
    """Make a message; `pybabel extract` finds the sentence by this function's name."""
    return Message(text, values)


def say_n(one: str, many: str, n: int, **values: object) -> Message:
    """Make a message whose wording depends on the number `n`."""
    return Message(one, {"n": n, **values}, plural=many)
