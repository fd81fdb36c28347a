"""The private cluster survives what laptops and containers do to it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from mentalmap.errors import DatabaseSetupError, DatabaseUnavailableError
from mentalmap.store.cluster import PrivateCluster, ensure_database

FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "shared_buffers": "16MB"}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A place for one cluster that these tests start and stop again and again."""
    made = Path(tempfile.mkdtemp(prefix="mm-cluster å '")) / "instance" / "postgresql"
    made.parents[1].chmod(0o711)
    yield made
    assert not PrivateCluster(made, FAST).is_running(), "a test left its server running"
    shutil.rmtree(made.parents[1])


@pytest.fixture
def cluster(folder: Path) -> Iterator[PrivateCluster]:
    made = PrivateCluster(folder, FAST)
    yield made
    made.stop()


def ask(cluster: PrivateCluster, question: str, database: str = "postgres") -> object:
    address = cluster.url(database).replace("+psycopg", "")
    with psycopg.connect(address) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def server_process(cluster: PrivateCluster) -> int:
    number = cluster.server.pid_file.process_number()
    assert number is not None
    return number


def wait_until_gone(number: int) -> None:
    """Reap or outwait a killed process; a zombie is gone as far as its sockets are concerned."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return
        if state == "Z":
            return
        time.sleep(0.05)


def test_it_carries_postgis_and_knows_swedish_letters(cluster: PrivateCluster) -> None:
    cluster.start()
    cluster.drop_database("kartå")
    cluster.create_database("kartå")
    with psycopg.connect(cluster.url("kartå").replace("+psycopg", "")) as connection:
        connection.execute("CREATE EXTENSION postgis")
    assert ask(cluster, "SELECT ST_AsText(ST_Point(17.8, 62.9))", "kartå") == "POINT(17.8 62.9)"
    assert ask(cluster, "SELECT lower('NYÅDAL')", "kartå") == "nyådal"


def test_it_listens_on_no_port(cluster: PrivateCluster) -> None:
    cluster.start()
    assert ask(cluster, "SHOW listen_addresses") == ""
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host="127.0.0.1", port=5432, user="mentalmap", dbname="postgres", connect_timeout=3)


def test_only_its_own_account_may_reach_the_socket(cluster: PrivateCluster) -> None:
    cluster.start()
    socket_folder = cluster.server.pid_file.socket_folder()
    assert socket_folder is not None
    assert socket_folder.stat().st_mode & 0o077 == 0
    assert cluster.server.data_folder.stat().st_mode & 0o077 == 0


def test_data_pages_carry_checksums_and_are_flushed(cluster: PrivateCluster, tmp_path: Path) -> None:
    cluster.start()
    assert ask(cluster, "SHOW data_checksums") == "on"
    assert "fsync" not in PrivateCluster(tmp_path).extra_settings


def test_what_was_stored_is_there_after_a_restart(cluster: PrivateCluster) -> None:
    cluster.start()
    cluster.drop_database("kept")
    cluster.create_database("kept")
    cluster.stop()
    assert not cluster.is_running()
    cluster.start()
    assert cluster.has_database("kept")


def test_a_second_user_finds_it_running_and_the_last_one_stops_it(folder: Path) -> None:
    first, second = PrivateCluster(folder, FAST), PrivateCluster(folder, FAST)
    first.start()
    number = server_process(first)
    second.start()
    assert server_process(second) == number
    first.stop()
    assert second.is_running(), "the first user pulled the floor from under the second"
    second.stop()
    assert not second.is_running()


def test_stopping_what_was_never_started_does_nothing(folder: Path, cluster: PrivateCluster) -> None:
    cluster.start()
    PrivateCluster(folder, FAST).stop()
    assert cluster.is_running()


def test_a_server_that_somebody_else_started_is_used_and_left_running(cluster: PrivateCluster) -> None:
    cluster.start()
    (cluster.folder / "started").unlink()
    cluster.stop()
    assert cluster.is_running()
    cluster.server.stop()
    assert not cluster.is_running()


def test_a_crash_of_the_app_leaves_nothing_in_the_way(folder: Path, cluster: PrivateCluster) -> None:
    program = (
        "import os, sys; from pathlib import Path; from mentalmap.store.cluster import PrivateCluster;"
        f"PrivateCluster(Path(sys.argv[1]), {FAST!r}).start(); os.kill(os.getpid(), 9)"
    )
    ended = subprocess.run([sys.executable, "-c", program, str(folder)], check=False, cwd=Path.cwd())
    assert ended.returncode == -signal.SIGKILL
    assert cluster.is_running(), "the crashed app's server should have survived it"
    cluster.start()
    cluster.stop()
    assert not cluster.is_running()


def test_a_killed_server_starts_again_with_its_data(cluster: PrivateCluster) -> None:
    cluster.start()
    cluster.drop_database("kept")
    cluster.create_database("kept")
    number = server_process(cluster)
    os.kill(number, signal.SIGKILL)
    wait_until_gone(number)
    assert not cluster.is_running()
    with PrivateCluster(cluster.folder, FAST) as again:
        assert again.has_database("kept")


def test_a_pid_file_whose_number_now_belongs_to_another_program_is_seen_through(
    cluster: PrivateCluster,
) -> None:
    cluster.start()
    lines = cluster.server.pid_file.path.read_text().splitlines()
    cluster.stop()
    pid_file = cluster.server.pid_file.path
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    if os.geteuid() == 0:
        owner = cluster.server.data_folder.stat()
        os.chown(pid_file, owner.st_uid, owner.st_gid)
    assert not cluster.is_running()
    cluster.start()
    assert cluster.is_running()


def test_data_of_another_major_version_is_refused_and_not_touched(cluster: PrivateCluster) -> None:
    cluster.start()
    cluster.stop()
    stated = cluster.server.data_folder / "PG_VERSION"
    before = stated.read_text()
    stated.write_text("9\n")
    try:
        with pytest.raises(DatabaseSetupError, match="written by PostgreSQL 9") as refused:
            cluster.start()
        assert "Install PostgreSQL 9" in str(refused.value.remedy)
        assert stated.read_text() == "9\n"
    finally:
        stated.write_text(before)


def test_a_server_that_gives_up_says_why(folder: Path) -> None:
    broken = PrivateCluster(folder, {**FAST, "shared_buffers": "nonsense"})
    with pytest.raises(DatabaseSetupError, match="shared_buffers"):
        broken.start()
    assert not broken.is_running()


def test_a_half_made_data_folder_is_made_anew(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = Path(tempfile.mkdtemp(prefix="mm-half-"))
    home.chmod(0o711)
    try:
        (home / "data.new" / "base").mkdir(parents=True)
        with PrivateCluster(home, FAST) as cluster:
            assert cluster.is_running()
    finally:
        shutil.rmtree(home)


def test_a_deep_folder_gets_a_short_socket(cluster: PrivateCluster) -> None:
    top = Path(tempfile.mkdtemp(prefix="mm-deep-"))
    top.chmod(0o711)
    try:
        with PrivateCluster(top / ("d" * 60) / ("e" * 60), FAST) as deep:
            assert ask(deep, "SELECT 1") == 1
            socket_folder = deep.server.pid_file.socket_folder()
        assert socket_folder is not None
        assert len(os.fsencode(socket_folder)) < 90
        shutil.rmtree(socket_folder)
    finally:
        shutil.rmtree(top)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down to another account")
def test_root_may_keep_the_instance_in_a_folder_that_the_server_cannot_enter() -> None:
    closed = Path(tempfile.mkdtemp(prefix="mm-closed-"))  # mode 0700, like /root
    cluster = PrivateCluster(closed / "instance" / "postgresql", FAST)
    try:
        with cluster:
            assert ask(cluster, "SELECT 1") == 1
            home = cluster.server.home
        assert closed not in home.parents
        with PrivateCluster(cluster.folder, FAST) as again:
            assert again.server.home == home, "a restart must find the same data"
        shutil.rmtree(home)
    finally:
        shutil.rmtree(closed)


def test_a_socket_folder_that_somebody_else_prepared_is_refused(cluster: PrivateCluster) -> None:
    cluster.start()
    cluster.stop()
    socket_folder = cluster.server.home / "socket"
    socket_folder.chmod(0o777)
    try:
        with pytest.raises(DatabaseSetupError, match="not private"):
            cluster.start()
    finally:
        socket_folder.chmod(0o700)


def test_asking_a_stopped_cluster_says_so(cluster: PrivateCluster) -> None:
    with pytest.raises(DatabaseUnavailableError, match="not running"):
        cluster.has_database("kept")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DatabaseSetupError, match="cannot be written"):
        PrivateCluster(tmp_path / "file" / "postgresql").start()


@dataclass(frozen=True)
class Chosen:
    """Settings, as far as the database cares."""

    instance_folder: Path
    database_url: str | None = None


def test_a_named_server_comes_before_the_private_cluster(tmp_path: Path) -> None:
    url = "postgresql://mapper@db.example/kramfors"
    assert ensure_database(Chosen(tmp_path, url)) == (url, None)
    assert list(tmp_path.iterdir()) == []


def test_the_instance_gets_its_database_once(folder: Path) -> None:
    for _ in range(2):
        url, cluster = ensure_database(Chosen(folder.parent))
        assert cluster is not None
        try:
            with psycopg.connect(url.replace("+psycopg", "")) as connection:
                assert connection.info.dbname == "mentalmap"
        finally:
            cluster.stop()
