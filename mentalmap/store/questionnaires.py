"""Questionnaires: ordered questions; publishing freezes a version, editing makes a new one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from mentalmap.domain.vocabulary import Kind, QuestionForm
from mentalmap.store.base import Base, one_of
from mentalmap.store.surveys import Survey


class Questionnaire(Base):
    """One version of a survey's questions; a trigger refuses any change once published."""

    __tablename__ = "questionnaire"
    __table_args__ = (
        UniqueConstraint("survey_id", "version"),
        UniqueConstraint("id", "survey_id"),
        CheckConstraint("version >= 1", name="version_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"))
    version: Mapped[int]
    title: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default="{}")
    published_at: Mapped[datetime | None]
    # What people are told before they answer, and after; a text per language.
    information: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default="{}")
    thanks: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default="{}")
    # `locales`: languages offered; `background`: what is asked about the person; see domain.questionnaires.
    settings: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default="{}")
    questions: Mapped[list[Question]] = relationship(
        order_by="Question.position", cascade="all, delete-orphan", passive_deletes=True
    )


class Question(Base):
    """One question; its key stays the same from version to version and round to round."""

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("questionnaire_id", "key"),
        UniqueConstraint("questionnaire_id", "position"),
        one_of("form", QuestionForm),
        one_of("kind", Kind),
        CheckConstraint("(form = 'perception') = (kind IS NOT NULL)", name="kind_of_perception"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(64))
    position: Mapped[int]
    form: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str | None] = mapped_column(String(16))
    wording: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default="{}")
    settings: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default="{}")


class Answer(Base):
    """What one response said to one question that is not about a place."""

    __tablename__ = "answer"
    __table_args__ = (
        ForeignKeyConstraint(["response_id"], ["response.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["question_id"], ["question.id"]),
    )

    response_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    question_id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSONB)


def draft_questionnaire(session: Session, survey_id: int) -> Questionnaire:
    """Start the next version of a survey's questionnaire, with the questions of the last one."""
    last = session.scalar(
        select(Questionnaire)
        .where(Questionnaire.survey_id == survey_id)
        .order_by(Questionnaire.version.desc())
        .limit(1)
    )
    if last is not None and last.published_at is None:
        return last
    return _after(session, survey_id, last)


def _after(session: Session, survey_id: int, last: Questionnaire | None) -> Questionnaire:
    """Start the version after one, with its questions."""
    draft = Questionnaire(
        survey_id=survey_id,
        version=last.version + 1 if last else 1,
        title=last.title if last else {},
        information=last.information if last else {},
        thanks=last.thanks if last else {},
        settings=last.settings if last else {},
    )
    for question in last.questions if last else ():
        draft.questions.append(
            Question(
                key=question.key,
                position=question.position,
                form=question.form,
                kind=question.kind,
                wording=question.wording,
                settings=question.settings,
            )
        )
    session.add(draft)
    session.flush()
    return draft


def publish_questionnaire(session: Session, questionnaire: Questionnaire) -> None:
    """Freeze a version for good."""
    questionnaire.published_at = session.scalar(select(func.now()))
    session.flush()


def published_questions(session: Session, project_id: int, survey_id: int | None) -> dict[str, Question]:
    """Give each question of a project as it was last published, by key; those of one survey go first."""
    found = session.scalars(
        select(Question)
        .join(Questionnaire, Questionnaire.id == Question.questionnaire_id)
        .join(Survey, Survey.id == Questionnaire.survey_id)
        .where(Survey.project_id == project_id, Questionnaire.published_at.is_not(None))
        .order_by(
            (Survey.id == survey_id).desc(), Survey.id.desc(), Questionnaire.version.desc(), Question.position
        )
    )
    questions: dict[str, Question] = {}
    for question in found:
        questions.setdefault(question.key, question)
    return questions


def find_published(session: Session, survey_id: int) -> Questionnaire | None:
    """Find the latest published version of a survey's questions."""
    return session.scalar(
        select(Questionnaire)
        .where(Questionnaire.survey_id == survey_id, Questionnaire.published_at.is_not(None))
        .order_by(Questionnaire.version.desc())
        .limit(1)
    )


def find_published_version(session: Session, survey_id: int, version: int) -> Questionnaire | None:
    """Find one published version of a survey's questions."""
    return session.scalar(
        select(Questionnaire).where(
            Questionnaire.survey_id == survey_id,
            Questionnaire.version == version,
            Questionnaire.published_at.is_not(None),
        )
    )


def find_latest(session: Session, survey_id: int) -> Questionnaire | None:
    """Find the newest version of a survey's questions, published or not."""
    return session.scalar(
        select(Questionnaire)
        .where(Questionnaire.survey_id == survey_id)
        .order_by(Questionnaire.version.desc())
        .limit(1)
    )


def follow_published(session: Session, survey_id: int) -> Questionnaire:
    """
    Start a version after the latest published one, with its questions, and leave a draft alone.

    A draft that somebody works on becomes the version after it.
    """
    draft = session.scalar(
        select(Questionnaire).where(
            Questionnaire.survey_id == survey_id, Questionnaire.published_at.is_(None)
        )
    )
    if draft is not None:
        draft.version += 1
        session.flush()
    return _after(session, survey_id, find_published(session, survey_id))
