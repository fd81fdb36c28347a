"""A network between the browser and the site that can be lost, for whatever fetches: pages and workers."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread
from urllib.parse import urlsplit


class Network:
    """Forwards connections from a port of its own to a site, as long as it is up."""

    def __init__(self, site: str) -> None:
        parts = urlsplit(site)
        self._target = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._open: set[socket.socket] = set()
        self._lock = Lock()
        self._is_up = True
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        Thread(target=self._accept, daemon=True).start()

    def lose(self) -> None:
        """Cut what is open and refuse what comes."""
        with self._lock:
            self._is_up = False
            ends, self._open = self._open, set()
        for end in ends:
            _close(end)

    def find(self) -> None:
        """Forward again."""
        self._is_up = True

    def close(self) -> None:
        """End for good."""
        self.lose()
        _close(self._listener)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(self._target, timeout=30) if self._is_up else None
            except OSError:
                far = None
            if far is None:
                _close(near)
                continue
            with self._lock:
                self._open |= {near, far}
            for source, sink in ((near, far), (far, near)):
                Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while part := source.recv(65536):
                sink.sendall(part)
        except OSError:
            pass
        for end in (source, sink):
            _close(end)
        with self._lock:
            self._open -= {source, sink}


def _close(end: socket.socket) -> None:
    with suppress(OSError):  # the other side was quicker
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def network_to(site: str) -> Iterator[Network]:
    """Give a network to a site until the block ends."""
    network = Network(site)
    try:
        yield network
    finally:
        network.close()
