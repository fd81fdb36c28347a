"""Collect answers: what a round asks and allows, who was invited how, receipts, photos, deliveries."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"

ROLE = "mentalmap_public"

# Who reached whom is asked like any closed answer: by the kind of invitation, and by each invitation.
VIA = """{"choices": [
  {"value": "ambassador", "label": {"sv": "Ambassadör", "en": "Ambassador"}},
  {"value": "event", "label": {"sv": "Träff", "en": "Event"}},
  {"value": "poster", "label": {"sv": "Affisch", "en": "Poster"}},
  {"value": "letter", "label": {"sv": "Brev", "en": "Letter"}},
  {"value": "kiosk", "label": {"sv": "Surfplatta på plats", "en": "Tablet on a table"}},
  {"value": "other", "label": {"sv": "Annat", "en": "Other"}}
]}"""

ASKED = """
SELECT question.id, survey.project_id, question.key, question.position, question.form, question.wording,
       question.settings, questionnaire.survey_id, questionnaire.version
FROM question
JOIN questionnaire ON questionnaire.id = question.questionnaire_id
JOIN survey ON survey.id = questionnaire.survey_id
WHERE questionnaire.published_at IS NOT NULL AND question.form IN ('choice', 'scale')
"""

ANSWERED = """
SELECT answer.response_id, closed_question.project_id, closed_question.key, chosen.value #>> '{}' AS value
FROM answer
JOIN closed_question ON closed_question.id = answer.question_id
CROSS JOIN LATERAL jsonb_array_elements(
    CASE jsonb_typeof(answer.value) WHEN 'array' THEN answer.value ELSE jsonb_build_array(answer.value) END
) AS chosen (value)
WHERE jsonb_typeof(chosen.value) IN ('string', 'number', 'boolean')
"""

# Who was asked: responses that count as somebody else's are no further people. What they said is that person's.
ASKED_RESPONSE = """
CREATE OR REPLACE VIEW asked_response AS
SELECT id, survey_id, project_id, weight, respondent_known, home_area_id, age_band, gender, group_id, channel
FROM response
"""

VIEWS = (
    f"{ASKED_RESPONSE} WHERE same_person_as IS NULL",
    "CREATE VIEW merged_response AS"
    " SELECT id, project_id, same_person_as FROM response WHERE same_person_as IS NOT NULL",
    f"GRANT SELECT ON merged_response TO {ROLE}",
    f"""
    CREATE OR REPLACE VIEW closed_question AS {ASKED}
    UNION ALL
    SELECT NULL, project_id, 'reached_through'::varchar(64), 1000, 'choice'::varchar(16),
           '{{"sv": "Hur personen nåddes", "en": "How the person was reached"}}'::jsonb, '{VIA}'::jsonb,
           min(survey_id), 1
    FROM invitation GROUP BY project_id
    UNION ALL
    SELECT NULL, project_id, 'reached_by'::varchar(64), 1001, 'choice'::varchar(16),
           '{{"sv": "Vem som nådde personen", "en": "Who reached the person"}}'::jsonb, '{{}}'::jsonb,
           min(survey_id), 1
    FROM invitation GROUP BY project_id
    """,
    f"""
    CREATE OR REPLACE VIEW closed_answer WITH (security_barrier) AS {ANSWERED}
    UNION ALL
    SELECT response.id, response.project_id, 'reached_through'::varchar(64), invitation.via::text
    FROM response JOIN invitation ON invitation.id = response.invitation_id
    UNION ALL
    SELECT response.id, response.project_id, 'reached_by'::varchar(64), invitation.sender::text
    FROM response JOIN invitation ON invitation.id = response.invitation_id
    """,
)
EARLIER_VIEWS = (
    ASKED_RESPONSE,
    "DROP VIEW merged_response",
    f"CREATE OR REPLACE VIEW closed_answer WITH (security_barrier) AS {ANSWERED}",
    f"CREATE OR REPLACE VIEW closed_question AS {ASKED}",
)


def upgrade() -> None:
    """Add the columns, then the tables."""
    op.add_column("survey", sa.Column("is_open", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("survey", sa.Column("shows_others", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("survey", sa.Column("reviews_texts", sa.Boolean(), server_default="true", nullable=False))
    op.add_column("survey", sa.Column("wanted_people", sa.Integer(), nullable=True))
    op.create_check_constraint(
        op.f("ck_survey_wanted_people_range"), "survey", "wanted_people BETWEEN 1 AND 1000000"
    )
    for name in ("information", "thanks", "settings"):
        op.add_column(
            "questionnaire",
            sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("metric_srid", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("via", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=16), server_default="web", nullable=False),
        sa.Column("sender", sa.String(length=120), nullable=False),
        sa.Column("place_name", sa.String(length=120), server_default="", nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "via IN ('ambassador', 'event', 'poster', 'letter', 'kiosk', 'other')",
            name=op.f("ck_invitation_via_known"),
        ),
        sa.CheckConstraint(
            "channel IN ('interview', 'web', 'workshop', 'paper', 'import')",
            name=op.f("ck_invitation_channel_known"),
        ),
        sa.CheckConstraint("code ~ '^[a-z0-9]{4,12}$'", name=op.f("ck_invitation_code_form")),
        sa.CheckConstraint("sender <> ''", name=op.f("ck_invitation_sender_given")),
        sa.ForeignKeyConstraint(
            ["survey_id", "project_id", "metric_srid"],
            ["survey.id", "survey.project_id", "survey.metric_srid"],
            name=op.f("fk_invitation_survey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code", name=op.f("uq_invitation_code")),
        sa.UniqueConstraint("id", "project_id", name=op.f("uq_invitation_id_project_id")),
    )
    op.create_index("ix_invitation_survey_id", "invitation", ["survey_id"], unique=False)
    for column in (
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("receipt_hash", sa.LargeBinary(), nullable=True),
        sa.Column("device_hash", sa.LargeBinary(), nullable=True),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("remarks", postgresql.ARRAY(sa.String(length=32)), server_default="{}", nullable=False),
        sa.Column("effort", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("same_person_as", sa.BigInteger(), nullable=True),
    ):
        op.add_column("response", column)
    op.create_check_constraint(
        op.f("ck_response_receipt_hash_length"), "response", "octet_length(receipt_hash) = 32"
    )
    op.create_check_constraint(
        op.f("ck_response_device_hash_length"), "response", "octet_length(device_hash) = 32"
    )
    op.create_check_constraint(
        op.f("ck_response_language_form"), "response", "language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'"
    )
    op.create_foreign_key(
        op.f("fk_response_invitation"),
        "response",
        "invitation",
        ["invitation_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_foreign_key(
        op.f("fk_response_account"), "response", "account", ["account_id"], ["id"], ondelete="SET NULL"
    )
    op.create_foreign_key(
        op.f("fk_response_response"), "response", "response", ["same_person_as"], ["id"], ondelete="SET NULL"
    )
    # Partial, so that imported rows pay nothing for them.
    op.create_index(
        "ix_response_same_person_as",
        "response",
        ["same_person_as"],
        unique=False,
        postgresql_where="same_person_as IS NOT NULL",
    )
    op.create_index(
        "uq_response_receipt_hash",
        "response",
        ["receipt_hash"],
        unique=True,
        postgresql_where="receipt_hash IS NOT NULL",
    )
    op.create_index(
        "ix_response_survey_id_device_hash",
        "response",
        ["survey_id", "device_hash"],
        unique=False,
        postgresql_where="device_hash IS NOT NULL",
    )
    op.create_index(
        "ix_response_invitation_id",
        "response",
        ["invitation_id"],
        unique=False,
        postgresql_where="invitation_id IS NOT NULL",
    )
    op.create_index(
        "ix_response_account_id",
        "response",
        ["account_id"],
        unique=False,
        postgresql_where="account_id IS NOT NULL",
    )
    for column in (
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("placed_by", sa.String(length=16), nullable=True),
        sa.Column("zoom", sa.REAL(), nullable=True),
        sa.Column("described", sa.Text(), nullable=True),
    ):
        op.add_column("perception", column)
    op.create_foreign_key(op.f("fk_perception_question"), "perception", "question", ["question_id"], ["id"])
    op.create_check_constraint(
        op.f("ck_perception_placed_by_known"),
        "perception",
        "placed_by IN ('map', 'search', 'list', 'position', 'words')",
    )
    op.create_check_constraint(op.f("ck_perception_zoom_range"), "perception", "zoom BETWEEN 0 AND 24")
    op.create_index(
        "ix_perception_waiting",
        "perception",
        ["project_id"],
        unique=False,
        postgresql_where="moderation_state = 'pending'",
    )
    op.create_table(
        "photo",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("perception_id", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sent_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("octet_length(sent_sha256) = 32", name=op.f("ck_photo_sent_sha256_length")),
        sa.CheckConstraint("octet_length(content) <= 1048576", name=op.f("ck_photo_content_size")),
        sa.CheckConstraint(
            "width BETWEEN 1 AND 4096 AND height BETWEEN 1 AND 4096", name=op.f("ck_photo_size_range")
        ),
        sa.ForeignKeyConstraint(
            ["perception_id"], ["perception.id"], name=op.f("fk_photo_perception"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sa.UniqueConstraint("perception_id", name=op.f("uq_photo_perception_id")),
    )
    op.create_table(
        "delivery",
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("body_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("answer", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("response_id", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("octet_length(body_sha256) = 32", name=op.f("ck_delivery_body_sha256_length")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_delivery_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "client_id", name=op.f("pk_delivery")),
    )
    op.drop_constraint(op.f("ck_account_role_known"), "account")
    op.create_check_constraint(
        op.f("ck_account_role_known"),
        "account",
        "role IN ('anyone', 'interviewer', 'planner', 'administrator')",
    )
    for statement in VIEWS:
        op.execute(statement)


def downgrade() -> None:
    """Take it all away again; the views tell what they told before."""
    for statement in EARLIER_VIEWS:
        op.execute(statement)
    op.drop_constraint(op.f("ck_account_role_known"), "account")
    op.create_check_constraint(
        op.f("ck_account_role_known"), "account", "role IN ('anyone', 'planner', 'administrator')"
    )
    op.drop_table("delivery")
    op.drop_table("photo")
    op.drop_index("ix_perception_waiting", table_name="perception")
    op.drop_constraint(op.f("fk_perception_question"), "perception")
    for name in ("described", "zoom", "placed_by", "question_id"):
        op.drop_column("perception", name)
    for name in (
        "same_person_as", "effort", "remarks", "account_id", "invitation_id", "device_hash", "receipt_hash", "language",
    ):  # fmt: skip
        op.drop_column("response", name)
    op.drop_table("invitation")
    for name in ("settings", "thanks", "information"):
        op.drop_column("questionnaire", name)
    for name in ("wanted_people", "reviews_texts", "shows_others", "is_open"):
        op.drop_column("survey", name)
