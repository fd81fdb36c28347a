"""A server with several workers that takes answers, and clients that send without waiting for each other."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

from bench._worker import free_port
from mentalmap.store.database import make_engine, transaction
from tests.web.answering import OURS, RESPONSES, a_body, a_mark, an_asking_project, proven

START_S = 120.0


@dataclass(frozen=True)
class Server:
    """A running server: its port, its first process, and the database behind it."""

    port: int
    process: subprocess.Popen[bytes]
    url: str

    def workers(self) -> list[int]:
        """List the processes that answer."""
        folder = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in folder.read_text().split()]

    def kill_a_worker(self) -> None:
        """End one of them in the middle of whatever it does."""
        os.kill(random.choice(self.workers()), signal.SIGKILL)

    def count(self, table: str) -> int:
        """Count the rows of a table."""
        with transaction(make_engine(self.url)) as session:
            return int(session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


@contextmanager
def collecting_server(url: str, folder: Path, workers: int = 2) -> Iterator[Server]:
    """Serve an open round on loopback until left."""
    with transaction(make_engine(url)) as session:
        an_asking_project(session)
    port = free_port()
    process = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(workers),
            "--worker-class", "gthread", "--threads", "4", "--timeout", "120", "--keep-alive", "60",
            "--log-level", "critical", "--no-control-socket", "bench._worker:application()",
        ],
        env={
            **os.environ,
            "OPENBLAS_NUM_THREADS": "1",
            "DATABASE_URL": url,
            "MENTALMAP_INSTANCE_FOLDER": str(folder),
            "MENTALMAP_PROXY_COUNT": "1",  # every client comes from an address of its own
            "PYTHONPATH": str(Path.cwd()),
        },
    )  # fmt: skip
    try:
        deadline = perf_counter() + START_S
        while True:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
                connection.request("GET", "/empty")
                connection.getresponse().read()
                break
            except OSError:
                if perf_counter() > deadline or process.poll() is not None:
                    raise RuntimeError("the server did not start") from None
                sleep(0.1)
        yield Server(port, process, url)
    finally:
        process.terminate()
        process.wait(30)


def make_body(marks: int = 2) -> bytes:
    """Make a response with its proof, as a page sends it."""
    return json.dumps(proven(a_body(marks=[a_mark() for _ in range(marks)]))).encode()


def headers_for(number: int) -> dict[str, str]:
    """Give the headers of one client among very many."""
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    return {**OURS, "Content-Type": "application/json", "X-Forwarded-For": address}


def send(port: int, body: bytes, number: int, timeout: float = 30.0) -> tuple[int, bytes]:
    """Send once over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("POST", RESPONSES, body, headers_for(number))
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def is_whole(told: bytes) -> bool:
    """Whether an answer arrived to its end."""
    try:
        return "id" in json.loads(told)
    except ValueError:
        return False


def send_until_acknowledged(port: int, body: bytes, number: int, most: int = 60) -> int:
    """Send again and again until a 201 arrives; how many attempts it took."""
    for attempt in range(1, most + 1):
        try:
            status, told = send(port, body, number + attempt * 1_000_000)
        except (OSError, http.client.HTTPException):
            sleep(random.uniform(0, 0.05))
            continue
        if status == 201 and is_whole(told):  # a cut within the head looks like an empty answer
            return attempt
        if status < 500 and status != 201:
            raise AssertionError(f"{status}: {told!r}")
        sleep(random.uniform(0, 0.2))
    raise AssertionError(f"not acknowledged after {most} attempts")
