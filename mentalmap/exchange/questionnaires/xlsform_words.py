"""The words of an XLSForm that we write: names of languages, labels of what is asked about each mark.

They stand in the file in every language that a questionnaire may have, not in our catalogues: the file is
filled in by other programs, which show all of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from mentalmap.domain.questionnaires import Aspect, Texts

LANGUAGES = {"sv": "Svenska", "sv-easy": "Lätt svenska", "en": "English", "ar": "العربية", "fi": "Suomi"}
OTHER_NAMES = {
    "swedish": "sv",
    "svenska": "sv",
    "english": "en",
    "arabic": "ar",
    "finnish": "fi",
    "suomi": "fi",
}


def _texts(*words: str) -> Texts:
    return dict(zip(LANGUAGES, words, strict=True))


WHERE = _texts("Var är det?", "Var är det?", "Where is it?", "أين يقع؟", "Missä se on?")
ASPECTS: Mapping[Aspect, Texts] = {
    Aspect.NATURE: _texts("Vad för slag?", "Vad är det?", "Of what sort?", "من أي نوع؟", "Millainen?"),
    Aspect.PURPOSES: _texts(
        "Vad gör du där?", "Vad gör du där?", "What do you do there?", "ماذا تفعل هناك؟", "Mitä teet siellä?"
    ),
    Aspect.VALENCE: _texts(
        "Hur känns det?", "Hur känns det?", "How does it feel?", "كيف تشعر؟", "Miltä se tuntuu?"
    ),
    Aspect.THEMES: _texts(
        "Vad handlar det om?", "Vad handlar det om?", "What is it about?", "بماذا يتعلق؟", "Mitä se koskee?"
    ),
    Aspect.TEXT: _texts("Berätta", "Berätta", "Tell us", "أخبرنا", "Kerro"),
    Aspect.PHOTO: _texts("Bild", "Bild", "Photo", "صورة", "Kuva"),
}
NATURES: Mapping[str, Texts] = {
    "physical": _texts(
        "Den finns på platsen", "Den går att se", "It is in the terrain", "موجود في المكان", "Se on maastossa"
    ),
    "emotional": _texts(
        "Den bara känns", "Den bara känns", "It is only felt", "مجرد شعور", "Sen vain tuntee"
    ),
}
VALENCES: Mapping[str, Texts] = {
    "-2": _texts("Mycket dåligt", "Mycket dåligt", "Very bad", "سيئ جدًا", "Hyvin huono"),
    "-1": _texts("Dåligt", "Dåligt", "Bad", "سيئ", "Huono"),
    "0": _texts("Varken eller", "Mitt emellan", "Neither", "بين الاثنين", "Siltä väliltä"),
    "1": _texts("Bra", "Bra", "Good", "جيد", "Hyvä"),
    "2": _texts("Mycket bra", "Mycket bra", "Very good", "جيد جدًا", "Hyvin hyvä"),
}
