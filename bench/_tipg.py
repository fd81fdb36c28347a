"""The peer: tipg serving the same table as vector tiles, in a virtual environment of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep
from urllib.parse import parse_qs, quote, urlsplit

from bench._worker import Client, free_port

PACKAGES = ("tipg==1.6.1", "uvicorn==0.54.0")
START_S = 120.0
ENVIRONMENT = Path(tempfile.gettempdir()) / "mentalmap-bench-tipg"


def tile_path(z: int, x: int, y: int) -> str:
    """Address of a tile of the perceptions."""
    return f"/collections/public.perception/tiles/WebMercatorQuad/{z}/{x}/{y}"


@contextmanager
def serving_tipg(url: str) -> Iterator[Client]:
    """Serve the database of `url` on loopback until left, with one worker."""
    python = _installed()
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": _address(url),
        "TIPG_MAX_FEATURES_PER_TILE": "100000000",
        "TIPG_DB_SCHEMAS": '["public"]',
        "TIPG_TABLE_CONFIG__public_perception__GEOMCOL": "geom",
    }
    process = subprocess.Popen(
        [
            python,
            "-m",
            "uvicorn",
            "tipg.main:app",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--log-level",
            "warning",
        ],
        env=environment,
    )
    try:
        yield _ready(port, process)
    finally:
        process.terminate()
        process.wait(30)


def _address(url: str) -> str:
    """Name the database as tipg reads it: a socket's folder stands in the place of the host, escaped."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    host = quote(query["host"][0], safe="") if "host" in query else parts.hostname
    port = query.get("port", [parts.port or 5432])[0]
    password = f":{parts.password}" if parts.password else ""
    return f"postgresql://{parts.username}{password}@{host}:{port}{parts.path}"


def _installed() -> str:
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *PACKAGES], check=True, stdout=sys.stderr)
    return str(python)


def _ready(port: int, process: subprocess.Popen[bytes]) -> Client:
    deadline = perf_counter() + START_S
    while perf_counter() < deadline:
        if process.poll() is not None:
            raise RuntimeError("tipg did not start")
        try:
            client = Client(port)
            if client.get("/healthz")[0] == 200:
                return client
        except OSError:
            pass
        sleep(0.2)
    raise RuntimeError("tipg did not answer")
