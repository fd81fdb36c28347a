"""Making questionnaires: drafts that several work on, what is frozen, and rounds that open and close."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentalmap.errors import (
    AlreadyExistsError,
    ChangedMeanwhileError,
    FrozenVersionError,
    InvalidInputError,
    InvalidQuestionnaireError,
    NotFoundError,
    SurveyNotFoundError,
    UnreadableFileError,
)
from mentalmap.services.forms import build_form
from mentalmap.services.questionnaire_files import export_json, export_xlsx, import_file
from mentalmap.services.questionnaires import (
    load_state,
    publish,
    save_draft,
    start_from_template,
)
from mentalmap.services.rounds import (
    change_round,
    close_survey,
    list_project_rounds,
    make_round,
    open_survey,
)
from mentalmap.store.codebooks import Purpose, add_codes
from mentalmap.store.outbox import OutboxEvent
from mentalmap.store.projects import Project
from mentalmap.store.questionnaires import Question, Questionnaire, follow_published, publish_questionnaire
from mentalmap.store.surveys import Survey
from tests.store.making import a_project, a_survey
from tests.unit.questionnaire_examples import a_choice, a_document, a_perception


def a_round(session: Session, slug: str = "2026") -> tuple[Project, Survey]:
    """A project with a round that asks nothing yet."""
    project = a_project(session)
    return project, a_survey(session, project, slug)


def saved(session: Session, project: Project, survey: Survey, **changes: object) -> str:
    """Save a draft over whatever is there; gives its fingerprint."""
    now = load_state(session, project, survey).fingerprint
    return save_draft(session, project, survey, a_document(**changes), now).fingerprint


def keys(session: Session, project: Project, survey: Survey) -> list[str]:
    """What the newest version asks."""
    return [one.key for one in load_state(session, project, survey).questionnaire.questions]


def test_a_draft_is_saved_whole_published_and_followed_by_the_next(session: Session) -> None:
    project, survey = a_round(session)
    nothing = load_state(session, project, survey)
    assert (nothing.version, nothing.is_published, nothing.published_version) == (0, False, None)
    fingerprint = saved(session, project, survey)
    state = load_state(session, project, survey)
    assert (state.version, state.is_published, state.faults, state.document) == (
        1,
        False,
        (),
        a_document_whole(),
    )
    published = publish(session, project, survey, fingerprint)
    assert (published.version, published.is_published, published.published_version) == (1, True, 1)
    event = session.scalars(select(OutboxEvent).where(OutboxEvent.noun == "questionnaire")).one()
    assert event.details == {"survey": "2026", "version": 1}
    later = save_draft(
        session, project, survey, a_document(questions=[a_perception("wish", "wish")]), published.fingerprint
    )
    assert (later.version, later.is_published, later.published_version) == (2, False, 1)
    assert keys(session, project, survey) == ["wish"]
    versions = session.scalars(select(Questionnaire).order_by(Questionnaire.version)).all()
    assert [[one.key for one in version.questions] for version in versions] == [["pride", "lived"], ["wish"]]


def a_document_whole() -> dict[str, Any]:
    """The example as it is stored, with what is usual said."""
    usual = {"shapes": ["point"], "asks": [], "about": "anywhere", "most": 20}
    return a_document(questions=[a_perception(**usual), a_choice()])


def test_saving_over_what_somebody_else_saved_is_refused_and_theirs_stays(session: Session) -> None:
    project, survey = a_round(session)
    begun = saved(session, project, survey)
    saved(session, project, survey, questions=[a_perception("theirs")])
    with pytest.raises(ChangedMeanwhileError):
        save_draft(session, project, survey, a_document(questions=[a_perception("mine")]), begun)
    assert keys(session, project, survey) == ["theirs"]
    # Sent again because the answer was lost: what stands there is what was sent.
    again = save_draft(session, project, survey, a_document(questions=[a_perception("theirs")]), begun)
    assert again.version == 1


def test_publishing_what_was_not_looked_at_is_refused(session: Session) -> None:
    project, survey = a_round(session)
    begun = saved(session, project, survey)
    saved(session, project, survey, questions=[a_perception("theirs")])
    with pytest.raises(ChangedMeanwhileError):
        publish(session, project, survey, begun)
    published = publish(session, project, survey, load_state(session, project, survey).fingerprint)
    with pytest.raises(FrozenVersionError):
        publish(session, project, survey, published.fingerprint)


def test_what_cannot_be_kept_leaves_the_draft_as_it_was(session: Session) -> None:
    project, survey = a_round(session)
    fingerprint = saved(session, project, survey)
    broken = a_document(questions=[a_perception(), a_perception(), a_choice("x", "slider")])
    with pytest.raises(InvalidQuestionnaireError) as refused:
        save_draft(session, project, survey, broken, fingerprint)
    assert [fault.pointer for fault in refused.value.faults] == ["#/questions/1/key", "#/questions/2/form"]
    assert load_state(session, project, survey).fingerprint == fingerprint


def test_questions_may_change_places_and_keys_in_one_save(session: Session) -> None:
    project, survey = a_round(session)
    saved(session, project, survey, questions=[a_perception("a"), a_perception("b"), a_perception("c")])
    saved(session, project, survey, questions=[a_perception("c"), a_perception("a"), a_perception("d")])
    assert keys(session, project, survey) == ["c", "a", "d"]
    assert session.scalar(select(func.count()).select_from(Question)) == 3


def test_an_unfinished_draft_is_kept_and_not_published(session: Session) -> None:
    project, survey = a_round(session)
    fingerprint = saved(session, project, survey, thanks={"en": "Thanks"})
    assert [fault.pointer for fault in load_state(session, project, survey).faults] == ["#/thanks/sv"]
    with pytest.raises(InvalidQuestionnaireError):
        publish(session, project, survey, fingerprint)
    assert build_form(session, project.slug, "2026", draft=True)["questionnaire"]["thanks"] == {
        "en": "Thanks"
    }


def test_missing_translations_are_listed_by_language(session: Session) -> None:
    project, survey = a_round(session)
    saved(
        session,
        project,
        survey,
        settings={"locales": ["sv", "ar"], "background": []},
        title={"sv": "Titel", "ar": "عنوان"},
    )
    missing = load_state(session, project, survey).missing
    assert missing["sv"] == ()
    assert "#/title/ar" not in missing["ar"]
    assert "#/questions/1/settings/choices/0/label/ar" in missing["ar"]


def test_an_import_beside_a_draft_leaves_the_draft_to_who_works_on_it(session: Session) -> None:
    project, survey = a_round(session)
    saved(session, project, survey)
    publish(session, project, survey, load_state(session, project, survey).fingerprint)
    begun = saved(session, project, survey, questions=[a_perception("draft")])
    publish_questionnaire(session, follow_published(session, survey.id))
    state = save_draft(session, project, survey, a_document(questions=[a_perception("mine")]), begun)
    assert (state.version, state.published_version) == (3, 2)


def test_a_template_replaces_the_draft_and_can_be_published_at_once(session: Session) -> None:
    project, survey = a_round(session)
    state = start_from_template(
        session, project, survey, "mental_map", load_state(session, project, survey).fingerprint
    )
    assert {"org_listens", "org_reachable", "org_helps", "lived_here", "attitude_home"} <= set(
        keys(session, project, survey)
    )
    assert publish(session, project, survey, state.fingerprint).published_version == 1
    with pytest.raises(NotFoundError):
        start_from_template(session, project, survey, "../../../etc/passwd", state.fingerprint)


def test_a_round_opens_only_with_published_questions_that_lack_nothing(session: Session) -> None:
    project = a_project(session)
    survey = make_round(session, project, "spring", "Spring")
    with pytest.raises(InvalidQuestionnaireError):
        open_survey(session, project, survey)
    fingerprint = saved(session, project, survey)
    with pytest.raises(InvalidQuestionnaireError):
        open_survey(session, project, survey)
    publish(session, project, survey, fingerprint)
    assert build_form(session, project.slug)["survey"] is None
    open_survey(session, project, survey)
    today = session.scalar(select(func.current_date()))
    assert (survey.is_open, survey.starts_on) == (True, today)
    assert build_form(session, project.slug)["survey"]["slug"] == "spring"
    close_survey(session, project, survey)
    assert (survey.is_open, survey.ends_on) == (False, today)
    assert build_form(session, project.slug)["survey"] is None


def test_a_round_that_is_opened_again_goes_on(session: Session) -> None:
    project, survey = a_round(session, "2016")
    survey.ends_on = date(2016, 12, 1)
    publish(session, project, survey, saved(session, project, survey))
    open_survey(session, project, survey)
    assert (survey.starts_on, survey.ends_on) == (date(2016, 1, 1), None)


def test_a_round_closed_before_its_first_day_ends_on_it(session: Session) -> None:
    project, survey = a_round(session)
    today = session.scalar(select(func.current_date()))
    assert today is not None
    survey.starts_on = today + timedelta(days=9)
    publish(session, project, survey, saved(session, project, survey))
    open_survey(session, project, survey)
    close_survey(session, project, survey)
    session.flush()
    assert survey.ends_on == survey.starts_on


def test_questions_that_an_import_made_are_not_opened_unfinished(session: Session) -> None:
    project, survey = a_round(session)
    version = follow_published(session, survey.id)
    version.questions.append(Question(key="a", position=1, form="choice", wording={"sv": "?"}, settings={}))
    session.flush()
    publish_questionnaire(session, version)
    with pytest.raises(InvalidQuestionnaireError) as refused:
        open_survey(session, project, survey)
    assert "#/questions/0/settings/choices" in [fault.pointer for fault in refused.value.faults]


def test_the_settings_of_a_round_are_checked(session: Session) -> None:
    project, survey = a_round(session)
    change_round(session, project, survey, {"name": "Våren 2026", "shows_others": True, "wanted_people": 200})
    assert (survey.name, survey.shows_others, survey.wanted_people) == ("Våren 2026", True, 200)
    change_round(session, project, survey, {"wanted_people": None, "reviews_texts": False})
    assert (survey.wanted_people, survey.reviews_texts) == (None, False)
    for wrong in (
        {"name": ""},
        {"name": "a\nb"},
        {"shows_others": "yes"},
        {"wanted_people": 0},
        {"wanted_people": True},
        {"wanted_people": 10**9},
        {"slug": "other"},
    ):
        with pytest.raises(InvalidInputError):
            change_round(session, project, survey, wrong)


def test_a_new_round_begins_with_the_questions_of_another(session: Session) -> None:
    project, survey = a_round(session, "2020")
    saved(session, project, survey)
    made = make_round(session, project, "spring", "Spring", copy_from="2020")
    assert keys(session, project, made) == ["pride", "lived"]
    listed = list_project_rounds(session, project)
    assert [(one.row.survey.slug, one.row.has_draft, one.is_asked) for one in listed] == [
        ("2020", True, False),
        ("spring", True, False),
    ]
    with pytest.raises(AlreadyExistsError):
        make_round(session, project, "spring", "Spring")
    with pytest.raises(SurveyNotFoundError):
        make_round(session, project, "2027", "2027", copy_from="1999")
    with pytest.raises(InvalidInputError):
        make_round(session, project, "Å ri", "x")


def test_files_go_out_and_come_in_again(session: Session) -> None:
    project, survey = a_round(session)
    add_codes(session, Purpose, project.id, [("trade", {"sv": "Handla"})])
    start_from_template(
        session, project, survey, "mental_map", load_state(session, project, survey).fingerprint
    )
    before = load_state(session, project, survey)
    as_json, as_xlsx = export_json(session, project, survey), export_xlsx(session, project, survey)
    for content, is_xlsform in ((as_json, False), (as_xlsx, True)):
        saved(session, project, survey)
        state, notes = import_file(session, project, survey, content, is_xlsform=is_xlsform)
        assert (state.document, list(notes)) == (before.document, [])
    with pytest.raises(UnreadableFileError):
        import_file(session, project, survey, b"%PDF-1.7", is_xlsform=True)
    assert load_state(session, project, survey).document == before.document
