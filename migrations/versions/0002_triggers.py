"""Let the database assign areas, hold codes to their codebooks and freeze what was published."""

from alembic import op

revision = "0002"
down_revision = "0001"

# How much of `part` there is: metres for lines, square metres for polygons, points for points.
EXTENT = """
CREATE FUNCTION extent_of(part geometry) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE ST_Dimension(part)
        WHEN 0 THEN ST_NPoints(part) WHEN 1 THEN ST_Length(part) ELSE ST_Area(part) END
$$
"""

# science.md 2.2: a point lies in the area of lowest id that covers it; a line or polygon lies in each area
# by its share of length or area, shares below 5 % dropped and the rest made to sum to 1. Areas in which a
# line starts or ends are kept whatever their share, because flows are drawn between them.
AREAS_OF = """
CREATE FUNCTION areas_of(shape geometry, the_project integer, only_sets integer[] DEFAULT NULL)
RETURNS TABLE (area_id integer, area_set_id integer, share real, starts_here boolean, ends_here boolean)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 4
AS $$
    WITH crossed AS (
        SELECT area.id, area.area_set_id,
               ST_Intersection(area.geom_m, shape) AS part,
               ST_GeometryType(shape) = 'ST_LineString' AND ST_Covers(area.geom_m, ST_StartPoint(shape)) AS starts,
               ST_GeometryType(shape) = 'ST_LineString' AND ST_Covers(area.geom_m, ST_EndPoint(shape)) AS ends
        FROM area
        WHERE area.project_id = the_project AND ST_Intersects(area.geom_m, shape)
          AND (only_sets IS NULL OR area.area_set_id = ANY (only_sets))
    ), measured AS (
        SELECT crossed.*,
               CASE WHEN ST_Dimension(part) = ST_Dimension(shape) THEN extent_of(part) ELSE 0 END AS extent
        FROM crossed
    ), shared AS (
        SELECT measured.*,
               extent / nullif(sum(extent) OVER (PARTITION BY measured.area_set_id), 0) AS raw_share,
               starts AND row_number() OVER (PARTITION BY measured.area_set_id, starts ORDER BY id) = 1 AS first_start,
               ends AND row_number() OVER (PARTITION BY measured.area_set_id, ends ORDER BY id) = 1 AS first_end
        FROM measured
    ), kept AS (
        SELECT shared.*, CASE WHEN raw_share >= 0.05 THEN raw_share ELSE 0 END AS kept_share
        FROM shared
    )
    SELECT id, kept.area_set_id,
           coalesce(kept_share / nullif(sum(kept_share) OVER (PARTITION BY kept.area_set_id), 0), 0)::real,
           first_start, first_end
    FROM kept
    WHERE kept_share > 0 OR first_start OR first_end
$$
"""

ASSIGN_ON_WRITE = """
CREATE FUNCTION assign_areas_on_write() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM perception_area USING written
        WHERE perception_area.perception_id = written.id;
    END IF;

    -- Points are nearly everything and need no shares: one look-up in the index of areas each.
    INSERT INTO perception_area (perception_id, area_id, area_set_id, share)
    SELECT DISTINCT ON (written.id, area.area_set_id) written.id, area.id, area.area_set_id, 1
    FROM written
    JOIN area ON area.project_id = written.project_id AND ST_Intersects(area.geom_m, written.geom_m)
    WHERE ST_GeometryType(written.geom_m) = 'ST_Point'
    ORDER BY written.id, area.area_set_id, area.id;

    INSERT INTO perception_area (perception_id, area_id, area_set_id, share, starts_here, ends_here)
    SELECT written.id, found.area_id, found.area_set_id, found.share, found.starts_here, found.ends_here
    FROM written CROSS JOIN LATERAL areas_of(written.geom_m, written.project_id) AS found
    WHERE ST_GeometryType(written.geom_m) <> 'ST_Point';

    -- A perception that only names a place lies where the place lies; few places are named often, so each is
    -- looked up once.
    INSERT INTO perception_area (perception_id, area_id, area_set_id, share)
    WITH named AS MATERIALIZED (
        SELECT place.id, place.project_id, ST_PointOnSurface(place.geom_m) AS point
        FROM place WHERE place.id IN (SELECT place_id FROM written WHERE geom_m IS NULL)
    ), lying AS MATERIALIZED (
        SELECT DISTINCT ON (named.id, area.area_set_id) named.id AS place_id, area.id AS area_id, area.area_set_id
        FROM named
        JOIN area ON area.project_id = named.project_id AND ST_Intersects(area.geom_m, named.point)
        ORDER BY named.id, area.area_set_id, area.id
    )
    SELECT written.id, lying.area_id, lying.area_set_id, 1
    FROM written JOIN lying ON lying.place_id = written.place_id
    WHERE written.geom_m IS NULL;
    RETURN NULL;
END
$$
"""

FORGET_PERCEPTIONS = """
CREATE FUNCTION forget_areas_of_perceptions() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    DELETE FROM perception_area USING gone WHERE perception_area.perception_id = gone.id;
    RETURN NULL;
END
$$
"""

# A changed or new area changes what lies in its whole set, so the set is assigned afresh.
ASSIGN_SET = """
CREATE FUNCTION assign_area_sets(sets integer[]) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    DELETE FROM perception_area WHERE area_set_id = ANY (sets);

    INSERT INTO perception_area (perception_id, area_id, area_set_id, share)
    SELECT DISTINCT ON (perception.id, area.area_set_id) perception.id, area.id, area.area_set_id, 1
    FROM area
    JOIN perception ON perception.project_id = area.project_id AND ST_Intersects(area.geom_m, perception.geom_m)
    WHERE area.area_set_id = ANY (sets) AND ST_GeometryType(perception.geom_m) = 'ST_Point'
    ORDER BY perception.id, area.area_set_id, area.id;

    INSERT INTO perception_area (perception_id, area_id, area_set_id, share, starts_here, ends_here)
    SELECT perception.id, found.area_id, found.area_set_id, found.share, found.starts_here, found.ends_here
    FROM perception CROSS JOIN LATERAL areas_of(perception.geom_m, perception.project_id, sets) AS found
    WHERE perception.project_id IN (SELECT project_id FROM area_set WHERE id = ANY (sets))
      AND ST_GeometryType(perception.geom_m) <> 'ST_Point';

    INSERT INTO perception_area (perception_id, area_id, area_set_id, share)
    SELECT DISTINCT ON (perception.id, area.area_set_id) perception.id, area.id, area.area_set_id, 1
    FROM area
    JOIN place ON place.project_id = area.project_id AND ST_Intersects(area.geom_m, ST_PointOnSurface(place.geom_m))
    JOIN perception ON perception.place_id = place.id AND perception.geom_m IS NULL
    WHERE area.area_set_id = ANY (sets)
    ORDER BY perception.id, area.area_set_id, area.id;
END
$$
"""

AREAS_CHANGED = """
CREATE FUNCTION assign_areas_on_new_areas() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM assign_area_sets((SELECT array_agg(DISTINCT area_set_id) FROM changed));
    RETURN NULL;
END
$$
"""

HOLD_CODES = """
CREATE FUNCTION hold_codes_to_codebooks() RETURNS trigger LANGUAGE plpgsql
AS $$
DECLARE stray integer;
BEGIN
    SELECT used.id INTO stray
    FROM (SELECT DISTINCT project_id, unnest(theme_ids) AS id
          FROM (SELECT DISTINCT project_id, theme_ids FROM written) AS lists) AS used
    WHERE NOT EXISTS (SELECT FROM theme WHERE theme.id = used.id AND theme.project_id = used.project_id) LIMIT 1;
    IF FOUND THEN
        RAISE foreign_key_violation USING MESSAGE = format('theme %s is not in the project''s codebook', stray);
    END IF;
    SELECT used.id INTO stray
    FROM (SELECT DISTINCT project_id, unnest(purpose_ids) AS id
          FROM (SELECT DISTINCT project_id, purpose_ids FROM written) AS lists) AS used
    WHERE NOT EXISTS (SELECT FROM purpose WHERE purpose.id = used.id AND purpose.project_id = used.project_id) LIMIT 1;
    IF FOUND THEN
        RAISE foreign_key_violation USING MESSAGE = format('purpose %s is not in the project''s codebook', stray);
    END IF;
    RETURN NULL;
END
$$
"""

KEEP_USED_CODES = """
CREATE FUNCTION keep_used_codes() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    -- A project that is deleted takes its codes along; its row is gone by then.
    IF EXISTS (SELECT FROM project WHERE id = OLD.project_id) AND EXISTS (
        SELECT FROM perception WHERE project_id = OLD.project_id
        AND (CASE TG_TABLE_NAME WHEN 'theme' THEN theme_ids ELSE purpose_ids END) @> ARRAY[OLD.id]
    ) THEN
        RAISE foreign_key_violation USING MESSAGE = format('%s %s is in use', TG_TABLE_NAME, OLD.code);
    END IF;
    RETURN OLD;
END
$$
"""

FREEZE = """
CREATE FUNCTION refuse_change_of_published() RETURNS trigger LANGUAGE plpgsql
AS $$
DECLARE the_version integer := CASE TG_TABLE_NAME WHEN 'questionnaire' THEN
    (CASE TG_OP WHEN 'INSERT' THEN (to_jsonb(NEW) ->> 'id') ELSE (to_jsonb(OLD) ->> 'id') END)::integer ELSE
    (CASE TG_OP WHEN 'INSERT' THEN (to_jsonb(NEW) ->> 'questionnaire_id')
                ELSE (to_jsonb(OLD) ->> 'questionnaire_id') END)::integer END;
BEGIN
    IF TG_TABLE_NAME = 'questionnaire' THEN
        -- Deleting the whole survey takes its questionnaires along; deleting one of them does not.
        IF OLD.published_at IS NOT NULL AND (TG_OP = 'UPDATE' OR EXISTS (SELECT FROM survey WHERE id = OLD.survey_id))
        THEN
            RAISE restrict_violation USING MESSAGE = 'a published questionnaire version is frozen';
        END IF;
    ELSIF EXISTS (SELECT FROM questionnaire WHERE id = the_version AND published_at IS NOT NULL) THEN
        RAISE restrict_violation USING MESSAGE = 'a published questionnaire version is frozen';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$
"""

NOTIFY = """
CREATE FUNCTION notify_of_event() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM pg_notify('mentalmap', NEW.project_id::text);
    RETURN NULL;
END
$$
"""

TRIGGERS = [
    """CREATE TRIGGER assign_areas_insert AFTER INSERT ON perception
       REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION assign_areas_on_write()""",
    """CREATE TRIGGER assign_areas_update AFTER UPDATE ON perception
       REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION assign_areas_on_write()""",
    """CREATE TRIGGER forget_areas AFTER DELETE ON perception
       REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_areas_of_perceptions()""",
    """CREATE TRIGGER assign_areas_insert AFTER INSERT ON area
       REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION assign_areas_on_new_areas()""",
    """CREATE TRIGGER assign_areas_update AFTER UPDATE ON area
       REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION assign_areas_on_new_areas()""",
    """CREATE TRIGGER assign_areas_delete AFTER DELETE ON area
       REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION assign_areas_on_new_areas()""",
    """CREATE TRIGGER hold_codes_insert AFTER INSERT ON perception
       REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION hold_codes_to_codebooks()""",
    """CREATE TRIGGER hold_codes_update AFTER UPDATE ON perception
       REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION hold_codes_to_codebooks()""",
    "CREATE TRIGGER keep_used BEFORE DELETE ON theme FOR EACH ROW EXECUTE FUNCTION keep_used_codes()",
    "CREATE TRIGGER keep_used BEFORE DELETE ON purpose FOR EACH ROW EXECUTE FUNCTION keep_used_codes()",
    """CREATE TRIGGER freeze_published BEFORE UPDATE OR DELETE ON questionnaire
       FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published()""",
    """CREATE TRIGGER freeze_published BEFORE INSERT OR UPDATE OR DELETE ON question
       FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published()""",
    "CREATE TRIGGER notify AFTER INSERT ON outbox_event FOR EACH ROW EXECUTE FUNCTION notify_of_event()",
]

FUNCTIONS = [
    EXTENT,
    AREAS_OF,
    ASSIGN_ON_WRITE,
    FORGET_PERCEPTIONS,
    ASSIGN_SET,
    AREAS_CHANGED,
    HOLD_CODES,
    KEEP_USED_CODES,
    FREEZE,
    NOTIFY,
]


def upgrade() -> None:
    """Make the functions, then the triggers that call them."""
    for statement in [*FUNCTIONS, *TRIGGERS]:
        op.execute(statement)


def downgrade() -> None:
    """Remove them again, with the triggers that hang on them."""
    for name in (
        "notify_of_event",
        "refuse_change_of_published",
        "keep_used_codes",
        "hold_codes_to_codebooks",
        "assign_areas_on_new_areas",
        "assign_area_sets",
        "forget_areas_of_perceptions",
        "assign_areas_on_write",
        "areas_of",
        "extent_of",
    ):
        op.execute(f"DROP FUNCTION {name} CASCADE")
