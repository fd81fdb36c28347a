"""From exceptions to answers: one table from each error to its status, a page or problem+json."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from flask import Flask, Response, jsonify, make_response, render_template
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from mentalmap import errors
from mentalmap.messages import Message, say
from mentalmap.web.languages import gettext, render_message
from mentalmap.web.requests import wants_data

_log = logging.getLogger(__name__)

STATUS: dict[type[errors.MentalMapError], int] = {
    errors.MentalMapError: 500,
    errors.InvalidInputError: 400,
    errors.InvalidFilterError: 400,
    errors.InvalidGeometryError: 422,
    errors.InvalidMappingError: 400,
    errors.UnreadableFileError: 422,
    errors.ImportRejectedError: 422,
    errors.NotFoundError: 404,
    errors.ProjectNotFoundError: 404,
    errors.SurveyNotFoundError: 404,
    errors.AreaSetNotFoundError: 404,
    errors.AlreadyExistsError: 409,
    errors.FrozenVersionError: 409,
    errors.NotPermittedError: 403,
    errors.SignInFailedError: 401,
    errors.DatabaseUnavailableError: 503,
    errors.DatabaseSetupError: 503,
    errors.MissingDataError: 500,
    errors.InvalidSettingError: 500,
    errors.ConflictingRetryError: 422,
    errors.UnwritableFolderError: 500,
    errors.WrongContentTypeError: 415,
    errors.RefusedAnswerError: 422,
    errors.UnknownSurveyError: 404,
    errors.SurveyClosedError: 409,
    errors.ProofMissingError: 422,
    errors.WithdrawnError: 410,
    errors.ReceiptNotFoundError: 404,
    errors.BrokenPhotoError: 422,
    errors.PhotosBusyError: 503,
    errors.InvalidQuestionnaireError: 422,
    errors.ChangedMeanwhileError: 409,
    errors.OtherAccountError: 409,
}


def status_of(error: errors.MentalMapError) -> int:
    """Give the status of an error's own class; every class has its row."""
    return STATUS[type(error)]


def titles() -> dict[int, str]:
    """Name what happened, in the language of this request."""
    return {
        400: gettext("That question cannot be answered"),
        401: gettext("Sign-in failed"),
        403: gettext("You may not see this"),
        404: gettext("There is nothing here"),
        405: gettext("That cannot be done here"),
        409: gettext("That cannot be done now"),
        410: gettext("There is nothing here any more"),
        413: gettext("That is too large"),
        415: gettext("That is of another kind"),
        422: gettext("That cannot be taken as it is"),
        429: gettext("Too many attempts"),
        500: gettext("Something went wrong on our side"),
        503: gettext("The map is resting"),
    }


CODES = {413: "too_large", 429: "too_many", 503: "unavailable"}
"""Words for situations that no error class of ours names."""


def answer(
    status: int, message: str, remedy: str = "", code: str = "", faults: Sequence[errors.Fault] = ()
) -> tuple[Response | str, int]:
    """Answer with problem+json where data was asked for, with a page otherwise."""
    title = titles().get(status, titles()[500 if status >= 500 else 400])
    if wants_data():
        more: dict[str, object] = {"code": code or CODES[status]} if code or status in CODES else {}
        if faults:
            more["errors"] = [_told(fault) for fault in faults]
        problem = jsonify(
            type="about:blank", title=title, status=status, detail=message, remedy=remedy, **more
        )
        problem.mimetype = "application/problem+json"
        problem.cache_control.no_store = True  # what was wrong a moment ago may be right now
        return problem, status
    return render_template("error.html", status=status, title=title, message=message, remedy=remedy), status


def _told(fault: errors.Fault) -> dict[str, str]:
    return {
        "pointer": fault.pointer,
        "detail": render_message(fault.message),
        "remedy": render_message(fault.remedy) if fault.remedy else "",
        "code": fault.code,
    }


def _on_our_error(error: errors.MentalMapError) -> Response:
    status = status_of(error)
    if status >= 500:
        _log.error("answered %s: %s", status, error)
    told = answer(
        status,
        render_message(error.message),
        render_message(error.remedy) if error.remedy else "",
        error.code,
        error.faults
        if isinstance(error, errors.RefusedAnswerError | errors.InvalidQuestionnaireError)
        else _of_the_file(error),
    )
    response = make_response(told)
    if isinstance(error, errors.PhotosBusyError):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def _of_the_file(error: errors.MentalMapError) -> tuple[errors.Fault, ...]:
    """Point at the whole where a file cannot be read at all, so that every refusal holds a fault."""
    if not isinstance(error, errors.UnreadableFileError):
        return ()
    return (errors.Fault("#", error.message, error.remedy, "unreadable"),)


def _on_http_error(error: HTTPException) -> tuple[Response | str, int] | HTTPException:
    if error.code is None or error.code < 400:
        return error
    sentences: dict[int, Message] = {
        404: say("No page has this address. It may have been moved, or the address was cut off."),
        405: say("This address answers other requests than the one you made."),
        413: say("What you sent is larger than this page accepts."),
        429: say("There were many attempts in a short time. Wait a minute and try again."),
    }
    return answer(
        error.code, render_message(sentences.get(error.code, say("The request could not be answered.")))
    )


def _on_csrf_error(error: CSRFError) -> tuple[Response | str, int]:
    return answer(
        400,
        gettext("The form had been open for too long, so it was not sent."),
        gettext("Go back, reload the page and send it again."),
    )


def _on_database_error(error: OperationalError) -> tuple[Response | str, int]:
    _log.error("database: %s", error.orig.__class__.__name__)
    return answer(
        503, gettext("The database does not answer."), gettext("Nothing was lost. Try again in a minute.")
    )


def init_errors(app: Flask) -> None:
    """Let every error end in an answer that says what happened and what to do."""
    app.register_error_handler(errors.MentalMapError, _on_our_error)
    app.register_error_handler(CSRFError, _on_csrf_error)
    app.register_error_handler(OperationalError, _on_database_error)
    app.register_error_handler(HTTPException, _on_http_error)
