"""A project of any size in PostGIS, written with the triggers asleep, for benchmarks that only read."""

from __future__ import annotations

from sqlalchemy import Engine, text

from mentalmap.services.projects import ProjectBounds, make_project, make_survey
from mentalmap.store.codebooks import Group, Purpose, Theme, add_codes
from mentalmap.store.database import transaction

PEOPLE_SHARE = 0.1  # respondents to perceptions
DRAWN_EVERY = 50  # one in so many perceptions is a line
SIDE = 20  # areas along each side of the default set
WEST, SOUTH, WIDTH, HEIGHT = 17.3, 62.7, 1.2, 0.5

AREAS = """
INSERT INTO area_set (project_id, metric_srid, slug, name) VALUES (:project, :crs, :slug, :slug) RETURNING id
"""
SQUARES = """
INSERT INTO area (area_set_id, project_id, metric_srid, code, name, population, geom)
SELECT :area_set, :project, :crs, 'A' || (r * :side + c), 'Area ' || (r * :side + c), 500,
       ST_Multi(ST_MakeEnvelope(:west + c * :width / :side, :south + r * :height / :side,
                                :west + (c + 1) * :width / :side, :south + (r + 1) * :height / :side, 4326))
FROM generate_series(0, :side - 1) AS r, generate_series(0, :side - 1) AS c ORDER BY r, c
"""
RESPONSES = """
INSERT INTO response (project_id, survey_id, metric_srid, client_id, home_area_id, age_band, gender, group_id,
                      channel)
SELECT :project, :survey, :crs, gen_random_uuid(), :first_area + n % (:side * :side),
       (ARRAY['0-17', '18-29', '30-49', '50-64', '65+'])[1 + n % 5],
       CASE n % 3 WHEN 0 THEN 'woman' WHEN 1 THEN 'man' END,
       (SELECT min(id) FROM respondent_group WHERE project_id = :project) + n % 3,
       CASE n % 4 WHEN 0 THEN 'interview' ELSE 'web' END
FROM generate_series(1, :people) AS n
"""
PERCEPTIONS = """
INSERT INTO perception (response_id, survey_id, project_id, metric_srid, client_id, kind, valence,
                        valence_source, purpose_ids, theme_ids, moderation_state, said_on, geom)
SELECT :first_response + (n::bigint * :people) / (:perceptions + 1), :survey, :project, :crs,
       gen_random_uuid(),
       CASE WHEN n % :drawn = 0 THEN 'route'
            ELSE (ARRAY['problem', 'pride', 'wish', 'memory'])[1 + n % 4] END,
       CASE WHEN n % 7 > 0 THEN n % 5 - 2 END, CASE WHEN n % 7 > 0 THEN 'respondent' END,
       CASE WHEN n % 3 = 0 THEN ARRAY[:first_purpose + n % 4] ELSE '{}' END,
       CASE n % 6 WHEN 0 THEN '{}' WHEN 1 THEN ARRAY[:first_theme + n % 8, :first_theme + (n + 3) % 8]
                  ELSE ARRAY[:first_theme + n % 8] END,
       'published', DATE '2024-05-01' + n % 90,
       CASE WHEN n % :drawn = 0
            THEN ST_SetSRID(ST_MakeLine(ST_MakePoint(x, y), ST_MakePoint(x + 0.004, y)), 4326)
            ELSE ST_SetSRID(ST_MakePoint(x, y), 4326) END
FROM (SELECT n, :west + :width * random() AS x, :south + :height * random() AS y
      FROM generate_series(1, :perceptions) AS n) AS drawn
"""
ALLOCATION = """
INSERT INTO perception_area (perception_id, area_id, area_set_id, share)
SELECT id, :first_area + :side * least(:side - 1, floor((ST_YMin(geom) - :south) / :height * :side)::integer)
              + least(:side - 1, floor((ST_XMin(geom) - :west) / :width * :side)::integer), :area_set, 1
FROM perception WHERE project_id = :project
"""


def make_large_project(engine: Engine, slug: str, perceptions: int) -> None:
    """Make a project with this many perceptions by a tenth as many people, over two area sets."""
    frame = {"west": WEST, "south": SOUTH, "width": WIDTH, "height": HEIGHT}
    with transaction(engine) as session:
        project = make_project(session, slug, name=slug, bounds=ProjectBounds(17.0, 62.5, 18.8, 63.3))
        survey = make_survey(session, project, "2024")
        add_codes(session, Theme, project.id, [(f"theme{n}", {}) for n in range(8)])
        add_codes(session, Purpose, project.id, [(f"purpose{n}", {}) for n in range(4)])
        add_codes(session, Group, project.id, [(f"group{n}", {}) for n in range(3)])
        session.execute(text("SET LOCAL session_replication_role = replica"))
        values = {"project": project.id, "survey": survey.id, "crs": project.metric_srid, **frame}
        sets = []
        for name, side in (("large", SIDE), ("small", 2 * SIDE)):
            area_set = session.scalar(text(AREAS), {**values, "slug": name})
            session.execute(text(SQUARES), {**values, "area_set": area_set, "side": side})
            first = session.scalar(text("SELECT min(id) FROM area WHERE area_set_id = :s"), {"s": area_set})
            sets.append({"area_set": area_set, "side": side, "first_area": first})
        people = max(1, int(perceptions * PEOPLE_SHARE))
        session.execute(text(RESPONSES), {**values, **sets[0], "people": people})
        first_of = {
            f"first_{noun}": session.scalar(
                text(f"SELECT min(id) FROM {noun} WHERE project_id = :project"),
                values,
            )
            for noun in ("response", "theme", "purpose")
        }
        amounts = {"people": people, "perceptions": perceptions, "drawn": DRAWN_EVERY}
        session.execute(text(PERCEPTIONS), {**values, **first_of, **amounts})
        for one in sets:
            session.execute(text(ALLOCATION), {**values, **one})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
