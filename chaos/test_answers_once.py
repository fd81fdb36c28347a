"""Answers are stored once each: sent five times at once, with answers cut, with workers killed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest

from bench._database import scratch_database
from chaos.collecting import Server, collecting_server, make_body, send, send_until_acknowledged
from chaos.cutting import cutting_proxy

KEYS = int(os.environ.get("CHAOS_KEYS", "2000"))
CUT_POSTS = int(os.environ.get("CHAOS_CUT_POSTS", "1000"))
AT_ONCE = 5
MARKS = 2


@pytest.fixture
def server() -> Iterator[Server]:
    """Two workers with an empty, open round."""
    with scratch_database() as (url, folder), collecting_server(url, folder) as running:
        yield running


def test_two_thousand_keys_sent_five_times_at_once_make_two_thousand_rows(server: Server) -> None:
    bodies = [make_body(MARKS) for _ in range(KEYS)]
    with ThreadPoolExecutor(4 * AT_ONCE) as pool:
        sent = [
            pool.submit(send, server.port, body, number * AT_ONCE + turn)
            for number, body in enumerate(bodies)
            for turn in range(AT_ONCE)
        ]
        answers = [one.result() for one in sent]
    assert {status for status, _ in answers} == {201}
    for number in range(KEYS):
        assert len(set(answers[number * AT_ONCE : (number + 1) * AT_ONCE])) == 1
    assert [server.count(one) for one in ("response", "delivery", "perception")] == [KEYS, KEYS, MARKS * KEYS]


def test_answers_that_are_cut_are_sent_again_and_neither_lost_nor_doubled(server: Server) -> None:
    bodies = [make_body(MARKS) for _ in range(CUT_POSTS)]
    with cutting_proxy(server.port, share=0.5, seed=2026) as (port, counts), ThreadPoolExecutor(8) as pool:
        numbered = enumerate(bodies)
        attempts = list(pool.map(lambda one: send_until_acknowledged(port, one[1], one[0]), numbered))
    assert max(attempts) > 1
    assert counts["request"] > CUT_POSTS / 5
    assert counts["answer"] > CUT_POSTS / 5
    assert [server.count(one) for one in ("response", "perception")] == [CUT_POSTS, MARKS * CUT_POSTS]


def test_workers_that_are_killed_lose_nothing_that_was_acknowledged_and_double_nothing(
    server: Server,
) -> None:
    bodies = [make_body(MARKS) for _ in range(CUT_POSTS // 2)]
    done = Event()

    def kill_now_and_then() -> None:
        while not done.wait(0.7):
            server.kill_a_worker()

    killer = Thread(target=kill_now_and_then, daemon=True)
    killer.start()
    try:
        with ThreadPoolExecutor(8) as pool:
            numbered = enumerate(bodies)
            list(pool.map(lambda one: send_until_acknowledged(server.port, one[1], one[0], 300), numbered))
    finally:
        done.set()
        killer.join(10)
    rows = len(bodies)
    assert [server.count(one) for one in ("response", "perception")] == [rows, MARKS * rows]
