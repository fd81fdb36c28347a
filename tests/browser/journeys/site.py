"""One site for every journey: an open round that asks a bit of everything, and the people who work there."""

from __future__ import annotations

from copy import deepcopy

from sqlalchemy import update

from mentalmap.domain.permissions import Role
from mentalmap.services.accounts import make_account
from mentalmap.services.demo import SLUG
from mentalmap.services.projects import make_survey
from mentalmap.services.questionnaires import load_state, start_from_template
from mentalmap.services.rounds import make_round
from mentalmap.store.database import make_engine, transaction
from mentalmap.store.projects import find_project
from mentalmap.store.questionnaires import Question, Questionnaire, publish_questionnaire
from mentalmap.store.surveys import Survey
from tests.browser.answer.questions import ASKED

PASSWORD = "älven rinner mot havet"
ADAM, CHARLIE = "adam", "charlie"
SURVEY, DRAFT = "journeys", "next-year"
# A way is told by where it begins and ends; its question comes after the one that draws.
WAY = {
    "key": "way",
    "form": "perception",
    "kind": "route",
    "wording": {"sv": "Hur tar du dig dit?", "en": "How do you get there?", "ar": "كيف تصل إلى هناك؟"},
    "settings": {"shapes": ["ends", "line"], "asks": [], "most": 3},
}


def prepare(database_url: str) -> None:
    """Open a round in the demo project, close every other, draft the next, and let two people sign in."""
    asked = deepcopy(ASKED)
    [at] = [at for at, one in enumerate(asked["questions"]) if one["key"] == "barrier"]
    asked["questions"][at]["settings"]["shapes"] = ["line", "area", "point"]
    asked["questions"].insert(at + 1, deepcopy(WAY))
    engine = make_engine(database_url)
    with transaction(engine) as session:
        project = find_project(session, SLUG)
        session.execute(update(Survey).where(Survey.project_id == project.id).values(is_open=False))
        survey = make_survey(session, project, SURVEY, name="Vägarna dit")
        survey.is_open = survey.shows_others = True
        session.flush()
        questions = [Question(position=number, **one) for number, one in enumerate(asked["questions"])]
        questionnaire = Questionnaire(survey_id=survey.id, version=1, **{**asked, "questions": questions})
        session.add(questionnaire)
        session.flush()
        publish_questionnaire(session, questionnaire)
        drafted = make_round(session, project, DRAFT, "Nästa år")
        start_from_template(
            session, project, drafted, "pride_and_problems", load_state(session, project, drafted).fingerprint
        )
        make_account(session, ADAM, PASSWORD, Role.ADMINISTRATOR)
        make_account(session, CHARLIE, PASSWORD, Role.INTERVIEWER)
    engine.dispose()
