"""Who may do what: actions, roles, and the one table between them."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """Something that a route lets someone do; every route declares exactly one."""

    READ_SITE = "read site"  # pages without project content: start, sign-in, statements
    VIEW_LAYERS = "view layers"
    DOWNLOAD_LAYERS = "download layers"
    SIGN_OUT = "sign out"
    VIEW_STAFF_PAGES = "view staff pages"
    VIEW_PLAN = "view plan"  # the planner's page: every layer, any filter, what was said
    SAVE_VIEWS = "save views"
    DOWNLOAD_PLAN = "download plan"
    ANSWER = "answer"  # read a questionnaire, send a response, use one's own receipt
    INTERVIEW = "interview"  # record conversations with others
    MODERATE = "moderate"  # read what waits for review, and let it out or hide it
    MANAGE_SURVEYS = "manage surveys"  # questionnaires, opening and closing, invitations


class Role(StrEnum):
    """What an account is; `ANYONE` has no account."""

    ANYONE = "anyone"
    INTERVIEWER = "interviewer"
    PLANNER = "planner"
    ADMINISTRATOR = "administrator"


_ANYONE = frozenset({Action.READ_SITE, Action.VIEW_LAYERS, Action.DOWNLOAD_LAYERS, Action.ANSWER})
_INTERVIEWER = _ANYONE | {Action.SIGN_OUT, Action.VIEW_STAFF_PAGES, Action.INTERVIEW}
_PLANNER = _INTERVIEWER | {Action.VIEW_PLAN, Action.SAVE_VIEWS, Action.DOWNLOAD_PLAN}
_ADMINISTRATOR = _PLANNER | {Action.MODERATE, Action.MANAGE_SURVEYS}

ALLOWED: dict[Role, frozenset[Action]] = {
    Role.ANYONE: _ANYONE,
    Role.INTERVIEWER: _INTERVIEWER,
    Role.PLANNER: _PLANNER,
    Role.ADMINISTRATOR: _ADMINISTRATOR,
}


def may(role: Role, action: Action) -> bool:
    """Whether this role may do this."""
    return action in ALLOWED[role]
