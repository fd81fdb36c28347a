"""`mentalmap serve` and `mentalmap demo`: the web server, with the instance's database beneath it."""

from __future__ import annotations

import gc
import socket
import sys
import webbrowser
from threading import Timer

import click

from mentalmap.commands.instance import opened_instance
from mentalmap.config import Settings
from mentalmap.errors import InvalidSettingError
from mentalmap.messages import say


@click.command()
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that answer."
)
@click.option(
    "--threads", type=click.IntRange(1, 64), default=8, show_default=True, help="Threads of each process."
)
def serve(workers: int, threads: int) -> None:
    """Serve the maps of this instance until interrupted."""
    check_port_is_free(Settings.read())
    with opened_instance() as (settings, _):
        click.echo(f"http://{settings.host}:{settings.port}")
        run_server(settings, workers, threads)


@click.command()
@click.option("--load-only", is_flag=True, help="Load the demo project and stop.")
def demo(load_only: bool) -> None:
    """Load the demo project once, a synthetic round of Kramfors, and serve it."""
    if not load_only:
        check_port_is_free(Settings.read())
    with opened_instance() as (settings, engine):
        from mentalmap.commands.import_answers import Speaker
        from mentalmap.commands.publishing import publish_all
        from mentalmap.exchange.snapshots import Publications
        from mentalmap.services.demo import DEMO_ACCOUNT, DEMO_SURVEYS, SLUG, load_demo, make_demo_account
        from mentalmap.store.database import transaction

        with transaction(engine) as session:
            if load_demo(session):
                click.echo(
                    "Loaded the demo project: a synthetic round of Kramfors, invented for trying things out."
                )
            password = make_demo_account(session)
        published = Publications(settings.publications_folder)
        never = tuple(name for name in DEMO_SURVEYS if published.standing(SLUG, name).last == 0)
        publish_all(settings, engine, SLUG, never, Speaker(as_json=False))
        if password:
            click.echo(f"Staff sign-in, shown only this once: account {DEMO_ACCOUNT}, password {password}")
        engine.dispose()
        if load_only:
            return
        address = f"http://{settings.host}:{settings.port}/p/kramfors"
        click.echo(f"The mental map: {address}   (Ctrl-C stops it)")
        if sys.stdout.isatty():
            Timer(1.0, webbrowser.open, [address]).start()
        run_server(settings, workers=1, threads=8)


def check_port_is_free(settings: Settings) -> None:
    """
    Find out before any work is done whether the server could listen.

    Raises
    ------
    InvalidSettingError
        If another program listens on the port.
    """
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise InvalidSettingError(
                say("Port %(port)s is taken by another program.", port=settings.port),
                say("Stop it, or choose another port: MENTALMAP_PORT=%(other)s", other=settings.port + 1),
            ) from error


def run_server(settings: Settings, workers: int, threads: int) -> None:
    """Answer requests until interrupted; each worker makes its own app and connections after the fork."""
    from flask import Flask
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        def load_config(self) -> None:
            self.cfg.set("bind", f"{settings.host}:{settings.port}")
            self.cfg.set("workers", workers)
            self.cfg.set("threads", threads)
            self.cfg.set("worker_class", "gthread")
            self.cfg.set("timeout", 120)
            self.cfg.set("loglevel", "warning")
            self.cfg.set("proc_name", "mentalmap")
            self.cfg.set("control_socket_disable", True)

        def load(self) -> Flask:
            from mentalmap.app import create_app

            app = create_app(settings)
            # What was imported stays; looking through it again and again would hold up requests.
            gc.collect()
            gc.freeze()
            return app

    Server().run()
