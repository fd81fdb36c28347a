"""Which language a page speaks: asked for in the address, remembered, or the browser's."""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request
from flask_babel import Babel, get_locale

from mentalmap.i18n import LOCALES, translator
from mentalmap.messages import Message

LANGUAGE_NAMES = {"sv": "Svenska", "en": "English"}
_COOKIE = "language"
_YEAR_S = 365 * 24 * 3600


def choose_locale() -> str:
    """Choose the locale of this request."""
    for asked in (request.args.get("lang"), request.cookies.get(_COOKIE)):
        if asked in LOCALES:
            return asked
    default: str = current_app.config["BABEL_DEFAULT_LOCALE"]
    return request.accept_languages.best_match(LOCALES, default) or default


def locale_code() -> str:
    """Give the language code of this request."""
    return str(get_locale() or current_app.config["BABEL_DEFAULT_LOCALE"])[:2]


def render_message(message: Message) -> str:
    """Say a message in the language of this request."""
    return translator(locale_code())(message)


def remember_language(response: Response) -> Response:
    """Keep a language that was asked for in the address; the cookie says nothing about the person."""
    if response.cache_control.immutable:
        return response  # a file for everybody, in a language of its own
    asked = request.args.get("lang")
    if asked in LOCALES and request.cookies.get(_COOKIE) != asked:
        response.set_cookie(
            _COOKIE, asked, max_age=_YEAR_S, samesite="Lax", httponly=True, secure=request.is_secure
        )
    if "flask_babel" in g or response.mimetype in (
        "text/html",
        "application/json",
        "application/problem+json",
    ):
        response.vary.update(("Accept-Language", "Cookie"))
    return response


def init_languages(app: Flask) -> None:
    """Let Flask-Babel and our messages share one choice of language."""
    Babel(app, locale_selector=choose_locale)
    app.after_request(remember_language)
    app.jinja_env.filters["say"] = render_message
