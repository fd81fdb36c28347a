"""Behind a reverse proxy, limits see the reader and not the proxy; without one, nobody can pretend."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mentalmap.app import create_app
from mentalmap.config import Settings


@pytest.mark.parametrize(("proxies", "last"), [(0, 429), (1, 401)])
def test_forwarding_headers_are_believed_only_from_a_known_proxy(
    committed: Session, engine: Engine, database_url: str, tmp_path: Path, proxies: int, last: int
) -> None:
    app = create_app(
        Settings(instance_folder=tmp_path, database_url=database_url, proxy_count=proxies), engine
    )
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    for number in range(11):  # eleven readers, or one who invents ten others
        answer = client.post("/sign-in", data={}, headers={"X-Forwarded-For": f"198.51.100.{number}"})
    assert answer.status_code == last
