"""Make the tables."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("name = lower(name) AND name <> ''", name=op.f("ck_account_name_form")),
        sa.CheckConstraint("role <> 'anyone'", name=op.f("ck_account_role_of_staff")),
        sa.CheckConstraint(
            "role IN ('anyone', 'planner', 'administrator')", name=op.f("ck_account_role_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    op.create_table(
        "perception_area",
        sa.Column("perception_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("area_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("area_set_id", sa.Integer(), nullable=False),
        sa.Column("share", sa.REAL(), nullable=False),
        sa.Column("starts_here", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("ends_here", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint(
            "share > 0 OR starts_here OR ends_here", name=op.f("ck_perception_area_says_something")
        ),
        sa.CheckConstraint("share >= 0 AND share <= 1", name=op.f("ck_perception_area_share_range")),
        sa.PrimaryKeyConstraint("perception_id", "area_id", name=op.f("pk_perception_area")),
    )
    op.create_index("ix_perception_area_area_set_id", "perception_area", ["area_set_id"], unique=False)
    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("locale", sa.String(length=8), server_default="sv", nullable=False),
        sa.Column("metric_srid", sa.Integer(), nullable=False),
        sa.Column("west", sa.Double(), nullable=True),
        sa.Column("south", sa.Double(), nullable=True),
        sa.Column("east", sa.Double(), nullable=True),
        sa.Column("north", sa.Double(), nullable=True),
        sa.Column("threshold", sa.Integer(), server_default="5", nullable=False),
        sa.Column("is_synthetic", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("basemap_kind", sa.String(length=16), server_default="outline", nullable=False),
        sa.Column(
            "basemap_settings", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.CheckConstraint(
            "basemap_kind IN ('outline', 'pmtiles', 'xyz', 'wms')", name=op.f("ck_project_basemap_kind_known")
        ),
        sa.CheckConstraint(
            "slug ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'", name=op.f("ck_project_slug_form")
        ),
        sa.CheckConstraint(
            "(west IS NULL AND south IS NULL AND east IS NULL AND north IS NULL) OR (-180 <= west AND west < east AND east <= 180 AND -90 <= south AND south < north AND north <= 90)",
            name=op.f("ck_project_bounds_range"),
        ),
        sa.CheckConstraint("threshold BETWEEN 3 AND 20", name=op.f("ck_project_threshold_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("id", "metric_srid", name=op.f("uq_project_id_metric_srid")),
        sa.UniqueConstraint("slug", name=op.f("uq_project_slug")),
    )
    op.create_table(
        "area_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("metric_srid", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "slug ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'", name=op.f("ck_area_set_slug_form")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_area_set_version_positive")),
        sa.ForeignKeyConstraint(
            ["project_id", "metric_srid"],
            ["project.id", "project.metric_srid"],
            name=op.f("fk_area_set_project"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_set")),
        sa.UniqueConstraint(
            "id", "project_id", "metric_srid", name=op.f("uq_area_set_id_project_id_metric_srid")
        ),
        sa.UniqueConstraint(
            "project_id", "slug", "version", name=op.f("uq_area_set_project_id_slug_version")
        ),
    )
    op.create_geospatial_table(
        "basemap_feature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), server_default="", nullable=False),
        sa.Column("rank", sa.Integer(), server_default="1", nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column(
            "geom",
            Geometry(
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "role IN ('land', 'water', 'river', 'label')", name=op.f("ck_basemap_feature_role_known")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_basemap_feature_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_basemap_feature")),
    )
    op.create_index("ix_basemap_feature_project_id", "basemap_feature", ["project_id"], unique=False)
    op.create_table(
        "outbox_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("noun", sa.String(length=32), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_outbox_event_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_event")),
    )
    op.create_index("ix_outbox_event_project_id_id", "outbox_event", ["project_id", "id"], unique=False)
    op.create_geospatial_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("metric_srid", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("type", sa.String(length=32), server_default="place", nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column(
            "geom",
            Geometry(
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column(
            "geom_m",
            Geometry(
                dimension=2, spatial_index=False, from_text="ST_GeomFromEWKT", name="geometry", nullable=False
            ),
            sa.Computed("ST_Transform(geom, metric_srid)", persisted=True),
            nullable=False,
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_place_name_given")),
        sa.CheckConstraint("ST_IsValid(geom) AND NOT ST_IsEmpty(geom)", name=op.f("ck_place_geom_valid")),
        sa.ForeignKeyConstraint(
            ["project_id", "metric_srid"],
            ["project.id", "project.metric_srid"],
            name=op.f("fk_place_project"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("id", "project_id", name=op.f("uq_place_id_project_id")),
        sa.UniqueConstraint("project_id", "code", name=op.f("uq_place_project_id_code")),
    )
    op.create_geospatial_index(
        "ix_place_geom_m", "place", ["geom_m"], unique=False, postgresql_using="gist", postgresql_ops={}
    )
    op.create_table(
        "purpose",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("labels", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.CheckConstraint("code ~ '^[[:alnum:]][[:alnum:]_-]{0,63}$'", name=op.f("ck_purpose_code_form")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_purpose_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purpose")),
        sa.UniqueConstraint("id", "project_id", name=op.f("uq_purpose_id_project_id")),
        sa.UniqueConstraint("project_id", "code", name=op.f("uq_purpose_project_id_code")),
    )
    op.create_table(
        "respondent_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("labels", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.CheckConstraint(
            "code ~ '^[[:alnum:]][[:alnum:]_-]{0,63}$'", name=op.f("ck_respondent_group_code_form")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_respondent_group_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_respondent_group")),
        sa.UniqueConstraint("id", "project_id", name=op.f("uq_respondent_group_id_project_id")),
        sa.UniqueConstraint("project_id", "code", name=op.f("uq_respondent_group_project_id_code")),
    )
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("metric_srid", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("slug ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'", name=op.f("ck_survey_slug_form")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_survey_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["project_id", "metric_srid"],
            ["project.id", "project.metric_srid"],
            name=op.f("fk_survey_project"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint(
            "id", "project_id", "metric_srid", name=op.f("uq_survey_id_project_id_metric_srid")
        ),
        sa.UniqueConstraint("project_id", "slug", name=op.f("uq_survey_project_id_slug")),
    )
    op.create_table(
        "theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("labels", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.CheckConstraint("code ~ '^[[:alnum:]][[:alnum:]_-]{0,63}$'", name=op.f("ck_theme_code_form")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_theme_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("id", "project_id", name=op.f("uq_theme_id_project_id")),
        sa.UniqueConstraint("project_id", "code", name=op.f("uq_theme_project_id_code")),
    )
    op.create_geospatial_table(
        "area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_set_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("metric_srid", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column(
            "geom_m",
            Geometry(
                dimension=2, spatial_index=False, from_text="ST_GeomFromEWKT", name="geometry", nullable=False
            ),
            sa.Computed("ST_Transform(geom, metric_srid)", persisted=True),
            nullable=False,
        ),
        sa.CheckConstraint("ST_IsValid(geom) AND NOT ST_IsEmpty(geom)", name=op.f("ck_area_geom_valid")),
        sa.CheckConstraint("population >= 0", name=op.f("ck_area_population_positive")),
        sa.ForeignKeyConstraint(
            ["area_set_id", "project_id", "metric_srid"],
            ["area_set.id", "area_set.project_id", "area_set.metric_srid"],
            name=op.f("fk_area_area_set"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("area_set_id", "code", name=op.f("uq_area_area_set_id_code")),
        sa.UniqueConstraint("id", "project_id", name=op.f("uq_area_id_project_id")),
    )
    op.create_geospatial_index(
        "ix_area_geom_m", "area", ["geom_m"], unique=False, postgresql_using="gist", postgresql_ops={}
    )
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=True),
        sa.Column("noun", sa.String(length=16), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("file_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_accepted", sa.Integer(), nullable=False),
        sa.Column("rows_rejected", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("noun IN ('responses', 'areas', 'places')", name=op.f("ck_import_run_noun_known")),
        sa.CheckConstraint("octet_length(file_sha256) = 32", name=op.f("ck_import_run_file_sha256_length")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_import_run_project"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_import_run_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_index(
        "ix_import_run_project_id_file_sha256", "import_run", ["project_id", "file_sha256"], unique=False
    )
    op.create_table(
        "place_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_place_alias_place"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_alias")),
        sa.UniqueConstraint("place_id", "name", name=op.f("uq_place_alias_place_id_name")),
    )
    op.create_table(
        "questionnaire",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("version >= 1", name=op.f("ck_questionnaire_version_positive")),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_questionnaire_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire")),
        sa.UniqueConstraint("id", "survey_id", name=op.f("uq_questionnaire_id_survey_id")),
        sa.UniqueConstraint("survey_id", "version", name=op.f("uq_questionnaire_survey_id_version")),
    )
    op.create_table(
        "area_population",
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("age_band", sa.String(length=8), server_default="all", nullable=False),
        sa.Column("gender", sa.String(length=16), server_default="all", nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "gender IN ('all', 'woman', 'man', 'other')", name=op.f("ck_area_population_gender_known")
        ),
        sa.CheckConstraint("people >= 0", name=op.f("ck_area_population_people_positive")),
        sa.ForeignKeyConstraint(
            ["area_id"], ["area.id"], name=op.f("fk_area_population_area"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("area_id", "age_band", "gender", name=op.f("pk_area_population")),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("wording", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("settings", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.CheckConstraint(
            "(form = 'perception') = (kind IS NOT NULL)", name=op.f("ck_question_kind_of_perception")
        ),
        sa.CheckConstraint(
            "form IN ('perception', 'choice', 'scale', 'text')", name=op.f("ck_question_form_known")
        ),
        sa.CheckConstraint(
            "kind IN ('destination', 'route', 'barrier', 'landmark', 'district', 'pride', 'problem', 'wish', 'memory', 'attitude')",
            name=op.f("ck_question_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaire.id"],
            name=op.f("fk_question_questionnaire"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("questionnaire_id", "key", name=op.f("uq_question_questionnaire_id_key")),
        sa.UniqueConstraint(
            "questionnaire_id", "position", name=op.f("uq_question_questionnaire_id_position")
        ),
    )
    op.create_table(
        "response",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("metric_srid", sa.Integer(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("weight", sa.Double(), server_default="1", nullable=False),
        sa.Column("respondent_known", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("home_area_id", sa.Integer(), nullable=True),
        sa.Column("age_band", sa.String(length=8), nullable=True),
        sa.Column("gender", sa.String(length=16), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("consent_version", sa.String(length=32), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("import_run_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "age_band ~ '^[0-9]{1,3}(-[0-9]{1,3}|\\+)$'", name=op.f("ck_response_age_band_form")
        ),
        sa.CheckConstraint(
            "channel IN ('interview', 'web', 'workshop', 'paper', 'import')",
            name=op.f("ck_response_channel_known"),
        ),
        sa.CheckConstraint("gender IN ('woman', 'man', 'other')", name=op.f("ck_response_gender_known")),
        sa.CheckConstraint("weight > 0 AND weight < 1e9", name=op.f("ck_response_weight_positive")),
        sa.ForeignKeyConstraint(
            ["group_id", "project_id"],
            ["respondent_group.id", "respondent_group.project_id"],
            name=op.f("fk_response_respondent_group"),
        ),
        sa.ForeignKeyConstraint(
            ["home_area_id", "project_id"], ["area.id", "area.project_id"], name=op.f("fk_response_area")
        ),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name=op.f("fk_response_import_run"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire_id", "survey_id"],
            ["questionnaire.id", "questionnaire.survey_id"],
            name=op.f("fk_response_questionnaire"),
        ),
        sa.ForeignKeyConstraint(
            ["survey_id", "project_id", "metric_srid"],
            ["survey.id", "survey.project_id", "survey.metric_srid"],
            name=op.f("fk_response_survey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint(
            "id",
            "survey_id",
            "project_id",
            "metric_srid",
            name=op.f("uq_response_id_survey_id_project_id_metric_srid"),
        ),
        sa.UniqueConstraint("project_id", "client_id", name=op.f("uq_response_project_id_client_id")),
    )
    op.create_index("ix_response_survey_id", "response", ["survey_id"], unique=False)
    op.create_table(
        "answer",
        sa.Column("response_id", sa.BigInteger(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_answer_question")),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_answer_response"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response_id", "question_id", name=op.f("pk_answer")),
    )
    op.create_geospatial_table(
        "perception",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("response_id", sa.BigInteger(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("metric_srid", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("nature", sa.String(length=16), nullable=True),
        sa.Column("valence", sa.REAL(), nullable=True),
        sa.Column("valence_source", sa.String(length=24), nullable=True),
        sa.Column("purpose_ids", postgresql.ARRAY(sa.Integer()), server_default="{}", nullable=False),
        sa.Column("theme_ids", postgresql.ARRAY(sa.Integer()), server_default="{}", nullable=False),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("precision", sa.String(length=16), server_default="exact", nullable=False),
        sa.Column("moderation_state", sa.String(length=16), server_default="pending", nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column(
            "geom",
            Geometry(
                srid=4326, dimension=2, spatial_index=False, from_text="ST_GeomFromEWKT", name="geometry"
            ),
            nullable=True,
        ),
        sa.Column(
            "geom_m",
            Geometry(dimension=2, spatial_index=False, from_text="ST_GeomFromEWKT", name="geometry"),
            sa.Computed("ST_Transform(geom, metric_srid)", persisted=True),
            nullable=True,
        ),
        sa.CheckConstraint(
            "GeometryType(geom) IN ('POINT', 'LINESTRING', 'POLYGON', 'MULTIPOINT', 'MULTILINESTRING', 'MULTIPOLYGON') AND NOT ST_IsEmpty(geom) AND ST_NPoints(geom) <= 10000 AND ST_IsValid(geom)",
            name=op.f("ck_perception_geom_valid"),
        ),
        sa.CheckConstraint(
            "kind IN ('destination', 'route', 'barrier', 'landmark', 'district', 'pride', 'problem', 'wish', 'memory', 'attitude')",
            name=op.f("ck_perception_kind_known"),
        ),
        sa.CheckConstraint(
            "language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'", name=op.f("ck_perception_language_form")
        ),
        sa.CheckConstraint(
            "moderation_state IN ('pending', 'published', 'hidden')",
            name=op.f("ck_perception_moderation_state_known"),
        ),
        sa.CheckConstraint("nature IN ('physical', 'emotional')", name=op.f("ck_perception_nature_known")),
        sa.CheckConstraint(
            "nature IS NULL OR kind = 'barrier'", name=op.f("ck_perception_nature_of_barrier")
        ),
        sa.CheckConstraint(
            "precision IN ('exact', 'street', 'village')", name=op.f("ck_perception_precision_known")
        ),
        sa.CheckConstraint(
            "valence = round(valence) OR valence_source = 'summary'", name=op.f("ck_perception_valence_whole")
        ),
        sa.CheckConstraint(
            "valence_source IN ('respondent', 'coder', 'suggested+confirmed', 'summary')",
            name=op.f("ck_perception_valence_source_known"),
        ),
        sa.CheckConstraint(
            "(valence IS NULL) = (valence_source IS NULL)", name=op.f("ck_perception_valence_has_source")
        ),
        sa.CheckConstraint("geom IS NOT NULL OR place_id IS NOT NULL", name=op.f("ck_perception_somewhere")),
        sa.CheckConstraint("valence BETWEEN -2 AND 2", name=op.f("ck_perception_valence_range")),
        sa.ForeignKeyConstraint(
            ["place_id", "project_id"], ["place.id", "place.project_id"], name=op.f("fk_perception_place")
        ),
        sa.ForeignKeyConstraint(
            ["response_id", "survey_id", "project_id", "metric_srid"],
            ["response.id", "response.survey_id", "response.project_id", "response.metric_srid"],
            name=op.f("fk_perception_response"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_perception")),
        sa.UniqueConstraint("project_id", "client_id", name=op.f("uq_perception_project_id_client_id")),
    )
    op.create_geospatial_index(
        "ix_perception_geom_m",
        "perception",
        ["geom_m"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(
        "ix_perception_place_id",
        "perception",
        ["place_id"],
        unique=False,
        postgresql_where="place_id IS NOT NULL",
    )
    op.create_index("ix_perception_response_id", "perception", ["response_id"], unique=False)
    op.create_index("ix_perception_survey_id", "perception", ["survey_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_perception_survey_id", table_name="perception")
    op.drop_index("ix_perception_response_id", table_name="perception")
    op.drop_index("ix_perception_place_id", table_name="perception", postgresql_where="place_id IS NOT NULL")
    op.drop_geospatial_index(
        "ix_perception_geom_m", table_name="perception", postgresql_using="gist", column_name="geom_m"
    )
    op.drop_geospatial_table("perception")
    op.drop_table("answer")
    op.drop_index("ix_response_survey_id", table_name="response")
    op.drop_table("response")
    op.drop_table("question")
    op.drop_table("area_population")
    op.drop_table("questionnaire")
    op.drop_table("place_alias")
    op.drop_index("ix_import_run_project_id_file_sha256", table_name="import_run")
    op.drop_table("import_run")
    op.drop_geospatial_index(
        "ix_area_geom_m", table_name="area", postgresql_using="gist", column_name="geom_m"
    )
    op.drop_geospatial_table("area")
    op.drop_table("theme")
    op.drop_table("survey")
    op.drop_table("respondent_group")
    op.drop_table("purpose")
    op.drop_geospatial_index(
        "ix_place_geom_m", table_name="place", postgresql_using="gist", column_name="geom_m"
    )
    op.drop_geospatial_table("place")
    op.drop_index("ix_outbox_event_project_id_id", table_name="outbox_event")
    op.drop_table("outbox_event")
    op.drop_index("ix_basemap_feature_project_id", table_name="basemap_feature")
    op.drop_geospatial_table("basemap_feature")
    op.drop_table("area_set")
    op.drop_table("project")
    op.drop_index("ix_perception_area_area_set_id", table_name="perception_area")
    op.drop_table("perception_area")
    op.drop_table("account")
