"""Settings are read once, checked, and say what is wrong with them."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.config import VARIABLES, Settings, asset_root
from mentalmap.errors import InvalidSettingError


def test_an_empty_environment_gives_a_private_swedish_installation_on_loopback() -> None:
    settings = Settings.read({"MENTALMAP_PORT": "", "DATABASE_URL": " "})
    assert (settings.host, settings.port, settings.locale) == ("127.0.0.1", 8000, "sv")
    assert settings.database_url is None
    assert settings.instance_folder == asset_root() / "instance"
    assert not settings.https


def test_every_variable_is_heeded(tmp_path: Path) -> None:
    settings = Settings.read(
        {
            "DATABASE_URL": "postgresql://db.example/karta",
            "MENTALMAP_INSTANCE_FOLDER": str(tmp_path),
            "MENTALMAP_HOST": "0.0.0.0",
            "MENTALMAP_PORT": "8080",
            "MENTALMAP_LOCALE": "en",
            "MENTALMAP_LOG_LEVEL": "warning",
            "MENTALMAP_SECRET_KEY": "s" * 32,
            "MENTALMAP_HTTPS": "yes",
            "MENTALMAP_PROXY_COUNT": "1",
            "MENTALMAP_CONTACT": "karta@kommun.example",
            "PATH": "/bin",
        }
    )
    assert settings == Settings(
        tmp_path,
        "postgresql://db.example/karta",
        "0.0.0.0",
        8080,
        "en",
        "WARNING",
        "s" * 32,
        True,
        1,
        contact="karta@kommun.example",
    )
    assert settings.secret_key == "s" * 32
    assert not list(tmp_path.iterdir()), "a given key needs no file"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MENTALMAP_PORT", "65536"),
        ("MENTALMAP_PORT", "-1"),
        ("MENTALMAP_PORT", "80a"),
        ("MENTALMAP_PORT", "٨٠٠٠"),
        ("MENTALMAP_PORT", "9" * 5000),
        ("MENTALMAP_LOCALE", "klingon"),
        ("MENTALMAP_LOG_LEVEL", "loud"),
        ("MENTALMAP_HTTPS", "perhaps"),
        ("MENTALMAP_PROXY_COUNT", "10"),
        ("MENTALMAP_CONTACT", "javascript:alert(1)"),
        ("MENTALMAP_CONTACT", "call us"),
        ("MENTALMAP_CONTACT", "a@b.example?cc=c@d.example"),
        ("MENTALMAP_PROT", "8000"),
    ],
)
def test_what_cannot_be_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(InvalidSettingError, match=name) as refused:
        Settings.read({name: value})
    assert refused.value.remedy is not None


def test_a_short_secret_is_refused_without_being_repeated() -> None:
    with pytest.raises(InvalidSettingError) as refused:
        Settings.read({"MENTALMAP_SECRET_KEY": "hunter2"})
    assert "hunter2" not in str(refused.value) + str(refused.value.remedy)


@given(st.dictionaries(st.sampled_from(VARIABLES), st.text(max_size=40)))
def test_no_environment_whatever_gives_another_kind_of_error(environment: dict[str, str]) -> None:
    try:
        settings = Settings.read(environment)
    except InvalidSettingError:
        return
    assert 0 <= settings.port <= 65_535
    assert settings.instance_folder.is_absolute()


def test_the_secret_key_is_made_once_and_readable_by_us_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "instance"
    first = Settings(folder).secret_key
    assert len(first) >= 32
    assert Settings(folder).secret_key == first
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert list(folder.iterdir()) == [folder / "secret_key"], "no draft may stay behind"


def test_two_installations_never_share_a_secret_key(tmp_path: Path) -> None:
    assert Settings(tmp_path / "a").secret_key != Settings(tmp_path / "b").secret_key
