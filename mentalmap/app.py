"""The composition root: the only module that knows every room."""

from __future__ import annotations

import logging
from datetime import timedelta

from flask import Flask
from flask_compress import Compress
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from mentalmap.config import Settings, asset_root
from mentalmap.errors import DatabaseSetupError
from mentalmap.exchange.snapshots import Publications
from mentalmap.messages import say
from mentalmap.services.following import Follower
from mentalmap.services.plan_answers import MOST_BYTES, AnswerShelf
from mentalmap.store.database import make_engine
from mentalmap.web import (
    access,
    answer_api,
    answering,
    assets,
    errors,
    installing,
    interview_api,
    interviewing,
    invitations,
    languages,
    moderation,
    pages,
    plain_answers,
    plain_receipts,
    planner,
    planner_downloads,
    planner_layers,
    planner_quotes,
    planner_views,
    questionnaire_api,
    questionnaires,
    receipt_api,
    receipts,
    requests,
    resident,
    security,
    short_addresses,
    site,
)
from mentalmap.web.database import ANSWERS, ENGINE, FOLLOWER
from mentalmap.web.known_accounts import KnownAccounts
from mentalmap.web.open_rounds import OPEN_ROUNDS, OpenRounds, look_up_open_rounds
from mentalmap.web.publications import PUBLICATIONS

MOST_BODY_BYTES = 1_048_576
PARTS = (
    *(planner, planner_layers, planner_quotes, planner_views, planner_downloads),
    *(answering, answer_api, plain_answers, receipts, plain_receipts, receipt_api, installing),
    *(interviewing, interview_api),
    *(questionnaires, questionnaire_api, invitations, short_addresses, moderation),
)


def create_app(settings: Settings, engine: Engine | None = None) -> Flask:
    """
    Make the web app.

    Parameters
    ----------
    settings
        Where things are; `settings.database_url` unless an engine is handed in.
    engine
        The database to use, for tests.

    Raises
    ------
    DatabaseSetupError
        If neither names a database.
    """
    if engine is None:
        if settings.database_url is None:
            raise DatabaseSetupError(say("No database was given."), say("Start with: mentalmap serve"))
        engine = make_engine(settings.database_url)
    root = asset_root()
    app = Flask(
        "mentalmap",
        static_folder=root / "static" / "dist",
        static_url_path="/static",
        template_folder=root / "templates",
    )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MOST_BODY_BYTES,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),  # names of built files hold their hash
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        BABEL_DEFAULT_LOCALE=settings.locale,
        BABEL_TRANSLATION_DIRECTORIES=str(root / "translations"),
        CONTACT=settings.contact,
        BASEMAP_FOLDER=settings.instance_folder / "basemaps",
        WTF_CSRF_TIME_LIMIT=12 * 3600,
        RATELIMIT_HEADERS_ENABLED=True,
        # Pages stay uncompressed: they hold form tokens beside words from the address, and length would tell.
        COMPRESS_MIMETYPES=[
            "application/json",
            "text/javascript",
            "application/javascript",
            "text/css",
            "image/svg+xml",
        ],
        COMPRESS_MIN_SIZE=1024,
    )
    if settings.proxy_count:
        n = settings.proxy_count
        # Wrapping this attribute is how Flask's own documentation adds middleware; mypy sees a method.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    logging.getLogger("mentalmap").setLevel(settings.log_level)
    app.extensions[ENGINE] = engine
    app.extensions[PUBLICATIONS] = Publications(settings.publications_folder)
    app.extensions[FOLLOWER] = Follower(engine, settings.stale_s)
    app.extensions[ANSWERS] = AnswerShelf(MOST_BYTES)
    app.extensions[OPEN_ROUNDS] = OpenRounds(look_up_open_rounds)
    app.extensions[access.ACCOUNTS] = KnownAccounts(settings.stale_s)
    csrf = CSRFProtect(app)
    for part in (answer_api, receipt_api, interview_api, questionnaire_api):
        csrf.exempt(part.bp)  # their writes are held to our own header instead: `refuse_foreign_writes`
    for plain in (plain_answers, plain_receipts):
        csrf.exempt(plain.bp)  # nobody is signed in there, and a browser may keep no cookies
    Compress(app)
    security.init_security(app)
    languages.init_languages(app)
    errors.init_errors(app)
    assets.init_assets(app)
    pages.init_pages(app)
    site.limiter.init_app(app)
    app.before_request(requests.refuse_control_characters)
    app.before_request(access.check_access)
    app.register_blueprint(site.bp)
    app.register_blueprint(resident.bp)
    for part in PARTS:
        app.register_blueprint(part.bp)
    return app
