"""Which language a page speaks: asked for in the address, remembered, or the browser's.

Pages for residents speak five languages, all others two. Who asked for Arabic and meets a page that does not
speak it reads that page in another language, and the next page for residents in Arabic again.
"""

from __future__ import annotations

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel

from mentalmap.i18n import LOCALES, RESIDENT_LOCALES, catalogue, language_tag, translator
from mentalmap.messages import Message

RESIDENT_BLUEPRINTS = frozenset(
    {
        "answering",
        "answer_api",
        "plain_answers",
        "receipts",
        "receipt_api",
        "plain_receipts",
        "installing",
        "short_addresses",
    }
)
RESIDENT_PAGES = frozenset({"site.accessibility"})
_COOKIE = "language"
_YEAR_S = 365 * 24 * 3600


def is_for_residents() -> bool:
    """Whether this request is for a page that residents meet; an address that no page has may be one."""
    return (
        request.endpoint is None
        or request.blueprint in RESIDENT_BLUEPRINTS
        or request.endpoint in RESIDENT_PAGES
    )


def offered_locales() -> tuple[str, ...]:
    """List the languages that the page of this request speaks."""
    return RESIDENT_LOCALES if is_for_residents() else LOCALES


def choose_locale() -> str:
    """Choose the locale of this request, by our own code."""
    g.said_in_a_language = True
    offered = offered_locales()
    for asked in (g.get("spoken_locale"), request.args.get("lang"), request.cookies.get(_COOKIE)):
        if asked in offered:
            return str(asked)
        if asked in RESIDENT_LOCALES and language_tag(asked) in offered:
            return language_tag(asked)
    default: str = current_app.config["BABEL_DEFAULT_LOCALE"]
    by_browser = [locale for locale in offered if language_tag(locale) == locale]
    return request.accept_languages.best_match(by_browser, default) or default


def speak(locale: str) -> None:
    """Answer this request in the language that its body names; one that we do not speak changes nothing."""
    g.spoken_locale = locale


def locale_code() -> str:
    """Give the locale of this request, by our own code."""
    if not has_request_context():
        default: str = current_app.config["BABEL_DEFAULT_LOCALE"]
        return default
    return choose_locale()


def gettext(sentence: str) -> str:
    """Say a sentence in the language of this request."""
    return catalogue(locale_code()).gettext(sentence)


def ngettext(one: str, many: str, n: int) -> str:
    """Say a sentence about a number in the language of this request."""
    return catalogue(locale_code()).ngettext(one, many, n)


def render_message(message: Message) -> str:
    """Say a message in the language of this request."""
    return translator(locale_code())(message)


def remember_language(response: Response) -> Response:
    """Keep a language that was asked for in the address; the cookie says nothing about the person."""
    if response.cache_control.immutable:
        return response  # a file for everybody, in a language of its own
    asked = request.args.get("lang")
    if asked in RESIDENT_LOCALES and request.cookies.get(_COOKIE) != asked:
        response.set_cookie(
            _COOKIE, asked, max_age=_YEAR_S, samesite="Lax", httponly=True, secure=request.is_secure
        )
    if "said_in_a_language" in g or response.mimetype in (
        "text/html",
        "application/json",
        "application/problem+json",
    ):
        response.vary.update(("Accept-Language", "Cookie"))
    return response


def init_languages(app: Flask) -> None:
    """Let Flask-Babel, which writes dates and numbers, templates and our messages share one choice."""
    Babel(app, locale_selector=lambda: language_tag(choose_locale()))
    app.after_request(remember_language)
    # Our catalogues in place of Flask-Babel's, which knows no easy Swedish. Jinja's extension adds the
    # function while it runs, so that its types do not know it.
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.filters["say"] = render_message
