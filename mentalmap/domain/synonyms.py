"""Words that people write for the method's codes, in Swedish and English.

Used where a file or a form speaks in words: *målpunkt*, *Målpunkter* and *destination*
are one kind. Pure: dictionaries and a way of folding what people type.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

_LETTERS = str.maketrans({"ø": "o", "æ": "a", "ß": "ss", "đ": "d", "ł": "l"})
_NOT_WORD = re.compile(r"[\W_]+")
_CAMEL = re.compile(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])")


def fold(text: str) -> str:
    """Fold case, accents, punctuation and blanks, so that “Kön:”, “kon” and “KÖN” are one word."""
    parts = _CAMEL.sub(" ", unicodedata.normalize("NFKC", text))
    plain = unicodedata.normalize("NFKD", parts.casefold().translate(_LETTERS)).casefold()
    return _NOT_WORD.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def _words(**codes: str) -> Mapping[str, str]:
    """Index words separated by | by what they fold to; a code always means itself."""
    found: dict[str, str] = {}
    for code, words in codes.items():
        named = () if code.lstrip("-").isdigit() else (code,)  # folding would lose the sign of −1
        for word in (*named, *words.split("|")):
            known = found.setdefault(fold(word), code)
            if known != code:
                raise ValueError(f"{word!r} means both {known} and {code}")
    return MappingProxyType(found)


_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "kind": _words(
            destination="målpunkt|målpunkter|mål|mötesplats|mötesplatser|besöksmål|destinations|node|nod|noder",
            route="stråk|rutt|rutter|väg|färdväg|resväg|sträcka|routes|path|paths|trip",
            barrier="barriär|barriärer|hinder|gräns|gränser|barriers|obstacle|edge",
            landmark="landmärke|landmärken|landmarks|kännetecken|symbol",
            district="distrikt|område|områden|stadsdel|bygd|districts|neighbourhood|neighborhood",
            pride="stolthet|stolthetsplats|stolt|stolt över|proud|proud of|favoritplats|smultronställe|"
            "smultronställen",
            problem="problemplats|problemplatser|brist|brister|problems|issue|issues|complaint",
            wish="önskan|önskning|önskemål|förslag|wishes|idea|suggestion|idé|idéer",
            memory="minne|minnen|minnesplats|memories",
            attitude="attityd|attityder|känsla|känslor|upplevelse|inställning|attitudes|feeling",
        ),
        "gender": _words(
            woman="kvinna|kvinnor|kvinnlig|k|q|f|female|women|flicka|tjej|girl",
            man="män|manlig|m|male|men|pojke|kille|boy",
            other="annat|annan|icke-binär|ickebinär|non-binary|nonbinary|övrigt|x|hen",
        ),
        "channel": _words(
            interview="intervju|intervjuer|interviews|gatuintervju|samtal",
            web="webb|webben|webbenkät|enkät på webben|online|internet|digital|webbkarta",
            workshop="verkstad|workshopp|medborgardialog|dialogmöte|möte",
            paper="papper|pappersenkät|pappersblankett|blankett|post|brev",
            **{"import": "importerad|imported|fil|file"},
        ),
        "precision": _words(
            exact="exakt|punkt|precis|exactly|adress|address",
            street="gata|gatan|kvarter|nära|near|block",
            village="by|ort|bygd|trakt|område|area|locality",
        ),
        "nature": _words(
            physical="fysisk|fysiskt|fysiska|konkret|terräng",
            emotional="känslomässig|känslomässigt|känslomässiga|emotionell|mental|mentalt|mentala|social|upplevd",
        ),
        "valence_source": _words(
            respondent="den svarande|svarande|respondenten|självskattad",
            coder="kodare|kodaren|bedömd",
            summary="medel|medelvärde|mean|average|sammanfattning",
            **{"suggested+confirmed": "bekräftad|confirmed"},
        ),
        "valence": _words(
            **{
                "-2": "mycket negativ|mycket negativt|mycket dåligt|mycket dålig|very negative|very bad",
                "-1": "negativ|negativt|dåligt|dålig|ganska negativ|ganska dåligt|negative|bad|missnöjd",
                "0": "neutral|neutralt|varken eller|blandat|ok|okej|mixed|neither",
                "1": "positiv|positivt|bra|ganska positiv|ganska bra|positive|good|nöjd",
                "2": "mycket positiv|mycket positivt|mycket bra|very positive|very good|utmärkt|excellent",
            }
        ),
        "group": _words(
            resident="boende|invånare|residents|inhabitant|vuxen|vuxna",
            youth="ungdom|ungdomar|unga|ung|elev|elever|young|student",
            disability="funktionsnedsättning|person med funktionsnedsättning|person with disability|disabled",
            newly_arrived="nyanländ|nyanlända|newly arrived|nyinflyttad|nyinflyttade",
            business="företag|företagare|näringsliv|näringsidkare|businesses|entrepreneur",
            association="förening|föreningar|föreningsliv|föreningsaktiv|associations|ngo",
            official="tjänsteperson|tjänsteman|tjänstemän|tjänstepersoner|kommunanställd|officials|"
            "civil servant",
            politician="politiker|förtroendevald|förtroendevalda|politicians|councillor",
            visitor="besökare|turist|turister|visitors|tourist|sommarboende|fritidsboende",
            ambassador="ambassadör|ambassadörer|ambassadors",
        ),
        "language": _words(
            sv="svenska|swedish|se|swe",
            en="engelska|english|eng",
            ar="arabiska|arabic|العربية",
            fi="finska|finnish|suomi",
            so="somaliska|somali",
            fa="persiska|persian|farsi|dari",
            ti="tigrinska|tigrinya",
            uk="ukrainska|ukrainian",
            de="tyska|german|deutsch",
            no="norska|norwegian",
        ),
        "purpose": _words(
            trade="handel|handla|inköp|köpa|shopping|shop",
            service="samhällsservice|offentlig service",
            work="arbete|jobb|jobba|arbeta|job",
            school="skola|utbildning|studier|education",
            recreation="rekreation|fritid|leisure",
            social="umgås|umgänge|träffa vänner|meeting people",
            nature="natur|friluftsliv|outdoors",
        ),
    }
)
# How the method's own codes of the project's lists are called, where a file brings them in.
_LABELS: Mapping[str, Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "purpose": {
            "trade": {"sv": "Handla", "en": "Shopping"},
            "service": {"sv": "Service", "en": "Service"},
            "work": {"sv": "Arbete", "en": "Work"},
            "school": {"sv": "Skola", "en": "School"},
            "recreation": {"sv": "Fritid", "en": "Leisure"},
            "social": {"sv": "Umgås", "en": "Meeting people"},
            "nature": {"sv": "Natur", "en": "Nature"},
        },
        "group": {
            "resident": {"sv": "Boende", "en": "Resident"},
            "youth": {"sv": "Ungdom", "en": "Young person"},
            "disability": {"sv": "Person med funktionsnedsättning", "en": "Person with a disability"},
            "newly_arrived": {"sv": "Nyanländ", "en": "Newly arrived"},
            "business": {"sv": "Företagare", "en": "Business owner"},
            "association": {"sv": "Föreningsaktiv", "en": "Active in an association"},
            "official": {"sv": "Tjänsteperson", "en": "Official"},
            "politician": {"sv": "Förtroendevald", "en": "Elected representative"},
            "visitor": {"sv": "Besökare", "en": "Visitor"},
            "ambassador": {"sv": "Ambassadör", "en": "Ambassador"},
        },
    }
)
_ALIASES = MappingProxyType({"purposes": "purpose"})
FIELDS = frozenset(_WORDS) | frozenset(_ALIASES)


def code_for(field: str, text: str) -> str | None:
    """
    Find the code that a text means in a field.

    Parameters
    ----------
    field
        kind, gender, channel, precision, nature, valence, valence_source, group, language or purpose(s).
    text
        What somebody wrote.

    Returns
    -------
    code
        Such as "destination"; `None` where the text is not a known word, which is never guessed at.
    """
    words = _WORDS.get(_ALIASES.get(field, field))
    if words is None:
        return None
    if field == "valence":  # folding would lose the sign
        number = text.strip().replace("−", "-").replace("+", "")
        if number in ("-2", "-1", "0", "1", "2"):
            return number
        folded = fold(text)
        return None if folded.isdigit() else words.get(folded)
    return words.get(fold(text))


def labels_of(field: str, code: str) -> Mapping[str, str]:
    """Give the labels of one of the method's own codes by language; empty for a code of the project's own."""
    return _LABELS.get(_ALIASES.get(field, field), {}).get(code, {})
