"""Serve the app on a free port of this machine, for a browser that is driven by a test or a benchmark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from flask import Flask
from werkzeug.serving import make_server

from mentalmap.app import create_app
from mentalmap.commands.import_answers import Speaker
from mentalmap.commands.publishing import publish_all
from mentalmap.config import Settings
from mentalmap.services.demo import DEMO_SURVEYS, SLUG, load_demo
from mentalmap.store.cluster import PrivateCluster
from mentalmap.store.database import make_engine, transaction
from mentalmap.store.migrating import migrate
from mentalmap.web.database import FOLLOWER


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an app on loopback until the block ends; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=10)
        app.extensions[FOLLOWER].stop()


def load_demo_into(url: str, instance: Path) -> None:
    """Load the demo project into a migrated database, and publish it in an instance folder."""
    engine = make_engine(url)
    with transaction(engine) as session:
        load_demo(session)
    publish_all(Settings(instance), engine, SLUG, DEMO_SURVEYS, Speaker(as_json=False))
    engine.dispose()


@contextmanager
def demo_site(folder: Path) -> Iterator[str]:
    """Serve the demo project from a private cluster of its own in this folder."""
    folder.chmod(0o755)  # PostgreSQL runs under another account than root and must get in
    with PrivateCluster(folder / "postgresql") as cluster:
        cluster.create_database("demo")
        url = cluster.url("demo")
        migrate(url)
        load_demo_into(url, folder)
        with served(create_app(Settings(instance_folder=folder, database_url=url))) as address:
            yield address
