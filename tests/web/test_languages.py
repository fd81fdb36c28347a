"""Which language a page speaks, and how it says so."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from flask_babel import format_date

from mentalmap.i18n import LOCALES, RESIDENT_LOCALES, catalogue, direction, language_tag
from mentalmap.web.languages import locale_code, speak

RESIDENTS = "/p/nowhere/svara/no/such/page"  # an address without a page may be a resident's
STAFF = "/sign-in"


def language_of(app: Flask, path: str, *, query: str = "", cookie: str = "", browser: str = "") -> str:
    headers = {"Accept-Language": browser} if browser else {}
    if cookie:
        headers["Cookie"] = f"language={cookie}"
    with app.test_request_context(f"{path}?{query}", headers=headers):
        return locale_code()


@pytest.mark.parametrize("locale", RESIDENT_LOCALES)
def test_a_page_for_residents_speaks_the_language_that_was_asked_for(app: Flask, locale: str) -> None:
    assert language_of(app, RESIDENTS, query=f"lang={locale}") == locale
    assert language_of(app, RESIDENTS, cookie=locale) == locale


@pytest.mark.parametrize(
    ("browser", "spoken"),
    [("ar-SY,ar;q=0.9,sv;q=0.5", "ar"), ("fi-FI", "fi"), ("sv-SE", "sv"), ("de", "sv"), ("", "sv")],
)
def test_else_it_speaks_as_the_browser_wishes(app: Flask, browser: str, spoken: str) -> None:
    assert language_of(app, RESIDENTS, browser=browser) == spoken


def test_no_browser_is_taken_to_wish_easy_words(app: Flask) -> None:
    assert language_of(app, RESIDENTS, browser="sv-easy,en;q=0.5") != "sv-easy"


@pytest.mark.parametrize("query", ["lang=xx", "lang=", "lang=../sv", "lang=AR", "lang=sv_easy", "lang=ar%00"])
def test_an_unknown_language_changes_nothing(app: Flask, query: str) -> None:
    assert language_of(app, RESIDENTS, query=query, cookie="fi") == "fi"


@pytest.mark.parametrize(
    ("asked", "browser", "spoken"),
    [("ar", "en", "en"), ("fi", "", "sv"), ("sv-easy", "en", "sv"), ("en", "sv", "en")],
)
def test_a_staff_page_speaks_two_languages(app: Flask, asked: str, browser: str, spoken: str) -> None:
    assert language_of(app, STAFF, query=f"lang={asked}", browser=browser) == spoken
    assert language_of(app, STAFF, cookie=asked, browser=browser) == spoken
    assert spoken in LOCALES


def test_a_language_is_remembered_though_the_page_does_not_speak_it(as_anyone: FlaskClient) -> None:
    staff = as_anyone.get(f"{STAFF}?lang=ar", headers={"Accept-Language": "en"})
    assert 'lang="en"' in staff.text
    assert 'dir="rtl"' in as_anyone.get(RESIDENTS).text


def test_what_was_sent_may_name_the_language(app: Flask) -> None:
    with app.test_request_context(f"{RESIDENTS}?lang=fi"):
        speak("ar")
        assert locale_code() == "ar"
        speak("xx")
        assert locale_code() == "fi"


@pytest.mark.parametrize(
    ("locale", "tag", "reads"),
    [
        ("sv", "sv", "ltr"),
        ("sv-easy", "sv", "ltr"),
        ("en", "en", "ltr"),
        ("ar", "ar", "rtl"),
        ("fi", "fi", "ltr"),
    ],
)
def test_a_page_tells_its_language_and_direction(
    as_anyone: FlaskClient, locale: str, tag: str, reads: str
) -> None:
    page = as_anyone.get(f"{RESIDENTS}?lang={locale}").text
    assert f'<html lang="{tag}" dir="{reads}">' in page
    assert (language_tag(locale), direction(locale)) == (tag, reads)


def test_a_page_offers_the_languages_that_it_speaks_in_their_own_names(as_anyone: FlaskClient) -> None:
    page = as_anyone.get(f"{RESIDENTS}?lang=sv").text
    for name in ("Lättläst svenska", "English", "العربية", "Suomi"):
        assert f">{name}</a>" in page
    staff = as_anyone.get(f"{STAFF}?lang=sv").text
    assert ">English</a>" in staff
    assert "العربية" not in staff


@pytest.mark.parametrize(("locale", "month"), [("sv-easy", "maj"), ("fi", "toukokuuta"), ("en", "May")])
def test_dates_are_written_in_the_language_of_the_page(app: Flask, locale: str, month: str) -> None:
    with app.test_request_context(f"{RESIDENTS}?lang={locale}"):
        assert month in format_date(date(2026, 5, 17), "long")


@pytest.fixture
def a_swedish_sentence(monkeypatch: pytest.MonkeyPatch) -> str:
    """A sentence that only the Swedish catalogue knows."""
    sentence = "Only Swedish knows this"
    monkeypatch.setitem(catalogue("sv")._catalog, sentence, "Bara svenskan vet")  # type: ignore[attr-defined]
    return sentence


def test_easy_swedish_says_in_swedish_what_it_lacks(app: Flask, a_swedish_sentence: str) -> None:
    with app.test_request_context(f"{RESIDENTS}?lang=sv-easy"):
        assert render_template_string("{{ _(word) }}", word=a_swedish_sentence) == "Bara svenskan vet"
    with app.test_request_context(f"{RESIDENTS}?lang=fi"):
        assert render_template_string("{{ _(word) }}", word=a_swedish_sentence) == a_swedish_sentence


def test_templates_fill_gaps_as_text(app: Flask) -> None:
    with app.test_request_context(f"{RESIDENTS}?lang=sv-easy"):
        said = render_template_string("{{ _('%(a)s, and so on', a='<b>') }}")
    assert said == "&lt;b&gt;, and so on"


def test_an_answer_says_that_it_hangs_on_the_language(as_anyone: FlaskClient) -> None:
    for path in (RESIDENTS, STAFF):
        vary = as_anyone.get(path).headers["Vary"]
        assert "Accept-Language" in vary and "Cookie" in vary
