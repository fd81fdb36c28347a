"""Let the published views tell closed answers: choices and scales, never what was written freely."""

from alembic import op

revision = "0007"
down_revision = "0006"

ROLE = "mentalmap_public"

QUESTIONS = """
CREATE VIEW closed_question AS
SELECT question.id, survey.project_id, question.key, question.position, question.form, question.wording,
       question.settings, questionnaire.survey_id, questionnaire.version
FROM question
JOIN questionnaire ON questionnaire.id = question.questionnaire_id
JOIN survey ON survey.id = questionnaire.survey_id
WHERE questionnaire.published_at IS NOT NULL AND question.form IN ('choice', 'scale')
"""

# One row per chosen value: a question may allow several.
ANSWERS = """
CREATE VIEW closed_answer WITH (security_barrier) AS
SELECT answer.response_id, closed_question.project_id, closed_question.key, chosen.value #>> '{}' AS value
FROM answer
JOIN closed_question ON closed_question.id = answer.question_id
CROSS JOIN LATERAL jsonb_array_elements(
    CASE jsonb_typeof(answer.value) WHEN 'array' THEN answer.value ELSE jsonb_build_array(answer.value) END
) AS chosen (value)
WHERE jsonb_typeof(chosen.value) IN ('string', 'number', 'boolean')
"""


def upgrade() -> None:
    """Make the views and let the public role read them."""
    op.execute(QUESTIONS)
    op.execute(ANSWERS)
    op.execute(f"GRANT SELECT ON closed_question, closed_answer TO {ROLE}")


def downgrade() -> None:
    """Remove them."""
    op.execute("DROP VIEW closed_answer")
    op.execute("DROP VIEW closed_question")
