"""Answering without JavaScript, by place names: one calm page, and nothing written in it is ever lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mentalmap.domain.permissions import Action
from mentalmap.domain.questionnaires import Questionnaire
from mentalmap.domain.receipt_codes import write_code, write_secret
from mentalmap.errors import (
    ConflictingRetryError,
    RefusedAnswerError,
    SurveyClosedError,
    WithdrawnError,
)
from mentalmap.exchange.qr_codes import qr_path
from mentalmap.exchange.questionnaires.definitions import read_questionnaire
from mentalmap.i18n import LANGUAGE_NAMES, RESIDENT_LOCALES, language_tag
from mentalmap.messages import Message, say
from mentalmap.services.forms import build_form
from mentalmap.web.access import requires
from mentalmap.web.database import staff_transaction
from mentalmap.web.languages import locale_code, speak
from mentalmap.web.plain_fields import Fields
from mentalmap.web.plain_places import Trouble
from mentalmap.web.plain_reading import Reading, read_fields
from mentalmap.web.plain_sending import is_delivered, send, troubles_of
from mentalmap.web.plain_sheets import (
    HONEYPOT,
    Sheet,
    new_sheet,
    open_sheet,
    read_sheet,
    refuse_other_sites,
    seal_sheet,
    sign_sheet,
)
from mentalmap.web.plain_wording import PlainWording
from mentalmap.web.site import limiter

bp = Blueprint("plain_answers", __name__, url_prefix="/p/<project_slug>/svara/enkel")
bp.before_request(refuse_other_sites)


@bp.get("")
@requires(Action.ANSWER)
def plain_page(project_slug: str) -> ResponseReturnValue:
    """Show every question on one page."""
    with staff_transaction() as session:
        form = build_form(session, project_slug)
    sheet = new_sheet(datetime.now(UTC))
    return _page(form, sheet, Fields({"k": [request.args.get("k", "")]}))


@bp.post("")
@limiter.limit("60 per minute; 2000 per day")
@requires(Action.ANSWER)
def take_page(project_slug: str) -> ResponseReturnValue:
    """Take what was written: send it, look up its places, or show the page again with more room."""
    fields, now = Fields(request.form.to_dict(flat=False)), datetime.now(UTC)
    speak(fields.one("speak") or fields.one("locale"))
    sheet = read_sheet(fields.one("sheet"), project_slug)
    with staff_transaction() as session:
        form = build_form(session, project_slug)
        has_arrived = sheet is not None and is_delivered(session, project_slug, sheet)
    if form["questionnaire"] is None:
        return _page(form, sheet or new_sheet(now), fields, has_arrived=has_arrived), 409
    if sheet is None:
        general = say("This page had grown old. Nothing was lost. Please send again.")
        return _page(form, new_sheet(now), fields, general=general), 400
    reading = read_fields(fields, form, _asked(form), sheet.id, locale_code())
    if fields.one("do") not in ("send", "look"):
        return _page(form, sheet, fields)
    if fields.one("do") == "look" or reading.troubles:
        return _page(form, sheet, fields, reading), 422 if reading.troubles else 200
    if reason := _reason_to_wait(fields, reading, sheet, form, now):
        return _page(form, sheet, fields, general=reason), 422
    try:
        with staff_transaction() as session:
            send(session, form, reading, sheet, language=locale_code(), invitation=fields.one("k"), now=now)
    except RefusedAnswerError as error:
        reading.troubles.update(troubles_of(error, reading))
        return _page(form, sheet, fields, reading), 422
    except ConflictingRetryError:
        general = say(
            "Answers from this page have been sent before. Use the code that you got then to change them."
        )
        return _page(form, sheet, fields, general=general), 422
    except WithdrawnError as error:
        return _page(form, new_sheet(now), fields, general=error.message), 422
    except SurveyClosedError:
        return _page({**form, "questionnaire": None}, sheet, fields), 409
    # Elsewhere, so that loading the page anew shows the receipt again and sends nothing.
    sealed = seal_sheet(sheet, project_slug)
    thanks = url_for(".thanks_page", project_slug=project_slug, of=sealed, lang=locale_code())
    return redirect(f"{thanks}#content", 303)


@bp.get("/thanks")
@requires(Action.ANSWER)
def thanks_page(project_slug: str) -> ResponseReturnValue:
    """Thank, and show the receipt to who has just sent."""
    sheet = open_sheet(request.args.get("of", ""), project_slug)
    with staff_transaction() as session:
        form = build_form(session, project_slug)
        if sheet is None or not is_delivered(session, project_slug, sheet):
            return redirect(
                url_for("plain_receipts.code_page", project_slug=project_slug, lang=locale_code())
            )
    return _thanks(form, sheet)


def _reason_to_wait(
    fields: Fields, reading: Reading, sheet: Sheet, form: Mapping[str, Any], now: datetime
) -> Message | None:
    """Say why a page without faults is not taken yet."""
    if fields.one(HONEYPOT):
        return say("A hidden field was filled in, so we cannot tell you from a program. It is empty now.")
    if sheet.is_hasty(now):
        return say("That was very quick. Wait a few seconds, then send again.")
    if fields.one("version") != str(form["questionnaire"]["version"]):
        return say("The questions have been changed meanwhile. Look through the page, then send it again.")
    if reading.is_empty:
        return say("You have not answered anything yet. Answer at least one question.")
    return None


def _asked(form: Mapping[str, Any]) -> Questionnaire:
    document = {key: value for key, value in form["questionnaire"].items() if key != "version"}
    return read_questionnaire(document, "sv", form["questionnaire"]["version"]).questionnaire


def _page(
    form: Mapping[str, Any],
    sheet: Sheet,
    fields: Fields,
    reading: Reading | None = None,
    *,
    general: Message | None = None,
    has_arrived: bool = False,
) -> str:
    """Show the questions with everything that was written; or that nothing is asked now."""
    slug, locale = form["project"]["slug"], locale_code()
    here = url_for("plain_answers.plain_page", project_slug=slug)
    common = {
        "project": form["project"],
        "full_page": url_for("answering.answer_page", project_slug=slug, k=fields.one("k") or None),
        "other_locales": [],  # links would lose what was written; buttons of the form do not
    }
    if form["questionnaire"] is None:
        return render_template(
            "answer/plain_closed.html", written=_written(fields), has_arrived=has_arrived, **common
        )
    asked = _asked(form)
    troubles: Mapping[str, Trouble] = reading.troubles if reading else {}
    return render_template(
        "answer/plain.html",
        asked=asked,
        form=form,
        fields=fields,
        here=here,
        sheet=sign_sheet(sheet, slug),
        honeypot=HONEYPOT,
        troubles=troubles,
        general=general,
        looked=reading is not None and not troubles and general is None,
        wording=PlainWording(form, asked, locale),
        languages=[
            {"code": code, "language": language_tag(code), "name": LANGUAGE_NAMES[code]}
            for code in RESIDENT_LOCALES
            if code != locale
        ],
        **common,
    )


def _thanks(form: Mapping[str, Any], sheet: Sheet) -> str:
    slug = form["project"]["slug"]
    asked = _asked(form) if form["questionnaire"] else None  # closed since
    receipt = url_for("receipts.receipt_page", project_slug=slug, _external=True)
    address = f"{receipt}#{write_secret(sheet.secret)}"
    return render_template(
        "answer/plain_thanks.html",
        project=form["project"],
        paragraphs=PlainWording(form, asked, locale_code()).paragraphs(asked.thanks) if asked else [],
        address=address,
        code=write_code(sheet.secret),
        code_page=url_for("plain_receipts.code_page", project_slug=slug, _external=True),
        qr=qr_path(address),
        other_locales=[],
    )


def _written(fields: Fields) -> Sequence[str]:
    """List what was written in words, to be copied from a page that can no longer be sent."""
    own = ("sheet", "locale", "k", "version", HONEYPOT)
    return [
        text
        for name in fields.sent
        if (name.endswith((".text", ".name")) or name.startswith("answer."))
        and name not in own
        and (text := fields.one(name))
    ]
