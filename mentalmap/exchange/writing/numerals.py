"""Numbers as people of one language write them."""

from __future__ import annotations

# Languages of our readers that write 0,5; the others write 0.5.
COMMA_LANGUAGES = frozenset(
    {"sv", "fi", "se", "nb", "nn", "no", "da", "de", "fr", "es", "pl", "ru", "uk", "tr", "so"}
)
MINUS = "\N{MINUS SIGN}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def writes_comma(locale: str) -> bool:
    """Whether this language has a decimal comma; lists are then separated by semicolons."""
    return locale.replace("-", "_").split("_")[0].lower() in COMMA_LANGUAGES


def decimal(value: float, locale: str, digits: int = 1, signed: bool = False) -> str:
    """Write a number with a true minus sign and, where `signed`, a plus sign; zero has no sign."""
    shown = round(value, digits) + 0.0  # -0.0 becomes 0.0
    text = f"{abs(shown):.{digits}f}"
    sign = MINUS if shown < 0 else "+" if signed and shown > 0 else ""
    return sign + (text.replace(".", ",") if writes_comma(locale) else text)


def percent(share: float, locale: str) -> str:
    """Write a share of 0–1 as whole percent, with the space that the language wants."""
    gap = NO_BREAK_SPACE if writes_comma(locale) else ""
    return f"{share * 100:.0f}{gap}%"
