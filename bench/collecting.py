"""Accepted answers per second over HTTP, fully checked, beside a bare `pgbench` INSERT of the same rows.

Both write the same rows to the same database under the same triggers, by turns: a response, five marks, two
answers, a delivery and an event in one transaction. pgbench checks nothing and speaks no HTTP.
"""

from __future__ import annotations

import json
import os
import subprocess
from concurrent.futures import ProcessPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import perf_counter

from bench._database import scratch_database
from chaos.collecting import collecting_server, headers_for
from mentalmap.store.cluster_binaries import find_installations
from mentalmap.store.database import make_engine, transaction
from tests.web.answering import RESPONSES, a_body, a_mark, proven

CLIENTS = 8
SENDERS = 2  # processes; each holds CLIENTS / SENDERS connections
PER_ROUND = int(os.environ.get("BENCH_ANSWERS", "800"))
ROUNDS = 3
PGBENCH_S = 4

SCRIPT = """
BEGIN;
INSERT INTO delivery (project_id, client_id, body_sha256, answer)
VALUES ({project}, gen_random_uuid(), sha256('body'), '{answer}');
WITH told AS (
    INSERT INTO response (project_id, survey_id, metric_srid, questionnaire_id, client_id, age_band, gender,
                          channel, consent_version, said_on, language, receipt_hash, effort)
    VALUES ({project}, {survey}, {srid}, {questionnaire}, gen_random_uuid(), '30-49', 'woman', 'web', '1.sv',
            current_date, 'sv', sha256(gen_random_uuid()::text::bytea), '{{"taps": 14, "seconds": 61.5}}')
    RETURNING id
), marks AS (
    INSERT INTO perception (response_id, survey_id, project_id, metric_srid, client_id, question_id, kind,
                            valence, valence_source, purpose_ids, theme_ids, quote, language, precision,
                            placed_by, zoom, said_on, geom, moderation_state)
    SELECT told.id, {survey}, {project}, {srid}, gen_random_uuid(), {pride}, 'pride', 2, 'respondent',
           '{{1}}'::integer[], '{{1}}'::integer[], 'Vägen längs älven är vacker om våren', 'sv', 'exact',
           'map', 13.5, current_date,
           ST_SetSRID(ST_MakePoint(17.765 + n / 1000.0, 62.93), 4326), 'pending'
    FROM told, generate_series(1, 5) AS n
), answers AS (
    INSERT INTO answer (response_id, question_id, value)
    SELECT told.id, {listens}, '"1"'::jsonb FROM told UNION ALL SELECT told.id, {uses}, '["1", "3"]'::jsonb
    FROM told
)
INSERT INTO outbox_event (project_id, noun, details)
SELECT {project}, 'response', jsonb_build_object('response_ids', jsonb_build_array(id)) FROM told;
COMMIT;
"""


def a_realistic_body() -> bytes:
    """A response with five marks, two answers and a background."""
    marks = [
        a_mark(
            where={
                "by": "map",
                "geometry": {"type": "Point", "coordinates": [17.765 + number / 1000, 62.93]},
                "zoom": 13.5,
                "precision": "exact",
            },
            valence=2,
            purposes=["trade"],
            themes=["nature"],
            text="Vägen längs älven är vacker om våren",
            language="sv",
        )
        for number in range(5)
    ]
    body = a_body(
        marks=marks,
        answers={"listens": "1", "uses": ["1", "3"]},
        background={"age_band": "30-49", "gender": "woman"},
    )
    return json.dumps(proven(body)).encode()


def realistic_bodies(number: int) -> list[bytes]:
    """So many of them."""
    return [a_realistic_body() for _ in range(number)]


def send_all(port: int, first: int, bodies: list[bytes]) -> float:
    """Send over connections that stay open, the next ones before the last are read; seconds."""
    connections = [HTTPConnection("127.0.0.1", port, timeout=60) for _ in range(CLIENTS // SENDERS)]
    for connection in connections:
        connection.connect()
    start = perf_counter()
    for at in range(0, len(bodies), len(connections)):
        used = list(zip(connections, bodies[at : at + len(connections)], strict=False))
        for number, (connection, body) in enumerate(used):
            connection.request("POST", RESPONSES, body, headers_for(first + at + number))
        for connection, _ in used:
            answer = connection.getresponse()
            told = answer.read()
            if answer.status != 201:
                raise RuntimeError(f"{answer.status}: {told!r}")
    return perf_counter() - start


def rate_over_http(port: int, turn: int) -> float:
    """Accepted answers per second."""
    share = PER_ROUND // SENDERS
    with ProcessPoolExecutor(SENDERS) as pool:  # which also finds the proofs, before the clock runs
        bodies = list(pool.map(realistic_bodies, [share] * SENDERS))
        start = perf_counter()
        sent = [
            pool.submit(send_all, port, (turn * SENDERS + number) * share, bodies[number])
            for number in range(SENDERS)
        ]
        for one in sent:
            one.result()
        return PER_ROUND / (perf_counter() - start)


def rate_of_pgbench(url: str, script: Path) -> float:
    """Bare transactions per second."""
    address = url.replace("postgresql+psycopg://", "postgresql://")
    done = subprocess.run(
        [
            find_installations()[0].program("pgbench"), "-n", "-M", "prepared", "-f", str(script),
            "-c", str(CLIENTS), "-j", "2", "-T", str(PGBENCH_S), address,
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    line = next(line for line in done.stdout.splitlines() if line.startswith("tps"))
    return float(line.split("=")[1].split()[0])


def main() -> None:
    with scratch_database() as (url, folder), collecting_server(url, folder) as server:
        with transaction(make_engine(url)) as session:
            row = session.connection().exec_driver_sql(
                "SELECT project_id AS project, survey.id AS survey, metric_srid AS srid,"
                " questionnaire.id AS questionnaire FROM survey JOIN questionnaire ON survey_id = survey.id"
            ).one()  # fmt: skip
            ids = dict(session.connection().exec_driver_sql("SELECT key, id FROM question").all())
        answer = json.dumps({"id": "0" * 36, "survey": "2026", "marks": 5, "remarks": []})
        script = folder / "insert.sql"
        asked = {key: ids[key] for key in ("pride", "listens", "uses")}
        script.write_text(SCRIPT.format(**row._mapping, **asked, answer=answer))
        rate_over_http(server.port, 0)  # warm
        ours, bare = [], []
        for turn in range(1, ROUNDS + 1):
            bare.append(rate_of_pgbench(url, script))
            ours.append(rate_over_http(server.port, turn))
        for what, rates in (("over HTTP, fully checked", ours), ("the same rows, bare pgbench", bare)):
            print(f"{what:30} {median(rates):7.0f} per second   {[round(one) for one in rates]}")
        print(f"ratio: {median(ours) / median(bare):.2f} (goal: at least 0.25)")


if __name__ == "__main__":
    main()
