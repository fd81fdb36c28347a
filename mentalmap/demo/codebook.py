"""The demo project's own lists: themes, purposes, groups and age bands, in Swedish and English.

These are rows that a municipality edits, not enumerations: another project has other lists.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a list: the code that is stored, and what people read."""

    code: str
    swedish: str
    english: str


THEMES = (
    Code("service", "Service", "Service"),
    Code("trade", "Handel", "Shops"),
    Code("transport", "Buss och tåg", "Buses and trains"),
    Code("roads", "Vägar och trafik", "Roads and traffic"),
    Code("school", "Skola och barn", "School and children"),
    Code("care", "Vård och omsorg", "Health and care"),
    Code("nature", "Natur och vatten", "Nature and water"),
    Code("culture", "Kultur och historia", "Culture and history"),
    Code("safety", "Trygghet", "Feeling safe"),
    Code("housing", "Bostäder", "Housing"),
    Code("work", "Arbete och företag", "Work and business"),
    Code("meeting", "Mötesplatser", "Meeting places"),
    Code("belonging", "Samhörighet", "Belonging"),
    Code("upkeep", "Skötsel", "Upkeep"),
    Code("young", "Att vara ung", "Being young"),
)

PURPOSES = (
    Code("trade", "Handla", "Shopping"),
    Code("service", "Service", "Service"),
    Code("work", "Arbete", "Work"),
    Code("school", "Skola", "School"),
    Code("recreation", "Fritid", "Leisure"),
    Code("social", "Umgås", "Meeting people"),
    Code("nature", "Natur", "Nature"),
)

GROUPS = (
    Code("resident", "Boende", "Resident"),
    Code("youth", "Ungdom", "Young person"),
    Code("newly_arrived", "Nyanländ", "Newly arrived"),
    Code("disability", "Person med funktionsnedsättning", "Person with a disability"),
    Code("business", "Företagare", "Business owner"),
    Code("association", "Föreningsaktiv", "Active in an association"),
    Code("official", "Tjänsteperson", "Official"),
    Code("politician", "Förtroendevald", "Elected representative"),
)

AGE_BANDS = ("16-29", "30-49", "50-64", "65+")
