"""What the planner's layers, charts and tiles answer, to honest questions and to others."""

from datetime import UTC, datetime, timedelta
from math import asinh, pi, radians, tan

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from mentalmap.domain.vocabulary import LayerName, ModerationState
from mentalmap.web.database import FOLLOWER
from tests.store.making import a_response, a_survey
from tests.web.planning import IN_B, PLAN, a_planned_project, somebody

ATTITUDE = f"{PLAN}/layers/attitude.json"


def a_told_project(session: Session) -> None:
    """Six young people who like area A and speak of safety, six in business who dislike B and trade."""
    _, survey = a_planned_project(session)
    for _ in range(6):
        somebody(session, survey, valence=2, theme="safety", group="youth", age_band="16-29", gender="woman")
        somebody(session, survey, valence=-2, wkt=IN_B, theme="service", group="business", gender="man")
    session.commit()


def features(client: FlaskClient, query: str = "") -> dict[str, dict[str, object]]:
    """Properties of each area by its name."""
    answer = client.get(ATTITUDE + query)
    assert answer.status_code == 200, answer.text
    return {one["properties"]["name"]: one["properties"] for one in answer.json["features"]}


def test_every_layer_answers_with_a_sentence(as_planner: FlaskClient, committed: Session) -> None:
    a_told_project(committed)
    for name in LayerName:
        answer = as_planner.get(f"{PLAN}/layers/{name.value}.json?lang=en")
        assert answer.status_code == 200, (name, answer.text)
        assert answer.json["mentalmap"]["captions"], name
        assert answer.json["mentalmap"]["layer"] == name


def test_every_layer_of_a_project_without_answers_says_so(
    as_planner: FlaskClient, committed: Session
) -> None:
    a_planned_project(committed)
    committed.commit()
    for name in LayerName:
        answer = as_planner.get(f"{PLAN}/layers/{name.value}.json")
        assert answer.status_code == 200, (name, answer.text)
        assert answer.json["mentalmap"]["captions"], name


def test_any_filter_has_an_answer(as_planner: FlaskClient, committed: Session) -> None:
    a_told_project(committed)
    expected: list[tuple[str, set[str]]] = [
        ("?theme=safety", {"Area A"}),
        ("?group=youth&age=16-29&gender=woman&channel=interview&kind=pride", {"Area A"}),
        ("?valence_max=-1", {"Area B"}),
        ("?theme=safety&theme=service", {"Area A", "Area B"}),
        ("?theme=safety&group=business", set()),
        ("?survey=2016", {"Area A", "Area B"}),
        ("?from=2030-01-01", set()),
        ("?theme=&group=&survey=&area_set=", {"Area A", "Area B"}),
    ]
    for query, told in expected:
        areas = features(as_planner, query)
        assert {name for name, area in areas.items() if area["status"] == "ok"} == told, query


def test_one_eager_respondent_counts_once_here_too(as_planner: FlaskClient, committed: Session) -> None:
    _, survey = a_planned_project(committed)
    a_response(committed, survey, valences=(2,) * 20)
    for _ in range(3):
        a_response(committed, survey, valences=(2,))
    committed.commit()
    assert features(as_planner)["Area A"] == {
        "name": "Area A",
        "people": None,
        "marks": None,
        "status": "too_few",
    }


def test_what_is_held_back_by_moderation_reaches_no_planner(
    as_planner: FlaskClient, committed: Session
) -> None:
    _, survey = a_planned_project(committed)
    for _ in range(6):
        somebody(committed, survey, valence=2, quote="hemligt", state=ModerationState.PENDING)
        somebody(committed, survey, valence=2, quote="hemligt", state=ModerationState.HIDDEN)
    committed.commit()
    assert {one["status"] for one in features(as_planner).values()} == {"no_data"}
    assert as_planner.get(f"{PLAN}/quotes.json").json["total"] == 0
    assert as_planner.get(f"{PLAN}/charts.json").json["marks"] == 0
    assert as_planner.get(f"{PLAN}/grid/9/281/139.bin").status_code == 204


def test_hexagons_are_area_sets_of_their_own(as_planner: FlaskClient, committed: Session) -> None:
    a_told_project(committed)
    areas = as_planner.get(f"{ATTITUDE}?area_set=hex-500").json["features"]
    assert sum(one["properties"]["status"] == "ok" for one in areas) == 2
    young = as_planner.get(f"{ATTITUDE}?area_set=hex-500&group=youth").json["features"]
    assert sum(one["properties"]["status"] == "ok" for one in young) == 1
    assert as_planner.get(f"{ATTITUDE}?area_set=hex-500&home_area=A").json["mentalmap"]["denominator"] == 0


REFUSED: list[tuple[str, tuple[str, ...]]] = [
    ("colour=red", ("colour", "theme", "valence_min")),
    ("theme!=safety", ("theme!",)),
    ("theme__not=safety", ("theme__not",)),
    ("theme=nothing", ("theme", "nothing", "safety, service")),
    ("kind=nothing", ("kind", "pride")),
    ("group=nothing", ("group", "youth")),
    ("gender=nothing", ("gender", "woman")),
    ("channel=nothing", ("channel", "interview")),
    ("age=nothing", ("age",)),
    ("purpose=nothing", ("purpose", "trade")),
    ("home_area=nothing", ("home_area", "A, B")),
    ("answer=nothing", ("answer", "question")),
    ("answer=a:b", ("answer",)),
    ("survey=1999", ("survey", "2016")),
    ("survey=2016&survey=1999", ("survey",)),
    ("before=1999", ("before", "2016")),
    ("before=2016", ("before",)),
    ("of=attitude", ("of", "before")),
    ("weights=income", ("weights", "population")),
    ("weights=population&weights=income", ("weights",)),
    ("area_set=hex-7", ("hex-7", "bygder", "hex-500")),
    ("area_set=" + "x" * 199, ("bygder",)),
    ("valence_min=nan", ("valence_min",)),
    ("valence_min=inf", ("valence_min",)),
    ("valence_min=1e9", ("valence_min",)),
    ("valence_min=-3", ("valence_min",)),
    ("valence_min=%D9%A1", ("valence_min",)),
    ("valence_min=1&valence_max=0", ("1.0", "0.0")),
    ("from=0000-01-01", ("from", "YYYY-MM-DD")),
    ("from=2020-02-30", ("from",)),
    ("from=20200101", ("from",)),
    ("from=2020-W01-1", ("from",)),
    ("from=2020-01-02&to=2020-01-01", ("2020-01-02",)),
    ("theme=" + "x" * 5000, ("theme", "200")),
    ("&".join(f"theme=t{number}" for number in range(10_000)), ("theme", "200")),
    ("theme=a%00b", ("theme",)),
    ("a%0Ab=1", ("ab",)),
]


def test_what_cannot_be_asked_is_refused_by_name_and_without_counts(
    as_planner: FlaskClient, committed: Session
) -> None:
    a_told_project(committed)
    for query, words in REFUSED:
        for address in ("layers/heat.json", "charts.json", "quotes.json", "grid/9/281/139.bin"):
            asked = f"{address}?{query[:60]}"
            answer = as_planner.get(f"{PLAN}/{address}?lang=en&{query}")
            assert (answer.status_code, answer.mimetype) == (400, "application/problem+json"), asked
            told = f"{answer.json['detail']} {answer.json['remedy']}"
            assert all(word in told for word in words), (asked, told[:500])
            counts = told.replace("2016", "").replace("16-29", "")
            assert "12" not in counts, asked
            assert "6 " not in counts, asked


def test_layers_about_homes_keep_to_areas_and_say_so(as_planner: FlaskClient, committed: Session) -> None:
    a_told_project(committed)
    for name in ("coverage", "relations", "routes"):
        told = as_planner.get(f"{PLAN}/layers/{name}.json?lang=en&area_set=hex-1000").json
        over_areas = as_planner.get(f"{PLAN}/layers/{name}.json?lang=en").json
        assert told["features"] == over_areas["features"], name
        assert told["mentalmap"]["captions"][-1].startswith("Nobody is asked for a home finer than an area")


def test_an_unknown_layer_is_not_found(as_planner: FlaskClient, committed: Session) -> None:
    a_told_project(committed)
    for address in ("layers/money.json", "layers/.json", "layers/ATTITUDE.json"):
        answer = as_planner.get(f"{PLAN}/{address}")
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json"), address


def test_a_tile_outside_the_world_is_not_found(as_planner: FlaskClient, committed: Session) -> None:
    a_told_project(committed)
    beyond = ("0/1/0", "3/8/0", "3/0/8", "23/0/0", "-1/0/0", "1/-1/0", "a/b/c", "٣/0/0", "1e1/0/0")
    for tile in (*beyond, "9" * 5000 + "/0/0"):
        for address in (f"grid/{tile}.bin", f"marks/{tile}.mvt"):
            answer = as_planner.get(f"{PLAN}/{address}")
            assert (answer.status_code, answer.mimetype) == (404, "application/problem+json"), address[:40]
    assert as_planner.get(f"{PLAN}/marks/14/0/0.mvt").status_code == 404


def test_the_grid_holds_cells_where_people_are_and_nothing_elsewhere(
    as_planner: FlaskClient, committed: Session
) -> None:
    a_told_project(committed)
    tile = as_planner.get(f"{PLAN}/grid/9/281/139.bin")
    assert (tile.status_code, tile.mimetype) == (200, "application/octet-stream")
    assert tile.data[:2] == b"MG"
    assert as_planner.get(f"{PLAN}/grid/9/0/0.bin").status_code == 204


def test_close_by_the_marks_stand_exactly(as_planner: FlaskClient, committed: Session) -> None:
    a_told_project(committed)
    x, y = tile_of(17.765, 62.93, 15)
    tile = as_planner.get(f"{PLAN}/marks/15/{x}/{y}.mvt")
    assert tile.status_code == 200
    assert tile.mimetype == "application/vnd.mapbox-vector-tile"
    assert b"marks" in tile.data
    assert b"pride" in tile.data
    assert as_planner.get(f"{PLAN}/marks/15/{x}/{y}.mvt?group=business").status_code == 204
    assert as_planner.get(f"{PLAN}/marks/15/{x + 9}/{y}.mvt").status_code == 204


def test_marks_chosen_by_who_people_are_need_enough_people(
    as_planner: FlaskClient, committed: Session
) -> None:
    _, survey = a_planned_project(committed)
    for _ in range(4):
        somebody(committed, survey, valence=1, group="youth", quote="bara vi")
    committed.commit()
    x, y = tile_of(17.765, 62.93, 15)
    assert as_planner.get(f"{PLAN}/marks/15/{x}/{y}.mvt").status_code == 200
    assert as_planner.get(f"{PLAN}/marks/15/{x}/{y}.mvt?group=youth").status_code == 204
    assert as_planner.get(f"{PLAN}/quotes.json").json["total"] == 4
    told = as_planner.get(f"{PLAN}/quotes.json?group=youth").json
    assert (told["total"], told["status"], told["quotes"]) == (0, "too_few", [])


def tile_of(lon: float, lat: float, z: int) -> tuple[int, int]:
    """Column and row of the Web-Mercator tile that holds a position."""
    return int((lon + 180) / 360 * 2**z), int((1 - asinh(tan(radians(lat))) / pi) / 2 * 2**z)


def test_an_unchanged_answer_costs_no_question_to_the_database(
    as_planner: FlaskClient, committed: Session, engine: Engine
) -> None:
    a_told_project(committed)
    first = as_planner.get(f"{ATTITUDE}?theme=safety")
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *words: asked.append(words[2]))
    again = as_planner.get(f"{ATTITUDE}?theme=safety", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, asked) == (304, b"", [])
    other = as_planner.get(f"{ATTITUDE}?theme=service", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200
    assert asked == []


def test_two_languages_are_two_answers(as_planner: FlaskClient, committed: Session) -> None:
    a_told_project(committed)
    english = as_planner.get(f"{ATTITUDE}?lang=en")
    swedish = as_planner.get(ATTITUDE, headers={"If-None-Match": english.headers["ETag"]})
    assert english.headers["ETag"] != as_planner.get(f"{ATTITUDE}?lang=sv").headers["ETag"]
    assert swedish.status_code == 200


def test_charts_count_under_every_filter_but_their_own(as_planner: FlaskClient, committed: Session) -> None:
    a_told_project(committed)
    told = as_planner.get(f"{PLAN}/charts.json?lang=en&theme=safety").json
    charts = {one["key"]: {bar["code"]: bar["people"] for bar in one["bars"]} for one in told["charts"]}
    assert (told["people"], told["marks"], told["asked"]) == (6, 6, 12)
    assert charts["theme"] == {"safety": 6, "service": 6}
    among = {one["key"]: one["people"] for one in told["charts"]}
    assert among["theme"] >= max(charts["theme"].values())
    assert among["group"] == told["people"]
    assert charts["group"] == {"youth": 6, "business": 0}
    assert charts["valence"] == {"-2": 0, "-1": 0, "0": 0, "1": 0, "2": 6}
    assert list(charts) == [
        "valence", "theme", "kind", "purpose", "group", "age", "gender", "channel", "date",
    ]  # fmt: skip


def test_change_without_an_earlier_round_says_so(as_planner: FlaskClient, committed: Session) -> None:
    a_told_project(committed)
    told = as_planner.get(f"{PLAN}/layers/change.json?lang=en").json["mentalmap"]
    assert told["captions"][0] == "Change needs two surveys: choose an earlier one to compare with."


def test_change_compares_with_the_round_before(as_planner: FlaskClient, committed: Session) -> None:
    project, first = a_planned_project(committed)
    second = a_survey(committed, project, "2020")
    for _ in range(12):
        somebody(committed, first, valence=-2)
        somebody(committed, second, valence=2)
    committed.commit()
    told = as_planner.get(f"{PLAN}/layers/change.json?lang=en&before=2016")
    assert told.status_code == 200
    assert told.json["mentalmap"]["captions"]


def test_a_worker_without_its_database_marks_what_it_serves(
    app: Flask, as_planner: FlaskClient, committed: Session
) -> None:
    a_told_project(committed)
    before = as_planner.get(ATTITUDE)
    follower = app.extensions[FOLLOWER]
    follower._lost_at = datetime.now(UTC) - timedelta(seconds=30)
    stale = as_planner.get(ATTITUDE, headers={"If-None-Match": before.headers["ETag"]})
    assert stale.status_code == 200
    assert stale.json["mentalmap"]["parameters"]["stale_since"] == follower._lost_at.isoformat()
    assert stale.headers["Warning"].startswith("110")
    assert int(stale.headers["Age"]) >= 30
    assert as_planner.get(f"{PLAN}/charts.json").json["stale_since"] == follower._lost_at.isoformat()
    follower._lost_at = datetime.now(UTC) - timedelta(hours=2)
    late = as_planner.get(ATTITUDE)
    assert (late.status_code, late.mimetype) == (503, "application/problem+json")


def test_the_answers_of_one_project_reach_nobody_in_another(
    as_planner: FlaskClient, committed: Session
) -> None:
    a_told_project(committed)
    a_planned_project(committed, slug="hagfors")
    committed.commit()
    told = as_planner.get("/p/hagfors/plan/charts.json").json
    assert (told["people"], told["asked"]) == (0, 0)
    assert as_planner.get("/p/hagfors/plan/grid/9/281/139.bin").status_code == 204


def test_an_age_may_be_typed_as_it_is_written(as_planner: FlaskClient, committed: Session) -> None:
    _, survey = a_planned_project(committed)
    for _ in range(6):
        somebody(committed, survey, valence=1, age_band="65+")
    committed.commit()
    assert features(as_planner, "?age=65+") == features(as_planner, "?age=65%2B")
