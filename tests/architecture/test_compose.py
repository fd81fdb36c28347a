"""The composition for servers keeps its promises, as far as they can be read off the file."""

from __future__ import annotations

import re

from tests.architecture.tracked import ROOT


def services() -> dict[str, str]:
    """Cut the file into its services; each is indented by two, its keys by four."""
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    inside = re.search(r"^services:\n(.*?)^networks:", text, re.MULTILINE | re.DOTALL)
    assert inside
    parts = re.split(r"^  (\w+):\n", inside[1], flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_there_is_a_database_an_app_and_a_proxy() -> None:
    assert list(services()) == ["database", "app", "proxy"]


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    assert [name for name, text in services().items() if re.search(r"^    ports:", text, re.MULTILINE)] == [
        "proxy"
    ]


def test_every_image_is_pinned_and_every_service_has_a_health_check() -> None:
    for name, text in services().items():
        image = re.search(r"^    image: (\S+)$", text, re.MULTILINE)
        assert image, name
        assert re.fullmatch(r"[\w./-]+:\d+[\w.-]*", image[1]), name
        assert "    healthcheck:\n" in text, name


def test_every_password_and_key_comes_from_outside() -> None:
    for name, text in services().items():
        for line in re.findall(r"^ {6}\S*(?:PASSWORD|SECRET|DATABASE_URL)\S*: (.+)$", text, re.MULTILINE):
            assert re.search(r"\$\{\w+:\?", line), f"{name}: {line}"


def test_the_image_runs_as_an_ordinary_account() -> None:
    recipe = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    last_stage = recipe.rsplit("\nFROM ", 1)[1]
    assert re.search(r"^USER (?!root\b)\w+$", last_stage, re.MULTILINE)
