"""Swedish rules for the names of places: how people write them, and what the name is.

Everything works on keys (`key_of`). None of it knows which places exist; each rule lists what a
writing *may* stand for, and the gazetteer decides.
Sources: the Institute for Language and Folklore on genitives in place names ("Nordingrå kyrka" but
"Nordingrås stränder"); no s is added after s, x or z, so none is ever taken from "Kramfors".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

MAX_NAME_LENGTH = 200  # longer texts are not names, and are not looked at

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_INVISIBLE = re.compile(r"[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "´": "'", "`": "'"})
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_AROUND = " .,;:!?\"“”„«»'"

_PREPOSITION = re.compile(
    r"(?:inne i|nere i|uppe i|ute på|i|på|till|vid|från|genom|runt|kring|nära|utanför|in|at|near) (?=\S)"
)
_NOTE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_SEPARATOR = re.compile(r"\s*(?:[,;/&+،؛]|\s-\s|\boch\b|\bsamt\b|\band\b)\s*|-")

_CENTRE_AFTER = re.compile(r" (?:centrum|centralt|central|city|c|tätort|samhälle|by)$")
_CENTRE_BEFORE = re.compile(r"(?:centrala|centrum av|inre|hela) (?=\S)")

# Words that follow a name and mean something in that very place.
_HEADS = (
    "borna",
    "skolan",
    "kyrkan",
    "trakten",
    "bygden",
    "området",
    "vägen",
    "parken",
    "badet",
    "stationen",
    "centrum",
    "torget",
    "macken",
    "campingen",
    "biblioteket",
    "bygdegården",
)
# These make names of their own as well (Sandviken, Hagabo), so only a longer name is believed.
_WEAK_HEADS = (
    "viken",
    "berget",
    "hamnen",
    "dalen",
    "sjön",
    "näset",
    "udden",
    "stranden",
    "backen",
    "holmen",
)
_WEAK_NAME_LENGTH = 5
# A bridge carries the name of what it leads to and may lie far from it; "-bo" is who lives there, or a
# village of its own. The name before them is offered, never taken.
_LOOSE_HEADS = ("bron", "bro", "bo")

# Fixed expressions: the name without s, then a word. Not "kommun" or "län": those are larger than
# the place that lent them its name, and to put them there would be a guess.
_FOLLOWERS = frozenset(
    re.findall(
        r"\w+",
        "kyrka kyrkan församling socken skola skolan station stationen järnvägsstation busstation "
        "resecentrum hamn hamnen gästhamn marina brygga torg torget bibliotek biblioteket bad badet "
        "badplats camping campingen bygdegård folkets park idrottsplats",
    )
)

# Names that are ordinary words too: a compound with one says nothing about the place.
COMMON_NOUNS = frozenset(
    re.findall(
        r"\w+",
        "berg berget dal dalen skog skogen vik viken näs näset mo mon sel lund lunden sand sanden sund "
        "sundet nora hammar å ån ås åsen by byn strand stranden holm holmen hamn hamnen hed heden ed äng "
        "ängen backe backen bruk bruket kyrka kyrkan torp torpet ö ön udd udden bro bron sjö sjön älv "
        "älven norr söder öster väster centrum station",
    )
)

# Endings whose s belongs to the name, even where the name itself is not known.
_OWN_S = ("fors", "näs", "hus", "hals", "ljus")


def key_of(text: str) -> str:
    """Fold what does not matter to a name: case, spaces, invisible letters, kinds of dash, a last dot."""
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", _CONTROL.sub(" ", text)))
    folded = folded.translate(_APOSTROPHES).translate(_DASHES).casefold()
    return " ".join(folded.split()).strip(_AROUND)


def without_accents(key: str) -> str:
    """Fold å, ä, ö and every other accent: what a foreign keyboard leaves of a name."""
    letters = unicodedata.normalize("NFD", key.replace("ø", "o").replace("æ", "a"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def plainer_forms(key: str) -> list[str]:
    """List a name as written, then without notes in brackets, then without a preposition."""
    plain = " ".join(_NOTE.sub(" ", key).split()).strip(_AROUND)
    # Anchored by `match`: a preposition counts only as the first word.
    forms = (
        key,
        plain,
        *(form[found.end() :] for form in (key, plain) if (found := _PREPOSITION.match(form))),
    )
    return list(dict.fromkeys(form for form in forms if form))


def genitive_stems(key: str) -> Iterator[str]:
    """List the names that a writing may be the genitive of."""
    for ending in (":s", "'s", "s"):
        stem = key.removesuffix(ending)
        if stem == key or not stem or stem[-1] in "sxz:'":
            continue
        if ending == "s" and (len(stem) < 2 or key.endswith(_OWN_S)):
            continue
        yield stem


def compound_stems(key: str) -> Iterator[str]:
    """List the names that a writing may be a part of: centre, school, people or country round it."""
    if found := _CENTRE_BEFORE.match(key):
        yield key[found.end() :]
    if found := _CENTRE_AFTER.search(key):
        yield key[: found.start()]
    words = key.split(" ")
    for count in (1, 2):
        if len(words) > count and all(word in _FOLLOWERS for word in words[-count:]):
            name = " ".join(words[:-count])
            yield name
            yield from genitive_stems(name)
    for form in (key, *genitive_stems(key)):
        for stem in _stems_before_heads(form, (_HEADS, 2), (_WEAK_HEADS, _WEAK_NAME_LENGTH)):
            if stem not in COMMON_NOUNS:
                yield stem


def loose_stems(key: str) -> Iterator[str]:
    """List the names that a writing is made of and yet need not mean: a bridge is not the village."""
    for form in (key, *genitive_stems(key)):
        for stem in _stems_before_heads(form, (_LOOSE_HEADS, 2)):
            if stem not in COMMON_NOUNS:
                yield stem


def _stems_before_heads(key: str, *groups: tuple[tuple[str, ...], int]) -> Iterator[str]:
    """Take a head off the end of one word, and the s that may join it to the name."""
    for heads, shortest in groups:
        for head in heads:
            stem = key.removesuffix(head).rstrip("- ")
            if stem == key or len(stem) < shortest:
                continue
            yield stem
            for name in genitive_stems(stem):
                if len(name) >= shortest:
                    yield name


def split_names(key: str) -> list[str]:
    """Split a writing that may name several places: "Ullånger-Docksta", "Nyland och Kramfors"."""
    parts = [part.strip(_AROUND) for part in _SEPARATOR.split(key)]
    parts = [part for part in parts if part]
    return parts if len(parts) > 1 else []


def differs_by_definite_ending(one: str, other: str) -> bool:
    """Tell whether two words are the same but for -n, -en or -et: "bruk" and "bruket" are two places."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and long[len(short) :] in ("n", "en", "et")
