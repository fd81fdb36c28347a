"""A worker hears of every change, shows one instant at a time, and outlives its database for a while."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.vocabulary import Kind, ModerationState
from mentalmap.errors import AreaSetNotFoundError, DatabaseUnavailableError, ProjectNotFoundError
from mentalmap.services import followed_project, following
from mentalmap.services.following import Current, Follower
from mentalmap.services.loading import Loaded, load_project
from mentalmap.services.removals import remove_area_set, remove_project
from mentalmap.store.areas import find_area_set
from mentalmap.store.cluster import PrivateCluster
from mentalmap.store.codebooks import Theme
from mentalmap.store.database import make_engine
from mentalmap.store.migrating import migrate
from mentalmap.store.outbox import data_version, record_addition, record_event
from mentalmap.store.perception_tables import load_table
from mentalmap.store.perceptions import Perception
from mentalmap.store.projects import Project
from mentalmap.store.surveys import find_survey
from mentalmap.store.tables import Base
from tests.store.making import a_perception, a_place, a_project, a_response, a_survey, some_areas, square

PATIENCE_S = 20.0
SLUG = "following"


@pytest.fixture
def committed(engine: Engine) -> Iterator[Session]:
    """A session whose commits others can see; every table is emptied after the test."""
    with Session(engine, expire_on_commit=False) as made:
        yield made
        made.rollback()
        names = ", ".join(table.name for table in Base.metadata.sorted_tables)
        made.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        made.commit()


@pytest.fixture
def follower(engine: Engine, committed: Session, monkeypatch: pytest.MonkeyPatch) -> Iterator[Follower]:
    """A follower of the committed rows, stopped before they are swept away."""
    monkeypatch.setattr(following, "LISTEN_S", 0.05)  # so that stopping takes no time
    made = Follower(engine)
    yield made
    made.stop()


@pytest.fixture
def project(committed: Session) -> Project:
    """A project with two area sets, a place, a theme and four perceptions of two people."""
    made = a_project(committed, slug=SLUG)
    survey = a_survey(committed, made)
    _, areas = some_areas(committed, made)
    some_areas(committed, made, square(17.7, 62.9, 0.2), slug="whole")
    place = a_place(committed, made, "Nyland", 17.79, 62.93)
    theme = Theme(project_id=made.id, code="water", labels={})
    committed.add(theme)
    committed.flush()
    first = a_response(committed, survey, valences=[-1, 1], home_area_id=areas[1].id, age_band="18-29")
    a_perception(committed, first, wkt="LINESTRING(17.765 62.93, 17.795 62.93)", kind=Kind.BARRIER)
    a_response(committed, survey, valences=[2])
    a_perception(committed, first, wkt=None, place_id=place.id, theme_ids=[theme.id])
    committed.commit()
    return made


def add_responses(session: Session, valences: list[float | None], age_band: str | None = None) -> None:
    """One more response with these perceptions, told as what it is: nothing but new."""
    project = session.query(Project).filter_by(slug=SLUG).one()
    response = a_response(session, find_survey(session, project.id, "2016"), age_band=age_band)
    # The cast of rows tells of any change; here exactly one event is to be told.
    session.execute(text("DELETE FROM outbox_event WHERE id = (SELECT max(id) FROM outbox_event)"))
    for valence in valences:
        a_perception(session, response, valence=valence)
    a_perception(session, response, wkt="LINESTRING(17.765 62.93, 17.795 62.93)", kind=Kind.ROUTE)
    record_addition(session, project.id, [response.id])
    session.commit()


def eventually(look: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE_S
    while not look():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.005)


def assert_same(held: PerceptionTable, stored: PerceptionTable) -> None:
    """Both tables say the same, whatever order their rows and respondents are in."""
    assert sorted(held.id.tolist()) == stored.id.tolist()
    rows = np.argsort(held.id)
    held = held.take_rows(rows)
    for name in ("kind", "valence", "x_cm", "y_cm", "themes", "place", "said_on", "emotional"):
        assert np.array_equal(getattr(held, name), getattr(stored, name), equal_nan=name == "valence"), name
    for name in ("area", "start_area", "end_area"):
        assert getattr(held, name).tolist() == getattr(stored, name).tolist(), name
    assert held.allocation.row.tolist() == stored.allocation.row.tolist()
    assert held.allocation.area.tolist() == stored.allocation.area.tolist()
    assert held.allocation.share.tolist() == stored.allocation.share.tolist()
    assert [one.wkt for one in held.shapes] == [one.wkt for one in stored.shapes]
    for name in ("survey", "age_band", "home_area", "weight", "known"):
        ours, theirs = getattr(held.respondents, name), getattr(stored.respondents, name)
        assert ours[held.respondent].tolist() == theirs[stored.respondent].tolist(), name
        assert sorted(ours.tolist()) == sorted(theirs.tolist()), name
    assert (held.asked, held.people) == (stored.asked, stored.people)
    assert held.places.area.tolist() == stored.places.area.tolist()
    assert held.areas.ids == stored.areas.ids


def assert_current(follower: Follower, session: Session, project: Project) -> None:
    """What the worker holds is what PostGIS holds, over each area set."""
    version = data_version(session, project.id)
    eventually(lambda: follower.current(SLUG).data_version == version)
    current = follower.current(SLUG)
    for slug in [one.slug for one in current.area_sets]:
        stored = load_table(session, project, find_area_set(session, project.id, slug))
        assert_same(current.table(slug), stored)
        assert current.table(slug).data_version == version
    session.rollback()


def test_a_worker_holds_what_is_stored(follower: Follower, committed: Session, project: Project) -> None:
    current = follower.current(SLUG)
    assert (current.project.name, [one.slug for one in current.surveys]) == (project.name, ["2016"])
    assert [one.slug for one in current.area_sets] == ["bygder", "whole"]
    assert [one.code for one in current.themes] == ["water"]
    assert current.table(None).areas.ids == ("A", "B")
    assert current.stale_since is None
    assert_current(follower, committed, project)


def test_area_sets_share_everything_that_does_not_depend_on_areas(
    follower: Follower, committed: Session, project: Project
) -> None:
    current = follower.current(SLUG)
    one, other = current.table("bygder"), current.table("whole")
    assert np.shares_memory(one.x_cm, other.x_cm)
    assert np.shares_memory(one.respondents.survey, other.respondents.survey)
    assert one.area.tolist() != other.area.tolist()
    assert current.table("whole") is follower.current(SLUG).table("whole")


def test_an_index_selects_from_any_area_set(follower: Follower, committed: Session, project: Project) -> None:
    current = follower.current(SLUG)
    chosen = PerceptionFilter(home_areas=frozenset({"B"}))
    table = current.table("bygder")
    assert current.index().select(chosen, over=table).id.tolist() == table.select(chosen).id.tolist()
    assert len(table.select(chosen)) == 4


def test_no_question_reaches_the_database_once_a_project_is_loaded(
    follower: Follower, committed: Session, project: Project, engine: Engine
) -> None:
    follower.current(SLUG).table("whole")
    asked: list[str] = []

    def remember(_: object, __: object, statement: str, *___: object) -> None:
        if threading.current_thread() is threading.main_thread():
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", remember)
    try:
        current = follower.current(SLUG)
        assert len(current.table("whole")) == len(current.table(None)) == len(current.index().table)
        assert (current.project.name, current.surveys[0].slug) == (project.name, "2016")
        assert not asked
        committed.execute(text("SELECT 1"))
        assert asked, "questions are not seen at all"
    finally:
        event.remove(engine, "before_cursor_execute", remember)


def test_what_nobody_has_is_named_as_such(follower: Follower, committed: Session, project: Project) -> None:
    with pytest.raises(ProjectNotFoundError):
        follower.current("nowhere")
    with pytest.raises(AreaSetNotFoundError):
        follower.current(SLUG).table("nowhere")
    assert list(follower._projects) == [SLUG], "names that nobody has pile up"


def test_new_responses_are_added_without_reading_the_rest(
    follower: Follower, committed: Session, project: Project
) -> None:
    before = follower.current(SLUG)
    old = before.table("whole")
    ids, count = old.id.tolist(), before.table(None).asked
    add_responses(committed, [1, None, -1], age_band="18-29")
    assert_current(follower, committed, project)
    after = follower.current(SLUG)
    assert np.shares_memory(after.table("whole").x_cm, old.x_cm), "everything was read anew"
    assert after.index().indexed == len(ids)
    assert after.table(None).asked == count + 1
    # Who still holds the former version sees the former version.
    assert (before.table("whole").id.tolist(), before.data_version) == (ids, old.data_version)


def test_new_people_with_an_age_that_nobody_had_are_read_with_everything(
    follower: Follower, committed: Session, project: Project
) -> None:
    follower.current(SLUG)
    add_responses(committed, [1], age_band="65+")
    assert_current(follower, committed, project)
    assert follower.current(SLUG).table(None).respondents.age_band_codes == ("18-29", "65+")


def test_a_moderator_who_holds_something_back_is_obeyed(
    follower: Follower, committed: Session, project: Project
) -> None:
    count = len(follower.current(SLUG).table(None))
    hidden = committed.query(Perception).filter_by(project_id=project.id).first()
    assert hidden is not None
    hidden.moderation_state = ModerationState.PENDING.value
    record_event(committed, project.id, "moderation")
    committed.commit()
    assert_current(follower, committed, project)
    assert len(follower.current(SLUG).table(None)) == count - 1


def test_an_addition_beside_another_change_is_not_mistaken_for_all_of_it(
    follower: Follower, committed: Session, project: Project
) -> None:
    follower.current(SLUG)
    gone = committed.query(Perception).filter_by(project_id=project.id).first()
    committed.delete(gone)
    record_event(committed, project.id, "moderation")
    add_responses(committed, [1, 2])
    assert_current(follower, committed, project)


def test_an_event_that_commits_late_is_not_overlooked(
    follower: Follower, committed: Session, project: Project, engine: Engine
) -> None:
    follower.current(SLUG)
    with Session(engine, expire_on_commit=False) as slow:
        response = a_response(slow, find_survey(slow, project.id, "2016"))
        slow.execute(text("DELETE FROM outbox_event WHERE id = (SELECT max(id) FROM outbox_event)"))
        record_addition(slow, project.id, [response.id])  # has the lower number …
        add_responses(committed, [1])
        assert_current(follower, committed, project)
        slow.commit()  # … and comes last
    assert_current(follower, committed, project)
    assert follower.current(SLUG).table(None).asked == 4


def test_a_late_event_changes_the_version_however_many_there_are(
    committed: Session, project: Project, engine: Engine
) -> None:
    many = text("INSERT INTO outbox_event (project_id, noun) SELECT :p, 'x' FROM generate_series(1, 600)")
    committed.execute(many, {"p": project.id})
    committed.commit()
    with Session(engine) as slow:
        record_event(slow, project.id, "moderation")
        committed.execute(many, {"p": project.id})
        committed.commit()
        before = data_version(committed, project.id)
        committed.rollback()
        slow.commit()
    assert data_version(committed, project.id) != before


def test_an_area_set_first_asked_for_after_a_change_fits_the_perceptions(
    follower: Follower, committed: Session, project: Project
) -> None:
    current = follower.current(SLUG)
    follower.stop()  # nobody hears of the change
    gone = committed.query(Perception).filter_by(project_id=project.id).first()
    committed.delete(gone)
    record_event(committed, project.id, "moderation")
    committed.commit()
    table = current.table("whole")
    assert len(table) == len(current.index().table) == 4
    assert table.data_version == current.data_version == data_version(committed, project.id)
    assert current.index().select(PerceptionFilter(), over=table).id.tolist() == table.id.tolist()


def test_removed_area_sets_and_projects_disappear(
    follower: Follower, committed: Session, project: Project
) -> None:
    follower.current(SLUG).table("whole")
    remove_area_set(committed, SLUG, "whole")
    committed.commit()
    eventually(lambda: len(follower.current(SLUG).area_sets) == 1)
    with pytest.raises(AreaSetNotFoundError):
        follower.current(SLUG).table("whole")
    remove_project(committed, SLUG)
    committed.commit()

    def is_gone() -> bool:
        with suppress(ProjectNotFoundError):
            follower.current(SLUG)
            return False
        return True

    eventually(is_gone)


def test_a_project_without_areas_has_a_table(follower: Follower, committed: Session) -> None:
    made = a_project(committed, slug=SLUG)
    a_response(committed, a_survey(committed, made), valences=[1])
    committed.commit()
    current = follower.current(SLUG)
    assert (len(current.table(None)), len(current.table(None).areas)) == (1, 0)
    _, _ = some_areas(committed, made)
    record_event(committed, made.id, "areas")
    committed.commit()
    eventually(lambda: len(follower.current(SLUG).table(None).areas) == 2)


def test_a_long_tail_is_brought_into_order(
    follower: Follower, committed: Session, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(followed_project, "LEAST_TAIL", 5)
    follower.current(SLUG)
    for _ in range(4):
        add_responses(committed, [1, 1, 2])
    assert_current(follower, committed, project)
    eventually(lambda: follower.current(SLUG).index().indexed > 5)
    assert_current(follower, committed, project)


def test_those_who_ask_at_once_cause_one_load(
    follower: Follower, committed: Session, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[str] = []
    load = load_project

    def slowly(engine: Engine, slug: str, wanted: set[str]) -> Loaded:
        loads.append(slug)
        time.sleep(0.2)
        return load(engine, slug, wanted)

    monkeypatch.setattr(followed_project, "load_project", slowly)
    found: list[Current] = []
    threads = [threading.Thread(target=lambda: found.append(follower.current(SLUG))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), loads) == (6, [SLUG])


def test_a_change_during_the_first_load_is_heard(
    follower: Follower, committed: Session, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = load_project

    def overtaken(engine: Engine, slug: str, wanted: set[str]) -> Loaded:
        monkeypatch.setattr(followed_project, "load_project", load)
        loaded = load(engine, slug, wanted)
        add_responses(committed, [1])
        time.sleep(0.3)  # long enough for the listener to hear of it and find nothing loaded
        return loaded

    monkeypatch.setattr(followed_project, "load_project", overtaken)
    follower.current(SLUG)
    assert_current(follower, committed, project)


def test_a_fault_while_reading_anew_leaves_the_old_marked_as_old(
    follower: Follower, committed: Session, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = follower.current(SLUG).data_version
    load = load_project

    def failing(*_: object) -> Loaded:
        raise MemoryError

    monkeypatch.setattr(followed_project, "load_project", failing)
    record_event(committed, project.id, "moderation")
    committed.commit()
    eventually(lambda: follower.current(SLUG).stale_since is not None)
    assert follower.current(SLUG).data_version == version
    monkeypatch.setattr(followed_project, "load_project", load)
    record_event(committed, project.id, "moderation")
    committed.commit()
    assert_current(follower, committed, project)
    assert follower.current(SLUG).stale_since is None


def test_a_notification_that_is_lost_is_made_up_for(
    follower: Follower, committed: Session, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "CHECK_S", 0.0)
    follower.current(SLUG)
    committed.execute(text("ALTER TABLE outbox_event DISABLE TRIGGER notify"))
    try:
        add_responses(committed, [1])
        assert_current(follower, committed, project)
    finally:
        committed.execute(text("ALTER TABLE outbox_event ENABLE TRIGGER notify"))
        committed.commit()


def test_a_listener_whose_connection_is_cut_comes_back_and_misses_nothing(
    follower: Follower, committed: Session, project: Project
) -> None:
    follower.current(SLUG)
    mine = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'mentalmap listener' AND datname = current_database()"
    )
    eventually(lambda: bool(committed.execute(mine).all()))
    add_responses(committed, [1])
    assert_current(follower, committed, project)
    eventually(lambda: follower.current(SLUG).stale_since is None)
    # It listens again, rather than having looked once.
    add_responses(committed, [2])
    assert_current(follower, committed, project)


def test_nothing_runs_before_the_first_question_and_after_stopping(engine: Engine) -> None:
    before = threading.active_count()
    follower = Follower(engine)
    assert threading.active_count() == before
    with pytest.raises(ProjectNotFoundError):
        follower.current("nowhere")
    assert threading.active_count() == before + 1
    follower.stop()
    assert threading.active_count() == before


def test_a_forked_worker_listens_for_itself(follower: Follower, committed: Session, project: Project) -> None:
    follower.current(SLUG)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # the child speaks only through the pipe and never returns into the test
        answer = b"failed"
        with suppress(BaseException):
            version = follower.current(SLUG).data_version
            os.write(writing, b"ready;")
            eventually(lambda: follower.current(SLUG).data_version != version)
            answer = b"heard"
        os.write(writing, answer)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as said:
        assert said.read(6) == b"ready;"
        add_responses(committed, [1])
        assert said.read(6) == b"heard"
    os.waitpid(child, 0)


def test_a_worker_outlives_its_database_for_a_while_and_recovers_by_itself(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = Path(os.environ["MENTALMAP_TEST_GROUND"]) / "following"
    cluster = PrivateCluster(folder, {"fsync": "off"})
    cluster.start()
    try:
        cluster.create_database("follow")
        url = cluster.url("follow")
        migrate(url)
        engine = make_engine(url)
        follower = Follower(engine, stale_s=1.5)
        try:
            with Session(engine, expire_on_commit=False) as session:
                made = a_project(session, slug=SLUG)
                a_response(session, a_survey(session, made), valences=[1])
                session.commit()
            version = follower.current(SLUG).data_version
            eventually(lambda: follower.current(SLUG).stale_since is None)

            cluster.stop()
            eventually(lambda: follower.current(SLUG).stale_since is not None)
            assert follower.current(SLUG).data_version == version
            assert len(follower.current(SLUG).table(None)) == 1

            def refuses() -> bool:
                with suppress(DatabaseUnavailableError):
                    follower.current(SLUG)
                    return False
                return True

            eventually(refuses)
            with pytest.raises(DatabaseUnavailableError):
                follower.current("another")  # never loaded here: no answer is not "not found"

            cluster.start()
            eventually(lambda: not refuses() and follower.current(SLUG).stale_since is None)
            with Session(engine, expire_on_commit=False) as session:
                add_responses(session, [1, 1])
            eventually(lambda: len(follower.current(SLUG).table(None)) == 4)
        finally:
            follower.stop()
            engine.dispose()
    finally:
        cluster.stop()
