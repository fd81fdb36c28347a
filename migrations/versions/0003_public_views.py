"""Make the one public view of what was said, and the role that can read nothing else."""

from alembic import op

revision = "0003"
down_revision = "0002"

ROLE = "mentalmap_public"

# Precision is enforced here, once, for every output: exact positions as they are, street-precise points and
# lines on a 250 m grid and areas as the box round them on that grid, village-precise ones not at all: their area still stands, and a place only if it is a whole locality.
PUBLISHED = """
CREATE VIEW published_perception WITH (security_barrier) AS
SELECT id, response_id, survey_id, project_id, kind, nature, valence, purpose_ids, theme_ids, quote, language,
       precision, said_on,
       CASE WHEN precision <> 'village' OR EXISTS (
           SELECT FROM place WHERE place.id = perception.place_id AND place.type = 'locality'
       ) THEN place_id END AS place_id,
       CASE precision
           WHEN 'exact' THEN geom_m
           WHEN 'street' THEN (
               SELECT CASE WHEN ST_IsEmpty(coarse) THEN ST_SnapToGrid(ST_PointOnSurface(geom_m), 250) ELSE coarse END
               FROM ST_SnapToGrid(
                   CASE ST_Dimension(geom_m) WHEN 2 THEN ST_Envelope(geom_m) ELSE geom_m END, 250
               ) AS coarse
           )
       END AS geom_m
FROM perception
WHERE moderation_state = 'published'
"""

# Who was asked, also those who marked nothing or whose marks wait for moderation.
ASKED = """
CREATE VIEW asked_response AS
SELECT id, survey_id, project_id, weight, respondent_known, home_area_id, age_band, gender, group_id, channel
FROM response
"""

PUBLISHED_AREA = """
CREATE VIEW published_perception_area WITH (security_barrier) AS
SELECT perception_area.perception_id, perception_area.area_set_id, perception_area.area_id,
       perception_area.share, perception_area.starts_here, perception_area.ends_here
FROM perception_area JOIN perception ON perception.id = perception_area.perception_id
WHERE perception.moderation_state = 'published'
"""

DATA_EVENT = "CREATE VIEW data_event AS SELECT id, project_id FROM outbox_event"

READABLE = (
    "published_perception",
    "asked_response",
    "published_perception_area",
    "data_event",
    "project",
    "survey",
    "area_set",
    "area",
    "area_population",
    "place",
    "place_alias",
    "theme",
    "purpose",
    "respondent_group",
    "basemap_feature",
)


def upgrade() -> None:
    """Make the views and the role; the role belongs to the whole server and may be there already."""
    for view in (PUBLISHED, ASKED, PUBLISHED_AREA, DATA_EVENT):
        op.execute(view)
    op.execute(
        f"""
        DO $$ BEGIN
            CREATE ROLE {ROLE} NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END $$
        """
    )
    op.execute(f"GRANT {ROLE} TO CURRENT_USER")
    op.execute(f"GRANT USAGE ON SCHEMA public TO {ROLE}")
    op.execute(f"GRANT SELECT ON {', '.join(READABLE)} TO {ROLE}")


def downgrade() -> None:
    """Remove the views; the role may serve other databases of the server and stays."""
    op.execute(f"REVOKE ALL ON {', '.join(READABLE)} FROM {ROLE}")
    for view in ("data_event", "published_perception_area", "asked_response", "published_perception"):
        op.execute(f"DROP VIEW {view}")
