"""What waits for a person's eyes, and letting it out or hiding it."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date

from mentalmap.domain.labels import KINDS
from mentalmap.domain.permissions import Action
from mentalmap.domain.private_words import PrivateWord
from mentalmap.domain.questionnaires import text_in
from mentalmap.domain.vocabulary import ModerationState
from mentalmap.errors import InvalidInputError, NotFoundError
from mentalmap.messages import Message, say
from mentalmap.services.moderation import PAGE_SIZE, Waiting, decide, list_perceptions
from mentalmap.store.free_answers import list_free_answers
from mentalmap.store.photos import find_photo
from mentalmap.store.projects import find_project
from mentalmap.store.waiting import count_waiting
from mentalmap.web.access import requires
from mentalmap.web.database import staff_transaction
from mentalmap.web.languages import locale_code, render_message

bp = Blueprint("moderation", __name__, url_prefix="/p/<project_slug>/moderation")

MOST = 2**62  # beyond the number of any response

STATES: dict[ModerationState, Message] = {
    ModerationState.PENDING: say("Waiting"),
    ModerationState.PUBLISHED: say("Shown"),
    ModerationState.HIDDEN: say("Hidden"),
}
HINTS: dict[PrivateWord, Message] = {
    PrivateWord.MAIL: say("may hold a mail address"),
    PrivateWord.PHONE: say("may hold a phone number"),
    PrivateWord.IDENTITY_NUMBER: say("may hold a personal number"),
    PrivateWord.LINK: say("holds a link"),
}
FEELINGS: dict[int, Message] = {
    -2: say("very bad"),
    -1: say("rather bad"),
    0: say("neither good nor bad"),
    1: say("rather good"),
    2: say("very good"),
}


@bp.get("")
@requires(Action.MODERATE)
def page(project_slug: str) -> ResponseReturnValue:
    """List what waits, the oldest first; or what was decided before."""
    state = _state(request.args.get("state", ModerationState.PENDING.value))
    with staff_transaction() as session:
        project = find_project(session, project_slug)
        found, has_more = list_perceptions(session, project.id, state, _number(request.args.get("after")))
        waiting = count_waiting(session, project.id)
    return render_template(
        "admin/moderation.html",
        project={"slug": project.slug, "name": project.name, "is_synthetic": project.is_synthetic},
        state=state.value,
        states=[{"code": one.value, "label": render_message(label)} for one, label in STATES.items()],
        perceptions=[_told(one) for one in found],
        waiting=waiting,
        next_after=found[-1].id if has_more else None,
        moved=_number(request.args.get("moved")),
        changed=_number(request.args.get("changed")),
    )


@bp.get("/answers")
@requires(Action.MODERATE)
def free_answers(project_slug: str) -> ResponseReturnValue:
    """List what was written to questions that are not about a place; it goes nowhere else."""
    before = _number(request.args.get("before")) or MOST
    with staff_transaction() as session:
        project = find_project(session, project_slug)
        found = list_free_answers(session, project.id, limit=PAGE_SIZE, before=before)
        waiting = count_waiting(session, project.id)
    locale = locale_code()
    return render_template(
        "admin/free_answers.html",
        project={"slug": project.slug, "name": project.name, "is_synthetic": project.is_synthetic},
        states=[{"code": one.value, "label": render_message(label)} for one, label in STATES.items()],
        waiting=waiting,
        answers=[
            {
                "written": row.written,
                "language": row.language or "",
                "question": text_in(row.wording, locale),
                "survey": row.survey_name,
                "told_on": format_date(row.received_at.date()),
            }
            for row in found
        ],
        next_before=found[-1].id if len({row.id for row in found}) >= PAGE_SIZE else None,
    )


@bp.get("/photos/<int:perception_id>.jpg")
@requires(Action.MODERATE)
def photo(project_slug: str, perception_id: int) -> ResponseReturnValue:
    """Show the photo of a perception, whatever its state."""
    with staff_transaction() as session:
        project = find_project(session, project_slug)
        found = find_photo(session, project.id, perception_id)
    if found is None:
        raise NotFoundError(say("This mark has no photo."))
    response = make_response(found.content)
    response.mimetype = "image/jpeg"
    response.cache_control.no_store = True
    return response


@bp.post("")
@requires(Action.MODERATE)
def move(project_slug: str) -> ResponseReturnValue:
    """Put what was chosen into a state; a button may choose one, or everything that is shown."""
    to_state, _, only = request.form.get("decision", "").partition(":")
    judged = dict(_judged(one) for one in request.form.getlist("perception"))
    if only:
        judged = {_number(only): judged.get(_number(only), "")}
    state = _state(to_state)
    with staff_transaction() as session:
        project = find_project(session, project_slug)
        moved, changed = decide(session, project.id, judged, state)
    return redirect(
        url_for(
            "moderation.page",
            project_slug=project_slug,
            state=request.form.get("state"),
            moved=moved or None,
            changed=changed or None,
        )
    )


def _told(one: Waiting) -> dict[str, object]:
    return {
        "id": one.id,
        "judged": f"{one.id}:{one.fingerprint}",
        "kind": render_message(KINDS[one.kind]),
        "feeling": None if one.valence is None else render_message(FEELINGS[one.valence]),
        "quote": one.quote,
        "language": one.language,
        "described": one.described,
        "place": one.place_name,
        "told_on": format_date(one.told_on),
        "has_photo": one.has_photo,
        "hints": [render_message(HINTS[hint]) for hint in one.hints],
    }


def _judged(word: str) -> tuple[int, str]:
    """Read which perception was shown, and as what."""
    number, _, fingerprint = word.partition(":")
    return _number(number), fingerprint[:32]


def _state(word: str) -> ModerationState:
    try:
        return ModerationState(word)
    except ValueError:
        raise InvalidInputError(
            say("There is no such state of moderation."),
            say("Allowed: %(allowed)s.", allowed=", ".join(ModerationState)),
        ) from None


def _number(word: str | None) -> int:
    """Read a number; 0, which nothing has, for anything else."""
    return int(word) if word and word.isascii() and word.isdigit() and len(word) <= 18 else 0
