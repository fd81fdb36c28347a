"""How names are looked up among many: by their key, by a slip or two, or within a longer text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from mentalmap.domain.names import MAX_NAME_LENGTH, differs_by_definite_ending, key_of

LEAST_RATIO = 88.0  # of a hundred, by which two writings must be alike
_SHORT_WORD = 8
_LONGEST_PHRASE = 3

_Named = TypeVar("_Named")


def index_by_writing(
    entries: tuple[_Named, ...], writings: Callable[[_Named], Iterable[str]]
) -> Mapping[str, tuple[_Named, ...]]:
    """List the entries under the key of each of their writings."""
    index: dict[str, dict[_Named, None]] = {}
    for entry in entries:
        for writing in writings(entry):
            key = key_of(writing[:MAX_NAME_LENGTH])
            if key:
                index.setdefault(key, {})[entry] = None
    return MappingProxyType({key: tuple(found) for key, found in index.items()})


def writings_resembling(
    key: str,
    writings: Sequence[str],
    *,
    most: int,
    distance: int | None = None,
    least_ratio: float = LEAST_RATIO,
) -> Iterator[str]:
    """
    List writings that are one or two slips away: a letter too many, too few, wrong or turned.

    Parameters
    ----------
    key
        The writing that was not found, as `key_of` folds it.
    writings
        The keys to look among.
    most
        Writings to look at more closely, nearest first.
    distance
        Slips to forgive; by default one in a short word and two in a long one.
    least_ratio
        How much of a hundred must be alike.
    """
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import OSA

    slips = distance or (1 if len(key) < _SHORT_WORD else 2)
    near = process.extract(key, writings, scorer=OSA.distance, score_cutoff=slips, limit=most)
    for writing, _, _ in near:
        # The ratio counts two turned letters as four slips; they are the commonest of all.
        close = fuzz.ratio(key, writing) >= least_ratio or sorted(key) == sorted(writing)
        if close and not differs_by_definite_ending(key, writing):
            yield writing


def phrases_within(key: str) -> Iterator[str]:
    """List each run of up to three words of a longer text, the longest runs first."""
    words = [word.strip(".,;:!?()\"'") for word in key.split(" ")]
    for length in range(_LONGEST_PHRASE, 0, -1):
        for start in range(len(words) - length + 1):
            if length < len(words):
                yield " ".join(words[start : start + length])
