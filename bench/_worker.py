"""One worker of the real app under gunicorn, with an empty route beside its own, for benchmarks over HTTP."""

from __future__ import annotations

import gc
import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter, sleep
from types import SimpleNamespace

from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue

from bench._generated import generate_table
from mentalmap.app import create_app
from mentalmap.config import Settings
from mentalmap.domain.perception_index import PerceptionIndex
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.permissions import Action, Role
from mentalmap.services.accounts import make_account
from mentalmap.store.database import make_engine, transaction
from mentalmap.web.access import requires
from mentalmap.web.database import FOLLOWER

SLUG = "bench"
ACCOUNT = "bench"
PERCEPTIONS = "BENCH_PERCEPTIONS"  # serve a table made in memory instead of following the database
START_S = 300.0


@requires(Action.READ_SITE)
def empty() -> ResponseReturnValue:
    """Answer nothing: what the app itself costs, its checks and headers included."""
    return Response(status=204)


class GeneratedProject:
    """Stands for a followed project whose table was made in memory."""

    def __init__(self, perceptions: int) -> None:
        self._index = PerceptionIndex.of(generate_table(perceptions))
        self.project = SimpleNamespace(id=1, slug=SLUG, name=SLUG, threshold=5, metric_srid=3006, locale="sv")
        self.surveys = (SimpleNamespace(id=1, slug="2024", name="2024"),)
        self.area_sets = (SimpleNamespace(id=1, slug="squares", name="squares"),)
        self.themes = self.purposes = self.groups = ()
        self.data_version = "1.1"
        self.stale_since = None

    def current(self, slug: str) -> GeneratedProject:
        """Give the only project there is."""
        return self

    def table(self, area_set: str | None = None) -> PerceptionTable:
        """Give its table."""
        return self._index.table

    def index(self) -> PerceptionIndex:
        """Give its index."""
        return self._index

    def stop(self) -> None:
        """Nothing runs."""


def application() -> Flask:
    """Make the app; gunicorn calls this in its worker."""
    app = create_app(Settings.read())
    app.add_url_rule("/empty", view_func=empty)
    if PERCEPTIONS in os.environ:
        app.extensions[FOLLOWER] = GeneratedProject(int(os.environ[PERCEPTIONS]))
    gc.collect()  # as `mentalmap serve` does
    gc.freeze()
    return app


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Client:
    """One connection that stays open, as a browser's does."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._headers = {"Accept-Encoding": "gzip"} | ({"Cookie": f"session={cookie}"} if cookie else {})

    def get(self, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        """Ask once; status, body as it travels, headers."""
        self._connection.request("GET", path, headers={**self._headers, **headers})
        answer = self._connection.getresponse()
        return answer.status, answer.read(), dict(answer.getheaders())

    def time(self, path: str, **headers: str) -> float:
        """Ask once; seconds until the whole answer was read."""
        start = perf_counter()
        status, _, _ = self.get(path, **headers)
        if status >= 400:
            raise RuntimeError(f"{status} for {path}")
        return perf_counter() - start


@contextmanager
def serving(url: str, folder: Path, perceptions: int | None = None) -> Iterator[Client]:
    """
    Serve with one worker on loopback until left, signed in as a planner.

    Parameters
    ----------
    url
        Address of a migrated database.
    perceptions
        Size of a table made in memory; None follows the database.
    """
    settings = replace(Settings.read(), database_url=url, instance_folder=folder)
    with transaction(make_engine(url)) as session:
        account = make_account(session, f"{ACCOUNT}-{free_port()}", "not a secret of anybody", Role.PLANNER)
        number = account.id
    app = create_app(settings)
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    port = free_port()
    environment = {
        **os.environ,
        "OPENBLAS_NUM_THREADS": "1",  # as `mentalmap serve` sets it
        "DATABASE_URL": url,
        "MENTALMAP_INSTANCE_FOLDER": str(folder),
        "PYTHONPATH": str(Path.cwd()),
    }
    if perceptions is not None:
        environment[PERCEPTIONS] = str(perceptions)
    process = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1",
            "--worker-class", "gthread", "--threads", "8", "--timeout", "600", "--keep-alive", "300",
            "--log-level", "warning", "--no-control-socket", "bench._worker:application()",
        ],
        env=environment,
    )  # fmt: skip
    try:
        yield _ready(port, serializer.dumps({"account": number}), process)
    finally:
        process.terminate()
        process.wait(30)


def _ready(port: int, cookie: str, process: subprocess.Popen[bytes]) -> Client:
    deadline = perf_counter() + START_S
    while perf_counter() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the worker did not start")
        try:
            client = Client(port, cookie)
            client.get("/empty")
            return client
        except OSError:
            sleep(0.1)
    raise RuntimeError("the worker did not answer")
