"""A proxy on loopback that cuts connections: after the request went through, or within the answer."""

from __future__ import annotations

import random
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

CHUNK = 65_536


@contextmanager
def cutting_proxy(port: int, share: float, seed: int) -> Iterator[tuple[int, dict[str, int]]]:
    """
    Stand between client and server until left.

    Parameters
    ----------
    port
        Of the server.
    share
        Of the connections that are cut.

    Yields
    ------
    port, counts
        Of the proxy; and how many connections were cut in which way.
    """
    chance, counts, lock = random.Random(seed), {"request": 0, "answer": 0, "whole": 0}, threading.Lock()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with lock:
                cut = chance.random() < share
                way = chance.choice(("request", "answer")) if cut else "whole"
                counts[way] += 1
            with socket.create_connection(("127.0.0.1", port), timeout=60) as server:
                request = _read_request(self.request)
                server.sendall(request)
                if way == "request":  # it went through; the answer is never looked at
                    server.recv(1)
                    return
                answer = b""
                while b"\r\n\r\n" not in answer and (got := server.recv(CHUNK)):
                    answer += got
                if way == "answer":
                    self.request.sendall(answer[: chance.randrange(len(answer) - 20)])
                    return
                self.request.sendall(answer)
                server.settimeout(0.2)
                try:
                    while got := server.recv(CHUNK):
                        self.request.sendall(got)
                except TimeoutError:
                    pass

    class Proxy(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        request_queue_size = 128

        def handle_error(self, *_: Any) -> None:
            """Say nothing: broken connections are the point."""

    with Proxy(("127.0.0.1", 0), Handler) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, daemon=True)
        thread.start()
        try:
            yield proxy.server_address[1], counts
        finally:
            proxy.shutdown()
            thread.join(10)


def _read_request(client: socket.socket) -> bytes:
    """Read one request with its body."""
    data = b""
    while b"\r\n\r\n" not in data:
        if not (got := client.recv(CHUNK)):
            return data
        data += got
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    while len(body) < length and (got := client.recv(CHUNK)):
        body += got
    return head + b"\r\n\r\n" + body
