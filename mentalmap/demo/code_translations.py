"""The demo's lists in the other languages that residents answer in; easy-read Swedish has the Swedish."""

from __future__ import annotations

from mentalmap.demo.codebook import GROUPS, PURPOSES, THEMES, Code

_THEMES = (
    ("الخدمات", "Palvelut"),
    ("المتاجر", "Kaupat"),
    ("الحافلات والقطارات", "Bussit ja junat"),
    ("الطرق والمرور", "Tiet ja liikenne"),
    ("المدرسة والأطفال", "Koulu ja lapset"),
    ("الصحة والرعاية", "Terveys ja hoiva"),
    ("الطبيعة والماء", "Luonto ja vesi"),
    ("الثقافة والتاريخ", "Kulttuuri ja historia"),
    ("الشعور بالأمان", "Turvallisuus"),
    ("السكن", "Asuminen"),
    ("العمل والشركات", "Työ ja yritykset"),
    ("أماكن اللقاء", "Kohtaamispaikat"),
    ("الانتماء", "Yhteenkuuluvuus"),
    ("العناية بالمكان", "Kunnossapito"),
    ("حياة الشباب", "Nuorena oleminen"),
)
_PURPOSES = (
    ("التسوق", "Ostokset"),
    ("الخدمات", "Palvelut"),
    ("العمل", "Työ"),
    ("المدرسة", "Koulu"),
    ("وقت الفراغ", "Vapaa-aika"),
    ("لقاء الناس", "Ihmisten tapaaminen"),
    ("الطبيعة", "Luonto"),
)
_GROUPS = (
    ("ساكن", "Asukas"),
    ("شاب", "Nuori"),
    ("وافد جديد", "Maahan muuttanut"),
    ("شخص ذو إعاقة", "Vammainen henkilö"),
    ("صاحب شركة", "Yrittäjä"),
    ("ناشط في جمعية", "Yhdistyksessä aktiivinen"),
    ("موظف في البلدية", "Kunnan työntekijä"),
    ("سياسي منتخب", "Luottamushenkilö"),
)


def labels_of(codes: tuple[Code, ...]) -> list[tuple[str, dict[str, str]]]:
    """Give each code of one of the demo's lists with its names by language."""
    others = {THEMES: _THEMES, PURPOSES: _PURPOSES, GROUPS: _GROUPS}[codes]
    return [
        (code.code, {"sv": code.swedish, "en": code.english, "ar": arabic, "fi": finnish})
        for code, (arabic, finnish) in zip(codes, others, strict=True)
    ]
